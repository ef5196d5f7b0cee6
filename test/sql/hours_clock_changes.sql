--
-- Clocks that go forward and back: bookings are judged by the local time of their start and end,
-- whatever the caller's TimeZone.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

SELECT fitclub.update_club(time_zone => 'America/Toronto');
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com');
SELECT fitclub.create_room('Studio', 10);
-- Trainers 1 to 4: on Sundays from 1 to 4; from 1 to 2 and from 3 to 4; from midnight to 2; never.
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com');
SELECT fitclub.create_trainer('Omar', 'Ali', 'omar.ali@example.com');
SELECT fitclub.create_trainer('Ines', 'Paz', 'ines.paz@example.com');
SELECT fitclub.create_trainer('Udo', 'Off', 'udo.off@example.com');
SELECT fitclub.set_availability(1, 6, '01:00', '04:00');
SELECT fitclub.set_availability(2, 6, '01:00', '02:00'), fitclub.set_availability(2, 6, '03:00', '04:00');
SELECT fitclub.set_availability(3, 6, '00:00', '02:00');

-- On two Sundays of 2101 the clocks of Toronto change: from 2 to 3 in March, from 2 to 1 in November.
SELECT extract(isodow FROM u.utc AT TIME ZONE 'America/Toronto') = 7 AS is_sunday, u.utc AT TIME ZONE 'UTC' AS utc,
	u.utc AT TIME ZONE 'America/Toronto' AS wall
FROM unnest(ARRAY['2101-03-13 06:59:59+00', '2101-03-13 07:00+00', '2101-11-06 05:59:59+00', '2101-11-06 06:00+00']::timestamptz[])
	AS u (utc);

CREATE TABLE test.trial (n int GENERATED ALWAYS AS IDENTITY, trainer bigint, starts timestamptz, ends timestamptz, allowed boolean, why text);
INSERT INTO test.trial (trainer, starts, ends, allowed, why) VALUES
	(1, '2101-03-13 06:30+00', '2101-03-13 07:30+00', true, '1:30 to 3:30, one hour long'),
	(1, '2101-03-13 06:00+00', '2101-03-13 08:00+00', true, '1 to 4, two hours long'),
	(1, '2101-03-13 06:00+00', '2101-03-13 08:00:01+00', false, 'past 4'),
	(1, '2101-03-13 05:59:59+00', '2101-03-13 07:00+00', false, 'before 1'),
	(1, '2101-03-13 08:00+00', '2101-03-13 09:00+00', false, '4 to 5, though 3 to 4 by winter time'),
	(1, '2101-03-06 08:00+00', '2101-03-06 09:00+00', true, 'a week before it is 3 to 4'),
	(1, '2101-03-20 07:00+00', '2101-03-20 08:00+00', true, 'a week later it is 3 to 4 here'),
	(1, '2101-03-20 08:00+00', '2101-03-20 09:00+00', false, 'and 4 to 5 here'),
	(2, '2101-03-13 06:00+00', '2101-03-13 07:00+00', false, '1 to 3: on the wall there is no window from 2 to 3'),
	(2, '2101-03-13 06:00+00', '2101-03-13 06:59:59+00', true, 'up to the change'),
	(2, '2101-03-13 07:00+00', '2101-03-13 08:00+00', true, 'from the change on'),
	(1, '2101-11-06 05:00+00', '2101-11-06 06:00+00', true, '1 to 1, the first time round'),
	(1, '2101-11-06 05:30+00', '2101-11-06 06:30+00', true, '1:30 to 1:30, one hour long'),
	(1, '2101-11-06 05:45+00', '2101-11-06 06:15+00', true, '1:45 to 1:15, half an hour long'),
	(1, '2101-11-06 05:00+00', '2101-11-06 09:00+00', true, '1 to 4, four hours long'),
	(1, '2101-11-06 05:00+00', '2101-11-06 09:00:01+00', false, 'past 4'),
	(1, '2101-11-06 04:59:59+00', '2101-11-06 06:00+00', false, 'before 1'),
	(1, '2101-11-06 08:00+00', '2101-11-06 09:00+00', true, '3 to 4 by winter time'),
	(2, '2101-11-06 06:00+00', '2101-11-06 07:00+00', true, '1 to 2, the second time round'),
	(2, '2101-11-06 06:30+00', '2101-11-06 07:30+00', false, '1:30 to 2:30'),
	(3, '2101-11-06 04:00+00', '2101-11-06 07:00+00', true, 'midnight to 2, three hours long'),
	(3, '2101-11-06 04:00+00', '2101-11-06 07:30+00', false, 'midnight to 2:30'),
	(4, '2101-11-06 05:00+00', '2101-11-06 06:00+00', false, '1 to 1, but never there'),
	(4, '2101-11-06 05:30+00', '2101-11-06 06:30+00', false, '1:30 to 1:30, but never there'),
	(4, '2101-11-06 05:45+00', '2101-11-06 06:15+00', false, '1:45 to 1:15, but never there'),
	(4, '2101-03-13 06:59:59+00', '2101-03-13 07:00+00', false, '1:59:59 to 3, but never there');

-- What the engine says to each trial: the bill if it is booked, or the refusal. Undone in either case.
CREATE FUNCTION test.answer(trial test.trial, OUT allowed boolean, OUT says text)
LANGUAGE plpgsql AS $$
DECLARE
	rule text;
	session bigint;
BEGIN
	session := fitclub.book_session(1, trial.trainer, 1, trial.starts, trial.ends);
	SELECT b.description INTO says FROM fitclub.billing_item AS b WHERE b.private_session_id = session;
	-- The proof, which shares no code with the engine, agrees.
	SELECT says || ' [' || c.rule || ']' INTO says FROM fitclub.check_calendar() AS c UNION ALL SELECT says LIMIT 1;
	RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION
	WHEN SQLSTATE 'ZZ000' THEN
		allowed := true;
	WHEN check_violation THEN
		allowed := false;
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, says = PG_EXCEPTION_DETAIL;
		says := rule || ': ' || says;
END $$;

CREATE TABLE test.answer_from (zone text, n int, allowed boolean, says text, clashes text);
-- The dry run has to agree as well.
CREATE FUNCTION test.ask_from(zone text) RETURNS void LANGUAGE sql AS $$
	SELECT set_config('TimeZone', zone, false);
	INSERT INTO test.answer_from
	SELECT zone, t.n, a.allowed, a.says,
		coalesce((SELECT string_agg(c.rule, ', ') FROM fitclub.find_conflicts(t.trainer, t.starts, t.ends, 1, 1) AS c), 'none')
	FROM test.trial AS t CROSS JOIN LATERAL test.answer(t) AS a;
$$;
SELECT test.ask_from('UTC');
SELECT test.ask_from('America/Toronto');
SELECT test.ask_from('Asia/Tokyo');
SELECT test.ask_from('Pacific/Auckland');
SET TimeZone = 'UTC';

SELECT t.n, t.trainer, t.why, a.allowed, a.allowed = t.allowed AND (a.clashes = 'none') = t.allowed AS as_expected, a.says
FROM test.trial AS t JOIN test.answer_from AS a USING (n)
WHERE a.zone = 'UTC' ORDER BY t.n;
-- The same from everywhere.
SELECT count(*) AS answers, count(DISTINCT zone) AS zones, count(DISTINCT (n, allowed, says, clashes)) AS different_answers
FROM test.answer_from;
SELECT count(*) AS wrong FROM test.answer_from AS a JOIN test.trial AS t USING (n)
WHERE a.allowed <> t.allowed OR (a.clashes = 'none') <> t.allowed;

-- Bills, notifications and what a window is needed for are by the wall, too, when another zone asks.
SET TimeZone = 'Pacific/Auckland';
SELECT fitclub.book_session(1, 1, 1, '2101-03-13 07:30+00', '2101-03-13 08:00+00') AS spring \gset
SELECT fitclub.book_session(1, 1, 1, '2101-11-06 06:30+00', '2101-11-06 07:00+00') AS autumn \gset
SELECT fitclub.create_class('Yoga', 3, 1, '2101-11-06 04:00+00', '2101-11-06 05:00+00') AS class \gset
SELECT fitclub.register_for_class(1, :class);
SELECT fitclub.reschedule_session(:autumn, '2101-11-06 08:15+00');
SELECT description FROM fitclub.billing_item ORDER BY billing_id;
SELECT message FROM fitclub.notification ORDER BY notification_id;
SELECT r.sqlstate, r.constraint_name, r.message
FROM test.refusal('SELECT fitclub.update_availability(1, start_time => ''03:45'')') AS r;
SELECT fitclub.update_availability(1, start_time => '03:15');
SELECT fitclub.update_availability(1, start_time => '01:00');
SELECT start_time AT TIME ZONE 'America/Toronto' AS starts, end_time AT TIME ZONE 'America/Toronto' AS ends,
	extract(epoch FROM end_time - start_time)::integer / 60 AS minutes
FROM fitclub.private_session ORDER BY session_id;
-- Windows belong to the club's zone: in another the same bookings stand outside of them.
SELECT count(*) FROM fitclub.check_calendar();
SELECT fitclub.update_club(time_zone => 'Asia/Tokyo');
SELECT rule, table_name, row_id FROM fitclub.check_calendar() ORDER BY table_name, row_id;
SELECT fitclub.update_club(time_zone => 'UTC');
SET TimeZone = 'UTC';
DROP FUNCTION test.ask_from;
DROP FUNCTION test.answer;
DROP TABLE test.answer_from;
DROP TABLE test.trial;
