-- What anybody may know of the club.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.club_info()
RETURNS TABLE (
	name text,
	time_zone text,
	currency text,
	default_session_price numeric,
	default_class_price numeric,
	cancellation_notice interval,
	late_cancellation_fee_percent numeric,
	booking_notice interval,
	booking_horizon interval,
	max_upcoming_bookings integer,
	max_bookings_per_day integer,
	max_bookings_per_week integer,
	shortest_session interval,
	longest_session interval,
	start_step interval,
	cancelled_payment text,
	cash_step numeric,
	uses_cover boolean,
	block_past_due_days integer,
	admission text)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN QUERY
	SELECT c.name, c.time_zone, c.currency, c.default_session_price, c.default_class_price,
		c.cancellation_notice, c.late_cancellation_fee_percent, c.booking_notice, c.booking_horizon,
		c.max_upcoming_bookings, c.max_bookings_per_day, c.max_bookings_per_week,
		c.shortest_session, c.longest_session, c.start_step, c.cancelled_payment,
		c.cash_step, c.uses_cover, c.block_past_due_days, c.admission
	FROM fitclub.club AS c;
END
$$;

COMMENT ON FUNCTION fitclub.club_info IS
	'The club''s name, time zone and currency, and its prices and rules of booking and cancelling';
