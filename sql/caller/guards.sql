-- What keeps sessions and policies up to date with logins and personas.

CREATE OR REPLACE FUNCTION fitclub_internal.stamp_login() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_stamp_login'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.stamp_login IS
	'Trigger: notes which role has the name of a login now';

CREATE OR REPLACE FUNCTION fitclub_internal.forget_identities() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_forget_identities'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.forget_identities IS
	'Trigger: every session finds out again for whom it acts';

-- It is on as soon as there are personas: without them it would be in the way
-- of applications that COPY, and of dumps by others than the owner. The grant
-- of a persona switches it on, also the one that a restore repeats, so that no
-- dump has to tell.
CREATE OR REPLACE FUNCTION fitclub_internal.enable_row_security() RETURNS event_trigger
AS 'MODULE_PATHNAME', 'fitclub_enable_row_security'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.enable_row_security IS
	'Event trigger: switches row security on when the first persona is granted';
