--
-- Trigger functions where they do not belong: they say so, and touch nothing.
--
SET TimeZone = 'UTC';
SET client_min_messages = warning;
\pset format unaligned
\pset footer off
SELECT test.clean_club();
SELECT fitclub.seed_demo('2101-01-03', memberships => true);
SELECT fitclub.close_club('2101-12-25 00:00+00', '2101-12-26 00:00+00');
INSERT INTO fitclub.login (login_role, staff_id) SELECT 'somebody', min(staff_id) FROM fitclub.administrative_staff;
SELECT fitclub.erase_member(max(member_id)) FROM fitclub.member;
SELECT fitclub.authenticate_staff('somebody', 'a guess');
SELECT fitclub.set_password('member', 1, 'correct horse'), fitclub.set_password('trainer', 1, 'correct horse');
INSERT INTO fitclub.contact_change (member_id, phone_number) VALUES (1, '5');
INSERT INTO fitclub.payer (member_id, payer_id) VALUES (2, 1);
SELECT fitclub.grant_credits(1, 1, 2) AS sale \gset
SELECT fitclub.refund_pack(:sale, 1) > 0 AS taken_back;
SELECT fitclub.check_in(1) IS NOT NULL AS visit;
SELECT fitclub.create_bill(1, 5, 'Late', due_on => '2001-01-01') > 0 AS bill, fitclub.run_dunning() > 0 AS told;
INSERT INTO fitclub.reminder (membership_id, ends_on) SELECT min(membership_id), '2101-12-31' FROM fitclub.membership;
SELECT test.state() AS before \gset

-- What a trigger function says when it is attached to a table and fired so. Nothing else fires, and all of it is undone.
CREATE FUNCTION test.fired(function text, table_name text, firing text, event text, level text, OUT state text, OUT message text)
LANGUAGE plpgsql AS $$
DECLARE
	key text := (SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = format('fitclub.%I', table_name)::regclass AND a.attnum = 1);
BEGIN
	PERFORM set_config('session_replication_role', 'replica', true);
	IF event = 'INSERT' THEN
		EXECUTE format('CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM fitclub.%1$I ORDER BY 1 LIMIT 1;
			DELETE FROM fitclub.%1$I WHERE %2$I = (SELECT %2$I FROM kept)', table_name, key);
	END IF;
	EXECUTE format('CREATE TRIGGER odd %s %s ON fitclub.%I FOR EACH %s EXECUTE FUNCTION fitclub_internal.%I();
		ALTER TABLE fitclub.%3$I ENABLE ALWAYS TRIGGER odd', firing, event, table_name, level, function);
	EXECUTE format(CASE event
		WHEN 'INSERT' THEN 'INSERT INTO fitclub.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM kept'
		WHEN 'UPDATE' THEN 'UPDATE fitclub.%1$I SET %2$I = %2$I'
		WHEN 'DELETE' THEN 'DELETE FROM fitclub.%1$I'
		ELSE 'TRUNCATE fitclub.%1$I CASCADE' END,
		table_name, (SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = format('fitclub.%I', table_name)::regclass AND a.attnum = 2));
	RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = 'not refused';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
END $$;

-- Each on its own tables in every way, and on all others in its own.
CREATE TABLE test.firing AS
WITH own AS (
	SELECT p.proname::text AS function, c.relname::text AS table_name,
		CASE WHEN t.tgtype & 2 <> 0 THEN 'BEFORE' ELSE 'AFTER' END AS firing, e.event,
		CASE WHEN t.tgtype & 1 <> 0 THEN 'ROW' ELSE 'STATEMENT' END AS level
	FROM pg_trigger AS t
	JOIN pg_proc AS p ON p.oid = t.tgfoid
	JOIN pg_class AS c ON c.oid = t.tgrelid
	JOIN (VALUES ('INSERT', 4), ('DELETE', 8), ('UPDATE', 16), ('TRUNCATE', 32)) AS e (event, bit) ON t.tgtype & e.bit <> 0
	WHERE NOT t.tgisinternal AND p.pronamespace = 'fitclub_internal'::regnamespace
), tried AS (
	SELECT DISTINCT o.function, o.table_name, w.firing, w.event, w.level
	FROM own AS o,
		(SELECT * FROM unnest('{BEFORE,AFTER}'::text[]) AS firing, unnest('{INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) AS event,
			unnest('{ROW,STATEMENT}'::text[]) AS level WHERE (event, level) <> ('TRUNCATE', 'ROW')) AS w
	UNION
	SELECT o.function, c.relname::text, o.firing, o.event, o.level
	FROM own AS o, pg_class AS c WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r'
)
SELECT t.*, o IS NOT NULL AS is_own FROM tried AS t LEFT JOIN own AS o USING (function, table_name, firing, event, level);
ALTER TABLE test.firing ADD state text, ADD message text;
DO $$
DECLARE
	f test.firing;
BEGIN
	FOR f IN SELECT * FROM test.firing LOOP
		UPDATE test.firing AS t SET (state, message) = (SELECT a.state, a.message
				FROM test.fired(f.function, f.table_name, f.firing, f.event, f.level) AS a)
			WHERE (t.function, t.table_name, t.firing, t.event, t.level) = (f.function, f.table_name, f.firing, f.event, f.level);
	END LOOP;
END $$;
SELECT function, count(*) FILTER (WHERE is_own) AS own, count(*) FILTER (WHERE NOT is_own) AS others FROM test.firing GROUP BY function ORDER BY function COLLATE "C";
-- Where they do not belong, and what they say; and where they do, which may be that metrics are append-only.
SELECT * FROM test.firing WHERE NOT is_own AND state <> '39P01' ORDER BY function COLLATE "C", table_name COLLATE "C", firing, event, level;
SELECT function COLLATE "C", message COLLATE "C" FROM test.firing WHERE NOT is_own GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM test.firing WHERE is_own AND state <> 'ZZ000' ORDER BY function COLLATE "C", table_name COLLATE "C", firing, event, level;
-- Called as functions.
SELECT p.proname, r.sqlstate, r.message, r.left_behind
FROM pg_proc AS p, test.refusal(format('SELECT fitclub_internal.%I()', p.proname)) AS r
WHERE p.pronamespace = 'fitclub_internal'::regnamespace AND p.prorettype = 'trigger'::regtype
ORDER BY p.proname COLLATE "C";
SELECT test.state() = :'before' AS unchanged;
DROP TABLE test.firing;
DROP FUNCTION test.fired;
SELECT test.clean_club();

-- Foreign keys of what functions write are checked as triggers fire: for the session's replication role.
SELECT test.open_club();
BEGIN;
CREATE FUNCTION test.nowhere() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.room_id := 99; RETURN new; END $$;
CREATE TRIGGER nowhere BEFORE INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.nowhere();
ALTER TABLE fitclub.private_session ENABLE ALWAYS TRIGGER nowhere;
SELECT sqlstate, constraint_name FROM test.refusal($$SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00')$$);
SET LOCAL session_replication_role = replica;
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00') > 0 AS unchecked;
SET LOCAL session_replication_role = origin;
DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE fitclub.private_session ENABLE REPLICA TRIGGER %I', t.tgname)
	FROM pg_trigger AS t JOIN pg_constraint AS c ON c.oid = t.tgconstraint
	WHERE c.conname = 'private_session_room_id_fkey' AND t.tgrelid = c.conrelid AND t.tgfoid = '"RI_FKey_check_ins"'::regproc); END $$;
SELECT fitclub.book_session(2, 2, 1, '2101-01-03 11:00+00', '2101-01-03 12:00+00') > 0 AS unchecked;
SET LOCAL session_replication_role = replica;
SELECT sqlstate, constraint_name FROM test.refusal($$SELECT fitclub.book_session(3, 1, 1, '2101-01-03 13:00+00', '2101-01-03 14:00+00')$$);
ROLLBACK;

-- A trigger of the club's fires for what functions write, whatever it is called.
BEGIN;
CREATE FUNCTION test.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE WARNING '% on %', tg_name, tg_table_name;
	RETURN new;
END $$;
CREATE TRIGGER billing_item_revision BEFORE INSERT ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.tell();
CREATE TRIGGER billing_item_direct_write AFTER INSERT ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.tell();
CREATE TRIGGER notification_revision BEFORE INSERT ON fitclub.notification FOR EACH ROW EXECUTE FUNCTION test.tell();
CREATE TRIGGER notification_guard AFTER INSERT ON fitclub.notification FOR EACH ROW EXECUTE FUNCTION test.tell();
ALTER TRIGGER billing_item_audit ON fitclub.billing_item RENAME TO log;
CREATE TRIGGER billing_item_audit AFTER INSERT ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.tell();
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00') AS session \gset
SELECT fitclub.cancel_session(:session) > 0 AS cancelled;
SET LOCAL fitclub.audit = off;
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00') > 0 AS booked;
SELECT fitclub.audit_baseline('fitclub.billing_item') AS unknown_to_the_log;
ROLLBACK;

-- One that returns null has functions fail, and not so that they are run again.
BEGIN;
CREATE FUNCTION test.skip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
DO $$ DECLARE t text; BEGIN
	FOREACH t IN ARRAY '{member,trainer,administrative_staff,room,trainer_availability,payment,erased_member,notification,equipment,equipment_maintenance,health_metric}'::text[] LOOP
		EXECUTE format('CREATE TRIGGER skip BEFORE INSERT OR UPDATE OR DELETE ON fitclub.%I FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION test.skip()', t);
	END LOOP;
END $$;
INSERT INTO fitclub.billing_item (member_id, amount, description) VALUES (1, 10, 'Towel');
SELECT c.call, r.sqlstate, r.constraint_name, r.left_behind
FROM unnest(ARRAY[
	$$create_member('A', 'B', 'a@example.com')$$, $$update_member(1, 'A')$$, $$update_member(99, 'A')$$,
	$$create_trainer('A', 'B', 'a@example.com')$$, $$update_trainer(1, 'A')$$,
	$$create_staff('A', 'B', 'a@example.com', 'password')$$,
	$$create_room('A', 10)$$, $$update_room(1, 'A')$$, $$update_room(1, capacity => 100)$$,
	$$set_availability(1, 0, '00:00', '00:30')$$,
	$$update_availability((SELECT min(availability_id) FROM fitclub.trainer_availability), end_time => '24:00')$$,
	$$remove_availability((SELECT max(availability_id) FROM fitclub.trainer_availability))$$,
	$$record_payment((SELECT max(billing_id) FROM fitclub.billing_item), 10, 'cash')$$,
	$$erase_member(1)$$, $$add_equipment(1, 'A')$$,
	$$log_health_metric(1, 70)$$]) WITH ORDINALITY AS c (call, i),
	test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.i;
ROLLBACK;

-- What the statement has written itself is a function's to change.
BEGIN;
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00') AS session \gset
WITH w AS (UPDATE fitclub.private_session SET activity_type = 'Boxing' WHERE session_id = :session RETURNING session_id)
SELECT fitclub.reschedule_session(session_id, '2101-01-03 11:00+00') = session_id AS moved FROM w;
WITH w AS (INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
	VALUES (2, 2, '2101-01-03 09:00+00', '2101-01-03 10:00+00') RETURNING session_id)
SELECT fitclub.cancel_session(session_id) = session_id AS cancelled FROM w;
SELECT activity_type, extract(hour FROM start_time AT TIME ZONE 'UTC') AS hour, cancelled_at IS NOT NULL AS cancelled
FROM fitclub.private_session WHERE member_id IN (1, 2) ORDER BY session_id;
ROLLBACK;
