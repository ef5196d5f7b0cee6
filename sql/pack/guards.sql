-- What holds for credits on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.guard_lot_out() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_lot_out'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_lot_out IS
	'Trigger: no more credits leave a lot than are left of it';
