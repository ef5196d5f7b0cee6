--
-- The club's clock: dates that come twice, days longer than 24 hours, years that nobody deals with.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();

-- One minute after midnight the clocks of St John's went back to the day before. Only Una is there.
SELECT fitclub.update_club(time_zone => 'America/St_Johns');
SELECT r.sqlstate, r.constraint_name, r.message
FROM test.refusal($$SELECT fitclub.book_session(1, 1, 1, '2010-11-07 02:30:30+00', '2010-11-07 03:00+00')$$) AS r;
SELECT fitclub.book_session(1, 3, 1, '2010-11-07 02:30:30+00', '2010-11-07 03:00+00');

-- The engine and plain SQL, on periods about changes of clocks.
CREATE FUNCTION test.works(trainer bigint, starts timestamptz, ends timestamptz, zone text) RETURNS boolean
LANGUAGE sql AS $$
	SELECT coalesce(range_agg(tsrange(d.day + w.start_time, d.day + w.end_time))
		@> tsrange(least(l.a, l.b), greatest(l.a, l.b), CASE WHEN l.a = l.b THEN '[]' ELSE '[)' END), false)
	FROM (SELECT starts AT TIME ZONE zone, ends AT TIME ZONE zone) AS l (a, b)
	CROSS JOIN LATERAL (
		SELECT g::date FROM generate_series(least(l.a, l.b)::date, greatest(l.a, l.b)::date, interval '1 day') AS g) AS d (day)
	JOIN fitclub.trainer_availability AS w
		ON w.trainer_id = trainer AND w.day_of_week = extract(isodow FROM d.day) - 1
	GROUP BY l.a, l.b
$$;
SELECT fitclub.create_trainer('Pia', 'Odd', 'pia@example.org');
SELECT count(*) FROM (
	SELECT fitclub.set_availability(4, day, start_time, end_time)
	FROM generate_series(0, 6) AS day,
		(VALUES (time '00:00', time '00:40'), ('01:00', '02:30'), ('03:00', '09:00'), ('22:30', '23:15'), ('23:15', '24:00'))
			AS w (start_time, end_time)) AS w;
SELECT setseed(0.5);
CREATE TABLE test.clock_trial AS
SELECT t.zone, t.change + offsets.a AS starts, t.change + offsets.a + offsets.length AS ends
FROM (VALUES ('America/St_Johns', timestamptz '2010-11-07 02:31+00'), ('America/Toronto', '2026-11-01 06:00+00'),
	('Antarctica/Casey', '2023-03-08 16:00+00'), ('Antarctica/Troll', '2026-10-25 01:00+00'),
	('Pacific/Kwajalein', '1969-09-30 13:00+00'), ('Africa/Cairo', '2026-10-29 21:00+00'),
	('Australia/Lord_Howe', '2026-04-04 15:00+00'), ('America/St_Johns', '2010-03-14 03:31+00')) AS t (zone, change)
CROSS JOIN generate_series(1, 150) AS n
CROSS JOIN LATERAL (
	SELECT floor(random() * 300 + 0 * n) * interval '1 minute' - interval '200 minutes',
		ceil(random() * random() * 400 + 0 * n) * interval '1 minute') AS offsets (a, length);
CREATE FUNCTION test.judge(zone text) RETURNS TABLE (trials bigint, allowed boolean, wrong bigint)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM fitclub.update_club(time_zone => zone);
	RETURN QUERY
	SELECT sum(1) OVER (), sum(j.engine::int) OVER () BETWEEN 20 AND 140,
		sum((j.engine <> j.plain)::int) OVER ()
	FROM (
		SELECT NOT EXISTS (
				SELECT FROM fitclub.find_conflicts(4, t.starts, t.ends) AS c WHERE c.rule = 'trainer_availability') AS engine,
			test.works(4, t.starts, t.ends, t.zone) AS plain
		FROM test.clock_trial AS t WHERE t.zone = judge.zone) AS j
	LIMIT 1;
END $$;
SELECT z.zone, j.trials, j.allowed AS some_allowed, j.wrong
FROM (SELECT DISTINCT zone COLLATE "C" AS zone FROM test.clock_trial) AS z, test.judge(z.zone) AS j ORDER BY z.zone;
DROP FUNCTION test.judge, test.works;
DROP TABLE test.clock_trial;
SELECT test.clean_club();

-- A whole day is 25, 26 or 27 hours long where the clocks go back; nothing is longer.
SELECT test.open_club();
CREATE TEMP TABLE day (zone text, midnight timestamp);
INSERT INTO day VALUES ('America/Toronto', '2101-11-06'), ('Antarctica/Troll', '2101-10-30'), 
	('Australia/Lord_Howe', '2101-04-03'), ('America/Toronto', '2101-03-13'), ('Pacific/Kwajalein', '1969-09-30'), ('UTC', '2101-03-13');
CREATE FUNCTION test.day_long(zone text, midnight timestamp, longer interval) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	starts timestamptz := midnight AT TIME ZONE zone;
	ends timestamptz := (midnight + interval '1 day') AT TIME ZONE zone + longer;
BEGIN
	PERFORM fitclub.update_club(time_zone => zone);
	PERFORM fitclub.book_session(1, 3, 1, starts, ends);
	RAISE EXCEPTION SQLSTATE '00001';
EXCEPTION WHEN OTHERS THEN
	RETURN replace(sqlstate, '00001', 'booked') || ': ' || justify_hours(ends - starts)::text;
END $$;
SELECT zone, midnight::date, test.day_long(zone, midnight, '0'), test.day_long(zone, midnight, '1 microsecond') AS longer
FROM day ORDER BY zone COLLATE "C", midnight;
SELECT fitclub.update_club(time_zone => 'Antarctica/Casey');
SELECT fitclub.book_session(1, 3, 1, '2023-03-08 13:00+00', '2023-03-09 16:00+00') > 0 AS booked_27_hours;

-- Its last hour is taken, for every reader and every writer.
SELECT fitclub.update_club(time_zone => 'Antarctica/Troll');
SELECT fitclub.book_session(1, 3, 1, '2101-10-29 22:00+00', '2101-10-31 00:00+00') > 0 AS booked;
SELECT r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$SELECT fitclub.book_session(2, 3, 2, '2101-10-30 23:45+00', '2101-10-31 00:00+00')$$,
	$$SELECT fitclub.book_session(1, 1, 2, '2101-10-30 23:45+00', '2101-10-31 00:00+00')$$,
	$$INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
		VALUES (2, 1, 1, '2101-10-30 23:45+00', '2101-10-31 00:00+00')$$,
	$$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
		VALUES (2, 1, '2101-11-10 00:00+00', '2101-11-11 03:00:00.000001+00')$$]) AS sql, test.refusal(sql) AS r;
SELECT * FROM fitclub.busy_times('trainer', 3, '2101-10-30 23:45+00', '2101-10-31 00:00+00');
SELECT count(*) FROM fitclub.room_bookings(1, '2101-10-30 23:45+00', '2101-10-31 00:00+00');
SELECT count(*) FROM fitclub.trainer_schedule(3, '2101-10-30 23:45+00', '2101-10-31 00:00+00');
SELECT fitclub.calendar_feed(trainer_id => 3, from_time => '2101-10-30 23:45+00') LIKE '%DTEND:2101%' AS in_the_feed;
ALTER TABLE fitclub.private_session DISABLE TRIGGER private_session_guard;
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
VALUES (2, 3, 2, '2101-10-30 23:45+00', '2101-10-31 00:00+00', 0);
ALTER TABLE fitclub.private_session ENABLE TRIGGER private_session_guard;
SELECT rule, row_id, other_row_id FROM fitclub.check_calendar();
SELECT rule, row_id FROM fitclub.verify() WHERE rule = 'trainer_double_booked';

-- The last moment of 27 hours is taken, by a session, a class and a seat, for the guard and the dry run; the next one is free.
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
VALUES ('Winter night', 1, 2, '2023-03-08 13:00+00', '2023-03-09 16:00+00', 5);
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
SELECT 2, c.class_id, c.start_time, c.end_time FROM fitclub.class_schedule AS c;
SELECT b.taken_by, r.constraint_name, string_agg(f.rule, ', ') AS conflicts
FROM (VALUES (1, 'session', 3, 2, 1), (2, 'session', 3, 3, 3), (3, 'session', 1, 2, 3),
	(4, 'class', 3, 2, 2), (5, 'class', 3, 1, 3), (6, 'seat', 2, 2, 3)) AS b(trial, taken_by, member_id, trainer_id, room_id)
CROSS JOIN (VALUES (timestamptz '2023-03-09 15:59:59.999999+00', interval '15 minutes')) AS l(moment, length)
CROSS JOIN LATERAL test.refusal(format(
	'INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time) VALUES (%s, %s, %s, %L, %L)',
	b.member_id, b.trainer_id, b.room_id, l.moment, l.moment + l.length)) AS r
CROSS JOIN LATERAL fitclub.find_conflicts(b.trainer_id, l.moment, l.moment + l.length, b.member_id, b.room_id) AS f
WHERE f.rule LIKE '%double_booked'
GROUP BY b.trial, b.taken_by, r.constraint_name ORDER BY b.trial;
SELECT count(*) FILTER (WHERE f.rule LIKE '%double_booked') AS after_it
FROM (VALUES (1, 3, 1), (2, 1, 2)) AS b(member_id, trainer_id, room_id)
CROSS JOIN LATERAL fitclub.find_conflicts(b.trainer_id, '2023-03-09 16:00+00', '2023-03-09 16:15+00', b.member_id, b.room_id) AS f;
SELECT test.clean_club();

-- Who moves a class over midnight is told both days.
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-03 09:00', '2101-01-03 10:30', 5);
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.reschedule_class(1, '2101-01-03 23:00');
SELECT message LIKE '%Jan 03%11:00 PM to Jan 04%12:30 AM%' AS both_days FROM fitclub.notification WHERE member_id = 1;
SELECT test.clean_club();

-- Notice of days is by the clock, of hours it is not. In March the clocks of Toronto go forward, in November back.
SELECT test.open_club();
SELECT fitclub.update_club(time_zone => 'America/Toronto', late_cancellation_fee_percent => 50);
CREATE FUNCTION test.is_late(notice interval, starts timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	late boolean;
BEGIN
	PERFORM fitclub.update_club(cancellation_notice => notice);
	PERFORM fitclub.cancel_session(fitclub.book_session(1, 3, 1, starts, starts + interval '1 minute'));
	late := EXISTS (SELECT FROM fitclub.billing_item AS b WHERE b.description LIKE 'Late%');
	RAISE EXCEPTION SQLSTATE 'LATE1' USING MESSAGE = late;
EXCEPTION WHEN SQLSTATE 'LATE1' THEN
	RETURN sqlerrm;
END $$;
-- Starts that are the notice ahead by the clock, and just as many hours ahead, with a minute to spare or missing.
WITH clock AS (
	SELECT days, now() AT TIME ZONE 'America/Toronto' AS wall FROM generate_series(100, 300, 40) AS days
), ahead AS (
	SELECT days, wall, (wall + days * interval '1 day') AT TIME ZONE 'America/Toronto' AS starts FROM clock
)
SELECT bool_and(test.is_late(days * interval '1 day', starts - interval '1 minute')::boolean
		-- unless this runs in an hour that the clocks show twice, or is about one that they leave out
		OR wall AT TIME ZONE 'America/Toronto' <> now() OR starts AT TIME ZONE 'America/Toronto' <> wall + days * interval '1 day') AS late,
	bool_or(test.is_late(days * interval '1 day', starts + interval '1 minute')::boolean) AS in_time_is_late,
	bool_and(test.is_late(days * interval '24 hours', now() + days * interval '24 hours' - interval '1 minute')::boolean) AS late_by_hours,
	bool_or(test.is_late(days * interval '24 hours', now() + days * interval '24 hours' + interval '1 minute')::boolean) AS in_time_is_late_by_hours,
	count(*) FILTER (WHERE starts <> now() + days * interval '24 hours') > 0 AS clocks_change
FROM ahead;
DROP FUNCTION test.is_late, test.day_long;
SELECT test.clean_club();

-- Years that a club deals with.
SELECT test.open_club();
SELECT fitclub.update_club(time_zone => 'America/Toronto');
SELECT fitclub.book_session(1, 3, 1, '2101-01-03 15:00', '2101-01-03 16:00');
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-04 15:00', '2101-01-04 16:00', 5);
SELECT fitclub.add_equipment(1, 'Bench');
SELECT fitclub.report_issue(1, 'It squeaks');
SELECT c.sql, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY[
	$$fitclub.reschedule_session(1, '294276-12-31 23:30+00')$$,
	$$fitclub.reschedule_session(1, '9999-01-01 05:00+00')$$,
	$$fitclub.reschedule_session(1, '9999-01-01 04:59+00')$$,
	$$fitclub.reschedule_session(1, '1900-01-01 04:59+00')$$,
	$$fitclub.reschedule_session(1, '4713-01-01 12:00+00 BC')$$,
	$$fitclub.reschedule_session(1, '294276-12-31 23:00+00', '294276-12-31 23:30+00')$$,
	$$fitclub.reschedule_class(1, '294276-12-31 23:30+00')$$,
	$$fitclub.book_session(1, 3, 1, '294276-12-31 23:00+00', '294276-12-31 23:30+00')$$,
	$$fitclub.create_class('Yoga', 3, 1, '20000-01-04 15:00', '20000-01-04 16:00', 5)$$,
	$$fitclub.log_health_metric(1, 70, recorded_at => '1899-12-30')$$,
	$$fitclub.resolve_issue(1, resolved_at => '0001-01-01')$$,
	$$fitclub.set_availability(1, NULL, '09:00', '10:00', '9999-01-01')$$,
	$$fitclub.update_equipment(1, last_serviced_date => '1899-12-31')$$,
	$$fitclub.update_member(1, date_of_birth => '1899-12-31')$$
]) WITH ORDINALITY AS c (sql, n), test.refusal('SELECT ' || c.sql) AS r ORDER BY c.n;
SELECT rule FROM fitclub.find_conflicts(3, '20000-01-04 15:00', '20000-01-04 16:00', 1, 1);
SELECT c.sql, r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$UPDATE fitclub.private_session SET start_time = '294276-12-31 23:00+00', end_time = '294276-12-31 23:30+00'$$,
	$$UPDATE fitclub.class_schedule SET start_time = '1890-01-01 23:00+00', end_time = '1890-01-01 23:30+00'$$
]) WITH ORDINALITY AS c (sql, n), test.refusal(c.sql) AS r ORDER BY c.n;
SELECT * FROM fitclub.check_calendar();
SELECT test.clean_club();
