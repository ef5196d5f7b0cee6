--
-- Services: their length, their price, and who gives them.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2; Tina 1, Tom 2, Una 3, who works around the clock.
SELECT test.open_club();
SELECT fitclub.create_service('Massage', 'session', '1 hour', 60) AS massage,
	fitclub.create_service('Sauna') AS sauna, fitclub.create_service('Yoga', 'class', price => 12.5) AS yoga,
	fitclub.create_service('Massage', 'class') AS lesson;
SELECT fitclub.set_trainer_service(1, 1, 75), fitclub.set_trainer_service(2, 1);
SELECT fitclub.update_service(2, credits => 3);
SELECT * FROM fitclub.list_services();
SELECT * FROM fitclub.list_services(1);
SELECT * FROM fitclub.list_services(3);
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$create_service(NULL)$$,
	$$create_service('')$$,
	$$create_service(repeat('x', 201))$$,
	$$create_service('  massage ', 'session')$$,
	$$create_service('X', 'course')$$,
	$$create_service('X', repeat('x', 201))$$,
	$$create_service('X', duration => '0')$$,
	$$create_service('X', duration => '24 hours 1 second')$$,
	$$create_service('X', price => -1)$$,
	$$create_service('X', credits => 0)$$,
	$$create_service('X', credits => 101)$$,
	$$create_service('X', credits => NULL)$$,
	$$update_service(99, 'X')$$,
	$$update_service(1, clear => '{name}')$$,
	$$update_service(1, credits => 0)$$,
	$$update_service(1, clear => '{credits}')$$,
	$$update_service(1, clear => array[repeat('x', 201)])$$,
	$$set_trainer_service(99, 1)$$,
	$$set_trainer_service(1, 99)$$,
	$$set_trainer_service(1, 1, -1)$$,
	$$set_trainer_service(1, 1, offers => NULL)$$,
	$$list_services(99)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;

-- Prices: the trainer's, the service's, the club's; for the length, or flat.
SELECT fitclub.book_session(1, 1, NULL, '2101-01-03 09:00', '2101-01-03 10:00', 'massage'),
	fitclub.book_session(1, 1, NULL, '2101-01-03 10:00', '2101-01-03 10:50', 'MASSAGE'),
	fitclub.book_session(1, 2, NULL, '2101-01-03 11:00', '2101-01-03 13:00', ' Massage'),
	fitclub.book_session(1, 3, NULL, '2101-01-03 13:00', '2101-01-03 15:00', 'Sauna'),
	fitclub.book_session(1, 3, NULL, '2101-01-03 15:00', '2101-01-03 16:00', 'Yoga'),
	fitclub.book_session(1, 1, NULL, '2101-01-03 16:00', '2101-01-03 17:00', 'Massage', 1);
SELECT fitclub.create_class('yoga', 3, 1, '2101-01-04 09:00', '2101-01-04 11:00'),
	fitclub.create_class('Massage', 3, 1, '2101-01-04 12:00', '2101-01-04 13:00'),
	fitclub.create_class('Spin', 3, 1, '2101-01-04 14:00', '2101-01-04 15:00');
SELECT s.activity_type, s.price, b.amount
FROM fitclub.private_session AS s JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
ORDER BY s.session_id;
SELECT name, price FROM fitclub.class_schedule ORDER BY class_id;

-- Who gives it: asked of a new trainer, and not of the one who does.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$book_session(2, 3, NULL, '2101-01-05 09:00', '2101-01-05 10:00', 'Massage')$$,
	$$reschedule_session(1, '2101-01-05 09:00', trainer_id => 3)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT fitclub.set_trainer_service(2, 3);
SELECT sqlstate, constraint_name FROM test.refusal($$SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-05 09:00', '2101-01-05 10:00')$$);
SELECT fitclub.reschedule_class(1, '2101-01-04 10:00');
SELECT fitclub.substitute_trainer(1, 2);
SELECT sqlstate, constraint_name FROM test.refusal($$SELECT fitclub.substitute_trainer(1, 1)$$);
SELECT fitclub.set_trainer_service(2, 3, offers => false);
SELECT fitclub.substitute_trainer(1, 1);

-- Members book its length, and keep it.
SET fitclub.identity = 'member:2';
SELECT message, sqlstate, constraint_name, table_name, column_name, detail, hint
FROM test.refusal($$SELECT fitclub.book_session(2, 2, NULL, '2101-01-06 09:00', '2101-01-06 09:30', 'Massage')$$) \gx
SELECT fitclub.book_session(2, 2, NULL, '2101-01-06 09:00', '2101-01-06 10:00', 'Massage') AS session;
SELECT sqlstate, constraint_name
FROM test.refusal($$SELECT fitclub.reschedule_session(7, '2101-01-06 11:00', '2101-01-06 11:30')$$);
SELECT fitclub.reschedule_session(7, '2101-01-06 11:00');
RESET fitclub.identity;
SELECT fitclub.reschedule_session(7, '2101-01-06 11:00', '2101-01-06 11:30');
SET fitclub.identity = 'member:2';
SELECT fitclub.reschedule_session(7, '2101-01-06 12:00');
RESET fitclub.identity;

-- Of others they book what the club allows, at its steps; clocks go back on 2101-11-06.
SELECT fitclub.update_club(time_zone => 'America/Toronto', shortest_session => '30 minutes', longest_session => '90 minutes', start_step => '15 minutes');
SELECT c.settings, r.sqlstate, r.constraint_name, r.detail
FROM unnest(ARRAY['shortest_session => ''-1 second''', 'shortest_session => ''25 hours''', 'longest_session => ''0''',
	'longest_session => ''1 day 1 second''', 'start_step => ''1 month''', 'start_step => ''-1 second''']) AS c (settings)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.update_club(%s)', c.settings)) AS r;
-- The shortest is not longer than the longest, whichever of them is set; both change at once.
SELECT c.settings, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY['shortest_session => ''90 minutes 1 second''', 'longest_session => ''29 minutes''', 'shortest_session => ''3 hours'', longest_session => ''2 hours''',
	'shortest_session => ''90 minutes''', 'shortest_session => ''2 hours'', longest_session => ''2 hours''']) AS c (settings)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.update_club(%s)', c.settings)) AS r;
SELECT sqlstate, constraint_name FROM test.refusal($$UPDATE fitclub.club SET longest_session = '10 minutes'$$);
SELECT shortest_session, longest_session FROM fitclub.club_info();
SELECT fitclub.update_club(shortest_session => '30 minutes', longest_session => '90 minutes') AS club;
CREATE VIEW test.asked AS
SELECT * FROM (VALUES
	(1, '2101-10-30 09:15-04'::timestamptz, interval '30 minutes', 'Personal training'),
	(2, '2101-10-30 10:15-04', '29 minutes 59 seconds', 'Personal training'),
	(3, '2101-10-30 11:15-04', '90 minutes', 'Sauna'),
	(4, '2101-10-30 13:15-04', '90 minutes 1 second', 'Sauna'),
	(5, '2101-10-30 15:20-04', '30 minutes', 'Personal training'),
	(6, '2101-10-30 16:20-04', '20 minutes', 'Massage'),
	(7, '2101-11-06 01:45-05', '30 minutes', 'Personal training')
) AS a (n, start_time, length, activity);
SET fitclub.identity = 'member:2';
SELECT a.n, a.activity, c.rule, c.resource, c.resource_id, c.message
FROM test.asked AS a
CROSS JOIN LATERAL fitclub.find_conflicts(3, a.start_time, a.start_time + a.length, 2, activity_type => a.activity) AS c
ORDER BY a.n, c.rule;
SELECT a.n, a.activity, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM test.asked AS a
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.book_session(2, 3, NULL, %L, %L, %L)', start_time, start_time + length, activity)) AS r
WHERE r.sqlstate IS NOT NULL ORDER BY a.n;
SELECT fitclub.book_session(2, 3, NULL, '2101-10-31 09:00-04', '2101-10-31 10:00-04') AS session;
-- What is moved keeps its length, whatever the club says by now.
RESET fitclub.identity;
SELECT fitclub.update_club(shortest_session => '2 hours', longest_session => '24 hours', start_step => '1 hour') AS club;
SET fitclub.identity = 'member:2';
SELECT c.call, r.sqlstate, r.constraint_name, r.left_behind
FROM unnest(ARRAY[
	$$reschedule_session(11, '2101-10-31 12:30-04')$$,
	$$reschedule_session(11, '2101-10-31 09:00-04', '2101-10-31 10:30-04')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT fitclub.reschedule_session(11, '2101-10-31 12:00-04');
-- 24 hours is no limit: the day on which clocks go back has 25.
SELECT fitclub.book_session(2, 3, NULL, '2102-11-05 00:00-04', '2102-11-06 00:00-05') AS session;
RESET fitclub.identity;
-- Nobody else is bound.
SELECT rule FROM fitclub.find_conflicts(3, '2101-10-31 15:07-04', '2101-10-31 15:08-04', 2, activity_type => 'Personal training');
SELECT rule FROM fitclub.find_conflicts(3, '2101-10-31 15:07-04', '2101-10-31 15:08-04', 2, activity_type => 'massage');
SELECT fitclub.book_session(2, 3, NULL, '2101-10-31 15:07-04', '2101-10-31 15:08-04') AS session;
DROP VIEW test.asked;
SELECT fitclub.update_club(time_zone => 'UTC') AS club;

-- One that is not active is none.
SELECT fitclub.update_service(1, is_active => false);
SELECT fitclub.book_session(2, 3, NULL, '2101-01-07 09:00', '2101-01-07 09:10', 'Massage') AS session;
SELECT price FROM fitclub.private_session ORDER BY session_id DESC LIMIT 1;
SELECT * FROM fitclub.verify();

SELECT test.clean_club();
