-- What is recorded stays.

CREATE OR REPLACE FUNCTION fitclub_internal.keep_books() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_books'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.keep_books IS
	'Trigger: bills, payments, credits and counts of the till are added, and never changed';
