--
-- Ends: of a period that is given none, and of a window at midnight.
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

-- Every reader that is asked for a period, and how.
CREATE TEMP TABLE reader (call text, name name GENERATED ALWAYS AS (split_part(call, '(', 1)) STORED);
INSERT INTO reader
VALUES ('busy_times(''trainer'', 3, '), ('busy_times(''member'', 1, '), ('busy_times(''room'', 1, '),
	('calendar_feed(1, NULL, '), ('calendar_feed(NULL, 3, '), ('list_upcoming_classes('),
	('member_statement(1, '), ('room_bookings(1, '), ('trainer_schedule(3, ');
SELECT p.proname AS not_in_the_list FROM pg_proc AS p
WHERE p.pronamespace = 'fitclub'::regnamespace AND p.proargnames @> '{from_time,to_time}' AND p.proname NOT IN (SELECT name FROM reader);
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
SELECT test.clean_club();
