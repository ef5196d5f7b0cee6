-- What policies ask of the role that reads. So these are not SECURITY DEFINER,
-- and every role may call them: a policy calls them as the role that reads.

CREATE OR REPLACE FUNCTION fitclub_internal.reads_all()
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_reads_all'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.reads_all IS
	'Whether row security shows the role all rows: staff, applications and the owner';

CREATE OR REPLACE FUNCTION fitclub_internal.writes_all()
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_writes_all'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.writes_all IS
	'Whether row security lets the role write all rows: applications and the owner';

CREATE OR REPLACE FUNCTION fitclub_internal.own_member_id()
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_own_member_id'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.own_member_id IS
	'The member whose role it is, or null';

CREATE OR REPLACE FUNCTION fitclub_internal.own_member_ids()
RETURNS bigint[]
AS 'MODULE_PATHNAME', 'fitclub_own_member_ids'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.own_member_ids IS
	'The member whose role it is and the member''s dependants, or null';

CREATE OR REPLACE FUNCTION fitclub_internal.own_trainer_id()
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_own_trainer_id'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.own_trainer_id IS
	'The trainer whose role it is, or null';

CREATE OR REPLACE FUNCTION fitclub_internal.is_own_trainee(member_id bigint)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_own_trainee'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_own_trainee IS
	'Whether it is the role of a trainer who works with the member';

CREATE OR REPLACE FUNCTION fitclub_internal.is_own_class(class_id bigint)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_own_class'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_own_class IS
	'Whether it is the role of the trainer who gives the class';
