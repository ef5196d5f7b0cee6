-- Books that are closed.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.close_books(
	closed_until timestamptz,
	staff_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_close_books'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.close_books IS
	'Closes the books before an instant and keeps the balances of the accounts; returns how many';
