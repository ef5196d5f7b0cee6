-- How soon, how far ahead, how much and how long members may book; what becomes
-- of what was paid for what is cancelled, and the smallest coin.

ALTER TABLE fitclub.club
	ADD COLUMN booking_notice interval NOT NULL DEFAULT '0',
	ADD COLUMN booking_horizon interval NOT NULL DEFAULT '0',
	ADD COLUMN max_upcoming_bookings integer NOT NULL DEFAULT 0,
	ADD COLUMN max_bookings_per_day integer NOT NULL DEFAULT 0,
	ADD COLUMN max_bookings_per_week integer NOT NULL DEFAULT 0,
	ADD COLUMN shortest_session interval NOT NULL DEFAULT '0',
	ADD COLUMN longest_session interval NOT NULL DEFAULT '24 hours',
	ADD COLUMN start_step interval NOT NULL DEFAULT '0',
	ADD COLUMN cancelled_payment text NOT NULL DEFAULT 'keep',
	ADD COLUMN cash_step numeric(12,2) NOT NULL DEFAULT 0,
	ADD COLUMN uses_cover boolean NOT NULL DEFAULT false,
	ADD COLUMN block_past_due_days integer NOT NULL DEFAULT 0,
	ADD COLUMN admission text NOT NULL DEFAULT 'anybody',
	ADD CONSTRAINT club_booking_notice_check
		CHECK (booking_notice BETWEEN interval '0' AND interval '366 days'),
	ADD CONSTRAINT club_booking_horizon_check
		CHECK (booking_horizon BETWEEN interval '0' AND interval '366 days'),
	ADD CONSTRAINT club_max_upcoming_bookings_check
		CHECK (max_upcoming_bookings BETWEEN 0 AND 10000),
	ADD CONSTRAINT club_max_bookings_per_day_check
		CHECK (max_bookings_per_day BETWEEN 0 AND 10000),
	ADD CONSTRAINT club_max_bookings_per_week_check
		CHECK (max_bookings_per_week BETWEEN 0 AND 10000),
	ADD CONSTRAINT club_shortest_session_check
		CHECK (shortest_session BETWEEN interval '0' AND interval '1440 minutes'),
	ADD CONSTRAINT club_longest_session_check
		CHECK (longest_session > interval '0' AND longest_session <= interval '1440 minutes'),
	ADD CONSTRAINT club_session_lengths_check CHECK (shortest_session <= longest_session),
	ADD CONSTRAINT club_start_step_check
		CHECK (start_step BETWEEN interval '0' AND interval '1440 minutes'),
	ADD CONSTRAINT club_cancelled_payment_check
		CHECK (cancelled_payment IN ('keep', 'credit')),
	ADD CONSTRAINT club_cash_step_check CHECK (cash_step BETWEEN 0 AND 100),
	ADD CONSTRAINT club_block_past_due_days_check CHECK (block_past_due_days BETWEEN 0 AND 366),
	ADD CONSTRAINT club_admission_check CHECK (admission IN ('anybody', 'members'));

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
	'How many bookings a member may have on one date, by the club''s clock; 0 is no limit';
COMMENT ON CONSTRAINT club_max_bookings_per_day_check ON fitclub.club IS '0 to 10000';
COMMENT ON COLUMN fitclub.club.max_bookings_per_week IS
	'How many bookings a member may have in one week from Monday on, by the club''s clock; 0 is no limit';
COMMENT ON CONSTRAINT club_max_bookings_per_week_check ON fitclub.club IS '0 to 10000';
COMMENT ON COLUMN fitclub.club.shortest_session IS
	'How long a session is at least that a member books, if its service has no length';
COMMENT ON CONSTRAINT club_shortest_session_check ON fitclub.club IS '0 to 24 hours';
COMMENT ON COLUMN fitclub.club.longest_session IS
	'How long such a session is at most; 24 hours is no limit';
COMMENT ON CONSTRAINT club_longest_session_check ON fitclub.club IS 'More than nothing, and at most a day';
COMMENT ON CONSTRAINT club_session_lengths_check ON fitclub.club IS 'The shortest is not longer than the longest';
COMMENT ON COLUMN fitclub.club.start_step IS
	'A session that a member books starts at a multiple of it after midnight, by the club''s clock; 0 is any time';
COMMENT ON CONSTRAINT club_start_step_check ON fitclub.club IS '0 to 24 hours';
COMMENT ON COLUMN fitclub.club.cancelled_payment IS
	'What becomes of what was paid for a booking that is cancelled: keep, or credit, which puts it on account';
COMMENT ON CONSTRAINT club_cancelled_payment_check ON fitclub.club IS 'keep or credit';
COMMENT ON COLUMN fitclub.club.cash_step IS
	'The smallest amount in cash that changes hands; 0 is no rounding';
COMMENT ON CONSTRAINT club_cash_step_check ON fitclub.club IS '0 to 100';
COMMENT ON COLUMN fitclub.club.uses_cover IS
	'Whether bookings are covered by packs and memberships; set with the first pack or plan';
COMMENT ON COLUMN fitclub.club.block_past_due_days IS
	'Members with a bill that is past due for more days book nothing that makes another; 0 is no limit';
COMMENT ON CONSTRAINT club_block_past_due_days_check ON fitclub.club IS '0 to 366 days';
COMMENT ON COLUMN fitclub.club.admission IS
	'Who is let in at the door: anybody, or members, whose membership, pack or booking covers the day';
COMMENT ON CONSTRAINT club_admission_check ON fitclub.club IS 'anybody or members';

DROP FUNCTION fitclub.update_club(text, text, text, numeric, numeric, boolean, interval, numeric);
DROP FUNCTION fitclub.seed_demo(date, integer);
