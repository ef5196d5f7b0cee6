# Money in a random club: calls of all functions that change what is owed or paid,
# and after each what each member owed and had on account. In the end every one of these balances of the
# past is still told as it was, by the statement and by the ledger; the entries of
# the ledger sum to zero; and no rule is broken.

use strict;
use warnings;
use FitclubCluster;
use Test::More;

my $calls = how_many('FITCLUB_MONEY_CALLS', 400, 5000);
my $seed = $ENV{FITCLUB_MONEY_SEED} || int(rand(1_000_000));

note("FITCLUB_MONEY_SEED=$seed");

my $node = new_cluster('money');

create_club($node, 'club');
$node->safe_psql('club', <<'END');
CREATE SCHEMA test;
CREATE TABLE test.call (sql text);
-- m a member, s a session, c a class, g a seat, b a bill, p a payment, a an amount, w the start of a slot
INSERT INTO test.call VALUES
	('book_session(m, 1, NULL, w, w + interval ''1 hour'')'), ('book_session(m, 2, NULL, w, w + interval ''1 hour'', price => a)'),
	('update_session(s, price => a)'), ('update_session(s, price => 0)'), ('cancel_session(s)'), ('cancel_session(s, true)'), ('reschedule_session(s, w)'),
	('register_for_class(m, c)'), ('register_for_class(m, c)'), ('register_for_class(m, c)'),
	('cancel_registration(g)'), ('cancel_registration(g)'), ('update_class(c, price => a)'), ('cancel_class(c)'),
	('create_class(''Class'', 3, 1, w, w + interval ''1 hour'', price => a)'),
	('create_billing_item(m, a, ''Locker'')'), ('create_bill(m, a, ''Tip'', ''tip'', 1)'), ('cancel_billing_item(b)'), ('correct_bill(b, a)'), ('correct_bill(b, a)'),
	('record_payment(b, a)'), ('record_payment(b, a)'), ('record_payment(b, a, ''cash'')'), ('record_payment(b, owed(b))'),
	('record_payment(b)'), ('record_payment(b, owed(b))'), ('receive_payment(m, a)'), ('receive_payment(m, a)'), ('receive_payment(m, a, ''cash'', ''{}'')'),
	('receive_payment(m, a, billing_ids => ARRAY[b]::bigint[])'), ('receive_payment(m, 5, request_key => ''key '' || m)'), ('apply_credit(m, b)'),
	('apply_credit(m, b, a)'), ('settle_account(m)'), ('refund_payment(p)'), ('refund_payment(p, a)'), ('refund_payment(p, a)'),
	('record_payment(b, cash(b), ''cash'')'), ('record_payment(b, cash(b), ''cash'')'), ('count_till(a)'), ('count_till(600 + a, a)'),
	('refund_bill(b)'), ('refund_bill(b, a)'), ('refund_bill(b, a, ''credit'')'), ('refund_bill(b, a, ''credit'')'), ('refund_credit(m)'), ('refund_credit(m, a)'),
	('void_payment(p)'), ('void_payment(p)'), ('record_chargeback(p)'), ('record_chargeback(p, a)'), ('record_chargeback(p, a, a)');

CREATE TABLE test.outcome (sql text, state text);
CREATE TABLE test.noted (member_id bigint, at timestamptz, balance numeric, on_account numeric);

CREATE FUNCTION test.any(most bigint) RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT 1 + floor(random() * most)::bigint';
CREATE FUNCTION test.last(sequence regclass) RETURNS bigint LANGUAGE sql VOLATILE AS
	'SELECT greatest(1, coalesce(pg_sequence_last_value(sequence), 1) - floor(random() ^ 2 * 30)::bigint)';
CREATE FUNCTION test.owed(b bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
	SELECT i.amount - coalesce((SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b), 0)
	FROM fitclub.billing_item AS i WHERE i.billing_id = b
$$;
-- what settles a bill where 0.05 is the smallest coin
CREATE FUNCTION test.cash(b bigint) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT round(test.owed(b) * 20) / 20';

CREATE PROCEDURE test.one_call() LANGUAGE plpgsql AS $$
DECLARE
	template text := (SELECT sql FROM test.call ORDER BY random() LIMIT 1);
	call text := template;
	word record;
	now_at timestamptz;
BEGIN
	FOR word IN
		SELECT * FROM (VALUES
			('m', test.any(6)::text), ('s', test.last('fitclub.private_session_session_id_seq')::text),
			('c', test.last('fitclub.class_schedule_class_id_seq')::text),
			('g', test.last('fitclub.class_registration_registration_id_seq')::text),
			('b', test.last('fitclub.billing_item_billing_id_seq')::text),
			('p', test.last('fitclub.payment_payment_id_seq')::text),
			('a', (test.any(CASE WHEN random() < 0.5 THEN 6000 ELSE 600 END) / 100.0)::numeric(12, 2)::text),
			('w', quote_literal(date_trunc('hour', now() + interval '1 hour' * test.any(2000))) || '::timestamptz')) AS w (name, value)
	LOOP
		call := regexp_replace(call, '\m' || word.name || '\M(?!'')', word.value, 'g');
	END LOOP;
	call := regexp_replace(call, '\m(owed|cash)\(', 'test.\1(');
	BEGIN
		EXECUTE 'SELECT fitclub.' || call;
		INSERT INTO test.outcome VALUES (template, 'ok');
	EXCEPTION WHEN integrity_constraint_violation OR data_exception OR no_data_found THEN
		INSERT INTO test.outcome VALUES (template, sqlstate);
	END;
	COMMIT;
	now_at := clock_timestamp();
	INSERT INTO test.noted SELECT m.member_id, now_at, fitclub.member_balance(m.member_id), (fitclub.member_dashboard(m.member_id) ->> 'on_account')::numeric FROM fitclub.member AS m;
	COMMIT;
END $$;

SELECT fitclub.update_club(cancellation_notice => '30 days', late_cancellation_fee_percent => 33.33, cash_step => 0.05);
SELECT fitclub.create_member('Member', n::text, n || '@example.org') FROM generate_series(1, 6) AS n;
SELECT fitclub.set_payer(5, 1), fitclub.set_payer(6, 1);
SELECT fitclub.create_trainer('Trainer', n::text, n || '@example.org') FROM generate_series(1, 3) AS n;
SELECT fitclub.create_room('Studio', 20);
SELECT fitclub.set_availability(t, d, '00:00', '24:00') FROM generate_series(1, 3) AS t, generate_series(0, 6) AS d;
END

$node->safe_psql('club', "SELECT setseed($seed / 1000000.0);\n" . "CALL test.one_call();\n" x $calls);

note(
	$node->safe_psql('club',
		'SELECT sql, count(*) FILTER (WHERE state = $$ok$$) AS done, count(*) FROM test.outcome GROUP BY sql ORDER BY sql'));
is( $node->safe_psql('club', q{SELECT sql FROM test.outcome GROUP BY sql HAVING count(*) > 30 AND NOT bool_or(state = 'ok')}),
	'', "every call that was tried often was done (seed $seed)");
is( $node->safe_psql('club', <<'END'), '', "every balance of the past is what it was (seed $seed)");
SELECT n.member_id, n.at, n.balance, n.on_account, told.statement, told.ledger, told.credit
FROM test.noted AS n
CROSS JOIN LATERAL (
	SELECT fitclub.account_balance('receivable', n.member_id, as_of => n.at) AS ledger,
		fitclub.account_balance('credit', n.member_id, as_of => n.at) AS credit, coalesce((
		SELECT s.balance
		FROM fitclub.member_statement(n.member_id, to_time => n.at) WITH ORDINALITY
			AS s (at, kind, billing_id, payment_id, description, charge, credit, balance, line)
		ORDER BY s.line DESC
		LIMIT 1), 0) AS statement
) AS told
WHERE n.balance - n.on_account <> told.statement OR n.balance <> told.ledger OR n.on_account <> -told.credit
LIMIT 10
END
is($node->safe_psql('club', 'SELECT source, source_id FROM fitclub.ledger GROUP BY 1, 2 HAVING sum(amount) <> 0 OR count(*) < 2'),
	'', "each row's entries sum to zero (seed $seed)");
is($node->safe_psql('club', 'SELECT sum(balance) FROM fitclub.trial_balance() WHERE account IS NULL'), '0.00', 'the trial balance foots');
is( $node->safe_psql('club', <<'END'), 't|t', "the till has the cash that came in since it was counted (seed $seed)");
SELECT (SELECT t.counted - t.banked FROM fitclub.till_count AS t ORDER BY t.counted_at DESC LIMIT 1)
		+ coalesce((SELECT sum(r.net) FROM fitclub.till_report() AS r WHERE r.payment_type = 'cash'), 0)
		= fitclub.account_balance('money', part => 'cash'),
	fitclub.account_balance('rounding') <> 0
END
is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10'),
	'', "no rule is broken (seed $seed)");

done_testing();
