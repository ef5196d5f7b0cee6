-- The club's settings: one row, always there.

CREATE TABLE fitclub.club (
	club_id smallint NOT NULL DEFAULT 1,
	name text NOT NULL DEFAULT 'Fitness Club',
	time_zone text NOT NULL DEFAULT 'UTC',
	currency text NOT NULL DEFAULT 'USD',
	default_session_price numeric(12,2) NOT NULL DEFAULT 85,
	default_class_price numeric(12,2) NOT NULL DEFAULT 50,
	allow_class_over_room boolean NOT NULL DEFAULT false,
	cancellation_notice interval NOT NULL DEFAULT '24 hours',
	late_cancellation_fee_percent numeric(5,2) NOT NULL DEFAULT 0,
	is_demo boolean NOT NULL DEFAULT false,
	calendar_uid uuid NOT NULL,
	booking_notice interval NOT NULL DEFAULT '0',
	booking_horizon interval NOT NULL DEFAULT '0',
	max_upcoming_bookings integer NOT NULL DEFAULT 0,
	max_bookings_per_day integer NOT NULL DEFAULT 0,
	max_bookings_per_week integer NOT NULL DEFAULT 0,
	shortest_session interval NOT NULL DEFAULT '0',
	longest_session interval NOT NULL DEFAULT '24 hours',
	start_step interval NOT NULL DEFAULT '0',
	cancelled_payment text NOT NULL DEFAULT 'keep',
	cash_step numeric(12,2) NOT NULL DEFAULT 0,
	uses_cover boolean NOT NULL DEFAULT false,
	block_past_due_days integer NOT NULL DEFAULT 0,
	admission text NOT NULL DEFAULT 'anybody',
	CONSTRAINT club_pkey PRIMARY KEY (club_id),
	CONSTRAINT club_one_row CHECK (club_id = 1),
	CONSTRAINT club_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT club_time_zone_check CHECK (fitclub_internal.is_time_zone(time_zone)),
	CONSTRAINT club_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
	CONSTRAINT club_default_session_price_check
		CHECK (default_session_price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT club_default_class_price_check
		CHECK (default_class_price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT club_cancellation_notice_check
		CHECK (cancellation_notice BETWEEN interval '0' AND interval '360 days'),
	CONSTRAINT club_late_cancellation_fee_percent_check
		CHECK (late_cancellation_fee_percent BETWEEN 0 AND 100),
	CONSTRAINT club_booking_notice_check
		CHECK (booking_notice BETWEEN interval '0' AND interval '366 days'),
	CONSTRAINT club_booking_horizon_check
		CHECK (booking_horizon BETWEEN interval '0' AND interval '366 days'),
	CONSTRAINT club_max_upcoming_bookings_check
		CHECK (max_upcoming_bookings BETWEEN 0 AND 10000),
	CONSTRAINT club_max_bookings_per_day_check
		CHECK (max_bookings_per_day BETWEEN 0 AND 10000),
	CONSTRAINT club_max_bookings_per_week_check
		CHECK (max_bookings_per_week BETWEEN 0 AND 10000),
	CONSTRAINT club_shortest_session_check
		CHECK (shortest_session BETWEEN interval '0' AND interval '1440 minutes'),
	CONSTRAINT club_longest_session_check
		CHECK (longest_session > interval '0' AND longest_session <= interval '1440 minutes'),
	CONSTRAINT club_session_lengths_check CHECK (shortest_session <= longest_session),
	CONSTRAINT club_start_step_check
		CHECK (start_step BETWEEN interval '0' AND interval '1440 minutes'),
	CONSTRAINT club_cancelled_payment_check
		CHECK (cancelled_payment IN ('keep', 'credit')),
	CONSTRAINT club_cash_step_check CHECK (cash_step BETWEEN 0 AND 100),
	CONSTRAINT club_block_past_due_days_check CHECK (block_past_due_days BETWEEN 0 AND 366),
	CONSTRAINT club_admission_check CHECK (admission IN ('anybody', 'members'))
);

COMMENT ON TABLE fitclub.club IS
	'The club''s settings: exactly one row; inserting a row replaces it';
COMMENT ON COLUMN fitclub.club.club_id IS 'Always 1';
COMMENT ON COLUMN fitclub.club.name IS 'The club''s name, which calendars show';
COMMENT ON COLUMN fitclub.club.time_zone IS
	'Time zone in which availability windows are wall-clock times, e.g. America/Toronto';
COMMENT ON COLUMN fitclub.club.currency IS
	'ISO 4217 code of the currency of every amount';
COMMENT ON COLUMN fitclub.club.default_session_price IS
	'Price of a private session when none is given';
COMMENT ON COLUMN fitclub.club.default_class_price IS
	'Price of a class when none is given';
COMMENT ON COLUMN fitclub.club.allow_class_over_room IS
	'Whether a new class may have more seats than its room has places';
COMMENT ON COLUMN fitclub.club.cancellation_notice IS
	'A member who cancels later than this before the start may owe a fee';
COMMENT ON COLUMN fitclub.club.late_cancellation_fee_percent IS
	'Fee for a late cancellation, in percent of the price; 0 is no fee';
COMMENT ON COLUMN fitclub.club.is_demo IS
	'Whether the data is that of seed_demo(), which clear_data() may empty';
COMMENT ON COLUMN fitclub.club.calendar_uid IS
	'Part of the UID of every entry of calendar_feed(); an inserted row without one takes over that of the row it replaces';
COMMENT ON COLUMN fitclub.club.booking_notice IS
	'How long before the start a member books at the latest';
COMMENT ON COLUMN fitclub.club.booking_horizon IS
	'How long before the start a member books at the earliest; 0 is no limit';
COMMENT ON COLUMN fitclub.club.max_upcoming_bookings IS
	'How many bookings to come a member may have; 0 is no limit';
COMMENT ON COLUMN fitclub.club.max_bookings_per_day IS
	'How many bookings a member may have on one date, by the club''s clock; 0 is no limit';
COMMENT ON COLUMN fitclub.club.max_bookings_per_week IS
	'How many bookings a member may have in one week from Monday on, by the club''s clock; 0 is no limit';
COMMENT ON COLUMN fitclub.club.shortest_session IS
	'How long a session is at least that a member books, if its service has no length';
COMMENT ON COLUMN fitclub.club.longest_session IS
	'How long such a session is at most; 24 hours is no limit';
COMMENT ON COLUMN fitclub.club.start_step IS
	'A session that a member books starts at a multiple of it after midnight, by the club''s clock; 0 is any time';
COMMENT ON COLUMN fitclub.club.cancelled_payment IS
	'What becomes of what was paid for a booking that is cancelled: keep, or credit, which puts it on account';
COMMENT ON COLUMN fitclub.club.cash_step IS
	'The smallest amount in cash that changes hands; 0 is no rounding';
COMMENT ON CONSTRAINT club_pkey ON fitclub.club IS 'The key of the only row';
COMMENT ON CONSTRAINT club_one_row ON fitclub.club IS 'There is one row of settings';
COMMENT ON CONSTRAINT club_name_check ON fitclub.club IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT club_time_zone_check ON fitclub.club IS
	'The server lists the time zone, and its name does not stand for a fixed offset instead';
COMMENT ON CONSTRAINT club_currency_check ON fitclub.club IS 'Three capital letters';
COMMENT ON CONSTRAINT club_default_session_price_check ON fitclub.club IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT club_default_class_price_check ON fitclub.club IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT club_cancellation_notice_check ON fitclub.club IS '0 to 360 days';
COMMENT ON CONSTRAINT club_late_cancellation_fee_percent_check ON fitclub.club IS '0 to 100 percent';
COMMENT ON CONSTRAINT club_booking_notice_check ON fitclub.club IS '0 to 366 days';
COMMENT ON CONSTRAINT club_booking_horizon_check ON fitclub.club IS '0 to 366 days';
COMMENT ON CONSTRAINT club_max_upcoming_bookings_check ON fitclub.club IS '0 to 10000';
COMMENT ON CONSTRAINT club_max_bookings_per_day_check ON fitclub.club IS '0 to 10000';
COMMENT ON CONSTRAINT club_max_bookings_per_week_check ON fitclub.club IS '0 to 10000';
COMMENT ON CONSTRAINT club_shortest_session_check ON fitclub.club IS '0 to 24 hours';
COMMENT ON CONSTRAINT club_longest_session_check ON fitclub.club IS 'More than nothing, and at most a day';
COMMENT ON CONSTRAINT club_session_lengths_check ON fitclub.club IS 'The shortest is not longer than the longest';
COMMENT ON CONSTRAINT club_start_step_check ON fitclub.club IS '0 to 24 hours';
COMMENT ON CONSTRAINT club_cancelled_payment_check ON fitclub.club IS 'keep or credit';
COMMENT ON CONSTRAINT club_cash_step_check ON fitclub.club IS '0 to 100';
COMMENT ON COLUMN fitclub.club.uses_cover IS
	'Whether bookings are covered by packs and memberships; set with the first pack or plan';
COMMENT ON COLUMN fitclub.club.block_past_due_days IS
	'Members with a bill that is past due for more days book nothing that makes another; 0 is no limit';
COMMENT ON CONSTRAINT club_block_past_due_days_check ON fitclub.club IS '0 to 366 days';
COMMENT ON COLUMN fitclub.club.admission IS
	'Who is let in at the door: anybody, or members, whose membership, pack or booking covers the day';
COMMENT ON CONSTRAINT club_admission_check ON fitclub.club IS 'anybody or members';
COMMENT ON INDEX fitclub.club_pkey IS 'Look-up by primary key';

CREATE TRIGGER club_replace
	BEFORE INSERT ON fitclub.club
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.replace_club();
ALTER TABLE fitclub.club ENABLE ALWAYS TRIGGER club_replace;
COMMENT ON TRIGGER club_replace ON fitclub.club IS
	'An inserted row replaces the settings, so a restored dump brings its own; fires on replicas as well';

CREATE POLICY club_reader ON fitclub.club FOR SELECT
	USING (true);
COMMENT ON POLICY club_reader ON fitclub.club IS 'Everybody with SELECT on the table reads the settings';
