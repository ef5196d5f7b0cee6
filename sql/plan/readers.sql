-- Plans to choose from.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_plans()
RETURNS TABLE (
	plan_id bigint,
	name text,
	unit text,
	every integer,
	visits integer,
	price numeric,
	joining_fee numeric,
	notice interval,
	min_periods integer,
	late_fee numeric,
	is_active boolean,
	scopes jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN QUERY
	SELECT p.plan_id, p.name, p.unit, p.every::integer, p.visits, (
			SELECT n.amount
			FROM fitclub.plan_price AS n
			WHERE n.plan_id = p.plan_id
			ORDER BY CASE WHEN n.valid_from <= t.today THEN n.valid_from END DESC NULLS LAST, n.valid_from
			LIMIT 1),
		p.joining_fee, p.notice, p.min_periods::integer, p.late_fee, p.is_active, (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'kind', s.kind, 'service_id', s.service_id, 'service', e.name,
					'trainer_id', s.trainer_id, 'trainer', r.first_name || ' ' || r.last_name,
					'discount', s.discount)
				ORDER BY s.plan_scope_id), '[]')
			FROM fitclub.plan_scope AS s
			LEFT JOIN fitclub.service AS e ON e.service_id = s.service_id
			LEFT JOIN fitclub.trainer AS r ON r.trainer_id = s.trainer_id
			WHERE s.plan_id = p.plan_id)
	FROM fitclub.plan AS p
	CROSS JOIN (SELECT (now() AT TIME ZONE c.time_zone)::date FROM fitclub.club AS c) AS t (today)
	ORDER BY p.name, p.plan_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_plans IS
	'The plans by name, with what they cost today and what they include';
