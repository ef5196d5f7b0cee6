-- The log begins with what there is.

SELECT fitclub.audit_baseline('fitclub.club');
SELECT fitclub.audit_baseline('fitclub.member');
SELECT fitclub.audit_baseline('fitclub.trainer');
SELECT fitclub.audit_baseline('fitclub.administrative_staff');
SELECT fitclub.audit_baseline('fitclub.staff_password');
SELECT fitclub.audit_baseline('fitclub.health_metric');
SELECT fitclub.audit_baseline('fitclub.room');
SELECT fitclub.audit_baseline('fitclub.equipment');
SELECT fitclub.audit_baseline('fitclub.equipment_maintenance');
SELECT fitclub.audit_baseline('fitclub.trainer_availability');
SELECT fitclub.audit_baseline('fitclub.private_session');
SELECT fitclub.audit_baseline('fitclub.class_schedule');
SELECT fitclub.audit_baseline('fitclub.class_registration');
SELECT fitclub.audit_baseline('fitclub.billing_item');
SELECT fitclub.audit_baseline('fitclub.payment');
SELECT fitclub.audit_baseline('fitclub.notification');
