-- What stands in the end, by plain SQL.

CREATE FUNCTION test.truth() RETURNS TABLE (what text, at text, stands text)
LANGUAGE sql STABLE AS $$
	SELECT 'session', to_char(s.start_time AT TIME ZONE 'UTC', 'HH24:MI'),
		format('%s with %s, %s', m.first_name, t.first_name, coalesce(r.name, 'online'))
	FROM fitclub.private_session AS s
	JOIN fitclub.member AS m USING (member_id)
	JOIN fitclub.trainer AS t USING (trainer_id)
	LEFT JOIN fitclub.room AS r USING (room_id)
	WHERE s.cancelled_at IS NULL
	UNION ALL
	SELECT 'class', to_char(c.start_time AT TIME ZONE 'UTC', 'HH24:MI'),
		format('%s for %s with %s, %s', c.name, c.capacity, t.first_name, r.name)
	FROM fitclub.class_schedule AS c
	JOIN fitclub.trainer AS t USING (trainer_id)
	JOIN fitclub.room AS r USING (room_id)
	WHERE c.cancelled_at IS NULL
	UNION ALL
	SELECT 'seat', to_char(g.start_time AT TIME ZONE 'UTC', 'HH24:MI'),
		format('%s in %s', m.first_name, c.name)
	FROM fitclub.class_registration AS g
	JOIN fitclub.member AS m USING (member_id)
	JOIN fitclub.class_schedule AS c USING (class_id)
	WHERE g.cancelled_at IS NULL
	UNION ALL
	SELECT 'bills', NULL, format('%s %s, of %s', count(*), status, sum(amount))
	FROM fitclub.billing_item GROUP BY status
	UNION ALL
	SELECT 'payments', NULL, format('%s, of %s', count(*), sum(amount))
	FROM fitclub.payment HAVING count(*) > 0
	ORDER BY 1, 2, 3;
$$;

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
