-- The clubs of the tests. schema_install.sql loads this folder for the tests of
-- test/sql/, and club_open.spec, which make writes, for those of test/specs/,
-- where the first closing brace would end it.

CREATE SCHEMA test;

-- What the tests before have done to the log, or past it, is none of this one's.
CREATE FUNCTION test.empty_log() RETURNS void
LANGUAGE sql SET session_replication_role = replica AS 'TRUNCATE fitclub.audit_log';

-- An empty club with the settings of a new one.
CREATE FUNCTION test.clean_club() RETURNS void
LANGUAGE sql AS $$
	SELECT test.empty_log();
	SELECT fitclub.clear_data(even_if_real => true);
	SELECT fitclub.update_club(
		name => 'Fitness Club', time_zone => 'UTC', currency => 'USD',
		default_session_price => 85, default_class_price => 50,
		allow_class_over_room => false, cancellation_notice => '24 hours',
		late_cancellation_fee_percent => 0, booking_notice => '0', booking_horizon => '0',
		max_upcoming_bookings => 0, max_bookings_per_day => 0, max_bookings_per_week => 0,
		shortest_session => '0', longest_session => '24 hours', start_step => '0',
		cancelled_payment => 'keep', cash_step => 0,
		block_past_due_days => 0, admission => 'anybody');
$$;

-- A time zone in which it is about noon, so that today is the same day for hours.
CREATE FUNCTION test.set_noon() RETURNS void
LANGUAGE sql AS $$
	SELECT fitclub.update_club(time_zone => 'Etc/GMT' || CASE WHEN hour = 12 THEN '' ELSE to_char(hour - 12, 'FMSG90') END)
	FROM CAST(extract(hour FROM now() AT TIME ZONE 'UTC') AS integer) AS hour;
$$;

-- Today, by the club's clock.
CREATE FUNCTION test.today() RETURNS date
LANGUAGE sql STABLE AS 'SELECT (now() AT TIME ZONE (SELECT time_zone FROM fitclub.club))::date';

-- What the books keep from happening, done by the owner all the same.
CREATE FUNCTION test.forge(sql text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	ALTER TABLE fitclub.billing_item DISABLE TRIGGER billing_item_books;
	ALTER TABLE fitclub.payment DISABLE TRIGGER payment_books;
	EXECUTE sql;
	ALTER TABLE fitclub.billing_item ENABLE TRIGGER billing_item_books;
	ALTER TABLE fitclub.payment ENABLE TRIGGER payment_books;
END $$;

-- The club of the booking tests. Ids are 1, 2, ... in the order given here.
-- Tina and Tom work from Monday to Friday, 9 to 17; Una around the clock.
CREATE FUNCTION test.open_club() RETURNS void
LANGUAGE sql AS $$
	SELECT test.clean_club();
	SELECT fitclub.create_member(name, 'Member', lower(name) || '@example.org')
		FROM unnest(ARRAY['Ann', 'Bob', 'Cyd', 'Dan']) AS name;
	SELECT fitclub.create_trainer('Tina', 'Ray', 'tina@example.org');
	SELECT fitclub.create_trainer('Tom', 'Fox', 'tom@example.org');
	SELECT fitclub.create_trainer('Una', 'Day', 'una@example.org');
	SELECT fitclub.create_room('Studio', 10);
	SELECT fitclub.create_room('Hall', 20);
	SELECT fitclub.create_room('Loft', 2);
	SELECT fitclub.set_availability(trainer, day, '09:00', '17:00')
		FROM generate_series(1, 2) AS trainer, generate_series(0, 4) AS day;
	SELECT fitclub.set_availability(3, day, '00:00', '24:00')
		FROM generate_series(0, 6) AS day;
$$;

-- The club of the isolation tests: the same people and rooms, but all trainers
-- work around the clock, and each room has 20 places. A procedure, as the setup
-- of a spec prints what a query returns.
CREATE PROCEDURE test.open_all_day()
LANGUAGE sql AS $$
	SELECT fitclub.clear_data(even_if_real => true);
	INSERT INTO fitclub.member (first_name, last_name, email)
	SELECT name, 'Member', lower(name) || '@example.org' FROM unnest(ARRAY['Ann', 'Bob', 'Cyd', 'Dan']) AS name;
	INSERT INTO fitclub.trainer (first_name, last_name, email)
	VALUES ('Tina', 'Ray', 'tina@example.org'), ('Tom', 'Fox', 'tom@example.org'), ('Una', 'Day', 'una@example.org');
	INSERT INTO fitclub.room (name, capacity) VALUES ('Studio', 20), ('Hall', 20), ('Loft', 20);
	INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
	SELECT trainer_id, day, '00:00', '24:00' FROM fitclub.trainer, generate_series(0, 6) AS day;
$$;

-- A lot of a pack of its own, not paid if it has a price. As the owner writes it, so
-- that it can be as a test wants it.
CREATE FUNCTION test.give_lot(member_id bigint, credits integer, expires_on date DEFAULT NULL, valid_from date DEFAULT '2000-01-01',
	is_shared boolean DEFAULT false, price numeric DEFAULT 0, usable_unpaid boolean DEFAULT false) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	pack_id bigint;
	sale_id bigint;
	lot_id bigint;
BEGIN
	UPDATE fitclub.club SET uses_cover = true;
	INSERT INTO fitclub.pack (name, credits, price, is_shared, usable_unpaid)
	SELECT 'Pack ' || count(*) + 1, give_lot.credits, give_lot.price, give_lot.is_shared, give_lot.usable_unpaid
	FROM fitclub.pack RETURNING pack.pack_id INTO pack_id;
	INSERT INTO fitclub.pack_sale (pack_id, member_id, credits, price)
	VALUES (pack_id, member_id, credits, price) RETURNING pack_sale.sale_id INTO sale_id;
	INSERT INTO fitclub.credit_lot (sale_id, member_id, credits, valid_from, expires_on)
	VALUES (sale_id, member_id, credits, valid_from, expires_on) RETURNING credit_lot.lot_id INTO lot_id;
	IF price > 0 THEN
		INSERT INTO fitclub.billing_item (member_id, sale_id, amount, description)
		VALUES (member_id, sale_id, price, 'Pack');
	END IF;
	RETURN lot_id;
END $$;

-- A membership on a plan of its own, by the month.
CREATE FUNCTION test.give_membership(member_id bigint, visits integer DEFAULT NULL, starts_on date DEFAULT '2000-01-01',
	ends_on date DEFAULT NULL, late_fee numeric DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	plan_id bigint;
	membership_id bigint;
BEGIN
	UPDATE fitclub.club SET uses_cover = true;
	INSERT INTO fitclub.plan (name, visits, late_fee)
	SELECT 'Plan ' || count(*) + 1, give_membership.visits, give_membership.late_fee
	FROM fitclub.plan RETURNING plan.plan_id INTO plan_id;
	INSERT INTO fitclub.plan_price (plan_id, valid_from, amount, existing_from)
	VALUES (plan_id, '2000-01-01', 30, '2000-01-01');
	INSERT INTO fitclub.membership (member_id, starts_on, anchor_on, ends_on)
	VALUES (member_id, starts_on, starts_on, ends_on) RETURNING membership.membership_id INTO membership_id;
	INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id)
	VALUES (membership_id, starts_on, plan_id);
	RETURN membership_id;
END $$;

-- What covers bookings, and what is left of what covers them.
CREATE VIEW test.cover AS
SELECT b.kind, b.id, m.first_name AS member, b.start_time, b.price,
	coalesce('lot ' || b.lot_id || ' (' || b.credits || ')', 'membership ' || b.membership_id) AS cover,
	CASE WHEN b.kept_at IS NOT NULL THEN 'kept' WHEN b.cancelled_at IS NOT NULL THEN 'cancelled' ELSE 'stands' END AS state,
	(SELECT string_agg(i.status || ' ' || i.amount, ', ' ORDER BY i.billing_id) FROM fitclub.billing_item AS i
		WHERE i.private_session_id = b.session_id OR (i.class_id = b.class_id AND i.member_id = b.member_id)) AS bills
FROM (
	SELECT 'session' AS kind, s.session_id AS id, s.session_id, NULL::bigint AS class_id, s.member_id, s.start_time, s.price,
		s.lot_id, s.credits, s.membership_id, s.kept_at, s.cancelled_at
	FROM fitclub.private_session AS s
	UNION ALL
	SELECT 'seat', g.registration_id, NULL, g.class_id, g.member_id, g.start_time, g.price,
		g.lot_id, g.credits, g.membership_id, g.kept_at, g.cancelled_at
	FROM fitclub.class_registration AS g
) AS b
JOIN fitclub.member AS m USING (member_id)
ORDER BY b.kind, b.id;

CREATE VIEW test.lot AS
SELECT l.lot_id AS id, m.first_name AS holder, l.credits
	- (SELECT coalesce(sum(o.credits), 0) FROM fitclub.lot_out AS o WHERE o.lot_id = l.lot_id)
	- (SELECT coalesce(sum(s.credits), 0) FROM fitclub.private_session AS s
		WHERE s.lot_id = l.lot_id AND (s.cancelled_at IS NULL OR s.kept_at IS NOT NULL))
	- (SELECT coalesce(sum(g.credits), 0) FROM fitclub.class_registration AS g
		WHERE g.lot_id = l.lot_id AND (g.cancelled_at IS NULL OR g.kept_at IS NOT NULL)) AS credits_left
FROM fitclub.credit_lot AS l
JOIN fitclub.member AS m USING (member_id)
ORDER BY l.lot_id;
