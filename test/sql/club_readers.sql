--
-- What members, trainers and the desk see.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

-- Ana 1, Ben 2, Cara 3 and two with signs in their names; trainers Tina 1, Omar 2.
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com', '+1 416 555 0141', '1994-03-12', 'female', 62, 'Half marathon');
SELECT fitclub.create_member('Ben', 'Cole', 'ben.cole@example.com');
SELECT fitclub.create_member('Cara', 'Diaz', 'cara.diaz@example.com');
SELECT fitclub.create_member('Per%cent', 'Under_score', 'signs@example.com');
SELECT fitclub.create_member('Back\slash', 'Lee', 'slash@example.com');
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com', specialization => 'Strength');
SELECT fitclub.create_trainer('Omar', 'Ali', 'omar.ali@example.com');
SELECT fitclub.create_room('Studio', 3, 1), fitclub.create_room('Hall', 20);
SELECT fitclub.set_availability(trainer, day, '00:00', '24:00') FROM generate_series(1, 2) AS trainer, generate_series(0, 6) AS day ORDER BY 1;
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');

-- An empty dashboard and an empty schedule.
SELECT jsonb_pretty(fitclub.member_dashboard(2) #- '{profile,joined_at}');
SELECT jsonb_pretty(fitclub.trainer_schedule(2, '2101-01-01', '2101-02-01'));
SELECT fitclub.member_dashboard(2) #> '{profile,joined_at}' = to_jsonb(joined_at) AS joined_at FROM fitclub.member WHERE member_id = 2;

-- Ana: 25 metrics, two of them without a weight at the end; sessions gone, cancelled and to come; classes likewise.
INSERT INTO fitclub.health_metric (member_id, recorded_at, weight, heart_rate, target_weight)
	SELECT 1, timestamptz '2025-01-01 08:00+00' + n * interval '1 day',
		CASE WHEN n <= 23 THEN 70 - n * 0.1 END, 60 + n, 62 FROM generate_series(1, 25) AS n;
SELECT fitclub.book_session(1, 1, 1, '2001-01-02 09:00', '2001-01-02 10:00') AS gone \gset
SELECT fitclub.book_session(1, 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', 'Boxing', 85.50) AS later \gset
SELECT fitclub.book_session(1, 2, NULL, '2101-01-04 09:00', '2101-01-04 10:30', price => 0) AS sooner \gset
SELECT fitclub.book_session(1, 1, 1, '2101-01-06 09:00', '2101-01-06 10:00') AS cancelled \gset
SELECT fitclub.cancel_session(:cancelled);
SELECT fitclub.create_class('Old Yoga', 2, 2, '2001-01-03 10:00', '2001-01-03 11:00', price => 0) AS old_yoga \gset
SELECT fitclub.create_class('Older Yoga', 2, 2, '2001-01-02 10:00', '2001-01-02 11:00', price => 0) AS older_yoga \gset
SELECT fitclub.create_class('Yoga', 2, 2, '2101-01-05 10:00', '2101-01-05 11:00', 2, 30) AS yoga \gset
SELECT fitclub.create_class('Spin', 1, 1, '2101-01-05 12:00', '2101-01-05 13:00', price => 0) AS spin \gset
SELECT fitclub.create_class('Off', 1, 1, '2101-01-05 14:00', '2101-01-05 15:00') AS off \gset
SELECT fitclub.register_for_class(1, :old_yoga) AS seat \gset
SELECT fitclub.record_attendance(:seat);
SELECT fitclub.register_for_class(1, :older_yoga) > 0 AS not_attended;
SELECT fitclub.register_for_class(1, :yoga), fitclub.register_for_class(2, :yoga), fitclub.register_for_class(3, :spin);
SELECT fitclub.register_for_class(1, :off);
SELECT fitclub.cancel_class(:off);
SELECT fitclub.register_for_class(1, :spin) AS seat \gset
SELECT fitclub.cancel_registration(:seat);
SELECT billing_id AS bill FROM fitclub.billing_item WHERE private_session_id = :later \gset
SELECT fitclub.record_payment(:bill, 20.25, 'cash', 1) AS payment \gset

SELECT jsonb_pretty((fitclub.member_dashboard(1) - 'metrics') #- '{profile,joined_at}');
SELECT jsonb_array_length(d -> 'metrics') AS metrics, d #> '{metrics,0}' AS first, d #> '{metrics,19}' AS last,
	(d -> 'balance_owed')::numeric = fitclub.member_balance(1) AS owes
FROM fitclub.member_dashboard(1) AS d;

-- Seats left; classes that began or are cancelled are not upcoming.
SELECT * FROM fitclub.list_upcoming_classes();
SELECT class_id, seats_left FROM fitclub.list_upcoming_classes('2101-01-05 10:00', '2101-01-05 12:00');
SELECT class_id, seats_left FROM fitclub.list_upcoming_classes('2101-01-05 10:00:01', '2101-01-05 12:00:01');
SELECT class_id, name FROM fitclub.list_upcoming_classes('2001-01-01', '2001-02-01');
SELECT count(*) FROM fitclub.list_upcoming_classes(NULL, NULL);
SELECT count(*) FROM fitclub.list_upcoming_classes('2101-02-01', '2101-02-01');

-- The trainer's week: what overlaps the stretch at all, with bills, payments and issues in the trainer's care.
SELECT fitclub.add_equipment(1, 'Rack'), fitclub.add_equipment(2, 'Bike', 1), fitclub.add_equipment(2, 'Mat'), fitclub.add_equipment(1, 'Bench', 1);
SELECT fitclub.report_issue(1, 'Bent pin'), fitclub.report_issue(2, 'Loose pedal'), fitclub.report_issue(3, 'Torn'),
	fitclub.report_issue(4, 'Squeaks'), fitclub.report_issue(4, 'Rust');
SELECT fitclub.update_issue(2, 'in_progress'), fitclub.resolve_issue(5);
UPDATE fitclub.equipment_maintenance SET reported_at = timestamptz '2025-01-01 00:00+00' + maintenance_id * interval '1 day' WHERE status <> 'resolved';
SELECT test.forge('UPDATE fitclub.payment SET paid_at = ''2025-02-01 00:00+00''');
SELECT jsonb_pretty(fitclub.trainer_schedule(1, '2101-01-03', '2101-01-10'));
SELECT s.from_time, s.to_time, jsonb_array_length(d -> 'sessions') AS sessions, jsonb_array_length(d -> 'classes') AS classes,
	jsonb_array_length(d -> 'payments') AS payments, jsonb_array_length(d -> 'open_bills') AS open_bills
FROM (VALUES
	(timestamptz '2101-01-05 09:59:59', timestamptz '2101-01-05 12:00'),
	('2101-01-05 10:00', '2101-01-05 12:00:01'),
	('2101-01-05 09:30', '2101-01-05 09:31'),
	('2101-01-05 13:00', '2101-01-06 10:00'),
	('2001-01-01', '2001-02-01'),
	('2101-01-10', '2101-01-10'),
	('2101-01-05 09:30', '2101-01-05 09:30')
) AS s (from_time, to_time)
CROSS JOIN LATERAL fitclub.trainer_schedule(1, s.from_time, s.to_time) AS d;
SELECT jsonb_path_query_array(fitclub.trainer_schedule(2, '2101-01-03', '2101-01-10'), '$.classes[*].seats_left') AS seats_left,
	jsonb_path_query_array(fitclub.trainer_schedule(2, '2101-01-03', '2101-01-10'), '$.open_bills[*].member') AS debtors;
-- No list stops short.
BEGIN;
INSERT INTO fitclub.billing_item (member_id, trainer_id, amount, description) SELECT 1, 1, 1, 'Towel' FROM generate_series(1, 120);
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
	SELECT 1, 1, start, start + interval '1 hour' FROM generate_series(timestamptz '2101-03-01 08:00', '2101-03-25 08:00', interval '1 day') AS start;
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
	SELECT 'Long run', 2, 2, start, start + interval '1 hour', 5 FROM generate_series(timestamptz '2101-03-01 10:00', '2101-03-25 10:00', interval '1 day') AS start;
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
	SELECT 1, class_id, start_time, end_time FROM fitclub.class_schedule WHERE name = 'Long run';
SELECT count(*) FROM jsonb_array_elements(fitclub.trainer_schedule(1) -> 'open_bills') AS b WHERE b ->> 'description' = 'Towel';
SELECT count(*) FROM jsonb_array_elements(fitclub.member_dashboard(1) -> 'upcoming_sessions') AS s WHERE s ->> 'start_time' ~ '2101-03';
SELECT count(*) FROM jsonb_array_elements(fitclub.member_dashboard(1) -> 'upcoming_classes') AS c WHERE c ->> 'name' = 'Long run';
ROLLBACK;

-- A trainer looks up members by any part of the name, in any case, and of those only whom they work with.
SELECT * FROM fitclub.lookup_members(1);
SELECT member_id, first_name FROM fitclub.lookup_members(2);
SELECT fitclub.book_session(4, 1, NULL, '2101-01-07 09:00', '2101-01-07 10:00', price => 0),
	fitclub.book_session(5, 1, NULL, '2101-01-07 10:00', '2101-01-07 11:00', price => 0);
SELECT n.name, (SELECT string_agg(m.first_name, ', ' ORDER BY m.member_id) FROM fitclub.lookup_members(1, n.name) AS m) AS found
FROM unnest(ARRAY['ana', 'LEE', 'a L', 'Ana Lee', 'Lee Ana', '%', '_', '\', 'A%a', '_na', 'nt U', '', NULL, 'ben', 'nobody', ' '])
	WITH ORDINALITY AS n (name, position)
ORDER BY n.position;
-- A cancelled booking is no work together; nothing is granted beyond reading.
SELECT fitclub.create_member('Dan', 'Moss', 'dan.moss@example.com') AS dan \gset
SELECT fitclub.book_session(:dan, 1, NULL, '2101-01-08 09:00', '2101-01-08 10:00') AS session \gset
SELECT member_id = :dan AS dan FROM fitclub.lookup_members(1, 'dan');
SELECT fitclub.cancel_session(:session);
SELECT member_id = :dan AS dan FROM fitclub.lookup_members(1, 'dan');

-- A room's bookings between two instants.
SELECT * FROM fitclub.room_bookings(1);
SELECT * FROM fitclub.room_bookings(2, '2001-01-01', '2101-02-01');
SELECT s.from_time, s.to_time, (SELECT string_agg(b.kind, ' ' ORDER BY b.start_time) FROM fitclub.room_bookings(1, s.from_time, s.to_time) AS b)
FROM (VALUES
	(timestamptz '2101-01-05 10:00', timestamptz '2101-01-05 12:00'),
	('2101-01-05 09:59:59', '2101-01-05 12:00:01'),
	('2101-01-05 12:30', '2101-01-05 12:31'),
	('2101-01-06', '2101-01-07'),
	('2101-01-07', '2101-01-07'),
	(NULL, NULL)
) AS s (from_time, to_time);
-- A booking of a whole day is found by its last minute.
SELECT fitclub.book_session(2, 2, 1, '2101-01-09 00:00', '2101-01-10 00:00', price => 0) AS day \gset
SELECT booking_id = :day AS found FROM fitclub.room_bookings(1, '2101-01-09 23:59', '2101-01-10 12:00');
SELECT jsonb_array_length(fitclub.trainer_schedule(2, '2101-01-09 23:59', '2101-01-10 12:00') -> 'sessions') AS found;
SELECT count(*) FROM fitclub.room_bookings(1, '2101-01-10 00:00', '2101-01-10 12:00');

-- Who and what is not there.
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message
FROM unnest(ARRAY['member_dashboard(999)', 'member_dashboard(NULL)', 'trainer_schedule(999)', 'trainer_schedule(NULL)',
	'lookup_members(999)', 'lookup_members(999, ''ana'')', 'lookup_members(NULL)', 'room_bookings(999)', 'room_bookings(NULL)',
	'_internal.require_id(NULL, 1)', '_internal.require_id(''member'', NULL)', '_internal.require_id(''billing_item'', 999)',
	'_internal.require_id(''elephant'', 1)', '_internal.require_id(''club'', 1)', '_internal.require_id(''staff_password'', 1)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM ' || replace('fitclub.' || c.call, '._', '_')) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- Readers run where nothing may be written.
BEGIN READ ONLY;
SELECT fitclub.member_dashboard(1) IS NOT NULL AS dashboard, fitclub.trainer_schedule(1) IS NOT NULL AS schedule,
	(SELECT count(*) FROM fitclub.lookup_members(1)) AS members, (SELECT count(*) FROM fitclub.room_bookings(1)) AS bookings,
	(SELECT count(*) FROM fitclub.list_upcoming_classes()) AS classes, fitclub.member_balance(1) AS balance,
	(SELECT count(*) FROM fitclub.member_statement(1)) AS lines, (SELECT count(*) FROM fitclub.health_history(1)) AS metrics,
	(SELECT count(*) FROM fitclub.check_calendar()) AS broken;
COMMIT;
