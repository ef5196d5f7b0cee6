-- How soon, how far ahead and how much members may book.

ALTER TABLE fitclub.club
	ADD COLUMN booking_notice interval NOT NULL DEFAULT '0',
	ADD COLUMN booking_horizon interval NOT NULL DEFAULT '0',
	ADD COLUMN max_upcoming_bookings integer NOT NULL DEFAULT 0,
	ADD COLUMN max_bookings_per_day integer NOT NULL DEFAULT 0,
	ADD COLUMN max_bookings_per_week integer NOT NULL DEFAULT 0,
	ADD CONSTRAINT club_booking_notice_check
		CHECK (booking_notice BETWEEN interval '0' AND interval '366 days'),
	ADD CONSTRAINT club_booking_horizon_check
		CHECK (booking_horizon BETWEEN interval '0' AND interval '366 days'),
	ADD CONSTRAINT club_max_upcoming_bookings_check
		CHECK (max_upcoming_bookings BETWEEN 0 AND 10000),
	ADD CONSTRAINT club_max_bookings_per_day_check
		CHECK (max_bookings_per_day BETWEEN 0 AND 10000),
	ADD CONSTRAINT club_max_bookings_per_week_check
		CHECK (max_bookings_per_week BETWEEN 0 AND 10000);

COMMENT ON COLUMN fitclub.club.booking_notice IS
	'How long before the start a member books at the latest';
COMMENT ON CONSTRAINT club_booking_notice_check ON fitclub.club IS '0 to 366 days';
COMMENT ON COLUMN fitclub.club.booking_horizon IS
	'How long before the start a member books at the earliest; 0 is no limit';
COMMENT ON CONSTRAINT club_booking_horizon_check ON fitclub.club IS '0 to 366 days';
COMMENT ON COLUMN fitclub.club.max_upcoming_bookings IS
	'How many bookings to come a member may have; 0 is no limit';
COMMENT ON CONSTRAINT club_max_upcoming_bookings_check ON fitclub.club IS '0 to 10000';
COMMENT ON COLUMN fitclub.club.max_bookings_per_day IS
	'How many bookings a member may have on one date, by the clubs clock; 0 is no limit';
COMMENT ON CONSTRAINT club_max_bookings_per_day_check ON fitclub.club IS '0 to 10000';
COMMENT ON COLUMN fitclub.club.max_bookings_per_week IS
	'How many bookings a member may have in one week from Monday on, by the clubs clock; 0 is no limit';
COMMENT ON CONSTRAINT club_max_bookings_per_week_check ON fitclub.club IS '0 to 10000';

DROP FUNCTION fitclub.update_club(text, text, text, numeric, numeric, boolean, interval, numeric);
