-- Who is calling and what the caller may do. The functions named require_...
-- are for those in SQL, which cannot raise by themselves; C functions call the
-- checkers behind these directly. What gives rights away is not SECURITY
-- DEFINER: it takes the rights of the owner, which EXECUTE alone does not give.

CREATE OR REPLACE FUNCTION fitclub_internal.require_search(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_require_search'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_search IS
	'A text to look for, or an error if it is too long';

CREATE OR REPLACE FUNCTION fitclub_internal.search_text(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_search_text'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.search_text IS
	'A text as it is compared with what somebody looks for: in lower case, without accents, one space for several';

CREATE OR REPLACE FUNCTION fitclub_internal.require_order(from_time timestamptz, to_time timestamptz)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_order'
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_order IS
	'Raises 22023 when a period that a reader is asked for ends before it starts';

-- Not SECURITY DEFINER, as it reads nothing that privileges are needed for.
-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.current_identity()
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_current_identity'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.current_identity IS
	'For whom the session acts: member:ID, trainer:ID, staff:ID, or staff, reader, nobody, application, owner';

CREATE OR REPLACE FUNCTION fitclub_internal.require_member(member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_member'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_member IS
	'Returns the id of a member whose data is the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE OR REPLACE FUNCTION fitclub_internal.require_health(member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_health'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_health IS
	'Like require_member(), and for trainers who work with the member';

CREATE OR REPLACE FUNCTION fitclub_internal.require_trainer(trainer_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_trainer'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_trainer IS
	'Returns the id of a trainer whose data is the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE OR REPLACE FUNCTION fitclub_internal.require_roster(class_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_roster'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_roster IS
	'Returns the id of a class whose members are the caller''s to see, or raises 42501, or P0002 when there is none';

CREATE OR REPLACE FUNCTION fitclub_internal.require_recipient(member_id bigint, trainer_id bigint)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_recipient'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_recipient IS
	'Raises 42501 unless notifications to this member or trainer are the caller''s to see';

CREATE OR REPLACE FUNCTION fitclub_internal.require_calendar(member_id bigint, trainer_id bigint)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_calendar'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_calendar IS
	'Raises 42501 unless the calendar of this member or trainer is the caller''s to see';

CREATE OR REPLACE FUNCTION fitclub_internal.require_account(member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_account'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_account IS
	'Like require_member(), but for null: the member who calls, or null for all when the caller sees all accounts';

CREATE OR REPLACE FUNCTION fitclub_internal.require_payment(payment_id bigint, member_id bigint)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_payment'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_payment IS
	'Raises 42501 unless a payment of this payer is the caller''s to see, or P0002 when there is no payer, as there is no payment';

CREATE OR REPLACE FUNCTION fitclub_internal.sees_bill(member_id bigint)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_sees_bill'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.sees_bill IS
	'Whether the caller is told what bills of this member are for: their own and their dependants'', or all for those who see all accounts';

CREATE OR REPLACE FUNCTION fitclub_internal.sees_members()
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_sees_members'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.sees_members IS
	'Whether the caller, who is somebody or 42501 is raised, sees which members have booked: not if a member';

CREATE OR REPLACE FUNCTION fitclub_internal.sees_reason(trainer_id bigint)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_sees_reason'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.sees_reason IS
	'Whether the caller is told why the trainer is away or, for null, why the club or a room is closed: staff are, and trainers but for another''s leave';

CREATE OR REPLACE FUNCTION fitclub_internal.require_team()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_team'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_team IS
	'Raises 42501 when the caller is a member';

CREATE OR REPLACE FUNCTION fitclub_internal.require_staff()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_staff'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_staff IS
	'Raises 42501 when the caller is a member or a trainer';

CREATE OR REPLACE FUNCTION fitclub_internal.require_id(
	kind text,
	id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_require_id'
LANGUAGE c STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_id IS
	'Returns the id, or raises P0002 when there is no such member, trainer, room, ... (kind is the table''s name)';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.grant_role(
	persona text,
	role name)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_grant_role'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.grant_role IS
	'Grants a role, best a group role, what member, trainer, staff or reader need, and makes it that persona';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.revoke_role(
	persona text,
	role name)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_revoke_role'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.revoke_role IS
	'Takes from a role what grant_role() gave it, but for what its other personas need';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.link_login(
	role name,
	member_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	staff_id bigint DEFAULT NULL)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_link_login'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.link_login IS
	'Makes a role the login of one member, trainer or member of staff';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.unlink_login(
	role name)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_unlink_login'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.unlink_login IS
	'Makes a role nobody''s login; the role may be gone already';

-- Scripts of updates make functions over that have got another argument.
CREATE OR REPLACE FUNCTION fitclub_internal.grant_again(
	function regprocedure,
	role regrole,
	may_grant boolean)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_grant_again'
LANGUAGE c VOLATILE STRICT
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.grant_again IS
	'Grants EXECUTE again in an update''s script in the club''s name, which keeps the grant in its dumps';

-- Not SECURITY DEFINER, nor what calls it: it asks of the role that calls.
CREATE OR REPLACE FUNCTION fitclub_internal.require_owner()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_require_owner'
LANGUAGE c STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_owner IS
	'Raises 42501 unless the role owns the club''s tables';

CREATE OR REPLACE FUNCTION fitclub_internal.require_choice(
	argument text,
	value text,
	choices text[])
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_require_choice'
LANGUAGE c IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.require_choice IS
	'Returns the value of an argument, or raises 22023 when it is none of the choices and 22004 when it is null';
