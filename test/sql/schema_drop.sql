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

-- Or of what somebody has made a part of it depend on, in sessions that have
-- not loaded the library.
CREATE SCHEMA app;
CREATE TABLE app.parent ();
ALTER TABLE fitclub.room INHERIT app.parent;
\c
SET client_min_messages = warning;
DROP TABLE app.parent CASCADE;
\c
SET client_min_messages = warning;
DROP SCHEMA app CASCADE;
ALTER TABLE fitclub.room NO INHERIT app.parent;
DO $$ BEGIN EXECUTE format('CREATE TYPE app.room AS (%s)', (
	SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
	FROM pg_attribute WHERE attrelid = 'fitclub.room'::regclass AND attnum > 0)); END $$;
ALTER TABLE fitclub.room OF app.room;
\c
SET client_min_messages = warning;
DROP TYPE app.room CASCADE;
ALTER TABLE fitclub.room NOT OF;
CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE app.s;
CREATE DOMAIN app.d AS integer;
CREATE TYPE app.t AS ENUM ('x');
CREATE VIEW app.v AS SELECT 1 AS v;
CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS m;
CREATE FUNCTION app.first(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE app.a(integer) (SFUNC = app.first, STYPE = integer);
CREATE OPERATOR app.+ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = app.first);
ALTER TABLE app.parent ADD c integer;
DO $$ BEGIN EXECUTE format('CREATE OR REPLACE VIEW fitclub.member_latest_metric_view WITH (security_barrier) AS
	SELECT old.*, app.f() AS f, (SELECT last_value FROM app.s) AS s, 1::app.d AS d, NULL::app.t AS t, v, m,
		(SELECT app.a(c) FROM app.parent) AS a, 1 OPERATOR(app.+) 1 AS o
	FROM (%s) AS old, app.v, app.m', rtrim(pg_get_viewdef('fitclub.member_latest_metric_view'), ';')); END $$;
\c
SET client_min_messages = warning;
DROP FUNCTION app.f() CASCADE;
\c
SET client_min_messages = warning;
DROP ROUTINE app.f() CASCADE;
\c
SET client_min_messages = warning;
DROP SEQUENCE app.s CASCADE;
\c
SET client_min_messages = warning;
DROP DOMAIN app.d CASCADE;
\c
SET client_min_messages = warning;
DROP TYPE app.t CASCADE;
\c
SET client_min_messages = warning;
DROP VIEW app.v CASCADE;
\c
SET client_min_messages = warning;
DROP MATERIALIZED VIEW app.m CASCADE;
\c
SET client_min_messages = warning;
DROP AGGREGATE app.a(integer) CASCADE;
\c
SET client_min_messages = warning;
DROP OPERATOR app.+ (integer, integer) CASCADE;
\c
SET client_min_messages = warning;
ALTER TABLE app.parent DROP COLUMN c CASCADE;
SELECT name FROM fitclub.room;

-- A table that was taken out of the extension before holds the club's data.
ALTER EXTENSION fitclub DROP TABLE fitclub.room;
\c
SET client_min_messages = warning;
DROP TABLE fitclub.room CASCADE;
SELECT name FROM fitclub.room;
ALTER EXTENSION fitclub ADD TABLE fitclub.room;

-- The server itself keeps an extension's parts together.
DROP SCHEMA fitclub CASCADE;
DROP SCHEMA fitclub_internal CASCADE;
DROP FUNCTION fitclub_internal.guard_payment CASCADE;
DROP TABLE fitclub.room CASCADE;
DROP EVENT TRIGGER fitclub_keep_data;

-- Nobody else's objects are any of its business, nor whose they are.
SET ROLE fitclub_app;
CREATE SCHEMA own;
CREATE TABLE own.room (name text);
INSERT INTO own.room VALUES ('not the club''s');
CREATE TEMPORARY TABLE room (name text);
DROP TABLE room;
DROP SCHEMA own CASCADE;
DROP EXTENSION fitclub;
RESET ROLE;
SELECT name FROM fitclub.room;

-- A caller who means it says so.
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
