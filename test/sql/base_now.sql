--
-- What time it is: a transaction that is kept open does not hold it back.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();

-- The deadline passes, the session begins, while a transaction does nothing.
SELECT fitclub.update_club(cancellation_notice => '1 day', late_cancellation_fee_percent => 50);
SELECT fitclub.book_session(1, 3, 1, clock_timestamp() + interval '24 hours 1 second',
	clock_timestamp() + interval '25 hours');
SELECT fitclub.create_class('Yoga', 3, 1, clock_timestamp() + interval '26 hours',
	clock_timestamp() + interval '27 hours', 5);
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.update_club(cancellation_notice => '26 hours');
SELECT fitclub.book_session(3, 3, 1, clock_timestamp() + interval '1 second',
	clock_timestamp() + interval '1 hour', price => 10);
BEGIN;
SELECT now() IS NOT NULL AS begun, pg_sleep(1.1);
SELECT set_config('fitclub.identity', 'member:3', true);
SELECT r.sqlstate, r.constraint_name
FROM unnest(ARRAY['cancel_session(2)', 'reschedule_session(2, now() + interval ''3 days'')']) AS call,
	test.refusal('SELECT fitclub.' || call) AS r;
SELECT set_config('fitclub.identity', '', true);
SELECT fitclub.update_club(cancellation_notice => '24 hours');
SELECT fitclub.cancel_session(1);
SELECT fitclub.update_club(cancellation_notice => '26 hours');
SELECT fitclub.cancel_registration(1);
SELECT set_config('fitclub.identity', 'member:4', true);
SELECT r.sqlstate, r.constraint_name
FROM test.refusal('SELECT fitclub.book_session(4, 3, 1, now() + interval ''0.5 seconds'', now() + interval ''1 hour'')') AS r;
SELECT set_config('fitclub.identity', '', true);
COMMIT;
SELECT id, member, booking, amount, status FROM test.bill;

-- What is recorded as the time at which something happened is when it did.
SELECT fitclub.create_staff('Sam', 'Desk', 'sam@example.org', 'correct horse battery');
SELECT fitclub.add_equipment(1, 'Bench');
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-03 09:00', '2101-01-03 10:00', 5);
SELECT fitclub.register_for_class(2, 2);
SELECT fitclub.book_session(4, 3, 1, '2101-01-04 09:00', '2101-01-04 10:00', price => 10);
SELECT fitclub.report_issue(1, 'It squeaks');
BEGIN;
CREATE TEMP TABLE begun ON COMMIT DROP AS
	SELECT now() + interval '0.1 seconds' AS at, (SELECT max(notification_id) FROM fitclub.notification) AS last_notification;
SELECT pg_sleep(0.2);
SELECT fitclub.create_member('Eve', 'Member', 'eve@example.org');
SELECT fitclub.update_staff(1, password => 'staple horse battery');
SELECT fitclub.log_health_metric(1, 70);
SELECT fitclub.report_issue(1, 'It still squeaks');
SELECT fitclub.resolve_issue(1);
SELECT fitclub.book_session(4, 3, 1, '2101-01-05 09:00', '2101-01-05 10:00', price => 10);
SELECT fitclub.register_for_class(1, 2);
SELECT fitclub.reschedule_session(3, '2101-01-04 11:00');
SELECT fitclub.record_payment(b.billing_id, 10)
FROM fitclub.billing_item AS b WHERE b.private_session_id = 3;
SELECT fitclub.cancel_class(2);
SELECT fitclub.erase_member(5);
SELECT t.what, bool_and(t.at >= begun.at) AS after_the_pause
FROM (
	SELECT 'member.joined_at', joined_at FROM fitclub.member WHERE member_id = 5 UNION ALL
	SELECT 'staff_password.changed_at', changed_at FROM fitclub.staff_password UNION ALL
	SELECT 'health_metric.recorded_at', recorded_at FROM fitclub.health_metric UNION ALL
	SELECT 'equipment_maintenance.reported_at', reported_at FROM fitclub.equipment_maintenance
		WHERE maintenance_id = 2 UNION ALL
	SELECT 'equipment_maintenance.resolved_at', resolved_at FROM fitclub.equipment_maintenance
		WHERE maintenance_id = 1 UNION ALL
	SELECT 'private_session.changed_at', changed_at FROM fitclub.private_session
		WHERE session_id IN (3, 4) UNION ALL
	SELECT 'class_registration.registered_at', registered_at FROM fitclub.class_registration
		WHERE class_id = 2 AND member_id = 1 UNION ALL
	SELECT 'class_registration.changed_at', changed_at FROM fitclub.class_registration
		WHERE class_id = 2 UNION ALL
	SELECT 'class_registration.cancelled_at', cancelled_at FROM fitclub.class_registration
		WHERE class_id = 2 UNION ALL
	SELECT 'class_schedule.changed_at', changed_at FROM fitclub.class_schedule
		WHERE class_id = 2 UNION ALL
	SELECT 'class_schedule.cancelled_at', cancelled_at FROM fitclub.class_schedule
		WHERE class_id = 2 UNION ALL
	SELECT 'billing_item.created_at', created_at FROM fitclub.billing_item
		WHERE private_session_id = 4 UNION ALL
	SELECT 'billing_item.updated_at', updated_at FROM fitclub.billing_item
		WHERE private_session_id = 3 OR class_id = 2 UNION ALL
	SELECT 'billing_item.paid_at', paid_at FROM fitclub.billing_item
		WHERE private_session_id = 3 UNION ALL
	SELECT 'payment.paid_at', paid_at FROM fitclub.payment UNION ALL
	SELECT 'notification.created_at', n.created_at FROM fitclub.notification AS n, begun AS b
		WHERE n.notification_id > b.last_notification UNION ALL
	SELECT 'erased_member.erased_at', erased_at FROM fitclub.erased_member
) AS t (what, at), begun
GROUP BY t.what ORDER BY t.what COLLATE "C";
COMMIT;
-- No column takes the transaction's time as its default.
SELECT a.attrelid::regclass::text AS table_name, a.attname
FROM pg_attribute AS a
JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'fitclub'::regnamespace AND a.atttypid = 'timestamptz'::regtype
	AND pg_get_expr(d.adbin, d.adrelid) !~ '^GREATEST.now.., (clock|statement)_timestamp..'
ORDER BY 1, 2;
SELECT * FROM fitclub.check_calendar();
SELECT test.clean_club();
