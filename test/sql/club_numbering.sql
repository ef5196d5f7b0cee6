--
-- adjust_numbering(): sequences that have fallen behind the ids of their rows.
--
\pset format unaligned
\pset footer off
SELECT test.open_club();
SELECT * FROM fitclub.adjust_numbering();

-- Rows that come with their ids, as COPY and a restore of data alone bring them.
COPY fitclub.member (member_id, first_name, last_name, email) FROM stdin;
5	Eve	Member	eve@example.org
7	Fay	Member	fay@example.org
\.
INSERT INTO fitclub.room (room_id, name, capacity) OVERRIDING SYSTEM VALUE VALUES (2101, 'Attic', 5);
SELECT sqlstate, constraint_name FROM test.refusal($$SELECT fitclub.create_member('Gus', 'Member', 'gus@example.org')$$);
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
SELECT * FROM fitclub.adjust_numbering();
SELECT * FROM fitclub.adjust_numbering();
SELECT * FROM fitclub.verify();
SELECT fitclub.create_member('Gus', 'Member', 'gus@example.org'), fitclub.create_room('Cellar', 5);

-- It never goes back, and a number that is to come is not one that was given.
SELECT setval('fitclub.trainer_trainer_id_seq', 40);
ALTER SEQUENCE fitclub.equipment_equipment_id_seq RESTART WITH 12;
SELECT * FROM fitclub.adjust_numbering();
SELECT fitclub.create_trainer('Vic', 'Low', 'vic@example.org'), fitclub.add_equipment(1, 'Bike');

-- Every table with ids: its sequence is brought up to them.
SELECT test.clean_club();
SELECT fitclub.seed_demo('2025-12-01');
SET client_min_messages = warning;
SELECT fitclub.report_issue(1, 'Squeaks'), fitclub.log_health_metric(1, weight => 70) > 0 AS measured;
CREATE TABLE test.numbering AS SELECT s.sequencename::text, s.last_value FROM pg_sequences AS s WHERE s.schemaname = 'fitclub';
SELECT count(setval(format('fitclub.%I', n.sequencename)::regclass, 1, false)) FROM test.numbering AS n;
SELECT count(*) FROM fitclub.verify() AS v WHERE v.rule = 'numbering';
SELECT table_name, last_number FROM fitclub.adjust_numbering();
SELECT n.sequencename FROM test.numbering AS n JOIN pg_sequences AS s ON s.sequencename = n.sequencename AND s.schemaname = 'fitclub'
WHERE s.last_value IS DISTINCT FROM n.last_value;
SELECT rule FROM fitclub.verify();
DROP TABLE test.numbering;

-- Who may: the owner, in a transaction that writes.
CREATE ROLE regress_clerk;
GRANT USAGE ON SCHEMA fitclub TO regress_clerk;
GRANT EXECUTE ON FUNCTION fitclub.adjust_numbering TO regress_clerk;
SET ROLE regress_clerk;
SELECT * FROM fitclub.adjust_numbering();
RESET ROLE;
DROP OWNED BY regress_clerk;
DROP ROLE regress_clerk;
BEGIN READ ONLY;
SELECT * FROM fitclub.adjust_numbering();
ROLLBACK;
SELECT test.clean_club();
