-- What holds for rooms on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.guard_room() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_room'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_room IS
	'Trigger: a room''s capacity is not lowered below that of its classes, nor max_bookings below what it holds or held at once';
