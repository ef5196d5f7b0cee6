-- The club's settings; numbering, after rows have come in with ids of their
-- own; and removing a person while keeping the books.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_club(
	name text DEFAULT NULL,
	time_zone text DEFAULT NULL,
	currency text DEFAULT NULL,
	default_session_price numeric DEFAULT NULL,
	default_class_price numeric DEFAULT NULL,
	allow_class_over_room boolean DEFAULT NULL,
	cancellation_notice interval DEFAULT NULL,
	late_cancellation_fee_percent numeric DEFAULT NULL,
	booking_notice interval DEFAULT NULL,
	booking_horizon interval DEFAULT NULL,
	max_upcoming_bookings integer DEFAULT NULL,
	max_bookings_per_day integer DEFAULT NULL,
	max_bookings_per_week integer DEFAULT NULL,
	shortest_session interval DEFAULT NULL,
	longest_session interval DEFAULT NULL,
	start_step interval DEFAULT NULL,
	cancelled_payment text DEFAULT NULL,
	cash_step numeric DEFAULT NULL,
	uses_cover boolean DEFAULT NULL,
	block_past_due_days integer DEFAULT NULL,
	admission text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_club'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_club IS
	'Changes the club''s settings that are given; returns the club''s id';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.adjust_numbering()
RETURNS TABLE (
	table_name text,
	last_number bigint,
	adjusted_to bigint)
AS 'MODULE_PATHNAME', 'fitclub_adjust_numbering'
LANGUAGE c VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.adjust_numbering IS
	'Brings every sequence up to the greatest id of its table, as after a COPY with ids; returns those that were behind';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.erase_member(
	member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_erase_member'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.erase_member IS
	'Removes a member''s personal data everywhere, audit log included, cancels what is to come and keeps the books; returns the id';

CREATE OR REPLACE FUNCTION fitclub_internal.redacted(
	row_data jsonb,
	kept jsonb)
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN redacted.row_data IS NOT NULL THEN (
		SELECT jsonb_object_agg(c.key, CASE
			WHEN redacted.kept ? c.key AND c.value NOT IN ('null', redacted.kept -> c.key) THEN '"[erased]"'
			ELSE c.value END)
		FROM jsonb_each(redacted.row_data) AS c) END
$$;

COMMENT ON FUNCTION fitclub_internal.redacted(jsonb, jsonb) IS
	'A row of the audit log without what differs from the values given for some columns; used by erase_member()';

CREATE OR REPLACE FUNCTION fitclub_internal.describes_booking(
	bill jsonb)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	-- The fee for a late cancellation is a bill of its own, for no booking.
	SELECT describes_booking.bill ->> 'description' ~ CASE
		WHEN describes_booking.bill ->> 'sale_id' IS NOT NULL THEN '^Pack .'
		WHEN describes_booking.bill ->> 'membership_id' IS NOT NULL THEN '^Dues .'
		ELSE concat('^', CASE
				WHEN coalesce(describes_booking.bill ->> 'class_id',
					describes_booking.bill ->> 'private_session_id') IS NULL
				THEN 'Late cancellation: ' END,
			'(Class|Private session with) .* on .*\d\d:\d\d') END
$$;

COMMENT ON FUNCTION fitclub_internal.describes_booking IS
	'Whether the description of a bill is in the words of the functions that book, sell or bill dues; used by erase_member()';

CREATE OR REPLACE FUNCTION fitclub_internal.redacted_bill(
	bill jsonb)
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN fitclub_internal.describes_booking(redacted_bill.bill) THEN redacted_bill.bill
		ELSE fitclub_internal.redacted(redacted_bill.bill, '{"description": null}') END
$$;

COMMENT ON FUNCTION fitclub_internal.redacted_bill IS
	'A bill in the audit log without what somebody has written as its description; used by erase_member()';
