--
-- verify(): what protects the data, gone, disabled or changed, and named; and the indexes by which the engine books.
--
SET TimeZone = 'UTC';
SET client_min_messages = warning;
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.open_club();
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT * FROM fitclub.verify();

-- What verify() names after a statement. All of it is undone.
CREATE FUNCTION test.unprotected(statement text) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
	named text[];
BEGIN
	EXECUTE statement;
	named := ARRAY(SELECT concat_ws(' ', v.rule, v.table_name) || ': ' || v.detail FROM fitclub.verify() AS v ORDER BY 1);
	RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	RETURN QUERY SELECT unnest(named);
END $$;

-- All there is of a kind is taken away at once, and all of it is named.
WITH k (kind, statements) AS (
	SELECT 'trigger', string_agg(format('ALTER TABLE fitclub.%I DISABLE TRIGGER %I', p.table_name, p.object_name), ';')
	FROM fitclub_internal.protection AS p WHERE p.kind = 'trigger'
	UNION ALL
	SELECT 'constraint', string_agg(format('ALTER TABLE fitclub.%I DROP CONSTRAINT IF EXISTS %I CASCADE', p.table_name, p.object_name), ';')
	FROM fitclub_internal.protection AS p WHERE p.kind = 'constraint'
	UNION ALL
	SELECT 'index', string_agg(format('DROP INDEX fitclub.%I', p.object_name), ';')
	FROM fitclub_internal.protection AS p WHERE p.kind = 'index' AND p.object_name <> 'login_role_id_idx' -- without which nobody is known
	UNION ALL
	SELECT 'policy', string_agg(format('DROP POLICY %I ON fitclub.%I', p.object_name, p.table_name), ';')
	FROM fitclub_internal.protection AS p WHERE p.kind = 'policy'
	UNION ALL
	SELECT 'not null', 'SET LOCAL allow_system_table_mods = on; UPDATE pg_attribute SET attnotnull = false
		WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = ''fitclub''::regnamespace AND relkind = ''r'')'
),
n (named) AS MATERIALIZED (SELECT test.unprotected(k.statements) FROM k)
SELECT p.kind, count(DISTINCT p.object_name) AS taken,
	array_agg(concat_ws('.', p.table_name, p.object_name)) FILTER (WHERE NOT EXISTS (
		SELECT FROM n
		WHERE n.named LIKE format('protection %s: %s %s %%', p.table_name, p.kind, p.object_name))) AS not_named
FROM k
JOIN fitclub_internal.protection AS p ON p.kind = k.kind AND p.object_name <> 'login_role_id_idx'
GROUP BY p.kind
ORDER BY p.kind;

-- One after the other, and what is said of it.
SELECT s.statement, n.named
FROM unnest(ARRAY[
	'DROP TRIGGER private_session_guard ON fitclub.private_session',
	'ALTER TABLE fitclub.payment DISABLE TRIGGER payment_guard',
	'ALTER TABLE fitclub.room DISABLE TRIGGER USER',
	'ALTER TABLE fitclub.audit_log ENABLE REPLICA TRIGGER audit_log_append_only',
	'ALTER TABLE fitclub.club ENABLE TRIGGER club_replace',
	'DROP TRIGGER room_guard ON fitclub.room; CREATE TRIGGER room_guard AFTER UPDATE ON fitclub.room FOR EACH ROW WHEN (false) EXECUTE FUNCTION fitclub_internal.guard_room()',
	'DROP TRIGGER class_schedule_guard ON fitclub.class_schedule; CREATE TRIGGER class_schedule_guard AFTER INSERT ON fitclub.class_schedule FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_class_schedule()',
	'CREATE FUNCTION test.nothing() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN NULL; END'';
		CREATE OR REPLACE TRIGGER payment_guard AFTER INSERT OR DELETE OR UPDATE ON fitclub.payment FOR EACH ROW EXECUTE FUNCTION test.nothing()',
	'CREATE OR REPLACE FUNCTION fitclub_internal.guard_payment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS ''BEGIN RETURN NULL; END''',
	'ALTER TABLE fitclub.private_session DISABLE TRIGGER ALL',
	'ALTER TABLE fitclub.payment DROP CONSTRAINT payment_billing_id_fkey',
	'ALTER TABLE fitclub.payment DROP CONSTRAINT payment_billing_id_fkey; ALTER TABLE fitclub.payment ADD CONSTRAINT payment_billing_id_fkey FOREIGN KEY (billing_id) REFERENCES fitclub.billing_item ON DELETE CASCADE',
	'ALTER TABLE fitclub.payment DROP CONSTRAINT payment_amount_check; ALTER TABLE fitclub.payment ADD CONSTRAINT payment_amount_check CHECK (amount <> 0)',
	'ALTER TABLE fitclub.payment DROP CONSTRAINT payment_refund_of_check; ALTER TABLE fitclub.payment ADD CONSTRAINT payment_refund_of_check CHECK ((amount < 0) = (refund_of IS NOT NULL)) NOT VALID',
	'ALTER TABLE fitclub.room ALTER capacity DROP NOT NULL',
	'DROP INDEX fitclub.member_email_key; CREATE INDEX member_email_key ON fitclub.member (lower(email))',
	'DROP INDEX fitclub.private_session_room_busy_idx; CREATE INDEX private_session_room_busy_idx ON fitclub.private_session (room_id, start_time) WHERE cancelled_at IS NOT NULL',
	'DROP INDEX fitclub.private_session_room_busy_idx; CREATE INDEX private_session_room_busy_idx ON fitclub.private_session (start_time, room_id) WHERE cancelled_at IS NULL',
	'UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (''fitclub.private_session_room_busy_idx''::regclass, ''fitclub.payment_pkey''::regclass)',
	'DROP POLICY member_reader ON fitclub.member; CREATE POLICY member_reader ON fitclub.member FOR SELECT USING (true)',
	'GRANT USAGE ON TYPE fitclub.persona_member TO pg_monitor; ALTER TABLE fitclub.member DISABLE ROW LEVEL SECURITY',
	'ALTER EVENT TRIGGER fitclub_keep_data DISABLE',
	'ALTER EVENT TRIGGER fitclub_keep_data ENABLE',
	'ALTER TABLE fitclub.sign_in_failure SET UNLOGGED',
	'CREATE TABLE test.more () INHERITS (fitclub.notification)',
	-- columns of one's own
	'ALTER TABLE fitclub.payment ADD COLUMN psp_reference text',
	'ALTER TABLE fitclub.equipment RENAME notes TO remarks',
	-- what is nobody's fault: rebuilt, and things of the owner's own beside the club's
	'REINDEX TABLE fitclub.private_session',
	'DROP INDEX fitclub.private_session_room_busy_idx; CREATE INDEX private_session_room_busy_idx ON fitclub.private_session (room_id, start_time) INCLUDE (end_time) WITH (fillfactor = 70) WHERE cancelled_at IS NULL',
	'GRANT USAGE ON TYPE fitclub.persona_member TO pg_monitor',
	'CREATE INDEX own ON fitclub.payment (paid_at); ALTER TABLE fitclub.payment ADD CONSTRAINT own CHECK (amount < 100000), ALTER notes SET NOT NULL;
		CREATE FUNCTION test.nothing() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN NULL; END''; CREATE TRIGGER own AFTER INSERT ON fitclub.payment FOR EACH ROW EXECUTE FUNCTION test.nothing()',
	'ALTER TABLE fitclub.payment ADD COLUMN psp_reference text; ALTER TABLE fitclub.payment DROP COLUMN psp_reference'
]) WITH ORDINALITY AS s (statement, n)
LEFT JOIN LATERAL test.unprotected(s.statement) AS n (named) ON true
ORDER BY s.n, n.named COLLATE "C";
DROP FUNCTION test.unprotected;

-- The owner can have what is there now taken for what has to be there.
BEGIN;
ALTER TABLE fitclub.payment DISABLE TRIGGER payment_guard;
DROP INDEX fitclub.payment_staff_id_idx;
SELECT fitclub_internal.record_protection();
SELECT rule, table_name, detail FROM fitclub.verify();
ROLLBACK;

-- An index that has lost a row: the engine does not see the booking, and books its room and trainer again.
UPDATE pg_index SET indisready = false WHERE indexrelid IN ('fitclub.private_session_room_busy_idx'::regclass, 'fitclub.private_session_trainer_busy_idx'::regclass);
SET session_replication_role = replica;
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price) VALUES (1, 1, 1, '2101-01-03 11:00', '2101-01-03 12:00', 0);
RESET session_replication_role;
UPDATE pg_index SET indisready = true WHERE NOT indisready;
SELECT fitclub.book_session(2, 1, 1, '2101-01-03 11:30', '2101-01-03 12:30', price => 0);
-- Queries that the server answers by the index do not see it either; verify() and check_calendar() do, whatever they are told.
SET enable_seqscan = off;
SELECT rule, table_name, row_id, other_table, other_row_id, detail FROM fitclub.verify() WHERE rule NOT LIKE 'audit%';
SELECT rule, table_name, row_id, other_table, other_row_id, detail FROM fitclub.check_calendar();
RESET enable_seqscan;
REINDEX TABLE fitclub.private_session;
SELECT sqlstate, constraint_name FROM test.refusal($$SELECT fitclub.book_session(3, 1, 2, '2101-01-03 11:00', '2101-01-03 11:30')$$);
SELECT rule FROM fitclub.verify() WHERE rule NOT LIKE 'audit%';
SELECT test.clean_club();
SELECT * FROM fitclub.verify();
