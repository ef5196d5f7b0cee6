-- Taking rows into the audit log, and removing old events from it.

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.audit_baseline(
	table_name regclass)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_audit_baseline'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.audit_baseline IS
	'Takes the rows of a table that the audit log does not know of into it; returns how many';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.prune_audit(
	before timestamptz)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_prune_audit'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.prune_audit IS
	'Removes the events before an instant from the audit log, which keeps an event of that; returns how many';
