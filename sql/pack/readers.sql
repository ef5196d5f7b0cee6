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

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_packs()
RETURNS TABLE (
	pack_id bigint,
	name text,
	credits integer,
	price numeric,
	valid_for interval,
	is_shared boolean,
	is_transferable boolean,
	usable_unpaid boolean,
	is_active boolean,
	scopes jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN QUERY
	SELECT p.pack_id, p.name, p.credits, p.price, p.valid_for,
		p.is_shared, p.is_transferable, p.usable_unpaid, p.is_active,
		(SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind,
				'service_id', s.service_id, 'service', v.name, 'trainer_id', s.trainer_id,
				'trainer', t.first_name || ' ' || t.last_name) ORDER BY s.pack_scope_id), '[]')
			FROM fitclub.pack_scope AS s
			LEFT JOIN fitclub.service AS v ON v.service_id = s.service_id
			LEFT JOIN fitclub.trainer AS t ON t.trainer_id = s.trainer_id
			WHERE s.pack_id = p.pack_id)
	FROM fitclub.pack AS p
	ORDER BY p.name, p.pack_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_packs IS
	'All packs, with what their credits pay for';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.list_credits(
	member_id bigint,
	on_date date DEFAULT NULL)
RETURNS TABLE (
	lot_id bigint,
	pack text,
	credits integer,
	left_over integer,
	valid_from date,
	expires_on date,
	is_paid boolean,
	sale_id bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_member(list_credits.member_id);

	RETURN QUERY
	SELECT l.lot_id, p.name, l.credits, fitclub_internal.lot_left(l.lot_id), l.valid_from, l.expires_on,
		s.price = 0 OR EXISTS (
			SELECT FROM fitclub.billing_item AS b
			WHERE b.membership_id IS NULL AND b.period_on IS NULL AND b.sale_id = s.sale_id
				AND b.status NOT IN ('cancelled', 'refunded') AND b.status = 'paid'),
		s.sale_id
	FROM fitclub.credit_lot AS l
	JOIN fitclub.pack_sale AS s ON s.sale_id = l.sale_id
	JOIN fitclub.pack AS p ON p.pack_id = s.pack_id
	WHERE l.member_id = list_credits.member_id
		AND (list_credits.on_date IS NULL
			OR l.valid_from <= list_credits.on_date AND coalesce(l.expires_on >= list_credits.on_date, true))
	ORDER BY l.expires_on, l.lot_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_credits IS
	'The lots that a member holds, or those that hold on a day, with the credits that are left of each';
