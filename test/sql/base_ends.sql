--
-- Ends: of a period that is given none, of a window at midnight, and of the time that a timestamp can hold.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.book_session(1, 3, 1, '2101-03-07 09:00', '2101-03-07 10:00');
SELECT fitclub.book_session(1, 3, 1, '2101-03-08 09:00', '2101-03-08 10:00');
-- Seven days from the start, whenever that is.
SELECT * FROM fitclub.busy_times('trainer', 3, '2101-03-01 09:00');
SELECT * FROM fitclub.busy_times('trainer', 3, '2101-03-01 09:01', NULL);
SELECT jsonb_array_length(fitclub.trainer_schedule(3, '2101-03-01 09:00') -> 'sessions') AS sessions,
	jsonb_array_length(fitclub.trainer_schedule(3, '2101-03-01 09:01') -> 'sessions') AS later;
SELECT count(*) FROM fitclub.busy_times('trainer', 3);

-- Every reader that is asked for a period, and how; find_slots() searches, and not without end.
CREATE TEMP TABLE reader (call text, name name GENERATED ALWAYS AS (split_part(call, '(', 1)) STORED);
INSERT INTO reader
VALUES ('busy_times(''trainer'', 3, '), ('busy_times(''member'', 1, '), ('busy_times(''room'', 1, '),
	('calendar_feed(1, NULL, '), ('calendar_feed(NULL, 3, '), ('list_upcoming_classes('), ('find_affected('), ('list_closures('),
	('list_bookings(1, '), ('list_payments('), ('schedule('), ('journal('), ('till_report('),
	('list_visits('), ('member_statement(1, '), ('household_statement(1, '), ('room_bookings(1, '), ('trainer_schedule(3, ');
SELECT p.proname AS not_in_the_list FROM pg_proc AS p
WHERE p.pronamespace = 'fitclub'::regnamespace AND p.proargnames @> '{from_time,to_time}'
	AND p.proname <> 'find_slots' AND p.proname NOT IN (SELECT name FROM reader);
-- Ends that are allowed, among them that of a period that is empty or infinite.
SELECT r.call, period, f.sqlstate
FROM reader AS r, unnest(ARRAY['''2101-03-07 09:00'', ''2101-03-07 09:00''', '''-infinity'', ''-infinity''', '''infinity'', ''infinity''',
		'''-infinity'', ''infinity''', '''infinity'', NULL', '''-infinity'', NULL', 'NULL, ''infinity''', 'NULL, NULL', 'NULL, now()']) AS period,
	test.refusal(format('SELECT fitclub.%s%s)', r.call, period)) AS f
WHERE f.message <> 'no error';
-- Ends that are not.
SELECT r.call, period, f.sqlstate, f.constraint_name
FROM reader AS r, unnest(ARRAY['''2101-03-07 09:00'', ''2101-03-07 08:59:59.999999''', '''infinity'', ''2101-03-07''', '''2101-03-07'', ''-infinity''',
		'''infinity'', ''-infinity''', 'NULL, now() - interval ''31 days''']) AS period,
	test.refusal(format('SELECT fitclub.%s%s)', r.call, period)) AS f
ORDER BY r.call COLLATE "C", period COLLATE "C";
SELECT test.refusal('SELECT fitclub.list_upcoming_classes(''2101-03-08'', ''2101-03-07'')');
-- Whom the call is about comes first.
SELECT (test.refusal('SELECT fitclub.busy_times(''trainer'', 99, ''2101-03-08'', ''2101-03-07'')')).constraint_name;

-- Midnight as an end is written in two ways, and read in one.
SELECT fitclub.create_trainer('Pia', 'Odd', 'pia@example.org');
SELECT fitclub.set_availability(4, 0, '22:00', '00:00') AS zero \gset
SELECT fitclub.set_availability(4, 1, '22:00', '24:00') AS twenty_four \gset
SELECT fitclub.set_availability(4, 2, '00:00', '00:00') AS whole \gset
SELECT fitclub.set_availability(4, 3, '08:00', '09:00') AS moved \gset
SELECT fitclub.update_availability(:moved, end_time => '00:00') = :moved AS moved;
SELECT day_of_week, start_time, end_time FROM fitclub.list_availability(4);
SELECT day_of_week, start_time, end_time FROM fitclub.trainer_availability WHERE trainer_id = 4 ORDER BY 1;
-- What is read can be written back.
SELECT bool_and(fitclub.update_availability(availability_id, start_time => start_time, end_time => end_time) > 0) AS written
FROM fitclub.list_availability(4);
SELECT fitclub.book_session(1, 4, 1, '2101-01-03 23:00', '2101-01-04 00:00') > 0 AS booked;

-- Version 1.0 had no limit of years: what a dump of it brings is read and named, whatever the club's clock is.
SELECT test.open_club();
SET check_function_bodies = off;
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
SELECT 1, 3, 1, start, start + interval '1 hour - 1 microsecond', 0
FROM unnest(ARRAY['4714-11-24 00:00 BC', '294276-12-30 01:00', '294276-12-31 23:00']::timestamptz[]) AS start;
-- Those of a second member clash with them.
SET session_replication_role = replica;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
SELECT 2, 3, start_time, end_time, 0 FROM fitclub.private_session ORDER BY session_id;
RESET session_replication_role;
UPDATE fitclub.private_session SET changed_at = '294276-12-31 23:59:59.999999' WHERE session_id = 1;
INSERT INTO fitclub.health_metric (member_id, recorded_at, weight)
VALUES (1, '4714-11-24 BC', 70), (1, '294276-12-31 23:59:59.999999', 71);
RESET check_function_bodies;
CREATE TEMP TABLE wide (call text);
INSERT INTO wide SELECT call || '''-infinity'', ''infinity'')' FROM reader;
INSERT INTO wide VALUES ('check_calendar()'), ('verify()'), ('member_dashboard(1)'), ('trainer_schedule(3)'), ('health_history(1)'),
	('calendar_feed(1)'), ('list_availability(3)');
SELECT fitclub.update_club(time_zone => 'Pacific/Kiritimati');
SELECT w.call, r.sqlstate, r.message FROM wide AS w, test.refusal('SELECT fitclub.' || w.call) AS r WHERE r.message <> 'no error';
SELECT fitclub.update_club(time_zone => 'America/Adak');
SELECT w.call, r.sqlstate, r.message FROM wide AS w, test.refusal('SELECT fitclub.' || w.call) AS r WHERE r.message <> 'no error';
-- The log does not know those written as on a replica, but only if it knows others.
SELECT rule, row_id, other_row_id FROM fitclub.verify() WHERE rule <> 'audit_log_baseline';
SELECT session_id FROM fitclub.private_session WHERE is_conflict ORDER BY 1;
SELECT r.sqlstate, r.constraint_name FROM test.refusal('UPDATE fitclub.private_session SET activity_type = ''Boxing''') AS r;
SELECT test.clean_club();
