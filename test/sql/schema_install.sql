--
-- The extension, and what the tests share.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;

CREATE EXTENSION fitclub;

SELECT extversion FROM pg_extension WHERE extname = 'fitclub';

-- A new club has its settings and nothing else.
SELECT club_id, name, time_zone, currency, default_session_price, default_class_price, allow_class_over_room,
	cancellation_notice, late_cancellation_fee_percent, is_demo, calendar_uid IS NOT NULL AS has_calendar_uid
FROM fitclub.club \gx

CREATE SCHEMA test;

-- All that the club's tables hold, as one hash; the audit log aside.
CREATE FUNCTION test.state() RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	table_oid regclass;
	contents text;
	states text := '';
BEGIN
	FOR table_oid IN
		SELECT c.oid FROM pg_class AS c
		WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r' AND c.relname <> 'audit_log'
		ORDER BY c.relname
	LOOP
		EXECUTE format('SELECT string_agg(r::text, E''\n'' ORDER BY r::text) FROM %s AS r', table_oid)
			INTO contents;
		states := states || md5(coalesce(contents, ''));
	END LOOP;
	RETURN md5(states);
END $$;

-- How many rows the club's tables hold, those that hold any; the audit log aside.
CREATE FUNCTION test.row_counts() RETURNS TABLE (table_name text, row_count bigint)
LANGUAGE plpgsql AS $$
BEGIN
	FOR table_name IN
		SELECT c.relname FROM pg_class AS c
		WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r' AND c.relname <> 'audit_log'
		ORDER BY c.relname
	LOOP
		EXECUTE format('SELECT count(*) FROM fitclub.%I', table_name) INTO row_count;
		IF row_count > 0 THEN
			RETURN NEXT;
		END IF;
	END LOOP;
END $$;

-- What a refused command says, and what of it is left behind: data, locks or
-- nothing; the lock by which a direct writer announces itself is meant to last.
-- xid_used tells whether it (or the transaction before it) has written.
CREATE FUNCTION test.refusal(
	sql text,
	OUT sqlstate text,
	OUT constraint_name text,
	OUT table_name text,
	OUT column_name text,
	OUT message text,
	OUT detail text,
	OUT hint text,
	OUT left_behind text,
	OUT xid_used boolean)
LANGUAGE plpgsql AS $$
DECLARE
	code text; -- in the handler, sqlstate is PL/pgSQL's own
	state_before text := test.state();
	locks_before bigint := (SELECT count(*) FROM pg_locks
		WHERE locktype = 'advisory' AND mode <> 'RowExclusiveLock' AND pid = pg_backend_pid());
BEGIN
	BEGIN
		EXECUTE sql;
		message := 'no error';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS
			code = RETURNED_SQLSTATE,
			constraint_name = CONSTRAINT_NAME,
			table_name = TABLE_NAME,
			column_name = COLUMN_NAME,
			message = MESSAGE_TEXT,
			detail = PG_EXCEPTION_DETAIL,
			hint = PG_EXCEPTION_HINT;
	END;
	-- what RESTRICT refuses has a SQLSTATE and words of its own since 18
	sqlstate := CASE code WHEN '23001' THEN '23503' ELSE code END;
	message := replace(message, 'violates RESTRICT setting of', 'violates');
	left_behind := concat_ws(', ',
		CASE WHEN test.state() <> state_before THEN 'data' END,
		CASE WHEN (SELECT count(*) FROM pg_locks
			WHERE locktype = 'advisory' AND mode <> 'RowExclusiveLock'
				AND pid = pg_backend_pid()) <> locks_before
			THEN 'locks' END);
	IF left_behind = '' THEN
		left_behind := 'nothing';
	END IF;
	xid_used := pg_current_xact_id_if_assigned() IS NOT NULL;
END $$;

-- What the tests before have done to the log, or past it, is none of this one's.
CREATE FUNCTION test.empty_log() RETURNS void
LANGUAGE sql SET session_replication_role = replica AS 'TRUNCATE fitclub.audit_log';

-- An empty club with the settings of a new one.
CREATE FUNCTION test.clean_club() RETURNS void
LANGUAGE sql AS $$
	SELECT test.empty_log();
	SELECT fitclub.clear_data(even_if_real => true);
	SELECT fitclub.update_club(
		name => 'Fitness Club', time_zone => 'UTC', currency => 'USD',
		default_session_price => 85, default_class_price => 50,
		allow_class_over_room => false, cancellation_notice => '24 hours',
		late_cancellation_fee_percent => 0);
$$;

-- The club of the booking tests. Ids are 1, 2, ... in the order given here.
-- Tina and Tom work from Monday to Friday, 9 to 17; Una around the clock.
CREATE FUNCTION test.open_club() RETURNS void
LANGUAGE sql AS $$
	SELECT test.clean_club();
	SELECT fitclub.create_member(name, 'Member', lower(name) || '@example.org')
		FROM unnest(ARRAY['Ann', 'Bob', 'Cyd', 'Dan']) AS name;
	SELECT fitclub.create_trainer('Tina', 'Ray', 'tina@example.org');
	SELECT fitclub.create_trainer('Tom', 'Fox', 'tom@example.org');
	SELECT fitclub.create_trainer('Una', 'Day', 'una@example.org');
	SELECT fitclub.create_room('Studio', 10);
	SELECT fitclub.create_room('Hall', 20);
	SELECT fitclub.create_room('Loft', 2);
	SELECT fitclub.set_availability(trainer, day, '09:00', '17:00')
		FROM generate_series(1, 2) AS trainer, generate_series(0, 4) AS day;
	SELECT fitclub.set_availability(3, day, '00:00', '24:00')
		FROM generate_series(0, 6) AS day;
$$;

CREATE VIEW test.session AS
SELECT s.session_id AS id, m.first_name AS member, t.first_name AS trainer,
	coalesce(r.name, 'online') AS room, s.start_time, s.end_time, s.activity_type AS activity,
	s.price, s.is_conflict AS conflict, s.cancelled_at IS NOT NULL AS cancelled
FROM fitclub.private_session AS s
JOIN fitclub.member AS m USING (member_id)
JOIN fitclub.trainer AS t USING (trainer_id)
LEFT JOIN fitclub.room AS r USING (room_id)
ORDER BY s.session_id;

CREATE VIEW test.class AS
SELECT c.class_id AS id, c.name, t.first_name AS trainer, r.name AS room,
	c.start_time, c.end_time, c.capacity, c.price, c.cancelled_at IS NOT NULL AS cancelled
FROM fitclub.class_schedule AS c
JOIN fitclub.trainer AS t USING (trainer_id)
JOIN fitclub.room AS r USING (room_id)
ORDER BY c.class_id;

CREATE VIEW test.seat AS
SELECT g.registration_id AS id, m.first_name AS member, c.name AS class,
	g.start_time, g.end_time, g.attended, g.cancelled_at IS NOT NULL AS cancelled
FROM fitclub.class_registration AS g
JOIN fitclub.member AS m USING (member_id)
JOIN fitclub.class_schedule AS c USING (class_id)
ORDER BY g.registration_id;

CREATE VIEW test.bill AS
SELECT b.billing_id AS id, m.first_name AS member,
	coalesce('session ' || b.private_session_id, 'class ' || b.class_id) AS booking,
	t.first_name AS trainer, b.amount, b.status, b.paid_at IS NOT NULL AS has_paid_at,
	b.description
FROM fitclub.billing_item AS b
JOIN fitclub.member AS m USING (member_id)
LEFT JOIN fitclub.trainer AS t USING (trainer_id)
ORDER BY b.billing_id;

CREATE VIEW test.told AS
SELECT coalesce(m.first_name, t.first_name) AS who, n.message
FROM fitclub.notification AS n
LEFT JOIN fitclub.member AS m USING (member_id)
LEFT JOIN fitclub.trainer AS t USING (trainer_id)
ORDER BY n.notification_id;

-- These functions themselves: an error, none, data and a lock left behind.
SELECT * FROM test.refusal('SELECT 1 / 0') \gx
SELECT * FROM test.refusal('SELECT 1') \gx
SELECT message, left_behind, xid_used FROM test.refusal('SELECT fitclub.create_room(''Attic'', 5)');
SELECT message, left_behind, xid_used FROM test.refusal('SELECT pg_advisory_lock(1)');
SELECT pg_advisory_unlock(1);
SELECT * FROM test.row_counts();
SELECT test.open_club();
SELECT * FROM test.row_counts();
SELECT test.clean_club();
SELECT * FROM test.row_counts();
