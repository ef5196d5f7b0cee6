-- What a session costs that somebody inserts without a price.

CREATE OR REPLACE FUNCTION fitclub_internal.default_session_price()
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.default_session_price FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.default_session_price IS
	'The club''s present price of a private session';
