--
-- When trainers work: windows, and bookings inside and outside of them.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com');
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com');
SELECT fitclub.create_trainer('Omar', 'Ali', 'omar.ali@example.com');
SELECT fitclub.create_room('Studio', 10);
-- Whether a session of Ana with a trainer may be booked: yes, or the constraint that says no.
CREATE FUNCTION test.bookable(trainer bigint, starts timestamptz, ends timestamptz)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	rule text;
BEGIN
	PERFORM fitclub.book_session(1, trainer, 1, starts, ends);
	RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION
	WHEN SQLSTATE 'ZZ000' THEN
		RETURN 'yes';
	WHEN check_violation OR exclusion_violation THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		RETURN rule;
END $$;
-- These weeks begin on a Monday; the dates below are in the first.
SELECT extract(isodow FROM date '2101-01-03') AS monday, extract(isodow FROM date '2101-01-10') AS monday;

-- Weekly windows and one on a date, which may give its day of the week or not.
SELECT fitclub.set_availability(1, 0, '09:00', '12:00');
SELECT fitclub.set_availability(trainer_id => 1, day_of_week => 6, start_time => '00:00', end_time => '24:00');
SELECT fitclub.set_availability(1, NULL, '18:00', '20:00', '2101-01-04');
SELECT fitclub.set_availability(1, 2, '18:00', '20:00', '2101-01-05');
SELECT * FROM fitclub.trainer_availability ORDER BY availability_id;

-- Windows that are none.
SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$NULL, 0, '09:00', '10:00'$$,
	$$999, 0, '09:00', '10:00'$$,
	$$1, NULL, '09:00', '10:00'$$,
	$$1, 1, NULL, '10:00'$$,
	$$1, 1, '09:00', NULL$$,
	$$1, -1, '09:00', '10:00'$$,
	$$1, 7, '09:00', '10:00'$$,
	$$1, 1, '10:00', '09:00'$$,
	$$1, 1, '09:00', '09:00'$$,
	$$1, 1, '22:00', '21:00'$$,
	$$1, 1, '24:00', '24:00'$$,
	$$1, NULL, '10:00', '09:00', '2101-01-04'$$,
	$$1, 0, '18:00', '20:00', '2101-01-04'$$,
	$$1, NULL, '18:00', '20:00', 'infinity'$$,
	$$1, 1, '18:00', '20:00', '-infinity'$$
	]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.set_availability(%s)', c.arguments)) AS r
ORDER BY c.n;
SELECT c.list, r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$VALUES (1, 7, '09:00', '10:00', true, NULL)$$, $$VALUES (1, -1, '09:00', '10:00', true, NULL)$$,
	$$VALUES (1, 1, '10:00', '10:00', true, NULL)$$, $$VALUES (1, 1, '09:00', '10:00', false, NULL)$$,
	$$VALUES (1, 1, '09:00', '10:00', true, '2101-01-04')$$, $$VALUES (1, 0, '09:00', '10:00', false, '2101-01-04')$$
	]) WITH ORDINALITY AS c (list, n)
CROSS JOIN LATERAL test.refusal('INSERT INTO fitclub.trainer_availability
	(trainer_id, day_of_week, start_time, end_time, is_recurring, available_on) ' || c.list) AS r
ORDER BY c.n;

-- Windows of one trainer on one day never overlap: not weekly ones, not two of one date, and
-- no window on a date to come with a weekly one. (Window 1 is Monday 9 to 12, window 3 is of Tuesday the 4th.)
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$1, 0, '09:00', '12:00'$$,
	$$1, 0, '11:59:59.999999', '13:00'$$,
	$$1, 0, '08:00', '09:00:00.000001'$$,
	$$1, 0, '10:00', '11:00'$$,
	$$1, 0, '00:00', '24:00'$$,
	$$1, 6, '23:00', '24:00'$$,
	$$1, NULL, '19:00', '21:00', '2101-01-04'$$,
	$$1, NULL, '11:00', '13:00', '2101-01-03'$$,
	$$1, 1, '19:00', '21:00'$$
	]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.set_availability(%s)', c.arguments)) AS r
ORDER BY c.n;
SELECT c.statement, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY[
	$$INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time) VALUES (1, 0, '11:00', '13:00')$$,
	$$INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
		VALUES (2, 0, '11:00', '13:00'), (2, 0, '12:00', '14:00')$$,
	$$INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time, is_recurring, available_on)
		VALUES (1, 1, '19:00', '21:00', false, '2101-01-04')$$,
	$$UPDATE fitclub.trainer_availability SET day_of_week = 0 WHERE availability_id = 2$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- Others' windows, other days, other dates and a weekly window over a date gone by do not matter.
SELECT fitclub.set_availability(2, 0, '10:00', '11:00');
SELECT fitclub.set_availability(1, NULL, '18:00', '20:00', '2101-01-11');
SELECT fitclub.set_availability(1, NULL, '11:00', '13:00', '2001-01-01');
SELECT fitclub.set_availability(2, NULL, '09:00', '10:00', '2001-01-02');
SELECT fitclub.set_availability(2, 1, '09:00', '10:00');
SELECT fitclub.remove_availability(availability_id) FROM fitclub.trainer_availability WHERE trainer_id = 2;

-- Inside, up to both ends, and outside by whatever little.
SELECT b.starts, b.ends, test.bookable(1, b.starts, b.ends)
FROM (VALUES
	(timestamptz '2101-01-03 09:00', timestamptz '2101-01-03 10:00'),
	('2101-01-03 11:00', '2101-01-03 12:00'),
	('2101-01-03 09:00', '2101-01-03 12:00'),
	('2101-01-03 08:59:59.999999', '2101-01-03 10:00'),
	('2101-01-03 11:00', '2101-01-03 12:00:00.000001'),
	('2101-01-03 12:00', '2101-01-03 13:00'),
	('2101-01-03 06:00', '2101-01-03 07:00'),
	('2101-01-03 08:00', '2101-01-03 13:00'),
	('2101-01-10 09:00', '2101-01-10 12:00'),
	('2101-01-04 18:00', '2101-01-04 20:00'),
	('2101-01-11 18:00', '2101-01-11 20:00'),
	('2101-01-18 18:00', '2101-01-18 20:00'),
	('2101-01-07 09:00', '2101-01-07 10:00')
) AS b (starts, ends);
-- Nobody works without windows. The refusal names the window in the club's time, and not who else is there.
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM test.refusal($$SELECT fitclub.book_session(1, 2, 1, '2101-01-03 09:00', '2101-01-03 10:00')$$) AS r;
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM test.refusal($$SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 11:30', '2101-01-03 12:30')$$) AS r;

-- Windows that adjoin are one: 9 to 12 and 12 to 15 cover 11 to 13.
SELECT test.bookable(1, '2101-01-03 11:00', '2101-01-03 13:00');
SELECT fitclub.set_availability(1, 0, '12:00', '15:00') AS afternoon \gset
SELECT test.bookable(1, '2101-01-03 11:00', '2101-01-03 13:00');
SELECT test.bookable(1, '2101-01-03 09:00', '2101-01-03 15:00');
SELECT test.bookable(1, '2101-01-03 09:00', '2101-01-03 15:00:01');
-- So are a weekly one and one on a date, on that date.
SELECT fitclub.set_availability(1, NULL, '15:00', '16:00', '2101-01-03') AS late \gset
SELECT test.bookable(1, '2101-01-03 14:00', '2101-01-03 16:00'), test.bookable(1, '2101-01-10 14:00', '2101-01-10 16:00');
-- With a gap they are not.
SELECT fitclub.set_availability(1, 0, '16:30', '17:00') AS evening \gset
SELECT test.bookable(1, '2101-01-03 15:00', '2101-01-03 17:00'), test.bookable(1, '2101-01-03 16:30', '2101-01-03 17:00');

-- Up to midnight, and over it through two days' windows: Sunday is open all day, Monday from 9.
SELECT test.bookable(1, '2101-01-09 23:00', '2101-01-10 00:00') AS to_midnight,
	test.bookable(1, '2101-01-09 23:00', '2101-01-10 00:00:00.000001') AS past_it,
	test.bookable(1, '2101-01-09 00:00', '2101-01-10 00:00') AS whole_day;
SELECT fitclub.set_availability(1, 0, '00:00', '02:00') AS night \gset
SELECT test.bookable(1, '2101-01-09 23:00', '2101-01-10 02:00') AS over_midnight,
	test.bookable(1, '2101-01-09 23:00', '2101-01-10 02:30') AS too_long,
	test.bookable(1, '2101-01-09 02:00', '2101-01-10 02:00') AS a_day_long,
	test.bookable(1, '2101-01-08 23:30', '2101-01-09 00:30') AS saturday_is_shut;
-- A window that ends before midnight leaves a gap there.
SELECT fitclub.update_availability(2, end_time => '23:59:59');
SELECT test.bookable(1, '2101-01-09 23:00', '2101-01-10 01:00');
SELECT fitclub.update_availability(2, end_time => '24:00');

-- What upcoming bookings need stays. Session 11 to 13 on the 3rd, class 14 to 16 on the 3rd.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 11:00', '2101-01-03 13:00') AS session \gset
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 14:00', '2101-01-03 16:00') AS class \gset
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	'remove_availability(1)',
	format('remove_availability(%s)', :afternoon),
	format('remove_availability(%s)', :late),
	'update_availability(1, start_time => ''11:00:01'')',
	'update_availability(1, end_time => ''11:59'')',
	'update_availability(1, day_of_week => 3)',
	'update_availability(1, available_on => ''2101-01-10'')',
	format('update_availability(%s, start_time => ''12:30'')', :afternoon),
	format('update_availability(%s, end_time => ''15:30'')', :late),
	format('update_availability(%s, available_on => ''2101-01-10'')', :late)
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- What they do not need may go, shrink as far as they do, or give way to what covers them as well.
SELECT fitclub.remove_availability(:evening);
SELECT fitclub.update_availability(1, start_time => '11:00');
SELECT fitclub.update_availability(1, day_of_week => 0, start_time => '10:30', available_on => '2101-01-03');
SELECT * FROM fitclub.trainer_availability WHERE availability_id = 1;
SELECT test.bookable(1, '2101-01-10 11:00', '2101-01-10 12:00');
-- A day of the week makes it weekly again.
SELECT fitclub.update_availability(1, day_of_week => 0, start_time => '09:00');
SELECT * FROM fitclub.trainer_availability WHERE availability_id = 1;
SELECT test.bookable(1, '2101-01-10 11:00', '2101-01-10 12:00');
-- Cancelled bookings need nothing, and neither do those that are over.
SELECT fitclub.cancel_session(:session);
SELECT fitclub.update_availability(1, end_time => '11:00');
SELECT fitclub.cancel_class(:class);
SELECT fitclub.remove_availability(:late);
SELECT fitclub.book_session(1, 1, 1, '2001-01-01 09:30', '2001-01-01 10:30') AS past \gset
SELECT fitclub.remove_availability(1);
SELECT fitclub.remove_availability(:afternoon);
SELECT * FROM fitclub.trainer_availability ORDER BY availability_id;
SELECT * FROM fitclub.check_calendar();

-- A booking that came in outside of windows is none's reason to stay.
SELECT fitclub.set_availability(2, 0, '09:00', '12:00') AS morning \gset
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, activity_type, price)
	VALUES (1, 2, '2101-01-03 14:00', '2101-01-03 15:00', 'Walk', 0);
SELECT fitclub.remove_availability(:morning);
-- Nor is it in the way of a change for the better.
SELECT fitclub.set_availability(2, 0, '09:00', '14:15') AS morning \gset
SELECT fitclub.update_availability(:morning, end_time => '14:30');
SELECT fitclub.update_availability(:morning, end_time => '15:00');
SELECT * FROM fitclub.check_calendar();

-- Changes that are refused, whatever is booked.
SELECT fitclub.set_availability(2, 4, '09:00', '12:00') AS friday \gset
SELECT fitclub.set_availability(2, 4, '13:00', '15:00') AS afternoon \gset
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail
FROM unnest(ARRAY[
	'update_availability(NULL)',
	'update_availability(999)',
	'remove_availability(NULL)',
	'remove_availability(999)',
	format('update_availability(%s, day_of_week => 7)', :friday),
	format('update_availability(%s, start_time => ''12:00'')', :friday),
	format('update_availability(%s, end_time => ''08:00'')', :friday),
	format('update_availability(%s, end_time => ''13:00:01'')', :friday),
	format('update_availability(%s, available_on => ''infinity'')', :friday),
	format('update_availability(%s, 0, available_on => ''2101-01-07'')', :friday)
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- A window does not stand in its own way.
SELECT fitclub.update_availability(:friday, start_time => '10:00', end_time => '13:00');
SELECT fitclub.update_availability(:friday);

-- An inactive trainer takes no new work, inside windows or not; what is booked stays.
SELECT fitclub.book_session(1, 2, 1, '2101-01-07 10:00', '2101-01-07 11:00') AS session \gset
SELECT fitclub.update_trainer(2, is_active => false);
SELECT test.bookable(2, '2101-01-07 11:00', '2101-01-07 12:00');
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM test.refusal($$SELECT fitclub.create_class('Yoga', 2, 1, '2101-01-07 11:00', '2101-01-07 12:00')$$) AS r;
SELECT * FROM fitclub.check_calendar() WHERE row_id = :session;
SELECT fitclub.cancel_session(:session);

-- The trainer's windows go with the trainer.
SET session_replication_role = replica;
DELETE FROM fitclub.bill_credit;
RESET session_replication_role;
SELECT test.forge('DELETE FROM fitclub.billing_item');
DELETE FROM fitclub.private_session;
DELETE FROM fitclub.trainer WHERE trainer_id = 2;
SELECT count(*) FROM fitclub.trainer_availability WHERE trainer_id = 2;
DROP FUNCTION test.bookable;
