-- Events come from a trigger on every table; the only tables without one are
-- the log itself and sign_in_failure, which nobody writes but sign-ins.

CREATE OR REPLACE VIEW fitclub_internal.audited_table AS
SELECT t.oid, t.table_name, t.key_column
FROM fitclub_internal.own_table AS t
WHERE t.table_name NOT IN ('audit_log', 'sign_in_failure');

COMMENT ON VIEW fitclub_internal.audited_table IS 'Tables of whose rows the audit log tells';
COMMENT ON COLUMN fitclub_internal.audited_table.oid IS 'The table';
COMMENT ON COLUMN fitclub_internal.audited_table.table_name IS 'Its name, in schema fitclub';
COMMENT ON COLUMN fitclub_internal.audited_table.key_column IS 'Its first column, by which the audit log knows its rows';

DO $$
DECLARE
	own_table name;
BEGIN
	FOR own_table IN
		SELECT t.table_name
		FROM fitclub_internal.audited_table AS t
		WHERE NOT EXISTS (
			SELECT FROM pg_trigger AS g
			WHERE g.tgrelid = t.oid AND g.tgname = t.table_name || '_audit')
		ORDER BY t.oid
	LOOP
		EXECUTE format(
			'CREATE TRIGGER %2$I
				AFTER %3$s ON fitclub.%1$I
				FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit()',
			own_table, own_table || '_audit',
			-- Settings that are inserted are an event of club_replace.
			CASE own_table WHEN 'club' THEN 'UPDATE OR DELETE' ELSE 'INSERT OR UPDATE OR DELETE' END);
		EXECUTE format('COMMENT ON TRIGGER %2$I ON fitclub.%1$I IS %3$L',
			own_table, own_table || '_audit',
			'Writes an event to the audit log for each row that changes');

		EXECUTE format(
			'CREATE TRIGGER %2$I
				AFTER TRUNCATE ON fitclub.%1$I
				FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.audit()',
			own_table, own_table || '_audit_truncate');
		EXECUTE format('COMMENT ON TRIGGER %2$I ON fitclub.%1$I IS %3$L',
			own_table, own_table || '_audit_truncate',
			'Writes an event to the audit log when the table is truncated');
	END LOOP;
END $$;

COMMENT ON TRIGGER club_audit ON fitclub.club IS
	'Writes an event to the audit log when the settings change; club_replace does so when they are inserted';

-- All rows that the log tells of, for verify(). Logins are left out, of which
-- erase_member() hides some.
DO $$
BEGIN
	EXECUTE (
		SELECT 'CREATE OR REPLACE VIEW fitclub_internal.audited_row AS ' || string_agg(
			format($sql$
				SELECT %1$L AS table_name, r.%2$I::bigint AS row_id, to_jsonb(r) - 'verifier' AS row_data
				FROM fitclub.%1$I AS r
				$sql$, t.table_name, t.key_column),
			'UNION ALL' ORDER BY t.table_name)
		FROM fitclub_internal.audited_table AS t
		WHERE t.table_name <> 'login');
END $$;

COMMENT ON VIEW fitclub_internal.audited_row IS 'Rows as the audit log has them, but for logins; used by verify()';
COMMENT ON COLUMN fitclub_internal.audited_row.table_name IS 'The table';
COMMENT ON COLUMN fitclub_internal.audited_row.row_id IS 'The row''s key';
COMMENT ON COLUMN fitclub_internal.audited_row.row_data IS 'The row, without what is kept from the log';
