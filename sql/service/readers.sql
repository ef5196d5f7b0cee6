-- What the club offers.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_services(
	trainer_id bigint DEFAULT NULL)
RETURNS TABLE (
	service_id bigint,
	kind text,
	name text,
	duration interval,
	price numeric,
	credits integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	IF list_services.trainer_id IS NOT NULL THEN
		PERFORM fitclub_internal.require_id('trainer', list_services.trainer_id);
	END IF;
	RETURN QUERY
	SELECT s.service_id, s.kind, s.name, s.duration,
		coalesce(t.price, s.price, CASE s.kind
			WHEN 'class' THEN c.default_class_price ELSE c.default_session_price END),
		s.credits::integer
	FROM fitclub.club AS c
	CROSS JOIN fitclub.service AS s
	LEFT JOIN fitclub.trainer_service AS t
		ON t.service_id = s.service_id AND t.trainer_id = list_services.trainer_id
	WHERE s.is_active
		AND (list_services.trainer_id IS NULL OR t.trainer_id IS NOT NULL OR NOT EXISTS (
			SELECT FROM fitclub.trainer_service AS o WHERE o.service_id = s.service_id))
	ORDER BY s.kind, s.name, s.service_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_services IS
	'The services on offer, or those that a trainer gives, with lengths and prices';
