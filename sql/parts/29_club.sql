-- The club's settings, and the check for ids that readers share.

CREATE FUNCTION fitclub.update_club(
	name text DEFAULT NULL,
	time_zone text DEFAULT NULL,
	currency text DEFAULT NULL,
	default_session_price numeric DEFAULT NULL,
	default_class_price numeric DEFAULT NULL,
	allow_class_over_room boolean DEFAULT NULL,
	cancellation_notice interval DEFAULT NULL,
	late_cancellation_fee_percent numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_club'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_club IS
	'Changes the club''s settings that are given; returns the club''s id';

CREATE FUNCTION fitclub_internal.require_id(
	kind text,
	id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_id'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_id IS
	'Returns the id, or raises P0002 when there is no such member, trainer, room, ... (kind is the table''s name)';
