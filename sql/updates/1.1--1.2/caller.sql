-- A payer reads what there is of their dependants.

ALTER POLICY member_reader ON fitclub.member
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR fitclub_internal.is_own_trainee(member_id));
COMMENT ON POLICY member_reader ON fitclub.member IS
	'Staff read all members, a member reads their own row and those of their dependants, and a trainer reads the members they work with';

ALTER POLICY health_metric_reader ON fitclub.health_metric
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR fitclub_internal.is_own_trainee(member_id));
COMMENT ON POLICY health_metric_reader ON fitclub.health_metric IS
	'Staff read all metrics, a member reads their own and those of their dependants, and a trainer reads those of the members they work with';

ALTER POLICY notification_reader ON fitclub.notification
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY notification_reader ON fitclub.notification IS
	'Staff read all notifications, members and trainers read their own, and members read those of their dependants';

ALTER POLICY private_session_reader ON fitclub.private_session
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY private_session_reader ON fitclub.private_session IS
	'Staff read all sessions, members and trainers read their own, and members read those of their dependants';

ALTER POLICY class_registration_reader ON fitclub.class_registration
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR fitclub_internal.is_own_class(class_id));
COMMENT ON POLICY class_registration_reader ON fitclub.class_registration IS
	'Staff read all registrations, a member reads their own and those of their dependants, and a trainer reads those for their own classes';

ALTER POLICY billing_item_reader ON fitclub.billing_item
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY billing_item_reader ON fitclub.billing_item IS
	'Staff read all bills, a member reads their own and those of their dependants, and a trainer reads those for their own work';

ALTER POLICY payment_reader ON fitclub.payment
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));
COMMENT ON POLICY payment_reader ON fitclub.payment IS
	'Staff read all payments, and members read those that they or their dependants made';
