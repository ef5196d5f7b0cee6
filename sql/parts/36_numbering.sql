-- Numbering, after rows have come in with ids of their own. Not SECURITY
-- DEFINER: it takes the rights of the owner, which EXECUTE alone does not give.

CREATE FUNCTION fitclub.adjust_numbering()
RETURNS TABLE (
	table_name text,
	last_number bigint,
	adjusted_to bigint)
AS 'MODULE_PATHNAME', 'fitclub_adjust_numbering'
LANGUAGE c VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.adjust_numbering IS
	'Brings every sequence up to the greatest id of its table, as after a COPY with ids; returns those that were behind';
