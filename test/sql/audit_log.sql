--
-- The audit log: every write on every path, and nobody can change it.
--
SET TimeZone = 'America/Toronto';
SET DateStyle = 'SQL, DMY';
SET IntervalStyle = 'iso_8601';
SET application_name = 'front desk';
\pset format unaligned
\pset footer off
\set SHOW_CONTEXT never
SELECT test.open_club();
SELECT max(at) AS before FROM fitclub.audit_log \gset

-- What happens from now on. Versions are counted from here, and clock times left out.
CREATE TABLE test.log_before AS
SELECT table_name, row_key, max(version) AS version FROM fitclub.audit_log GROUP BY 1, 2;
CREATE VIEW test.event AS
SELECT l.table_name || ' ' || l.row_key AS row, l.version - coalesce(b.version, 0) AS version, l.action,
	coalesce((SELECT string_agg(format('%s: %s -> %s', key, o.value, n.value), ', ' ORDER BY key)
		FROM jsonb_each(l.old_row - c.clock) AS o JOIN jsonb_each(l.new_row - c.clock) AS n USING (key)
		WHERE o.value <> n.value), (coalesce(l.old_row, l.new_row) - c.clock)::text) AS what, l.at
FROM fitclub.audit_log AS l
LEFT JOIN test.log_before AS b USING (table_name, row_key)
CROSS JOIN (VALUES ('{joined_at,created_at,updated_at,registered_at,changed_at,calendar_uid}'::text[])) AS c (clock);

-- By functions: the rows as they were and are, in the server's own form whatever the session's.
SELECT fitclub.book_session(1, 3, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00');
SELECT fitclub.reschedule_session(1, '2101-01-04 09:00+00');
SELECT fitclub.update_club(cancellation_notice => '36 hours');
SELECT row, action, what FROM test.event WHERE at > :'before' ORDER BY at;
SELECT max(at) AS before FROM fitclub.audit_log \gset
-- A class that moves takes its seats along by its foreign key.
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-05 09:00+00', '2101-01-05 10:00+00', capacity => 5);
SELECT fitclub.register_for_class(2, 1);
SELECT max(at) AS before FROM fitclub.audit_log \gset
SELECT fitclub.reschedule_class(1, '2101-01-05 11:00+00');
SELECT row, version, action, what FROM test.event WHERE at > :'before' ORDER BY row, version;
SELECT max(at) AS before FROM fitclub.audit_log \gset

-- By direct writes of every kind.
INSERT INTO fitclub.room (name, capacity) VALUES ('Attic', 3), ('Cellar', 4);
UPDATE fitclub.room SET capacity = capacity + 1 WHERE name = 'Attic';
COPY fitclub.room (name, capacity) FROM stdin;
Garden	30
\.
MERGE INTO fitclub.room AS r USING (VALUES ('Cellar', 5), ('Tower', 2), ('Garden', 0)) AS v (name, capacity) ON r.name = v.name
WHEN MATCHED AND v.capacity = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET capacity = v.capacity
WHEN NOT MATCHED THEN INSERT (name, capacity) VALUES (v.name, v.capacity);
INSERT INTO fitclub.health_metric (member_id, recorded_at, weight) VALUES (4, '2025-01-01', 70);
DELETE FROM fitclub.member WHERE member_id = 4;
SELECT row, version, action, what FROM test.event WHERE at > :'before' ORDER BY at;
SELECT max(at) AS before FROM fitclub.audit_log \gset
-- Set to null by a foreign key; deleted with what it belongs to.
SELECT fitclub.create_trainer('Vic', 'Oak', 'vic@example.org');
SELECT fitclub.set_availability(4, 0, '09:00', '10:00');
UPDATE fitclub.room SET primary_trainer_id = 4 WHERE name = 'Tower';
SELECT max(at) AS before FROM fitclub.audit_log \gset
DELETE FROM fitclub.trainer WHERE trainer_id = 4;
SELECT row, version, action, what FROM test.event WHERE at > :'before' ORDER BY row;
SELECT max(at) AS before FROM fitclub.audit_log \gset

-- What changes nothing, or only what follows from other rows, is no event; nor is what is rolled back.
UPDATE fitclub.room SET capacity = capacity;
SELECT fitclub.log_health_metric(1, weight => 60, recorded_at => '2025-01-01');
SELECT count(*) FROM fitclub.check_calendar();
BEGIN;
UPDATE fitclub.room SET capacity = 90 WHERE room_id = 1;
ROLLBACK;
BEGIN;
SAVEPOINT a;
UPDATE fitclub.room SET capacity = 91 WHERE room_id = 1;
ROLLBACK TO a;
UPDATE fitclub.room SET capacity = 92 WHERE room_id = 1;
SAVEPOINT b;
UPDATE fitclub.room SET capacity = 93 WHERE room_id = 1;
RELEASE b;
UPDATE fitclub.room SET capacity = 94 WHERE room_id = 1;
COMMIT;
SELECT row, version, action, what FROM test.event WHERE at > :'before' ORDER BY at;
SELECT max(at) AS before FROM fitclub.audit_log \gset
-- Several times by one statement.
WITH a AS (INSERT INTO fitclub.room (name, capacity) VALUES ('Shed', 1) RETURNING room_id),
	b AS (UPDATE fitclub.room SET name = 'Great Hall' WHERE name = 'Hall' RETURNING room_id)
SELECT count(*) FROM a, b;
SELECT row, version, action, what FROM test.event WHERE at > :'before' ORDER BY row;
SELECT max(at) AS before FROM fitclub.audit_log \gset

-- Passwords: that they changed, never what they are.
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'correct horse');
SELECT fitclub.update_staff(1, password => 'battery staple');
UPDATE fitclub.staff_password SET verifier = 'SCRAM-SHA-256$1000:MDEyMzQ1Njc4OWFiY2RlZg==$eI3RrHdDcD/iE2oHvBOmzXfCkowgOZ1GyFItX/xoAJE=:Lpokqaf6IbcBmBBQw8xjLxPdo8vnjoDzQbqXhmWXRnQ=';
SELECT row, e.version, e.action, (SELECT string_agg(key, ', ' ORDER BY key) FROM jsonb_object_keys(l.new_row) AS key) AS columns
FROM test.event AS e JOIN fitclub.audit_log AS l USING (at) WHERE at > :'before' ORDER BY at;
SELECT count(*) FROM fitclub.audit_log AS l WHERE strpos(l::text, 'SCRAM') > 0 OR strpos(l::text, 'correct horse') > 0 OR strpos(l::text, 'battery staple') > 0;
SELECT max(at) AS before FROM fitclub.audit_log \gset
-- A key that changes is the end of one row and the beginning of another.
SELECT fitclub.create_staff('Hugo', 'Roy', 'hugo.roy@example.com', 'correct horse');
DELETE FROM fitclub.staff_password WHERE staff_id = 2;
SELECT max(at) AS before FROM fitclub.audit_log \gset
UPDATE fitclub.staff_password SET staff_id = 2;
UPDATE fitclub.staff_password SET staff_id = 1;
SELECT row, version, action FROM test.event WHERE at > :'before' ORDER BY at;
SELECT max(at) AS before FROM fitclub.audit_log \gset

-- New settings take the place of the old ones: one event, and none when they are the same.
INSERT INTO fitclub.club (name) VALUES ('Harbour Gym');
INSERT INTO fitclub.club (name) VALUES ('Harbour Gym');
INSERT INTO fitclub.club (name) VALUES ('Fitness Club'), ('River Gym');
SELECT row, version, action, what FROM test.event WHERE at > :'before' ORDER BY at;
DELETE FROM fitclub.club;
INSERT INTO fitclub.club DEFAULT VALUES;
SELECT row, version, action FROM test.event WHERE at > :'before' ORDER BY at OFFSET 3;
SELECT max(at) AS before FROM fitclub.audit_log \gset

-- A login's key is a name.
CREATE ROLE regress_fitclub_desk;
INSERT INTO fitclub.login (login_role, staff_id) VALUES ('regress_fitclub_desk', 1);
DELETE FROM fitclub.login;
SELECT table_name, row_key, version, action, old_row - 'role_id' AS old_row, new_row - 'role_id' AS new_row
FROM fitclub.audit_log WHERE at > :'before' ORDER BY at;
SELECT max(at) AS before FROM fitclub.audit_log \gset

-- Who: the session's role after SET ROLE, whatever functions it calls, and for whom it acts.
GRANT USAGE ON SCHEMA fitclub TO regress_fitclub_desk;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub TO regress_fitclub_desk;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub TO regress_fitclub_desk;
SET ROLE regress_fitclub_desk;
SELECT fitclub.update_room(1, capacity => 95);
UPDATE fitclub.room SET capacity = 96 WHERE room_id = 1;
RESET ROLE;
INSERT INTO fitclub.login (login_role, staff_id) VALUES ('regress_fitclub_desk', 1);
SET ROLE regress_fitclub_desk;
SELECT fitclub.update_room(1, capacity => 97);
RESET ROLE;
SET SESSION AUTHORIZATION regress_fitclub_desk;
SET application_name = '';
SELECT fitclub.update_room(1, capacity => 98);
RESET SESSION AUTHORIZATION;
SET fitclub.identity = 'member:2';
UPDATE fitclub.room SET capacity = 99 WHERE room_id = 1;
RESET fitclub.identity;
SELECT e.what, l.role_name = 'regress_fitclub_desk' AS desk, l.session_role = session_user AS session, l.persona, l.person_id, l.application_name
FROM test.event AS e JOIN fitclub.audit_log AS l USING (at)
WHERE at > :'before' AND l.table_name = 'room' ORDER BY at;

-- A role with all rights on the log cannot change it, nor make up events; nor can the owner.
SELECT count(*), md5(string_agg(l::text, '' ORDER BY at)) AS log FROM fitclub.audit_log AS l \gset
PREPARE attacks AS
SELECT c.command, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail
FROM unnest(ARRAY[
	$$UPDATE fitclub.audit_log SET role_name = 'somebody else'$$,
	$$UPDATE fitclub.audit_log SET role_name = 'somebody else' WHERE false$$,
	$$DELETE FROM fitclub.audit_log WHERE row_key = '1'$$,
	$$TRUNCATE fitclub.audit_log$$]) WITH ORDINALITY AS c (command, n)
CROSS JOIN LATERAL test.refusal(c.command) AS r
ORDER BY c.n;
EXECUTE attacks;
GRANT USAGE ON SCHEMA test TO regress_fitclub_desk;
SET ROLE regress_fitclub_desk;
EXECUTE attacks;
INSERT INTO fitclub.audit_log (table_name, row_key, version, action, at, role_name, persona, new_row)
VALUES ('room', '1', 99, 'INSERT', now(), 'somebody', 'staff', '{}');
RESET ROLE;
DEALLOCATE attacks;
SELECT count(*) = :count AND md5(string_agg(l::text, '' ORDER BY at)) = :'log' AS unchanged FROM fitclub.audit_log AS l;
-- Nor switch it off.
SET ROLE regress_fitclub_desk;
SET fitclub.audit = off;
RESET ROLE;
DROP OWNED BY regress_fitclub_desk;
DROP ROLE regress_fitclub_desk;
DELETE FROM fitclub.login;

-- A superuser can, for bulk loads; what the log has missed it can be told.
SELECT max(at) AS before FROM fitclub.audit_log \gset
SET fitclub.audit = off;
INSERT INTO fitclub.room (name, capacity) VALUES ('Quiet Room', 2), ('Other Room', 2);
UPDATE fitclub.room SET capacity = 3 WHERE name = 'Attic';
SET fitclub.audit = on;
UPDATE fitclub.room SET capacity = 3 WHERE name = 'Other Room';
SELECT fitclub.audit_baseline('fitclub.room');
SELECT fitclub.audit_baseline('fitclub.room');
UPDATE fitclub.room SET capacity = 3 WHERE name = 'Quiet Room';
SELECT row, version, action, what FROM test.event WHERE at > :'before' ORDER BY at;
-- It counts from one write to the next, for what functions write as well.
BEGIN;
SELECT max(at) AS before FROM fitclub.audit_log \gset
SELECT fitclub.book_session(2, 3, 1, '2101-02-01 09:00+00', '2101-02-01 10:00+00') AS told \gset
SET LOCAL fitclub.audit = off;
SELECT fitclub.book_session(2, 3, 1, '2101-02-01 10:00+00', '2101-02-01 11:00+00') AS untold \gset
SELECT fitclub.cancel_session(:told) = :told AS cancelled;
SET LOCAL fitclub.audit = on;
SELECT fitclub.reschedule_session(:untold, '2101-02-01 12:00+00') = :untold AS moved;
SAVEPOINT a;
SET LOCAL fitclub.audit = off;
SELECT fitclub.reschedule_session(:untold, '2101-02-01 13:00+00') = :untold AS moved;
ROLLBACK TO a;
SELECT fitclub.cancel_session(:untold) = :untold AS cancelled;
SELECT split_part(row, ' ', 1) AS table_name, row = 'private_session ' || :told AS is_told, version, action
FROM test.event WHERE at > :'before' ORDER BY at;
ROLLBACK;
SELECT c.call, r.sqlstate, r.message
FROM unnest(ARRAY['NULL', $$'fitclub.audit_log'$$, $$'pg_catalog.pg_class'$$, $$'fitclub.sign_in_failure'$$,
	$$'fitclub.member_latest_metric_view'$$, $$'fitclub.room_room_id_seq'$$, $$'fitclub.room_pkey'$$, '0',
	$$'fitclub.nothing'$$, $$'nowhere.room'::text$$, $$''$$]) AS c (call)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.audit_baseline(' || c.call || ')') AS r;
-- Later events have later times, even when the clock stands where the last one was: it is brought
-- there here, by events that seem to be a little ahead of it.
BEGIN;
DO $$
BEGIN
	FOR i IN 1 .. 300 LOOP
		INSERT INTO fitclub.audit_log (table_name, row_key, version, action, at, role_name, persona, new_row)
		SELECT table_name, row_key, max(version) + 1, 'INSERT', clock_timestamp() + interval '200 microseconds', 'x', 'x', '{}'
		FROM fitclub.audit_log WHERE table_name = 'room' AND row_key = '2' GROUP BY 1, 2;
		FOR j IN 1 .. 12 LOOP
			UPDATE fitclub.room SET capacity = i + j WHERE room_id = 2;
		END LOOP;
	END LOOP;
END $$;
SELECT count(*) > 3600 AS many, bool_and(at > earlier) AS later
FROM (SELECT at, lag(at) OVER (ORDER BY version) AS earlier FROM fitclub.audit_log WHERE table_name = 'room' AND row_key = '2') AS l;
ROLLBACK;

-- The owner may have old events removed: the log says so, and goes on. Nobody else may, nor for times to come.
SELECT c.call, r.sqlstate, r.constraint_name, r.column_name, r.message, r.left_behind
FROM unnest(ARRAY['NULL', $$'infinity'$$, $$'-infinity'$$, $$clock_timestamp() + interval '1 day'$$]) AS c (call)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.prune_audit(' || c.call || ')') AS r;
BEGIN;
CREATE ROLE regress_fitclub_pruner;
GRANT USAGE ON SCHEMA fitclub TO regress_fitclub_pruner;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub TO regress_fitclub_pruner;
GRANT EXECUTE ON FUNCTION fitclub.prune_audit TO regress_fitclub_pruner;
SET LOCAL ROLE regress_fitclub_pruner;
SELECT fitclub.prune_audit('2000-01-01');
ROLLBACK;
BEGIN;
SELECT fitclub.prune_audit('2000-01-01') AS nothing;
SELECT count(*) FROM fitclub.audit_trail('audit_log', '');
UPDATE fitclub.room SET capacity = 40 WHERE room_id = 1;
UPDATE fitclub.room SET capacity = 41 WHERE room_id = 1;
SELECT max(version) AS last FROM fitclub.audit_trail('room', 1) \gset
SELECT at AS last_at FROM fitclub.audit_trail('room', 1) WHERE version = :last \gset
SELECT count(*) AS old FROM fitclub.audit_log WHERE at < :'last_at' \gset
SET LOCAL TimeZone = 'America/Toronto';
SELECT fitclub.prune_audit(:'last_at') = :old AS all_before;
SET LOCAL TimeZone = 'UTC';
SELECT action, persona, (new_row ->> 'before')::timestamptz = :'last_at' AND new_row ->> 'before' ~ 'Z$|\+00:00$' AS before, (new_row -> 'events')::bigint = :old AS events
FROM fitclub.audit_trail('audit_log', '');
SELECT table_name, row_key, version - :last AS version, action FROM fitclub.audit_log WHERE table_name <> 'audit_log' ORDER BY at;
SELECT rule, table_name, detail FROM fitclub.verify();
-- A row that is in the log goes on where it was, one that is not begins again.
UPDATE fitclub.room SET capacity = 42 WHERE room_id IN (1, 2);
SELECT row_key, CASE row_key WHEN '1' THEN version - :last ELSE version END AS version, action, old_row -> 'capacity' AS before
FROM fitclub.audit_log WHERE table_name = 'room' ORDER BY at;
SELECT fitclub.audit_baseline('fitclub.room') = count(*) - 2 AS others FROM fitclub.room;
SELECT rule, table_name, detail FROM fitclub.verify();
-- What is removed otherwise is missed.
SAVEPOINT removed;
SET LOCAL session_replication_role = replica;
DELETE FROM fitclub.audit_log WHERE table_name = 'audit_log';
SET LOCAL session_replication_role = origin;
SELECT rule, table_name, detail = format('%L %L: 2 events, the last is version %s', 'room', '1', :last + 1) AS first_ones
FROM fitclub.verify() WHERE rule = 'audit_log_version';
ROLLBACK TO removed;
-- Again, and with the log off.
SET LOCAL fitclub.audit = off;
SELECT fitclub.prune_audit(clock_timestamp()) > 0 AS pruned;
SELECT fitclub.prune_audit(clock_timestamp()) AS again;
SELECT version, action FROM fitclub.audit_log ORDER BY version;
ROLLBACK;
-- A key that a sequence gives to a row of the engine's can have been another row's: its story goes on,
-- even if its first events have been removed.
BEGIN;
SELECT fitclub.book_session(2, 3, 1, '2101-03-01 09:00+00', '2101-03-01 10:00+00', price => 0) AS id \gset
DELETE FROM fitclub.private_session WHERE session_id = :id;
SELECT setval('fitclub.private_session_session_id_seq', :id, false) = :id AS again;
SELECT fitclub.book_session(2, 3, 1, '2101-03-01 09:00+00', '2101-03-01 10:00+00', price => 0) = :id AS same_key;
DELETE FROM fitclub.private_session WHERE session_id = :id;
SELECT at AS last_at FROM fitclub.audit_trail('private_session', :id) WHERE version = 4 \gset
SELECT fitclub.prune_audit(:'last_at') > 0 AS pruned;
SELECT setval('fitclub.private_session_session_id_seq', :id, false) = :id AS again;
SELECT fitclub.book_session(2, 3, 1, '2101-03-01 09:00+00', '2101-03-01 10:00+00', price => 0) = :id AS same_key;
SELECT fitclub.cancel_session(:id) = :id AS cancelled;
SELECT version, action, at > lag(at) OVER (ORDER BY version) AS later FROM fitclub.audit_trail('private_session', :id);
SELECT rule, table_name, detail FROM fitclub.verify();
ROLLBACK;
-- The trigger is for the club's tables only.
CREATE TABLE test.elsewhere (id bigint);
CREATE TRIGGER audit AFTER INSERT ON test.elsewhere FOR EACH ROW EXECUTE FUNCTION fitclub_internal.audit();
INSERT INTO test.elsewhere VALUES (1);
DROP TABLE test.elsewhere;

-- The story of a row, by number or name.
SELECT action, persona, old_row ->> 'name' AS was, new_row ->> 'name' AS is, new_row -> 'capacity' AS capacity
FROM fitclub.audit_trail('room', 2) ORDER BY version DESC LIMIT 2;
SELECT action FROM fitclub.audit_trail('club', '1') ORDER BY version DESC LIMIT 2;
SELECT count(*) FROM fitclub.audit_trail('room', 123456789);

-- Emptying the club is an event of every table, and the log outlasts it: numbers
-- that are given again go on where they were.
SELECT max(at) AS before FROM fitclub.audit_log \gset
SELECT fitclub.clear_data(even_if_real => true);
SELECT fitclub.create_room('Studio', 10);
SELECT row, action, what FROM test.event WHERE at > :'before' ORDER BY at;
SELECT string_agg(version::text || ' ' || action, ', ' ORDER BY version) FROM test.event WHERE row = 'room 1' AND version > 0;
SELECT test.clean_club();
DROP VIEW test.event;
DROP TABLE test.log_before;
RESET application_name;
