-- Packs, and what of them members have.

-- How many credits of a lot are left.
CREATE OR REPLACE FUNCTION fitclub_internal.lot_left(
	lot_id bigint)
RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT (l.credits
		- coalesce((SELECT sum(o.credits) FROM fitclub.lot_out AS o WHERE o.lot_id = l.lot_id), 0)
		- coalesce((
			SELECT sum(s.credits)
			FROM fitclub.private_session AS s
			WHERE s.lot_id = l.lot_id AND (s.cancelled_at IS NULL OR s.kept_at IS NOT NULL)), 0)
		- coalesce((
			SELECT sum(r.credits)
			FROM fitclub.class_registration AS r
			WHERE r.lot_id = l.lot_id AND (r.cancelled_at IS NULL OR r.kept_at IS NOT NULL)), 0))::integer
	FROM fitclub.credit_lot AS l
	WHERE l.lot_id = $1
$$;

COMMENT ON FUNCTION fitclub_internal.lot_left IS
	'How many credits of a lot are left: neither used by bookings nor transferred nor refunded';
