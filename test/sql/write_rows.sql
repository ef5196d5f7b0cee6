--
-- Rows that the functions write: the executor state that a session keeps for
-- that notices whatever the table's owner changes in between, and for all
-- triggers and constraints it is an INSERT or UPDATE like any other.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;
-- Ann 1, Bob 2, Cyd 3, Dan 4; Una 3 works around the clock; Studio 1, Hall 2.
SELECT test.open_club();

-- With Una, online, for an hour from an hour of 2101-01-03 on.
CREATE FUNCTION test.book(hour integer, activity text DEFAULT 'Boxing', member_id bigint DEFAULT 1, price numeric DEFAULT 10)
RETURNS bigint LANGUAGE sql AS $$
	SELECT fitclub.book_session(member_id, 3, NULL, start, start + interval '1 hour', activity, price)
	FROM (SELECT timestamptz '2101-01-03' + hour * interval '1 hour') AS s (start)
$$;

-- What triggers and functions of the owner's own have seen.
CREATE TABLE test.seen (n bigint GENERATED ALWAYS AS IDENTITY, what text);
CREATE FUNCTION test.report() RETURNS TABLE (seen text)
LANGUAGE sql AS $$
	WITH gone AS (DELETE FROM test.seen RETURNING n, what)
	SELECT what FROM gone ORDER BY n
$$;

--
-- As an INSERT writes it
--
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-02 09:00', '2101-01-02 10:00', 2, 12.5) AS class \gset
SELECT test.book(1, price => 10) AS session \gset
SELECT fitclub.register_for_class(1, :class) AS seat \gset
SELECT fitclub.reschedule_session(:session, '2101-01-03 02:00');
SELECT member_id, trainer_id, room_id, start_time, end_time, activity_type, price, is_conflict, cancelled_at
FROM fitclub.private_session \gx
SELECT name, trainer_id, room_id, start_time, end_time, capacity, price, cancelled_at, may_exceed_room
FROM fitclub.class_schedule \gx
SELECT member_id, class_id, start_time, end_time, registered_at > now() - interval '1 hour' AS registered,
	attended, cancelled_at, price
FROM fitclub.class_registration \gx
SELECT member_id, class_id, private_session_id, trainer_id, amount, description, status,
	created_at > now() - interval '1 hour' AS created, updated_at >= created_at AS updated, paid_at
FROM fitclub.billing_item ORDER BY billing_id \gx
SELECT member_id, trainer_id, message, created_at > now() - interval '1 hour' AS created, is_read
FROM fitclub.notification ORDER BY notification_id \gx

-- Column by column the same but for ids and times, and no wider.
CREATE FUNCTION test.contents(table_name regclass) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	contents text;
BEGIN
	EXECUTE format(
		'SELECT string_agg((to_jsonb(t) - %L::text[])::text || pg_column_size(t), E''\n'' ORDER BY 1) FROM %s AS t',
		'{session_id,private_session_id,billing_id,notification_id,created_at,updated_at,changed_at,cancelled_at}', table_name)
		INTO contents;
	RETURN contents;
END $$;
SELECT test.open_club();
BEGIN;
SAVEPOINT a;
SELECT fitclub.book_session(1, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00', 'Rowing', 7) AS session \gset
SELECT fitclub.reschedule_session(:session, '2101-01-03 11:00', trainer_id => 1);
SELECT fitclub.cancel_session(:session);
SELECT test.contents('fitclub.private_session') AS sessions, test.contents('fitclub.billing_item') AS bills,
	test.contents('fitclub.notification') AS notifications \gset
ROLLBACK TO a;
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, activity_type, price)
VALUES (1, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00', 'Rowing', 7) RETURNING session_id AS session \gset
INSERT INTO fitclub.billing_item (member_id, private_session_id, trainer_id, amount, description)
VALUES (1, :session, 3, 7, 'Private session with Una Day on Jan 03 09:00 AM');
UPDATE fitclub.private_session SET trainer_id = 1, room_id = 1, start_time = '2101-01-03 11:00', end_time = '2101-01-03 12:00';
UPDATE fitclub.billing_item SET trainer_id = 1, updated_at = now(),
	description = 'Private session with Tina Ray on Jan 03 11:00 AM';
INSERT INTO fitclub.notification (member_id, trainer_id, message)
SELECT who.member_id, who.trainer_id,
	'The private session on Jan 03 2101 09:00 AM is now on Jan 03 2101 11:00 AM to 12:00 PM with Tina Ray'
FROM (VALUES (1, NULL::bigint), (NULL, 1), (NULL, 3)) AS who (member_id, trainer_id);
UPDATE fitclub.private_session SET cancelled_at = now();
SELECT test.forge('UPDATE fitclub.billing_item SET status = ''cancelled'', updated_at = now()');
INSERT INTO fitclub.notification (member_id, trainer_id, message)
SELECT who.member_id, who.trainer_id, 'The private session on Jan 03 2101 11:00 AM is cancelled'
FROM (VALUES (1, NULL::bigint), (NULL, 1)) AS who (member_id, trainer_id);
SELECT test.contents('fitclub.private_session') = :'sessions' AS same_session,
	test.contents('fitclub.billing_item') = :'bills' AS same_bill,
	test.contents('fitclub.notification') = :'notifications' AS same_notifications;
ROLLBACK;

-- Numbers have the scale of their columns.
SELECT test.book(1, price => 10), test.book(2, price => 10.5), test.book(3, price => 0.1000);
SELECT price, scale(price) FROM fitclub.private_session ORDER BY session_id;
SELECT amount, scale(amount) FROM fitclub.billing_item ORDER BY billing_id;
SELECT fitclub.create_class('Spin', 3, 1, '2101-01-02 12:00', '2101-01-02 13:00', price => 7) AS class \gset
SELECT fitclub.update_class(:class, price => 8);
SELECT price, scale(price) FROM fitclub.class_schedule;

-- Identity: the next of the sequence, as a caller who asks the sequence finds it.
SELECT fitclub.book_session(1, 3, NULL, '2101-01-05 09:00', '2101-01-05 10:00') AS session \gset
SELECT currval('fitclub.private_session_session_id_seq') = :session AS current,
	lastval() = currval('fitclub.billing_item_billing_id_seq') AS last_of_all;
ALTER TABLE fitclub.private_session ALTER session_id RESTART WITH 100;
SELECT test.book(4);
ALTER TABLE fitclub.private_session ALTER session_id SET INCREMENT BY 10;
SELECT test.book(5), test.book(6);
ALTER TABLE fitclub.private_session ALTER session_id SET INCREMENT BY 1;
SELECT test.book(7);

-- What is too long for a row is kept elsewhere, whosever it was before.
CREATE TABLE test.long AS
SELECT string_agg(md5(n::text), ' ' ORDER BY n) AS activity FROM generate_series(1, 500) AS n;
SET check_function_bodies = off; -- as when a dump of 1.0 is loaded, which had no limit
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, activity_type, price)
SELECT 1, 3, 1, '2101-01-03 08:00', '2101-01-03 08:30', activity, 0 FROM test.long RETURNING session_id AS session \gset
DROP TABLE test.long;
SELECT fitclub.reschedule_session(:session, '2101-01-03 09:00');
VACUUM FULL fitclub.private_session;
SELECT fitclub.reschedule_session(:session, '2101-01-03 10:00');
SELECT fitclub.cancel_session(:session);
SELECT length(activity_type), md5(activity_type), start_time FROM fitclub.private_session WHERE session_id = :session;
RESET check_function_bodies;

--
-- Indexes
--
SELECT test.open_club();
-- How many rows an index gives, and how many there are.
CREATE FUNCTION test.found(condition text, table_name regclass DEFAULT 'fitclub.private_session',
	OUT by_index bigint, OUT by_table bigint)
LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL enable_seqscan = off;
	EXECUTE format('SELECT count(*) FROM %s WHERE %s', table_name, condition) INTO by_index;
	SET LOCAL enable_seqscan = on;
	SET LOCAL enable_indexscan = off;
	SET LOCAL enable_bitmapscan = off;
	EXECUTE format('SELECT count(*) FROM %s WHERE %s', table_name, condition) INTO by_table;
	SET LOCAL enable_indexscan = on;
	SET LOCAL enable_bitmapscan = on;
END $$;
SELECT test.book(1);
CREATE INDEX own_activity ON fitclub.private_session (activity_type);
SELECT test.book(2, 'Rowing');
SELECT * FROM test.found($$activity_type = 'Rowing'$$);
CREATE INDEX own_lower ON fitclub.private_session (lower(activity_type)) WHERE price > 5;
SELECT test.book(3, 'ROWING');
SELECT * FROM test.found($$lower(activity_type) = 'rowing' AND price > 5$$);
CREATE INDEX own_words ON fitclub.private_session USING gin (to_tsvector('english', activity_type));
SELECT test.book(4, 'Rowing hard');
SELECT * FROM test.found($$to_tsvector('english', activity_type) @@ 'hard'$$);
CREATE INDEX own_block ON fitclub.private_session USING brin (end_time) WITH (pages_per_range = 1);
SELECT test.book(5, 'Rowing');
SELECT * FROM test.found($$end_time = '2101-01-03 06:00'$$);
CREATE INDEX own_range ON fitclub.private_session USING gist (tstzrange(start_time, end_time));
CREATE INDEX own_hash ON fitclub.private_session USING hash (activity_type);
CREATE TEMP TABLE other AS SELECT n, n::text AS name FROM generate_series(1, 100) AS n;
SELECT test.book(6, 'Rowing');
SELECT * FROM test.found($$tstzrange(start_time, end_time) @> '2101-01-03 06:30'::timestamptz$$);
-- What concerns an index alone. Others take the place that it had in memory.
ALTER INDEX fitclub.own_words SET (fastupdate = off);
ALTER INDEX fitclub.own_block SET (autosummarize = on);
ALTER INDEX fitclub.own_range SET (fillfactor = 50);
CREATE INDEX ON other (name);
CREATE INDEX ON other USING gin (to_tsvector('english', name));
CREATE INDEX ON other USING brin (n);
SELECT test.book(7, 'Rowing soft');
SELECT * FROM test.found($$to_tsvector('english', activity_type) @@ 'soft'$$);
ALTER INDEX fitclub.own_words SET (fastupdate = on);
ALTER INDEX fitclub.own_block SET (autosummarize = off);
ALTER INDEX fitclub.own_range SET (fillfactor = 90);
CREATE INDEX ON other USING gist (int8range(n, n + 1));
CREATE INDEX ON other USING gin (to_tsvector('simple', name));
SELECT test.book(8, 'Rowing slow');
SELECT * FROM test.found($$to_tsvector('english', activity_type) @@ 'slow'$$);
SELECT * FROM test.found($$end_time = '2101-01-03 09:00'$$);
SELECT * FROM test.found($$tstzrange(start_time, end_time) @> '2101-01-03 08:30'::timestamptz$$);
DROP TABLE other;
-- Made again, and gone.
REINDEX INDEX fitclub.own_words;
REINDEX TABLE fitclub.private_session;
REINDEX INDEX CONCURRENTLY fitclub.private_session_trainer_busy_idx;
REINDEX TABLE CONCURRENTLY fitclub.billing_item;
SELECT test.book(9, 'Rowing');
CREATE INDEX CONCURRENTLY own_later ON fitclub.billing_item (amount);
SELECT test.book(10, 'Rowing', price => 11);
SELECT * FROM test.found('amount = 11', 'fitclub.billing_item');
SELECT * FROM test.found($$activity_type = 'Rowing'$$);
SELECT * FROM test.found($$to_tsvector('english', activity_type) @@ 'row'$$);
DROP INDEX fitclub.own_activity, fitclub.own_lower, fitclub.own_words;
SELECT test.book(11);
DROP INDEX CONCURRENTLY fitclub.own_later;
DROP INDEX fitclub.own_block, fitclub.own_range, fitclub.own_hash;
SELECT test.book(12);
SELECT sqlstate, constraint_name FROM test.refusal('SELECT test.book(12, member_id => 2)');
-- An update finds them, too.
SELECT fitclub.reschedule_session(1, '2101-01-03 13:00');
CREATE INDEX own_start ON fitclub.private_session (start_time);
CREATE INDEX own_description ON fitclub.billing_item (description);
SELECT fitclub.reschedule_session(1, '2101-01-03 14:00');
SELECT * FROM test.found($$start_time = '2101-01-03 14:00'$$);
SELECT * FROM test.found($$description LIKE '%02:00 PM'$$, 'fitclub.billing_item');
DROP INDEX fitclub.own_start, fitclub.own_description;
SELECT fitclub.reschedule_session(1, '2101-01-03 15:00');
-- A unique one refuses, for as long as it is there.
CREATE UNIQUE INDEX own_once ON fitclub.private_session (member_id)
	WHERE activity_type = 'Trial' AND cancelled_at IS NULL;
SELECT test.book(16, 'Trial') AS trial \gset
SELECT sqlstate, constraint_name, table_name, left_behind FROM test.refusal('SELECT test.book(17, ''Trial'')');
SELECT test.book(17, 'Trial', member_id => 2);
SELECT fitclub.cancel_session(:trial);
SELECT test.book(18, 'Trial');
DROP INDEX fitclub.own_once;
SELECT test.book(19, 'Trial');
CREATE UNIQUE INDEX own_amount ON fitclub.billing_item (amount) WHERE amount > 100;
SELECT test.book(20, price => 120);
SELECT sqlstate, constraint_name, table_name, left_behind FROM test.refusal('SELECT test.book(21, price => 120)');
DROP INDEX fitclub.own_amount;
SELECT test.book(21, price => 120);
-- One that waits for the end of the transaction, and one for ranges.
ALTER TABLE fitclub.private_session ADD CONSTRAINT own_deferred UNIQUE (start_time, price) DEFERRABLE INITIALLY DEFERRED;
BEGIN;
SELECT fitclub.book_session(2, 1, NULL, '2101-01-03 10:00', '2101-01-03 11:00', price => 11) > 0 AS booked;
COMMIT;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal($$
	SELECT fitclub.book_session(2, 1, NULL, '2101-01-03 10:00', '2101-01-03 11:00', price => 11);
	SET CONSTRAINTS ALL IMMEDIATE $$);
ALTER TABLE fitclub.private_session DROP CONSTRAINT own_deferred;
ALTER TABLE fitclub.private_session ADD CONSTRAINT own_alone
	EXCLUDE USING gist (tstzrange(start_time, end_time) WITH &&) WHERE (activity_type = 'Alone');
SELECT test.book(33, 'Alone');
SELECT sqlstate, constraint_name, left_behind FROM test.refusal($$
	SELECT fitclub.book_session(2, 1, NULL, '2101-01-04 09:30', '2101-01-04 10:30', 'Alone') $$);
SELECT fitclub.book_session(2, 1, NULL, '2101-01-04 11:00', '2101-01-04 12:00', 'Alone') AS session \gset
SELECT sqlstate, constraint_name, left_behind FROM test.refusal(
	format($$SELECT fitclub.reschedule_session(%s, '2101-01-04 09:30')$$, :session));
ALTER TABLE fitclub.private_session DROP CONSTRAINT own_alone;
SELECT fitclub.reschedule_session(:session, '2101-01-04 09:30') = :session AS moved;
SELECT * FROM fitclub.check_calendar();

--
-- Constraints and defaults
--
SELECT test.open_club();
SELECT test.book(1);
ALTER TABLE fitclub.billing_item ADD CONSTRAINT own_limit CHECK (amount < 100) NOT VALID;
SELECT sqlstate, constraint_name, table_name, left_behind FROM test.refusal('SELECT test.book(2, price => 100)');
SELECT test.book(2, price => 99.99);
ALTER TABLE fitclub.billing_item DROP CONSTRAINT own_limit;
SELECT test.book(3, price => 100);
ALTER TABLE fitclub.billing_item ADD CONSTRAINT own_limit CHECK (description NOT LIKE '%09:00 PM') NOT VALID;
SELECT sqlstate, constraint_name, table_name, left_behind FROM test.refusal(
	'SELECT fitclub.reschedule_session(3, ''2101-01-03 21:00'')');
ALTER TABLE fitclub.billing_item DROP CONSTRAINT own_limit;
SELECT fitclub.reschedule_session(3, '2101-01-03 21:00');
SET session_replication_role = replica;
TRUNCATE fitclub.private_session, fitclub.billing_item, fitclub.payment, fitclub.bill_credit, fitclub.dunning RESTART IDENTITY;
RESET session_replication_role;
ALTER TABLE fitclub.private_session ALTER room_id SET NOT NULL;
SELECT sqlstate, column_name, table_name, left_behind FROM test.refusal('SELECT test.book(1)');
ALTER TABLE fitclub.private_session ALTER room_id DROP NOT NULL;
SELECT test.book(1);
-- Foreign keys of the owner's own.
CREATE TABLE test.price (price numeric PRIMARY KEY);
INSERT INTO test.price VALUES (10);
ALTER TABLE fitclub.private_session ADD CONSTRAINT own_price FOREIGN KEY (price) REFERENCES test.price;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(2, price => 11)');
SELECT test.book(2, price => 10);
ALTER TABLE fitclub.private_session DROP CONSTRAINT own_price;
DROP TABLE test.price;
SELECT test.book(3, price => 11);

-- A function that a CHECK calls holds as it is now: one that is put in its
-- place, one that the planner cannot see through, one that is called by it.
CREATE FUNCTION test.may(activity text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT activity <> 'Chess' $$;
ALTER TABLE fitclub.private_session ADD CONSTRAINT own_may CHECK (test.may(activity_type)) NOT VALID;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(4, ''Chess'')');
SELECT test.book(4, 'Go');
CREATE OR REPLACE FUNCTION test.may(activity text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT activity <> 'Go' $$;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(5, ''Go'')');
SELECT test.book(5, 'Chess');
CREATE FUNCTION test.listed(activity text) RETURNS boolean LANGUAGE sql AS $$ SELECT activity IN ('Go', 'Chess') $$;
CREATE OR REPLACE FUNCTION test.may(activity text) RETURNS boolean LANGUAGE plpgsql SET work_mem = '1MB' AS $$
BEGIN
	INSERT INTO test.seen (what) VALUES ('asked for ' || activity);
	RETURN NOT test.listed(activity);
END $$;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(6, ''Go'')');
SELECT test.book(6, 'Judo');
CREATE OR REPLACE FUNCTION test.listed(activity text) RETURNS boolean LANGUAGE sql AS $$ SELECT activity = 'Judo' $$;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(7, ''Judo'')');
SELECT test.book(7, 'Go') AS session \gset
SELECT fitclub.reschedule_session(:session, '2101-01-03 08:00');
SELECT * FROM test.report();
-- One with an error of its own, in the middle of it.
CREATE OR REPLACE FUNCTION test.may(activity text) RETURNS boolean LANGUAGE sql AS $$
	SELECT count(*) > 0 FROM test.listed(activity);
	SELECT 1 / (activity <> 'Zero')::integer = 1;
$$;
SELECT sqlstate, left_behind FROM test.refusal('SELECT test.book(9, ''Zero'')');
SELECT test.book(9, 'One');
SELECT sqlstate, left_behind FROM test.refusal('SELECT test.book(10, ''Zero'')');
SELECT test.book(10, 'Two');
ALTER TABLE fitclub.private_session DROP CONSTRAINT own_may;
DROP FUNCTION test.may, test.listed;
-- A domain, too.
CREATE DOMAIN test.activity AS text;
ALTER TABLE fitclub.private_session ADD CONSTRAINT own_domain CHECK (activity_type::test.activity IS NOT NULL) NOT VALID;
SELECT test.book(11, 'Chess');
ALTER DOMAIN test.activity ADD CONSTRAINT no_chess CHECK (value <> 'Chess');
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(12, ''Chess'')');
ALTER DOMAIN test.activity DROP CONSTRAINT no_chess;
SELECT test.book(12, 'Chess');
ALTER TABLE fitclub.private_session DROP CONSTRAINT own_domain;
DROP DOMAIN test.activity;

-- Defaults: of the next row, and of columns of the owner's own.
ALTER TABLE fitclub.private_session ALTER is_conflict SET DEFAULT true;
ALTER TABLE fitclub.billing_item ALTER due_on SET DEFAULT '2001-01-01', ALTER status SET DEFAULT 'cancelled';
ALTER TABLE fitclub.notification ALTER is_read SET DEFAULT true;
SELECT test.book(13) AS session \gset
SELECT fitclub.reschedule_session(:session, '2101-01-03 14:00');
SELECT s.is_conflict, b.due_on, b.status, n.is_read
FROM fitclub.private_session AS s JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id,
	fitclub.notification AS n
WHERE s.session_id = :session AND n.member_id = 1 ORDER BY n.notification_id DESC LIMIT 1;
ALTER TABLE fitclub.private_session ALTER is_conflict SET DEFAULT false;
ALTER TABLE fitclub.billing_item ALTER due_on DROP DEFAULT, ALTER status SET DEFAULT 'pending';
ALTER TABLE fitclub.notification ALTER is_read SET DEFAULT false;
ALTER TABLE fitclub.private_session ADD source text DEFAULT current_setting('test.source', true),
	ADD number serial, ADD note text, ADD seen_at timestamptz DEFAULT clock_timestamp();
SET test.source = 'desk';
SELECT test.book(15);
SET test.source = 'phone';
SELECT test.book(16);
RESET test.source;
SELECT start_time, source, number, note, seen_at BETWEEN now() - interval '1 minute' AND now() AS seen
FROM fitclub.private_session ORDER BY session_id DESC LIMIT 2;
UPDATE fitclub.private_session SET note = 'x', number = 1000 WHERE session_id = :session;
SELECT fitclub.reschedule_session(:session, '2101-01-03 17:00');
SELECT start_time, source, number, note FROM fitclub.private_session WHERE session_id = :session;
ALTER TABLE fitclub.private_session DROP number, DROP source, DROP note, DROP seen_at;
SELECT test.book(18) AS new_session \gset
SELECT fitclub.reschedule_session(:session, '2101-01-03 19:00');
SELECT fitclub.cancel_session(:new_session);
SELECT session_id IN (:session, :new_session) AS mine, start_time, activity_type, price, cancelled_at IS NOT NULL AS cancelled
FROM fitclub.private_session ORDER BY session_id DESC LIMIT 2;
SELECT * FROM test.found('price = 10');

-- Generated columns follow what is written, whichever columns that is.
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-02 09:00', '2101-01-02 10:00', 2);
SELECT fitclub.update_class(1, name => 'Spin');
ALTER TABLE fitclub.class_schedule ADD label text GENERATED ALWAYS AS (upper(name)) STORED,
	ADD dear boolean GENERATED ALWAYS AS (price > 55) STORED;
ALTER TABLE fitclub.billing_item ADD is_open boolean GENERATED ALWAYS AS (status IN ('pending', 'partially_paid')) STORED,
	ADD owner text GENERATED ALWAYS AS ('member ' || member_id) STORED;
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-02 10:00', '2101-01-02 11:00', 2);
SELECT fitclub.update_class(1, name => 'Core');
SELECT fitclub.update_class(1, price => 60);
SELECT fitclub.update_class(2, price => 70);
SELECT fitclub.update_class(2, name => 'Hatha');
SELECT class_id, name, label, price, dear FROM fitclub.class_schedule ORDER BY class_id;
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.register_for_class(2, 1);
-- First the bills follow the class, then they are cancelled.
SELECT fitclub.reschedule_class(1, '2101-01-02 12:00');
SELECT fitclub.cancel_class(1);
-- First a bill is cancelled, then one is added for the late fee.
SELECT fitclub.update_club(late_cancellation_fee_percent => 50, cancellation_notice => '7 days');
SELECT fitclub.create_class('Now', 3, 2, hour, hour + interval '1 hour', 2, 30)
FROM date_trunc('hour', now() + interval '2 days') AS hour;
SELECT fitclub.register_for_class(1, 3);
SELECT fitclub.register_for_class(2, 3);
SELECT fitclub.cancel_registration(3, waive_fee => true);
SELECT fitclub.cancel_registration(4);
SELECT billing_id, amount, status, is_open, owner FROM fitclub.billing_item ORDER BY billing_id;
ALTER TABLE fitclub.class_schedule DROP label, DROP dear;
ALTER TABLE fitclub.billing_item DROP is_open, DROP owner;
SELECT fitclub.register_for_class(3, 2);
SELECT * FROM fitclub.check_calendar();

--
-- Triggers
--
SELECT test.open_club();
CREATE FUNCTION test.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO test.seen (what) VALUES (array_to_string(ARRAY[tg_when, tg_level, tg_op, tg_table_name] || tg_argv, ' '));
	RETURN CASE tg_level WHEN 'ROW' THEN new END;
END $$;
CREATE FUNCTION test.note_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO test.seen (what)
	SELECT format('%s %s: %s', tg_op, tg_table_name, string_agg(coalesce(to_jsonb(r) ->> tg_argv[0], 'none'), ', '))
	FROM rows AS r;
	RETURN NULL;
END $$;
CREATE FUNCTION test.note_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO test.seen (what)
	SELECT format('%s %s: %s to %s', tg_op, tg_table_name, string_agg(to_jsonb(o) ->> tg_argv[0], ', '), string_agg(to_jsonb(n) ->> tg_argv[0], ', '))
	FROM (SELECT row_number() OVER (), * FROM old_rows) AS o
	JOIN (SELECT row_number() OVER (), * FROM new_rows) AS n USING (row_number);
	RETURN NULL;
END $$;
CREATE FUNCTION test.louder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	new.activity_type := upper(new.activity_type);
	RETURN new;
END $$;
CREATE FUNCTION test.skip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION test.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no' USING ERRCODE = 'P0042'; END $$;
CREATE FUNCTION test.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	new.updated_at := '2001-01-01';
	RETURN new;
END $$;

-- Each kind is noticed as soon as it is there, and no longer than it is there.
SELECT test.book(1) AS session \gset
CREATE TRIGGER own_1 BEFORE INSERT ON fitclub.private_session FOR EACH STATEMENT EXECUTE FUNCTION test.note();
SELECT test.book(2) > 0 AS booked;
CREATE TRIGGER own_2 AFTER INSERT ON fitclub.private_session FOR EACH STATEMENT EXECUTE FUNCTION test.note();
SELECT test.book(3) > 0 AS booked;
CREATE TRIGGER own_3 BEFORE INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.note();
SELECT test.book(4) > 0 AS booked;
CREATE TRIGGER own_4 AFTER INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.note();
SELECT test.book(5) > 0 AS booked;
CREATE TRIGGER own_5 AFTER INSERT ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.note();
SELECT test.book(6) > 0 AS booked;
SELECT * FROM test.report();
ALTER TABLE fitclub.private_session DISABLE TRIGGER own_1;
ALTER TABLE fitclub.private_session ENABLE REPLICA TRIGGER own_2;
ALTER TABLE fitclub.private_session ENABLE ALWAYS TRIGGER own_3;
SELECT test.book(7) > 0 AS booked;
SELECT * FROM test.report();
SET session_replication_role = replica;
SELECT test.book(8) > 0 AS booked;
RESET session_replication_role;
SELECT * FROM test.report();
ALTER TABLE fitclub.private_session ENABLE TRIGGER own_1, ENABLE TRIGGER own_2, ENABLE TRIGGER own_3;
ALTER TRIGGER own_4 ON fitclub.private_session RENAME TO own_0;
CREATE OR REPLACE TRIGGER own_2 AFTER INSERT ON fitclub.private_session FOR EACH ROW
	WHEN (new.activity_type = 'Rowing') EXECUTE FUNCTION test.note('rowing');
SELECT test.book(9) > 0 AS booked;
SELECT test.book(10, 'Rowing') > 0 AS booked;
SELECT * FROM test.report();
DROP TRIGGER own_0 ON fitclub.private_session;
DROP TRIGGER own_1 ON fitclub.private_session;
DROP TRIGGER own_2 ON fitclub.private_session;
DROP TRIGGER own_3 ON fitclub.private_session;
DROP TRIGGER own_5 ON fitclub.billing_item;
SELECT test.book(11) > 0 AS booked;
SELECT * FROM test.report();

-- Updates: of columns that are written, and under conditions.
CREATE TRIGGER own_1 AFTER UPDATE ON fitclub.private_session FOR EACH STATEMENT EXECUTE FUNCTION test.note();
CREATE TRIGGER own_2 AFTER UPDATE OF start_time ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.note('start');
CREATE TRIGGER own_3 BEFORE UPDATE OF activity_type, price ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.note('activity');
CREATE TRIGGER own_4 AFTER UPDATE OF cancelled_at ON fitclub.private_session FOR EACH STATEMENT EXECUTE FUNCTION test.note('cancelled');
CREATE TRIGGER own_5 AFTER UPDATE ON fitclub.private_session FOR EACH ROW
	WHEN (old.start_time IS DISTINCT FROM new.start_time) EXECUTE FUNCTION test.note('moved');
CREATE TRIGGER own_6 AFTER UPDATE OF description ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.note('description');
CREATE TRIGGER own_7 BEFORE UPDATE OF status ON fitclub.billing_item FOR EACH STATEMENT EXECUTE FUNCTION test.note('status');
SELECT fitclub.reschedule_session(:session, '2101-01-03 12:00');
SELECT * FROM test.report();
SELECT fitclub.reassign_session(:session, 1);
SELECT * FROM test.report();
SELECT fitclub.cancel_session(:session);
SELECT * FROM test.report();
DROP TRIGGER own_1 ON fitclub.private_session;
DROP TRIGGER own_2 ON fitclub.private_session;
DROP TRIGGER own_3 ON fitclub.private_session;
DROP TRIGGER own_4 ON fitclub.private_session;
DROP TRIGGER own_5 ON fitclub.private_session;
DROP TRIGGER own_6 ON fitclub.billing_item;
DROP TRIGGER own_7 ON fitclub.billing_item;

-- BEFORE ROW: other values, of a new row and of one that the same transaction
-- has written already.
SELECT test.book(13) AS session \gset
CREATE TRIGGER own_louder BEFORE INSERT OR UPDATE ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.louder();
CREATE TRIGGER own_touch BEFORE UPDATE ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.touch();
BEGIN;
SELECT test.book(14, 'Rowing') AS louder \gset
SELECT fitclub.reschedule_session(:louder, '2101-01-03 15:00');
SELECT fitclub.reschedule_session(:louder, '2101-01-03 16:00');
SELECT fitclub.reschedule_session(:session, '2101-01-03 14:00');
SELECT fitclub.cancel_session(:session);
COMMIT;
SELECT s.start_time, s.activity_type, b.updated_at, b.status
FROM fitclub.private_session AS s JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE s.session_id IN (:session, :louder) ORDER BY s.session_id;
CREATE OR REPLACE FUNCTION test.louder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	new.activity_type := lower(new.activity_type);
	RETURN new;
END $$;
SELECT fitclub.reschedule_session(:louder, '2101-01-03 14:00');
SELECT activity_type FROM fitclub.private_session WHERE session_id = :louder;
DROP TRIGGER own_louder ON fitclub.private_session;
DROP TRIGGER own_touch ON fitclub.billing_item;

-- BEFORE ROW: no row, no booking.
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-02 09:00', '2101-01-02 10:00', 2) AS class \gset
SELECT fitclub.register_for_class(1, :class) AS seat \gset
SELECT fitclub.create_class('Yoga', 3, 2, '2001-01-02 09:00', '2001-01-02 10:00') AS held \gset
SELECT fitclub.register_for_class(1, :held) AS held_seat \gset
CREATE TRIGGER own_skip BEFORE INSERT OR UPDATE ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.skip();
CREATE TRIGGER own_skip BEFORE INSERT OR UPDATE ON fitclub.class_registration FOR EACH ROW EXECUTE FUNCTION test.skip();
CREATE TRIGGER own_skip BEFORE INSERT OR UPDATE ON fitclub.class_schedule FOR EACH ROW EXECUTE FUNCTION test.skip();
SELECT c.call, r.sqlstate, r.message, r.left_behind
FROM (VALUES
	(1, 'book', 'SELECT test.book(17)'),
	(2, 'move', format($$SELECT fitclub.reschedule_session(%s, '2101-01-03 18:00')$$, :louder)),
	(3, 'cancel', format('SELECT fitclub.cancel_session(%s)', :louder)),
	(4, 'schedule', $$SELECT fitclub.create_class('Spin', 3, 2, '2101-01-02 12:00', '2101-01-02 13:00')$$),
	(5, 'register', format('SELECT fitclub.register_for_class(2, %s)', :class)),
	(6, 'unregister', format('SELECT fitclub.cancel_registration(%s)', :seat)),
	(7, 'attend', format('SELECT fitclub.record_attendance(%s)', :held_seat)),
	(8, 'rename class', format($$SELECT fitclub.update_class(%s, 'Spin')$$, :class)),
	(9, 'move class', format($$SELECT fitclub.reschedule_class(%s, '2101-01-02 12:00')$$, :class)),
	(10, 'cancel class', format('SELECT fitclub.cancel_class(%s)', :class))
) AS c (n, call, sql), test.refusal(c.sql) AS r ORDER BY c.n;
DROP TRIGGER own_skip ON fitclub.private_session;
DROP TRIGGER own_skip ON fitclub.class_registration;
DROP TRIGGER own_skip ON fitclub.class_schedule;
CREATE TRIGGER own_skip BEFORE INSERT OR UPDATE ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.skip();
SELECT c.call, r.sqlstate, r.message, r.left_behind
FROM (VALUES
	(1, 'book', 'SELECT test.book(17)'),
	(2, 'register', format('SELECT fitclub.register_for_class(2, %s)', :class)),
	(3, 'cancel class', format('SELECT fitclub.cancel_class(%s)', :class))
) AS c (n, call, sql), test.refusal(c.sql) AS r ORDER BY c.n;
DROP TRIGGER own_skip ON fitclub.billing_item;
SELECT test.book(17) > 0 AS booked;

-- Rows that a trigger has a hand in are looked at once more: one that it moves
-- onto another, and one beside which it writes one of its own, directly or by
-- a function.
CREATE FUNCTION test.meddle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz := '2101-01-05 09:00';
BEGIN
	IF (SELECT current_setting('test.meddling', true)) = 'done' THEN
		RETURN new;
	END IF;
	PERFORM set_config('test.meddling', 'done', true);
	CASE tg_argv[0]
		WHEN 'move' THEN
			new.start_time := start;
			new.end_time := start + interval '1 hour';
		WHEN 'insert' THEN
			INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
			VALUES (2, 3, start, start + interval '1 hour', 0);
		WHEN 'book' THEN
			PERFORM fitclub.book_session(2, 3, NULL, start, start + interval '1 hour', price => 0);
	END CASE;
	RETURN new;
END $$;
SELECT fitclub.book_session(3, 3, NULL, '2101-01-05 09:30', '2101-01-05 10:00') AS there \gset
CREATE TRIGGER own_meddle BEFORE INSERT OR UPDATE ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.meddle('move');
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(18)');
SELECT sqlstate, constraint_name, left_behind FROM test.refusal(
	format('SELECT fitclub.reschedule_session(%s, ''2101-01-03 18:00'')', :louder));
DROP TRIGGER own_meddle ON fitclub.private_session;
SELECT fitclub.cancel_session(:there);
SELECT c.kind, c.command, r.sqlstate, r.constraint_name, r.left_behind
FROM (VALUES (1, 'ROW', 'insert'), (2, 'ROW', 'book'), (3, 'STATEMENT', 'insert'), (4, 'STATEMENT', 'book')) AS c (n, kind, command),
	test.refusal(format($$
		CREATE TRIGGER own_meddle BEFORE INSERT ON fitclub.private_session FOR EACH %s EXECUTE FUNCTION test.meddle(%L);
		SELECT fitclub.book_session(1, 3, NULL, '2101-01-05 09:30', '2101-01-05 10:30') $$, c.kind, c.command)) AS r
ORDER BY c.n;
-- After it is written, it is there for them to find.
SELECT c.kind, c.command, r.sqlstate, r.constraint_name, r.left_behind
FROM (VALUES (1, 'ROW', 'insert'), (2, 'ROW', 'book'), (3, 'STATEMENT', 'insert'), (4, 'STATEMENT', 'book')) AS c (n, kind, command),
	test.refusal(format($$
		CREATE TRIGGER own_meddle AFTER INSERT ON fitclub.private_session FOR EACH %s EXECUTE FUNCTION test.meddle(%L);
		SELECT fitclub.book_session(1, 3, NULL, '2101-01-05 09:30', '2101-01-05 10:30') $$, c.kind, c.command)) AS r
ORDER BY c.n;
CREATE TRIGGER own_meddle AFTER INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.meddle('insert');
SELECT fitclub.book_session(1, 3, NULL, '2101-01-05 10:00', '2101-01-05 11:00') > 0 AS booked;
DROP TRIGGER own_meddle ON fitclub.private_session;
SELECT member_id, start_time, price FROM fitclub.private_session WHERE start_time >= '2101-01-05' AND cancelled_at IS NULL ORDER BY start_time;
SELECT * FROM fitclub.check_calendar();

-- Transition tables: all that a call has written, and nothing else.
CREATE TRIGGER own_1 AFTER INSERT ON fitclub.private_session REFERENCING NEW TABLE AS rows
	FOR EACH STATEMENT EXECUTE FUNCTION test.note_rows('activity_type');
SELECT test.book(18, 'Rowing', member_id => 2) AS session \gset
SELECT test.book(19, 'Boxing') > 0 AS booked;
CREATE TRIGGER own_2 AFTER INSERT ON fitclub.notification REFERENCING NEW TABLE AS rows
	FOR EACH STATEMENT EXECUTE FUNCTION test.note_rows('trainer_id');
CREATE TRIGGER own_3 AFTER UPDATE ON fitclub.private_session REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION test.note_both('start_time');
CREATE TRIGGER own_4 AFTER UPDATE ON fitclub.billing_item REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH ROW EXECUTE FUNCTION test.note_both('description');
SELECT fitclub.reschedule_session(:session, '2101-01-03 10:00', trainer_id => 1);
SELECT fitclub.reschedule_session(:session, '2101-01-03 11:00');
SELECT * FROM test.report();
CREATE TRIGGER own_5 AFTER UPDATE ON fitclub.class_registration REFERENCING OLD TABLE AS rows
	FOR EACH STATEMENT EXECUTE FUNCTION test.note_rows('member_id');
SELECT fitclub.register_for_class(2, :class) > 0 AS registered;
SELECT fitclub.cancel_class(:class);
SELECT * FROM test.report();
DROP TRIGGER own_1 ON fitclub.private_session;
DROP TRIGGER own_2 ON fitclub.notification;
DROP TRIGGER own_3 ON fitclub.private_session;
DROP TRIGGER own_4 ON fitclub.billing_item;
DROP TRIGGER own_5 ON fitclub.class_registration;

-- Deferred: at the end of the transaction, whatever changes until then.
CREATE CONSTRAINT TRIGGER own_note AFTER INSERT OR UPDATE OF description ON fitclub.billing_item
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test.note();
BEGIN;
SELECT test.book(20) AS session \gset
SELECT fitclub.reschedule_session(:session, '2101-01-03 21:00');
CREATE FUNCTION test.other() RETURNS integer LANGUAGE sql AS 'SELECT 1';
SELECT fitclub.reschedule_session(:session, '2101-01-03 22:00');
SELECT fitclub.cancel_session(:session);
SELECT test.book(20) > 0 AS booked;
SELECT * FROM test.report();
COMMIT;
SELECT * FROM test.report();
BEGIN;
SELECT test.book(21) > 0 AS booked;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT * FROM test.report();
SELECT test.book(22) > 0 AS booked;
SELECT * FROM test.report();
ROLLBACK;
DROP TRIGGER own_note ON fitclub.billing_item;
CREATE CONSTRAINT TRIGGER own_fail AFTER INSERT ON fitclub.billing_item
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test.fail();
BEGIN;
SELECT test.book(21) > 0 AS booked;
COMMIT;
DROP TRIGGER own_fail ON fitclub.billing_item;
SELECT count(*) FROM fitclub.private_session WHERE start_time = '2101-01-03 21:00' AND cancelled_at IS NULL;
SELECT test.book(21) > 0 AS booked;

-- A trigger that books while the writer is in use, however deep; and one that
-- fails at it and goes on.
CREATE FUNCTION test.follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF new.start_time < '2101-02-05' THEN
		PERFORM fitclub.book_session(new.member_id, new.trainer_id, new.room_id,
			new.start_time + interval '1 day', new.end_time + interval '1 day', new.activity_type, new.price);
	END IF;
	BEGIN
		IF tg_when = 'AFTER' THEN
			PERFORM fitclub.book_session(new.member_id, new.trainer_id, new.room_id,
				new.start_time - interval '1 day', new.end_time - interval '1 day', new.activity_type, new.price);
		END IF;
	EXCEPTION WHEN exclusion_violation THEN
		INSERT INTO test.seen (what) VALUES (format('%s: %s', new.start_time::date, sqlerrm));
	END;
	RETURN new;
END $$;
CREATE TRIGGER own_follow AFTER INSERT ON fitclub.private_session FOR EACH ROW
	WHEN (new.activity_type = 'Daily' AND new.start_time > '2101-02-01') EXECUTE FUNCTION test.follow();
SELECT fitclub.book_session(1, 3, NULL, '2101-02-02 09:00', '2101-02-02 10:00', 'Daily') > 0 AS booked;
SELECT * FROM test.report();
DROP TRIGGER own_follow ON fitclub.private_session;
CREATE TRIGGER own_follow BEFORE INSERT ON fitclub.private_session FOR EACH ROW
	WHEN (new.activity_type = 'Daily' AND new.start_time > '2101-02-01') EXECUTE FUNCTION test.follow();
SELECT fitclub.book_session(1, 3, NULL, '2101-02-02 10:00', '2101-02-02 11:00', 'Daily') > 0 AS booked;
SELECT * FROM test.report();
DROP TRIGGER own_follow ON fitclub.private_session;
SELECT s.start_time, b.amount FROM fitclub.private_session AS s
JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE s.activity_type = 'Daily' ORDER BY s.start_time;
SELECT * FROM fitclub.check_calendar();

-- They run as the owner, whatever role calls.
CREATE ROLE fitclub_writer_test;
GRANT USAGE ON SCHEMA fitclub TO fitclub_writer_test;
GRANT EXECUTE ON FUNCTION fitclub.book_session TO fitclub_writer_test;
CREATE FUNCTION test.note_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO test.seen (what) VALUES (format('owner: %s', current_user = (
		SELECT relowner::regrole::text FROM pg_class WHERE oid = tg_relid)));
	RETURN new;
END $$;
CREATE TRIGGER own_user AFTER INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.note_user();
SET ROLE fitclub_writer_test;
SELECT fitclub.book_session(1, 3, NULL, '2101-03-01 09:00', '2101-03-01 10:00') > 0 AS booked;
RESET ROLE;
SELECT fitclub.book_session(1, 3, NULL, '2101-03-01 10:00', '2101-03-01 11:00') > 0 AS booked;
SELECT * FROM test.report();
DROP TRIGGER own_user ON fitclub.private_session;
DROP OWNED BY fitclub_writer_test;
DROP ROLE fitclub_writer_test;

--
-- Errors, and on with the same transaction
--
SELECT test.open_club();
SELECT test.book(1) AS session \gset
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-02 09:00', '2101-01-02 10:00', 2) AS class \gset
SELECT fitclub.register_for_class(1, :class) AS seat \gset
ALTER TABLE fitclub.private_session ADD CONSTRAINT own_no_golf CHECK (activity_type <> 'Golf');
CREATE TRIGGER own_fail AFTER INSERT ON fitclub.billing_item FOR EACH ROW
	WHEN (new.amount = 13) EXECUTE FUNCTION test.fail();
CREATE TRIGGER own_fail_update BEFORE UPDATE ON fitclub.billing_item FOR EACH ROW
	WHEN (new.description LIKE '%01:00 PM') EXECUTE FUNCTION test.fail();
BEGIN;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(2, ''Golf'')');
SELECT test.book(2) > 0 AS booked;
SAVEPOINT a;
SELECT test.book(3, price => 13);
ROLLBACK TO a;
SELECT test.book(3, price => 14) > 0 AS booked;
\set SHOW_CONTEXT never
SELECT fitclub.reschedule_session(:session, '2101-01-03 13:00');
\unset SHOW_CONTEXT
ROLLBACK TO a;
SELECT fitclub.reschedule_session(:session, '2101-01-03 12:00');
SELECT sqlstate, left_behind FROM test.refusal(format('SELECT fitclub.reschedule_session(%s, ''2101-01-03 13:00'')', :session));
SELECT fitclub.register_for_class(2, :class);
ROLLBACK TO a;
SELECT fitclub.register_for_class(2, :class) > 0 AS registered;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal(format('SELECT fitclub.register_for_class(2, %s)', :class));
SELECT fitclub.cancel_registration(:seat);
RELEASE a;
SELECT test.book(4) > 0 AS booked;
COMMIT;
SELECT test.book(5) > 0 AS booked;
SELECT member, start_time, cancelled FROM test.session;
SELECT member, cancelled FROM test.seat;
-- In one statement, the last of three.
SELECT sqlstate, constraint_name, left_behind FROM test.refusal($$
	SELECT test.book(hour, activity) FROM (VALUES (6, 'Boxing'), (7, 'Rowing'), (8, 'Golf')) AS s (hour, activity) $$);
SELECT count(test.book(hour, activity)) FROM (VALUES (6, 'Boxing'), (7, 'Rowing'), (8, 'Chess')) AS s (hour, activity);
-- As a simple expression of PL/pgSQL, whose memory goes after each.
DO $$
DECLARE
	session bigint;
BEGIN
	FOR hour IN 9 .. 12 LOOP
		BEGIN
			session := test.book(hour + 1, CASE WHEN hour % 2 = 0 THEN 'Golf' ELSE 'Boxing' END);
			session := fitclub.cancel_session(session);
		EXCEPTION WHEN check_violation THEN
			session := test.book(hour + 1, 'Tennis');
		END;
	END LOOP;
END $$;
SELECT start_time, activity, cancelled FROM test.session WHERE start_time >= '2101-01-03 10:00' AND id > :session;
ALTER TABLE fitclub.private_session DROP CONSTRAINT own_no_golf;
DROP TRIGGER own_fail ON fitclub.billing_item;
DROP TRIGGER own_fail_update ON fitclub.billing_item;
SELECT test.book(20, 'Golf', price => 13) > 0 AS booked;
SELECT * FROM fitclub.check_calendar();

-- What a rolled back transaction has changed is no longer there.
BEGIN;
CREATE UNIQUE INDEX own_once ON fitclub.private_session (activity_type) WHERE activity_type = 'Dance';
ALTER TABLE fitclub.billing_item ALTER created_at SET DEFAULT '2001-01-01';
CREATE TRIGGER own_skip BEFORE UPDATE ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.skip();
SELECT test.book(21, 'Dance') > 0 AS booked;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(22, ''Dance'')');
SELECT sqlstate, left_behind FROM test.refusal(format('SELECT fitclub.cancel_session(%s)', :session));
ROLLBACK;
SELECT test.book(21, 'Dance') AS dance \gset
SELECT test.book(22, 'Dance') > 0 AS booked;
SELECT fitclub.cancel_session(:dance);
SELECT created_at > '2001-01-02' AS created FROM fitclub.billing_item ORDER BY billing_id DESC LIMIT 1;

-- A transaction that may only read.
BEGIN READ ONLY;
SELECT c.call, r.sqlstate, r.message, r.left_behind, r.xid_used
FROM (VALUES
	(1, 'book', 'SELECT test.book(23)'),
	(2, 'move', format($$SELECT fitclub.reschedule_session(%s, '2101-01-03 23:00')$$, :session)),
	(3, 'cancel', format('SELECT fitclub.cancel_session(%s)', :session)),
	(4, 'schedule', $$SELECT fitclub.create_class('Spin', 3, 2, '2101-01-02 12:00', '2101-01-02 13:00')$$),
	(5, 'register', format('SELECT fitclub.register_for_class(3, %s)', :class)),
	(6, 'rename class', format($$SELECT fitclub.update_class(%s, 'Spin')$$, :class)),
	(7, 'cancel class', format('SELECT fitclub.cancel_class(%s)', :class))
) AS c (n, call, sql), test.refusal(c.sql) AS r ORDER BY c.n;
COMMIT;
SELECT test.book(23) > 0 AS booked;

-- Cursors and prepared statements, over changes of the tables.
BEGIN;
DECLARE booking CURSOR FOR SELECT test.book(hour) > 0 AS booked FROM generate_series(30, 33) AS hour;
FETCH 2 FROM booking;
CREATE INDEX own_activity ON fitclub.private_session (activity_type, start_time);
SAVEPOINT a;
CREATE TRIGGER own_note BEFORE INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.note();
FETCH 1 FROM booking;
ROLLBACK TO a;
SELECT * FROM test.report();
FETCH 2 FROM booking;
CLOSE booking;
COMMIT;
SELECT * FROM test.found($$activity_type = 'Boxing' AND start_time >= '2101-01-04 06:00'$$);
PREPARE booking AS SELECT test.book($1) > 0 AS booked;
EXECUTE booking (34);
DROP INDEX fitclub.own_activity;
EXECUTE booking (35);
ALTER TABLE fitclub.private_session ADD own integer DEFAULT 42;
EXECUTE booking (36);
SELECT start_time, own FROM fitclub.private_session ORDER BY session_id DESC LIMIT 2;
ALTER TABLE fitclub.private_session DROP own;
EXECUTE booking (37);
DEALLOCATE booking;

--
-- Tables that are emptied, moved and rewritten
--
CLUSTER fitclub.private_session USING private_session_pkey;
SELECT test.book(38) AS session \gset
VACUUM FULL fitclub.private_session;
VACUUM FULL fitclub.billing_item;
SELECT fitclub.reschedule_session(:session, '2101-01-04 15:00');
VACUUM (ANALYZE) fitclub.private_session, fitclub.billing_item;
SELECT fitclub.cancel_session(:session);
BEGIN;
SELECT test.book(38) > 0 AS booked;
SET session_replication_role = replica;
TRUNCATE fitclub.private_session, fitclub.billing_item, fitclub.payment, fitclub.bill_credit, fitclub.dunning RESTART IDENTITY;
RESET session_replication_role;
SELECT test.book(38);
ROLLBACK;
SELECT test.book(38) > :session AS booked;
SET session_replication_role = replica;
TRUNCATE fitclub.private_session, fitclub.billing_item, fitclub.payment, fitclub.bill_credit, fitclub.dunning RESTART IDENTITY;
RESET session_replication_role;
SELECT test.book(38);
SELECT session_id, start_time FROM fitclub.private_session;
SELECT billing_id, private_session_id FROM fitclub.billing_item;
SELECT * FROM fitclub.check_calendar() WHERE table_name <> 'class_registration';
-- All of the extension, within a transaction and without it.
BEGIN;
SELECT count(set_config(name, 'on', true)) < 2 AS allowed FROM pg_settings WHERE name = 'fitclub.allow_drop';
DROP EXTENSION fitclub CASCADE;
CREATE EXTENSION fitclub;
SELECT fitclub.create_member('Ann', 'Member', 'ann@example.org');
SELECT fitclub.create_trainer('Una', 'Day', 'una@example.org');
SELECT fitclub.set_availability(1, day, '00:00', '24:00') > 0 AS set FROM generate_series(0, 6) AS day;
SELECT fitclub.book_session(1, 1, NULL, '2101-01-03 09:00', '2101-01-03 10:00') AS session;
SELECT fitclub.reschedule_session(1, '2101-01-03 10:00') AS session;
SELECT start_time FROM fitclub.private_session;
ROLLBACK;
SELECT test.book(39);
SELECT fitclub.reschedule_session(1, '2101-01-04 16:00');
SELECT session_id, start_time FROM fitclub.private_session ORDER BY session_id;

-- A row in which a BEFORE trigger sets what was to stay null is in all indexes that it belongs in.
CREATE FUNCTION test.withdraw() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.cancelled_at := '2101-01-01'; RETURN new; END $$;
CREATE TRIGGER own_withdraw BEFORE INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.withdraw();
SELECT test.book(50) AS withdrawn \gset
DROP TRIGGER own_withdraw ON fitclub.private_session;
DROP FUNCTION test.withdraw;
SET enable_seqscan = off;
SELECT session_id = :withdrawn AS found FROM fitclub.private_session WHERE trainer_id = 3 AND cancelled_at IS NOT NULL AND start_time > '2101-01-05';
SELECT session_id = :withdrawn AS found FROM fitclub.private_session WHERE member_id = 1 AND cancelled_at IS NOT NULL AND start_time > '2101-01-05';
RESET enable_seqscan;

-- So is one of a table to which the club has added many columns, with indexes of its own.
BEGIN;
DO $$ BEGIN
	FOR n IN 1..64 LOOP
		EXECUTE format('ALTER TABLE fitclub.private_session ADD own%s integer DEFAULT 1', n);
		EXECUTE format('CREATE INDEX own_index%s ON fitclub.private_session (trainer_id) WHERE own%1$s IS NOT NULL', n);
	END LOOP;
END $$;
SELECT count(test.book(hour)) FROM generate_series(52, 54) AS hour;
SELECT * FROM fitclub.index_violation;
ROLLBACK;

DROP FUNCTION test.book, test.report, test.contents, test.found, test.note, test.note_rows, test.note_both, test.louder,
	test.skip, test.fail, test.touch, test.meddle, test.other, test.follow, test.note_user;
DROP TABLE test.seen;
SELECT test.clean_club();
