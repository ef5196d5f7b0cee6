--
-- The proof: each rule broken once, past the guards, and found.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.open_club();

-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1 (10), Hall 2 (20), Loft 3 (2). 2101-01-03 is a Monday.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.cancel_session(fitclub.book_session(1, 1, 1, '2101-01-04 09:00', '2101-01-04 10:00'));
SELECT fitclub.create_class('Yoga', 3, 3, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.create_class('Spin', 3, 3, '2101-01-03 14:00', '2101-01-03 15:00');
SELECT fitclub.register_for_class(1, 1), fitclub.register_for_class(2, 1), fitclub.register_for_class(3, 2);
SELECT fitclub.cancel_registration(fitclub.register_for_class(4, 2));
SELECT fitclub.record_payment(1, 85), fitclub.record_payment(2, 40);
SELECT fitclub.create_billing_item(4, 20, 'Locker rental');
SELECT fitclub.record_payment(8, 20);
SELECT fitclub.refund_payment(3, 5);
SELECT * FROM test.session;
SELECT * FROM test.class;
SELECT * FROM test.seat;
SELECT * FROM test.bill;
SELECT payment_id, billing_id, amount, refund_of FROM fitclub.payment ORDER BY payment_id;

-- Nothing is broken, and to look writes nothing.
SELECT test.state() AS before \gset
SELECT * FROM fitclub.check_calendar();
SELECT test.state() = :'before' AS unchanged;

-- What the proof reports after a statement that no guard saw, and which sessions it marks. All of it is undone.
CREATE FUNCTION test.broken(statement text, OUT rules text, OUT reported text, OUT marked text)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('session_replication_role', 'replica', true);
	EXECUTE statement;
	SELECT string_agg(c.rule, ', '), string_agg(concat_ws(' ', c.table_name, c.row_id, c.other_table, c.other_row_id) || ': ' || c.detail, '; ')
		INTO rules, reported FROM fitclub.check_calendar() AS c;
	SELECT string_agg(s.session_id::text, ', ' ORDER BY s.session_id) INTO marked FROM fitclub.private_session AS s WHERE s.is_conflict;
	RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	NULL;
END $$;
SELECT c.statement, b.rules, b.reported, b.marked
FROM unnest(ARRAY[
	-- the calendar
	$$UPDATE fitclub.private_session SET start_time = '2101-01-03 09:30', room_id = 1 WHERE session_id = 2$$,
	$$UPDATE fitclub.private_session SET trainer_id = 1, start_time = '2101-01-03 09:59' WHERE session_id = 2$$,
	$$UPDATE fitclub.billing_item SET member_id = 1 WHERE billing_id = 2;
		UPDATE fitclub.private_session SET member_id = 1, start_time = '2101-01-03 09:59' WHERE session_id = 2$$,
	$$UPDATE fitclub.private_session SET start_time = '2101-01-03 11:30', end_time = '2101-01-03 12:30' WHERE session_id = 2$$,
	$$UPDATE fitclub.private_session SET cancelled_at = NULL WHERE session_id = 3;
		UPDATE fitclub.private_session SET start_time = '2101-01-04 09:00', end_time = '2101-01-04 10:00', trainer_id = 1, room_id = 1 WHERE session_id = 2$$,
	$$UPDATE fitclub.class_schedule SET start_time = '2101-01-03 12:30', end_time = '2101-01-03 13:30' WHERE class_id = 2;
		UPDATE fitclub.class_registration SET start_time = '2101-01-03 12:30', end_time = '2101-01-03 13:30' WHERE class_id = 2$$,
	-- classes
	$$UPDATE fitclub.class_schedule SET capacity = 1 WHERE class_id = 1$$,
	$$UPDATE fitclub.class_schedule SET capacity = 3 WHERE class_id = 2$$,
	$$UPDATE fitclub.room SET capacity = 1 WHERE room_id = 3$$,
	$$UPDATE fitclub.class_schedule SET cancelled_at = '2100-01-01 00:00+00' WHERE class_id = 2$$,
	$$DROP INDEX fitclub.class_registration_once;
		UPDATE fitclub.class_registration SET cancelled_at = NULL, member_id = 3 WHERE registration_id = 4$$,
	$$UPDATE fitclub.class_schedule SET end_time = '2101-01-03 15:30' WHERE class_id = 2$$,
	-- availability
	$$DELETE FROM fitclub.trainer_availability WHERE trainer_id = 1 AND day_of_week = 0$$,
	$$UPDATE fitclub.trainer_availability SET end_time = '10:59' WHERE trainer_id = 2 AND day_of_week = 0$$,
	$$UPDATE fitclub.trainer_availability SET start_time = '12:30' WHERE trainer_id = 3 AND day_of_week = 0$$,
	$$INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time) VALUES (1, 0, '16:59', '18:00')$$,
	$$INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time, is_recurring, available_on)
		VALUES (1, 5, '09:00', '11:00', false, '2101-01-08'), (1, 5, '10:00', '12:00', false, '2101-01-08')$$,
	-- bills
	$$DELETE FROM fitclub.payment WHERE billing_id = 2; DELETE FROM fitclub.billing_item WHERE billing_id = 2$$,
	$$DELETE FROM fitclub.billing_item WHERE class_id = 1 AND member_id = 2$$,
	$$UPDATE fitclub.private_session SET price = 90 WHERE session_id = 2$$,
	$$UPDATE fitclub.billing_item SET amount = 80 WHERE billing_id = 2$$,
	$$UPDATE fitclub.billing_item SET member_id = 3 WHERE billing_id = 2$$,
	$$UPDATE fitclub.private_session SET cancelled_at = '2100-01-01 00:00+00' WHERE session_id = 2$$,
	$$UPDATE fitclub.class_registration SET cancelled_at = '2100-01-01 00:00+00' WHERE registration_id = 3$$,
	$$UPDATE fitclub.payment SET amount = 25.01 WHERE payment_id = 3$$,
	$$UPDATE fitclub.payment SET amount = 85.01 WHERE payment_id = 2$$,
	$$DELETE FROM fitclub.payment WHERE payment_id = 2$$,
	$$UPDATE fitclub.billing_item SET status = 'pending' WHERE billing_id = 2$$,
	$$UPDATE fitclub.billing_item SET status = 'paid', paid_at = now() WHERE billing_id = 2$$,
	$$UPDATE fitclub.billing_item SET status = 'cancelled' WHERE billing_id = 2$$,
	$$UPDATE fitclub.billing_item SET status = 'refunded' WHERE billing_id = 8$$,
	$$UPDATE fitclub.billing_item SET status = 'partially_paid', paid_at = NULL WHERE billing_id = 1$$,
	$$UPDATE fitclub.payment SET amount = -20.01 WHERE payment_id = 4$$,
	$$UPDATE fitclub.payment SET billing_id = 1, amount = -40 WHERE payment_id = 4$$,
	-- and what breaks nothing
	$$UPDATE fitclub.private_session SET start_time = '2101-01-03 11:00', end_time = '2101-01-03 12:00' WHERE session_id = 2$$,
	$$UPDATE fitclub.class_schedule SET capacity = 300, may_exceed_room = true WHERE class_id = 1$$,
	$$UPDATE fitclub.private_session SET start_time = '2101-01-03 03:00', end_time = '2101-01-03 04:00', cancelled_at = now() WHERE session_id = 3$$,
	$$UPDATE fitclub.payment SET amount = -20 WHERE payment_id = 4; UPDATE fitclub.billing_item SET status = 'refunded' WHERE billing_id = 8$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.broken(c.statement) AS b
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- Every pair of three that overlap, each once; cancelled ones take no part.
SET session_replication_role = replica;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, activity_type, price) VALUES
	(4, 3, '2101-02-07 09:00', '2101-02-07 17:00', 'Long', 0),
	(3, 3, '2101-02-07 10:00', '2101-02-07 11:00', 'Inside', 0),
	(2, 3, '2101-02-07 10:30', '2101-02-07 12:00', 'Both', 0),
	(1, 3, '2101-02-07 17:00', '2101-02-07 18:00', 'After', 0),
	(1, 3, '2101-02-07 12:00', '2101-02-07 13:00', 'Inside the long one', 0);
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, activity_type, price, cancelled_at) VALUES
	(1, 3, '2101-02-07 09:00', '2101-02-07 18:00', 'Cancelled', 0, '2100-01-01 00:00+00');
RESET session_replication_role;
SELECT rule, table_name, row_id, other_table, other_row_id, detail FROM fitclub.check_calendar();
SELECT session_id, activity_type, is_conflict FROM fitclub.private_session ORDER BY session_id;
-- Where nothing may be written it reports the same and marks nothing.
UPDATE fitclub.private_session SET is_conflict = false;
BEGIN READ ONLY;
SELECT count(*) FROM fitclub.check_calendar();
COMMIT;
SELECT count(*) FROM fitclub.private_session WHERE is_conflict;
-- With the clash the mark goes.
SELECT count(*) FROM fitclub.check_calendar();
UPDATE fitclub.private_session SET cancelled_at = now() WHERE activity_type = 'Long';
SELECT rule, row_id, other_row_id FROM fitclub.check_calendar();
SELECT session_id, activity_type FROM fitclub.private_session WHERE is_conflict ORDER BY session_id;
UPDATE fitclub.private_session SET cancelled_at = now() WHERE activity_type = 'Both';
SELECT * FROM fitclub.check_calendar();
SELECT count(*) FROM fitclub.private_session WHERE is_conflict;
-- Whatever the server guesses of tables without statistics, no rule reads the sessions again for each of them.
BEGIN;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
SELECT 1, 3, hour, hour + interval '1 hour', 0 FROM generate_series(timestamptz '2101-04-03', '2101-04-23', '1 hour') AS hour;
SELECT pg_stat_get_xact_numscans('fitclub.private_session'::regclass) AS scans \gset
SELECT count(*) FROM fitclub.verify(audit_log => false);
SELECT pg_stat_get_xact_numscans('fitclub.private_session'::regclass) - :scans < 100 AS few_scans;
ROLLBACK;
DROP FUNCTION test.broken;
