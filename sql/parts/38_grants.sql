-- Personas for database roles, and logins for people. Not SECURITY DEFINER:
-- they take the rights of the owner, which EXECUTE alone does not give.

CREATE FUNCTION fitclub.grant_role(
	persona text,
	role name)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_grant_role'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.grant_role IS
	'Grants a role, best a group role, what member, trainer, staff or reader need, and makes it that persona';

CREATE FUNCTION fitclub.revoke_role(
	persona text,
	role name)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_revoke_role'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.revoke_role IS
	'Takes from a role what grant_role() gave it, but for what its other personas need';

CREATE FUNCTION fitclub.link_login(
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

CREATE FUNCTION fitclub.unlink_login(
	role name)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_unlink_login'
LANGUAGE c VOLATILE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.unlink_login IS
	'Makes a role nobody''s login; the role may be gone already';

-- Scripts of updates make functions over that have got another argument.
CREATE FUNCTION fitclub_internal.grant_again(
	function regprocedure,
	role regrole,
	may_grant boolean)
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_grant_again'
LANGUAGE c VOLATILE STRICT
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.grant_again IS
	'Grants EXECUTE again in an update''s script in the club''s name, which keeps the grant in its dumps';
