--
-- DROP EXTENSION does not take a club's data along, however it comes about.
--
SET client_min_messages = warning;
CREATE ROLE fitclub_dba SUPERUSER;
CREATE ROLE fitclub_app;
CREATE DATABASE fitclub_drop;
GRANT CREATE ON DATABASE fitclub_drop TO fitclub_app;
\c fitclub_drop
SET client_min_messages = warning;
SET TimeZone = 'UTC';

-- A club without data goes, whatever its settings are.
CREATE EXTENSION fitclub;
DROP EXTENSION fitclub;
CREATE EXTENSION fitclub;
SELECT fitclub.update_club(name => 'Empty Club');
DROP EXTENSION fitclub;

-- One that was emptied has its log.
CREATE EXTENSION fitclub;
SELECT fitclub.seed_demo('2101-01-03');
SELECT fitclub.clear_data();
DROP EXTENSION fitclub;
SELECT count(*) FROM fitclub.room;
SET fitclub.allow_drop = on;
DROP EXTENSION fitclub;
RESET fitclub.allow_drop;

-- One with a single row in any table does not.
SET ROLE fitclub_dba;
CREATE EXTENSION fitclub;
RESET ROLE;
SELECT fitclub.create_room('Studio', 10);
DROP EXTENSION fitclub;
\echo :LAST_ERROR_SQLSTATE
SELECT name FROM fitclub.room;

-- In a new session, which has called no function of fitclub yet; by other
-- names; with other extensions; in a transaction; in a function.
\c
SET client_min_messages = warning;
DROP EXTENSION fitclub CASCADE;
DROP EXTENSION IF EXISTS plpgsql, fitclub CASCADE;
BEGIN;
SAVEPOINT before;
DROP EXTENSION fitclub;
ROLLBACK TO before;
SELECT name FROM fitclub.room;
COMMIT;
DO $$ BEGIN DROP EXTENSION fitclub; END $$;
\c
SET client_min_messages = warning;
SET session_replication_role = replica;
DROP EXTENSION fitclub;
RESET session_replication_role;

-- With its owner's belongings.
DROP OWNED BY fitclub_dba CASCADE;

-- In the wake of what a table depends on.
CREATE ACCESS METHOD fitclub_heap TYPE TABLE HANDLER heap_tableam_handler;
ALTER TABLE fitclub.room SET ACCESS METHOD fitclub_heap;
DROP ACCESS METHOD fitclub_heap;
DROP ACCESS METHOD fitclub_heap CASCADE;
ALTER TABLE fitclub.room SET ACCESS METHOD heap;
DROP ACCESS METHOD fitclub_heap;

-- The server itself keeps an extension's parts together.
DROP SCHEMA fitclub CASCADE;
DROP SCHEMA fitclub_internal CASCADE;
DROP FUNCTION fitclub_internal.guard_payment CASCADE;
DROP TABLE fitclub.room CASCADE;
DROP EVENT TRIGGER fitclub_keep_data;

-- Nobody else's objects are any of its business, nor whose they are.
SET ROLE fitclub_app;
CREATE SCHEMA app;
CREATE TABLE app.room (name text);
INSERT INTO app.room VALUES ('not the club''s');
CREATE TEMPORARY TABLE room (name text);
DROP TABLE room;
DROP SCHEMA app CASCADE;
DROP EXTENSION fitclub;
RESET ROLE;
SELECT name FROM fitclub.room;

-- Whoever means it says so.
BEGIN;
SET LOCAL fitclub.allow_drop = on;
DROP EXTENSION fitclub;
ROLLBACK;
DROP EXTENSION fitclub;
SET fitclub.allow_drop = maybe;
SET fitclub.allow_drop = on;
DROP EXTENSION fitclub;
SELECT count(*) FROM pg_event_trigger;

-- So does a session that has not loaded the library yet.
CREATE EXTENSION fitclub;
SELECT fitclub.create_room('Studio', 10);
\c
SET client_min_messages = warning;
SET fitclub.allow_drop = on;
DROP OWNED BY fitclub_dba;
DROP EXTENSION fitclub;

\c contrib_regression
DROP DATABASE fitclub_drop;
DROP ROLE fitclub_dba, fitclub_app;
