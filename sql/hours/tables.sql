-- When trainers work.

CREATE TABLE fitclub.trainer_availability (
	availability_id bigint GENERATED ALWAYS AS IDENTITY,
	trainer_id bigint NOT NULL,
	day_of_week smallint NOT NULL,
	start_time time NOT NULL,
	end_time time NOT NULL,
	is_recurring boolean NOT NULL DEFAULT true,
	available_on date,
	CONSTRAINT trainer_availability_pkey PRIMARY KEY (availability_id),
	CONSTRAINT trainer_availability_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT trainer_availability_day_of_week_check CHECK (day_of_week BETWEEN 0 AND 6),
	CONSTRAINT trainer_availability_period_check CHECK (end_time > start_time),
	CONSTRAINT trainer_availability_is_recurring_check
		CHECK (is_recurring = (available_on IS NULL)),
	CONSTRAINT trainer_availability_available_on_check
		CHECK (isfinite(available_on) AND fitclub_internal.is_date(available_on)
			AND day_of_week = extract(isodow FROM available_on)::integer - 1)
);

CREATE INDEX trainer_availability_day_idx
	ON fitclub.trainer_availability (trainer_id, day_of_week, start_time);

COMMENT ON TABLE fitclub.trainer_availability IS
	'Windows in which a trainer works, as wall-clock times in the club''s time zone';
COMMENT ON COLUMN fitclub.trainer_availability.availability_id IS 'Key';
COMMENT ON COLUMN fitclub.trainer_availability.trainer_id IS 'The trainer who works then';
COMMENT ON COLUMN fitclub.trainer_availability.day_of_week IS '0 Monday to 6 Sunday';
COMMENT ON COLUMN fitclub.trainer_availability.start_time IS 'Start of the window';
COMMENT ON COLUMN fitclub.trainer_availability.end_time IS 'Exclusive; 24:00 is midnight';
COMMENT ON COLUMN fitclub.trainer_availability.is_recurring IS
	'true: every week; false: once, on available_on';
COMMENT ON COLUMN fitclub.trainer_availability.available_on IS
	'Date of a one-off window, null for a weekly one';
COMMENT ON CONSTRAINT trainer_availability_pkey ON fitclub.trainer_availability IS 'A window has one id';
COMMENT ON CONSTRAINT trainer_availability_trainer_id_fkey ON fitclub.trainer_availability IS
	'A window belongs to a trainer and is deleted with them';
COMMENT ON CONSTRAINT trainer_availability_day_of_week_check ON fitclub.trainer_availability IS '0 Monday to 6 Sunday';
COMMENT ON CONSTRAINT trainer_availability_period_check ON fitclub.trainer_availability IS
	'A window ends after it starts';
COMMENT ON CONSTRAINT trainer_availability_is_recurring_check ON fitclub.trainer_availability IS
	'A window is weekly or has a date';
COMMENT ON CONSTRAINT trainer_availability_available_on_check ON fitclub.trainer_availability IS
	'The date is finite and falls on the day of the week';
COMMENT ON INDEX fitclub.trainer_availability_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.trainer_availability_day_idx IS
	'A trainer''s windows of a day in order of time; the foreign key';

CREATE TRIGGER trainer_availability_guard
	AFTER INSERT OR UPDATE ON fitclub.trainer_availability
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_trainer_availability();
COMMENT ON TRIGGER trainer_availability_guard ON fitclub.trainer_availability IS
	'Refuses a window that overlaps another one of the same trainer and day';

CREATE POLICY trainer_availability_reader ON fitclub.trainer_availability FOR SELECT
	USING (true);
COMMENT ON POLICY trainer_availability_reader ON fitclub.trainer_availability IS
	'Everybody with SELECT on the table reads all windows';
