-- DROP EXTENSION is refused while there is data. The commands are those by
-- which an extension can go, be it in the wake of something else: one of its
-- tables can be made to depend on whatever can be dropped. The first of them
-- make triggers and foreign keys. The trigger is a member of the extension, so a
-- dump does not repeat it. ALWAYS: a parallel restore that cleans up first runs
-- as a replica.

CREATE EVENT TRIGGER fitclub_keep_data
	ON ddl_command_start
	WHEN TAG IN ('CREATE SCHEMA', 'CREATE TABLE', 'CREATE TRIGGER',
		'ALTER DOMAIN', 'ALTER FOREIGN TABLE', 'ALTER MATERIALIZED VIEW', 'ALTER TABLE', 'ALTER TYPE', 'ALTER VIEW',
		'DROP ACCESS METHOD', 'DROP AGGREGATE', 'DROP CAST', 'DROP COLLATION', 'DROP CONVERSION', 'DROP DOMAIN',
		'DROP EXTENSION', 'DROP FOREIGN DATA WRAPPER', 'DROP FOREIGN TABLE', 'DROP FUNCTION', 'DROP INDEX',
		'DROP LANGUAGE', 'DROP MATERIALIZED VIEW', 'DROP OPERATOR', 'DROP OPERATOR CLASS', 'DROP OPERATOR FAMILY',
		'DROP OWNED', 'DROP PROCEDURE', 'DROP ROUTINE', 'DROP RULE', 'DROP SCHEMA', 'DROP SEQUENCE', 'DROP SERVER',
		'DROP TABLE', 'DROP TEXT SEARCH CONFIGURATION', 'DROP TEXT SEARCH DICTIONARY', 'DROP TEXT SEARCH PARSER',
		'DROP TEXT SEARCH TEMPLATE', 'DROP TRANSFORM', 'DROP TYPE', 'DROP VIEW')
	EXECUTE FUNCTION fitclub_internal.keep_data();

ALTER EVENT TRIGGER fitclub_keep_data ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER fitclub_keep_data IS
	'Keeps DROP EXTENSION from deleting a club''s data unless fitclub.allow_drop is on, and others from making triggers on its tables';
