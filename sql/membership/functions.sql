-- Memberships, and their dues.

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.join_plan(
	member_id bigint,
	plan_id bigint,
	starts_on date DEFAULT NULL,
	anchor_on date DEFAULT NULL,
	ends_on date DEFAULT NULL,
	price numeric DEFAULT NULL,
	joining_fee numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_join_plan'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.join_plan IS
	'Makes a member join a plan, with the bill for joining and the dues until today, and returns the membership''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.bill_dues(
	until date DEFAULT NULL,
	max_periods integer DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_bill_dues'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off; -- compiling the query that finds memberships takes longer than running it

COMMENT ON FUNCTION fitclub.bill_dues IS
	'Bills the periods of all memberships that begin until a day, today if it is null, and are not billed yet; returns how many';

-- By the partial indexes of covered bookings.
CREATE OR REPLACE FUNCTION fitclub_internal.membership_visits(
	membership_id bigint,
	starts_on date,
	ends_on date)
RETURNS integer
LANGUAGE sql STABLE STRICT
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	WITH bounds AS (
		SELECT membership_visits.starts_on::timestamp AT TIME ZONE c.time_zone AS from_time,
			membership_visits.ends_on::timestamp AT TIME ZONE c.time_zone AS to_time
		FROM fitclub.club AS c
	)
	SELECT (
		(SELECT count(*)
		FROM fitclub.private_session AS s, bounds AS b
		WHERE s.lot_id IS NULL AND s.membership_id = membership_visits.membership_id
			AND s.start_time >= b.from_time AND s.start_time < b.to_time
			AND (s.cancelled_at IS NULL OR s.kept_at IS NOT NULL))
		+ (SELECT count(*)
		FROM fitclub.class_registration AS r, bounds AS b
		WHERE r.lot_id IS NULL AND r.membership_id = membership_visits.membership_id
			AND r.start_time >= b.from_time AND r.start_time < b.to_time
			AND (r.cancelled_at IS NULL OR r.kept_at IS NOT NULL))
	)::integer
$$;

COMMENT ON FUNCTION fitclub_internal.membership_visits IS
	'How many bookings a membership covers, or covered that were cancelled late, from one day to the day before another';
