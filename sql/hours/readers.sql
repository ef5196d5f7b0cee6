-- When trainers work.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_availability(
	trainer_id bigint)
RETURNS TABLE (
	availability_id bigint,
	day_of_week smallint,
	start_time time,
	end_time time,
	available_on date)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_id('trainer', list_availability.trainer_id);

	-- Most drivers cannot read 24:00: midnight is 00:00 at either end.
	RETURN QUERY
	SELECT w.availability_id, w.day_of_week, w.start_time,
		CASE WHEN w.end_time = '24:00' THEN time '00:00' ELSE w.end_time END, w.available_on
	FROM fitclub.trainer_availability AS w
	CROSS JOIN fitclub.club AS c
	WHERE w.trainer_id = list_availability.trainer_id
		AND (w.available_on IS NULL
			OR w.available_on >= (now() AT TIME ZONE c.time_zone)::date)
	ORDER BY w.available_on NULLS FIRST, w.day_of_week, w.start_time;
END
$$;

COMMENT ON FUNCTION fitclub.list_availability IS
	'When a trainer works, in club time: weekly windows, then those of single dates from today on';
