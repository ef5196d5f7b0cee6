--
-- The desk's day and a member's bookings: rows with ids, in pages.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', 'Boxing', 80) AS boxing \gset
SELECT fitclub.book_session(1, 3, NULL, '2101-01-04 09:00', '2101-01-04 10:00', price => 0) AS online \gset
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 09:00', '2101-01-03 10:00', price => 40) AS other \gset
SELECT fitclub.cancel_session(fitclub.book_session(1, 1, 1, '2101-01-05 09:00', '2101-01-05 10:00')) > 0 AS cancelled;
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-03 11:00', '2101-01-03 12:00', 8, 30) AS yoga \gset
SELECT fitclub.register_for_class(1, :yoga) AS seat \gset
SELECT fitclub.register_for_class(2, :yoga) > 0 AS registered;
SELECT fitclub.create_class('Night', 3, 2, '2101-01-03 23:00', '2101-01-04 01:00', 8, 0) AS night \gset
SELECT fitclub.record_payment(billing_id, 30) > 0 AS paid FROM fitclub.billing_item WHERE private_session_id = :boxing;
-- Over, and attended.
SELECT fitclub.create_class('Spin', 3, 3, '2001-01-03 11:00', '2001-01-03 12:00', 2, 20) AS spin \gset
SELECT fitclub.register_for_class(1, :spin) AS spin_seat \gset
SELECT fitclub.record_attendance(:spin_seat);

-- All rooms, with those online; what reaches into the period counts.
SELECT * FROM fitclub.schedule('2101-01-03', '2101-01-05');
SELECT kind, booking_id, title FROM fitclub.schedule('2101-01-04 00:30', '2101-01-04 09:00');
SELECT kind, title FROM fitclub.schedule('2101-01-03', '2101-01-05', room_ids => '{2}');
SELECT kind, title FROM fitclub.schedule('2101-01-03', '2101-01-05', trainer_ids => '{1,2}');
SELECT kind, title FROM fitclub.schedule('2101-01-03', '2101-01-05', room_ids => '{1}', trainer_ids => '{1,2}');
SELECT count(*) FROM fitclub.schedule('2101-01-03', '2101-01-05', '{}');
-- Seven days when no end is given; nothing in no time.
SELECT count(*) FROM fitclub.schedule('2100-12-29');
SELECT count(*) FROM fitclub.schedule('2100-12-27 09:00');
SELECT count(*) FROM fitclub.schedule('2101-01-03 09:30', '2101-01-03 09:30');
-- In pages of one row: the same rows, each of them once.
WITH RECURSIVE page AS (
	(SELECT s.*, 1 AS n FROM fitclub.schedule('2101-01-03', '2101-01-05', max_rows => 1) AS s)
	UNION ALL
	SELECT s.*, p.n + 1 FROM page AS p
	CROSS JOIN LATERAL fitclub.schedule('2101-01-03', '2101-01-05', max_rows => 1,
		after_time => p.start_time, after_kind => p.kind, after_id => p.booking_id) AS s)
SELECT n, kind, booking_id FROM page ORDER BY n;
SELECT kind, booking_id FROM fitclub.schedule('2101-01-03', '2101-01-05', after_time => '2101-01-03 09:00');

-- A member's bookings, those that are cancelled among them, with the bill and what is owed.
SELECT * FROM fitclub.list_bookings(1, '2101-01-03');
SELECT kind, title, state, attended, price, billing_id IS NOT NULL AS billed, owed FROM fitclub.list_bookings(1, '2001-01-01', '2001-02-01');
SELECT kind, booking_id FROM fitclub.list_bookings(1, '2101-01-03', max_rows => 2);
SELECT kind, booking_id FROM fitclub.list_bookings(1, '2101-01-03', after_time => '2101-01-03 11:00', after_kind => 'seat', after_id => :seat);
SELECT count(*) FROM fitclub.list_bookings(1);
-- A booking that runs now.
BEGIN;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time) VALUES (4, 3, now() - interval '1 hour', now() + interval '1 hour');
SELECT kind, state, owed FROM fitclub.list_bookings(4);
ROLLBACK;
-- The bill of a seat given back is that of the next seat.
BEGIN;
SELECT fitclub.record_payment(billing_id, 10) > 0 AS paid FROM fitclub.billing_item WHERE class_id = :yoga AND member_id = 1;
SELECT fitclub.cancel_registration(:seat) > 0 AS given_back;
SELECT state, owed, billing_id IS NOT NULL AS billed FROM fitclub.list_bookings(1, '2101-01-03') WHERE kind = 'seat';
SELECT fitclub.register_for_class(1, :yoga) > 0 AS taken_again;
SELECT state, owed, billing_id IS NOT NULL AS billed FROM fitclub.list_bookings(1, '2101-01-03') WHERE kind = 'seat' ORDER BY booking_id;
ROLLBACK;

-- What cancelling would cost is what it costs: late, in time, and once something is paid.
BEGIN;
SELECT fitclub.update_club(cancellation_notice => '24 hours', late_cancellation_fee_percent => 50) > 0 AS updated;
SELECT fitclub.create_trainer('Vic', 'Orr', 'vic.orr@example.com') AS vic \gset
SELECT count(fitclub.set_availability(:vic, d, '00:00', '24:00')) FROM generate_series(0, 6) AS d;
CREATE TEMPORARY TABLE to_cancel AS
SELECT fitclub.book_session(2, :vic, NULL, now() + s.due, now() + s.due + interval '1 hour', price => s.price) AS session_id, s.*
FROM (VALUES (interval '2 hours', 80, 0), ('4 hours', 33.33, 0), ('6 hours', 80, 30), ('8 hours', 80, 50),
	('10 hours', 80, 80), ('12 hours', 0, 0), ('30 hours', 80, 0)) AS s (due, price, paid);
SELECT count(fitclub.record_payment(b.billing_id, c.paid))
FROM to_cancel AS c JOIN fitclub.billing_item AS b ON b.private_session_id = c.session_id WHERE c.paid > 0;
CREATE TEMPORARY TABLE told AS
SELECT * FROM fitclub.list_bookings(2, now(), now() + interval '40 hours');
SELECT count(fitclub.cancel_session(session_id)) FROM to_cancel;
SELECT c.due, c.price, c.paid, l.owed, l.late_fee,
	l.late_fee = coalesce(f.amount, 0) AS is_charged
FROM to_cancel AS c
JOIN told AS l ON l.booking_id = c.session_id
JOIN fitclub.private_session AS s USING (session_id)
LEFT JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
LEFT JOIN fitclub.billing_item AS f ON f.description = 'Late cancellation: ' || b.description
ORDER BY c.due;
SELECT DISTINCT state, late_fee FROM fitclub.list_bookings(2, now(), now() + interval '40 hours');
ROLLBACK;

-- Members are not told who has booked.
CREATE ROLE calendar_reader_member;
SELECT fitclub.grant_role('member', 'calendar_reader_member');
SELECT fitclub.link_login('calendar_reader_member', member_id => 1);
SET ROLE calendar_reader_member;
SELECT kind, booking_id, title, trainer, room, member_id, member, people FROM fitclub.schedule('2101-01-03', '2101-01-05');
SELECT count(*) FROM fitclub.list_bookings(1, '2101-01-03');
SELECT registration_id = :seat AS in FROM fitclub.list_upcoming_classes('2101-01-03', '2101-01-04', member_id => 1);
RESET ROLE;
SELECT fitclub.unlink_login('calendar_reader_member');
SELECT fitclub.revoke_role('member', 'calendar_reader_member');
DROP ROLE calendar_reader_member;

-- Classes by trainer, room and a part of the name.
SELECT class_id, name, trainer_id, room_id, registration_id FROM fitclub.list_upcoming_classes('2101-01-01');
SELECT name FROM fitclub.list_upcoming_classes('2101-01-01', search => 'yO');
SELECT name FROM fitclub.list_upcoming_classes('2101-01-01', trainer_ids => '{1}');
SELECT name FROM fitclub.list_upcoming_classes('2101-01-01', room_ids => '{2}', max_rows => 1);
SELECT name FROM fitclub.list_upcoming_classes('2101-01-01', after_time => '2101-01-03 11:00', after_id => :yoga);

-- What is not there, and what is not in order.
SELECT c.call, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY['schedule(room_ids => ''{1,99}'')', 'schedule(trainer_ids => ''{99}'')', 'schedule(room_ids => ''{NULL}'')',
	'schedule(''2101-01-04'', ''2101-01-03'')', 'schedule(after_id => 1)', 'schedule(after_kind => ''seat'', after_id => 1)', 'schedule(max_rows => -1)',
	'list_bookings(99)', 'list_bookings(NULL)', 'list_bookings(1, ''2101-01-04'', ''2101-01-03'')', 'list_bookings(1, after_kind => ''class'', after_id => 1)',
	'list_upcoming_classes(member_id => 99)', 'list_upcoming_classes(trainer_ids => ''{99}'')', 'list_upcoming_classes(room_ids => ''{99}'')'])
	WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;
