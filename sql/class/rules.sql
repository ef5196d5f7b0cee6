-- What a class takes over from the club that somebody inserts.

CREATE OR REPLACE FUNCTION fitclub_internal.class_may_exceed_room()
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.allow_class_over_room FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.class_may_exceed_room IS
	'The club''s present setting, which a new class takes over';

CREATE OR REPLACE FUNCTION fitclub_internal.default_class_price()
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.default_class_price FROM fitclub.club AS c $$;

COMMENT ON FUNCTION fitclub_internal.default_class_price IS
	'The club''s present price of a seat in a class';
