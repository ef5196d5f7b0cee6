-- AT TIME ZONE takes some names for abbreviations, which are fixed offsets;
-- the setting does not. It is the caller's again when the function returns.
CREATE OR REPLACE FUNCTION fitclub_internal.clock_in(
	time_zone text,
	instant timestamptz)
RETURNS timestamp
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
AS $$
	SELECT set_config('TimeZone', clock_in.time_zone, true);

	SELECT clock_in.instant::timestamp
$$;

COMMENT ON FUNCTION fitclub_internal.clock_in IS
	'What clocks show in a time zone that is named as in the setting TimeZone; used by verify()';
