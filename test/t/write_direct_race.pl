# One session books by function and another writes what clashes with it
# directly, both at the same instant, round after round, while a third writes
# directly what clashes with nothing, now and then, so that some of the rows
# are guarded and some are not. Each round has one winner.
#
# FITCLUB_RACE_ROUNDS is how many rounds each isolation level has.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $rounds = $ENV{FITCLUB_RACE_ROUNDS} || 600;

my $node = new_cluster('direct_race', <<"END");
deadlock_timeout = '10ms'
log_min_messages = panic
END

my $by_function = <<'END';
			CASE way(round)
				WHEN 'book' THEN
					PERFORM fitclub.book_session(1, 1, NULL, day(round), day(round) + interval '1 hour', price => 0);
				WHEN 'close' THEN
					PERFORM fitclub.book_session(1, 1, NULL, day(round), day(round) + interval '1 hour', price => 0);
				WHEN 'closed' THEN
					PERFORM CASE round / 6 % 3
						WHEN 0 THEN fitclub.set_leave(1, day(round), day(round) + interval '1 hour')
						WHEN 1 THEN fitclub.close_room(1, day(round), day(round) + interval '1 hour')
						ELSE fitclub.close_club(day(round), day(round) + interval '1 hour') END;
				WHEN 'move' THEN
					PERFORM fitclub.reschedule_session(round, day(round), trainer_id => 1);
				ELSE
					PERFORM fitclub.register_for_class(1, round);
			END CASE;
END
my $directly = <<'END';
			CASE way(round)
				WHEN 'seat' THEN
					INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, price)
					VALUES (2, round, day(round), day(round) + interval '1 hour', 0);
				WHEN 'close' THEN
					INSERT INTO fitclub.closure (trainer_id, start_time, end_time)
					VALUES (CASE round / 6 % 2 WHEN 0 THEN 1 END, day(round) + interval '30 minutes', day(round) + interval '90 minutes');
				WHEN 'closed' THEN
					INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
					VALUES (2, 1, 1, day(round) + interval '30 minutes', day(round) + interval '90 minutes', 0);
				WHEN 'off' THEN
					UPDATE fitclub.class_schedule SET cancelled_at = now() WHERE class_id = round;
				ELSE
					INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
					VALUES (2, 1, day(round) + interval '30 minutes', day(round) + interval '90 minutes', 0);
			END CASE;
END

# A procedure that goes through rounds in one way, and notes how each went.
sub rounds
{
	my ($name, $way, $statements) = @_;

	return <<"END";
CREATE PROCEDURE $name(rounds int4range) LANGUAGE plpgsql AS \$\$
DECLARE
	state text;
BEGIN
	FOR round IN lower(rounds) .. upper(rounds) - 1 LOOP
		CALL meet(round);
		BEGIN
$statements			state := 'admitted';
		EXCEPTION WHEN OTHERS THEN
			state := sqlstate;
		END;
		INSERT INTO outcome VALUES (round, '$way', state);
		COMMIT;
	END LOOP;
END \$\$;
END
}

create_club($node, 'club');
$node->safe_psql('club', <<"END");
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '\@example.org' FROM generate_series(1, 3) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '\@example.org' FROM generate_series(1, 3) AS i;
INSERT INTO fitclub.room (name, capacity) VALUES ('Room', 20);
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00'
FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
CREATE TABLE outcome (round integer, way text, state text);
CREATE SEQUENCE arrived;
CREATE SEQUENCE starting;
CREATE SEQUENCE finished;

-- Round n is about an hour of day n, and one of six ways to clash.
CREATE FUNCTION day(round integer) RETURNS timestamptz IMMUTABLE LANGUAGE sql
AS \$\$ SELECT timestamptz '2101-01-01 10:00+00' + round * interval '1 day' \$\$;
CREATE FUNCTION way(round integer) RETURNS text IMMUTABLE LANGUAGE sql
AS \$\$ SELECT ('{book,move,seat,off,close,closed}'::text[])[1 + round % 6] \$\$;

-- Both have to be there; then they go on at an instant, give or take a little.
CREATE PROCEDURE meet(round integer) LANGUAGE plpgsql AS \$\$
DECLARE
	before bigint := (SELECT last_value FROM starting);
	start bigint;
BEGIN
	IF nextval('arrived') = 2 * round THEN
		PERFORM setval('starting', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + 300);
	END IF;
	LOOP
		start := (SELECT last_value FROM starting);
		EXIT WHEN start > before;
		IF clock_timestamp() > now() + interval '2 minutes' THEN
			RAISE 'the other one does not come';
		END IF;
	END LOOP;
	start := start + random() * 200;
	WHILE extract(epoch FROM clock_timestamp()) * 1000000 < start LOOP
	END LOOP;
END \$\$;

${\rounds('by_function', 'function', $by_function)}
${\rounds('directly', 'direct', $directly)}
CREATE PROCEDURE elsewhere(level integer) LANGUAGE plpgsql AS \$\$
DECLARE
	round integer := 10000 * level;
BEGIN
	WHILE (SELECT last_value FROM finished WHERE is_called) IS DISTINCT FROM level LOOP
		round := round + 1;
		INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
		VALUES (3, 3, day(round), day(round) + interval '1 hour', 0);
		PERFORM pg_sleep(random() / 500);
		COMMIT;
		PERFORM pg_sleep(random() / 500);
		COMMIT;
	END LOOP;
END \$\$;

-- What is moved, with trainer 2, and the classes, by the numbers of the rounds.
INSERT INTO fitclub.private_session (session_id, member_id, trainer_id, start_time, end_time, price)
OVERRIDING SYSTEM VALUE
SELECT round, 1, 2, day(round) + interval '6 hours', day(round) + interval '7 hours', 0
FROM generate_series(1, 3 * $rounds) AS round WHERE way(round) = 'move';
INSERT INTO fitclub.class_schedule (class_id, name, trainer_id, room_id, start_time, end_time, capacity, price)
OVERRIDING SYSTEM VALUE
SELECT round, 'Class', 2, 1, day(round), day(round) + interval '1 hour', 1, 0
FROM generate_series(1, 3 * $rounds) AS round WHERE way(round) IN ('seat', 'off');
SELECT setval('fitclub.private_session_session_id_seq', 1000000);
SELECT setval('fitclub.class_schedule_class_id_seq', 1000000);
ANALYZE;
END

my ($function, $direct, $elsewhere) = map { FitclubSession->new($node, 'club') } 1 .. 3;
my $level = 0;

foreach my $isolation ('read committed', 'repeatable read', 'serializable')
{
	my $first = 1 + $level * $rounds;
	my $range = sprintf 'int4range(%d, %d)', $first, $first + $rounds;

	$level++;
	$_->run("SET default_transaction_isolation = '$isolation'") foreach $function, $direct;
	$elsewhere->send("CALL elsewhere($level)");
	$function->send("CALL by_function($range)");
	$direct->send("CALL directly($range); SELECT nextval('finished')");
	foreach my $session ($function, $direct, $elsewhere)
	{
		my (undef, $state) = $session->finish;
		is($state, '', "$isolation: nobody fails but in a round");
	}

	is( $node->safe_psql('club', <<"END"), '', "$isolation: each round has one winner");
SELECT round, way(round), string_agg(way || ' ' || state, ', ' ORDER BY way)
FROM outcome WHERE round >= $first
GROUP BY round HAVING count(*) FILTER (WHERE state = 'admitted') <> 1
END
	is( $node->safe_psql('club', <<"END"), '', "$isolation: the other is told why");
SELECT DISTINCT way(round), way, state FROM outcome
WHERE round >= $first AND state NOT IN ('admitted', '40001', '40P01',
	CASE WHEN way(round) IN ('book', 'move', 'close', 'closed') THEN '23P01' ELSE '23514' END)
END
	is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'),
		'', "$isolation: no rule is broken");
	note(
		$node->safe_psql('club', <<"END") =~ s/^/  /gmr);
SELECT way(round), way, state, count(*) FROM outcome WHERE round >= $first
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
END
}

# Rows that two seats or two sessions share would not have been noticed above.
is( $node->safe_psql('club', <<'END'), '', 'no trainer, member or seat is taken twice');
SELECT a.session_id, b.session_id FROM fitclub.private_session AS a
JOIN fitclub.private_session AS b ON a.session_id < b.session_id
	AND (a.trainer_id = b.trainer_id OR a.member_id = b.member_id)
	AND a.start_time < b.end_time AND b.start_time < a.end_time
UNION ALL
SELECT class_id, count(*) FROM fitclub.class_registration GROUP BY class_id HAVING count(*) > 1
UNION ALL
SELECT class_id, 0 FROM fitclub.class_schedule JOIN fitclub.class_registration USING (class_id)
WHERE class_schedule.cancelled_at IS NOT NULL
UNION ALL
SELECT session_id, closure_id FROM fitclub.private_session AS s
JOIN fitclub.closure AS c ON s.start_time < c.end_time AND c.start_time < s.end_time
	AND coalesce(c.room_id, s.room_id) IS NOT DISTINCT FROM s.room_id
	AND coalesce(c.trainer_id, s.trainer_id) = s.trainer_id
END

$_->quit foreach $function, $direct, $elsewhere;
$node->stop;
done_testing();
