-- The functions that stay as they were are in this version's library, too.

DO $$
DECLARE
	definition text;
BEGIN
	FOR definition IN
		SELECT replace(pg_get_functiondef(p.oid), quote_literal(p.probin) || ', ', quote_literal('MODULE_PATHNAME') || ', ')
		FROM pg_proc AS p
		JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname = 'c'
		JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
		JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'fitclub'
	LOOP
		EXECUTE definition;
	END LOOP;
END $$;
