-- Guards: what holds on every path. They only look and refuse, read no clock
-- and fire as ordinary triggers, so that a restore passes through them. The
-- two that do more, in people/ and club/, say so.

CREATE OR REPLACE FUNCTION fitclub_internal.guard_private_session() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_private_session'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_private_session IS
	'Trigger: no room, trainer or member is double-booked by a private session';
