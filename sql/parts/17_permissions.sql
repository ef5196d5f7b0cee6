-- Who may do what, for functions in SQL, which cannot raise by themselves. C
-- functions call the checkers behind these directly.

CREATE FUNCTION fitclub_internal.require_member(member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_member'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_member IS
	'Returns the id of a member whose data is the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE FUNCTION fitclub_internal.require_health(member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_health'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_health IS
	'Like require_member(), and for trainers who work with the member';

CREATE FUNCTION fitclub_internal.require_trainer(trainer_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_trainer'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_trainer IS
	'Returns the id of a trainer whose data is the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE FUNCTION fitclub_internal.require_roster(class_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_roster'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_roster IS
	'Returns the id of a class whose members are the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE FUNCTION fitclub_internal.require_recipient(member_id bigint, trainer_id bigint)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_recipient'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_recipient IS
	'Raises 42501 unless notifications to this member or trainer are the caller''s to see';

CREATE FUNCTION fitclub_internal.require_calendar(member_id bigint, trainer_id bigint)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_calendar'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_calendar IS
	'Raises 42501 unless the calendar of this member or trainer is the caller''s to see';

CREATE FUNCTION fitclub_internal.require_team()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_team'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_team IS
	'Raises 42501 when the caller is a member';

CREATE FUNCTION fitclub_internal.require_staff()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_staff'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_staff IS
	'Raises 42501 when the caller is a member or a trainer';

-- For row security. These ask of the role that reads, so they are not SECURITY
-- DEFINER, and every role may call them: a policy calls them as whoever reads.

CREATE FUNCTION fitclub_internal.reads_all()
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_reads_all'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.reads_all IS
	'Whether row security shows the role all rows: staff, applications and the owner';

CREATE FUNCTION fitclub_internal.writes_all()
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_writes_all'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.writes_all IS
	'Whether row security lets the role write all rows: applications and the owner';

CREATE FUNCTION fitclub_internal.own_member_id()
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_own_member_id'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.own_member_id IS
	'The member whose role it is, or null';

CREATE FUNCTION fitclub_internal.own_trainer_id()
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_own_trainer_id'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.own_trainer_id IS
	'The trainer whose role it is, or null';

CREATE FUNCTION fitclub_internal.is_own_trainee(member_id bigint)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_own_trainee'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_own_trainee IS
	'Whether it is the role of a trainer who works with the member';

CREATE FUNCTION fitclub_internal.is_own_class(class_id bigint)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_own_class'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_own_class IS
	'Whether it is the role of the trainer who gives the class';
