-- What protects the data is itself protected by nothing: constraints can be
-- dropped, triggers disabled. verify() compares what there is with what there
-- was when the extension was created or updated.

CREATE TABLE fitclub_internal.protection (
	kind text NOT NULL,
	table_name text NOT NULL,
	object_name text NOT NULL,
	definition text NOT NULL,
	CONSTRAINT protection_pkey PRIMARY KEY (kind, table_name, object_name)
);

COMMENT ON TABLE fitclub_internal.protection IS
	'What protects the club''s data, as it was when the extension was created or updated; a dump does not take it along';
COMMENT ON COLUMN fitclub_internal.protection.kind IS
	'table, column, not null, constraint, index, trigger, policy, event trigger or function; or audit log, which says up to which id rows were there before it';
COMMENT ON COLUMN fitclub_internal.protection.table_name IS
	'The table it belongs to; empty where it belongs to none';
COMMENT ON COLUMN fitclub_internal.protection.object_name IS 'Its name';
COMMENT ON COLUMN fitclub_internal.protection.definition IS 'What it has to be';
COMMENT ON CONSTRAINT protection_pkey ON fitclub_internal.protection IS 'One definition of each';
COMMENT ON INDEX fitclub_internal.protection_pkey IS 'Look-up by primary key';
