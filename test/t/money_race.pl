# Money in many hands: clients pay, move, give back and take back the money of the
# same few payers and bills at once, at both isolation levels. No account is
# overspent, nothing is given back twice, no rule is broken, the ledger foots, and
# nobody deadlocks.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $clients = 6;
my $calls = how_many('FITCLUB_RACE_CALLS', 150, 1500);

my $node = new_cluster('race', "deadlock_timeout = '20ms'");

create_club($node, 'club');
$node->safe_psql('club', <<'END');
SELECT fitclub.create_member('Member', n::text, n || '@example.org') FROM generate_series(1, 3) AS n;
SELECT fitclub.create_billing_item(1 + n % 3, 40, 'Locker') FROM generate_series(1, 6) AS n;
SELECT fitclub.receive_payment(n, 100, billing_ids => '{}') FROM generate_series(1, 3) AS n;
CREATE SCHEMA test;
CREATE TABLE test.outcome (sql text, state text);
-- m a payer, b a bill, p one of the last payments, a an amount, k a key
CREATE PROCEDURE test.call(calls integer) LANGUAGE plpgsql AS $$
DECLARE
	templates text[] := ARRAY['receive_payment(m, a)', 'receive_payment(m, a, ''cash'', ''{}'')', 'record_payment(b, a)', 'apply_credit(m, b)',
		'apply_credit(m, b, a)', 'settle_account(m)', 'refund_payment(p)', 'refund_payment(p, a)', 'refund_bill(b, a)',
		'refund_bill(b, a, ''credit'')', 'refund_bill(b, a, request_key => k)', 'refund_credit(m)', 'refund_credit(m, a)',
		'refund_credit(m, a, request_key => k)', 'void_payment(p)', 'record_chargeback(p)', 'record_chargeback(p, a)',
		'create_billing_item(m, 40, ''Locker'')'];
	template text;
BEGIN
	FOR i IN 1..calls LOOP
		template := templates[1 + floor(random() * array_length(templates, 1))];
		BEGIN
			EXECUTE 'SELECT fitclub.' || regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(template,
				'\mm\M', (1 + floor(random() * 3))::text, 'g'),
				'\mb\M', greatest(1, pg_sequence_last_value('fitclub.billing_item_billing_id_seq') - floor(random() * 8)::bigint)::text, 'g'),
				'\mp\M', greatest(1, pg_sequence_last_value('fitclub.payment_payment_id_seq') - floor(random() * 30)::bigint)::text, 'g'),
				'\ma\M', (1 + floor(random() * 30))::text, 'g'),
				'\mk\M', format('%L', floor(random() * 20)), 'g');
			INSERT INTO test.outcome VALUES (template, 'ok');
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO test.outcome VALUES (template, sqlstate);
		END;
		COMMIT;
	END LOOP;
END $$;
END

foreach my $level ('read committed', 'repeatable read')
{
	my @sessions = map { FitclubSession->new($node, 'club') } 1 .. $clients;

	$_->send("SET default_transaction_isolation = '$level'; CALL test.call($calls)") foreach @sessions;
	$_->finish foreach @sessions;
	is($node->safe_psql('club', q{SELECT DISTINCT state FROM test.outcome WHERE state !~ '^(ok|22...|23514|P0002|40001)$'}),
		'', "$level: all were done or refused");
	is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10'), '', "$level: no rule is broken");
	is($node->safe_psql('club', 'SELECT sum(balance) FROM fitclub.trial_balance() WHERE account IS NULL'), '0.00',
		"$level: the trial balance foots");
}
is($node->safe_psql('club', q{SELECT DISTINCT sql FROM test.outcome EXCEPT SELECT sql FROM test.outcome WHERE state = 'ok'}),
	'', 'every call was done at least once');
note($node->safe_psql('club', 'SELECT state, count(*) FROM test.outcome GROUP BY 1 ORDER BY 1'));

done_testing();
