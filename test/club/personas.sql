-- A club with a role for each persona, to try on who may do what.

CREATE SCHEMA matrix;
GRANT USAGE ON SCHEMA matrix TO PUBLIC;

-- The club. What is Ann's, Tina's (her trainer) and Sue's (at the desk) is own;
-- what is Bob's, Tom's and Sid's is other. Zoe works with nobody yet. Kim is
-- Ann's dependant and Tina's pupil, Lou is Bob's and Tom's.

CREATE TABLE matrix.thing (kind text PRIMARY KEY, own bigint, other bigint);
GRANT SELECT ON matrix.thing TO PUBLIC;

CREATE FUNCTION matrix.own(kind text) RETURNS bigint
LANGUAGE sql STABLE AS 'SELECT own FROM matrix.thing AS t WHERE t.kind = own.kind';
CREATE FUNCTION matrix.other(kind text) RETURNS bigint
LANGUAGE sql STABLE AS 'SELECT other FROM matrix.thing AS t WHERE t.kind = other.kind';

INSERT INTO matrix.thing VALUES
('member',
	fitclub.create_member('Ann', 'Lee', 'ann@matrix.example', '111'),
	fitclub.create_member('Bob', 'Cole', 'bob@matrix.example', '222')),
('trainer',
	fitclub.create_trainer('Tina', 'Ray', 'tina@matrix.example'),
	fitclub.create_trainer('Tom', 'Fox', 'tom@matrix.example')),
('zoe', fitclub.create_trainer('Zoe', 'New', 'zoe@matrix.example'), NULL),
('staff',
	fitclub.create_staff('Sue', 'Desk', 'sue@matrix.example', 'correct horse'),
	fitclub.create_staff('Sid', 'Desk', 'sid@matrix.example', 'correct horse')),
('room', fitclub.create_room('Matrix Studio', 20), fitclub.create_room('Matrix Hall', 20)),
('service', fitclub.create_service('Matrix Massage'), fitclub.create_service('Matrix Sauna'));

INSERT INTO matrix.thing VALUES
('dependant',
	fitclub.create_dependant(matrix.own('member'), 'Kim', 'Lee'),
	fitclub.create_dependant(matrix.other('member'), 'Lou', 'Cole'));

SELECT fitclub.set_trainer_service(matrix.own('trainer'), matrix.own('service')),
	fitclub.set_trainer_service(matrix.other('trainer'), matrix.other('service'));
INSERT INTO matrix.thing
SELECT 'trainer service', min(trainer_service_id), max(trainer_service_id) FROM fitclub.trainer_service;

SELECT fitclub.set_password(kind, id, 'correct horse')
FROM matrix.thing, unnest(ARRAY[own, other]) AS id WHERE kind IN ('member', 'trainer');

SELECT fitclub.set_availability(trainer_id, day, '00:00', '23:00')
FROM generate_series(0, 6) AS day, unnest(ARRAY[
	matrix.own('trainer'), matrix.other('trainer'), matrix.own('zoe')]) AS trainer_id;

INSERT INTO matrix.thing VALUES
('equipment',
	fitclub.add_equipment(matrix.own('room'), 'Bar'),
	fitclub.add_equipment(matrix.other('room'), 'Mat')),
('availability',
	fitclub.set_availability(matrix.own('trainer'), NULL, '23:00', '23:30', '2101-02-01'),
	fitclub.set_availability(matrix.other('trainer'), NULL, '23:00', '23:30', '2101-02-01')),
('closure',
	fitclub.set_leave(matrix.own('trainer'), '2101-06-01', '2101-06-02'),
	fitclub.set_leave(matrix.other('trainer'), '2101-06-01', '2101-06-02')),
('session',
	fitclub.book_session(matrix.own('member'), matrix.own('trainer'), matrix.own('room'),
		'2101-01-03 09:00', '2101-01-03 10:00'),
	fitclub.book_session(matrix.other('member'), matrix.other('trainer'), matrix.other('room'),
		'2101-01-03 09:00', '2101-01-03 10:00')),
('class',
	fitclub.create_class('Yoga', matrix.own('trainer'), matrix.own('room'),
		'2101-01-04 09:00', '2101-01-04 10:00'),
	fitclub.create_class('Spin', matrix.other('trainer'), matrix.other('room'),
		'2101-01-04 09:00', '2101-01-04 10:00')),
('held class',
	fitclub.create_class('Yoga', matrix.own('trainer'), matrix.own('room'),
		'2001-01-04 09:00', '2001-01-04 10:00'),
	fitclub.create_class('Spin', matrix.other('trainer'), matrix.other('room'),
		'2001-01-04 09:00', '2001-01-04 10:00')),
('open class',
	fitclub.create_class('Walk', matrix.own('zoe'), matrix.own('room'),
		'2101-01-05 09:00', '2101-01-05 10:00'), NULL),
('metric',
	fitclub.log_health_metric(matrix.own('member'), 60),
	fitclub.log_health_metric(matrix.other('member'), 80)),
('bill',
	fitclub.create_billing_item(matrix.own('member'), 5, 'Towel'),
	fitclub.create_billing_item(matrix.other('member'), 5, 'Towel')),
('paid bill',
	fitclub.create_billing_item(matrix.own('member'), 9, 'Locker'),
	fitclub.create_billing_item(matrix.other('member'), 9, 'Locker'));

INSERT INTO matrix.thing VALUES
('dependant session',
	fitclub.book_session(matrix.own('dependant'), matrix.own('trainer'), NULL,
		'2101-01-03 11:00', '2101-01-03 12:00'),
	fitclub.book_session(matrix.other('dependant'), matrix.other('trainer'), NULL,
		'2101-01-03 11:00', '2101-01-03 12:00')),
('dependant registration',
	fitclub.register_for_class(matrix.own('dependant'), matrix.own('class')),
	fitclub.register_for_class(matrix.other('dependant'), matrix.other('class'))),
('dependant metric',
	fitclub.log_health_metric(matrix.own('dependant'), 30),
	fitclub.log_health_metric(matrix.other('dependant'), 30)),
('dependant bill',
	fitclub.create_billing_item(matrix.own('dependant'), 5, 'Towel'),
	fitclub.create_billing_item(matrix.other('dependant'), 5, 'Towel'));

INSERT INTO matrix.thing VALUES
('dunning step', fitclub.set_dunning_step(1, 30, 'Please pay'), fitclub.set_dunning_step(2, 60, 'Please pay')),
('visit',
	(fitclub.check_in(matrix.own('member')) ->> 'visit_id')::bigint,
	(fitclub.check_in(matrix.other('member')) ->> 'visit_id')::bigint),
('dependant visit',
	(fitclub.check_in(matrix.own('dependant')) ->> 'visit_id')::bigint,
	(fitclub.check_in(matrix.other('dependant')) ->> 'visit_id')::bigint);

WITH step AS (
	INSERT INTO fitclub.dunning (billing_id, step) VALUES (matrix.own('bill'), 1), (matrix.other('bill'), 1)
	RETURNING dunning_id
)
INSERT INTO matrix.thing SELECT 'dunning', min(dunning_id), max(dunning_id) FROM step;

-- Packs that are sold, and new ones. A friend gets what is transferred.
INSERT INTO matrix.thing VALUES
('pack',
	fitclub.create_pack('Matrix Ten', 10, 100, '1 year', is_transferable => true),
	fitclub.create_pack('Matrix Five', 5, 50, '1 year', is_transferable => true)),
('new pack', fitclub.create_pack('Matrix One', 1, 10), fitclub.create_pack('Matrix Two', 2, 20)),
('friend', fitclub.create_member('Eli', 'Ray', 'eli@matrix.example'), NULL);
INSERT INTO matrix.thing VALUES
('pack scope',
	fitclub.add_pack_scope(matrix.own('pack'), 'class'),
	fitclub.add_pack_scope(matrix.other('pack'), 'class'));
INSERT INTO matrix.thing VALUES
('sale',
	fitclub.sell_pack(matrix.own('member'), matrix.own('pack')),
	fitclub.sell_pack(matrix.other('member'), matrix.other('pack'))),
('dependant sale',
	fitclub.grant_credits(matrix.own('dependant'), matrix.own('pack')),
	fitclub.grant_credits(matrix.other('dependant'), matrix.other('pack')));
INSERT INTO matrix.thing
SELECT replace(t.kind, 'sale', 'lot'), min(l.lot_id), max(l.lot_id)
FROM matrix.thing AS t JOIN fitclub.credit_lot AS l ON l.sale_id IN (t.own, t.other)
WHERE t.kind IN ('sale', 'dependant sale') GROUP BY t.kind;
SELECT fitclub.refund_pack(matrix.own('sale'), 1), fitclub.refund_pack(matrix.other('sale'), 1),
	fitclub.refund_pack(matrix.own('dependant sale'), 1), fitclub.refund_pack(matrix.other('dependant sale'), 1);
INSERT INTO matrix.thing
SELECT replace(t.kind, 'lot', 'movement'), min(o.lot_out_id), max(o.lot_out_id)
FROM matrix.thing AS t JOIN fitclub.lot_out AS o ON o.lot_id IN (t.own, t.other)
WHERE t.kind IN ('lot', 'dependant lot') GROUP BY t.kind;

-- before there is cash that could not be voided once it is counted
INSERT INTO matrix.thing VALUES
('till count',
	fitclub.count_till(22, staff_id => matrix.own('staff')), fitclub.count_till(22, staff_id => matrix.other('staff')));

INSERT INTO matrix.thing VALUES
('dependant payment',
	fitclub.record_payment(matrix.own('dependant bill'), 2, 'cash'),
	fitclub.record_payment(matrix.other('dependant bill'), 2, 'cash')),
('issue',
	fitclub.report_issue(matrix.own('equipment'), 'It squeaks'),
	fitclub.report_issue(matrix.other('equipment'), 'It squeaks')),
('registration',
	fitclub.register_for_class(matrix.own('member'), matrix.own('class')),
	fitclub.register_for_class(matrix.other('member'), matrix.other('class'))),
('held registration',
	fitclub.register_for_class(matrix.own('member'), matrix.own('held class')),
	fitclub.register_for_class(matrix.other('member'), matrix.other('held class'))),
('payment',
	fitclub.record_payment(matrix.own('paid bill'), 9, 'cash'),
	fitclub.record_payment(matrix.other('paid bill'), 9, 'cash'));

WITH paid AS (
	INSERT INTO fitclub.payment (member_id, amount, payment_type)
	VALUES (matrix.own('member'), 30, 'cash'), (matrix.other('member'), 30, 'cash')
	RETURNING payment_id
)
INSERT INTO matrix.thing SELECT 'payment on account', min(payment_id), max(payment_id) FROM paid;

INSERT INTO fitclub.billing_item (member_id, amount, description, created_at, updated_at)
VALUES (matrix.other('member'), 1, 'Towel', '2000-11-01', '2000-11-01');
SELECT fitclub.close_books('2000-12-01');
INSERT INTO matrix.thing VALUES
('credit',
	fitclub.correct_bill(matrix.own('bill'), 7), fitclub.correct_bill(matrix.other('bill'), 7));

WITH note AS (
	INSERT INTO fitclub.notification (member_id, trainer_id, message)
	VALUES (matrix.own('member'), NULL, 'To Ann'), (matrix.other('member'), NULL, 'To Bob'),
		(NULL, matrix.own('trainer'), 'To Tina'), (NULL, matrix.other('trainer'), 'To Tom')
	RETURNING notification_id, member_id, trainer_id
)
INSERT INTO matrix.thing
SELECT CASE WHEN member_id IS NULL THEN 'note to trainer' ELSE 'note to member' END,
	min(notification_id), max(notification_id)
FROM note GROUP BY member_id IS NULL;

WITH note AS (
	INSERT INTO fitclub.notification (member_id, message)
	VALUES (matrix.own('dependant'), 'To Kim'), (matrix.other('dependant'), 'To Lou')
	RETURNING notification_id
)
INSERT INTO matrix.thing SELECT 'note to dependant', min(notification_id), max(notification_id) FROM note;

WITH request AS (
	INSERT INTO fitclub.contact_change (member_id, trainer_id, phone_number)
	VALUES (matrix.own('member'), NULL, '11'), (matrix.other('member'), NULL, '22'),
		(NULL, matrix.own('trainer'), '11'), (NULL, matrix.other('trainer'), '22')
	RETURNING contact_change_id, member_id
)
INSERT INTO matrix.thing
SELECT CASE WHEN member_id IS NULL THEN 'request of trainer' ELSE 'request of member' END,
	min(contact_change_id), max(contact_change_id)
FROM request GROUP BY member_id IS NULL;

INSERT INTO matrix.thing VALUES
('plan', fitclub.create_plan('Matrix Gold', 30), fitclub.create_plan('Matrix Silver', 20)),
('new plan', fitclub.create_plan('Matrix Copper', 10), fitclub.create_plan('Matrix Tin', 5));
INSERT INTO matrix.thing VALUES
('plan scope', fitclub.add_plan_scope(matrix.own('plan'), 'class'), fitclub.add_plan_scope(matrix.other('plan'), 'class'));
INSERT INTO matrix.thing
SELECT 'plan price', min(plan_price_id) FILTER (WHERE plan_id = matrix.own('plan')), min(plan_price_id) FILTER (WHERE plan_id = matrix.other('plan'))
FROM fitclub.plan_price;
INSERT INTO matrix.thing VALUES
('membership',
	fitclub.join_plan(matrix.own('member'), matrix.own('plan'), '2101-01-01'),
	fitclub.join_plan(matrix.other('member'), matrix.other('plan'), '2101-01-01')),
('dependant membership',
	fitclub.join_plan(matrix.own('dependant'), matrix.own('plan'), '2101-01-01'),
	fitclub.join_plan(matrix.other('dependant'), matrix.other('plan'), '2101-01-01'));
-- written past the functions, which would take it from accounts
INSERT INTO fitclub.membership_period (membership_id, starts_on, ends_on, plan_id)
SELECT s.membership_id, '2101-01-01', '2101-02-01', s.plan_id FROM fitclub.membership_plan AS s ORDER BY s.membership_id;
INSERT INTO fitclub.billing_item (member_id, membership_id, period_on, amount, description)
SELECT m.member_id, m.membership_id, '2101-01-01', p.amount, 'Dues'
FROM fitclub.membership AS m JOIN fitclub.membership_plan USING (membership_id) JOIN fitclub.plan_price AS p USING (plan_id) ORDER BY m.membership_id;
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on)
SELECT id, '2001-01-01', '2001-02-01' FROM matrix.thing, unnest(ARRAY[own, other]) AS id WHERE kind LIKE '%membership' ORDER BY id;
INSERT INTO matrix.thing
SELECT replace(t.kind, 'membership', n.kind), n.own, n.other
FROM matrix.thing AS t
CROSS JOIN LATERAL (
	SELECT 'terms', min(s.membership_plan_id) FILTER (WHERE s.membership_id = t.own), min(s.membership_plan_id) FILTER (WHERE s.membership_id = t.other)
	FROM fitclub.membership_plan AS s
	UNION ALL
	SELECT 'hold', min(s.membership_hold_id) FILTER (WHERE s.membership_id = t.own), min(s.membership_hold_id) FILTER (WHERE s.membership_id = t.other)
	FROM fitclub.membership_hold AS s
	UNION ALL
	SELECT 'period', min(s.membership_period_id) FILTER (WHERE s.membership_id = t.own), min(s.membership_period_id) FILTER (WHERE s.membership_id = t.other)
	FROM fitclub.membership_period AS s
) AS n (kind, own, other)
WHERE t.kind IN ('membership', 'dependant membership');

WITH told AS (
	INSERT INTO fitclub.reminder (membership_id, ends_on)
	VALUES (matrix.own('membership'), '2101-12-31'), (matrix.other('membership'), '2101-12-31')
	RETURNING reminder_id
)
INSERT INTO matrix.thing SELECT 'reminder', min(reminder_id), max(reminder_id) FROM told;

-- Somebody who was erased, and somebody who could not sign in.
SELECT fitclub.erase_member(fitclub.create_member('Eve', 'Gone', 'eve@matrix.example'));
SELECT fitclub.authenticate_staff('mallory@matrix.example', 'a guess');

-- A role for each persona. Nobody is meant to be a member and a trainer, and
-- is linked to no one.

CREATE ROLE matrix_members;
CREATE ROLE matrix_trainers;
CREATE ROLE matrix_desk;
SELECT fitclub.grant_role('member', 'matrix_members');
SELECT fitclub.grant_role('trainer', 'matrix_trainers');
SELECT fitclub.grant_role('staff', 'matrix_desk');
CREATE ROLE matrix_readers;
SELECT fitclub.grant_role('reader', 'matrix_readers');
CREATE ROLE matrix_member IN ROLE matrix_members;
CREATE ROLE matrix_trainer IN ROLE matrix_trainers;
CREATE ROLE matrix_staff IN ROLE matrix_desk;
CREATE ROLE matrix_reader IN ROLE matrix_readers;
CREATE ROLE matrix_nobody IN ROLE matrix_members, matrix_trainers;
CREATE ROLE matrix_owner SUPERUSER;
CREATE ROLE matrix_application;
GRANT USAGE ON SCHEMA fitclub, fitclub_internal TO matrix_application;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub, fitclub_internal TO matrix_application;
SELECT fitclub.link_login('matrix_member', member_id => matrix.own('member'));
SELECT fitclub.link_login('matrix_trainer', trainer_id => matrix.own('trainer'));
SELECT fitclub.link_login('matrix_staff', staff_id => matrix.own('staff'));

-- What a statement comes to when a role runs it; nothing of it stays. ok: it
-- succeeds. deny: a privilege is missing. unknown: there is no such row, which
-- is not for everybody to hear. Otherwise the name of the rule that refuses.
CREATE FUNCTION matrix.answer(role name, sql text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	rule text;
	code text;
BEGIN
	BEGIN
		EXECUTE format('SET LOCAL ROLE %I', role);
		EXECUTE sql;
		RAISE EXCEPTION SQLSTATE 'OK000';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, code = RETURNED_SQLSTATE;
	END;
	RETURN CASE
		WHEN code = 'OK000' THEN 'ok'
		WHEN code = '42501' AND rule = '' THEN 'deny'
		WHEN code = 'P0002' AND rule LIKE '%_pkey' THEN 'unknown'
		WHEN rule <> '' THEN rule
		ELSE code END;
END $$;
