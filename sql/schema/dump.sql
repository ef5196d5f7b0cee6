-- What pg_dump takes along: all data, and where the numbering has got to.
-- One call per statement, owners before what refers to them.

SELECT pg_catalog.pg_extension_config_dump('fitclub.club', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.member', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.member_member_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer_trainer_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.administrative_staff', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.administrative_staff_staff_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.staff_password', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.health_metric', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.health_metric_metric_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.room', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.room_room_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment_equipment_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment_maintenance', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.equipment_maintenance_maintenance_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer_availability', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.trainer_availability_availability_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.private_session', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.private_session_session_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_schedule', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_schedule_class_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_registration', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.class_registration_registration_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.billing_item', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.billing_item_billing_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.payment', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.payment_payment_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.notification', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.notification_notification_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.login', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.sign_in_failure', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.erased_member', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.audit_log', '');
