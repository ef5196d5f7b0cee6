--
-- verify(): each rule broken once, as if nothing had ever enforced it, and named.
--
SET TimeZone = 'UTC';
SET client_min_messages = warning;
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = postgres;
\pset format unaligned
\pset footer off
SELECT test.open_club();

-- A club with something in every table. Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1 (10), Hall 2 (20), Loft 3 (2).
-- 2101-01-03 is a Monday.
SELECT fitclub.create_staff('Sam', 'Kay', 'sam@example.org', 'a long password') AS sam, fitclub.create_staff('Pat', 'Roe', 'pat@example.org', 'another password') AS pat;
SELECT fitclub.update_member(1, phone_number => '1', date_of_birth => '1990-01-01', target_weight => 60), fitclub.update_member(2, phone_number => '2');
SELECT fitclub.update_trainer(1, phone_number => '3'), fitclub.update_room(1, primary_trainer_id => 1);
SELECT fitclub.log_health_metric(1, weight => 64, recorded_at => '2001-01-02 08:00'), fitclub.log_health_metric(1, weight => 65, recorded_at => '2001-01-01 08:00');
SELECT fitclub.report_issue(fitclub.add_equipment(1, 'Bike', trainer_id => 1, last_serviced_date => '2001-01-01'), 'Squeaks', 1), fitclub.report_issue(1, 'Wobbles', 2);
SELECT fitclub.resolve_issue(2);
SELECT fitclub.set_availability(1, start_time => '17:00', end_time => '19:00', available_on => '2101-01-03');
SELECT fitclub.close_room(1, '2101-02-01', '2101-02-02', 'Paint', maintenance_id => 1), fitclub.set_leave(1, '2101-02-03', '2101-02-05'),
	fitclub.close_club('2101-12-25', '2101-12-26'), fitclub.lift_closure(fitclub.close_club('2101-12-27', '2101-12-28'));
SELECT fitclub.set_trainer_service(1, fitclub.create_service('Massage', duration => '1 hour', price => 60), price => 75) AS massage, fitclub.create_service('Boxing') AS boxing;
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT fitclub.cancel_session(fitclub.book_session(1, 1, 1, '2101-01-04 09:00', '2101-01-04 10:00'));
SELECT fitclub.book_session(3, 2, NULL, '2101-01-05 09:00', '2101-01-05 10:00', price => 0);
SELECT fitclub.create_class('Yoga', 3, 3, '2101-01-03 12:00', '2101-01-03 13:00'), fitclub.create_class('Spin', 3, 3, '2101-01-03 14:00', '2101-01-03 15:00');
SELECT fitclub.register_for_class(1, 1), fitclub.register_for_class(2, 1), fitclub.register_for_class(3, 2);
SELECT fitclub.cancel_registration(fitclub.register_for_class(4, 2));
SELECT fitclub.record_payment(1, 85, staff_id => 1), fitclub.record_payment(2, 40);
SELECT fitclub.create_billing_item(4, 20, 'Locker rental');
SELECT fitclub.record_payment(8, 20);
SELECT fitclub.refund_payment(3, 5);
SELECT fitclub.correct_bill(fitclub.create_billing_item(4, 12, 'Towels'), 10, 'Two dollars off', 1);
SELECT fitclub.count_till(0, staff_id => 1, notes => 'Opened') AS opened, fitclub.count_till(10, 5) AS counted;
-- The books of the year in which a bill was imported are closed.
INSERT INTO fitclub.billing_item (member_id, amount, description, created_at, updated_at) VALUES (4, 20, 'Locker rental', '2000-05-01', '2000-05-01');
SELECT fitclub.close_books('2001-01-01', 1);
SELECT fitclub.set_payer(2, 1) AS bob;
SELECT fitclub.create_pack('Pass', 10, 100, '3 months') AS pass, fitclub.create_pack('Trial', 2, 0) AS trial;
SELECT fitclub.add_pack_scope(1, 'session', 1) AS massage, fitclub.add_pack_scope(1, 'class', trainer_id => 1) AS tina;
SELECT fitclub.sell_pack(4, 1, '2101-01-01') AS sale, fitclub.transfer_credits(1, 3, 2) AS lot;
SELECT fitclub.refund_pack(1, 1, staff_id => 1) AS taken_back;
SELECT fitclub.grant_credits(3, 2) AS lot, fitclub.book_session(3, 3, NULL, '2101-01-12 09:00', '2101-01-12 10:00') AS session;
SELECT fitclub.register_for_class(3, fitclub.create_class('Rowing', 3, 2, '2101-01-12 14:00', '2101-01-12 15:00')) AS seat;
SELECT test.give_membership(1, starts_on => '2101-01-01') AS membership, fitclub.book_session(1, 3, NULL, '2101-01-12 11:00', '2101-01-12 12:00') AS session, fitclub.register_for_class(1, 2) AS seat;
SELECT fitclub.set_dunning_step(1, 7, 'Please pay', 5) AS first, fitclub.set_dunning_step(2, 14, 'Please pay now') AS second;
INSERT INTO fitclub.dunning (billing_id, step) VALUES (9, 1);
INSERT INTO fitclub.reminder (lot_id, ends_on) VALUES (1, '2101-03-31');
INSERT INTO fitclub.reminder (membership_id, ends_on) SELECT min(membership_id), '2101-03-31' FROM fitclub.membership HAVING count(*) > 0;
INSERT INTO fitclub.visit (member_id, came_at, staff_id, reason) VALUES (2, '2001-01-01 09:00', 1, 'Guest'), (1, '2001-01-01 10:00', NULL, NULL);
SELECT fitclub.create_plan('Gold', 62, joining_fee => 5) AS gold, fitclub.create_plan('Basic', 10) AS basic, fitclub.add_plan_scope(2, 'session', 1, 1, 50) AS massage;
SELECT fitclub.join_plan(3, 2, '2101-01-17', '2101-02-01') AS cyd, fitclub.bill_dues('2101-03-01') > 3 AS periods,
	fitclub.hold_membership(2, '2101-03-10', '2101-03-20') AS held;
SELECT persona, id, fitclub.set_password(persona, id, 'correct horse') FROM unnest(ARRAY['member', 'trainer']) AS persona, generate_series(1, 2) AS id;
INSERT INTO fitclub.contact_change (member_id, phone_number, decided_at, is_accepted, staff_id) VALUES (1, '555', '2001-01-01', false, 1);
INSERT INTO fitclub.contact_change (trainer_id, email) VALUES (1, 'tina.ray@example.org');
INSERT INTO fitclub.login (login_role, member_id, trainer_id, staff_id)
VALUES ('regress_ann', 1, NULL, NULL), ('regress_tina', NULL, 1, NULL), ('regress_sam', NULL, NULL, 1);
SELECT fitclub.erase_member(fitclub.create_member('Eve', 'Gone', 'eve@example.org')) AS eve;
SELECT fitclub.authenticate_staff('nobody@example.org', 'a guess') AS guess;
SELECT * FROM test.row_counts();
SELECT * FROM test.session;
SELECT * FROM test.seat;
SELECT * FROM test.bill;
SELECT payment_id, billing_id, amount, refund_of FROM fitclub.payment ORDER BY payment_id;

-- verify() is asked hundreds of times below, and with statistics takes a third of the time.
ANALYZE;

-- Nothing is broken, and to look writes nothing, so that it can be done on a standby.
SELECT test.state() AS before, (SELECT count(*) FROM fitclub.audit_log) AS events \gset
BEGIN READ ONLY;
SELECT * FROM fitclub.verify();
COMMIT;
SELECT test.state() = :'before' AS unchanged;

-- No column has a time that is infinite or outside of the years of a club, whatever role writes, but for those that may be without an end; the log is written by the library alone.
BEGIN;
SET LOCAL session_replication_role = replica;
SELECT c.relname, a.attname, r.sqlstate, string_agg(DISTINCT r.constraint_name, ' ') AS rules, count(*)
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.atttypid IN ('timestamptz'::regtype, 'date'::regtype),
	unnest(ARRAY['-infinity', '0044-03-15 12:00+00 BC', '1899-12-30 23:59:59.999999+00', '9999-01-02 00:00+00', '20000-01-01 00:00+00', 'infinity']) AS v,
	test.refusal(format('UPDATE fitclub.%I SET %I = %L', c.relname, a.attname, v)) AS r
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r' AND c.relname <> 'audit_log'
	-- the times of a seat are the class's, by a foreign key
	AND NOT (c.relname = 'class_registration' AND a.attname IN ('start_time', 'end_time'))
GROUP BY 1, 2, 3 ORDER BY c.relname COLLATE "C", a.attname COLLATE "C";
ROLLBACK;

-- What is named after a statement that no trigger saw. All of it is undone.
CREATE FUNCTION test.planted(statement text, OUT rules text[], OUT reported text)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('session_replication_role', 'replica', true);
	ALTER TABLE fitclub.login DISABLE TRIGGER USER;
	ALTER TABLE fitclub.audit_log DISABLE TRIGGER USER;
	EXECUTE statement;
	-- How it was done is named as well, and that it is not in the audit log: the subjects of schema_protection and audit_proof.
	SELECT array_agg(v.rule),
			string_agg(concat_ws(' ', v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id) || ': ' || v.detail, '; ')
		INTO rules, reported FROM fitclub.verify() AS v WHERE v.rule <> 'protection' AND v.rule NOT IN ('audit_log_row', 'audit_log_story', 'audit_log_baseline');
	RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION WHEN OTHERS THEN
	IF SQLSTATE <> 'ZZ000' THEN
		reported := SQLERRM;
	END IF;
END $$;
CREATE TABLE test.plant (n integer GENERATED ALWAYS AS IDENTITY, rule text, statement text, rules text[], reported text);

-- CHECK constraints: the table's first row, or the one that is named.
INSERT INTO test.plant (rule, statement)
SELECT p.rule, format('ALTER TABLE fitclub.%I DROP CONSTRAINT %I; UPDATE fitclub.%I SET %s WHERE %s = %s',
	p.table_name, p.rule, p.table_name, p.assignment, k.attname, coalesce(p.id::text, k.attname))
FROM (VALUES
	('club', 1, 'club_name_check', $$name = E' \t'$$),
	('club', 1, 'club_time_zone_check', $$time_zone = 'Mars/Base'$$),
	('club', 1, 'club_time_zone_check', $$time_zone = 'CET'$$),
	('club', 1, 'club_time_zone_check', $$time_zone = ''$$),
	('club', 1, 'club_currency_check', $$currency = 'eur'$$),
	('club', 1, 'club_default_session_price_check', $$default_session_price = 'NaN'$$),
	('club', 1, 'club_default_class_price_check', 'default_class_price = -0.01'),
	('club', 1, 'club_cancellation_notice_check', $$cancellation_notice = '361 days'$$),
	('club', 1, 'club_late_cancellation_fee_percent_check', 'late_cancellation_fee_percent = 100.01'),
	('club', 1, 'club_booking_notice_check', $$booking_notice = '367 days'$$),
	('club', 1, 'club_booking_horizon_check', $$booking_horizon = '-1 day'$$),
	('club', 1, 'club_max_upcoming_bookings_check', 'max_upcoming_bookings = -1'),
	('club', 1, 'club_max_bookings_per_day_check', 'max_bookings_per_day = 10001'),
	('club', 1, 'club_max_bookings_per_week_check', 'max_bookings_per_week = -1'),
	('club', 1, 'club_shortest_session_check', $$shortest_session = '-1 second'$$),
	('club', 1, 'club_longest_session_check', $$longest_session = '0'$$),
	('club', 1, 'club_session_lengths_check', $$shortest_session = '2 hours', longest_session = '1 hour'$$),
	('club', 1, 'club_start_step_check', $$start_step = '25 hours'$$),
	('club', 1, 'club_cancelled_payment_check', $$cancelled_payment = 'lose'$$),
	('club', 1, 'club_cash_step_check', 'cash_step = 100.01'),
	('club', 1, 'club_block_past_due_days_check', 'block_past_due_days = 367'),
	('club', 1, 'club_admission_check', $$admission = 'friends'$$),
	('dunning_step', 2, 'dunning_step_step_check', 'step = 101'),
	('dunning_step', 2, 'dunning_step_after_days_check', 'after_days = 0'),
	('dunning_step', 2, 'dunning_step_late_fee_check', 'late_fee = 0'),
	('dunning_step', 2, 'dunning_step_message_check', $$message = ''$$),
	('dunning_step', 2, 'dunning_step_message_check', $$message = '{amont}'$$),
	('dunning', 1, 'dunning_made_at_check', $$made_at = 'infinity'$$),
	('reminder', 1, 'reminder_for_check', 'lot_id = NULL'),
	('reminder', 1, 'reminder_ends_on_check', $$ends_on = 'infinity'$$),
	('reminder', 1, 'reminder_made_at_check', $$made_at = '-infinity'$$),
	('visit', 1, 'visit_came_at_check', $$came_at = 'infinity'$$),
	('visit', 1, 'visit_reason_check', $$reason = ''$$),
	('member', 1, 'member_first_name_check', $$first_name = ''$$),
	('member', 1, 'member_last_name_check', $$last_name = ' '$$),
	('member', 1, 'member_email_check', $$email = 'ann'$$),
	('member', 1, 'member_email_check', $$email = 'ann@example'$$),
	('member', 1, 'member_email_check', $$email = 'ann@.example.org'$$),
	('member', 1, 'member_email_check', $$email = '.ann@example.org'$$),
	('member', 1, 'member_email_check', $$email = 'ann.@example.org'$$),
	('member', 1, 'member_email_check', $$email = 'a..b@example.org'$$),
	('member', 1, 'member_email_check', $$email = 'a b@example.org'$$),
	('member', 1, 'member_email_check', $$email = 'a"b@example.org'$$),
	('member', 1, 'member_email_check', $$email = 'a@b@example.org'$$),
	('member', 1, 'member_email_check', $$email = E'a\\b@example.org'$$),
	('member', 1, 'member_email_check', $$email = E'a\tb@example.org'$$),
	('member', 1, 'member_email_check', $$email = 'ann@example.org.'$$),
	('member', 1, 'member_email_check', $$email = repeat('a', 243) || '@example.org'$$),
	('member', 1, 'member_phone_number_check', $$phone_number = ''$$),
	('member', 1, 'member_gender_check', $$gender = repeat('x', 201)$$),
	('member', 1, 'member_notes_check', $$notes = E'\x07'$$),
	('member', 1, 'member_date_of_birth_check', $$date_of_birth = '1899-12-31'$$),
	('member', 1, 'member_date_of_birth_check', $$date_of_birth = 'infinity'$$),
	('member', 1, 'member_date_of_birth_check', $$date_of_birth = '2999-01-01'$$),
	('member', 1, 'member_target_weight_check', $$target_weight = 'NaN'$$),
	('trainer', 1, 'trainer_first_name_check', $$first_name = ''$$),
	('trainer', 1, 'trainer_last_name_check', $$last_name = ''$$),
	('trainer', 1, 'trainer_email_check', $$email = '@example.org'$$),
	('trainer', 1, 'trainer_phone_number_check', $$phone_number = ' '$$),
	('trainer', 1, 'trainer_specialization_check', $$specialization = repeat('x', 201)$$),
	('trainer', 1, 'trainer_turnaround_check', $$turnaround = '5 hours'$$),
	('administrative_staff', 1, 'administrative_staff_first_name_check', $$first_name = ''$$),
	('administrative_staff', 1, 'administrative_staff_last_name_check', $$last_name = ''$$),
	('administrative_staff', 1, 'administrative_staff_email_check', $$email = ''$$),
	('staff_password', 1, 'staff_password_verifier_check', $$verifier = 'md5c4ca4238a0b923820dcc509a6f75849b'$$),
	('staff_password', 1, 'staff_password_verifier_check', $$verifier = 'SCRAM-SHA-256$'$$),
	('member_password', 2, 'member_password_verifier_check', $$verifier = 'SCRAM-SHA-256$4096:salt'$$),
	('trainer_password', 1, 'trainer_password_verifier_check', $$verifier = 'correct horse'$$),
	('health_metric', 2, 'health_metric_recorded_at_check', $$recorded_at = '-infinity'$$),
	('health_metric', 2, 'health_metric_weight_check', 'weight = 0.99'),
	('health_metric', 2, 'health_metric_height_check', 'height = 300.1'),
	('health_metric', 2, 'health_metric_heart_rate_check', 'heart_rate = 19'),
	('health_metric', 2, 'health_metric_target_weight_check', 'target_weight = -1'),
	('health_metric', 2, 'health_metric_measured_check', 'weight = NULL, target_weight = NULL'),
	('room', 1, 'room_name_check', $$name = ''$$),
	('room', 1, 'room_capacity_check', 'capacity = 10001'),
	('room', 1, 'room_max_bookings_check', 'max_bookings = 1001'),
	('room', 1, 'room_turnaround_check', $$turnaround = '-1 second'$$),
	('equipment', 1, 'equipment_name_check', $$name = ''$$),
	('equipment', 1, 'equipment_notes_check', $$notes = repeat('x', 10001)$$),
	('equipment', 1, 'equipment_status_check', $$status = 'lost'$$),
	('equipment', 1, 'equipment_last_serviced_date_check', $$last_serviced_date = 'infinity'$$),
	('equipment_maintenance', 1, 'equipment_maintenance_description_check', $$description = ''$$),
	('equipment_maintenance', 1, 'equipment_maintenance_status_check', $$status = 'closed'$$),
	('equipment_maintenance', 1, 'equipment_maintenance_resolved_at_check', $$resolved_at = '2001-01-01'$$),
	('equipment_maintenance', 2, 'equipment_maintenance_resolved_at_check', 'resolved_at = NULL'),
	('equipment_maintenance', 2, 'equipment_maintenance_resolved_at_check', $$resolved_at = 'infinity'$$),
	('trainer_availability', 5, 'trainer_availability_day_of_week_check', 'day_of_week = 7'),
	('trainer_availability', 5, 'trainer_availability_period_check', 'end_time = start_time'),
	('trainer_availability', 5, 'trainer_availability_is_recurring_check', 'is_recurring = false'),
	('trainer_availability', 18, 'trainer_availability_available_on_check', $$available_on = 'infinity'$$),
	('trainer_availability', 18, 'trainer_availability_available_on_check', $$available_on = '2101-01-04'$$),
	('private_session', 3, 'private_session_cancellation_reason_check', $$cancellation_reason = repeat('x', 201)$$),
	('class_schedule', 1, 'class_schedule_cancellation_reason_check', $$cancellation_reason = E'\x1b'$$),
	('class_registration', 4, 'class_registration_cancellation_reason_check', $$cancellation_reason = E'a\nb'$$),
	('private_session', 3, 'private_session_period_check', $$start_time = '1899-12-30 23:00', end_time = '1899-12-31 00:00'$$),
	('health_metric', 2, 'health_metric_recorded_at_check', $$recorded_at = '1899-12-30 23:59:59.999999'$$),
	('equipment', 1, 'equipment_last_serviced_date_check', $$last_serviced_date = '1899-12-31'$$),
	('equipment_maintenance', 2, 'equipment_maintenance_resolved_at_check', $$resolved_at = '1899-12-30'$$),
	('trainer_availability', 18, 'trainer_availability_available_on_check', $$available_on = '9999-01-04'$$),
	('payment', 1, 'payment_paid_at_check', $$paid_at = '9999-01-02'$$),
	('member', 1, 'member_times_check', $$joined_at = '1899-12-30'$$),
	('closure', 1, 'closure_scope_check', 'trainer_id = 1'),
	('closure', 2, 'closure_maintenance_id_check', 'maintenance_id = 1'),
	('closure', 1, 'closure_period_check', 'end_time = start_time'),
	('closure', 1, 'closure_period_check', $$end_time = start_time + interval '366 days 1 microsecond'$$),
	('closure', 1, 'closure_period_check', $$end_time = 'infinity'$$),
	('closure', 1, 'closure_period_check', $$start_time = '1899-12-30 23:00', end_time = '1899-12-31 00:00'$$),
	('closure', 1, 'closure_reason_check', $$reason = ' '$$),
	('closure', 1, 'closure_reason_check', $$reason = repeat('x', 201)$$),
	('closure', 4, 'closure_cancelled_at_check', $$cancelled_at = 'infinity'$$),
	('service', 1, 'service_name_check', $$name = ' '$$),
	('service', 1, 'service_kind_check', $$kind = 'room'$$),
	('service', 1, 'service_duration_check', $$duration = '0'$$),
	('service', 1, 'service_duration_check', $$duration = '24 hours 1 microsecond'$$),
	('service', 1, 'service_price_check', 'price = -0.01'),
	('service', 1, 'service_credits_check', 'credits = 0'),
	('service', 1, 'service_credits_check', 'credits = 101'),
	('pack', 1, 'pack_name_check', $$name = ''$$),
	('pack', 1, 'pack_credits_check', 'credits = 0'),
	('pack', 1, 'pack_credits_check', 'credits = 10001'),
	('pack', 1, 'pack_price_check', 'price = -0.01'),
	('pack', 1, 'pack_valid_for_check', $$valid_for = '0'$$),
	('pack', 1, 'pack_valid_for_check', $$valid_for = '30 days 1 hour'$$),
	('pack_scope', 1, 'pack_scope_kind_check', $$kind = 'room'$$),
	('pack_sale', 1, 'pack_sale_credits_check', 'credits = 10001'),
	('pack_sale', 1, 'pack_sale_price_check', 'price = -1'),
	('pack_sale', 1, 'pack_sale_sold_at_check', $$sold_at = '-infinity'$$),
	('credit_lot', 1, 'credit_lot_expires_on_check', $$expires_on = '2100-12-31'$$),
	('credit_lot', 1, 'credit_lot_expires_on_check', $$expires_on = 'infinity'$$),
	('lot_out', 2, 'lot_out_credits_check', 'credits = 0'),
	('lot_out', 2, 'lot_out_reason_check', $$reason = 'gift'$$),
	('lot_out', 2, 'lot_out_made_at_check', $$made_at = '-infinity'$$),
	('plan', 1, 'plan_name_check', $$name = ' '$$),
	('plan', 1, 'plan_unit_check', $$unit = 'day'$$),
	('plan', 1, 'plan_every_check', 'every = 13'),
	('plan', 2, 'plan_visits_check', 'visits = 0'),
	('plan', 1, 'plan_joining_fee_check', 'joining_fee = -0.01'),
	('plan', 1, 'plan_notice_check', $$notice = '367 days'$$),
	('plan', 1, 'plan_min_periods_check', 'min_periods = 121'),
	('plan', 1, 'plan_late_fee_check', $$late_fee = 'NaN'$$),
	('plan_price', 2, 'plan_price_valid_from_check', $$valid_from = '1899-12-31'$$),
	('plan_price', 2, 'plan_price_amount_check', 'amount = -0.01'),
	('plan_price', 2, 'plan_price_existing_from_check', $$valid_from = '2101-01-02', existing_from = '2101-01-01'$$),
	('plan_price', 2, 'plan_price_existing_from_check', $$existing_from = '9999-01-01'$$),
	('plan_scope', 1, 'plan_scope_kind_check', $$kind = 'room'$$),
	('plan_scope', 1, 'plan_scope_discount_check', 'discount = 0'),
	('membership', 1, 'membership_starts_on_check', $$starts_on = '1899-12-31'$$),
	('membership', 1, 'membership_anchor_on_check', $$anchor_on = '9999-01-01'$$),
	('membership', 1, 'membership_contract_until_check', 'contract_until = starts_on'),
	('membership', 1, 'membership_ends_on_check', 'ends_on = starts_on - 1'),
	('membership', 1, 'membership_end_reason_check', $$end_reason = E'\x07'$$),
	('membership', 1, 'membership_made_at_check', $$made_at = 'infinity'$$),
	('membership_plan', 1, 'membership_plan_from_on_check', $$from_on = '1899-12-31'$$),
	('membership_plan', 1, 'membership_plan_from_on_check', $$anchor_on = 'infinity'$$),
	('membership_plan', 1, 'membership_plan_price_check', 'price = -0.01'),
	('membership_hold', 1, 'membership_hold_starts_on_check', $$starts_on = '1899-12-31'$$),
	('membership_hold', 1, 'membership_hold_ends_on_check', 'ends_on = starts_on'),
	('membership_hold', 1, 'membership_hold_reason_check', $$reason = ''$$),
	('membership_period', 1, 'membership_period_starts_on_check', $$starts_on = '1899-12-31'$$),
	('membership_period', 1, 'membership_period_ends_on_check', 'ends_on = starts_on - 1'),
	('trainer_service', 1, 'trainer_service_price_check', $$price = 'NaN'$$),
	('private_session', 3, 'private_session_period_check', 'end_time = start_time'),
	('private_session', 3, 'private_session_period_check', $$end_time = start_time + interval '27 hours 1 microsecond'$$),
	('private_session', 3, 'private_session_period_check', $$end_time = 'infinity'$$),
	('private_session', 3, 'private_session_activity_type_check', $$activity_type = ''$$),
	('private_session', 3, 'private_session_price_check', 'price = -1'),
	('private_session', 3, 'private_session_cover_check', 'lot_id = 1, credits = 0'),
	('private_session', 4, 'private_session_cover_check', $$kept_at = '2101-01-01'$$),
	('private_session', 3, 'private_session_revision_check', 'revision = -1'),
	('private_session', 3, 'private_session_cancellation_reason_check', $$cancellation_reason = ' '$$),
	('class_schedule', 1, 'class_schedule_name_check', $$name = ''$$),
	('class_schedule', 1, 'class_schedule_price_check', $$price = 'NaN'$$),
	('class_schedule', 1, 'class_schedule_revision_check', 'revision = -1'),
	('class_schedule', 1, 'class_schedule_cancellation_reason_check', $$cancellation_reason = E'\t'$$),
	('class_registration', 4, 'class_registration_price_check', 'price = -1'),
	('class_registration', 4, 'class_registration_cover_check', 'credits = 1'),
	('class_registration', 4, 'class_registration_revision_check', 'revision = -1'),
	('class_registration', 4, 'class_registration_cancellation_reason_check', $$cancellation_reason = ''$$),
	('billing_item', 8, 'billing_item_description_check', $$description = ''$$),
	('billing_item', 2, 'billing_item_paid_at_check', $$paid_at = '2001-01-01'$$),
	('billing_item', 1, 'billing_item_paid_at_check', 'paid_at = NULL'),
	('payment', 1, 'payment_payment_type_check', $$payment_type = 'barter'$$),
	('payment', 1, 'payment_description_check', $$description = repeat('x', 2001)$$),
	('payment', 1, 'payment_notes_check', $$notes = repeat('x', 10001)$$),
	('payment', 1, 'payment_request_key_check', $$request_key = ' '$$),
	('payment', 1, 'payment_external_ref_check', $$external_ref = repeat('x', 201)$$),
	('payment', 1, 'payment_kind_check', $$payment_type = 'credit', billing_id = NULL$$),
	('payment', 1, 'payment_kind_check', $$reason = 'refund'$$),
	('payment', 1, 'payment_kind_check', $$rounding = 0.02$$),
	('payment', 1, 'payment_kind_check', $$payment_type = 'cash', rounding = 100.01$$),
	('notification', 1, 'notification_recipient_check', 'trainer_id = 1'),
	('notification', 1, 'notification_recipient_check', 'member_id = NULL'),
	('notification', 1, 'notification_message_check', $$message = ''$$),
	('contact_change', 1, 'contact_change_person_check', 'trainer_id = 1'),
	('contact_change', 1, 'contact_change_person_check', 'member_id = NULL'),
	('contact_change', 1, 'contact_change_given_check', 'phone_number = NULL'),
	('contact_change', 2, 'contact_change_email_check', $$email = ''$$),
	('contact_change', 1, 'contact_change_phone_number_check', $$phone_number = ''$$),
	('contact_change', 1, 'contact_change_decision_check', 'is_accepted = NULL'),
	('contact_change', 2, 'contact_change_decision_check', 'staff_id = 1'),
	('payer', 2, 'payer_payer_id_check', 'payer_id = 2'),
	('payer', 2, 'payer_since_check', $$since = '-infinity'$$),
	('sign_in_failure', NULL, 'sign_in_failure_email_hash_check', $$email_hash = '\x00'$$),
	('sign_in_failure', NULL, 'sign_in_failure_failures_check', 'failures = 0')
) AS p (table_name, id, rule, assignment)
JOIN pg_index AS i ON i.indrelid = format('fitclub.%I', p.table_name)::regclass AND i.indisprimary
JOIN pg_attribute AS k ON k.attrelid = i.indrelid AND k.attnum = i.indkey[0]
ORDER BY p.rule COLLATE "C", p.assignment COLLATE "C";

-- Those that take another statement, or break something else as well.
INSERT INTO test.plant (rule, statement) VALUES
	('club_one_row', 'ALTER TABLE fitclub.club DROP CONSTRAINT club_one_row; UPDATE fitclub.club SET club_id = 2'),
	('club_one_row', 'DELETE FROM fitclub.club'),
	('dunning_once', 'DROP INDEX fitclub.dunning_once; INSERT INTO fitclub.dunning (billing_id, step) VALUES (9, 1)'),
	('dunning_step_after_days_key', 'DROP INDEX fitclub.dunning_step_after_days_key; UPDATE fitclub.dunning_step SET after_days = 7 WHERE step = 2'),
	('reminder_once', $$DROP INDEX fitclub.reminder_once; INSERT INTO fitclub.reminder (lot_id, ends_on) VALUES (1, '2101-03-31')$$),
	('member_erased', $$INSERT INTO fitclub.visit (member_id, came_at, reason) SELECT e.member_id, '2001-01-01', 'Guest' FROM fitclub.erased_member AS e$$),
	('member_erased', $$INSERT INTO fitclub.visit (member_id, came_at) SELECT e.member_id, '2200-01-01' FROM fitclub.erased_member AS e$$),
	('uses_cover', $$INSERT INTO fitclub.pack (name, credits, price) VALUES ('Ten', 10, 100); UPDATE fitclub.club SET uses_cover = false$$),
	('member_member_id_check', $$ALTER TABLE fitclub.member DROP CONSTRAINT member_member_id_check;
		INSERT INTO fitclub.member (member_id, first_name, last_name, email) OVERRIDING SYSTEM VALUE VALUES (0, 'No', 'Body', 'nobody@example.org')$$),
	('trainer_trainer_id_check', $$ALTER TABLE fitclub.trainer DROP CONSTRAINT trainer_trainer_id_check;
		INSERT INTO fitclub.trainer (trainer_id, first_name, last_name, email) OVERRIDING SYSTEM VALUE VALUES (-1, 'No', 'Body', 'nobody@example.org')$$),
	('room_room_id_check', $$ALTER TABLE fitclub.room DROP CONSTRAINT room_room_id_check;
		INSERT INTO fitclub.room (room_id, name, capacity) OVERRIDING SYSTEM VALUE VALUES (0, 'Attic', 2)$$),
	('closure_closure_id_check', $$ALTER TABLE fitclub.closure DROP CONSTRAINT closure_closure_id_check;
		INSERT INTO fitclub.closure (closure_id, start_time, end_time) OVERRIDING SYSTEM VALUE VALUES (0, '2101-12-29', '2101-12-30')$$),
	('private_session_session_id_check', $$ALTER TABLE fitclub.private_session DROP CONSTRAINT private_session_session_id_check;
		INSERT INTO fitclub.private_session (session_id, member_id, trainer_id, start_time, end_time, price) OVERRIDING SYSTEM VALUE
		VALUES (0, 4, 2, '2101-01-06 09:00', '2101-01-06 10:00', 0)$$),
	('class_schedule_class_id_check', $$ALTER TABLE fitclub.class_schedule DROP CONSTRAINT class_schedule_class_id_check;
		INSERT INTO fitclub.class_schedule (class_id, name, trainer_id, room_id, start_time, end_time, capacity) OVERRIDING SYSTEM VALUE
		VALUES (0, 'Jazz', 2, 1, '2101-01-06 09:00', '2101-01-06 10:00', 2)$$),
	('class_schedule_period_check', $$ALTER TABLE fitclub.class_schedule DROP CONSTRAINT class_schedule_period_check;
		UPDATE fitclub.class_schedule SET end_time = start_time WHERE class_id = 2; UPDATE fitclub.class_registration SET end_time = start_time WHERE class_id = 2$$),
	('class_schedule_capacity_check', 'ALTER TABLE fitclub.class_schedule DROP CONSTRAINT class_schedule_capacity_check;
		UPDATE fitclub.class_schedule SET capacity = 10001, may_exceed_room = true WHERE class_id = 1'),
	('billing_item_one_booking_check', 'ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_one_booking_check, DROP CONSTRAINT billing_item_for_check;
		UPDATE fitclub.billing_item SET class_id = 2 WHERE billing_id = 3'),
	('billing_item_amount_check', 'ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_amount_check; UPDATE fitclub.billing_item SET amount = 0 WHERE billing_id = 8'),
	('billing_item_status_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_status_check; UPDATE fitclub.billing_item SET status = 'lost' WHERE billing_id = 3$$),
	('billing_item_for_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_for_check; UPDATE fitclub.billing_item SET kind = 'tip' WHERE billing_id = 1$$),
	('billing_item_for_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_for_check; UPDATE fitclub.billing_item SET kind = 'loan' WHERE billing_id = 8$$),
	('billing_item_for_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_for_check; UPDATE fitclub.billing_item SET original_amount = 'NaN' WHERE billing_id = 8$$),
	('billing_item_for_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_for_check; UPDATE fitclub.billing_item SET due_on = '-infinity' WHERE billing_id = 8$$),
	('billing_item_for_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_for_check; UPDATE fitclub.billing_item SET sale_id = 1 WHERE billing_id = 7$$),
	('billing_item_for_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_for_check; UPDATE fitclub.billing_item SET period_on = '2101-01-01' WHERE billing_id = 8$$),
	('bill_credit_amount_check', $$ALTER TABLE fitclub.bill_credit DROP CONSTRAINT bill_credit_amount_check; UPDATE fitclub.bill_credit SET amount = 0 WHERE credit_id = 1$$),
	('bill_credit_reason_check', $$ALTER TABLE fitclub.bill_credit DROP CONSTRAINT bill_credit_reason_check; UPDATE fitclub.bill_credit SET reason = 'gift' WHERE credit_id = 1$$),
	('bill_credit_notes_check', $$ALTER TABLE fitclub.bill_credit DROP CONSTRAINT bill_credit_notes_check; UPDATE fitclub.bill_credit SET notes = E'\x07' WHERE credit_id = 1$$),
	('bill_credit_made_at_check', $$ALTER TABLE fitclub.bill_credit DROP CONSTRAINT bill_credit_made_at_check; UPDATE fitclub.bill_credit SET made_at = 'infinity' WHERE credit_id = 1$$),
	('till_count_expected_check', $$ALTER TABLE fitclub.till_count DROP CONSTRAINT till_count_expected_check; UPDATE fitclub.till_count SET expected = 'NaN' WHERE till_count_id = 1$$),
	('till_count_counted_check', $$ALTER TABLE fitclub.till_count DROP CONSTRAINT till_count_counted_check, DROP CONSTRAINT till_count_banked_check; UPDATE fitclub.till_count SET counted = -1 WHERE till_count_id = 1$$),
	('till_count_banked_check', $$ALTER TABLE fitclub.till_count DROP CONSTRAINT till_count_banked_check; UPDATE fitclub.till_count SET banked = -1 WHERE till_count_id = 1$$),
	('till_count_notes_check', $$ALTER TABLE fitclub.till_count DROP CONSTRAINT till_count_notes_check; UPDATE fitclub.till_count SET notes = E'\x07' WHERE till_count_id = 1$$),
	('till_count_counted_at_check', $$ALTER TABLE fitclub.till_count DROP CONSTRAINT till_count_counted_at_check; UPDATE fitclub.till_count SET counted_at = '-infinity' WHERE till_count_id = 1$$),
	('till_expected', 'UPDATE fitclub.till_count SET expected = expected + 1 WHERE till_count_id = 1'),
	('till_expected', 'UPDATE fitclub.till_count SET counted = counted + 1 WHERE till_count_id = 1'),
	('till_expected', $$UPDATE fitclub.payment SET payment_type = 'cash' WHERE payment_id = 1$$),
	('till_expected', $$UPDATE fitclub.payment SET payment_type = 'cash', paid_at = (SELECT min(t.counted_at) + interval '1 us' FROM fitclub.till_count AS t) WHERE payment_id = 2;
		UPDATE fitclub.till_count SET expected = 40 WHERE till_count_id = 1$$),
	('bill_net', 'UPDATE fitclub.bill_credit SET amount = amount + 1 WHERE credit_id = 1'),
	('credit_lot_credits_check', 'ALTER TABLE fitclub.credit_lot DROP CONSTRAINT credit_lot_credits_check; UPDATE fitclub.credit_lot SET credits = 0 WHERE lot_id = 2'),
	('credit_lot_valid_from_check', $$ALTER TABLE fitclub.credit_lot DROP CONSTRAINT credit_lot_valid_from_check; UPDATE fitclub.credit_lot SET valid_from = '1899-12-31' WHERE lot_id = 2$$),
	('lot_out_reason_check', 'ALTER TABLE fitclub.lot_out DROP CONSTRAINT lot_out_reason_check; UPDATE fitclub.lot_out SET to_lot_id = NULL WHERE lot_out_id = 1'),
	('credit_lot_left', 'UPDATE fitclub.lot_out SET credits = 9 WHERE lot_out_id = 2'),
	('credit_lot_left', 'UPDATE fitclub.private_session SET lot_id = 1, credits = 8 WHERE session_id = 4'),
	('credit_lot_left', 'UPDATE fitclub.class_registration SET lot_id = 2, credits = 3 WHERE registration_id = 1'),
	('credit_lot_left', $$UPDATE fitclub.class_registration SET lot_id = 2, credits = 3, kept_at = cancelled_at WHERE registration_id = 4$$),
	('cover_of_other_member', 'UPDATE fitclub.private_session SET lot_id = 1, credits = 1 WHERE session_id = 4'),
	('cover_of_other_member', 'UPDATE fitclub.private_session SET membership_id = test.give_membership(4) WHERE session_id = 4'),
	('cover_outside_validity', $$UPDATE fitclub.private_session SET lot_id = 2, credits = 1, start_time = '2100-12-31 23:00', end_time = '2101-01-01' WHERE session_id = 4$$),
	('cover_outside_validity', $$UPDATE fitclub.private_session SET lot_id = 2, credits = 1 WHERE session_id = 4; UPDATE fitclub.credit_lot SET expires_on = '2101-01-04' WHERE lot_id = 2$$),
	('cover_outside_validity', $$UPDATE fitclub.class_registration SET lot_id = 2, credits = 1 WHERE registration_id = 3; UPDATE fitclub.credit_lot SET expires_on = '2101-01-02' WHERE lot_id = 2$$),
	('cover_outside_membership', $$UPDATE fitclub.private_session SET membership_id = test.give_membership(3, NULL, '2101-01-06') WHERE session_id = 4$$),
	('cover_outside_membership', $$UPDATE fitclub.class_registration SET membership_id = test.give_membership(3, NULL, '2101-01-01', '2101-01-03') WHERE registration_id = 3$$),
	('cover_outside_membership', $$UPDATE fitclub.private_session SET membership_id = test.give_membership(3) WHERE session_id = 4;
		INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) SELECT membership_id, '2101-01-05', '2101-01-06' FROM fitclub.private_session WHERE session_id = 4$$),
	('visit_limit', $$UPDATE fitclub.private_session SET membership_id = test.give_membership(3, 1) WHERE session_id = 4;
		UPDATE fitclub.class_registration SET membership_id = (SELECT s.membership_id FROM fitclub.private_session AS s WHERE s.session_id = 4) WHERE registration_id = 3$$),
	('price_of_covered_booking', 'UPDATE fitclub.private_session SET lot_id = 2, credits = 1, price = 5 WHERE session_id = 4'),
	('price_of_covered_booking', 'UPDATE fitclub.private_session SET lot_id = 2, credits = 1, price = 0, member_id = 3 WHERE session_id = 2'),
	('price_of_covered_booking', 'UPDATE fitclub.class_registration SET lot_id = 2, credits = 1 WHERE registration_id = 3'),
	('price_of_covered_booking', 'UPDATE fitclub.class_registration SET lot_id = 2, credits = 1, price = 0 WHERE registration_id = 3'),
	('sale_credits', 'UPDATE fitclub.pack_sale SET credits = 9 WHERE sale_id = 1'),
	('sale_without_bill', 'DELETE FROM fitclub.bill_credit WHERE billing_id = 11; DELETE FROM fitclub.billing_item WHERE billing_id = 11'),
	('sale_without_bill', 'UPDATE fitclub.pack_sale SET price = 99 WHERE sale_id = 1'),
	('sale_without_bill', 'UPDATE fitclub.billing_item SET member_id = 3 WHERE billing_id = 11'),
	('lot_out_pair', 'UPDATE fitclub.credit_lot SET credits = 1 WHERE lot_id = 2'),
	('lot_out_pair', $$UPDATE fitclub.credit_lot SET valid_from = '2100-01-01' WHERE lot_id = 2$$),
	('books_order', $$UPDATE fitclub.pack_sale SET sold_at = '2200-01-01' WHERE sale_id = 1$$),
	('books_order', $$UPDATE fitclub.lot_out SET made_at = '2200-01-01' WHERE lot_out_id = 1$$),
	('ledger_unbalanced', 'ALTER TABLE fitclub.payment DROP CONSTRAINT payment_billing_id_fkey; UPDATE fitclub.payment SET billing_id = 99 WHERE payment_id = 3'),
	('books_order', $$UPDATE fitclub.billing_item SET created_at = '2200-01-01' WHERE billing_id = 8$$),
	('books_order', $$UPDATE fitclub.payment SET paid_at = '2200-01-01' WHERE payment_id = 3$$),
	('books_order', $$UPDATE fitclub.bill_credit SET made_at = '2200-01-01' WHERE credit_id = 1$$),
	('book_close_balance', 'UPDATE fitclub.book_close_balance SET debit = debit + 1 WHERE balance_id = 1'),
	('book_close_balance', 'DELETE FROM fitclub.book_close_balance WHERE balance_id = 1'),
	('book_close_balance', $$UPDATE fitclub.billing_item SET created_at = '2000-12-31' WHERE billing_id = 8$$),
	('book_close_balance', 'UPDATE fitclub.billing_item SET member_id = 3, amount = 25, original_amount = 25 WHERE billing_id = 10'),
	('book_close_closed_until_check', $$ALTER TABLE fitclub.book_close DROP CONSTRAINT book_close_closed_until_check; UPDATE fitclub.book_close SET closed_at = '2000-06-01'$$),
	('book_close_times_check', $$ALTER TABLE fitclub.book_close DROP CONSTRAINT book_close_times_check; UPDATE fitclub.book_close SET closed_until = '-infinity', closed_at = '2001-02-01'$$),
	('book_close_closed_until_key', $$DROP INDEX fitclub.book_close_closed_until_key; INSERT INTO fitclub.book_close (closed_until) VALUES ('2001-01-01')$$),
	('book_close_balance_once', $$DROP INDEX fitclub.book_close_balance_once; INSERT INTO fitclub.book_close_balance (close_id, account, debit, credit) VALUES (1, 'receivable', 0, 0)$$),
	('book_close_balance_sums_check', $$ALTER TABLE fitclub.book_close_balance DROP CONSTRAINT book_close_balance_sums_check; UPDATE fitclub.book_close_balance SET debit = -1 WHERE balance_id = 1$$),
	('bill_net', 'DELETE FROM fitclub.bill_credit WHERE credit_id = 1'),
	('bill_net', 'UPDATE fitclub.billing_item SET amount = 500 WHERE billing_id = 9'),
	('bill_net', 'UPDATE fitclub.billing_item SET original_amount = 500 WHERE billing_id = 8'),
	('payment_amount_check', 'ALTER TABLE fitclub.payment DROP CONSTRAINT payment_amount_check; UPDATE fitclub.payment SET amount = 0, refund_of = NULL WHERE payment_id = 4'),
	('login_person_check', $$ALTER TABLE fitclub.login DROP CONSTRAINT login_person_check;
		UPDATE fitclub.login SET trainer_id = 2 WHERE login_role = 'regress_ann'; UPDATE fitclub.login SET staff_id = NULL WHERE login_role = 'regress_sam'$$),
	('audit_log_version_check', $$ALTER TABLE fitclub.audit_log DROP CONSTRAINT audit_log_version_check;
		UPDATE fitclub.audit_log SET version = 0 WHERE table_name = 'room' AND row_key = '3' AND version = (SELECT max(version) FROM fitclub.audit_log WHERE table_name = 'room' AND row_key = '3')$$),
	('audit_log_action_check', $$ALTER TABLE fitclub.audit_log DROP CONSTRAINT audit_log_action_check, DROP CONSTRAINT audit_log_old_row_check;
		UPDATE fitclub.audit_log SET action = 'READ', new_row = NULL WHERE table_name = 'room' AND row_key = '3'
			AND version = (SELECT max(version) FROM fitclub.audit_log WHERE table_name = 'room' AND row_key = '3')$$),
	('audit_log_old_row_check', $$ALTER TABLE fitclub.audit_log DROP CONSTRAINT audit_log_old_row_check;
		UPDATE fitclub.audit_log SET old_row = '{}' WHERE table_name = 'payment' AND row_key = '3' AND version = (SELECT max(version) FROM fitclub.audit_log WHERE table_name = 'payment' AND row_key = '3')$$),
	('audit_log_new_row_check', $$ALTER TABLE fitclub.audit_log DROP CONSTRAINT audit_log_new_row_check;
		UPDATE fitclub.audit_log SET new_row = NULL WHERE table_name = 'payment' AND row_key = '3' AND version = (SELECT max(version) FROM fitclub.audit_log WHERE table_name = 'payment' AND row_key = '3')$$),
	('payment_refund_of_check', 'ALTER TABLE fitclub.payment DROP CONSTRAINT payment_refund_of_check; UPDATE fitclub.payment SET refund_of = NULL WHERE payment_id = 4');

-- NOT NULL, on every column that has it but for the ids, which are generated.
INSERT INTO test.plant (rule, statement)
SELECT 'not_null', format('ALTER TABLE %s %s ALTER %I DROP NOT NULL; UPDATE %s SET %I = NULL WHERE ctid = (SELECT max(ctid) FROM %s)',
	a.attrelid::regclass,
	(SELECT coalesce(string_agg(format('DROP CONSTRAINT %I CASCADE,', c.conname), ' '), '') FROM pg_constraint AS c
	 WHERE c.conrelid = a.attrelid AND c.contype = 'p' AND a.attnum = ANY (c.conkey)),
	a.attname, a.attrelid::regclass, a.attname, a.attrelid::regclass)
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND a.attnotnull AND a.attidentity = ''
ORDER BY c.relname COLLATE "C", a.attnum;

-- Foreign keys, to where there is nothing.
INSERT INTO test.plant (rule, statement)
SELECT f.conname, format('UPDATE %s SET %I = 99 WHERE ctid = (SELECT min(ctid) FROM %s WHERE %I IS NOT NULL)',
	f.conrelid::regclass, a.attname, f.conrelid::regclass, a.attname)
FROM pg_constraint AS f
JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
WHERE f.connamespace = 'fitclub'::regnamespace AND f.contype = 'f'
ORDER BY f.conname COLLATE "C";

-- Primary keys, twice over.
INSERT INTO test.plant (rule, statement)
SELECT p.conname, format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE; %s INSERT INTO %s OVERRIDING SYSTEM VALUE SELECT * FROM %s WHERE ctid = (SELECT min(ctid) FROM %s)',
	p.conrelid::regclass, p.conname,
	(SELECT coalesce(string_agg(format('DROP INDEX %s CASCADE;', i.indexrelid::regclass), ' '), '') FROM pg_index AS i
	 WHERE i.indrelid = p.conrelid AND i.indisunique AND NOT i.indisprimary
		AND NOT EXISTS (SELECT FROM pg_constraint AS u WHERE u.conindid = i.indexrelid AND u.contype = 'u')),
	p.conrelid::regclass, p.conrelid::regclass, p.conrelid::regclass)
FROM pg_constraint AS p
WHERE p.connamespace = 'fitclub'::regnamespace AND p.contype = 'p' AND p.conname NOT IN ('class_schedule_pkey', 'club_pkey', 'login_pkey')
ORDER BY p.conname COLLATE "C";
INSERT INTO test.plant (rule, statement) VALUES
	('class_schedule_pkey', 'ALTER TABLE fitclub.class_schedule DROP CONSTRAINT class_schedule_pkey CASCADE, DROP CONSTRAINT class_schedule_period_key CASCADE;
		INSERT INTO fitclub.class_schedule OVERRIDING SYSTEM VALUE SELECT * FROM fitclub.class_schedule WHERE class_id = 2'),
	('club_pkey', 'ALTER TABLE fitclub.club DROP CONSTRAINT club_pkey, DISABLE TRIGGER club_replace; INSERT INTO fitclub.club (calendar_uid) VALUES (gen_random_uuid())'),
	-- the library looks for an index of the second name
	('login_pkey', $$ALTER TABLE fitclub.login DROP CONSTRAINT login_pkey; CREATE INDEX login_pkey ON fitclub.login (login_role);
		INSERT INTO fitclub.login (login_role, member_id) VALUES ('regress_sam', 2)$$),
	('login_role_id_idx', $$DROP INDEX fitclub.login_role_id_idx; CREATE INDEX login_role_id_idx ON fitclub.login (role_id) WHERE role_id <> 0;
		UPDATE fitclub.login SET role_id = 4000000000 WHERE login_role <> 'regress_ann'$$),
	-- and what else is unique
	('member_email_key', $$DROP INDEX fitclub.member_email_key; UPDATE fitclub.member SET email = 'BOB@example.org' WHERE member_id = 3$$),
	('member_phone_number_key', $$DROP INDEX fitclub.member_phone_number_key; UPDATE fitclub.member SET phone_number = '1'$$),
	('trainer_email_key', $$DROP INDEX fitclub.trainer_email_key; UPDATE fitclub.trainer SET email = 'Tom@Example.org' WHERE trainer_id = 1$$),
	('administrative_staff_email_key', $$DROP INDEX fitclub.administrative_staff_email_key; UPDATE fitclub.administrative_staff SET email = 'SAM@example.org' WHERE staff_id = 2$$),
	('till_count_counted_at_key', $$DROP INDEX fitclub.till_count_counted_at_key; UPDATE fitclub.till_count SET counted_at = (SELECT max(t.counted_at) FROM fitclub.till_count AS t)$$),
	('payment_request_key_key', $$DROP INDEX fitclub.payment_request_key_key; UPDATE fitclub.payment SET request_key = 'once' WHERE payment_id IN (1, 2)$$),
	('room_name_key', $$DROP INDEX fitclub.room_name_key; UPDATE fitclub.room SET name = 'Hall' WHERE room_id = 3$$),
	('service_name_key', $$DROP INDEX fitclub.service_name_key; UPDATE fitclub.service SET name = ' BOXING' WHERE service_id = 1$$),
	('pack_name_key', $$DROP INDEX fitclub.pack_name_key; UPDATE fitclub.pack SET name = ' PASS' WHERE pack_id = 2$$),
	('pack_scope_key', $$DROP INDEX fitclub.pack_scope_key; INSERT INTO fitclub.pack_scope (pack_id, kind, service_id) VALUES (1, 'session', 1)$$),
	('lot_out_to_lot_once', $$DROP INDEX fitclub.lot_out_to_lot_once; INSERT INTO fitclub.lot_out (lot_id, credits, reason, to_lot_id) VALUES (1, 2, 'transfer', 2)$$),
	('billing_item_sold_once', $$DROP INDEX fitclub.billing_item_sold_once;
		INSERT INTO fitclub.billing_item (member_id, sale_id, amount, description) VALUES (4, 1, 100, 'Again')$$),
	('billing_item_sold_once', $$DROP INDEX fitclub.billing_item_sold_once;
		INSERT INTO fitclub.billing_item (member_id, membership_id, period_on, amount, description) VALUES (3, 2, '2101-02-01', 62, 'Again')$$),
	('plan_name_key', $$DROP INDEX fitclub.plan_name_key; UPDATE fitclub.plan SET name = ' GOLD' WHERE plan_id = 3$$),
	('plan_price_key', $$DROP INDEX fitclub.plan_price_key; UPDATE fitclub.plan_price SET plan_id = 2 WHERE plan_id = 3$$),
	('plan_scope_key', $$DROP INDEX fitclub.plan_scope_key; INSERT INTO fitclub.plan_scope (plan_id, kind, service_id, trainer_id) VALUES (2, 'session', 1, 1)$$),
	('membership_plan_key', $$DROP INDEX fitclub.membership_plan_key; INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id) VALUES (2, '2101-01-17', 3)$$),
	('membership_hold_key', $$DROP INDEX fitclub.membership_hold_key; INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (2, '2101-03-10', '2101-03-11')$$),
	('membership_period_key', $$DROP INDEX fitclub.membership_period_key; UPDATE fitclub.membership_period SET starts_on = '2101-02-01' WHERE membership_id = 2 AND starts_on = '2101-01-17'$$),
	('trainer_service_once', 'DROP INDEX fitclub.trainer_service_once; INSERT INTO fitclub.trainer_service (trainer_id, service_id) VALUES (1, 1)'),
	('contact_change_once', $$DROP INDEX fitclub.contact_change_once; INSERT INTO fitclub.contact_change (trainer_id, phone_number) VALUES (1, '5')$$),
	('billing_item_session_once', $$DROP INDEX fitclub.billing_item_session_once;
		INSERT INTO fitclub.billing_item (member_id, private_session_id, amount, description) VALUES (2, 2, 85, 'Again')$$),
	('billing_item_class_once', $$DROP INDEX fitclub.billing_item_class_once;
		INSERT INTO fitclub.billing_item (member_id, class_id, amount, description) VALUES (3, 2, 50, 'Again')$$),
	('class_registration_once', 'DROP INDEX fitclub.class_registration_once;
		UPDATE fitclub.class_registration SET cancelled_at = NULL, member_id = 3 WHERE registration_id = 4'),
	-- what check_calendar() looks at
	('room_double_booked', $$UPDATE fitclub.private_session SET start_time = '2101-01-03 09:59', room_id = 1 WHERE session_id = 2$$),
	('trainer_double_booked', $$UPDATE fitclub.class_schedule SET start_time = '2101-01-03 12:30', end_time = '2101-01-03 13:30' WHERE class_id = 2;
		UPDATE fitclub.class_registration SET start_time = '2101-01-03 12:30', end_time = '2101-01-03 13:30' WHERE class_id = 2$$),
	('member_double_booked', $$UPDATE fitclub.private_session SET start_time = '2101-01-03 11:30', end_time = '2101-01-03 12:30' WHERE session_id = 2$$),
	('room_closed', $$UPDATE fitclub.closure SET start_time = '2101-01-03 09:30', end_time = '2101-01-03 09:45' WHERE closure_id = 1$$),
	('trainer_away', $$UPDATE fitclub.closure SET start_time = '2101-01-03 09:59', end_time = '2101-01-04' WHERE closure_id = 2$$),
	('club_closed', $$UPDATE fitclub.closure SET start_time = '2100-06-01', end_time = '2101-01-03 09:00:00.000001' WHERE closure_id = 3$$),
	('closure_overlap', $$UPDATE fitclub.closure SET start_time = '2101-12-25 23:00', cancelled_at = NULL WHERE closure_id = 4$$),
	('class_capacity', 'UPDATE fitclub.class_schedule SET capacity = 1 WHERE class_id = 1'),
	('class_room_capacity', 'UPDATE fitclub.class_schedule SET capacity = 3 WHERE class_id = 2'),
	('class_cancelled', $$UPDATE fitclub.class_schedule SET cancelled_at = '2100-01-01' WHERE class_id = 2$$),
	('class_registration_period', $$UPDATE fitclub.class_schedule SET end_time = '2101-01-03 15:30' WHERE class_id = 2$$),
	('trainer_availability', $$UPDATE fitclub.trainer_availability SET end_time = '10:59' WHERE trainer_id = 2 AND day_of_week = 0$$),
	('trainer_availability_overlap', $$INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time) VALUES (1, 0, '16:59', '17:00')$$),
	('session_without_bill', 'DELETE FROM fitclub.payment WHERE billing_id = 2; DELETE FROM fitclub.billing_item WHERE billing_id = 2'),
	('registration_without_bill', 'DELETE FROM fitclub.billing_item WHERE class_id = 1 AND member_id = 2'),
	('bill_amount', 'UPDATE fitclub.private_session SET price = 90 WHERE session_id = 2'),
	('bill_of_cancelled_booking', $$UPDATE fitclub.private_session SET cancelled_at = '2100-01-01' WHERE session_id = 2$$),
	('bill_overpaid', 'UPDATE fitclub.payment SET amount = 85.01 WHERE payment_id = 2'),
	('bill_status', $$UPDATE fitclub.billing_item SET status = 'pending' WHERE billing_id = 2$$),
	('bill_status', 'DELETE FROM fitclub.payment WHERE payment_id = 2'),
	('refund_over_payment', 'UPDATE fitclub.payment SET amount = -20.01 WHERE payment_id = 4'),
	('refund_of_other_bill', 'UPDATE fitclub.payment SET billing_id = 1, amount = -40 WHERE payment_id = 4'),
	('refund_of_credit', $$INSERT INTO fitclub.payment (member_id, amount, payment_type) VALUES (2, 10, 'cash');
		INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (2, 2, 10, 'credit');
		INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) SELECT 2, 2, -10, 'cash', max(payment_id) FROM fitclub.payment$$),
	('credit_negative', $$INSERT INTO fitclub.payment (member_id, amount, payment_type) VALUES (2, 10, 'cash');
		INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type) VALUES (2, 2, 10.01, 'credit')$$),
	('bill_amount', $$UPDATE fitclub.billing_item SET amount = 79.99, original_amount = 85 WHERE billing_id = 1;
		INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of, reason) VALUES (1, 1, -80, 'card', 1, 'chargeback')$$),
	('void_incomplete', $$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of, reason) VALUES (1, 1, -84.99, 'card', 1, 'void')$$),
	('refund_reason', $$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of, reason) VALUES (1, 1, -5, 'credit', 1, 'chargeback')$$),
	-- and what nobody else does
	('member_last_metric_at', $$UPDATE fitclub.member SET last_metric_at = '2001-01-01 08:00' WHERE member_id = 1$$),
	('member_last_metric_at', $$UPDATE fitclub.member SET last_metric_at = '2001-01-01 08:00' WHERE member_id = 2$$),
	('member_last_metric_at', $$INSERT INTO fitclub.health_metric (member_id, weight, recorded_at) VALUES (1, 66, '2001-01-03')$$),
	('equipment_maintenance_resolved_at_check', $$UPDATE fitclub.equipment_maintenance SET resolved_at = '2999-01-01' WHERE maintenance_id = 2$$),
	('is_conflict', 'UPDATE fitclub.private_session SET is_conflict = true WHERE session_id = 1'),
	('is_conflict', $$UPDATE fitclub.private_session SET start_time = '2101-01-03 09:59', room_id = 1 WHERE session_id = 2$$),
	('trainer_double_booked', $$ALTER TABLE fitclub.private_session DROP CONSTRAINT private_session_period_check;
		UPDATE fitclub.private_session SET start_time = '2100-12-30 10:00' WHERE session_id = 1;
		UPDATE fitclub.private_session SET trainer_id = 1, start_time = '2101-01-03 09:30' WHERE session_id = 2$$),
	('trainer_availability_overlap', $$UPDATE fitclub.trainer_availability SET start_time = '16:59' WHERE availability_id = 18$$),
	('bill_without_booking', 'UPDATE fitclub.billing_item SET member_id = 3 WHERE billing_id = 3'),
	('bill_without_booking', 'DELETE FROM fitclub.class_registration WHERE registration_id = 3'),
	('bill_of_free_booking', $$UPDATE fitclub.private_session SET price = 0, cancelled_at = '2100-01-01' WHERE session_id = 1$$),
	('bill_of_free_booking', 'UPDATE fitclub.class_registration SET price = 0 WHERE registration_id = 1'),
	('bill_status', $$UPDATE fitclub.billing_item SET status = 'refunded', paid_at = '2001-01-01' WHERE billing_id = 2;
		INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (2, 2, -40, 'card', 2)$$),
	('refund_of_refund', $$UPDATE fitclub.payment SET amount = -6 WHERE payment_id = 4;
		INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, refund_of) VALUES (4, 8, -1, 'card', 4)$$),
	('refund_to_other_payer', 'UPDATE fitclub.payment SET member_id = 3 WHERE payment_id = 4'),
	('member_erased', $$UPDATE fitclub.member SET phone_number = '5', notes = 'Eve' WHERE member_id = 5$$),
	('member_erased', $$UPDATE fitclub.member SET email = 'eve@example.org' WHERE member_id = 5$$),
	('member_erased', $$INSERT INTO fitclub.health_metric (member_id, weight, recorded_at) VALUES (5, 60, '2001-01-03');
		UPDATE fitclub.member SET last_metric_at = '2001-01-03' WHERE member_id = 5$$),
	('member_erased', $$INSERT INTO fitclub.member_password (member_id, verifier) SELECT 5, verifier FROM fitclub.member_password WHERE member_id = 1$$),
	('member_erased', $$INSERT INTO fitclub.contact_change (member_id, email) VALUES (5, 'eve@example.org')$$),
	('member_erased', 'INSERT INTO fitclub.payer (member_id, payer_id) VALUES (5, 1)'),
	('member_erased', 'INSERT INTO fitclub.payer (member_id, payer_id) VALUES (3, 5)'),
	('member_erased', 'UPDATE fitclub.pack_sale SET member_id = 5, sold_at = clock_timestamp() WHERE sale_id = 1'),
	('member_erased', 'UPDATE fitclub.credit_lot SET member_id = 5 WHERE lot_id = 2; UPDATE fitclub.lot_out SET made_at = clock_timestamp() WHERE lot_out_id = 1'),
	('payer_chain', 'INSERT INTO fitclub.payer (member_id, payer_id) VALUES (3, 2)'),
	('member_erased', 'UPDATE fitclub.membership SET member_id = 5 WHERE membership_id = 2'),
	('membership_plan_first', 'DELETE FROM fitclub.membership_plan WHERE membership_id = 2'),
	('membership_plan_first', $$UPDATE fitclub.membership_plan SET from_on = '2101-01-16' WHERE membership_id = 2$$),
	('hold_overlap', $$INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (2, '2101-03-20', 'infinity')$$),
	('period_gap', $$DELETE FROM fitclub.membership_period WHERE membership_id = 2 AND starts_on = '2101-01-17'$$),
	('period_gap', $$UPDATE fitclub.membership_period SET starts_on = '2101-02-02' WHERE membership_id = 2 AND starts_on = '2101-02-01'$$),
	('period_end', $$UPDATE fitclub.membership_hold SET starts_on = '2101-01-20', ends_on = '2101-02-01'$$),
	('period_overlap', $$UPDATE fitclub.membership_period SET starts_on = '2101-01-31' WHERE membership_id = 2 AND starts_on = '2101-02-01'$$),
	('period_end', $$UPDATE fitclub.membership_period SET ends_on = '2101-04-01' WHERE membership_id = 2 AND starts_on = '2101-03-01'$$),
	('period_end', $$UPDATE fitclub.membership SET anchor_on = '2101-02-02' WHERE membership_id = 2$$),
	('period_end', $$UPDATE fitclub.membership_period SET plan_id = 3 WHERE membership_id = 2 AND starts_on = '2101-03-01'$$),
	('period_end', $$UPDATE fitclub.membership_hold SET ends_on = 'infinity'$$),
	('period_end', $$UPDATE fitclub.membership SET ends_on = '2101-03-25' WHERE membership_id = 2$$),
	('period_end', $$UPDATE fitclub.membership SET contract_until = '2101-03-25' WHERE membership_id = 2$$),
	('dues_amount', 'UPDATE fitclub.plan_price SET amount = 63 WHERE plan_id = 2'),
	('dues_amount', 'UPDATE fitclub.membership_plan SET price = 61 WHERE membership_id = 2'),
	('dues_amount', $$UPDATE fitclub.billing_item SET amount = 29.99 WHERE membership_id = 2 AND period_on = '2101-01-17'$$),
	('dues_amount', $$INSERT INTO fitclub.bill_credit (billing_id, amount, reason)
		SELECT billing_id, 0.01, 'proration' FROM fitclub.billing_item WHERE membership_id = 2 AND period_on = '2101-02-01'$$),
	('dues_without_bill', $$DELETE FROM fitclub.billing_item WHERE membership_id = 2 AND period_on = '2101-02-01'$$),
	('bill_without_period', $$UPDATE fitclub.billing_item SET period_on = '2101-02-02' WHERE membership_id = 2 AND period_on = '2101-02-01'$$),
	('member_email_required', 'UPDATE fitclub.member SET email = NULL WHERE member_id = 4'),
	('member_erased', 'INSERT INTO fitclub.erased_member VALUES (3, ''2100-12-31''); UPDATE fitclub.member SET email = ''erased.3@erased.invalid'' WHERE member_id = 3'),
	('audit_log_version', $$DELETE FROM fitclub.audit_log WHERE table_name = 'billing_item' AND row_key = '2' AND action = 'INSERT'$$),
	('member_erased', $$UPDATE fitclub.member SET first_name = 'Eve' WHERE member_id = 5$$),
	('member_erased', $$UPDATE fitclub.member SET last_name = 'Gone' WHERE member_id = 5$$),
	('registration_without_bill', $$UPDATE fitclub.class_registration SET cancelled_at = NULL, registered_at = '2100-12-01' WHERE registration_id = 4$$),
	('bill_trainer', 'UPDATE fitclub.billing_item SET trainer_id = 3 WHERE billing_id = 2'),
	('bill_trainer', 'UPDATE fitclub.class_schedule SET trainer_id = 2 WHERE class_id = 2'),
	('attended_early', 'UPDATE fitclub.class_registration SET attended = true WHERE registration_id = 1'),
	('member_times_check', $$ALTER TABLE fitclub.member DROP CONSTRAINT member_times_check; UPDATE fitclub.member SET joined_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.member)$$),
	('member_times_check', $$ALTER TABLE fitclub.member DROP CONSTRAINT member_times_check; UPDATE fitclub.member SET last_metric_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.member WHERE last_metric_at IS NOT NULL)$$),
	('staff_password_changed_at_check', $$ALTER TABLE fitclub.staff_password DROP CONSTRAINT staff_password_changed_at_check; UPDATE fitclub.staff_password SET changed_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.staff_password)$$),
	('member_password_changed_at_check', $$ALTER TABLE fitclub.member_password DROP CONSTRAINT member_password_changed_at_check; UPDATE fitclub.member_password SET changed_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.member_password)$$),
	('trainer_password_changed_at_check', $$ALTER TABLE fitclub.trainer_password DROP CONSTRAINT trainer_password_changed_at_check; UPDATE fitclub.trainer_password SET changed_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.trainer_password)$$),
	('equipment_maintenance_reported_at_check', $$ALTER TABLE fitclub.equipment_maintenance DROP CONSTRAINT equipment_maintenance_reported_at_check; UPDATE fitclub.equipment_maintenance SET reported_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.equipment_maintenance)$$),
	('private_session_times_check', $$ALTER TABLE fitclub.private_session DROP CONSTRAINT private_session_times_check; UPDATE fitclub.private_session SET cancelled_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.private_session WHERE cancelled_at IS NOT NULL)$$),
	('private_session_times_check', $$ALTER TABLE fitclub.private_session DROP CONSTRAINT private_session_times_check; UPDATE fitclub.private_session SET changed_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.private_session)$$),
	('class_schedule_times_check', $$ALTER TABLE fitclub.class_schedule DROP CONSTRAINT class_schedule_times_check; UPDATE fitclub.class_schedule SET cancelled_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.class_schedule)$$),
	('class_schedule_times_check', $$ALTER TABLE fitclub.class_schedule DROP CONSTRAINT class_schedule_times_check; UPDATE fitclub.class_schedule SET changed_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.class_schedule)$$),
	('class_registration_times_check', $$ALTER TABLE fitclub.class_registration DROP CONSTRAINT class_registration_times_check; UPDATE fitclub.class_registration SET registered_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.class_registration)$$),
	('class_registration_times_check', $$ALTER TABLE fitclub.class_registration DROP CONSTRAINT class_registration_times_check; UPDATE fitclub.class_registration SET cancelled_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.class_registration WHERE cancelled_at IS NOT NULL)$$),
	('class_registration_times_check', $$ALTER TABLE fitclub.class_registration DROP CONSTRAINT class_registration_times_check; UPDATE fitclub.class_registration SET changed_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.class_registration)$$),
	('billing_item_times_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_times_check; UPDATE fitclub.billing_item SET created_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.billing_item)$$),
	('billing_item_times_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_times_check; UPDATE fitclub.billing_item SET updated_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.billing_item)$$),
	('billing_item_times_check', $$ALTER TABLE fitclub.billing_item DROP CONSTRAINT billing_item_times_check; UPDATE fitclub.billing_item SET paid_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.billing_item WHERE paid_at IS NOT NULL)$$),
	('payment_paid_at_check', $$ALTER TABLE fitclub.payment DROP CONSTRAINT payment_paid_at_check; UPDATE fitclub.payment SET paid_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.payment)$$),
	('notification_created_at_check', $$ALTER TABLE fitclub.notification DROP CONSTRAINT notification_created_at_check; UPDATE fitclub.notification SET created_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.notification)$$),
	('contact_change_times_check', $$ALTER TABLE fitclub.contact_change DROP CONSTRAINT contact_change_times_check; UPDATE fitclub.contact_change SET requested_at = 'infinity' WHERE contact_change_id = 1$$),
	('contact_change_times_check', $$ALTER TABLE fitclub.contact_change DROP CONSTRAINT contact_change_times_check; UPDATE fitclub.contact_change SET decided_at = '-infinity' WHERE contact_change_id = 1$$),
	('erased_member_erased_at_check', $$ALTER TABLE fitclub.erased_member DROP CONSTRAINT erased_member_erased_at_check; UPDATE fitclub.erased_member SET erased_at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.erased_member)$$),
	('sign_in_failure_failed_at_check', $$ALTER TABLE fitclub.sign_in_failure DROP CONSTRAINT sign_in_failure_failed_at_check; UPDATE fitclub.sign_in_failure SET failed_at = '-infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.sign_in_failure)$$),
	('infinite_time', $$UPDATE fitclub.audit_log SET at = 'infinity' WHERE ctid = (SELECT min(ctid) FROM fitclub.audit_log)$$),
	('numbering', $$INSERT INTO fitclub.room (room_id, name, capacity) OVERRIDING SYSTEM VALUE VALUES (7, 'Attic', 2)$$),
	('numbering', 'ALTER SEQUENCE fitclub.billing_item_billing_id_seq RESTART WITH 10'),
	-- and what breaks nothing
	(NULL, $$UPDATE fitclub.payment SET payment_type = 'cash', paid_at = (SELECT min(t.counted_at) FROM fitclub.till_count AS t) WHERE payment_id = 2;
		UPDATE fitclub.till_count SET expected = 40 WHERE till_count_id = 1$$),
	(NULL, $$UPDATE fitclub.closure SET start_time = '2101-01-03 09:00', end_time = '2101-01-03 10:00' WHERE closure_id = 4$$),
	(NULL, $$UPDATE fitclub.closure SET start_time = '2101-01-03 08:00', end_time = '2101-01-03 09:00' WHERE closure_id = 1$$),
	(NULL, $$UPDATE fitclub.closure SET start_time = '2101-12-25 12:00', end_time = '2101-12-27' WHERE closure_id = 1$$),
	(NULL, $$SELECT setval('fitclub.billing_item_billing_id_seq', (SELECT max(billing_id) + 1 FROM fitclub.billing_item), false)$$),
	(NULL, $$UPDATE fitclub.private_session SET start_time = '2101-01-03 11:00', end_time = '2101-01-03 12:00' WHERE session_id = 2$$),
	(NULL, $$UPDATE fitclub.club SET time_zone = 'Etc/Zulu'$$),
	(NULL, $$UPDATE fitclub.club SET time_zone = 'etc/utc'$$),
	(NULL, $$UPDATE fitclub.private_session SET start_time = '2101-01-03 09:00', end_time = '2101-01-03 10:00', cancelled_at = now() WHERE session_id = 4$$),
	(NULL, $$UPDATE fitclub.member SET email = 'o''neil+gym_1@mail-2.exämple.org' WHERE member_id = 1$$),
	(NULL, $$UPDATE fitclub.member SET date_of_birth = '1900-01-01', target_weight = 0 WHERE member_id = 1$$),
	(NULL, $$INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time, is_recurring, available_on)
		VALUES (1, 0, '09:00', '17:00', false, '2001-01-01')$$);

DO $$
DECLARE
	plant test.plant;
BEGIN
	FOR plant IN SELECT * FROM test.plant ORDER BY n LOOP
		UPDATE test.plant AS p SET (rules, reported) = (SELECT t.rules, t.reported FROM test.planted(plant.statement) AS t) WHERE p.n = plant.n;
	END LOOP;
END $$;
-- (the days on which the test runs are none of its business)
SELECT rule, regexp_replace(reported, '\m20[2-9]\d-\d\d-\d\d( [\d:.]+\+00)?', 'today', 'g') AS reported FROM test.plant ORDER BY n;

-- Nothing was planted that was not named.
SELECT n, rule, rules FROM test.plant WHERE (rule = ANY (rules)) IS NOT TRUE AND rule IS NOT NULL OR rule IS NULL AND rules IS NOT NULL;
-- No constraint and nothing unique was left out; the times in the key of class_schedule are there for a foreign key.
SELECT c.conname FROM pg_constraint AS c
WHERE c.connamespace = 'fitclub'::regnamespace AND c.contype NOT IN ('n', 't') AND c.conname <> 'class_schedule_period_key' AND c.conname NOT IN (SELECT rule FROM test.plant WHERE rule IS NOT NULL)
UNION ALL
SELECT c.relname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'fitclub'::regnamespace AND i.indisunique AND NOT i.indisprimary AND c.relname <> 'class_schedule_period_key' AND c.relname NOT IN (SELECT rule FROM test.plant WHERE rule IS NOT NULL);
SELECT test.state() = :'before' AND count(*) = :events AS unchanged FROM fitclub.audit_log;
SELECT * FROM fitclub.verify();
DROP TABLE test.plant;
DROP FUNCTION test.planted;
