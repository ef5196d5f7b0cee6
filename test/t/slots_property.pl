# Free slots in random clubs: each slot that find_slots() offers is booked by
# book_session(), and each start that it does not offer is refused by
# find_conflicts(), in time zones of all kinds, on plain dates and on those on
# which clocks change. On plain dates a query with multiranges has to say the same.

use strict;
use warnings;
use FitclubCluster;
use Test::More;

my $rounds = how_many('FITCLUB_SLOTS_ROUNDS', 40, 1500);
my $seed = $ENV{FITCLUB_SLOTS_SEED} || int(rand(1_000_000));

# In each zone a plain date, and dates on which the clock is put forward and back.
my @dates = (
	[ 'America/Toronto', '2026-06-10', '2026-03-08', '2026-11-01' ],
	[ 'Asia/Kathmandu', '2026-06-10', '1986-01-01', '1985-12-31' ],
	[ 'Australia/Lord_Howe', '2026-07-10', '2026-10-04', '2026-04-05' ],
	[ 'America/Sao_Paulo', '2018-06-10', '2018-11-04', '2018-02-17' ],
	[ 'UTC', '2026-06-10', '2026-06-12', '2026-06-14' ]);

note("FITCLUB_SLOTS_SEED=$seed");

my $node = new_cluster('slots');

create_club($node, 'club');
$node->safe_psql('club', <<'END');
CREATE SCHEMA test;

-- A whole number from 0 to most - 1.
CREATE FUNCTION test.any(most integer) RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT floor(random() * most)::integer';

-- Runs a statement that a rule may refuse; says whether it was done.
CREATE FUNCTION test.tried(statement text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN true;
EXCEPTION WHEN integrity_constraint_violation OR invalid_parameter_value THEN
	RETURN false;
END $$;

-- Why a statement is refused, or null; it is taken back in any case.
CREATE FUNCTION test.refused(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RAISE SQLSTATE 'ZZZZZ';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
	RETURN NULL;
WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END $$;

-- Three trainers, three rooms and two members, with hours and bookings around a date.
CREATE FUNCTION test.fill(zone text, on_date date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz;
	stop timestamptz;
	clock time;
BEGIN
	PERFORM fitclub.update_club(time_zone => zone);
	INSERT INTO fitclub.member (member_id, first_name, last_name, email)
	OVERRIDING SYSTEM VALUE SELECT i, 'M', i, i || '@example.org' FROM generate_series(1, 2) AS i;
	INSERT INTO fitclub.trainer (trainer_id, first_name, last_name, email, is_active)
	OVERRIDING SYSTEM VALUE SELECT i, 'T', i, i || '@example.org', true FROM generate_series(1, 3) AS i;
	INSERT INTO fitclub.room (room_id, name, capacity, max_bookings)
	OVERRIDING SYSTEM VALUE SELECT i, 'R' || i, 1 + test.any(2), 1 + test.any(3) FROM generate_series(1, 3) AS i;
	FOR i IN 1 .. 10 + test.any(25) LOOP
		clock := (ARRAY['00:00', '00:30', '01:00', '02:00', '02:30', '08:00', '12:00', '20:00', '23:00', '22:45'])[1 + test.any(10)];
		PERFORM test.tried(format(
			CASE WHEN random() < 0.5 THEN 'SELECT fitclub.set_availability(%s, %s, %L, %L)'
				ELSE 'SELECT fitclub.set_availability(%s, NULL, %3$L, %4$L, available_on => %5$L)' END,
			1 + test.any(3), test.any(7), clock,
			(ARRAY['24:00', '24:00', '01:30', '02:00', '02:30', '03:00', '08:00', '12:00', '20:00'])[1 + test.any(9)],
			on_date - 2 + test.any(5)));
	END LOOP;
	-- Hours do not bind the desk's rows, so that there are bookings outside them.
	FOR i IN 1 .. test.any(25) LOOP
		start := (on_date - 1)::timestamp AT TIME ZONE zone + interval '5 minutes' * test.any(3 * 288);
		stop := start + interval '5 minutes' * (1 + test.any(CASE WHEN random() < 0.1 THEN 200 ELSE 30 END));
		IF random() < 0.6 THEN
			PERFORM test.tried(format('INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price, cancelled_at)
				VALUES (%s, %s, %s, %L, %L, 0, %L)', 1 + test.any(2), 1 + test.any(3),
				coalesce(nullif(test.any(4), 0)::text, 'NULL'), start, stop, CASE WHEN random() < 0.1 THEN now() END));
		ELSIF test.tried(format('INSERT INTO fitclub.class_schedule (class_id, name, trainer_id, room_id, start_time, end_time, capacity, price, may_exceed_room)
				OVERRIDING SYSTEM VALUE VALUES (%s, ''Yoga'', %s, %s, %L, %L, 1, 0, true)', i, 1 + test.any(3), 1 + test.any(3), start, stop)) THEN
			PERFORM test.tried(format('INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, price)
				VALUES (%s, %s, %L, %L, 0)', 1 + test.any(2), i, start, stop));
		END IF;
	END LOOP;
	FOR i IN 1 .. test.any(6) LOOP
		start := (on_date - 1)::timestamp AT TIME ZONE zone + interval '5 minutes' * test.any(3 * 288);
		stop := start + interval '5 minutes' * (1 + test.any(100));
		PERFORM test.tried(format(
			(ARRAY['SELECT fitclub.close_room(%s, %L, %L)', 'SELECT fitclub.set_leave(%s, %L, %L)',
				'SELECT fitclub.close_club(%2$L, %3$L)'])[1 + test.any(3)], 1 + test.any(3), start, stop));
	END LOOP;
	UPDATE fitclub.room SET turnaround = interval '5 minutes' * test.any(5) WHERE random() < 0.5;
	UPDATE fitclub.trainer SET turnaround = interval '5 minutes' * test.any(5) WHERE random() < 0.5;
	UPDATE fitclub.trainer SET is_active = random() < 0.9;
END $$;

-- What is asked of find_slots().
CREATE TABLE test.asked (
	zone text, on_date date, from_time timestamptz, to_time timestamptz, duration interval, step interval,
	trainer_ids bigint[], room_ids bigint[], member_id bigint, online boolean, session_id bigint, class_id bigint);

CREATE FUNCTION test.ask(zone text, on_date date) RETURNS void LANGUAGE sql VOLATILE AS $$
	INSERT INTO test.asked
	SELECT zone, on_date, start, start + interval '1 hour' * (1 + test.any(36)), interval '5 minutes' * (1 + test.any(36)) * (1 + 7 * (random() < 0.1)::integer),
		(ARRAY['5 minutes', '15 minutes', '25 minutes', '30 minutes', '1 hour', '7 hours'])[1 + test.any(6)]::interval,
		CASE WHEN random() < 0.3 THEN ARRAY[3, 1] END, CASE WHEN NOT online AND random() < 0.3 THEN ARRAY[2, 3] END,
		coalesce(s.member_id, CASE WHEN random() < 0.6 THEN 1 + test.any(2) END), online, s.session_id,
		CASE WHEN s.session_id IS NULL AND random() < 0.2 THEN (SELECT max(class_id) FROM fitclub.class_schedule) END
	FROM (SELECT on_date::timestamp AT TIME ZONE zone - interval '1 hour' * test.any(12) + interval '1 minute' * test.any(60),
		random() < 0.2) AS asked (start, online)
	LEFT JOIN (SELECT session_id, member_id FROM fitclub.private_session WHERE cancelled_at IS NULL AND random() < 0.2 LIMIT 1) AS s ON true
$$;

CREATE VIEW test.offered AS
SELECT a.*, f.start_time, f.end_time, f.trainer_id, f.room_id
FROM test.asked AS a, fitclub.find_slots(a.duration, a.from_time, a.to_time, a.trainer_ids, a.room_ids, a.member_id,
	a.online, a.step, true, NULL, a.session_id, a.class_id) AS f;

-- Each start by the clock, with each trainer.
CREATE VIEW test.candidate AS
SELECT a.*, start_time, start_time + a.duration AS end_time, t.trainer_id
FROM test.asked AS a, generate_series(date_trunc('minute', a.from_time), a.to_time, '1 minute') AS start_time, fitclub.trainer AS t
WHERE start_time >= a.from_time AND start_time < a.to_time
	AND extract(epoch FROM (start_time AT TIME ZONE a.zone)::time)::integer % extract(epoch FROM a.step)::integer = 0
	AND (a.trainer_ids IS NULL OR t.trainer_id = ANY (a.trainer_ids));

-- The rooms that a booking may have; null is online.
CREATE FUNCTION test.rooms(online boolean, room_ids bigint[]) RETURNS TABLE (room_id bigint, place bigint) LANGUAGE sql STABLE AS $$
	SELECT r.room_id, row_number() OVER (ORDER BY r.capacity, r.room_id)
	FROM fitclub.room AS r
	WHERE NOT online AND (room_ids IS NULL OR r.room_id = ANY (room_ids))
	UNION ALL SELECT NULL, 1 WHERE online
$$;

-- The rooms in which find_conflicts() has nothing against a candidate.
CREATE VIEW test.admitted AS
SELECT c.*, r.room_id, r.place
FROM test.candidate AS c, test.rooms(c.online, c.room_ids) AS r
WHERE NOT EXISTS (SELECT FROM fitclub.find_conflicts(c.trainer_id, c.start_time, c.end_time, c.member_id, r.room_id, c.session_id, c.class_id));

-- What is said twice or not, with the room that comes first.
CREATE VIEW test.difference AS
WITH best AS (
	SELECT DISTINCT ON (start_time, trainer_id) start_time, trainer_id, room_id
	FROM test.admitted ORDER BY start_time, trainer_id, place
)
SELECT 'offered, yet in conflict' AS problem, o.* FROM (SELECT start_time, trainer_id, room_id FROM test.offered EXCEPT TABLE best) AS o
UNION ALL
SELECT 'not offered, though free', o.* FROM (TABLE best EXCEPT SELECT start_time, trainer_id, room_id FROM test.offered) AS o;

-- All bookings, with a class that is not to count left out, and so a session.
CREATE VIEW test.booking AS
SELECT s.member_id, s.trainer_id, s.room_id, s.start_time, s.end_time FROM fitclub.private_session AS s, test.asked AS a
WHERE s.cancelled_at IS NULL AND s.session_id IS DISTINCT FROM a.session_id
UNION ALL
SELECT NULL, c.trainer_id, c.room_id, c.start_time, c.end_time FROM fitclub.class_schedule AS c, test.asked AS a
WHERE c.cancelled_at IS NULL AND c.class_id IS DISTINCT FROM a.class_id
UNION ALL
SELECT r.member_id, NULL, NULL, r.start_time, r.end_time FROM fitclub.class_registration AS r, test.asked AS a
WHERE r.cancelled_at IS NULL AND r.class_id IS DISTINCT FROM a.class_id;

-- The same once more, by multiranges.
CREATE VIEW test.by_ranges AS
WITH hours AS (
	SELECT w.trainer_id, range_agg(tstzrange((d + w.start_time) AT TIME ZONE a.zone, CASE w.end_time WHEN '24:00' THEN (d + 1)::timestamp AT TIME ZONE a.zone
		ELSE (d + w.end_time) AT TIME ZONE a.zone END)) AS ranges
	FROM test.asked AS a, generate_series(a.on_date - 2, a.on_date + 4, '1 day') AS g (t), CAST(g.t AS date) AS d, fitclub.trainer_availability AS w
	WHERE coalesce(w.available_on = d, w.day_of_week = extract(isodow FROM d) - 1)
	GROUP BY w.trainer_id
),
busy AS (
	SELECT t.trainer_id, range_agg(b.range) AS ranges
	FROM fitclub.trainer AS t, test.asked AS a, LATERAL (
		SELECT tstzrange(b.start_time - t.turnaround, b.end_time + t.turnaround) FROM test.booking AS b WHERE b.trainer_id = t.trainer_id
		UNION ALL
		SELECT tstzrange(b.start_time, b.end_time) FROM test.booking AS b WHERE b.member_id = a.member_id
		UNION ALL
		SELECT tstzrange(c.start_time, c.end_time) FROM fitclub.closure AS c
		WHERE c.cancelled_at IS NULL AND (c.trainer_id = t.trainer_id OR num_nulls(c.room_id, c.trainer_id) = 2)) AS b (range)
	GROUP BY t.trainer_id
)
SELECT c.start_time, c.trainer_id
FROM test.candidate AS c
JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id AND t.is_active
JOIN hours AS h ON h.trainer_id = c.trainer_id
LEFT JOIN busy AS b ON b.trainer_id = c.trainer_id
WHERE h.ranges - coalesce(b.ranges, '{}') @> tstzrange(c.start_time, c.end_time)
	AND EXISTS (
		SELECT FROM test.rooms(c.online, c.room_ids) AS r LEFT JOIN fitclub.room AS q USING (room_id)
		WHERE NOT EXISTS (SELECT FROM fitclub.closure AS x
				WHERE x.room_id = r.room_id AND x.cancelled_at IS NULL AND x.start_time < c.end_time AND x.end_time > c.start_time)
			AND NOT EXISTS (
				SELECT FROM (SELECT c.start_time UNION SELECT b.start_time FROM test.booking AS b
					WHERE b.room_id = r.room_id AND b.start_time >= c.start_time AND b.start_time < c.end_time + q.turnaround) AS m (moment)
				WHERE q.max_bookings <= (SELECT count(*) FROM test.booking AS b
					WHERE b.room_id = r.room_id AND b.start_time <= m.moment AND b.end_time + q.turnaround > m.moment)));

-- One trainer for a start: who has the fewest bookings on its date.
CREATE VIEW test.chosen AS
SELECT DISTINCT ON (o.start_time) o.start_time, o.end_time, o.trainer_id, o.room_id
FROM test.offered AS o
ORDER BY o.start_time,
	(SELECT count(*) FROM test.booking AS b
	WHERE b.trainer_id = o.trainer_id AND (b.start_time AT TIME ZONE o.zone)::date = (o.start_time AT TIME ZONE o.zone)::date), o.trainer_id;

-- A booking of what is offered; a session that is left out of account moves there.
CREATE FUNCTION test.booking_of(o test.offered) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN o.session_id IS NULL
		THEN format('SELECT fitclub.book_session(%s, %s, %L, %L, %L)', coalesce(o.member_id, 3), o.trainer_id, o.room_id, o.start_time, o.end_time)
		ELSE format('SELECT fitclub.reschedule_session(%s, %L, %L, %L, %L, %L)', o.session_id, o.start_time, o.end_time, o.room_id, o.trainer_id, o.online) END
$$;

-- What book_available_session() chooses for a start, taken back.
CREATE FUNCTION test.available(a test.asked, start timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
	session fitclub.private_session;
BEGIN
	id := fitclub.book_available_session(coalesce(a.member_id, 3), start, start + a.duration, a.trainer_ids, a.room_ids, a.online);
	SELECT s.* INTO session FROM fitclub.private_session AS s WHERE s.session_id = id;
	RAISE SQLSTATE 'ZZZZZ';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
	RETURN format('%s %s', session.trainer_id, session.room_id);
WHEN OTHERS THEN
	RETURN sqlerrm;
END $$;
END

# One random club, and all that is wrong with what is offered there.
sub round
{
	my ($number, $zone, $date) = @_;

	return $node->safe_psql('club', <<"END");
BEGIN;
SET LOCAL TimeZone = 'UTC';
SET LOCAL jit = off;
SELECT setseed((($seed + $number) % 1000003) / 1000003.0) \\g /dev/null
SELECT test.fill('$zone', '$date'), test.ask('$zone', '$date') \\g /dev/null
INSERT INTO fitclub.member (member_id, first_name, last_name, email)
OVERRIDING SYSTEM VALUE VALUES (3, 'M', '3', '3\@example.org');
SELECT problem, start_time, trainer_id, room_id FROM test.difference;
SELECT 'not booked', refusal, start_time, trainer_id, room_id
FROM test.offered AS o, test.refused(test.booking_of(o)) AS refusal WHERE class_id IS NULL AND refusal IS NOT NULL;
SELECT 'by ranges', * FROM (
	(SELECT start_time, trainer_id, 'free' FROM test.by_ranges EXCEPT SELECT start_time, trainer_id, 'free' FROM test.offered)
	UNION ALL (SELECT start_time, trainer_id, 'busy' FROM test.offered EXCEPT SELECT start_time, trainer_id, 'busy' FROM test.by_ranges)) AS d
WHERE EXISTS (SELECT FROM test.asked WHERE on_date::timestamp AT TIME ZONE zone - interval '5 days' = (on_date - 5)::timestamp AT TIME ZONE zone
	AND on_date::timestamp AT TIME ZONE zone + interval '5 days' = (on_date + 5)::timestamp AT TIME ZONE zone);
SELECT 'chosen', d.* FROM (
	SELECT f.* FROM test.asked AS a, fitclub.find_slots(a.duration, a.from_time, a.to_time, a.trainer_ids, a.room_ids, a.member_id,
		a.online, a.step, false, NULL, a.session_id, a.class_id) AS f) AS f (start_time, end_time, trainer_id, room_id)
FULL JOIN test.chosen AS d USING (start_time, end_time, trainer_id)
WHERE f.room_id IS DISTINCT FROM d.room_id OR f IS NULL OR d IS NULL;
SELECT 'first three', count(*) FROM (
	(SELECT start_time, trainer_id FROM test.offered ORDER BY 1, 2 LIMIT 3)
	EXCEPT SELECT f.start_time, f.trainer_id FROM test.asked AS a, fitclub.find_slots(a.duration, a.from_time, a.to_time, a.trainer_ids, a.room_ids, a.member_id,
		a.online, a.step, true, 3, a.session_id, a.class_id) AS f) AS d HAVING count(*) > 0;
SELECT 'available', booked, c.* FROM test.chosen AS c, test.asked AS a, test.available(a, c.start_time) AS booked
WHERE num_nulls(a.session_id, a.class_id) = 2 AND booked <> format('%s %s', c.trainer_id, c.room_id);
SELECT 'counted ' || (SELECT count(*) FROM test.offered) || ' ' || (SELECT count(*) FROM test.candidate);
ROLLBACK;
END
}

my ($offered, $candidates, $wrong) = (0, 0, 0);

foreach my $number (1 .. $rounds)
{
	my ($zone, @days) = @{ $dates[ $number % @dates ] };
	my $answer = round($number, $zone, $days[ ($number / @dates) % @days ]);

	if ($answer =~ s/^counted (\d+) (\d+)$//m)
	{
		$offered += $1;
		$candidates += $2;
	}
	next if $answer !~ /\S/;
	fail("round $number in $zone, with the seed $seed");
	diag(substr $answer, 0, 2000);
	last if ++$wrong == 3;
}
ok($wrong == 0, "$rounds clubs: what is offered is what can be booked");
cmp_ok($offered, '>', $candidates / 20, "$offered of $candidates starts were free");
cmp_ok($offered, '<', $candidates * 19 / 20, 'and others were not');

$node->stop;
done_testing();
