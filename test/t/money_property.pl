# Money in a random club: calls of all functions that change what is owed or paid,
# by one session and by four at once, and between them what each member owed and
# had on account. In the end every one of these balances of the past is still told
# as it was, by the statement and by the ledger; the entries of the ledger sum to
# zero, also where books were closed; and no rule is broken.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $calls = how_many('FITCLUB_MONEY_CALLS', 400, 5000);
my $seed = $ENV{FITCLUB_MONEY_SEED} || int(rand(1_000_000));
my $round = 50; # calls of a session at a time

note("FITCLUB_MONEY_SEED=$seed");

my $node = new_cluster('money');

foreach my $sessions (1, 4)
{
	open_club("club_$sessions");
	call($sessions);
	prove($sessions);
}
done_testing();

sub open_club
{
	my ($club) = @_;

	create_club($node, $club);
	$node->safe_psql($club, <<'END');
CREATE SCHEMA test;
CREATE TABLE test.call (sql text);
-- m and n members, s a session, c a class, g a seat, b a bill, p a payment, l a sale, o a lot, a an amount, w the start of a slot, h an
-- instant after the last close
INSERT INTO test.call VALUES
	('book_session(m, 1, NULL, w, w + interval ''1 hour'')'), ('book_session(m, 2, NULL, w, w + interval ''1 hour'', price => a)'),
	('update_session(s, price => a)'), ('update_session(s, price => 0)'), ('cancel_session(s)'), ('cancel_session(s, true)'), ('reschedule_session(s, w)'),
	('register_for_class(m, c)'), ('register_for_class(m, c)'), ('register_for_class(m, c)'),
	('register_for_class(x.member_id, x.class_id) FROM fitclub.class_registration AS x WHERE x.registration_id = g'),
	('cancel_registration(g)'), ('cancel_registration(g)'), ('cancel_registration(g, waive_fee => true)'),
	('update_class(c, price => a)'), ('cancel_class(c)'),
	('create_class(''Class'', 3, 1, w, w + interval ''1 hour'', price => a)'),
	('create_billing_item(m, a, ''Locker'')'), ('create_bill(m, a, ''Tip'', ''tip'', 1)'), ('create_bill(m, a, ''Shoes'', ''retail'', due_on => current_date - m::integer)'),
	('create_billing_item(x.member_id, x.price, ''Again'', private_session_id => s) FROM fitclub.private_session AS x WHERE x.session_id = s'),
	('create_billing_item(x.member_id, x.price, ''Again'', class_id => x.class_id) FROM fitclub.class_registration AS x WHERE x.registration_id = g'),
	('cancel_billing_item(b)'), ('correct_bill(b, a)'), ('correct_bill(b, a)'),
	('record_payment(b, a)'), ('record_payment(b, a)'), ('record_payment(b, a, ''cash'')'), ('record_payment(b, owed(b))'),
	('record_payment(b)'), ('record_payment(b, owed(b))'), ('record_payment(b, owed(b), member_id => m)'),
	('receive_payment(m, a)'), ('receive_payment(m, a)'), ('receive_payment(m, a, ''cash'', ''{}'')'),
	('receive_payment(m, a, billing_ids => ARRAY[b]::bigint[])'), ('receive_payment(m, 5, request_key => ''key '' || m)'), ('apply_credit(m, b)'),
	('apply_credit(m, b, a)'), ('settle_account(m)'), ('refund_payment(p)'), ('refund_payment(p, a)'), ('refund_payment(p, a)'),
	('record_payment(b, cash(b), ''cash'')'), ('record_payment(b, cash(b), ''cash'')'), ('count_till(a)'), ('count_till(600 + a, a)'),
	('refund_bill(b)'), ('refund_bill(b, a)'), ('refund_bill(b, a, ''credit'')'), ('refund_bill(b, a, ''credit'')'), ('refund_credit(m)'), ('refund_credit(m, a)'),
	('update_club(cancelled_payment => ''credit'')'), ('update_club(cancelled_payment => ''keep'')'),
	('void_payment(p)'), ('void_payment(p)'), ('record_chargeback(p)'), ('record_chargeback(p, a)'), ('record_chargeback(p, a, a)'),
	('set_payer(m, n)'), ('set_payer(m, NULL)'), ('create_dependant(few(m), ''Kim'', ''Member'')'), ('release_dependant(m, gen_random_uuid() || ''@example.org'')'),
	('sell_pack(m, 1)'), ('sell_pack(m, 1, price => a)'), ('sell_pack(m, 2)'), ('grant_credits(m, 1, 2)'),
	('refund_pack(l, 1)'), ('refund_pack(l, 1)'), ('refund_pack(l)'), ('refund_pack(l, 2, refund_to => ''credit'')'), ('refund_pack(l, 1, a)'),
	('transfer_credits(o, m, 1)'), ('transfer_credits(o, m)'),
	('close_books(h)'), ('complete_books()');

CREATE TABLE test.outcome (sql text, state text);
CREATE TABLE test.noted (member_id bigint, at timestamptz, balance numeric, on_account numeric);
CREATE TABLE test.summed (at timestamptz, account text, balance numeric);

CREATE FUNCTION test.any(most bigint) RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT 1 + floor(random() * most)::bigint';
CREATE FUNCTION test.last(sequence regclass) RETURNS bigint LANGUAGE sql VOLATILE AS
	'SELECT greatest(1, coalesce(pg_sequence_last_value(sequence), 1) - floor(random() ^ 2 * 30)::bigint)';
CREATE FUNCTION test.owed(b bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
	SELECT i.amount - coalesce((SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b), 0)
	FROM fitclub.billing_item AS i WHERE i.billing_id = b
$$;
-- nobody, where there are members enough
CREATE FUNCTION test.few(m bigint) RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT m WHERE (SELECT count(*) FROM fitclub.member) < 12';
-- what settles a bill where 0.05 is the smallest coin
CREATE FUNCTION test.cash(b bigint) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT round(test.owed(b) * 20) / 20';

CREATE PROCEDURE test.one_call() LANGUAGE plpgsql AS $$
DECLARE
	template text := (SELECT sql FROM test.call ORDER BY random() LIMIT 1);
	call text := template;
	word record;
BEGIN
	FOR word IN
		SELECT * FROM (VALUES
			('m', test.any((SELECT max(member_id) FROM fitclub.member))::text), ('n', test.any(6)::text),
			('s', test.last('fitclub.private_session_session_id_seq')::text),
			('c', test.last('fitclub.class_schedule_class_id_seq')::text),
			('g', test.last('fitclub.class_registration_registration_id_seq')::text),
			('b', test.last('fitclub.billing_item_billing_id_seq')::text),
			('p', test.last('fitclub.payment_payment_id_seq')::text),
			('l', test.last('fitclub.pack_sale_sale_id_seq')::text),
			('o', test.last('fitclub.credit_lot_lot_id_seq')::text),
			('a', (test.any(CASE WHEN random() < 0.5 THEN 6000 ELSE 600 END) / 100.0)::numeric(12, 2)::text),
			('w', quote_literal(date_trunc('hour', now() + interval '1 hour' * test.any(2000))) || '::timestamptz'),
			('h', quote_literal(coalesce((SELECT max(closed_until) FROM fitclub.book_close), now() - interval '1000 hours')
				+ interval '1 hour' * test.any(60)) || '::timestamptz')) AS w (name, value)
	LOOP
		call := regexp_replace(call, '\m' || word.name || '\M(?!'')', word.value, 'g');
	END LOOP;
	call := regexp_replace(call, '\m(owed|cash|few)\(', 'test.\1(');
	-- others call as well, but nobody begins, or has not ended, while balances are noted
	PERFORM pg_advisory_lock_shared(1);
	COMMIT;
	BEGIN
		EXECUTE 'SELECT fitclub.' || call;
		INSERT INTO test.outcome VALUES (template, 'ok');
	EXCEPTION WHEN integrity_constraint_violation OR data_exception OR no_data_found OR object_in_use THEN
		INSERT INTO test.outcome VALUES (template, sqlstate);
	END;
	COMMIT;
	PERFORM pg_advisory_unlock_shared(1);
END $$;

-- Calls, and after one in so many, all balances.
CREATE PROCEDURE test.calls(calls integer, unnoted integer) LANGUAGE plpgsql AS $$
DECLARE
	now_at timestamptz;
BEGIN
	FOR n IN 1..calls LOOP
		CALL test.one_call();
		CONTINUE WHEN n % unnoted <> 0;
		PERFORM pg_advisory_xact_lock(1);
		now_at := clock_timestamp();
		INSERT INTO test.noted
		SELECT m.member_id, now_at, fitclub.member_balance(m.member_id), (fitclub.member_dashboard(m.member_id) ->> 'on_account')::numeric
		FROM fitclub.member AS m;
		INSERT INTO test.summed SELECT now_at, a.account, fitclub.account_balance(a.account) FROM fitclub.ledger_account AS a
		WHERE random() < 0.1;
		COMMIT;
	END LOOP;
END $$;

SELECT fitclub.update_club(cancellation_notice => '30 days', late_cancellation_fee_percent => 33.33, cash_step => 0.05);
SELECT fitclub.create_member('Member', n::text, n || '@example.org') FROM generate_series(1, 6) AS n;
SELECT fitclub.set_payer(5, 1), fitclub.set_payer(6, 1);
SELECT fitclub.create_trainer('Trainer', n::text, n || '@example.org') FROM generate_series(1, 3) AS n;
SELECT fitclub.create_room('Studio', 20);
SELECT fitclub.create_pack('Seven', 7, 33.33, '100 years'), fitclub.create_pack('Shared', 3, 10, is_shared => true, usable_unpaid => true);
SELECT fitclub.set_availability(t, d, '00:00', '24:00') FROM generate_series(1, 3) AS t, generate_series(0, 6) AS d;
-- what is old enough to be closed
INSERT INTO fitclub.billing_item (member_id, amount, description, created_at, updated_at)
SELECT 1 + n % 6, 10 + n * 1.03, 'Towels', now() - n * interval '12 hours', now() - n * interval '12 hours' FROM generate_series(1, 80) AS n;
WITH paid AS (
	INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, paid_at)
	SELECT b.member_id, b.billing_id, 5, CASE b.billing_id % 2 WHEN 0 THEN 'cash' ELSE 'card' END, b.created_at + interval '5 hours'
	FROM fitclub.billing_item AS b
	RETURNING billing_id
)
UPDATE fitclub.billing_item AS b SET status = 'partially_paid' FROM paid AS p WHERE p.billing_id = b.billing_id;
END
	return;
}

# All calls, a round of them in each session at a time.
sub call
{
	my ($sessions) = @_;
	my @sessions = map { FitclubSession->new($node, "club_$sessions") } 1 .. $sessions;

	foreach my $n (1 .. $sessions)
	{
		$sessions[ $n - 1 ]->run('SELECT setseed(' . ($seed + $n) / 2_000_000 . ')');
	}
	for (my $done = 0; $done < $calls; $done += $round * $sessions)
	{
		$_->send("CALL test.calls($round, $sessions)") foreach @sessions;
		foreach my $session (@sessions)
		{
			my (undef, $state) = $session->finish;

			BAIL_OUT("a session failed with $state") if $state ne '';
		}
	}
	$_->quit foreach @sessions;
	return;
}

# is_none(CLUB, NAME, QUERY): there are no such rows.
sub is_none
{
	my ($club, $name, $query) = @_;

	is($node->safe_psql($club, $query), '', "$club: $name (seed $seed)");
	return;
}

sub prove
{
	my ($sessions) = @_;
	my $club = "club_$sessions";

	note(
		$node->safe_psql($club, 'SELECT sql, count(*) FILTER (WHERE state = $$ok$$) AS done, count(*) FROM test.outcome GROUP BY sql ORDER BY sql'));
	note($node->safe_psql($club, 'SELECT count(*), count(DISTINCT at) FROM test.noted'));
	note($node->safe_psql($club, 'SELECT reason, count(*) FROM fitclub.bill_credit GROUP BY reason ORDER BY reason'));
	is_none($club, 'every call that was tried often was done', <<'END');
SELECT sql FROM test.outcome GROUP BY sql HAVING count(*) > 30 AND NOT bool_or(state = 'ok')
END
	is_none($club, 'every balance of the past is what it was', <<'END');
SELECT n.member_id, n.at, n.balance, n.on_account, told.statement, told.ledger, told.credit
FROM (SELECT * FROM test.noted ORDER BY random() LIMIT 4000) AS n
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
	is_none($club, 'and so is that of every account, whatever was closed', <<'END');
SELECT s.*, l.balance, fitclub.account_balance(s.account, as_of => s.at)
FROM test.summed AS s
CROSS JOIN LATERAL (
	SELECT coalesce(sum(e.amount), 0) AS balance FROM fitclub.ledger AS e WHERE e.account = s.account AND e.at < s.at
) AS l
WHERE s.balance <> l.balance OR s.balance <> fitclub.account_balance(s.account, as_of => s.at)
LIMIT 10
END
	is_none($club, 'entries sum to zero', 'SELECT source, source_id FROM fitclub.ledger GROUP BY 1, 2 HAVING sum(amount) <> 0 OR count(*) < 2');
	is($node->safe_psql($club, 'SELECT sum(balance) FROM fitclub.trial_balance() WHERE account IS NULL'),
		'0.00', "$club: the trial balance foots");
	is($node->safe_psql($club, <<'END'), 't|t', "$club: the till has the cash that came in since it was counted (seed $seed)");
SELECT (SELECT t.counted - t.banked FROM fitclub.till_count AS t ORDER BY t.counted_at DESC LIMIT 1)
		+ coalesce((SELECT sum(r.net) FROM fitclub.till_report() AS r WHERE r.payment_type = 'cash'), 0)
		= fitclub.account_balance('money', part => 'cash'),
	EXISTS (SELECT FROM fitclub.payment WHERE rounding IS NOT NULL)
END
	is_none($club, 'no rule is broken', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10');
	return;
}
