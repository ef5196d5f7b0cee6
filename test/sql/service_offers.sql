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
	$$update_service(99, 'X')$$,
	$$update_service(1, clear => '{name}')$$,
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

-- One that is not active is none.
SELECT fitclub.update_service(1, is_active => false);
SELECT fitclub.book_session(2, 3, NULL, '2101-01-07 09:00', '2101-01-07 09:10', 'Massage') AS session;
SELECT price FROM fitclub.private_session WHERE session_id = 8;
SELECT * FROM fitclub.verify();

SELECT test.clean_club();
