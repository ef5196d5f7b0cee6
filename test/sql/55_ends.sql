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
