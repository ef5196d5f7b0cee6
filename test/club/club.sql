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
