--
-- Rooms, equipment and the life of an issue.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com');
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');
SELECT fitclub.create_staff('Hugo', 'Roy', 'hugo.roy@example.com', 'long enough');

-- Rooms.
SELECT fitclub.create_room('Pool', 10, 1);
SELECT fitclub.create_room('Main Hall', 10000);
SELECT fitclub.create_room(capacity => 1, name => 'Cell');
SELECT fitclub.update_room(3, 'Consulting Room', 3, 1);
SELECT fitclub.update_room(1, clear => '{primary_trainer_id}');
SELECT fitclub.update_room(2);
SELECT * FROM fitclub.room ORDER BY room_id;

SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$create_room(NULL, 10)$$,
	$$create_room('X', NULL)$$,
	$$create_room('', 10)$$,
	$$create_room('  ', 10)$$,
	$$create_room('X', 0)$$,
	$$create_room('X', -1)$$,
	$$create_room('X', 10001)$$,
	$$create_room('X', 10, 999)$$,
	$$update_room(NULL, 'X')$$,
	$$update_room(999, 'X')$$,
	$$update_room(1, ' ')$$,
	$$update_room(1, capacity => 0)$$,
	$$update_room(1, primary_trainer_id => 999)$$,
	$$update_room(1, clear => '{capacity}')$$,
	$$update_room(1, clear => NULL)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name
FROM unnest(ARRAY[
	$$SELECT fitclub.create_room('Pool', 5)$$,
	$$SELECT fitclub.update_room(2, name => 'Pool')$$,
	$$INSERT INTO fitclub.room (name, capacity) VALUES ('X', 0)$$,
	$$INSERT INTO fitclub.room (name, capacity) VALUES ('X', 10001)$$,
	$$INSERT INTO fitclub.room (name, capacity) VALUES (' ', 5)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- Equipment.
SELECT fitclub.add_equipment(1, 'Pool Lift');
SELECT fitclub.add_equipment(2, 'Rowing Machine', 1, 'under_maintenance', 'Loud', '2025-01-31');
SELECT fitclub.add_equipment(2, 'Old Bike', status => 'retired');
SELECT fitclub.add_equipment(2, 'Scale', status => 'out_of_order');
SELECT * FROM fitclub.equipment ORDER BY equipment_id;
SELECT fitclub.update_equipment(2, status => 'operational', notes => 'Quiet');
SELECT fitclub.update_equipment(1, 3, 'Body Scale', 1, 'operational', 'Calibrated', '2025-02-28');
SELECT fitclub.update_equipment(4);
SELECT * FROM fitclub.equipment ORDER BY equipment_id;
SELECT fitclub.update_equipment(1, clear => '{trainer_id,notes,last_serviced_date}');
SELECT * FROM fitclub.equipment WHERE equipment_id = 1;

SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$add_equipment(NULL, 'X')$$,
	$$add_equipment(999, 'X')$$,
	$$add_equipment(1, NULL)$$,
	$$add_equipment(1, ' ')$$,
	$$add_equipment(1, 'X', 999)$$,
	$$add_equipment(1, 'X', status => 'broken')$$,
	$$add_equipment(1, 'X', status => 'Operational')$$,
	$$add_equipment(1, 'X', status => '')$$,
	$$add_equipment(1, 'X', status => NULL)$$,
	$$add_equipment(1, 'X', last_serviced_date => 'infinity')$$,
	$$update_equipment(NULL)$$,
	$$update_equipment(999, name => 'X')$$,
	$$update_equipment(1, room_id => 999)$$,
	$$update_equipment(1, trainer_id => 999)$$,
	$$update_equipment(1, name => '')$$,
	$$update_equipment(1, status => 'open')$$,
	$$update_equipment(1, last_serviced_date => '-infinity')$$,
	$$update_equipment(1, clear => '{room_id}')$$,
	$$update_equipment(1, clear => '{status}')$$,
	$$update_equipment(1, clear => NULL)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT r.sqlstate, r.constraint_name
FROM test.refusal($$UPDATE fitclub.equipment SET status = 'broken' WHERE equipment_id = 1$$) AS r;
SELECT r.sqlstate IN ('23503', '23001') AS refused, r.constraint_name
FROM test.refusal('DELETE FROM fitclub.room WHERE room_id = 2') AS r;
SELECT test.state() = :'before' AS unchanged;

-- An issue: reported, taken in hand, resolved; the equipment goes along.
CREATE VIEW test.issue AS
SELECT i.maintenance_id, i.equipment_id, e.name, e.status AS equipment_status, e.last_serviced_date,
	i.staff_id, i.description, i.status, i.resolved_at,
	i.reported_at BETWEEN now() - interval '1 hour' AND now() AS reported_now
FROM fitclub.equipment_maintenance AS i JOIN fitclub.equipment AS e USING (equipment_id);
SELECT fitclub.report_issue(2, 'The display stays dark');
SELECT fitclub.report_issue(2, 'The seat is loose', 1, out_of_order => true);
SELECT * FROM test.issue ORDER BY maintenance_id;
UPDATE fitclub.equipment_maintenance SET reported_at = '2025-01-31 10:00+00'; -- longer ago than what follows
SELECT fitclub.update_issue(1, 'in_progress', staff_id => 2);
SELECT * FROM test.issue ORDER BY maintenance_id;
-- With another issue open the equipment is not yet back.
SELECT fitclub.resolve_issue(1, resolved_at => '2025-03-01 10:00+00');
SELECT * FROM test.issue ORDER BY maintenance_id;
SELECT fitclub.resolve_issue(2, 2, '2025-02-20 10:00+00');
SELECT * FROM test.issue ORDER BY maintenance_id;
-- It comes again: reopened, and resolved once more. A service before the last one does not move the date back.
SELECT fitclub.update_issue(2, 'open', 'The seat is loose again');
SELECT * FROM test.issue WHERE maintenance_id = 2;
SELECT fitclub.update_issue(2, description => 'The seat is very loose');
SELECT fitclub.update_issue(2);
SELECT * FROM test.issue WHERE maintenance_id = 2;
-- The date of the service is the club's: late in the evening of the fourth in Toronto.
SELECT fitclub.update_club(time_zone => 'America/Toronto');
SELECT fitclub.resolve_issue(maintenance_id => 2, resolved_at => '2025-03-05 02:00+00');
SELECT fitclub.update_club(time_zone => 'UTC');
SELECT * FROM test.issue WHERE maintenance_id = 2;
-- What is retired stays so, whatever is reported of it.
SELECT fitclub.report_issue(3, 'Rust', out_of_order => true);
SELECT fitclub.update_issue(3, 'in_progress');
SELECT status FROM fitclub.equipment WHERE equipment_id = 3;
SELECT fitclub.resolve_issue(3);
SELECT status FROM fitclub.equipment WHERE equipment_id = 3;
-- A description alone does not reopen what is resolved.
SELECT fitclub.update_issue(1, description => 'The display stayed dark', staff_id => 1);
SELECT * FROM test.issue WHERE maintenance_id = 1;
-- A report alone does not change the equipment.
SELECT fitclub.report_issue(4, 'No batteries');
SELECT status FROM fitclub.equipment WHERE equipment_id = 4;

SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$report_issue(NULL, 'X')$$,
	$$report_issue(999, 'X')$$,
	$$report_issue(1, NULL)$$,
	$$report_issue(1, '  ')$$,
	$$report_issue(1, 'X', 999)$$,
	$$report_issue(1, 'X', out_of_order => NULL)$$,
	$$update_issue(NULL)$$,
	$$update_issue(999, 'open')$$,
	$$update_issue(4, 'closed')$$,
	$$update_issue(4, 'resolved')$$,
	$$update_issue(4, description => '')$$,
	$$update_issue(4, staff_id => 999)$$,
	$$resolve_issue(NULL)$$,
	$$resolve_issue(999)$$,
	$$resolve_issue(1)$$,
	$$resolve_issue(4, 999)$$,
	$$resolve_issue(4, resolved_at => NULL)$$,
	$$resolve_issue(4, resolved_at => 'infinity')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT c.assignment, r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$status = 'closed'$$, $$status = 'resolved'$$, $$resolved_at = now()$$,
	$$status = 'resolved', resolved_at = 'infinity'$$, $$description = ' '$$
	]) WITH ORDINALITY AS c (assignment, n)
CROSS JOIN LATERAL test.refusal(format('UPDATE fitclub.equipment_maintenance SET %s WHERE maintenance_id = 4', c.assignment)) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- History goes with its owner; who dealt with it may leave, and so may a trainer in charge.
DELETE FROM fitclub.equipment WHERE equipment_id = 3;
DELETE FROM fitclub.administrative_staff WHERE staff_id = 1;
DELETE FROM fitclub.trainer WHERE trainer_id = 1;
SELECT maintenance_id, staff_id FROM fitclub.equipment_maintenance ORDER BY maintenance_id;
SELECT equipment_id, trainer_id FROM fitclub.equipment ORDER BY equipment_id;
SELECT room_id, primary_trainer_id FROM fitclub.room ORDER BY room_id;
DROP VIEW test.issue;

-- A room's capacity is not lowered below that of its classes to come.
SELECT fitclub.create_trainer('Omar', 'Ali', 'omar.ali@example.com') AS trainer \gset
SELECT fitclub.set_availability(:trainer, day, '00:00', '24:00') FROM generate_series(0, 6) AS day;
SELECT fitclub.create_room('Studio', 12) AS room \gset
SELECT fitclub.create_class('Yoga', :trainer, :room, '2101-01-03 10:00+00', '2101-01-03 11:00+00', 8) AS to_come \gset
SELECT fitclub.update_room(:room, capacity => 8);
SELECT test.state() AS before \gset
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint FROM test.refusal(format('SELECT fitclub.update_room(%s, capacity => 7)', :'room')) AS r;
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint FROM test.refusal(format('UPDATE fitclub.room SET capacity = 7 WHERE room_id = %s', :'room')) AS r;
SELECT test.state() = :'before' AS unchanged;
-- A larger one is no harm, nor is a smaller one after the class is cancelled.
SELECT fitclub.update_room(:room, capacity => 9);
SELECT fitclub.cancel_class(:to_come);
SELECT fitclub.update_room(:room, capacity => 7);
-- Classes of the past are excused: the room was larger then. New ones are not.
SELECT fitclub.update_room(:room, capacity => 12);
SELECT fitclub.create_class('Yoga', :trainer, :room, '2001-01-01 10:00+00', '2001-01-01 11:00+00', 12) AS past \gset
SELECT fitclub.create_class('Yoga', :trainer, :room, '2101-01-03 10:00+00', '2101-01-03 11:00+00', 5) AS to_come \gset
SELECT fitclub.update_room(:room, capacity => 6);
SELECT r.capacity AS room, c.capacity AS class, c.may_exceed_room, c.start_time
FROM fitclub.class_schedule AS c JOIN fitclub.room AS r USING (room_id)
WHERE c.cancelled_at IS NULL ORDER BY c.start_time;
SELECT r.sqlstate, r.constraint_name, r.message
FROM test.refusal(format('SELECT fitclub.update_class(%s, capacity => 7)', :'to_come')) AS r;
SELECT * FROM fitclub.check_calendar();
-- Where the club allows classes over the room, the room may shrink.
SELECT fitclub.update_club(allow_class_over_room => true);
SELECT fitclub.update_room(:room, capacity => 4);
SELECT * FROM fitclub.check_calendar();
SELECT fitclub.update_club(allow_class_over_room => false);
SELECT fitclub.update_room(:room, capacity => 3);
SELECT r.sqlstate, r.constraint_name, r.message
FROM test.refusal(format('SELECT fitclub.create_class(''Yoga'', %s, %s, ''2101-01-04 10:00+00'', ''2101-01-04 11:00+00'', 4)',
	:'trainer', :'room')) AS r;
SELECT * FROM fitclub.check_calendar();
