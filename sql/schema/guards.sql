CREATE OR REPLACE FUNCTION fitclub_internal.keep_data() RETURNS event_trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_data'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.keep_data IS
	'Event trigger: has the library loaded, which refuses to drop tables with data unless fitclub.allow_drop is on, and triggers on them that others make';
