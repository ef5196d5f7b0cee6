# Credits in many hands: 64 clients book, cancel, move, pay otherwise and transfer on
# 20 lots and on one lot's last credit, some at REPEATABLE READ. In no snapshot is less
# than nothing left of a lot, in the end every credit is used, left or gone with
# its transfer, no rule is broken, and nobody deadlocks.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $clients = 64;
my $seconds = how_many('FITCLUB_COVER_SECONDS', 8, 60);

my $node = new_cluster('race', "deadlock_timeout = '20ms'\nmax_connections = 80");

create_club($node, 'club');
$node->safe_psql('club', <<'END');
INSERT INTO fitclub.trainer (first_name, last_name, email) SELECT 'Trainer', n::text, 't' || n || '@example.org' FROM generate_series(1, 40) AS n;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t, d, '00:00', '24:00' FROM generate_series(1, 40) AS t, generate_series(0, 6) AS d;
SELECT fitclub.create_member('Member', n::text, n || '@example.org') FROM generate_series(1, 21) AS n;
SELECT fitclub.create_member('Child', n::text, 'child' || n || '@example.org') FROM generate_series(22, 30) AS n;
SELECT fitclub.set_payer(n, 1 + n % 3) FROM generate_series(22, 30) AS n;
SELECT fitclub.create_class('Class ' || n, n, fitclub.create_room('Room ' || n, 99), '2099-01-01 10:00+00', '2099-01-01 11:00+00') FROM generate_series(1, 9) AS n;
SELECT fitclub.create_pack('Shared', 5, 0, is_shared => true, is_transferable => true), fitclub.create_pack('Last', 1, 0), fitclub.create_plan('Two a month', 30, visits => 2);
-- 20 lots, and the last credit; the dates of the bookings are not all of theirs
SELECT fitclub.grant_credits(n, 1, 3 + n % 5, expires_on => '2099-01-20') FROM generate_series(1, 20) AS n;
SELECT fitclub.grant_credits(21, 2);
SELECT fitclub.join_plan(n, 1, '2099-01-01') FROM generate_series(19, 21) AS n;
CREATE SCHEMA test;
CREATE TABLE test.outcome (sql text, state text);
CREATE VIEW test.lot AS
SELECT l.lot_id, l.credits AS had,
	(SELECT coalesce(sum(o.credits), 0) FROM fitclub.lot_out AS o WHERE o.lot_id = l.lot_id) AS gone,
	(SELECT coalesce(sum(s.credits), 0) FROM fitclub.private_session AS s WHERE s.lot_id = l.lot_id AND (s.cancelled_at IS NULL OR s.kept_at IS NOT NULL))
	+ (SELECT coalesce(sum(g.credits), 0) FROM fitclub.class_registration AS g WHERE g.lot_id = l.lot_id AND (g.cancelled_at IS NULL OR g.kept_at IS NOT NULL)) AS used
FROM fitclub.credit_lot AS l;
CREATE FUNCTION test.any(n integer) RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT 1 + floor(random() * n)::integer';
-- m a member, t a trainer, c a class, d a day, h an hour, l a lot, s one of the last sessions, g one of the last seats
CREATE PROCEDURE test.call(until timestamptz) LANGUAGE plpgsql AS $$
DECLARE
	templates text[] := ARRAY['book_session(m, t, NULL, d + h, d + h + interval ''1 hour'')', 'book_session(m, t, NULL, d + h, d + h + interval ''1 hour'')',
		'book_session(m, t, NULL, d + h, d + h + interval ''1 hour'')', 'book_session(21, t, NULL, d + h, d + h + interval ''1 hour'')',
		'register_for_class(m, c)', 'register_for_class(21, c)', 'cancel_session(s)', 'cancel_session(s)', 'cancel_registration(g)', 'cancel_registration(g)',
		'reschedule_session(s, d + h)', 'set_cover(''bill'', s)', 'set_cover(''lot'', s)', 'set_cover(''membership'', s)',
		'set_cover(''lot'', registration_id => g)', 'set_cover(''bill'', registration_id => g)', 'transfer_credits(l, m, 1)'];
	template text;
	word text;
	call text;
BEGIN
	WHILE clock_timestamp() < until LOOP
		template := templates[test.any(cardinality(templates))];
		call := template;
		FOREACH word IN ARRAY ARRAY['m 30', 't 40', 'c 9', 'l 24'] LOOP
			call := regexp_replace(call, format('\m%s\M', split_part(word, ' ', 1)), test.any(split_part(word, ' ', 2)::integer)::text, 'g');
		END LOOP;
		call := regexp_replace(call, '\md \+ h\M', format('timestamptz %L', timestamptz '2099-01-01 00:00+00' + test.any(40) * interval '1 day' + test.any(23) * interval '1 hour'), 'g');
		call := regexp_replace(call, '\ms\M', greatest(1, coalesce(pg_sequence_last_value('fitclub.private_session_session_id_seq'), 1) - test.any(60))::text, 'g');
		call := regexp_replace(call, '\mg\M', greatest(1, coalesce(pg_sequence_last_value('fitclub.class_registration_registration_id_seq'), 1) - test.any(30))::text, 'g');
		BEGIN
			EXECUTE 'SELECT fitclub.' || call;
			INSERT INTO test.outcome VALUES (template, 'ok');
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO test.outcome VALUES (template, sqlstate);
		END;
		COMMIT;
	END LOOP;
END $$;
-- What each snapshot shows: nothing is below zero, and no visit too many. Late cancellations keep what they used from the middle on.
CREATE PROCEDURE test.watch(until timestamptz) LANGUAGE plpgsql AS $$
DECLARE
	half timestamptz := clock_timestamp() + (until - clock_timestamp()) / 2;
BEGIN
	WHILE clock_timestamp() < until LOOP
		IF EXISTS (SELECT FROM test.lot AS l WHERE l.used + l.gone > l.had) THEN
			INSERT INTO test.outcome VALUES ('watch', 'below zero');
		END IF;
		IF clock_timestamp() > half THEN
			INSERT INTO test.outcome VALUES ('watch', 'half');
			half := 'infinity';
		END IF;
		COMMIT;
		PERFORM pg_sleep(0.05);
	END LOOP;
END $$;
END

my $until = $node->safe_psql('club', "SELECT clock_timestamp() + interval '$seconds seconds'");
my @sessions = map { FitclubSession->new($node, 'club') } 1 .. $clients;
my $watch = FitclubSession->new($node, 'club');

$watch->send("SET default_transaction_isolation = 'repeatable read'; CALL test.watch('$until')");
foreach my $i (0 .. $#sessions)
{
	my $level = $i % 4 == 0 ? 'repeatable read' : 'read committed';

	$sessions[$i]->send("SET default_transaction_isolation = '$level'; CALL test.call('$until')");
}
$_->finish foreach @sessions, $watch;

is($node->safe_psql('club', q{SELECT DISTINCT state FROM test.outcome WHERE state !~ '^(ok|half|22...|23505|23514|23P01|P0002|40001)$'}),
	'', 'all were done or refused: nothing was below zero, and nobody deadlocked');
is($node->safe_psql('club', 'SELECT * FROM test.lot WHERE used + gone > had OR used < 0'), '', 'no credit was used twice');
is($node->safe_psql('club', <<'END'), '', 'what was granted is used, left or refunded');
SELECT s.sale_id, s.credits, sum(l.used) AS used, sum(l.had - l.used - l.gone) AS credits_left
FROM fitclub.pack_sale AS s JOIN fitclub.credit_lot USING (sale_id) JOIN test.lot AS l USING (lot_id)
GROUP BY s.sale_id HAVING s.credits <> sum(l.used) + sum(l.had - l.used - l.gone)
END
is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10'), '', 'no rule is broken');
is($node->safe_psql('club', q{SELECT DISTINCT sql FROM test.outcome WHERE sql <> 'watch' EXCEPT SELECT sql FROM test.outcome WHERE state = 'ok'}),
	'', 'every call was done at least once');
note($node->safe_psql('club', 'SELECT state, count(*) FROM test.outcome GROUP BY 1 ORDER BY 1'));

done_testing();
