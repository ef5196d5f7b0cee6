-- DROP EXTENSION is refused while there is data. The commands are those by
-- which an extension can go, be it in the wake of something else. The trigger
-- is a member of the extension, so a dump does not repeat it. ALWAYS: a parallel
-- restore that cleans up first runs as a replica.

CREATE FUNCTION fitclub_internal.keep_data() RETURNS event_trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_data'
LANGUAGE c SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION fitclub_internal.keep_data IS
	'Event trigger: has the library loaded, which refuses to drop tables with data unless fitclub.allow_drop is on';

CREATE EVENT TRIGGER fitclub_keep_data
	ON ddl_command_start
	WHEN TAG IN ('DROP EXTENSION', 'DROP OWNED', 'DROP SCHEMA', 'DROP LANGUAGE', 'DROP ACCESS METHOD')
	EXECUTE FUNCTION fitclub_internal.keep_data();
ALTER EVENT TRIGGER fitclub_keep_data ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER fitclub_keep_data IS
	'Keeps DROP EXTENSION from deleting a club''s data unless fitclub.allow_drop is on';
