-- The demo club.

CREATE OR REPLACE FUNCTION fitclub_internal.start_demo(
	weeks integer)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_start_demo'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.start_demo IS
	'Marks an empty club as a demo, or refuses when it has any members, trainers, rooms, staff or services, or is to have too many weeks; used by seed_demo()';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.clear_data(
	even_if_real boolean DEFAULT false)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_clear_data'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.clear_data IS
	'Empties everything but the club''s settings; refused outside a demo unless even_if_real is true';

CREATE OR REPLACE FUNCTION fitclub_internal.demo_date(
	start_date date,
	day integer)
RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT date '2000-01-03' + demo_date.day
		-- Whole weeks from a Monday; an infinite date raises.
		+ (coalesce(demo_date.start_date, (
				SELECT (now() AT TIME ZONE c.time_zone)::date FROM fitclub.club AS c
			)) - date '2000-01-03') / 7 * 7
$$;

COMMENT ON FUNCTION fitclub_internal.demo_date IS
	'A day of the demo, 0 being the Monday of the week of start_date or, when that is null, of the present week; used by seed_demo()';

-- Everything but old metrics goes in by the functions that applications call,
-- by the clock on the club's wall, and is found again by e-mail, name and time.
CREATE OR REPLACE FUNCTION fitclub_internal.seed_demo_week(
	monday date,
	is_first boolean)
RETURNS void
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.set_availability(t.trainer_id, NULL, '10:00', '13:00',
		seed_demo_week.monday + 5)
	FROM fitclub.trainer AS t
	WHERE t.email = 'omar.ali@example.com';

	SELECT fitclub.book_session(m.member_id, t.trainer_id, r.room_id,
		(seed_demo_week.monday + p.day + p.start_time) AT TIME ZONE c.time_zone,
		(seed_demo_week.monday + p.day + p.end_time) AT TIME ZONE c.time_zone,
		p.activity_type)
	FROM (VALUES
		(0, time '09:00', time '10:00', 'ana.lee', 'tina.ray', 'Weights Room', 'Strength training'),
		(0, '09:00', '10:00', 'eva.park', 'ines.paz', 'Cycle Studio', 'Interval training'),
		(0, '11:00', '12:00', 'ben.cole', 'tina.ray', 'Weights Room', 'Strength training'),
		(0, '11:00', '12:30', 'cara.diaz', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(0, '14:00', '15:00', 'dan.moss', 'ines.paz', 'Pool', 'Swimming'),
		(1, '09:00', '10:00', 'finn.hale', 'tina.ray', 'Weights Room', 'Strength training'),
		(1, '09:00', '10:00', 'dan.moss', 'ines.paz', 'Pool', 'Swimming'),
		(1, '10:30', '11:30', 'eva.park', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(1, '15:00', '16:00', 'ben.cole', 'ines.paz', 'Cycle Studio', 'Interval training'),
		(2, '09:00', '10:00', 'ana.lee', 'tina.ray', 'Weights Room', 'Strength training'),
		(2, '11:00', '12:00', 'cara.diaz', 'tina.ray', 'Weights Room', 'Personal training'),
		(2, '13:00', '14:30', 'ben.cole', 'ines.paz', 'Pool', 'Swimming'),
		(2, '16:00', '17:00', 'eva.park', 'omar.ali', NULL, 'Breathing'),
		(3, '10:00', '11:00', 'dan.moss', 'tina.ray', 'Weights Room', 'Strength training'),
		(3, '10:00', '11:00', 'ana.lee', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(3, '12:00', '13:00', 'eva.park', 'ines.paz', 'Cycle Studio', 'Interval training'),
		(3, '14:00', '15:00', 'cara.diaz', 'tina.ray', 'Weights Room', 'Personal training'),
		(4, '09:00', '10:00', 'finn.hale', 'tina.ray', 'Weights Room', 'Strength training'),
		(4, '11:00', '12:00', 'ana.lee', 'omar.ali', 'Yoga Studio', 'Mobility'),
		(4, '11:00', '12:00', 'dan.moss', 'ines.paz', 'Pool', 'Swimming'),
		(4, '15:00', '16:00', 'ben.cole', 'tina.ray', 'Weights Room', 'Strength training')
	) AS p (day, start_time, end_time, member, trainer, room, activity_type)
	JOIN fitclub.member AS m ON m.email = p.member || '@example.com'
	JOIN fitclub.trainer AS t ON t.email = p.trainer || '@example.com'
	LEFT JOIN fitclub.room AS r ON r.name = p.room
	CROSS JOIN fitclub.club AS c
	ORDER BY p.day, p.start_time, m.member_id;

	SELECT fitclub.cancel_session(s.session_id, reason => 'The pool was closed')
	FROM fitclub.private_session AS s
	JOIN fitclub.member AS m ON m.member_id = s.member_id
	WHERE m.email = 'ben.cole@example.com'
	ORDER BY s.start_time DESC
	LIMIT 1;

	-- The first class of the demo is on the Monday before, so the demo has attendance from the beginning.
	SELECT fitclub.create_class(p.name, t.trainer_id, r.room_id,
		(seed_demo_week.monday + p.day + p.start_time) AT TIME ZONE c.time_zone,
		(seed_demo_week.monday + p.day + p.end_time) AT TIME ZONE c.time_zone,
		p.capacity, p.price)
	FROM (VALUES
		(-7, time '10:00', time '11:00', 'Morning Yoga', 'omar.ali', 'Yoga Studio', 8, NULL::numeric),
		(0, '10:00', '11:00', 'Morning Yoga', 'omar.ali', 'Yoga Studio', 8, NULL),
		(1, '12:00', '13:00', 'Spin', 'ines.paz', 'Cycle Studio', 4, 25),
		(2, '10:00', '11:00', 'Aqua Fit', 'ines.paz', 'Pool', NULL, 30),
		(3, '16:00', '17:00', 'Circuit', 'tina.ray', 'Main Hall', 12, NULL),
		(4, '12:00', '12:45', 'Pilates', 'omar.ali', 'Main Hall', 12, 35),
		(5, '10:00', '12:00', 'Open House', 'omar.ali', 'Main Hall', 20, 0)
	) AS p (day, start_time, end_time, name, trainer, room, capacity, price)
	JOIN fitclub.trainer AS t ON t.email = p.trainer || '@example.com'
	JOIN fitclub.room AS r ON r.name = p.room
	CROSS JOIN fitclub.club AS c
	WHERE p.day >= 0 OR seed_demo_week.is_first
	ORDER BY p.day;

	SELECT fitclub.register_for_class(m.member_id, s.class_id)
	FROM (VALUES
		(-7, 'ana.lee'), (-7, 'ben.cole'), (-7, 'cara.diaz'), (-7, 'eva.park'),
		(0, 'ana.lee'), (0, 'cara.diaz'), (0, 'dan.moss'), (0, 'eva.park'), (0, 'finn.hale'),
		(1, 'ana.lee'), (1, 'ben.cole'), (1, 'cara.diaz'), (1, 'finn.hale'),
		(2, 'dan.moss'), (2, 'eva.park'), (2, 'finn.hale'),
		(3, 'ana.lee'), (3, 'ben.cole'), (3, 'cara.diaz'), (3, 'dan.moss'),
		(4, 'eva.park'), (4, 'finn.hale'),
		(5, 'ana.lee'), (5, 'ben.cole'), (5, 'cara.diaz'), (5, 'dan.moss'), (5, 'eva.park'),
		(5, 'finn.hale')
	) AS p (day, member)
	JOIN fitclub.member AS m ON m.email = p.member || '@example.com'
	CROSS JOIN fitclub.club AS c
	JOIN fitclub.class_schedule AS s
		ON (s.start_time AT TIME ZONE c.time_zone)::date
			= seed_demo_week.monday + p.day
	WHERE p.day >= 0 OR seed_demo_week.is_first
	ORDER BY p.day, m.member_id;
$$;

COMMENT ON FUNCTION fitclub_internal.seed_demo_week IS
	'Books the demo''s week from that Monday, and a class of the week before the first; used by seed_demo()';

-- Two plans, a pack, a freeze and a member who is past due: what is booked after
-- them is covered, as far as they go.
CREATE OR REPLACE FUNCTION fitclub_internal.seed_demo_memberships(
	today date)
RETURNS void
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.create_plan('Basic', 49, visits => 4);
	SELECT fitclub.create_plan('Gold', 89, joining_fee => 25, notice => '30 days');
	SELECT fitclub.add_plan_scope(p.plan_id, s.kind, discount => s.discount)
	FROM fitclub.plan AS p
	CROSS JOIN (VALUES ('class', 100), ('session', 10)) AS s (kind, discount)
	WHERE p.name = 'Gold';
	SELECT fitclub.add_pack_scope(fitclub.create_pack('Ten classes', 10, 220, valid_for => '6 months'), 'class');

	SELECT fitclub.set_dunning_step(1, 7, '{amount} for {description} was due on {due}');
	SELECT fitclub.set_dunning_step(2, 14, '{amount} for {description} is still to be paid', 10);

	SELECT fitclub.join_plan(m.member_id, p.plan_id, seed_demo_memberships.today - j.days_ago)
	FROM (VALUES
		('ana.lee', 'Gold', 14),
		('ben.cole', 'Basic', 20),
		('dan.moss', 'Gold', 7)
	) AS j (member, plan, days_ago)
	JOIN fitclub.member AS m ON m.email = j.member || '@example.com'
	JOIN fitclub.plan AS p ON p.name = j.plan
	ORDER BY m.member_id;
	SELECT fitclub.sell_pack(m.member_id, p.pack_id, seed_demo_memberships.today)
	FROM fitclub.member AS m
	CROSS JOIN fitclub.pack AS p
	WHERE m.email = 'cara.diaz@example.com';

	-- Ben has not paid.
	SELECT fitclub.bill_dues(seed_demo_memberships.today);
	SELECT fitclub.record_payment(b.billing_id, NULL, 'card')
	FROM fitclub.billing_item AS b
	JOIN fitclub.member AS m ON m.member_id = b.member_id
	WHERE b.status = 'pending' AND m.email <> 'ben.cole@example.com'
		AND (b.sale_id IS NOT NULL OR b.membership_id IS NOT NULL OR b.kind = 'joining')
	ORDER BY b.billing_id;
	SELECT fitclub.run_dunning();

	SELECT fitclub.hold_membership(s.membership_id, seed_demo_memberships.today + 14,
		seed_demo_memberships.today + 28, 'Sailing')
	FROM fitclub.membership AS s
	JOIN fitclub.member AS m ON m.member_id = s.member_id
	WHERE m.email = 'dan.moss@example.com';

	-- What they cover: Ana's seat is in her plan, Cara's takes a credit, and Finn pays.
	SELECT fitclub.create_class('Stretching', t.trainer_id, r.room_id,
		(fitclub_internal.demo_date(seed_demo_memberships.today, 8) + time '15:00') AT TIME ZONE c.time_zone,
		(fitclub_internal.demo_date(seed_demo_memberships.today, 8) + time '16:00') AT TIME ZONE c.time_zone, 10, 20)
	FROM fitclub.trainer AS t
	CROSS JOIN fitclub.room AS r
	CROSS JOIN fitclub.club AS c
	WHERE t.email = 'omar.ali@example.com' AND r.name = 'Main Hall';
	SELECT fitclub.register_for_class(m.member_id, s.class_id)
	FROM fitclub.class_schedule AS s
	JOIN fitclub.member AS m ON m.email IN ('ana.lee@example.com', 'cara.diaz@example.com', 'finn.hale@example.com')
	WHERE s.name = 'Stretching'
	ORDER BY m.member_id;
$$;

COMMENT ON FUNCTION fitclub_internal.seed_demo_memberships IS
	'Has the demo''s members join plans and buy a pack, as of a day; used by seed_demo()';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.seed_demo(
	start_date date DEFAULT NULL,
	weeks integer DEFAULT NULL,
	memberships boolean DEFAULT false)
RETURNS void
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.start_demo(seed_demo.weeks);

	SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'fitclub-demo');

	SELECT fitclub.create_member(p.first_name, p.last_name, p.email, p.phone_number,
		p.date_of_birth, p.gender, p.target_weight, p.notes)
	FROM (VALUES
		(1, 'Ana', 'Lee', 'ana.lee@example.com', '+1 416 555 0141', date '1994-03-12',
			'female', 62.0, 'Trains for a half marathon'),
		(2, 'Ben', 'Cole', 'ben.cole@example.com', '+1 416 555 0142', '1986-11-02',
			'male', 84.0, 'Old knee injury: no jumping'),
		(3, 'Cara', 'Diaz', 'cara.diaz@example.com', '+1 416 555 0143', '1999-07-25',
			'female', 58.0, NULL),
		(4, 'Dan', 'Moss', 'dan.moss@example.com', '+1 416 555 0144', '1978-01-30',
			'male', 88.0, 'Wants to gain muscle'),
		(5, 'Eva', 'Park', 'eva.park@example.com', '+1 416 555 0145', '1990-09-09',
			'female', 65.0, 'Prefers mornings'),
		(6, 'Finn', 'Hale', 'finn.hale@example.com', '+1 416 555 0146', '2001-05-17',
			'male', 78.0, NULL)
	) AS p (position, first_name, last_name, email, phone_number, date_of_birth,
		gender, target_weight, notes)
	ORDER BY p.position;

	-- Ten weeks of measurements, on the way to the goal with ups and downs.
	INSERT INTO fitclub.health_metric
		(member_id, recorded_at, weight, height, heart_rate, target_weight)
	SELECT m.member_id,
		(fitclub_internal.demo_date(seed_demo.start_date, p.position - 7 * w.weeks_ago) + time '08:30')
			AT TIME ZONE c.time_zone,
		round(p.weight + (m.target_weight - p.weight) * (10 - w.weeks_ago) / 14
			+ (w.weeks_ago * 7 % 5 - 2) * 0.2, 1),
		p.height, p.heart_rate + (w.weeks_ago - 5) / 2 + w.weeks_ago * 3 % 4, m.target_weight
	FROM (VALUES
		(0, 'ana.lee@example.com', 68.4, 168, 64),
		(1, 'ben.cole@example.com', 93.0, 181, 72),
		(2, 'cara.diaz@example.com', 61.5, 163, 66),
		(3, 'dan.moss@example.com', 81.0, 186, 70),
		(4, 'eva.park@example.com', 71.2, 171, 62),
		(5, 'finn.hale@example.com', 86.5, 178, 68)
	) AS p (position, email, weight, height, heart_rate)
	JOIN fitclub.member AS m ON m.email = p.email
	CROSS JOIN generate_series(1, 10) AS w (weeks_ago)
	CROSS JOIN fitclub.club AS c
	ORDER BY w.weeks_ago DESC, p.position;

	SELECT fitclub.create_trainer(p.first_name, p.last_name, p.email, p.phone_number,
		p.specialization)
	FROM (VALUES
		(1, 'Tina', 'Ray', 'tina.ray@example.com', '+1 416 555 0151', 'Strength and conditioning'),
		(2, 'Omar', 'Ali', 'omar.ali@example.com', '+1 416 555 0152', 'Yoga and mobility'),
		(3, 'Ines', 'Paz', 'ines.paz@example.com', '+1 416 555 0153', 'Swimming and cycling')
	) AS p (position, first_name, last_name, email, phone_number, specialization)
	ORDER BY p.position;

	SELECT fitclub.set_availability(t.trainer_id, d.day_of_week, '09:00', '17:00')
	FROM fitclub.trainer AS t
	CROSS JOIN generate_series(0, 4) AS d (day_of_week)
	ORDER BY t.trainer_id, d.day_of_week;

	-- To be tried out: what the demo books costs what it would without them, as an hour
	-- of strength training takes the club's price, and Spin has its own.
	SELECT fitclub.create_service(p.name, p.kind, p.duration, p.price)
	FROM (VALUES
		(1, 'Strength training', 'session', interval '1 hour', NULL::numeric),
		(2, 'Assessment', 'session', '45 minutes', 60),
		(3, 'Stroke analysis', 'session', '30 minutes', 50),
		(4, 'Spin', 'class', '1 hour', 25)
	) AS p (position, name, kind, duration, price)
	ORDER BY p.position;

	SELECT fitclub.set_trainer_service(t.trainer_id, s.service_id, 55)
	FROM fitclub.trainer AS t
	CROSS JOIN fitclub.service AS s
	WHERE t.email = 'ines.paz@example.com' AND s.name = 'Stroke analysis';

	SELECT fitclub.create_room(p.name, p.capacity, (
		SELECT t.trainer_id FROM fitclub.trainer AS t WHERE t.email = p.email))
	FROM (VALUES
		(1, 'Weights Room', 6, 'tina.ray@example.com'),
		(2, 'Yoga Studio', 12, 'omar.ali@example.com'),
		(3, 'Cycle Studio', 8, 'ines.paz@example.com'),
		(4, 'Pool', 10, 'ines.paz@example.com'),
		(5, 'Main Hall', 30, NULL),
		(6, 'Consulting Room', 3, NULL)
	) AS p (position, name, capacity, email)
	ORDER BY p.position;

	SELECT fitclub.add_equipment(r.room_id, p.name, (
			SELECT t.trainer_id FROM fitclub.trainer AS t WHERE t.email = p.email
		), notes => p.notes,
		last_serviced_date => fitclub_internal.demo_date(seed_demo.start_date, -p.days_ago))
	FROM (VALUES
		(1, 'Squat Rack', 'Weights Room', 'tina.ray@example.com', NULL, 80),
		(2, 'Bench Press', 'Weights Room', 'tina.ray@example.com', NULL, 80),
		(3, 'Spin Bike 1', 'Cycle Studio', 'ines.paz@example.com', NULL, 45),
		(4, 'Spin Bike 2', 'Cycle Studio', 'ines.paz@example.com', NULL, 45),
		(5, 'Yoga Mats', 'Yoga Studio', 'omar.ali@example.com', 'A set of twelve', NULL),
		(6, 'Pool Lift', 'Pool', NULL, 'Keys are at the desk', 120),
		(7, 'Rowing Machine', 'Main Hall', NULL, NULL, 60),
		(8, 'Body Scale', 'Consulting Room', NULL, 'Calibrated every year', 200)
	) AS p (position, name, room, email, notes, days_ago)
	JOIN fitclub.room AS r ON r.name = p.room
	ORDER BY p.position;

	SELECT fitclub.report_issue(e.equipment_id, p.description, s.staff_id, p.out_of_order)
	FROM (VALUES
		(1, 'Spin Bike 2', 'The left pedal is loose', true),
		(2, 'Rowing Machine', 'The display stays dark', false),
		(3, 'Squat Rack', 'A safety pin is bent', false),
		(4, 'Pool Lift', 'The battery is weak', false)
	) AS p (position, name, description, out_of_order)
	JOIN fitclub.equipment AS e ON e.name = p.name
	CROSS JOIN fitclub.administrative_staff AS s
	ORDER BY p.position;

	SELECT fitclub.update_issue(i.maintenance_id, 'in_progress')
	FROM fitclub.equipment_maintenance AS i
	JOIN fitclub.equipment AS e ON e.equipment_id = i.equipment_id
	WHERE e.name = 'Squat Rack';

	SELECT fitclub.resolve_issue(i.maintenance_id)
	FROM fitclub.equipment_maintenance AS i
	JOIN fitclub.equipment AS e ON e.equipment_id = i.equipment_id
	WHERE e.name = 'Pool Lift';

	SELECT fitclub_internal.seed_demo_week(fitclub_internal.demo_date(seed_demo.start_date, 0), true);

	-- The till begins with change from the bank.
	SELECT fitclub.count_till(100, 0, f.staff_id, 'Change from the bank')
	FROM fitclub.administrative_staff AS f;

	-- Last week's seats and two of the first week's are paid for at the desk.
	SELECT fitclub.record_payment(b.billing_id, b.amount, 'cash', f.staff_id)
	FROM fitclub.billing_item AS b
	JOIN fitclub.class_schedule AS s ON s.class_id = b.class_id
	JOIN fitclub.member AS m ON m.member_id = b.member_id
	CROSS JOIN fitclub.administrative_staff AS f
	CROSS JOIN fitclub.club AS c
	WHERE (s.start_time AT TIME ZONE c.time_zone)::date
			= fitclub_internal.demo_date(seed_demo.start_date, -7)
		OR s.name = 'Spin' AND m.email IN ('ana.lee@example.com', 'cara.diaz@example.com')
	ORDER BY b.billing_id;

	-- Of Monday's sessions one is paid, one half paid, and one will be given back.
	SELECT fitclub.record_payment(b.billing_id, round(b.amount * p.part, 2), p.payment_type)
	FROM (VALUES
		('ana.lee', time '09:00', 1.0, 'card'),
		('ben.cole', '11:00', 0.5, 'bank_transfer'),
		('dan.moss', '14:00', 1.0, 'online')
	) AS p (member, start_time, part, payment_type)
	CROSS JOIN fitclub.club AS c
	JOIN fitclub.member AS m ON m.email = p.member || '@example.com'
	JOIN fitclub.private_session AS s
		ON s.member_id = m.member_id
		AND s.start_time = (fitclub_internal.demo_date(seed_demo.start_date, 0) + p.start_time)
			AT TIME ZONE c.time_zone
	JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
	WHERE round(b.amount * p.part, 2) > 0
	ORDER BY b.billing_id;

	SELECT fitclub.refund_payment(p.payment_id, NULL, s.staff_id, 'His employer pays for it')
	FROM fitclub.payment AS p
	JOIN fitclub.member AS m ON m.member_id = p.member_id
	CROSS JOIN fitclub.administrative_staff AS s
	WHERE m.email = 'dan.moss@example.com';

	SELECT fitclub.create_billing_item(m.member_id, 15, 'Locker rental')
	FROM fitclub.member AS m
	WHERE m.email = 'finn.hale@example.com';

	-- Eva pays for Finn, too: his locker, and what is left of it stays on account.
	SELECT fitclub.set_payer(f.member_id, e.member_id)
	FROM fitclub.member AS f
	CROSS JOIN fitclub.member AS e
	WHERE f.email = 'finn.hale@example.com' AND e.email = 'eva.park@example.com';

	SELECT fitclub.receive_payment(p.payer_id, 100, 'bank_transfer', ARRAY[b.billing_id])
	FROM fitclub.billing_item AS b
	JOIN fitclub.payer AS p ON p.member_id = b.member_id
	WHERE b.description = 'Locker rental';

	-- What was noted on the wrong bill is void.
	SELECT fitclub.void_payment(fitclub.record_payment(b.billing_id, NULL, 'cash', f.staff_id), f.staff_id,
		'Noted on the wrong bill')
	FROM fitclub.billing_item AS b
	JOIN fitclub.class_schedule AS s ON s.class_id = b.class_id
	JOIN fitclub.member AS m ON m.member_id = b.member_id
	CROSS JOIN fitclub.administrative_staff AS f
	WHERE s.name = 'Spin' AND m.email = 'finn.hale@example.com';

	SELECT fitclub.record_payment(fitclub.create_bill(m.member_id, 5, 'Tip', 'tip', t.trainer_id), NULL, 'cash',
		f.staff_id)
	FROM fitclub.member AS m
	CROSS JOIN fitclub.trainer AS t
	CROSS JOIN fitclub.administrative_staff AS f
	WHERE m.email = 'ana.lee@example.com' AND t.email = 'tina.ray@example.com';

	-- In the evening a coin is missing, and 50 go to the bank.
	SELECT fitclub.count_till(fitclub.account_balance('money', part => 'cash') - 1, 50, f.staff_id)
	FROM fitclub.administrative_staff AS f;

	SELECT fitclub_internal.seed_demo_week(fitclub_internal.demo_date(seed_demo.start_date, 7 * w.week), false)
	FROM generate_series(1, coalesce(seed_demo.weeks,
		CASE WHEN seed_demo.start_date IS NULL THEN 3 ELSE 1 END) - 1) AS w (week)
	ORDER BY w.week;

	SELECT fitclub.record_attendance(g.registration_id)
	FROM fitclub.class_registration AS g
	JOIN fitclub.member AS m ON m.member_id = g.member_id
	CROSS JOIN fitclub.club AS c
	WHERE g.start_time <= now() -- the demo may be one to come
		AND ((g.start_time AT TIME ZONE c.time_zone)::date
				= fitclub_internal.demo_date(seed_demo.start_date, -7)
			OR seed_demo.weeks > 1 OR seed_demo.weeks IS NULL AND seed_demo.start_date IS NULL)
		AND m.email <> 'ben.cole@example.com'
	ORDER BY g.registration_id;

	-- Of several weeks, all that is over is paid for.
	SELECT fitclub.record_payment(b.billing_id, b.amount, 'card')
	FROM fitclub.billing_item AS b
	LEFT JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
	LEFT JOIN fitclub.class_schedule AS k ON k.class_id = b.class_id
	WHERE b.status = 'pending'
		AND coalesce(s.end_time, k.end_time) <= now()
		AND (seed_demo.weeks > 1 OR seed_demo.weeks IS NULL AND seed_demo.start_date IS NULL)
	ORDER BY b.billing_id;

	-- They are of today, or of the first day of a demo that is to come.
	SELECT fitclub_internal.seed_demo_memberships(greatest(fitclub_internal.demo_date(seed_demo.start_date, 0),
		(now() AT TIME ZONE c.time_zone)::date))
	FROM fitclub.club AS c
	WHERE seed_demo.memberships;
$$;

COMMENT ON FUNCTION fitclub.seed_demo IS
	'Fills an empty club with people, places and bookings for weeks from the Monday of start_date, by default for three weeks from this one, and with plans and packs if asked to; the desk''s password is fitclub-demo';
