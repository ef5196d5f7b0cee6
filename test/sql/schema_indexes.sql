--
-- The indexes that the engine reads: one that has the right name and is another is not believed.
--
SET TimeZone = 'UTC';
\pset format unaligned
\pset footer off
SELECT test.open_club();
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');

-- What a call says after a statement, in a session that has looked at its indexes before. All of it is undone.
CREATE FUNCTION test.after_ddl(statement text, OUT sqlstate text, OUT constraint_name text, OUT table_name text, OUT message text, OUT hint text)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	SELECT r.sqlstate, r.constraint_name, r.table_name, r.message, r.hint INTO sqlstate, constraint_name, table_name, message, hint
		FROM test.refusal('SELECT fitclub.book_session(2, 1, 2, ''2101-01-03 09:30'', ''2101-01-03 10:30'')') AS r;
	RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	NULL;
END $$;

SELECT s.statement, a.*
FROM unnest(ARRAY[
	'SELECT 1',
	-- another predicate, order, column, table, uniqueness, direction, way to compare
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, start_time) WHERE cancelled_at IS NOT NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, start_time)',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (start_time, trainer_id) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, start_time DESC) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, end_time) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, start_time, end_time) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (abs(trainer_id), start_time) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session USING brin (trainer_id, start_time) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.class_schedule (trainer_id, start_time) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE UNIQUE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, start_time) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.class_registration_once; CREATE INDEX class_registration_once ON fitclub.class_registration (class_id, member_id) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.billing_item_class_once; CREATE UNIQUE INDEX billing_item_class_once ON fitclub.billing_item (class_id, member_id) WHERE class_id IS NOT NULL AND status <> ''cancelled''',
	'ALTER TABLE fitclub.audit_log DROP CONSTRAINT audit_log_pkey; CREATE UNIQUE INDEX audit_log_pkey ON fitclub.audit_log (table_name COLLATE "POSIX", row_key, version)',
	'ALTER TABLE fitclub.audit_log DROP CONSTRAINT audit_log_pkey; CREATE UNIQUE INDEX audit_log_pkey ON fitclub.audit_log (table_name text_pattern_ops, row_key, version)',
	-- a name that is no index's, and none
	'DROP INDEX fitclub.payment_billing_id_idx; CREATE TABLE fitclub.payment_billing_id_idx (n integer)',
	'DROP INDEX fitclub.payment_billing_id_idx',
	-- one that is not finished
	'UPDATE pg_index SET indisvalid = false WHERE indexrelid = ''fitclub.private_session_room_busy_idx''::regclass',
	'UPDATE pg_index SET indisready = false WHERE indexrelid = ''fitclub.private_session_room_busy_idx''::regclass',
	-- what is allowed: rebuilt, made again, made again as a constraint of the same name, with columns that are not part of the key
	'REINDEX INDEX fitclub.private_session_trainer_busy_idx',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, start_time) WHERE cancelled_at IS NULL',
	'DROP INDEX fitclub.private_session_trainer_busy_idx; CREATE INDEX private_session_trainer_busy_idx ON fitclub.private_session (trainer_id, start_time) INCLUDE (end_time) WHERE cancelled_at IS NULL',
	'ALTER TABLE fitclub.audit_log DROP CONSTRAINT audit_log_pkey; ALTER TABLE fitclub.audit_log ADD CONSTRAINT audit_log_pkey PRIMARY KEY (table_name, row_key, version)'
]) WITH ORDINALITY AS s (statement, n)
CROSS JOIN LATERAL test.after_ddl(s.statement) AS a
ORDER BY s.n;

-- The detail is the statement that makes the right one.
BEGIN;
ALTER INDEX fitclub.billing_item_class_once RENAME TO aside;
CREATE INDEX billing_item_class_once ON fitclub.billing_item (member_id);
SELECT detail FROM test.refusal('SELECT fitclub.book_session(2, 1, 2, ''2101-01-03 10:30'', ''2101-01-03 11:00'')') \gset
\echo :detail
DROP INDEX fitclub.billing_item_class_once;
SELECT regexp_replace(:'detail', '.*: ', '') \gexec
SELECT fitclub.book_session(2, 1, 2, '2101-01-03 10:30', '2101-01-03 11:00') > 0 AS booked;
ROLLBACK;
SELECT fitclub.book_session(2, 1, 2, '2101-01-03 10:30', '2101-01-03 11:00') > 0 AS booked;
DROP FUNCTION test.after_ddl;
