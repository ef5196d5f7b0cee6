# Memberships in many hands: clients join, bill dues, change, hold, cancel and keep
# memberships, pay and take from the accounts that pay dues, and sell and refund
# packs, some at REPEATABLE READ. In the end no rule is broken, no account is below
# zero, no credit left a lot twice, and nobody deadlocks.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $clients = 24;
my $seconds = how_many('FITCLUB_MEMBERSHIP_SECONDS', 8, 60);

my $node = new_cluster('race', "deadlock_timeout = '20ms'\nmax_connections = 80");

create_club($node, 'club');
$node->safe_psql('club', <<'END');
SELECT fitclub.create_trainer('Trainer', n::text, 't' || n || '@example.org'), fitclub.set_availability(n, d, '00:00', '24:00')
FROM generate_series(1, 5) AS n, generate_series(0, 0) AS d;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t, d, '00:00', '24:00' FROM generate_series(1, 5) AS t, generate_series(1, 6) AS d;
SELECT fitclub.create_member('Member', n::text, n || '@example.org') FROM generate_series(1, 6) AS n;
-- 1 and 2 pay for the others
SELECT fitclub.set_payer(n, 1 + n % 2) FROM generate_series(3, 6) AS n;
SELECT fitclub.create_plan('Month', 31, joining_fee => 5), fitclub.create_plan('Month plus', 62, visits => 2),
	fitclub.create_plan('Week', 7, unit => 'week'), fitclub.create_plan('Week plus', 14, unit => 'week');
SELECT fitclub.create_pack('Three', 3, 10, is_transferable => true);
SELECT fitclub.join_plan(m, 1 + m % 4, current_date - 20) FROM generate_series(1, 6) AS m;
SELECT fitclub.sell_pack(m, 1) FROM generate_series(1, 6) AS m;
CREATE SCHEMA test;
CREATE TABLE test.outcome (sql text, state text);
CREATE FUNCTION test.any(n integer) RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT 1 + floor(random() * n)::integer';
CREATE FUNCTION test.last(sequence text, n integer) RETURNS bigint LANGUAGE sql VOLATILE AS $$
	SELECT greatest(1, coalesce(pg_sequence_last_value(pg_get_serial_sequence('fitclub.' || split_part(sequence, '.', 1), split_part(sequence, '.', 2))), 1) - test.any(n) + 1) $$;
-- m a member, p a plan, k one of the last memberships, s a sale, l a lot, b a bill; T today, D a day about it, L a later one
CREATE PROCEDURE test.call(until timestamptz) LANGUAGE plpgsql AS $$
DECLARE
	templates text[] := ARRAY['join_plan(m, p, T - 20)', 'join_plan(m, p, D)', 'bill_dues(D)', 'bill_dues(D, 3)', 'change_plan(k, p, on_bookings => ''cancel'')',
		'change_plan(k, p, D, on_bookings => ''bill'')', 'hold_membership(k, D, L, on_bookings => ''cancel'')', 'end_hold(k, L, on_bookings => ''bill'')',
		'cancel_membership(k, D, true, on_bookings => ''bill'')', 'cancel_membership(k, D, on_bookings => ''cancel'')', 'keep_membership(k)',
		'receive_payment(m, 20, ''card'', ARRAY[]::bigint[])', 'receive_payment(m, 20, ''card'')', 'refund_credit(m, 3)', 'apply_credit(m, b, 1)', 'settle_account(m)',
		'book_session(m, 5, NULL, L + interval ''10 hours'', L + interval ''11 hours'')', 'set_plan_price(p, 30, T + 90)',
		'sell_pack(m, 1)', 'record_payment(b, 1)', 'refund_pack(s, 1)', 'refund_pack(s, refund_to => ''credit'')', 'transfer_credits(l, m, 1)'];
	template text;
	call text;
	day date;
	today date;
BEGIN
	WHILE clock_timestamp() < until LOOP
		template := templates[test.any(cardinality(templates))];
		today := (now() AT TIME ZONE (SELECT c.time_zone FROM fitclub.club AS c))::date;
		day := today + test.any(40) - 10;
		call := regexp_replace(template, '\mm\M', test.any(6)::text, 'g');
		call := regexp_replace(call, '\mp\M', test.any(4)::text, 'g');
		call := regexp_replace(call, '\mk\M', test.last('membership.membership_id', 12)::text, 'g');
		call := regexp_replace(call, '\ms\M', test.last('pack_sale.sale_id', 8)::text, 'g');
		call := regexp_replace(call, '\ml\M', test.last('credit_lot.lot_id', 8)::text, 'g');
		call := regexp_replace(call, '\mb\M', test.last('billing_item.billing_id', 20)::text, 'g');
		call := regexp_replace(call, '\mT\M', format('date %L', today), 'g');
		call := regexp_replace(call, '\mD\M', format('date %L', day), 'g');
		call := regexp_replace(call, '\mL\M', format('date %L', day + test.any(10)), 'g');
		BEGIN
			EXECUTE 'SELECT fitclub.' || call;
			INSERT INTO test.outcome VALUES (template, 'ok');
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO test.outcome VALUES (template, sqlstate || ' ' || CASE WHEN sqlstate ~ '^(22...|23514|23505|23P01|P0002|40001|25000|25001|55000)$' THEN '' ELSE sqlerrm END);
		END;
		COMMIT;
	END LOOP;
END $$;
END

my @sessions = map { FitclubSession->new($node, 'club') } 1 .. $clients;
my $until = $node->safe_psql('club', "SELECT clock_timestamp() + interval '$seconds seconds'");

foreach my $i (0 .. $#sessions)
{
	my $level = $i % 4 == 0 ? 'repeatable read' : 'read committed';

	$sessions[$i]->send("SET default_transaction_isolation = '$level'; CALL test.call('$until')");
}
$_->finish foreach @sessions;

is($node->safe_psql('club', q{SELECT DISTINCT sql, state FROM test.outcome WHERE state !~ '^(ok|22... |23505 |23514 |23P01 |P0002 |40001 |25000 |25001 |55000 )$'}),
	'', 'all were done or refused, and nobody deadlocked');
is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10'), '', 'no rule is broken');
is($node->safe_psql('club', 'SELECT m, -fitclub.account_balance(\'credit\', m) FROM generate_series(1, 6) AS m WHERE fitclub.account_balance(\'credit\', m) > 0'),
	'', 'no account is below zero');
is($node->safe_psql('club', <<'END'), '', 'no credit left a lot twice');
SELECT l.lot_id, l.credits, sum(o.credits) FROM fitclub.credit_lot AS l JOIN fitclub.lot_out AS o USING (lot_id)
GROUP BY l.lot_id, l.credits HAVING sum(o.credits) > l.credits
END
is($node->safe_psql('club', q{SELECT count(DISTINCT sql) FROM test.outcome WHERE state = 'ok'}), 23, 'every call was done at least once');
note($node->safe_psql('club', 'SELECT state, count(*) FROM test.outcome GROUP BY 1 ORDER BY 1'));

done_testing();
