--
-- Rows of another system: what is refused beside what the club has already,
-- how values are written, and whose rights it takes. test/t/whole_import.pl has
-- many rows.
--
\pset format unaligned
\pset footer off
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, MDY';
SET TimeZone = 'UTC';
-- Ann 1, Bob 2, Cat 3; Tina 1, Tom 2; Hall 1, Studio 2.
SELECT test.open_club();
-- Without import tables there is nothing to look at.
SELECT fitclub.find_import_problems();
SELECT fitclub.load_import();
SELECT fitclub.create_import_tables();
-- None of them has a row.
SELECT * FROM fitclub.load_import();
-- A session that makes them again loses what is in them.
INSERT INTO import_room (room_id, name) VALUES ('x', 'y');
SELECT fitclub.create_import_tables();
SELECT count(*) FROM import_room;
-- The columns are those of the tables.
SELECT s.target, c AS missing
FROM fitclub_internal.import_shape() AS s CROSS JOIN unnest(s.column_names) AS c
WHERE NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = s.target AND a.attname = c);

-- Values: what is none, and what is one.
BEGIN;
INSERT INTO import_member (member_id, first_name, last_name, email, date_of_birth, joined_at)
SELECT 100 + n, 'M', 'N', format('m%s@x.example', n), born, joined
FROM (VALUES
	(1, '2024-02-29', '2024-03-10'), (2, '2023-02-29', '2024-03-10 02:30'), (3, '1990-13-01', '2024-11-03T01:30:00-05:00'),
	(4, '0000-01-01', '2024-06-01 12:00:00.5Z'), (5, '1990-1-1', '2024-06-01 24:00'), (6, '01.02.1990', '2024-06-01 12:00 CET'),
	(7, '', '2024-06-01 12:00+05:45'), (8, 'infinity', '-infinity'), (9, '1990-04-31', '2024-06-01 12:60'),
	(10, '1990-04-30', '2001-02-03T04:05:06.789-0330'), (11, 'today', 'now'), (12, '1990-04-30 ', '2024-06-01 12:00+16'),
	(13, '10000-01-01', '2024-06-01T12'), (14, '4000-01-01', '24-06-01'),
	(15, '', '2024-03-10 02:30'), (16, '', '2024-11-03 1:30')) AS v (n, born, joined);
INSERT INTO import_member (member_id, first_name, last_name) VALUES ('117', 'M', 'N');
INSERT INTO import_trainer (trainer_id, first_name, last_name, email, is_active)
SELECT id, 'T', 'R', format('t%s@x.example', n), active
FROM (VALUES
	(1, '11', 'yes'), (2, '1e2', 'No'), (3, '12.0', '1'), (4, '99999999999999999999', 'off'), (5, '-3', 'TRUE'),
	(6, '', ''), (7, ' 13', 'nein'), (8, '0x10', 'f')) AS v (n, id, active);
INSERT INTO import_room (room_id, name, capacity)
VALUES ('21', 'R1', '2147483648'), ('22', 'R2', '+10'), ('23', 'R3', '1.0'), ('24', 'r2', '5'), ('25', 'hall', '5');
INSERT INTO import_trainer_availability (trainer_id, day_of_week, start_time, end_time, available_on)
VALUES ('11', '0', '09:00', '24:00', ''), ('11', '', '9:00', '12:00', '2040-01-03'), ('11', '', '11:00', '13:00', '2040-01-03'),
	('11', '32768', '00:00', '01:00', ''), ('11', '1', '24:01', '24:00', ''), ('11', '2', '10:00', '10:00', '2040-01-03');
INSERT INTO import_billing_item (billing_id, member_id, amount, description)
SELECT n, 1, amount, 'x'
FROM (VALUES
	(1, '12,50'), (2, '1.005'), (3, '1.5000'), (4, '$5'), (5, '1 000'), (6, '0'), (7, '-5'), (8, '12345678901'),
	(9, 'NaN'), (10, '.5'), (11, '5.'), (12, '+8')) AS v (n, amount);
SELECT * FROM fitclub.find_import_problems();
-- By the club's clock: a time that there is not is an hour later, and one that there is twice is the second.
SELECT fitclub.update_club(time_zone => 'America/Toronto');
SELECT count(*) FROM fitclub.load_import();
SET LOCAL TimeZone = 'America/Toronto';
SELECT member_id, date_of_birth, joined_at
FROM fitclub.member WHERE member_id > 100 ORDER BY 1;
SELECT trainer_id, is_active FROM fitclub.trainer WHERE trainer_id > 10 ORDER BY 1;
SELECT day_of_week, start_time, end_time, is_recurring, available_on
FROM fitclub.trainer_availability WHERE trainer_id = 11 ORDER BY 1, 2;
SELECT billing_id, amount, status FROM fitclub.billing_item ORDER BY 1;
-- Numbers go on after these.
SELECT fitclub.create_member('New', 'Member', 'new@x.example') > max(m.member_id) AS is_next
FROM fitclub.member AS m;
SELECT * FROM fitclub.verify();
ROLLBACK;

-- What the club has: Ann's hour with Tina in the Hall.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00') AS session;
SELECT fitclub.create_import_tables();
INSERT INTO import_member (member_id, first_name, last_name, email)
VALUES ('2', 'Not', 'Bob', 'not.bob@x.example'), ('51', 'Eve', 'Fox', 'ANN@example.org'), ('52', 'Eve', 'Fox', 'eve@x.example');
INSERT INTO import_private_session (session_id, member_id, trainer_id, room_id, start_time, end_time, price)
VALUES
	-- the room, the trainer and the member are taken; each of them; none
	('1', '1', '1', '1', '2101-01-03 10:30', '2101-01-03 11:30', '0'),
	('101', '1', '1', '1', '2101-01-03 10:30', '2101-01-03 11:30', '0'),
	('102', '52', '2', '1', '2101-01-03 10:30', '2101-01-03 11:30', '0'),
	('103', '52', '1', '2', '2101-01-03 09:30', '2101-01-03 10:15', '0'),
	('104', '1', '2', '2', '2101-01-03 09:30', '2101-01-03 10:15', '0'),
	('105', '52', '1', '1', '2101-01-03 11:00', '2101-01-03 12:00', '0'),
	-- cancelled, so that it takes nobody's time
	('106', '1', '1', '1', '2101-01-03 10:30', '2101-01-03 11:30', '0'),
	-- a member of that number is in the import, and is not taken
	('107', '2', '2', '2', '2101-01-03 13:00', '2101-01-03 14:00', '0'),
	-- a member whom only the club has
	('108', '3', '2', '2', '2101-01-03 13:00', '2101-01-03 14:00', '0'),
	-- outside the hours, which only matter to what is to come
	('109', '3', '2', '2', '2101-01-03 03:00', '2101-01-03 04:00', '0'),
	('110', '3', '2', '2', '2001-01-03 03:00', '2001-01-03 04:00', '0'),
	-- the club closed, the room, the trainer away
	('111', '3', '2', '2', '2101-01-05 10:00', '2101-01-05 11:00', '0'),
	('112', '3', '2', '2', '2101-01-06 10:00', '2101-01-06 11:00', '0'),
	('113', '3', '2', '2', '2101-01-07 10:00', '2101-01-07 11:00', '0');
SELECT fitclub.close_club('2101-01-05', '2101-01-06'), fitclub.close_room(2, '2101-01-06', '2101-01-07'), fitclub.set_leave(2, '2101-01-07', '2101-01-08');
UPDATE import_private_session SET cancelled_at = '2025-01-01' WHERE session_id = '106';
INSERT INTO import_trainer_availability (trainer_id, day_of_week, start_time, end_time, available_on)
VALUES ('1', '0', '16:00', '19:00', ''), ('1', '', '16:00', '19:00', '2101-01-03'), ('1', '', '16:00', '19:00', '2001-01-01');
-- Bills and payments come with the import.
INSERT INTO import_billing_item (billing_id, member_id, private_session_id, amount) VALUES ('201', '1', '1', '85');
INSERT INTO import_payment (payment_id, member_id, billing_id, amount, payment_type) VALUES ('1', '1', '1', '85', 'card');
SELECT * FROM fitclub.find_import_problems();
SELECT count(*) AS refused FROM fitclub.load_import();
SELECT session_id FROM fitclub.private_session ORDER BY 1;
SELECT * FROM fitclub.verify();
-- Run once more it loads nothing twice.
SELECT table_name, count(DISTINCT line), count(DISTINCT line) = (
	SELECT count(*) FROM import_private_session) AS are_all
FROM fitclub.load_import() GROUP BY 1 HAVING table_name = 'private_session';

-- Money: payments that are right altogether, in any order; those that are not.
SELECT fitclub.create_import_tables();
INSERT INTO import_billing_item (billing_id, member_id, amount, description, created_at, status)
SELECT 300 + n, '1', '85', 'Bill', '2024-01-01', CASE n WHEN 7 THEN 'cancelled' ELSE 'paid' END FROM generate_series(1, 9) AS n;
INSERT INTO import_payment (payment_id, member_id, billing_id, amount, paid_at, payment_type, refund_of)
SELECT id, payer, bill, amount, paid_at, 'card', refund_of
FROM (VALUES
	-- refunded before it is paid, and paid again
	('3011', '1', '301', '-85', '2024-01-02', '3012'), ('3012', '1', '301', '85', '2024-01-03', ''),
	('3013', '1', '301', '85', '2024-01-02', ''),
	-- paid twice
	('3021', '1', '302', '85', '2024-01-03', ''), ('3022', '1', '302', '85', '2024-01-02', ''),
	-- given back more than was paid
	('3031', '1', '303', '50', '2024-01-02', ''), ('3032', '1', '303', '-30', '2024-01-03', '3031'),
	('3033', '1', '303', '-30', '2024-01-04', '3031'), ('3034', '1', '303', '35', '2024-01-05', ''),
	-- by another member, to another member, of another bill, of a refund, of nothing
	('3041', '2', '304', '85', '2024-01-02', ''), ('3042', '1', '304', '-5', '2024-01-03', '3041'),
	('3043', '1', '304', '-5', '2024-01-03', '3012'), ('3044', '1', '304', '-1', '2024-01-03', '3011'),
	('3045', '1', '304', '-1', '2024-01-03', '9999'),
	-- all given back
	('3051', '1', '305', '85', '2024-01-02', ''), ('3052', '1', '305', '-85', '2024-01-03', '3051'),
	-- a part, and that given back
	('3061', '1', '306', '5', '2024-01-02', ''), ('3062', '1', '306', '-5', '2024-01-03', '3061'),
	-- of a bill that is cancelled
	('3071', '1', '307', '85', '2024-01-02', ''),
	-- a part of it given back
	('3081', '1', '308', '85', '2024-01-02', ''), ('3082', '1', '308', '-5', '2024-01-03', '3081')
) AS v (id, payer, bill, amount, paid_at, refund_of);
SELECT * FROM fitclub.load_import();
SELECT billing_id, status, created_at::date, paid_at::date FROM fitclub.billing_item WHERE billing_id > 300 ORDER BY 1;
SELECT * FROM fitclub.verify();

-- Money on account comes in; nothing leaves an account, and it is given back on no bill.
SELECT fitclub.create_import_tables();
INSERT INTO import_billing_item (billing_id, member_id, amount, description, created_at)
VALUES ('310', '1', '85', 'Bill', '2024-01-01');
INSERT INTO import_payment (payment_id, member_id, billing_id, amount, paid_at, payment_type, refund_of)
VALUES ('3101', '1', '', '50', '2024-01-02', 'card', ''), ('3102', '1', '', '-60', '2024-01-03', 'card', '3101'),
	('3103', '1', '310', '50', '2024-01-03', 'credit', ''), ('3104', '1', '310', '-5', '2024-01-04', 'card', '3101'),
	('3105', '1', '310', '85', '2024-01-03', 'card', '');
SELECT * FROM fitclub.load_import();
SELECT payment_id, billing_id, amount FROM fitclub.payment WHERE payment_id > 3100 ORDER BY 1;
SELECT * FROM fitclub.verify();

-- It takes rights on the tables, and no more. What it does it does as the
-- caller, on whose tables there may be anything.
CREATE ROLE importer;
GRANT USAGE ON SCHEMA fitclub, fitclub_internal TO importer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub, fitclub_internal TO importer;
DISCARD TEMP;
SET ROLE importer;
SELECT fitclub.create_import_tables();
SELECT fitclub.load_import();
RESET ROLE;
DISCARD TEMP;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA fitclub TO importer;
GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA fitclub TO importer;
SET ROLE importer;
SELECT fitclub.create_import_tables();
INSERT INTO import_room (room_id, name, capacity) VALUES ('77', 'Annex', '5');
SELECT * FROM fitclub.load_import();
RESET ROLE;
SELECT room_id, name FROM fitclub.room WHERE room_id = 77;
SELECT p.proname FROM pg_proc AS p WHERE p.proname LIKE '%import%' AND p.prosecdef;
DISCARD TEMP;
DROP OWNED BY importer;
DROP ROLE importer;

-- In a stored room for several there is place for as many, stored ones counted.
SELECT test.open_club();
SELECT fitclub.update_room(1, max_bookings => 2);
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 10:00', '2101-01-03 11:00', price => 0) AS stored;
SELECT fitclub.create_import_tables();
INSERT INTO import_private_session (session_id, member_id, trainer_id, room_id, start_time, end_time, price)
SELECT 100 + n, 1 + n % 4, 1 + n % 3, room, starts, ends, 0
FROM (VALUES
	-- beside the stored one, and one too many
	(1, 1, '2101-01-03 10:30', '2101-01-03 11:30'), (2, 1, '2101-01-03 10:45', '2101-01-03 11:45'),
	-- beside the first of these
	(6, 1, '2101-01-03 11:00', '2101-01-03 12:00'),
	-- a room for one
	(7, 2, '2101-01-03 13:00', '2101-01-03 14:00'), (8, 2, '2101-01-03 13:30', '2101-01-03 14:30')
) AS v (n, room, starts, ends);
SELECT table_name, line, rule, detail FROM fitclub.find_import_problems();
SELECT count(*) FROM fitclub.load_import();
SELECT session_id, room_id, start_time FROM fitclub.private_session ORDER BY session_id;
SELECT * FROM fitclub.check_calendar() WHERE rule = 'room_double_booked';
DISCARD TEMP;
