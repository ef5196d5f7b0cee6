-- The data that all competitors share: people, rooms and hours, slots to book,
-- and copies of fitclub's tables in schemas of their own.

SET client_min_messages = warning;

CREATE EXTENSION fitclub;
CREATE EXTENSION btree_gist;
CREATE SCHEMA bench;

INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Tina', 'Ray' || n, 'trainer' || n || '@example.com'
FROM generate_series(1, 2000) AS n;

INSERT INTO fitclub.room (name, capacity)
SELECT 'Room ' || n, 50
FROM generate_series(1, 2000) AS n;

INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Ana', 'Lee' || n, 'member' || n || '@example.com'
FROM generate_series(1, 100000) AS n;

INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t, d, '00:00', '24:00'
FROM generate_series(1, 2000) AS t, generate_series(0, 6) AS d;

-- When slot 0 begins; what is stored as history lies before.
CREATE FUNCTION bench.epoch() RETURNS timestamptz
LANGUAGE sql STABLE AS $$ SELECT timestamptz '2100-01-04 00:00+00' $$;

-- Slot n: no two slots clash, and any 2,000 in a row from a multiple of 2,000
-- on are one hour of every trainer and room, in no order of theirs.
CREATE FUNCTION bench.slot(n bigint)
RETURNS TABLE (member_id bigint, trainer_id bigint, room_id bigint,
	start_time timestamptz, end_time timestamptz)
LANGUAGE sql STABLE AS $$
	SELECT n * 48271 % 100000 + 1, n * 1237 % 2000 + 1, n * 1723 % 2000 + 1,
		timestamptz '2100-01-04 00:00+00' + n / 2000 * interval '1 hour',
		timestamptz '2100-01-04 00:00+00' + (n / 2000 + 1) * interval '1 hour'
$$;

-- An instant as bills write it.
CREATE FUNCTION bench.label(instant timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$ SELECT to_char(instant AT TIME ZONE 'UTC', 'Mon DD HH12:MI AM') $$;

-- Microseconds that this server process has run. Without Linux's accounts the
-- time of day must do.
CREATE FUNCTION bench.elapsed() RETURNS double precision
LANGUAGE plpgsql AS $$
BEGIN
	RETURN split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::double precision / 1000;
EXCEPTION WHEN OTHERS THEN
	RETURN extract(epoch FROM clock_timestamp()) * 1000000;
END $$;

-- fitclub's tables once more, with their data so far: the same columns, keys,
-- indexes and foreign keys, but no CHECKs and no triggers.
CREATE PROCEDURE bench.copy_tables(target text)
LANGUAGE plpgsql AS $$
DECLARE
	tables text[] := '{club, member, trainer, room, trainer_availability, private_session,
		class_schedule, class_registration, billing_item, payment, bill_credit, notification}';
	name text;
	foreign_key record;
BEGIN
	EXECUTE format('CREATE SCHEMA %I', target);
	FOREACH name IN ARRAY tables LOOP
		EXECUTE format('CREATE TABLE %1$I.%2$I (LIKE fitclub.%2$I
			INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES INCLUDING STORAGE)',
			target, name);
		EXECUTE format('INSERT INTO %1$I.%2$I OVERRIDING SYSTEM VALUE SELECT * FROM fitclub.%2$I',
			target, name);
	END LOOP;
	FOR foreign_key IN
		SELECT conname, conrelid::regclass::text AS relation, pg_get_constraintdef(oid) AS definition
		FROM pg_constraint
		WHERE contype = 'f'
			AND conrelid = ANY (SELECT ('fitclub.' || t)::regclass FROM unnest(tables) AS t)
			AND confrelid = ANY (SELECT ('fitclub.' || t)::regclass FROM unnest(tables) AS t)
	LOOP
		EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s',
			replace(foreign_key.relation, 'fitclub.', quote_ident(target) || '.'),
			foreign_key.conname,
			replace(foreign_key.definition, 'fitclub.', quote_ident(target) || '.'));
	END LOOP;
END $$;

CALL bench.copy_tables('bare');
CALL bench.copy_tables('careful');
CALL bench.copy_tables('exclude');
CALL bench.copy_tables('logged');

-- A log of who did what, as it is usually written.
CREATE TABLE logged.audit_log (
	event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	table_name text NOT NULL,
	action text NOT NULL,
	at timestamptz NOT NULL,
	role_name text NOT NULL,
	old_row jsonb,
	new_row jsonb
);

CREATE FUNCTION logged.audit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO logged.audit_log (table_name, action, at, role_name, old_row, new_row)
	VALUES (TG_TABLE_NAME, TG_OP, clock_timestamp(), current_user, to_jsonb(OLD), to_jsonb(NEW));
	RETURN NULL;
END $$;

CREATE TRIGGER private_session_audit
	AFTER INSERT OR UPDATE OR DELETE ON logged.private_session
	FOR EACH ROW EXECUTE FUNCTION logged.audit();
CREATE TRIGGER billing_item_audit
	AFTER INSERT OR UPDATE OR DELETE ON logged.billing_item
	FOR EACH ROW EXECUTE FUNCTION logged.audit();

CREATE SEQUENCE bench.fitclub_slot MINVALUE 0;
CREATE SEQUENCE bench.bare_slot MINVALUE 0;
CREATE SEQUENCE bench.careful_slot MINVALUE 0;
CREATE SEQUENCE bench.exclude_slot MINVALUE 0;
CREATE SEQUENCE bench.logged_slot MINVALUE 0;
CREATE SEQUENCE bench.fitclub_member;
CREATE SEQUENCE bench.careful_member;

-- Sessions and their bills as if they had come with a restore, in place of all
-- that is there. Slots 0 to how_many - 1 become sessions 1 to how_many.
CREATE PROCEDURE bench.store(target text, how_many bigint)
LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	EXECUTE format('TRUNCATE %1$I.private_session, %1$I.class_schedule, %1$I.class_registration,
		%1$I.billing_item, %1$I.payment, %1$I.bill_credit, %1$I.notification RESTART IDENTITY', target);
	EXECUTE format('INSERT INTO %1$I.private_session
			(member_id, trainer_id, room_id, start_time, end_time)
		SELECT s.* FROM generate_series(0, $1 - 1) AS n, bench.slot(n) AS s', target)
		USING how_many;
	EXECUTE format('INSERT INTO %1$I.billing_item
			(member_id, private_session_id, trainer_id, amount, description)
		SELECT s.member_id, s.session_id, s.trainer_id, s.price,
			''Private session with '' || t.first_name || '' '' || t.last_name || '' on ''
				|| bench.label(s.start_time)
		FROM %1$I.private_session AS s JOIN %1$I.trainer AS t USING (trainer_id)
		ORDER BY s.session_id', target);
	IF target = 'exclude' THEN
		TRUNCATE exclude.reservation;
		INSERT INTO exclude.reservation (kind, resource_id, during, session_id)
		SELECT r.kind, r.resource_id, tstzrange(s.start_time, s.end_time), s.session_id
		FROM exclude.private_session AS s,
			LATERAL (VALUES (1, s.room_id), (2, s.trainer_id), (3, s.member_id))
				AS r (kind, resource_id);
	END IF;
	PERFORM setval(format('bench.%I', target || '_slot'), how_many, false);
END $$;

-- Classes 1 to how_many, empty, at one hour that no slot reaches; and after
-- them 500 of the day before with 20 members each.
CREATE PROCEDURE bench.store_classes(target text, how_many integer, capacity integer)
LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	EXECUTE format('INSERT INTO %I.class_schedule
			(name, trainer_id, room_id, start_time, end_time, capacity)
		SELECT ''Morning Yoga'', n, n, bench.epoch() - interval ''2 hours'',
			bench.epoch() - interval ''1 hour'', $2
		FROM generate_series(1, $1) AS n
		UNION ALL
		SELECT ''Morning Yoga'', n, n, bench.epoch() - interval ''26 hours'',
			bench.epoch() - interval ''25 hours'', 20
		FROM generate_series(1, 500) AS n', target)
		USING how_many, capacity;
	EXECUTE format('WITH registered AS (
			INSERT INTO %1$I.class_registration
				(member_id, class_id, start_time, end_time, price)
			SELECT (c.class_id - $1 - 1) * 20 + n, c.class_id, c.start_time, c.end_time, c.price
			FROM %1$I.class_schedule AS c, generate_series(1, 20) AS n
			WHERE c.class_id > $1
			RETURNING member_id, class_id, price
		)
		INSERT INTO %1$I.billing_item (member_id, class_id, trainer_id, amount, description)
		SELECT r.member_id, r.class_id, c.trainer_id, r.price,
			''Class Morning Yoga on Jan 02 10:00 PM''
		FROM registered AS r JOIN %1$I.class_schedule AS c USING (class_id)', target)
		USING how_many;
END $$;

-- Payments of three in five stored bills, the credits of one in ten, which is
-- cancelled, and 100 on account of each member; of ten bills of a member, these
-- are others than of the next member.
CREATE PROCEDURE bench.store_payments()
LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type)
	SELECT member_id, billing_id, amount, 'card'
	FROM fitclub.billing_item
	WHERE (billing_id / 100000 + member_id) % 10 < 6
	UNION ALL
	SELECT member_id, NULL, 100, 'card'
	FROM fitclub.member;
	INSERT INTO fitclub.bill_credit (billing_id, amount, reason)
	SELECT billing_id, amount, 'cancelled'
	FROM fitclub.billing_item
	WHERE (billing_id / 100000 + member_id) % 10 = 6;
	UPDATE fitclub.billing_item
	SET status = CASE WHEN (billing_id / 100000 + member_id) % 10 < 6 THEN 'paid' ELSE 'cancelled' END,
		paid_at = CASE WHEN (billing_id / 100000 + member_id) % 10 < 6 THEN now() END
	WHERE (billing_id / 100000 + member_id) % 10 <= 6;
END $$;

-- A call of a reader, and what it returns as a query of its own: both with its
-- arguments as parameters.
CREATE FUNCTION bench.call(reader text) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT format('SELECT %s fitclub.%I(%s)', CASE WHEN p.proretset THEN '* FROM' END, p.proname, (
		SELECT string_agg('$' || n, ', ') FROM generate_series(1, p.pronargs) AS n))
	FROM pg_proc AS p
	WHERE p.pronamespace = 'fitclub'::regnamespace AND p.proname = reader
$$;

CREATE FUNCTION bench.query(reader text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
	called pg_proc;
	body text;
BEGIN
	SELECT p.* INTO STRICT called
	FROM pg_proc AS p
	WHERE p.pronamespace = 'fitclub'::regnamespace AND p.proname = reader;
	body := coalesce(
		substring(called.prosrc FROM 'RETURN QUERY(.*);\s*END\s*$'),
		substring(called.prosrc FROM 'RETURN \((.*)\);\s*END\s*$'));
	FOR n IN 1 .. called.pronargs LOOP
		body := regexp_replace(body, format('\m%s\.%s\M', reader, called.proargnames[n]), '$' || n, 'g');
	END LOOP;
	RETURN body;
END $$;
