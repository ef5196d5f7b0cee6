-- Rows from before there was a log are in none until audit_baseline() takes them in.

INSERT INTO fitclub_internal.protection (kind, table_name, object_name, definition)
SELECT 'audit log', 'member', 'rows before it', max(member_id)::text FROM fitclub.member HAVING max(member_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'trainer', 'rows before it', max(trainer_id)::text FROM fitclub.trainer HAVING max(trainer_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'administrative_staff', 'rows before it', max(staff_id)::text FROM fitclub.administrative_staff HAVING max(staff_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'staff_password', 'rows before it', max(staff_id)::text FROM fitclub.staff_password HAVING max(staff_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'health_metric', 'rows before it', max(metric_id)::text FROM fitclub.health_metric HAVING max(metric_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'room', 'rows before it', max(room_id)::text FROM fitclub.room HAVING max(room_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'equipment', 'rows before it', max(equipment_id)::text FROM fitclub.equipment HAVING max(equipment_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'equipment_maintenance', 'rows before it', max(maintenance_id)::text FROM fitclub.equipment_maintenance HAVING max(maintenance_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'trainer_availability', 'rows before it', max(availability_id)::text FROM fitclub.trainer_availability HAVING max(availability_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'private_session', 'rows before it', max(session_id)::text FROM fitclub.private_session HAVING max(session_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'class_schedule', 'rows before it', max(class_id)::text FROM fitclub.class_schedule HAVING max(class_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'class_registration', 'rows before it', max(registration_id)::text FROM fitclub.class_registration HAVING max(registration_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'billing_item', 'rows before it', max(billing_id)::text FROM fitclub.billing_item HAVING max(billing_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'payment', 'rows before it', max(payment_id)::text FROM fitclub.payment HAVING max(payment_id) IS NOT NULL
UNION ALL
SELECT 'audit log', 'notification', 'rows before it', max(notification_id)::text FROM fitclub.notification HAVING max(notification_id) IS NOT NULL;
