-- Row security, behind the functions: a role that is granted a table still sees
-- no more of it than by the functions, and only applications and the owner
-- write. These policies are for them; those for readers stand beside their
-- tables. What is asked of the session stands in a sub-select, to be asked once.
-- Owners, and with them the functions, foreign keys and dumps, see every row.

DO $$
DECLARE
	secured_table name;
BEGIN
	FOR secured_table IN
		SELECT t.table_name
		FROM fitclub_internal.own_table AS t
		WHERE NOT EXISTS (
			SELECT FROM pg_policy AS p
			WHERE p.polrelid = t.oid AND p.polname = t.table_name || '_application')
		ORDER BY t.oid
	LOOP
		EXECUTE format('CREATE POLICY %2$I ON fitclub.%1$I USING ((SELECT fitclub_internal.writes_all()))',
			secured_table, secured_table || '_application');
		EXECUTE format('COMMENT ON POLICY %2$I ON fitclub.%1$I IS %3$L',
			secured_table, secured_table || '_application',
			'Applications and the owner read and write every row; nobody else writes');
		-- Where there are personas, it is on: see enable_row_security().
		IF (SELECT c.relrowsecurity FROM pg_class AS c WHERE c.oid = 'fitclub.login'::regclass) THEN
			EXECUTE format('ALTER TABLE fitclub.%I ENABLE ROW LEVEL SECURITY', secured_table);
		END IF;
	END LOOP;
END $$;
