--
-- Calendars to subscribe to: calendar_feed(), and the revisions that it tells of.
--
SET TimeZone = 'UTC';
SET client_min_messages = warning;
\pset format unaligned
\pset footer off
SELECT test.open_club();

-- A feed by lines, without what is different every time.
CREATE FUNCTION test.feed(feed text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT replace(line, (SELECT calendar_uid::text FROM fitclub.club), 'CLUB')
	FROM string_to_table(feed, E'\r\n') AS line
	WHERE line !~ '^(DTSTAMP|LAST-MODIFIED):'
$$;
-- Its entries, one a line.
CREATE FUNCTION test.entries(feed text) RETURNS TABLE (uid text, sequence text, start text, status text, summary text) LANGUAGE sql AS $$
	SELECT substring(e FROM 'UID:([^@]*)'), substring(e FROM 'SEQUENCE:(\d+)'), substring(e FROM 'DTSTART:(\w+)'), substring(e FROM 'STATUS:(\w+)'),
		substring(e FROM 'SUMMARY:([^\r]*)')
	FROM string_to_table(feed, 'BEGIN:VEVENT') WITH ORDINALITY AS t (e, n) WHERE n > 1
$$;
SELECT fitclub.update_club(name => 'Harbour; Gym, "North"');
SELECT test.feed(fitclub.calendar_feed(member_id => 1));
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00') AS session,
	fitclub.book_session(1, 2, NULL, '2101-01-03 11:00', '2101-01-03 12:00', activity_type => E'Stretching, slowly; with \\ a break') AS online;
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-04 12:00', '2101-01-04 13:00', capacity => 5) AS yoga;
SELECT fitclub.register_for_class(1, 1) AS seat, fitclub.register_for_class(2, 1) AS other_seat;
SELECT test.feed(fitclub.calendar_feed(member_id => 1));
SELECT test.feed(fitclub.calendar_feed(trainer_id => 1));
SELECT fitclub.calendar_feed(trainer_id => 3) AS before \gset
SELECT test.feed(:'before');
-- A text that changes has another revision: seats are no part of it.
BEGIN;
SELECT fitclub.register_for_class(3, 1) AS seat, fitclub.update_class(1, capacity => 6, price => 60) AS yoga;
SELECT fitclub.calendar_feed(trainer_id => 3) = :'before' AS unchanged;
ROLLBACK;
-- What is cancelled keeps nobody busy.
BEGIN;
SELECT fitclub.cancel_session(1), fitclub.cancel_registration(1), fitclub.cancel_class(1);
SELECT line, count(*) FROM unnest('{1,3}'::bigint[]) AS id,
	test.feed(fitclub.calendar_feed(CASE id WHEN 1 THEN id END, CASE id WHEN 3 THEN id END)) AS line
WHERE line ~ '^(STATUS|TRANSP)' GROUP BY line ORDER BY line;
ROLLBACK;

-- Lines: escaped, folded to 75 octets, no character torn, no control characters but tabs.
SELECT fitclub_internal.calendar_line('SUMMARY', E'a,b;c\\d"e:f\tg') AS line;
SELECT fitclub_internal.calendar_line('SUMMARY', U&'1\000d\000a2\000a3\000d4\00855\20286\20297') AS ends_of_lines;
SELECT fitclub_internal.calendar_line('SUMMARY', E'\x01\x0b\x0c\x1f\x7f') = E'SUMMARY:     \r\n' AS no_controls;
SELECT fitclub_internal.calendar_line('SUMMARY', '') = E'SUMMARY:\r\n' AS empty, fitclub_internal.calendar_line('SUMMARY', NULL) IS NULL AS none;
SELECT c AS character, max(octet_length(line)) AS longest, count(*) AS lines, bool_and(n = 1 OR line LIKE ' %') AS folded,
	string_agg(CASE n WHEN 1 THEN line ELSE substr(line, 2) END, '' ORDER BY n) = 'X:' || repeat(replace(c, ';', '\;'), 500) AS whole
FROM unnest(ARRAY['a', ';', 'é', '世', '🏋']) AS c,
	string_to_table(regexp_replace(fitclub_internal.calendar_line('X', repeat(c, 500)), E'\r\n$', ''), E'\r\n') WITH ORDINALITY AS l (line, n)
GROUP BY c ORDER BY octet_length(c), c COLLATE "C";
-- Exactly 75, and one more.
SELECT n, fitclub_internal.calendar_line('X', repeat('a', n - 2)) = 'X:' || repeat('a', n - 2) || E'\r\n' AS one_line FROM generate_series(74, 77) AS n;
SELECT fitclub_internal.calendar_instant(instant) FROM unnest('{2101-01-03 09:00+00, 2101-01-03 09:00:59.999999-05, 0001-01-01 00:00+00, 0044-03-15 12:00+00 BC,
	9999-12-31 23:59:59.5+00, 10000-01-01 00:00+00, 294276-12-31 23:59:59+00, 4714-11-24 00:00+00 BC, infinity, -infinity}'::timestamptz[]) AS instant;

-- Every change that a calendar shows is counted once, by functions and direct writes alike.
CREATE VIEW test.revision AS
SELECT 'session ' || session_id AS row, revision, changed_at FROM fitclub.private_session
UNION ALL SELECT 'class ' || class_id, revision, changed_at FROM fitclub.class_schedule
UNION ALL SELECT 'seat ' || registration_id, revision, changed_at FROM fitclub.class_registration;
CREATE FUNCTION test.counted(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	counted text;
	now_noted boolean;
	begun timestamptz := clock_timestamp();
BEGIN
	CREATE TEMP TABLE before ON COMMIT DROP AS SELECT * FROM test.revision;
	EXECUTE statement;
	SELECT string_agg(format('%s +%s', r.row, r.revision - b.revision), ', ' ORDER BY r.row) FILTER (WHERE r.revision <> b.revision),
			bool_and(CASE WHEN r.revision = b.revision THEN r.changed_at = b.changed_at ELSE r.changed_at BETWEEN begun AND clock_timestamp() END)
		INTO counted, now_noted FROM test.revision AS r JOIN before AS b USING (row);
	DROP TABLE before;
	RETURN concat_ws(', ', coalesce(counted, 'nothing'), CASE WHEN NOT now_noted THEN 'at another time' END);
END $$;
SELECT s.statement, test.counted(s.statement) AS counts FROM (VALUES
	(1, 'SELECT fitclub.reschedule_session(1, ''2101-01-03 10:00'')'),
	(2, 'SELECT fitclub.reschedule_session(1, ''2101-01-03 10:00'')'),
	(3, 'SELECT fitclub.reassign_session(1, 3)'),
	(4, 'SELECT fitclub.update_class(1, name => ''Slow Yoga'')'),
	(5, 'SELECT fitclub.update_class(1, capacity => 4, price => 60)'),
	(6, 'SELECT fitclub.reschedule_class(1, ''2101-01-04 14:00'')'),
	(7, 'SELECT fitclub.reschedule_class(1, ''2101-01-04 14:00'', room_id => 1)'),
	(8, 'UPDATE fitclub.class_registration SET attended = true'),
	(9, 'UPDATE fitclub.private_session SET price = 1, is_conflict = true'),
	(10, 'UPDATE fitclub.private_session SET price = 85, is_conflict = false, activity_type = ''Boxing'''),
	(11, 'UPDATE fitclub.class_schedule SET start_time = start_time + interval ''1 minute'''),
	(12, 'UPDATE fitclub.class_schedule SET trainer_id = 1, room_id = 3 WHERE false'),
	(13, 'UPDATE fitclub.private_session SET revision = 0, changed_at = ''-infinity'''),
	(14, 'UPDATE fitclub.private_session SET revision = NULL WHERE session_id = 2'),
	(15, 'UPDATE fitclub.class_registration SET changed_at = ''2001-01-01'' WHERE registration_id = 2'),
	(16, 'MERGE INTO fitclub.private_session AS s USING (VALUES (2)) AS n (id) ON s.session_id = n.id WHEN MATCHED THEN UPDATE SET room_id = 1'),
	(17, 'SELECT fitclub.cancel_session(2)'),
	(18, 'SELECT fitclub.cancel_registration(2)'),
	(19, 'UPDATE fitclub.class_registration SET cancelled_at = NULL'),
	(20, 'SELECT fitclub.cancel_class(1)')) AS s (n, statement) ORDER BY n;
SELECT row, revision FROM test.revision ORDER BY row;
-- Writing directly, functions count by themselves: no trigger does, nor are rows guarded that are vouched for.
SET track_functions = 'all';
BEGIN;
SET LOCAL fitclub.direct_writes = on;
SELECT fitclub.reschedule_session(1, '2101-01-03 15:00') AS moved, fitclub.book_session(2, 3, 3, '2101-01-06 09:00', '2101-01-06 10:00') > 0 AS booked;
SELECT funcname, calls FROM pg_stat_xact_user_functions WHERE funcname IN ('audit', 'count_revision', 'guard_private_session') ORDER BY funcname;
UPDATE fitclub.private_session SET start_time = start_time + interval '1 minute' WHERE session_id = 1;
SELECT funcname, calls FROM pg_stat_xact_user_functions WHERE funcname IN ('audit', 'count_revision', 'guard_private_session') ORDER BY funcname;
ROLLBACK;
RESET track_functions;
-- A number that cannot grow stays, and a time of the future is not taken back.
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, revision, changed_at)
VALUES (3, 3, '2101-01-03 09:00', '2101-01-03 10:00', 2147483647, '2200-01-01');
UPDATE fitclub.private_session SET room_id = 3 WHERE member_id = 3;
SELECT revision, changed_at FROM fitclub.private_session WHERE member_id = 3;
SELECT sequence, summary FROM test.entries(fitclub.calendar_feed(member_id => 3));
-- Replication brings rows with their numbers.
SET session_replication_role = replica;
UPDATE fitclub.private_session SET revision = 7, room_id = NULL WHERE member_id = 3;
RESET session_replication_role;
SELECT revision FROM fitclub.private_session WHERE member_id = 3;

-- What is cancelled is told, to whom it was; a seat taken again is another entry.
SELECT * FROM test.entries(fitclub.calendar_feed(member_id => 1));
SELECT * FROM test.entries(fitclub.calendar_feed(member_id => 2));
SELECT * FROM test.entries(fitclub.calendar_feed(trainer_id => 3));
SELECT fitclub.create_class('Spin', 3, 2, '2101-01-05 12:00', '2101-01-05 13:00') AS spin;
SELECT fitclub.cancel_registration(fitclub.register_for_class(2, 2)), fitclub.register_for_class(2, 2) AS again;
SELECT * FROM test.entries(fitclub.calendar_feed(member_id => 2));
-- A class that another trainer takes over is no longer in the first one's calendar.
SELECT fitclub.substitute_trainer(2, 1);
SELECT * FROM test.entries(fitclub.calendar_feed(trainer_id => 3));
SELECT * FROM test.entries(fitclub.calendar_feed(trainer_id => 1));

-- Which period: from 30 days ago, unless another one is asked for; what reaches into it is in it.
SELECT fitclub.book_session(4, 3, NULL, start, start + interval '1 hour') > 0 AS booked
FROM unnest(ARRAY[now() - interval '31 days', now() - interval '29 days', '1999-12-31 23:30', '2101-06-01 12:00', '9998-12-29 12:00']::timestamptz[]) AS start;
SELECT count(*) FROM test.entries(fitclub.calendar_feed(member_id => 4));
SELECT start FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '-infinity', to_time => '2001-01-01'));
SELECT start FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '2000-01-01 00:29', to_time => '2000-01-02'));
SELECT start FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '2000-01-01 00:30', to_time => '2000-01-02'));
SELECT start FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '2101-06-01 12:00', to_time => '2101-06-01 12:00'));
SELECT start FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => now(), to_time => NULL));
SELECT count(*) FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => NULL));
SELECT start FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '-infinity', max_entries => 1));
BEGIN;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, cancelled_at)
	SELECT 4, 3, '2102-01-01', '2102-01-02', '2101-01-01' FROM generate_series(1, 1001);
SELECT count(*) FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '2102-01-01'));
ROLLBACK;
SELECT count(*) FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '-infinity', max_entries => NULL));
-- An end is later than its start, and a year has four digits; a dump of 1.0, which pg_dump's setting tells, may have others.
SET check_function_bodies = off;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time) VALUES
	(4, 3, '2101-07-01 12:00:00.2', '2101-07-01 12:00:00.7'), (4, 3, '2101-07-02 12:00:00', '2101-07-02 12:00:01'),
	(4, 3, '2000-12-24 12:00 BC', '2000-12-24 13:00 BC'), (4, 3, '12025-12-24 12:00', '12025-12-24 13:00');
RESET check_function_bodies;
SELECT line FROM test.feed(fitclub.calendar_feed(member_id => 4, from_time => '2101-07-01', to_time => 'infinity')) AS line WHERE line ~ '^DT';
SELECT start FROM test.entries(fitclub.calendar_feed(member_id => 4, from_time => '-infinity')) LIMIT 1;

-- Erased members are called so.
SELECT fitclub.book_session(3, 3, NULL, '2001-01-03 09:00', '2001-01-03 10:00') > 0 AS booked;
SELECT fitclub.erase_member(3);
SELECT summary FROM test.entries(fitclub.calendar_feed(trainer_id => 3, from_time => '2001-01-01', to_time => '2001-02-01'));
SELECT summary FROM test.entries(fitclub.calendar_feed(member_id => 3, from_time => '2001-01-01', to_time => '2001-02-01'));

-- Refusals.
SELECT c.call, r.sqlstate, r.table_name, r.constraint_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY['', 'NULL, NULL', '1, 1', '99', 'trainer_id => 99', '1, max_entries => -1']) AS c (call)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.calendar_feed(%s)', c.call)) AS r;

-- The club's identity outlasts its settings, but not its rows, whose numbers begin at 1 again.
SELECT calendar_uid AS before FROM fitclub.club \gset
INSERT INTO fitclub.club (name) VALUES ('Renamed');
SELECT name, calendar_uid = :'before' AS kept FROM fitclub.club;
INSERT INTO fitclub.club (name, calendar_uid) VALUES ('Restored', 'c0ffee00-0000-4000-8000-000000000000');
SELECT name, calendar_uid FROM fitclub.club;
BEGIN;
DELETE FROM fitclub.club;
SAVEPOINT s;
SELECT fitclub.calendar_feed(1);
ROLLBACK TO s;
INSERT INTO fitclub.club DEFAULT VALUES;
SELECT calendar_uid NOT IN (:'before', 'c0ffee00-0000-4000-8000-000000000000') AS another FROM fitclub.club;
ROLLBACK;
SELECT test.clean_club();
SELECT calendar_uid <> 'c0ffee00-0000-4000-8000-000000000000' AS another FROM fitclub.club;
DROP VIEW test.revision;
DROP FUNCTION test.counted, test.entries, test.feed;
