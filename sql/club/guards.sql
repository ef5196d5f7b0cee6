-- Writes, so that a restored row takes the place of the one that CREATE
-- EXTENSION has just put there. ALWAYS: a parallel restore runs as a replica.
CREATE OR REPLACE FUNCTION fitclub_internal.replace_club() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_replace_club'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.replace_club IS
	'Trigger: an inserted row of settings replaces the one there was';
