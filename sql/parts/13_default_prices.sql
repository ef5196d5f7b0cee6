-- What a session or a class costs that somebody inserts without a price.

CREATE FUNCTION fitclub_internal.default_session_price()
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.default_session_price FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.default_session_price IS
	'The club''s present price of a private session';

CREATE FUNCTION fitclub_internal.default_class_price()
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.default_class_price FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.default_class_price IS
	'The club''s present price of a seat in a class';

ALTER TABLE fitclub.private_session
	ALTER price SET DEFAULT fitclub_internal.default_session_price();
ALTER TABLE fitclub.class_schedule
	ALTER price SET DEFAULT fitclub_internal.default_class_price();
