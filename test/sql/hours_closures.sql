--
-- Closures: what is closed, or away, cannot be booked, on every path.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1 and Tom 2 work 9 to 17, Una 3 always; Studio 1 (10), Hall 2 (20), Loft 3 (2).
-- 2101-03-07 is a Monday.
SELECT test.open_club();

-- One of each kind. They may overlap one another, and touch those of their own kind.
SELECT fitclub.close_room(1, '2101-03-07 10:00', '2101-03-07 12:00', 'Floor');
SELECT fitclub.close_room(1, '2101-03-07 12:00', '2101-03-07 12:30');
SELECT fitclub.set_leave(1, '2101-03-08 00:00', '2101-03-10 00:00', 'Seminar');
SELECT fitclub.close_club('2101-03-09 00:00', '2101-03-10 00:00', 'Inventory', 'refuse');
SELECT * FROM fitclub.closure ORDER BY closure_id;
SELECT * FROM fitclub.list_closures('2101-03-07', '2101-03-09');
SELECT closure_id FROM fitclub.list_closures('2101-03-10', NULL) UNION ALL SELECT closure_id FROM fitclub.list_closures(NULL, '2101-03-07 10:00');

-- What is closed cannot be booked; what touches can.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$book_session(1, 2, 1, '2101-03-07 11:30', '2101-03-07 13:00')$$,
	$$book_session(1, 2, 1, '2101-03-07 09:30', '2101-03-07 10:00:00.000001')$$,
	$$book_session(1, 1, 2, '2101-03-08 10:00', '2101-03-08 11:00')$$,
	$$book_session(1, 1, NULL, '2101-03-08 10:00', '2101-03-08 11:00')$$,
	$$book_session(1, 2, 2, '2101-03-09 10:00', '2101-03-09 11:00')$$,
	$$book_session(1, 2, NULL, '2101-03-09 10:00', '2101-03-09 11:00')$$,
	$$create_class('Yoga', 3, 1, '2101-03-07 10:30', '2101-03-07 11:30')$$,
	$$create_class('Yoga', 1, 2, '2101-03-08 10:30', '2101-03-08 11:30')$$,
	$$create_class('Yoga', 3, 2, '2101-03-08 23:30', '2101-03-09 00:30')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT fitclub.book_session(1, 2, 1, '2101-03-07 12:30', '2101-03-07 13:30');
SELECT fitclub.book_session(2, 2, 1, '2101-03-07 09:00', '2101-03-07 10:00');
SELECT fitclub.create_class('Yoga', 3, 2, '2101-03-07 10:30', '2101-03-07 11:30');
SELECT fitclub.register_for_class(3, 1);

-- Nor is anything moved there.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name
FROM unnest(ARRAY[
	$$reschedule_session(1, '2101-03-07 12:00')$$,
	$$reschedule_session(1, trainer_id => 1, start_time => '2101-03-08 09:00')$$,
	$$reschedule_class(1, '2101-03-09 10:00')$$,
	$$reschedule_class(1, '2101-03-07 10:45', room_id => 1)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;

-- All that is in the way is listed before, and what is closed is busy.
SELECT rule, resource, resource_id, window_start, window_end, message
FROM fitclub.find_conflicts(1, '2101-03-09 10:00', '2101-03-09 11:00', 1, 2);
SELECT rule, resource, resource_id, window_start, window_end
FROM fitclub.find_conflicts(2, '2101-03-07 11:00', '2101-03-07 13:00', 1, 1);
SELECT * FROM fitclub.busy_times('room', 1, '2101-03-07', '2101-03-10');
SELECT * FROM fitclub.busy_times('trainer', 1, '2101-03-07', '2101-03-10');
SELECT * FROM fitclub.busy_times('member', 1, '2101-03-07', '2101-03-10');
SELECT fitclub.trainer_schedule(1, '2101-03-07', '2101-03-10') -> 'leave' AS leave, fitclub.trainer_schedule(1, '2101-03-10', '2101-03-10') -> 'leave' AS none;

-- Closures that are none.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$close_club(NULL, '2101-04-01')$$,
	$$close_club('2101-04-01', NULL)$$,
	$$close_club('2101-04-01', '2101-04-01')$$,
	$$close_club('2101-04-01', 'infinity')$$,
	$$close_club('2101-04-01', '2102-04-02 00:00:00.000001')$$,
	$$close_club('1899-01-01', '1899-01-02')$$,
	$$close_club('2101-04-01', '2101-04-02', ' ')$$,
	$$close_club('2101-04-01', '2101-04-02', repeat('x', 201))$$,
	$$close_club('2101-04-01', '2101-04-02', on_conflict => 'skip')$$,
	$$close_club('2101-04-01', '2101-04-02', on_conflict => repeat('x', 1000))$$,
	$$close_club('2101-04-01', '2101-04-02', on_conflict => NULL)$$,
	$$close_room(NULL, '2101-04-01', '2101-04-02')$$,
	$$close_room(99, '2101-04-01', '2101-04-02')$$,
	$$close_room(1, '2101-04-01', '2101-04-02', maintenance_id => 99)$$,
	$$set_leave(NULL, '2101-04-01', '2101-04-02')$$,
	$$set_leave(99, '2101-04-01', '2101-04-02')$$,
	$$lift_closure(NULL)$$,
	$$lift_closure(99)$$,
	-- of one kind, overlapping
	$$close_club('2101-03-08 12:00', '2101-03-09 00:00:00.000001')$$,
	$$close_room(1, '2101-03-07 11:59', '2101-03-07 12:01', on_conflict => 'cancel')$$,
	$$set_leave(1, '2101-03-01 00:00', '2101-03-31 00:00')$$,
	-- over a booking
	$$close_room(1, '2101-03-07 13:00', '2101-03-07 14:00')$$,
	$$set_leave(2, '2101-03-07 00:00', '2101-03-08 00:00')$$,
	$$close_club('2101-03-07 00:00', '2101-03-08 00:00')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
-- A year and a day of the longest kind.
SELECT fitclub.lift_closure(fitclub.close_room(3, '2101-04-01', '2102-04-02'));

-- What is affected, and what is cancelled for it: without a fee, and everybody is told.
SELECT * FROM fitclub.find_affected('2101-03-07', '2101-03-08');
SELECT kind, booking_id FROM fitclub.find_affected('2101-03-07', '2101-03-08', room_id => 1);
SELECT kind, booking_id FROM fitclub.find_affected('2101-03-07', '2101-03-08', trainer_id => 3);
SELECT kind, booking_id FROM fitclub.find_affected('2101-03-07 10:00', '2101-03-07 10:30');
SELECT r.sqlstate, r.constraint_name
FROM unnest(ARRAY[$$'2101-03-08', '2101-03-07'$$, $$'2101-03-07', '2101-03-08', 99$$, $$'2101-03-07', '2101-03-08', trainer_id => 99$$]) AS arguments
CROSS JOIN LATERAL test.refusal(format('SELECT * FROM fitclub.find_affected(%s)', arguments)) AS r;
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 100);
TRUNCATE fitclub.notification;
SELECT fitclub.close_club('2101-03-07 11:00', '2101-03-08 00:00', on_conflict => 'cancel') AS closure;
SELECT * FROM test.truth();
SELECT member_id, trainer_id, message FROM fitclub.notification ORDER BY notification_id;
SELECT * FROM fitclub.verify();

-- Once it is lifted, what was cancelled does not come back, and the time can be booked.
SELECT fitclub.lift_closure(closure_id) IS NOT NULL AS lifted FROM fitclub.list_closures('2101-03-07 15:00', '2101-03-07 16:00');
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message
FROM test.refusal('SELECT fitclub.lift_closure(max(closure_id)) FROM fitclub.closure') AS r;
SELECT fitclub.book_session(1, 2, 1, '2101-03-07 12:30', '2101-03-07 13:30') IS NOT NULL AS booked;

-- What has begun is not cancelled, nor is what is over, where a closure would begin in the past.
SELECT fitclub.create_class('Now', 3, 2, now() - interval '1 hour', now() + interval '1 hour') IS NOT NULL AS scheduled,
	fitclub.create_class('Over', 3, 2, now() - interval '4 hours', now() - interval '3 hours') IS NOT NULL AS scheduled;
SELECT c.call, r.sqlstate, r.constraint_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$close_room(2, now(), now() + interval '2 hours', on_conflict => 'cancel')$$,
	$$set_leave(3, now() - interval '5 hours', now() - interval '2 hours', on_conflict => 'cancel')$$,
	$$close_club(now() - interval '5 hours', now() + interval '2 hours')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT title, has_begun FROM fitclub.find_affected(now() - interval '5 hours', now() + interval '2 hours');
SELECT fitclub.close_room(2, now() - interval '150 minutes', now() - interval '90 minutes') IS NOT NULL AS closed;

-- A room is closed until what is wrong in it is resolved.
SELECT fitclub.report_issue(fitclub.add_equipment(3, 'Bar'), 'It is bent') AS issue;
SELECT fitclub.close_room(3, now() - interval '2 hours', now() + interval '2 hours', maintenance_id => 1) IS NOT NULL AS running,
	fitclub.close_room(3, '2101-05-01', '2101-05-02', maintenance_id => 1) IS NOT NULL AS to_come,
	fitclub.close_room(3, '2101-05-02', '2101-05-03') IS NOT NULL AS another;
SELECT fitclub.resolve_issue(1, resolved_at => now() - interval '1 hour');
SELECT maintenance_id, end_time < now() AS has_ended, cancelled_at IS NOT NULL AS is_lifted
FROM fitclub.closure WHERE room_id = 3 AND start_time < '2101-05-03' AND closure_id > 6 ORDER BY start_time;
SELECT sqlstate, constraint_name, message, hint
FROM test.refusal($$SELECT fitclub.close_room(3, '2101-05-03', '2101-05-04', maintenance_id => 1)$$);
-- Nobody is told of a direct write where nothing is closed for the issue.
SELECT fitclub.update_issue(1, 'open');
BEGIN;
SELECT fitclub.resolve_issue(1);
SELECT count(*) AS locks FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
ROLLBACK;
SELECT fitclub.close_room(3, '2101-05-03', '2101-05-04', maintenance_id => 1) IS NOT NULL AS closed;
BEGIN;
SELECT fitclub.resolve_issue(1);
SELECT count(*) AS locks FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
ROLLBACK;

-- Leave needs no window, and a window is not kept by leave.
SELECT fitclub.set_leave(2, '2101-06-06 00:00', '2101-06-07 00:00') IS NOT NULL AS away;
SELECT fitclub.remove_availability(availability_id) IS NOT NULL AS removed
FROM fitclub.list_availability(2) WHERE day_of_week = 4;
SELECT fitclub.cancel_session(session_id) IS NOT NULL AS cancelled FROM fitclub.private_session WHERE cancelled_at IS NULL;
SELECT fitclub.remove_availability(availability_id) IS NOT NULL AS removed
FROM fitclub.list_availability(2) WHERE day_of_week = 0;

-- The same on the other paths: whichever comes last is refused.
SELECT test.open_club();
SELECT fitclub.book_session(1, 3, 1, '2101-03-07 10:00', '2101-03-07 11:00');
SELECT c.statement, r.sqlstate, r.constraint_name, r.table_name, r.left_behind
FROM unnest(ARRAY[
	$$INSERT INTO fitclub.closure (room_id, start_time, end_time) VALUES (1, '2101-03-07 10:30', '2101-03-07 10:31')$$,
	$$INSERT INTO fitclub.closure (trainer_id, start_time, end_time) VALUES (3, '2101-03-07', '2101-03-08')$$,
	$$INSERT INTO fitclub.closure (start_time, end_time) VALUES ('2101-03-07 10:59:59.999999', '2101-03-08')$$,
	$$INSERT INTO fitclub.closure (start_time, end_time) VALUES ('2101-03-08', '2101-03-09'), ('2101-03-08 12:00', '2101-03-10')$$,
	$$INSERT INTO fitclub.closure (room_id, trainer_id, start_time, end_time) VALUES (1, 1, '2101-03-08', '2101-03-09')$$,
	$$INSERT INTO fitclub.closure (maintenance_id, start_time, end_time) VALUES (1, '2101-03-08', '2101-03-09')$$,
	$$INSERT INTO fitclub.closure (start_time, end_time) VALUES ('2101-03-08', '2101-03-08')$$,
	$$INSERT INTO fitclub.closure (start_time, end_time, reason) VALUES ('2101-03-08', '2101-03-09', '')$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
INSERT INTO fitclub.closure (room_id, trainer_id, start_time, end_time) VALUES
	(1, NULL, '2101-03-07 11:00', '2101-03-07 12:00'), (2, NULL, '2101-03-07 10:00', '2101-03-07 12:00'),
	(NULL, 1, '2101-03-07 10:00', '2101-03-07 12:00'), (NULL, NULL, '2101-03-08 00:00', '2101-03-09 00:00');
SELECT c.statement, r.sqlstate, r.constraint_name, r.table_name, r.left_behind
FROM unnest(ARRAY[
	$$UPDATE fitclub.closure SET room_id = 1 WHERE room_id = 2$$,
	$$UPDATE fitclub.closure SET trainer_id = 3 WHERE trainer_id = 1$$,
	$$UPDATE fitclub.closure SET start_time = '2101-03-07 09:00' WHERE room_id = 1$$,
	$$UPDATE fitclub.closure SET trainer_id = NULL WHERE trainer_id = 1$$,
	$$INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) VALUES (2, 2, 1, '2101-03-07 11:30', '2101-03-07 11:45')$$,
	$$UPDATE fitclub.private_session SET room_id = 2$$,
	$$UPDATE fitclub.private_session SET trainer_id = 1$$,
	$$UPDATE fitclub.private_session SET start_time = '2101-03-08 10:00', end_time = '2101-03-08 11:00'$$,
	$$INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity) VALUES ('Yoga', 2, 3, '2101-03-08 10:00', '2101-03-08 11:00', 2)$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
-- A closure that is lifted, or that comes to stand again.
UPDATE fitclub.closure SET cancelled_at = now(), start_time = '2101-03-07 10:00' WHERE room_id = 1;
SELECT r.sqlstate, r.constraint_name FROM test.refusal('UPDATE fitclub.closure SET cancelled_at = NULL') AS r;
SELECT * FROM fitclub.verify();
-- What came in past the guard is found, and marked.
SET session_replication_role = replica;
UPDATE fitclub.closure SET cancelled_at = NULL WHERE room_id = 1;
UPDATE fitclub.closure SET room_id = 1, start_time = '2101-03-07 10:30' WHERE room_id = 2;
RESET session_replication_role;
SELECT rule, table_name, row_id, other_table, other_row_id, detail FROM fitclub.check_calendar();
SELECT session_id, is_conflict FROM fitclub.private_session;
SELECT rule FROM fitclub.find_conflicts(3, '2101-03-07 10:45', '2101-03-07 10:50', 2, 1) ORDER BY rule;

-- What find_affected() lists is what is cancelled: sixty closures of any kind, in a week of bookings at random.
SELECT test.open_club();
SELECT setseed(0.5);
DO $$
BEGIN
	FOR n IN 1 .. 150 LOOP
		BEGIN
			PERFORM fitclub.create_class('Class ' || n, 3, 1 + floor(random() * 3)::bigint, at, at + interval '45 minutes', 1)
			FROM (SELECT timestamptz '2101-03-07' + floor(random() * 7 * 48) * interval '30 minutes' AS at) AS s WHERE n % 3 = 0;
			PERFORM fitclub.book_session(1 + n % 4, 1 + n % 2, CASE WHEN n % 5 > 0 THEN 1 + floor(random() * 3)::bigint END, at, at + interval '1 hour')
			FROM (SELECT timestamptz '2101-03-07 09:00' + floor(random() * 5) * interval '1 day' + floor(random() * 14) * interval '30 minutes' AS at) AS s WHERE n % 3 > 0;
		EXCEPTION WHEN exclusion_violation THEN
		END;
	END LOOP;
END $$;
SELECT count(*) > 40 AS enough FROM fitclub.find_affected('2101-03-07', '2101-03-14');
CREATE FUNCTION test.standing() RETURNS text[] LANGUAGE sql AS $$
	SELECT array_agg(b ORDER BY b) FROM (
		SELECT 'session ' || session_id FROM fitclub.private_session WHERE cancelled_at IS NULL
		UNION ALL SELECT 'class ' || class_id FROM fitclub.class_schedule WHERE cancelled_at IS NULL) AS s (b) $$;
DO $$
DECLARE
	before text[];
	listed text[];
	closed integer := 0;
	starts timestamptz;
	ends timestamptz;
BEGIN
	FOR n IN 1 .. 60 LOOP
		starts := timestamptz '2101-03-07' + floor(random() * 7 * 96) * interval '15 minutes';
		ends := starts + (1 + floor(random() * 8)) * interval '15 minutes';
		before := test.standing();
		SELECT array_agg(kind || ' ' || booking_id) INTO listed FROM fitclub.find_affected(starts, ends,
			CASE n % 3 WHEN 1 THEN 1 + n / 3 % 3 END, CASE n % 3 WHEN 2 THEN 1 + n / 3 % 3 END);
		BEGIN
			CASE n % 3
				WHEN 0 THEN PERFORM fitclub.close_club(starts, ends, on_conflict => 'cancel');
				WHEN 1 THEN PERFORM fitclub.close_room(1 + n / 3 % 3, starts, ends, on_conflict => 'cancel');
				ELSE PERFORM fitclub.set_leave(1 + n / 3 % 3, starts, ends, on_conflict => 'cancel');
			END CASE;
			closed := closed + 1;
		EXCEPTION WHEN exclusion_violation THEN
			listed := '{}'; -- it would overlap another one
		END;
		IF (SELECT array_agg(b ORDER BY b) FROM unnest(before) AS b WHERE b <> ALL (coalesce(listed, '{}'))) IS DISTINCT FROM test.standing() THEN
			RAISE 'closure % lists %', n, listed;
		END IF;
	END LOOP;
	IF closed < 30 THEN
		RAISE 'only % closures', closed;
	END IF;
END $$;
SELECT * FROM fitclub.verify();

-- Days by the club's clock are of 23 and 25 hours where clocks change; a time that there is not is read as before the change.
SELECT fitclub.update_club(time_zone => 'America/Toronto');
SELECT d, fitclub.club_time(d) AS starts, fitclub.club_time(d + 1) - fitclub.club_time(d) AS length
FROM unnest(ARRAY[date '2026-03-08', '2026-06-01', '2026-11-01']) AS d;
SELECT fitclub.club_time('2026-03-08', '02:30') AS gap, fitclub.club_time('2026-11-01', '01:30') AS twice,
	fitclub.club_time('2026-12-31', '24:00') AS midnight, fitclub.club_time(NULL) AS none;

-- The longest closure keeps its last day as it does its first, on every path.
SELECT test.open_club();
SELECT fitclub.close_room(1, '2101-03-07', '2102-03-08') AS closure;
SELECT c.statement, r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$SELECT fitclub.book_session(1, 3, 1, '2101-03-08 10:00', '2101-03-08 11:00')$$,
	$$SELECT fitclub.book_session(1, 3, 1, '2102-03-07 23:00', '2102-03-08 00:00')$$,
	$$INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
		VALUES ('Yoga', 3, 1, '2102-03-07 23:59', '2102-03-08 02:00', 5)$$,
	$$SELECT fitclub.close_room(1, '2102-03-07 23:59', '2102-03-09')$$,
	$$SELECT fitclub.book_session(1, 3, 1, '2102-03-08 00:00', '2102-03-08 01:00')$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
