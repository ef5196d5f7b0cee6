-- What is done to every table. An update runs these files again: they leave alone
-- what is there, so that a new table needs no line in them.

CREATE OR REPLACE VIEW fitclub_internal.own_table AS
SELECT c.oid, c.relname AS table_name,
	(SELECT k.attname FROM pg_attribute AS k WHERE k.attrelid = c.oid AND k.attnum = 1) AS key_column
FROM pg_class AS c
WHERE c.relkind = 'r' AND c.relnamespace = 'fitclub'::regnamespace
	AND (c.oid IN (
		SELECT d.objid
		FROM pg_depend AS d
		JOIN pg_extension AS e ON e.oid = d.refobjid
		WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_class'::regclass
			AND d.deptype = 'e' AND e.extname = 'fitclub')) IS TRUE; -- no join: verify() uses no indexes

COMMENT ON VIEW fitclub_internal.own_table IS 'The club''s tables';
COMMENT ON COLUMN fitclub_internal.own_table.oid IS 'The table';
COMMENT ON COLUMN fitclub_internal.own_table.table_name IS 'Its name, in schema fitclub';
COMMENT ON COLUMN fitclub_internal.own_table.key_column IS 'Its first column, by which the audit log knows its rows';

-- pg_dump takes along all data, and where the numbering has got to. One call per
-- statement.
DO $$
DECLARE
	relation regclass;
BEGIN
	FOR relation IN
		SELECT r.oid
		FROM (
			SELECT t.oid FROM fitclub_internal.own_table AS t
			UNION ALL
			SELECT pg_get_serial_sequence('fitclub.' || t.table_name, t.key_column)::regclass
			FROM fitclub_internal.own_table AS t
		) AS r
		WHERE NOT EXISTS (
			SELECT FROM pg_extension AS e
			WHERE e.extname = 'fitclub' AND r.oid = ANY (e.extconfig))
		ORDER BY r.oid
	LOOP
		PERFORM pg_extension_config_dump(relation, '');
	END LOOP;
END $$;
