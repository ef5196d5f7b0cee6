-- The audit log: who wrote what, when, on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.keep_audit_log() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_audit_log'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.keep_audit_log IS
	'Trigger: events are not changed, deleted or truncated';

-- ALWAYS: a parallel restore runs as a replica.
CREATE OR REPLACE FUNCTION fitclub_internal.admit_audit_event() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_admit_audit_event'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.admit_audit_event IS
	'Trigger: only the owner puts events into the log, to restore it; what the restore has made up itself gives way';

-- SECURITY DEFINER, as those who write a table need no privilege on the log.
-- Live events come from it as well, so that they cost nothing while they are off.
CREATE OR REPLACE FUNCTION fitclub_internal.audit() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_audit'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.audit IS
	'Trigger: writes an event to the audit log, and with fitclub.notify on sends one to who listens';
