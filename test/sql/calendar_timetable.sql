--
-- The week as a printed timetable.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

\pset tuples_only on
-- A week without anything is a page without anything.
SELECT count(*) FROM fitclub.week_timetable('2101-01-03');
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com');
SELECT fitclub.create_member('Ben', 'Cole', 'ben.cole@example.com');
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com');
SELECT fitclub.create_trainer('Omar', 'Ali', 'omar.ali@example.com');
SELECT fitclub.create_room('Studio', 8), fitclub.create_room('Pool', 10), fitclub.create_room('Never Used', 5);
SELECT count(fitclub.set_availability(trainer, day, '00:00', '24:00')) FROM generate_series(1, 2) AS trainer, generate_series(0, 6) AS day;
-- Monday: two at nine, one on the half hour, one over two hours and a half, one online, a class.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 09:00', '2101-01-03 09:30');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 09:30', '2101-01-03 10:00');
SELECT fitclub.book_session(1, 1, NULL, '2101-01-03 10:30', '2101-01-03 13:00');
SELECT fitclub.create_class('Yoga', 2, 1, '2101-01-03 11:00', '2101-01-03 12:15', 8) AS class \gset
SELECT fitclub.register_for_class(2, :class);
-- Wednesday: a cancelled one is not there, nor is a day on which there is nothing else.
SELECT fitclub.cancel_session(fitclub.book_session(1, 1, 1, '2101-01-05 09:00', '2101-01-05 10:00')) > 0;
-- Sunday night to Monday: the week after has its part.
SELECT fitclub.book_session(1, 1, 2, '2101-01-09 23:00', '2101-01-10 01:00');
SELECT * FROM fitclub.week_timetable('2101-01-03');
SELECT * FROM fitclub.week_timetable('2101-01-03', 'trainer');
-- Seven days from any date; here the day after, of which only the end is left.
SELECT * FROM fitclub.week_timetable('2101-01-10', across => 'room');
SELECT * FROM fitclub.week_timetable('2100-12-28');
-- By the club's wall clock, whatever session asks.
SELECT md5(string_agg(t, E'\n')) AS page FROM fitclub.week_timetable('2101-01-03') AS t \gset
SET TimeZone = 'Asia/Tokyo';
SELECT md5(string_agg(t, E'\n')) = :'page' FROM fitclub.week_timetable('2101-01-03') AS t;
SET TimeZone = 'UTC';
SELECT fitclub.update_club(time_zone => 'America/Toronto');
SELECT * FROM fitclub.week_timetable('2101-01-03', 'trainer');
-- On the night the clocks go forward there is no hour from 2 to 3; when they go back there is one of two.
SELECT fitclub.book_session(1, 1, 1, '2101-03-13 06:00+00', '2101-03-13 08:00+00');
SELECT * FROM fitclub.week_timetable('2101-03-13');
SELECT fitclub.book_session(1, 1, 1, '2101-11-06 05:00+00', '2101-11-06 08:00+00');
SELECT * FROM fitclub.week_timetable('2101-11-06');
SELECT fitclub.update_club(time_zone => 'UTC');
-- Long names are cut so that a page of many columns is at most 120 wide.
SELECT count(fitclub.create_room('Room with a long name ' || n, 5)) FROM generate_series(1, 9) AS n;
SELECT count(fitclub.create_trainer('Maximiliano', 'Featherstonehaugh ' || n, 'm' || n || '@example.com')) FROM generate_series(1, 9) AS n;
SELECT count(fitclub.set_availability(n + 2, 0, '00:00', '24:00')) FROM generate_series(1, 9) AS n;
SELECT count(fitclub.create_class('A class with a long name ' || n, n + 2, n + 3, '2101-01-17 09:00', '2101-01-17 10:00')) FROM generate_series(1, 9) AS n;
SELECT max(length(t)) <= 120 FROM fitclub.week_timetable('2101-01-17') AS t;
SELECT * FROM fitclub.week_timetable('2101-01-17');
\pset tuples_only off
SELECT c.call, r.sqlstate, r.message
FROM unnest(ARRAY['week_timetable(''2101-01-03'', ''day'')', 'week_timetable(''2101-01-03'', ''Room'')', 'week_timetable(''2101-01-03'', '''')',
	'week_timetable(''2101-01-03'', NULL)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT c.call, r.sqlstate
FROM unnest(ARRAY['week_timetable(''infinity'')', 'week_timetable(''-infinity'')']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;
-- No hour that a booking touches is left out, however the clocks change: from 02:45 to 03:45 here.
BEGIN;
SELECT fitclub.update_club(time_zone => 'Pacific/Chatham');
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
	SELECT 1, 1, 1, start + n * interval '1 minute', start + n * interval '1 minute' + interval '90 minutes'
	FROM (VALUES (0, timestamptz '2025-09-28 02:00+12:45')) AS s (n, start);
\pset tuples_only on
SELECT * FROM fitclub.week_timetable('2025-09-28') AS t WHERE t ~ '^ \d\d:';
\pset tuples_only off
ROLLBACK;
-- Without a date the week begins today.
SELECT count(*) FROM fitclub.week_timetable(NULL);
-- Names that begin alike are told apart: what does not fit comes in further blocks, each with a heading.
SELECT count(*) AS headings, count(DISTINCT t) AS blocks FROM fitclub.week_timetable('2101-01-17') AS t WHERE t LIKE '%Room%';
SELECT max(length(t)) AS longest FROM fitclub.week_timetable('2101-01-17', width => 60) AS t;
-- Some rooms, some trainers.
\pset tuples_only on
SELECT * FROM fitclub.week_timetable('2101-01-17', room_ids => '{5,6}');
SELECT * FROM fitclub.week_timetable('2101-01-17', across => 'trainer', trainer_ids => '{3}');
-- Wide characters take two columns, and what a terminal would obey is not printed.
BEGIN;
UPDATE fitclub.room SET name = '部屋' WHERE room_id = 4;
ALTER TABLE fitclub.class_schedule DROP CONSTRAINT class_schedule_name_check;
UPDATE fitclub.class_schedule SET name = E'Red \x1b[31m\u009b' WHERE room_id = 5;
SELECT * FROM fitclub.week_timetable('2101-01-17', room_ids => '{4,5}');
SELECT bool_or(t ~ '[[:cntrl:]]') FROM fitclub.week_timetable('2101-01-17') AS t;
ROLLBACK;
\pset tuples_only off
SELECT c.call, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY['week_timetable(''2101-01-17'', room_ids => ''{99}'')', 'week_timetable(''2101-01-17'', width => 39)', 'week_timetable(''2101-01-17'', width => 1001)',
	'week_timetable(''2101-02-17'', width => 39)', 'week_timetable_svg(''infinity'')', 'week_timetable_svg(''2101-01-17'', trainer_ids => ''{99}'')']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;

-- The picture: a part for each day of a booking, its text escaped, and well-formed as XML.
SELECT fitclub.create_class('<Yoga> & "more"', 2, 1, '2101-01-24 22:00', '2101-01-25 01:00', 8) > 0 AS created;
SELECT count(*) AS parts, count(DISTINCT hue) AS colours
FROM regexp_matches(fitclub.week_timetable_svg('2101-01-03'), 'class="booking" style="--hue:(\d+)"', 'g') AS m (hue);
SELECT count(*) AS parts FROM regexp_matches(fitclub.week_timetable_svg('2101-01-24'), 'class="booking"', 'g');
SELECT fitclub.week_timetable_svg('2101-01-24') LIKE '%&lt;Yoga&gt; &amp; &quot;more&quot;%' AS escaped;
SELECT fitclub.week_timetable_svg('2101-02-17') LIKE '<svg %Thursday 17 February 2101%</svg>%' AS empty;
SELECT fitclub.week_timetable_svg(NULL) LIKE '<svg %' AS from_today;
SELECT count(DISTINCT fitclub.week_timetable_svg('2101-01-17', room_ids => ids)) FROM (VALUES (NULL::bigint[]), ('{5}')) AS v (ids);

-- What is closed and who is away, clipped to the week; the club's own days are a column beside the others.
SELECT fitclub.book_session(1, 1, 1, '2101-01-31 09:00', '2101-01-31 10:00') > 0 AS booked;
SELECT fitclub.close_room(2, '2101-01-31 08:00', '2101-01-31 10:30', 'Painting') > 0 AS room,
	fitclub.set_leave(2, '2101-01-30', '2101-02-01 02:00', 'Ill') > 0 AS trainer,
	fitclub.close_club('2101-02-06 22:00', '2101-02-09', 'Carnival') > 0 AS club;
\pset tuples_only on
SELECT * FROM fitclub.week_timetable('2101-01-31');
SELECT * FROM fitclub.week_timetable('2101-01-31', 'trainer') AS t WHERE t !~ '^ (0[2-9]|1|2[01])';
SELECT * FROM fitclub.week_timetable('2101-01-31', room_ids => '{1}');
\pset tuples_only off
SELECT kind, title, trainer_id, trainer, room_id, room, people, capacity, start_time, end_time
FROM fitclub.schedule('2101-01-31', '2101-02-07');
-- Why, each is told by both readers alike.
CREATE FUNCTION test.told(identity text) RETURNS TABLE (schedule text, list_closures text) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('fitclub.identity', identity, true);
	RETURN QUERY SELECT c.title, l.reason
	FROM fitclub.schedule('2101-01-31', '2101-02-07') AS c
	JOIN fitclub.list_closures('2101-01-31', '2101-02-07') AS l ON l.closure_id = c.booking_id
	WHERE c.kind = 'closure' ORDER BY c.start_time;
END $$;
SELECT who.identity, told.*
FROM unnest(ARRAY['member:1', 'trainer:1', 'trainer:2', '']) AS who (identity)
CROSS JOIN LATERAL test.told(who.identity) AS told;
DROP FUNCTION test.told;
SELECT kind, title FROM fitclub.schedule('2101-01-31', '2101-02-07', trainer_ids => '{2}');
SELECT kind, title FROM fitclub.schedule('2101-01-31', '2101-02-07', max_rows => 2, after_time => '2101-01-31 08:00', after_kind => 'closure', after_id => 0);
SELECT count(*) AS parts FROM regexp_matches(fitclub.week_timetable_svg('2101-01-31'), 'class="booking"', 'g');
