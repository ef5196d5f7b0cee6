# Free slots beside those who book, move and cancel: find_slots() never fails,
# and offers nothing outside of hours, where something is closed or where a
# booking stands that nobody touches. Once all have stopped it offers what a
# query over the tables does, and each of that can be booked.
#
# FITCLUB_SLOTS_RACE_SECONDS is how long they race.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $seconds = how_many('FITCLUB_SLOTS_RACE_SECONDS', 5, 60);
my ($writers, $readers) = (4, 3);

my $node = new_cluster('slots_race', "deadlock_timeout = '50ms'");

create_club($node, 'club');
$node->safe_psql('club', <<'END');
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '@example.org' FROM generate_series(1, 7) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '@example.org' FROM generate_series(1, 4) AS i;
INSERT INTO fitclub.room (name, capacity) VALUES ('Studio', 10), ('Hall', 30), ('Loft', 2);
SELECT fitclub.update_trainer(3, turnaround => '10 minutes');
-- Two days, Monday and Tuesday; the last trainer comes later.
SELECT fitclub.set_availability(t, d, CASE t WHEN 4 THEN time '10:00' ELSE '08:00' END, '16:00')
FROM generate_series(1, 4) AS t, generate_series(0, 1) AS d;
SELECT fitclub.close_room(1, '2101-03-07 09:00+00', '2101-03-07 11:00+00');
SELECT fitclub.set_leave(2, '2101-03-07 14:00+00', '2101-03-08 10:00+00');
SELECT fitclub.close_club('2101-03-08 12:00+00', '2101-03-08 12:45+00');
-- The first member's bookings stay.
SELECT fitclub.book_session(1, 1, 2, '2101-03-07 10:00+00', '2101-03-07 11:30+00');
SELECT fitclub.book_session(1, 3, 3, '2101-03-08 13:00+00', '2101-03-08 14:00+00');

CREATE TABLE lasting AS
SELECT member_id, trainer_id, room_id, start_time, end_time FROM fitclub.private_session
UNION ALL SELECT NULL, trainer_id, room_id, start_time, end_time FROM fitclub.closure;

CREATE FUNCTION any_of(most integer) RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT 1 + floor(random() * most)::bigint';

-- Books, moves and cancels; some of it is taken back.
CREATE PROCEDURE work(until timestamptz, INOUT done integer DEFAULT 0, INOUT refused integer DEFAULT 0) LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz;
BEGIN
	WHILE clock_timestamp() < until LOOP
		start := timestamptz '2101-03-06 07:30+00' + any_of(2) * interval '1 day' + any_of(15) * interval '30 minutes';
		BEGIN
			CASE any_of(8)
				WHEN 1, 2 THEN PERFORM fitclub.book_session(1 + any_of(6), any_of(4), nullif(any_of(4), 4), start, start + interval '1 hour');
				WHEN 3 THEN PERFORM fitclub.book_available_session(1 + any_of(6), start, start + interval '90 minutes');
				WHEN 4 THEN PERFORM fitclub.create_class('Yoga', any_of(4), any_of(3), start, start + interval '30 minutes', 2);
				WHEN 5 THEN PERFORM fitclub.reschedule_session(session_id, start)
					FROM (SELECT session_id FROM fitclub.private_session WHERE member_id > 1 AND cancelled_at IS NULL ORDER BY random() LIMIT 1) AS s;
				WHEN 6 THEN PERFORM fitclub.cancel_class(class_id)
					FROM (SELECT class_id FROM fitclub.class_schedule WHERE cancelled_at IS NULL ORDER BY random() LIMIT 1) AS c;
				ELSE PERFORM fitclub.cancel_session(session_id)
					FROM (SELECT session_id FROM fitclub.private_session WHERE member_id > 1 AND cancelled_at IS NULL ORDER BY random() LIMIT 1) AS s;
			END CASE;
			done := done + 1;
		EXCEPTION WHEN integrity_constraint_violation THEN
			refused := refused + 1;
		END;
		IF random() < 0.2 THEN
			ROLLBACK;
		ELSE
			COMMIT;
		END IF;
	END LOOP;
END $$;

-- Asks for slots; counts those that no order of events allows.
CREATE PROCEDURE look(until timestamptz, INOUT looks integer DEFAULT 0, INOUT slots integer DEFAULT 0, INOUT wrong integer DEFAULT 0) LANGUAGE plpgsql AS $$
DECLARE
	asked_member bigint;
	found record;
BEGIN
	WHILE clock_timestamp() < until LOOP
		asked_member := nullif(any_of(3), 3);
		SELECT count(*) AS slots, count(*) FILTER (WHERE NOT EXISTS (
				SELECT FROM fitclub.trainer_availability AS w
				WHERE w.trainer_id = f.trainer_id AND w.day_of_week = extract(isodow FROM f.start_time) - 1
					AND f.start_time::time >= w.start_time AND f.end_time <= f.start_time::date + w.end_time)
			OR EXISTS (
				SELECT FROM lasting AS l
				WHERE l.start_time < f.end_time AND l.end_time > f.start_time
					AND (l.trainer_id = f.trainer_id OR l.room_id = f.room_id OR l.member_id = asked_member
						OR num_nulls(l.trainer_id, l.room_id) = 2))) AS wrong
		INTO found
		FROM fitclub.find_slots(interval '30 minutes' * any_of(3), '2101-03-07', '2101-03-09', member_id => asked_member,
			online => random() < 0.3, each_trainer => random() < 0.5, max_slots => NULL) AS f;
		looks := looks + 1;
		slots := slots + found.slots;
		wrong := wrong + found.wrong;
		COMMIT;
	END LOOP;
END $$;
END

my $until = $node->safe_psql('club', "SELECT clock_timestamp() + interval '$seconds seconds'");
my @sessions = map { FitclubSession->new($node, 'club') } 1 .. $writers + $readers;

$sessions[$_]->send(($_ < $writers ? 'CALL work' : 'CALL look') . "('$until')") foreach 0 .. $#sessions;
my ($done, $refused, $looks, $slots, $wrong) = (0) x 5;

foreach my $i (0 .. $#sessions)
{
	my ($out, $state) = $sessions[$i]->finish;
	my @counts = $out =~ /(\d+)/g;

	is($state, '', ($i < $writers ? 'a writer' : 'a reader') . ' has met no other error');
	next if $state ne '';
	if ($i < $writers)
	{
		$done += $counts[0];
		$refused += $counts[1];
	}
	else
	{
		$looks += $counts[0];
		$slots += $counts[1];
		$wrong += $counts[2];
	}
	$sessions[$i]->quit;
}
cmp_ok($done, '>', 100, "$done calls of writers were admitted and $refused refused");
cmp_ok($looks, '>', 20, "somebody has looked $looks times");
cmp_ok($slots, '>', $looks, "and was offered $slots slots");
is($wrong, 0, 'of which none was outside of hours, or where it can never have been free');

# All is quiet now: each slot, and the room in which it is.
$node->safe_psql('club', <<'END');
CREATE VIEW standing AS
SELECT member_id, trainer_id, room_id, start_time, end_time, true AS is_booking FROM fitclub.private_session WHERE cancelled_at IS NULL
UNION ALL
SELECT NULL, trainer_id, room_id, start_time, end_time, true FROM fitclub.class_schedule WHERE cancelled_at IS NULL
UNION ALL
SELECT NULL, trainer_id, room_id, start_time, end_time, false FROM fitclub.closure WHERE cancelled_at IS NULL;

CREATE VIEW free AS
SELECT m.member_id, a.start_time, a.end_time, t.trainer_id, r.room_id
FROM generate_series(1, 7) AS m (member_id)
CROSS JOIN generate_series(timestamptz '2101-03-07', '2101-03-08 23:45', '15 minutes') AS g (start_time)
CROSS JOIN LATERAL (SELECT g.start_time, g.start_time + interval '1 hour') AS a (start_time, end_time)
JOIN fitclub.trainer_availability AS w ON w.day_of_week = extract(isodow FROM a.start_time) - 1
	AND a.start_time::time >= w.start_time AND a.end_time <= a.start_time::date + w.end_time
JOIN fitclub.trainer AS t ON t.trainer_id = w.trainer_id
CROSS JOIN LATERAL (
	SELECT r.room_id FROM fitclub.room AS r
	WHERE NOT EXISTS (
		SELECT FROM standing AS s
		WHERE s.room_id = r.room_id AND s.start_time < a.end_time AND s.end_time > a.start_time)
	ORDER BY r.capacity LIMIT 1) AS r
WHERE NOT EXISTS (
	SELECT FROM standing AS s
	CROSS JOIN LATERAL (SELECT CASE WHEN s.is_booking AND s.trainer_id = t.trainer_id THEN t.turnaround ELSE interval '0' END) AS rest (length)
	WHERE (s.trainer_id = t.trainer_id OR s.member_id = m.member_id OR num_nulls(s.trainer_id, s.room_id) = 2)
		AND s.start_time - rest.length < a.end_time AND s.end_time + rest.length > a.start_time);

CREATE VIEW offered AS
SELECT m.member_id, f.*
FROM generate_series(1, 7) AS m (member_id),
	fitclub.find_slots('1 hour', '2101-03-07', '2101-03-09', member_id => m.member_id,
		each_trainer => true, max_slots => NULL) AS f;

-- Why a slot cannot be booked, or null; it is taken back in any case.
CREATE FUNCTION refused(o offered) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM fitclub.book_session(o.member_id, o.trainer_id, o.room_id, o.start_time, o.end_time);
	RAISE SQLSTATE 'ZZZZZ';
EXCEPTION WHEN OTHERS THEN
	RETURN CASE WHEN sqlstate <> 'ZZZZZ' THEN sqlerrm END;
END $$;
END
is($node->safe_psql('club', <<'END'), '', 'what is offered in the end is what is free');
SELECT 'offered', o.* FROM (TABLE offered EXCEPT TABLE free) AS o
UNION ALL SELECT 'free', f.* FROM (TABLE free EXCEPT TABLE offered) AS f
END
cmp_ok($node->safe_psql('club', 'SELECT count(*) FROM offered'), '>', 20, 'which is something');
is( $node->safe_psql('club', <<'END'), '', 'and can be booked');
SELECT refusal, o FROM (TABLE offered ORDER BY random() LIMIT 100) AS o, refused(o) AS refusal WHERE refusal IS NOT NULL
END
is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'), '', 'no rule is broken');

$node->stop;
done_testing();
