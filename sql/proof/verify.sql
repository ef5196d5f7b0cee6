-- The proof: every declared rule as if nothing had ever enforced it, and what
-- the functions promise beyond that. Plain SQL that shares no code with the
-- engine and trusts no constraint to be there; no function of fitclub is called
-- up to check_calendar(). A constraint that is broken goes by its own name, as
-- it does in an error.

CREATE OR REPLACE VIEW fitclub.calendar_violation AS
SELECT d.rule, d.table_name, d.row_id, d.other_table, d.other_row_id,
	format('%s %s is booked from %s to %s and from %s to %s',
		split_part(d.rule, '_', 1), d.resource_id,
		d.other_start_time, d.other_end_time, d.start_time, d.end_time) AS detail
FROM fitclub.double_booking AS d
UNION ALL
SELECT 'class_capacity', 'class_schedule', c.class_id, NULL, NULL,
	format('%s are registered for %s seats', g.registered, c.capacity)
FROM fitclub.class_schedule AS c
JOIN (
	SELECT n.class_id, count(*) AS registered
	FROM fitclub.class_registration AS n
	WHERE n.cancelled_at IS NULL
	GROUP BY n.class_id
) AS g ON g.class_id = c.class_id
WHERE c.cancelled_at IS NULL AND g.registered > c.capacity
UNION ALL
SELECT 'class_room_capacity', 'class_schedule', c.class_id, 'room', r.room_id,
	format('the class has %s seats, the room %s places', c.capacity, r.capacity)
FROM fitclub.class_schedule AS c
JOIN fitclub.room AS r ON r.room_id = c.room_id
WHERE c.cancelled_at IS NULL AND NOT c.may_exceed_room AND c.capacity > r.capacity
UNION ALL
SELECT 'class_cancelled', 'class_registration', g.registration_id, 'class_schedule', c.class_id,
	format('member %s holds a seat in a class cancelled at %s', g.member_id, c.cancelled_at)
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE g.cancelled_at IS NULL AND c.cancelled_at IS NOT NULL
UNION ALL
SELECT 'class_registration_once', 'class_registration', g.registration_id,
	'class_registration', g.other_id,
	format('member %s is registered for class %s more than once', g.member_id, g.class_id)
FROM (
	SELECT n.registration_id, n.member_id, n.class_id,
		lag(n.registration_id) OVER (
			PARTITION BY n.class_id, n.member_id ORDER BY n.registration_id) AS other_id
	FROM fitclub.class_registration AS n
	WHERE n.cancelled_at IS NULL
) AS g
WHERE g.other_id IS NOT NULL
UNION ALL
SELECT 'class_registration_period', 'class_registration', g.registration_id,
	'class_schedule', c.class_id,
	format('the registration says %s to %s, the class %s to %s',
		g.start_time, g.end_time, c.start_time, c.end_time)
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE (g.start_time, g.end_time) <> (c.start_time, c.end_time)
UNION ALL
-- On the night the clocks go back a booking may end, by the clock on the
-- wall, at or before its start: the least and the greatest cover it then.
SELECT 'trainer_availability', b.table_name, b.row_id, NULL, NULL,
	format('trainer %s does not work all of %s to %s (%s)', b.resource_id, b.starts, b.ends, b.time_zone)
FROM (
	SELECT o.table_name, o.row_id, o.resource_id, club.time_zone, wall.starts, wall.ends
	FROM fitclub.club AS club
	JOIN fitclub.busy_time AS o
		ON o.rule = 'trainer_double_booked' AND o.end_time > now()
		-- No clock can show the last instants that a timestamp can hold.
		AND o.end_time < timestamptz '294276-12-29 00:00+00'
	CROSS JOIN LATERAL (
		SELECT o.start_time AT TIME ZONE club.time_zone AS starts,
			o.end_time AT TIME ZONE club.time_zone AS ends
	) AS wall
	-- Most are within one window, which can be asked of all at once: first.
	WHERE NOT EXISTS (
		SELECT FROM fitclub.trainer_availability AS w
		WHERE w.trainer_id = o.resource_id
			AND w.day_of_week = extract(isodow FROM wall.starts)::integer - 1
			AND (w.is_recurring OR w.available_on = wall.starts::date)
			AND wall.starts::date + w.start_time <= wall.starts
			AND wall.starts::date + w.end_time >= wall.ends
			AND wall.ends - wall.starts = o.end_time - o.start_time)
	OFFSET 0
) AS b
WHERE NOT coalesce((
	SELECT range_agg(tsrange(day.midnight::date + w.start_time, day.midnight::date + w.end_time))
		@> tsrange(least(b.starts, b.ends), greatest(b.starts, b.ends),
			CASE WHEN b.starts = b.ends THEN '[]' ELSE '[)' END)
	FROM generate_series(
		date_trunc('day', least(b.starts, b.ends)),
		greatest(b.starts, b.ends), interval '1 day') AS day (midnight)
	JOIN fitclub.trainer_availability AS w
		ON w.trainer_id = b.resource_id
		AND w.day_of_week = extract(isodow FROM day.midnight)::integer - 1
		AND (w.is_recurring OR w.available_on = day.midnight::date)
), false)
UNION ALL
-- -infinity stands for no date: that of a window is finite.
SELECT 'trainer_availability_overlap', 'trainer_availability', w.availability_id,
	'trainer_availability', o.availability_id,
	format('trainer %s has windows %s to %s and %s to %s on %s', w.trainer_id,
		o.start_time, o.end_time, w.start_time, w.end_time,
		coalesce(w.available_on::text, 'day ' || w.day_of_week))
FROM fitclub.trainer_availability AS w
JOIN fitclub.trainer_availability AS o
	ON o.trainer_id = w.trainer_id
	AND o.day_of_week = w.day_of_week
	AND coalesce(o.available_on, '-infinity') = coalesce(w.available_on, '-infinity')
	AND o.availability_id < w.availability_id
	AND o.start_time < w.end_time
	AND w.start_time < o.end_time
UNION ALL
SELECT 'session_without_bill', 'private_session', s.session_id, NULL, NULL,
	format('a session at %s has no bill', s.price)
FROM fitclub.private_session AS s
WHERE s.cancelled_at IS NULL AND s.price > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b WHERE b.private_session_id = s.session_id)
UNION ALL
SELECT 'registration_without_bill', 'class_registration', g.registration_id,
	NULL, NULL,
	format('a seat at %s has no bill', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE g.cancelled_at IS NULL AND coalesce(g.price, c.price) > 0
	AND NOT EXISTS (
		SELECT FROM fitclub.billing_item AS b
		WHERE b.class_id = g.class_id AND b.member_id = g.member_id)
UNION ALL
SELECT 'bill_amount', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('member %s is billed %s, the session is member %s''s at %s',
		b.member_id, b.amount, s.member_id, s.price)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	AND (b.amount <> s.price OR b.member_id <> s.member_id)
UNION ALL
SELECT 'bill_amount', 'billing_item', b.billing_id, 'class_registration', g.registration_id,
	format('member %s is billed %s for a seat at %s', b.member_id, b.amount, g.price)
FROM fitclub.billing_item AS b
JOIN fitclub.class_registration AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE g.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	-- Without a price of its own a seat was not taken by a function.
	AND b.amount <> g.price
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'private_session', s.session_id,
	format('the bill is %s, the session was cancelled at %s', b.status, s.cancelled_at)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NOT NULL AND b.status IN ('pending', 'partially_paid')
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'class_registration', g.registration_id,
	format('the bill is %s, member %s no longer has a seat in class %s',
		b.status, b.member_id, b.class_id)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.class_id, n.member_id, max(n.registration_id) AS registration_id
	FROM fitclub.class_registration AS n
	GROUP BY n.class_id, n.member_id
	HAVING count(*) FILTER (WHERE n.cancelled_at IS NULL) = 0
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE b.status IN ('pending', 'partially_paid')
UNION ALL
SELECT CASE WHEN money.net > b.amount THEN 'bill_overpaid' ELSE 'bill_status' END,
	'billing_item', b.billing_id, NULL, NULL,
	format('the bill of %s is %s, %s was paid and %s given back',
		b.amount, b.status, money.received, money.received - money.net)
FROM fitclub.billing_item AS b
LEFT JOIN (
	SELECT n.billing_id, sum(n.amount) AS net, sum(n.amount) FILTER (WHERE n.amount > 0) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
CROSS JOIN LATERAL (
	SELECT coalesce(p.net, 0.00) AS net, coalesce(p.received, 0.00) AS received
) AS money
WHERE money.net > b.amount
	OR NOT CASE b.status
		WHEN 'partially_paid' THEN money.net > 0 AND money.net < b.amount
		WHEN 'paid' THEN money.net > 0 AND money.received >= b.amount
		WHEN 'refunded' THEN money.net = 0 AND money.received > 0
		ELSE money.net = 0
	END
UNION ALL
SELECT 'refund_over_payment', 'payment', p.payment_id, NULL, NULL,
	format('%s was paid and %s given back', p.amount, r.refunded)
FROM (
	SELECT n.refund_of, -sum(n.amount) AS refunded
	FROM fitclub.payment AS n
	WHERE n.refund_of IS NOT NULL
	GROUP BY n.refund_of
) AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.refunded > p.amount
UNION ALL
SELECT 'refund_of_other_bill', 'payment', r.payment_id, 'payment', p.payment_id,
	format('a payment on bill %s is refunded on bill %s', p.billing_id, r.billing_id)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.billing_id <> p.billing_id;

COMMENT ON VIEW fitclub.calendar_violation IS
	'Every broken rule in the stored data: rule, the row that breaks it and, where there are two, the other';
COMMENT ON COLUMN fitclub.calendar_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.calendar_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.calendar_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.calendar_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.detail IS 'What is wrong, in words';

CREATE OR REPLACE FUNCTION fitclub_internal.mark_conflicts()
RETURNS void
AS 'MODULE_PATHNAME', 'fitclub_mark_conflicts'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET check_function_bodies = off -- so that old values of other columns are accepted
SET enable_seqscan = on -- as in check_calendar(), which calls it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off;

COMMENT ON FUNCTION fitclub_internal.mark_conflicts IS
	'Makes private_session.is_conflict say which sessions clash; does nothing in a read-only transaction';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.check_calendar()
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	other_table text,
	other_row_id bigint,
	detail text)
LANGUAGE sql VOLATILE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many branches takes longer than running them
SET enable_seqscan = on -- and no index: one that has lost a row hides it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off
AS $$
	SELECT fitclub_internal.mark_conflicts();

	SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
	FROM fitclub.calendar_violation AS v
	ORDER BY v.rule, v.row_id, v.other_row_id
$$;

COMMENT ON FUNCTION fitclub.check_calendar IS
	'Lists every broken rule in the stored data and marks the sessions that clash; no rows is the proof that there is none';

-- fault is what keeps something from protecting although it is as it was made.
-- Settings have a say in how the server writes definitions.
CREATE OR REPLACE FUNCTION fitclub_internal.present_protection()
RETURNS TABLE (
	kind text,
	table_name text,
	object_name text,
	definition text,
	fault text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET DateStyle = 'ISO'
SET IntervalStyle = 'postgres'
SET TimeZone = 'UTC'
SET quote_all_identifiers = off
SET enable_indexscan = on -- verify() goes without, but for the club's own tables
SET enable_indexonlyscan = on
SET enable_bitmapscan = on
AS $$
	WITH member AS (
		SELECT d.classid, d.objid
		FROM pg_depend AS d
		JOIN pg_extension AS e ON e.oid = d.refobjid
		WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'fitclub'
	),
	own_table AS (
		SELECT c.oid, c.relname, c.relpersistence, c.relrowsecurity
		FROM member AS m
		JOIN pg_class AS c ON c.oid = m.objid
		WHERE m.classid = 'pg_class'::regclass AND c.relkind = 'r' AND c.relnamespace = 'fitclub'::regnamespace
	)
	SELECT 'table' AS kind, t.relname::text AS table_name, t.relname::text AS object_name,
		CASE t.relpersistence WHEN 'p' THEN 'permanent' ELSE 'unlogged' END AS definition,
		CASE
			WHEN EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = t.oid)
			THEN 'has tables that inherit from it, whose rows no rule looks at'
			WHEN NOT t.relrowsecurity
				AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = t.oid)
				AND EXISTS (
					SELECT FROM pg_type AS y
					CROSS JOIN LATERAL aclexplode(y.typacl) AS g
					WHERE y.typnamespace = 'fitclub'::regnamespace AND y.typname LIKE 'persona\_%'
						AND g.grantee <> y.typowner)
			THEN 'has row security off'
		END AS fault
	FROM own_table AS t
	UNION ALL
	SELECT 'column', t.relname, a.attname,
		concat_ws(' ', format_type(a.atttypid, a.atttypmod),
			CASE WHEN a.attcollation <> y.typcollation THEN 'COLLATE ' || a.attcollation::regcollation END,
			CASE a.attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END,
			CASE WHEN a.attgenerated <> '' THEN 'GENERATED' END),
		NULL
	FROM own_table AS t
	JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN pg_type AS y ON y.oid = a.atttypid
	UNION ALL
	SELECT 'not null', t.relname, a.attname, 'NOT NULL',
		CASE WHEN EXISTS (
			SELECT FROM pg_constraint AS c
			WHERE c.conrelid = t.oid AND c.contype = 'n' AND c.conkey = ARRAY[a.attnum]
				AND NOT c.convalidated)
		THEN 'is not validated' END
	FROM own_table AS t
	JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
	UNION ALL
	-- A foreign key is as good as its triggers, and what is unique as its index.
	SELECT 'constraint', t.relname, c.conname, pg_get_constraintdef(c.oid),
		CASE
			WHEN NOT c.convalidated THEN 'is not validated'
			WHEN i.indexrelid IS NOT NULL AND NOT (i.indisvalid AND i.indisready AND i.indislive)
			THEN 'has an index that is not valid'
			WHEN EXISTS (
				SELECT FROM pg_trigger AS g
				WHERE g.tgconstraint = c.oid AND g.tgenabled IN ('D', 'R'))
			THEN 'is disabled'
		END
	FROM own_table AS t
	JOIN pg_constraint AS c ON c.conrelid = t.oid AND c.contype IN ('c', 'f', 'p', 'u', 'x')
	LEFT JOIN pg_index AS i ON i.indexrelid = c.conindid AND c.contype IN ('p', 'u', 'x')
	UNION ALL
	-- Parameters of storage and columns beside the key change nothing.
	SELECT 'index', t.relname, c.relname,
		regexp_replace(regexp_replace(pg_get_indexdef(i.indexrelid), ' INCLUDE \(.*?\)', ''), ' WITH \(.*?\)', ''),
		CASE WHEN NOT (i.indisvalid AND i.indisready AND i.indislive) THEN 'is not valid' END
	FROM own_table AS t
	JOIN pg_index AS i ON i.indrelid = t.oid
	JOIN pg_class AS c ON c.oid = i.indexrelid
	WHERE NOT EXISTS (
		SELECT FROM pg_constraint AS k
		WHERE k.conindid = i.indexrelid AND k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x'))
	UNION ALL
	SELECT 'trigger', t.relname, g.tgname,
		pg_get_triggerdef(g.oid) || CASE g.tgenabled WHEN 'A' THEN ' ALWAYS' ELSE '' END,
		CASE WHEN g.tgenabled IN ('D', 'R') THEN 'is disabled' END
	FROM own_table AS t
	JOIN pg_trigger AS g ON g.tgrelid = t.oid AND NOT g.tgisinternal
	JOIN member AS m ON m.classid = 'pg_proc'::regclass AND m.objid = g.tgfoid
	UNION ALL
	SELECT 'policy', t.relname, p.polname,
		concat_ws(' ', CASE WHEN NOT p.polpermissive THEN 'RESTRICTIVE' END, p.polcmd::text,
			(SELECT string_agg(r.role::regrole::text, ', ' ORDER BY r.role) FROM unnest(p.polroles) AS r (role)),
			'USING ' || pg_get_expr(p.polqual, p.polrelid), 'CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid)),
		NULL
	FROM own_table AS t
	JOIN pg_policy AS p ON p.polrelid = t.oid
	UNION ALL
	SELECT 'event trigger', '', v.evtname,
		concat_ws(' ', v.evtevent, v.evttags::text, v.evtfoid::regproc, CASE v.evtenabled WHEN 'A' THEN 'ALWAYS' END),
		CASE WHEN v.evtenabled IN ('D', 'R') THEN 'is disabled' END
	FROM member AS m
	JOIN pg_event_trigger AS v ON v.oid = m.objid AND m.classid = 'pg_event_trigger'::regclass
	UNION ALL
	SELECT 'function', '', p.oid::regprocedure::text,
		md5(concat_ws(' ', l.lanname, p.prosrc, p.prosecdef, p.proisstrict, p.provolatile,
			p.prorettype::regtype, p.proconfig::text)),
		NULL
	FROM member AS m
	JOIN pg_proc AS p ON p.oid = m.objid AND m.classid = 'pg_proc'::regclass
	JOIN pg_language AS l ON l.oid = p.prolang
$$;

COMMENT ON FUNCTION fitclub_internal.present_protection IS
	'What protects the club''s data now, and what keeps it from doing so';

CREATE OR REPLACE FUNCTION fitclub_internal.record_protection()
RETURNS void
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_owner();

	DELETE FROM fitclub_internal.protection AS p WHERE p.kind <> 'audit log';

	INSERT INTO fitclub_internal.protection (kind, table_name, object_name, definition)
	SELECT p.kind, p.table_name, p.object_name, p.definition
	FROM fitclub_internal.present_protection() AS p
$$;

COMMENT ON FUNCTION fitclub_internal.record_protection IS
	'Has verify() take what protects the data now for what it has to be';

CREATE OR REPLACE VIEW fitclub.protection_violation AS
SELECT 'protection' AS rule, nullif(p.table_name, '') AS table_name,
	format('%s %s %s', p.kind, p.object_name, CASE
		WHEN n.kind IS NULL THEN 'is gone'
		WHEN n.fault IS NOT NULL THEN n.fault
		WHEN p.kind = 'function' THEN 'is not the one that fitclub has made'
		ELSE format('is %s, and was %s', n.definition, p.definition)
	END) AS detail
FROM fitclub_internal.protection AS p
LEFT JOIN fitclub_internal.present_protection() AS n
	ON n.kind = p.kind AND n.table_name = p.table_name AND n.object_name = p.object_name
WHERE p.kind <> 'audit log'
	AND (n.kind IS NULL OR n.fault IS NOT NULL OR n.definition <> p.definition)
UNION ALL
SELECT 'own_column', n.table_name,
	format('column %s is not one of fitclub''s: a dump of the table cannot be restored', n.object_name)
FROM fitclub_internal.present_protection() AS n
WHERE n.kind = 'column'
	AND NOT EXISTS (
		SELECT FROM fitclub_internal.protection AS p
		WHERE p.kind = n.kind AND p.table_name = n.table_name AND p.object_name = n.object_name);

COMMENT ON VIEW fitclub.protection_violation IS
	'What protects the club''s data and is gone, disabled or changed, and columns that the tables do not have in a new club';
COMMENT ON COLUMN fitclub.protection_violation.rule IS 'protection or own_column';
COMMENT ON COLUMN fitclub.protection_violation.table_name IS 'The table concerned, null where it is none';
COMMENT ON COLUMN fitclub.protection_violation.detail IS 'What is wrong';

-- AT TIME ZONE takes some names for abbreviations, which are fixed offsets;
-- the setting does not. It is the caller's again when the function returns.
CREATE OR REPLACE FUNCTION fitclub_internal.clock_in(
	time_zone text,
	instant timestamptz)
RETURNS timestamp
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
AS $$
	SELECT set_config('TimeZone', clock_in.time_zone, true);

	SELECT clock_in.instant::timestamp
$$;

COMMENT ON FUNCTION fitclub_internal.clock_in IS
	'What clocks show in a time zone that is named as in the setting TimeZone; used by verify()';

CREATE OR REPLACE VIEW fitclub.value_violation AS
SELECT broken.rule, 'club' AS table_name, c.club_id::bigint AS row_id, broken.detail
FROM fitclub.club AS c
CROSS JOIN LATERAL (
	SELECT 'club_one_row' AS rule, format('club_id is %s', c.club_id) AS detail
	WHERE NOT c.club_id = 1
	UNION ALL
	SELECT 'club_name_check', format('name is %L', left(c.name, 100))
	WHERE NOT (c.name ~ '[^ \t\n\v\f\r]' AND char_length(c.name) <= 200
		AND c.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'club_time_zone_check', format('time_zone is %L', c.time_zone)
	WHERE NOT CASE
		WHEN c.time_zone = 'UTC' -- which need not be looked for in every zone's file
			OR EXISTS (
				SELECT FROM pg_timezone_names AS n WHERE lower(n.name) = lower(c.time_zone)
					AND lower(n.name) NOT IN ('localtime', 'posixrules', 'factory'))
		THEN (
			SELECT bool_and(i.instant AT TIME ZONE c.time_zone
				= fitclub_internal.clock_in(c.time_zone, i.instant))
			FROM (VALUES (timestamptz '2000-01-01 00:00+00'), ('2000-07-01 00:00+00')) AS i (instant))
		ELSE false
	END
	UNION ALL
	SELECT 'club_currency_check', format('currency is %L', c.currency)
	WHERE NOT c.currency ~ '^[A-Z]{3}$'
	UNION ALL
	SELECT 'club_default_session_price_check',
		format('default_session_price is %s', c.default_session_price)
	WHERE NOT c.default_session_price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'club_default_class_price_check',
		format('default_class_price is %s', c.default_class_price)
	WHERE NOT c.default_class_price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'club_cancellation_notice_check',
		format('cancellation_notice is %s', c.cancellation_notice)
	WHERE NOT c.cancellation_notice BETWEEN interval '0' AND interval '360 days'
	UNION ALL
	SELECT 'club_late_cancellation_fee_percent_check',
		format('late_cancellation_fee_percent is %s', c.late_cancellation_fee_percent)
	WHERE NOT c.late_cancellation_fee_percent BETWEEN 0 AND 100
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.club_id, c.name, c.time_zone, c.currency, c.default_session_price,
		c.default_class_price, c.allow_class_over_room, c.cancellation_notice,
		c.late_cancellation_fee_percent, c.is_demo, c.calendar_uid) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'member', m.member_id, broken.detail
FROM fitclub.member AS m
CROSS JOIN LATERAL (
	SELECT 'member_member_id_check' AS rule, format('member_id is %s', m.member_id) AS detail
	WHERE NOT m.member_id > 0
	UNION ALL
	SELECT 'member_first_name_check', format('first_name is %L', left(m.first_name, 100))
	WHERE NOT (m.first_name ~ '[^ \t\n\v\f\r]' AND char_length(m.first_name) <= 200
		AND m.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_last_name_check', format('last_name is %L', left(m.last_name, 100))
	WHERE NOT (m.last_name ~ '[^ \t\n\v\f\r]' AND char_length(m.last_name) <= 200
		AND m.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_email_check', format('email is %L', m.email)
	WHERE NOT (m.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(m.email) <= 254
		AND m.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND m.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(m.email, '@', 1)) <= 64
		AND split_part(m.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'member_phone_number_check', format('phone_number is %L', left(m.phone_number, 100))
	WHERE NOT (m.phone_number ~ '[^ \t\n\v\f\r]' AND char_length(m.phone_number) <= 50
		AND m.phone_number !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_date_of_birth_check', format('date_of_birth is %s', m.date_of_birth)
	WHERE NOT (m.date_of_birth >= '1900-01-01' AND isfinite(m.date_of_birth)
		AND m.date_of_birth <= (now() AT TIME ZONE 'UTC')::date + 1)
	UNION ALL
	SELECT 'member_target_weight_check', format('target_weight is %s', m.target_weight)
	WHERE NOT m.target_weight BETWEEN 0 AND 300
	UNION ALL
	SELECT 'member_gender_check', format('gender is %L', left(m.gender, 100))
	WHERE NOT (char_length(m.gender) <= 200
		AND m.gender !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_notes_check', format('notes is %L', left(m.notes, 100))
	WHERE NOT (char_length(m.notes) <= 10000
		AND m.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('joined_at', m.joined_at), ('last_metric_at', m.last_metric_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(m)) AS field
	WHERE num_nulls(m.member_id, m.first_name, m.last_name, m.email, m.joined_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('phone_number', 'date_of_birth', 'gender', 'target_weight', 'notes',
			'last_metric_at')
) AS broken
UNION ALL
SELECT broken.rule, 'trainer', t.trainer_id, broken.detail
FROM fitclub.trainer AS t
CROSS JOIN LATERAL (
	SELECT 'trainer_trainer_id_check' AS rule, format('trainer_id is %s', t.trainer_id) AS detail
	WHERE NOT t.trainer_id > 0
	UNION ALL
	SELECT 'trainer_first_name_check', format('first_name is %L', left(t.first_name, 100))
	WHERE NOT (t.first_name ~ '[^ \t\n\v\f\r]' AND char_length(t.first_name) <= 200
		AND t.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_last_name_check', format('last_name is %L', left(t.last_name, 100))
	WHERE NOT (t.last_name ~ '[^ \t\n\v\f\r]' AND char_length(t.last_name) <= 200
		AND t.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_email_check', format('email is %L', t.email)
	WHERE NOT (t.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(t.email) <= 254
		AND t.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND t.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(t.email, '@', 1)) <= 64
		AND split_part(t.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'trainer_phone_number_check', format('phone_number is %L', left(t.phone_number, 100))
	WHERE NOT (t.phone_number ~ '[^ \t\n\v\f\r]' AND char_length(t.phone_number) <= 50
		AND t.phone_number !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_specialization_check', format('specialization is %L', left(t.specialization, 100))
	WHERE NOT (char_length(t.specialization) <= 200
		AND t.specialization !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(t)) AS field
	WHERE num_nulls(t.trainer_id, t.first_name, t.last_name, t.email, t.is_active) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('phone_number', 'specialization')
) AS broken
UNION ALL
SELECT broken.rule, 'administrative_staff', s.staff_id, broken.detail
FROM fitclub.administrative_staff AS s
CROSS JOIN LATERAL (
	SELECT 'administrative_staff_first_name_check' AS rule, format('first_name is %L', left(s.first_name, 100)) AS detail
	WHERE NOT (s.first_name ~ '[^ \t\n\v\f\r]' AND char_length(s.first_name) <= 200
		AND s.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'administrative_staff_last_name_check', format('last_name is %L', left(s.last_name, 100))
	WHERE NOT (s.last_name ~ '[^ \t\n\v\f\r]' AND char_length(s.last_name) <= 200
		AND s.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'administrative_staff_email_check', format('email is %L', s.email)
	WHERE NOT (s.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(s.email) <= 254
		AND s.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND s.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(s.email, '@', 1)) <= 64
		AND split_part(s.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.staff_id, s.first_name, s.last_name, s.email, s.is_active) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'staff_password', p.staff_id, broken.detail
FROM fitclub.staff_password AS p
CROSS JOIN LATERAL (
	SELECT 'staff_password_verifier_check' AS rule, 'not a SCRAM-SHA-256 verifier' AS detail
	WHERE NOT p.verifier ~ ('^SCRAM-SHA-256\$[1-9]\d*:[A-Za-z0-9+/]+=*'
		|| '\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$')
	UNION ALL
	SELECT 'staff_password_changed_at_check', format('changed_at is %s', p.changed_at)
	WHERE NOT p.changed_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.staff_id, p.verifier, p.changed_at) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'health_metric', h.metric_id, broken.detail
FROM fitclub.health_metric AS h
CROSS JOIN LATERAL (
	SELECT 'health_metric_recorded_at_check' AS rule,
		format('recorded_at is %s', h.recorded_at) AS detail
	WHERE NOT h.recorded_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'health_metric_weight_check', format('weight is %s', h.weight)
	WHERE NOT h.weight BETWEEN 1 AND 500
	UNION ALL
	SELECT 'health_metric_height_check', format('height is %s', h.height)
	WHERE NOT h.height BETWEEN 30 AND 300
	UNION ALL
	SELECT 'health_metric_heart_rate_check', format('heart_rate is %s', h.heart_rate)
	WHERE NOT h.heart_rate BETWEEN 20 AND 300
	UNION ALL
	SELECT 'health_metric_target_weight_check', format('target_weight is %s', h.target_weight)
	WHERE NOT h.target_weight BETWEEN 0 AND 300
	UNION ALL
	SELECT 'health_metric_measured_check', 'nothing was measured'
	WHERE NOT num_nonnulls(h.weight, h.height, h.heart_rate, h.target_weight) > 0
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(h)) AS field
	WHERE num_nulls(h.metric_id, h.member_id, h.recorded_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('weight', 'height', 'heart_rate', 'target_weight')
) AS broken
UNION ALL
SELECT broken.rule, 'room', r.room_id, broken.detail
FROM fitclub.room AS r
CROSS JOIN LATERAL (
	SELECT 'room_room_id_check' AS rule, format('room_id is %s', r.room_id) AS detail
	WHERE NOT r.room_id > 0
	UNION ALL
	SELECT 'room_name_check', format('name is %L', left(r.name, 100))
	WHERE NOT (r.name ~ '[^ \t\n\v\f\r]' AND char_length(r.name) <= 200
		AND r.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'room_capacity_check', format('capacity is %s', r.capacity)
	WHERE NOT r.capacity BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(r)) AS field
	WHERE num_nulls(r.room_id, r.name, r.capacity) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('primary_trainer_id')
) AS broken
UNION ALL
SELECT broken.rule, 'equipment', e.equipment_id, broken.detail
FROM fitclub.equipment AS e
CROSS JOIN LATERAL (
	SELECT 'equipment_name_check' AS rule, format('name is %L', left(e.name, 100)) AS detail
	WHERE NOT (e.name ~ '[^ \t\n\v\f\r]' AND char_length(e.name) <= 200
		AND e.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'equipment_status_check', format('status is %L', e.status)
	WHERE NOT e.status IN ('operational', 'under_maintenance', 'out_of_order', 'retired')
	UNION ALL
	SELECT 'equipment_last_serviced_date_check',
		format('last_serviced_date is %s', e.last_serviced_date)
	WHERE NOT e.last_serviced_date BETWEEN '1900-01-01' AND '9998-12-31'
	UNION ALL
	SELECT 'equipment_notes_check', format('notes is %L', left(e.notes, 100))
	WHERE NOT (char_length(e.notes) <= 10000
		AND e.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(e)) AS field
	WHERE num_nulls(e.equipment_id, e.room_id, e.name, e.status) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('trainer_id', 'notes', 'last_serviced_date')
) AS broken
UNION ALL
SELECT broken.rule, 'equipment_maintenance', i.maintenance_id, broken.detail
FROM fitclub.equipment_maintenance AS i
CROSS JOIN LATERAL (
	SELECT 'equipment_maintenance_description_check' AS rule, format('description is %L', left(i.description, 100)) AS detail
	WHERE NOT (i.description ~ '[^ \t\n\v\f\r]' AND char_length(i.description) <= 2000
		AND i.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'equipment_maintenance_status_check', format('status is %L', i.status)
	WHERE NOT i.status IN ('open', 'in_progress', 'resolved')
	UNION ALL
	SELECT 'equipment_maintenance_resolved_at_check',
		format('status is %s, resolved_at is %L', i.status, i.resolved_at)
	WHERE NOT ((i.status = 'resolved') = (i.resolved_at IS NOT NULL) AND isfinite(i.resolved_at)
		AND i.resolved_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND i.resolved_at <= now() + interval '1 hour')
	UNION ALL
	SELECT 'equipment_maintenance_reported_at_check', format('reported_at is %s', i.reported_at)
	WHERE NOT i.reported_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(i)) AS field
	WHERE num_nulls(i.maintenance_id, i.equipment_id, i.reported_at, i.description, i.status) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'resolved_at')
) AS broken
UNION ALL
SELECT broken.rule, 'trainer_availability', a.availability_id, broken.detail
FROM fitclub.trainer_availability AS a
CROSS JOIN LATERAL (
	SELECT 'trainer_availability_day_of_week_check' AS rule,
		format('day_of_week is %s', a.day_of_week) AS detail
	WHERE NOT a.day_of_week BETWEEN 0 AND 6
	UNION ALL
	SELECT 'trainer_availability_period_check',
		format('start_time is %s, end_time is %s', a.start_time, a.end_time)
	WHERE NOT a.end_time > a.start_time
	UNION ALL
	SELECT 'trainer_availability_is_recurring_check',
		format('is_recurring is %s, available_on is %L', a.is_recurring, a.available_on)
	WHERE NOT a.is_recurring = (a.available_on IS NULL)
	UNION ALL
	SELECT 'trainer_availability_available_on_check',
		format('day_of_week is %s, available_on is %L', a.day_of_week, a.available_on)
	WHERE NOT (a.available_on BETWEEN '1900-01-01' AND '9998-12-31'
		AND a.day_of_week = extract(isodow FROM a.available_on) - 1)
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(a)) AS field
	WHERE num_nulls(a.availability_id, a.trainer_id, a.day_of_week, a.start_time, a.end_time,
		a.is_recurring) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('available_on')
) AS broken
UNION ALL
SELECT broken.rule, 'private_session', s.session_id, broken.detail
FROM fitclub.private_session AS s
CROSS JOIN LATERAL (
	SELECT 'private_session_session_id_check' AS rule,
		format('session_id is %s', s.session_id) AS detail
	WHERE NOT s.session_id > 0
	UNION ALL
	SELECT 'private_session_period_check',
		format('start_time is %s, end_time is %s', s.start_time, s.end_time)
	WHERE NOT (isfinite(s.start_time) AND isfinite(s.end_time)
		AND s.start_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND s.end_time > s.start_time
		AND extract(epoch FROM s.end_time) - extract(epoch FROM s.start_time) <= 97200)
	UNION ALL
	SELECT 'private_session_activity_type_check', format('activity_type is %L', left(s.activity_type, 100))
	WHERE NOT (s.activity_type ~ '[^ \t\n\v\f\r]' AND char_length(s.activity_type) <= 200
		AND s.activity_type !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'private_session_price_check', format('price is %s', s.price)
	WHERE NOT s.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'private_session_cancellation_reason_check', format('cancellation_reason is %L', left(s.cancellation_reason, 100))
	WHERE NOT (s.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(s.cancellation_reason) <= 200
		AND s.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'private_session_revision_check', format('revision is %s', s.revision)
	WHERE NOT s.revision >= 0
	UNION ALL
	SELECT 'private_session_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('cancelled_at', s.cancelled_at), ('changed_at', s.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.session_id, s.member_id, s.trainer_id, s.start_time, s.end_time,
		s.activity_type, s.price, s.is_conflict, s.revision, s.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('room_id', 'cancelled_at', 'cancellation_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'class_schedule', c.class_id, broken.detail
FROM fitclub.class_schedule AS c
CROSS JOIN LATERAL (
	SELECT 'class_schedule_class_id_check' AS rule, format('class_id is %s', c.class_id) AS detail
	WHERE NOT c.class_id > 0
	UNION ALL
	SELECT 'class_schedule_name_check', format('name is %L', left(c.name, 100))
	WHERE NOT (c.name ~ '[^ \t\n\v\f\r]' AND char_length(c.name) <= 200
		AND c.name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_schedule_period_check',
		format('start_time is %s, end_time is %s', c.start_time, c.end_time)
	WHERE NOT (isfinite(c.start_time) AND isfinite(c.end_time)
		AND c.start_time BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
		AND c.end_time > c.start_time
		AND extract(epoch FROM c.end_time) - extract(epoch FROM c.start_time) <= 97200)
	UNION ALL
	SELECT 'class_schedule_capacity_check', format('capacity is %s', c.capacity)
	WHERE NOT c.capacity BETWEEN 1 AND 10000
	UNION ALL
	SELECT 'class_schedule_price_check', format('price is %s', c.price)
	WHERE NOT c.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'class_schedule_cancellation_reason_check', format('cancellation_reason is %L', left(c.cancellation_reason, 100))
	WHERE NOT (c.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(c.cancellation_reason) <= 200
		AND c.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_schedule_revision_check', format('revision is %s', c.revision)
	WHERE NOT c.revision >= 0
	UNION ALL
	SELECT 'class_schedule_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('cancelled_at', c.cancelled_at), ('changed_at', c.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.class_id, c.name, c.trainer_id, c.room_id, c.start_time, c.end_time,
		c.capacity, c.price, c.may_exceed_room, c.revision, c.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('cancelled_at', 'cancellation_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'class_registration', g.registration_id, broken.detail
FROM fitclub.class_registration AS g
CROSS JOIN LATERAL (
	SELECT 'class_registration_price_check' AS rule, format('price is %s', g.price) AS detail
	WHERE NOT g.price BETWEEN 0 AND 9999999999.99
	UNION ALL
	SELECT 'class_registration_cancellation_reason_check', format('cancellation_reason is %L', left(g.cancellation_reason, 100))
	WHERE NOT (g.cancellation_reason ~ '[^ \t\n\v\f\r]' AND char_length(g.cancellation_reason) <= 200
		AND g.cancellation_reason !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'class_registration_revision_check', format('revision is %s', g.revision)
	WHERE NOT g.revision >= 0
	UNION ALL
	SELECT 'class_registration_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('registered_at', g.registered_at), ('cancelled_at', g.cancelled_at), ('changed_at', g.changed_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(g)) AS field
	WHERE num_nulls(g.registration_id, g.member_id, g.class_id, g.start_time, g.end_time,
		g.registered_at, g.attended, g.revision, g.changed_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('cancelled_at', 'price', 'cancellation_reason')
) AS broken
UNION ALL
SELECT broken.rule, 'billing_item', b.billing_id, broken.detail
FROM fitclub.billing_item AS b
CROSS JOIN LATERAL (
	SELECT 'billing_item_one_booking_check' AS rule,
		format('class_id is %L, private_session_id is %L', b.class_id, b.private_session_id) AS detail
	WHERE NOT num_nonnulls(b.class_id, b.private_session_id) <= 1
	UNION ALL
	SELECT 'billing_item_amount_check', format('amount is %s', b.amount)
	WHERE NOT (b.amount > 0 AND b.amount <= 9999999999.99)
	UNION ALL
	SELECT 'billing_item_description_check', format('description is %L', left(b.description, 100))
	WHERE NOT (b.description ~ '[^ \t\n\v\f\r]' AND char_length(b.description) <= 2000
		AND b.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'billing_item_status_check', format('status is %L', b.status)
	WHERE NOT b.status IN ('pending', 'partially_paid', 'paid', 'cancelled', 'refunded')
	UNION ALL
	SELECT 'billing_item_paid_at_check', format('status is %s, paid_at is %L', b.status, b.paid_at)
	WHERE NOT ((b.paid_at IS NOT NULL) = (b.status IN ('paid', 'refunded')))
	UNION ALL
	SELECT 'billing_item_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('created_at', b.created_at), ('updated_at', b.updated_at), ('paid_at', b.paid_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(b)) AS field
	WHERE num_nulls(b.billing_id, b.member_id, b.amount, b.description, b.status, b.created_at,
		b.updated_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('class_id', 'private_session_id', 'trainer_id', 'paid_at')
) AS broken
UNION ALL
SELECT broken.rule, 'payment', p.payment_id, broken.detail
FROM fitclub.payment AS p
CROSS JOIN LATERAL (
	SELECT 'payment_amount_check' AS rule, format('amount is %s', p.amount) AS detail
	WHERE NOT (p.amount <> 0 AND p.amount BETWEEN -9999999999.99 AND 9999999999.99)
	UNION ALL
	SELECT 'payment_refund_of_check', format('amount is %s, refund_of is %L', p.amount, p.refund_of)
	WHERE NOT ((p.amount < 0) = (p.refund_of IS NOT NULL))
	UNION ALL
	SELECT 'payment_payment_type_check', format('payment_type is %L', p.payment_type)
	WHERE NOT p.payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other')
	UNION ALL
	SELECT 'payment_description_check', format('description is %L', left(p.description, 100))
	WHERE NOT (char_length(p.description) <= 2000
		AND p.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'payment_notes_check', format('notes is %L', left(p.notes, 100))
	WHERE NOT (char_length(p.notes) <= 10000
		AND p.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'payment_paid_at_check', format('paid_at is %s', p.paid_at)
	WHERE NOT p.paid_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.payment_id, p.member_id, p.billing_id, p.amount, p.paid_at, p.payment_type) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'description', 'notes', 'refund_of')
) AS broken
UNION ALL
SELECT broken.rule, 'notification', n.notification_id, broken.detail
FROM fitclub.notification AS n
CROSS JOIN LATERAL (
	SELECT 'notification_recipient_check' AS rule,
		format('member_id is %L, trainer_id is %L', n.member_id, n.trainer_id) AS detail
	WHERE NOT num_nonnulls(n.member_id, n.trainer_id) = 1
	UNION ALL
	SELECT 'notification_message_check', format('message is %L', left(n.message, 100))
	WHERE NOT (n.message ~ '[^ \t\n\v\f\r]' AND char_length(n.message) <= 10000
		AND n.message !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'notification_created_at_check', format('created_at is %s', n.created_at)
	WHERE NOT n.created_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(n)) AS field
	WHERE num_nulls(n.notification_id, n.message, n.created_at, n.is_read) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('member_id', 'trainer_id')
) AS broken
UNION ALL
SELECT broken.rule, 'login', NULL, broken.detail
FROM fitclub.login AS l
CROSS JOIN LATERAL (
	SELECT 'login_person_check' AS rule,
		format('role %L: member_id is %L, trainer_id is %L, staff_id is %L',
			l.login_role, l.member_id, l.trainer_id, l.staff_id) AS detail
	WHERE NOT num_nonnulls(l.member_id, l.trainer_id, l.staff_id) = 1
	UNION ALL
	SELECT 'not_null', format('role %L: %s is null', l.login_role, field.key)
	FROM jsonb_each(to_jsonb(l)) AS field
	WHERE num_nulls(l.login_role, l.role_id) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('member_id', 'trainer_id', 'staff_id')
) AS broken
UNION ALL
SELECT broken.rule, 'sign_in_failure', NULL, broken.detail
FROM fitclub.sign_in_failure AS f
CROSS JOIN LATERAL (
	SELECT 'sign_in_failure_email_hash_check' AS rule,
		format('email_hash has %s bytes', octet_length(f.email_hash)) AS detail
	WHERE NOT octet_length(f.email_hash) = 32
	UNION ALL
	SELECT 'sign_in_failure_failures_check', format('hash %s: failures is %s', f.email_hash, f.failures)
	WHERE NOT f.failures > 0
	UNION ALL
	SELECT 'sign_in_failure_failed_at_check', format('hash %s: failed_at is %s', f.email_hash, f.failed_at)
	WHERE NOT f.failed_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', format('hash %s: %s is null', coalesce(f.email_hash::text, 'NULL'), field.key)
	FROM jsonb_each(to_jsonb(f)) AS field
	WHERE num_nulls(f.email_hash, f.failures, f.failed_at) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT 'erased_member_erased_at_check', 'erased_member', e.member_id, format('erased_at is %s', e.erased_at)
FROM fitclub.erased_member AS e
WHERE NOT e.erased_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
UNION ALL
SELECT 'not_null', 'erased_member', e.member_id, field.key || ' is null'
FROM fitclub.erased_member AS e
CROSS JOIN LATERAL jsonb_each(to_jsonb(e)) AS field
WHERE num_nulls(e.member_id, e.erased_at) > 0
	AND field.value = 'null'
UNION ALL
SELECT broken.rule, 'audit_log', NULL,
	format('version %s of %L %L: %s', coalesce(l.version::text, 'NULL'), l.table_name, l.row_key,
		broken.detail)
FROM fitclub.audit_log AS l
CROSS JOIN LATERAL (
	SELECT 'audit_log_version_check' AS rule, 'versions are counted from 1' AS detail
	WHERE NOT l.version > 0
	UNION ALL
	SELECT 'audit_log_action_check', format('action is %L', l.action)
	WHERE NOT l.action IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'BASELINE', 'PRUNE')
	UNION ALL
	SELECT 'audit_log_old_row_check',
		format('the row before is %s', CASE WHEN l.old_row IS NULL THEN 'missing' ELSE 'there' END)
	WHERE NOT (l.old_row IS NOT NULL) = (l.action IN ('UPDATE', 'DELETE'))
	UNION ALL
	SELECT 'audit_log_new_row_check',
		format('the row after is %s', CASE WHEN l.new_row IS NULL THEN 'missing' ELSE 'there' END)
	WHERE NOT (l.new_row IS NOT NULL)
		= (l.action IN ('INSERT', 'UPDATE', 'BASELINE', 'PRUNE'))
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(l)) AS field
	WHERE num_nulls(l.table_name, l.row_key, l.version, l.action, l.at, l.role_name, l.persona) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('session_role', 'person_id', 'application_name', 'old_row', 'new_row')
) AS broken
-- Of what there is most, what is certainly right is not looked at one by one.
WHERE (num_nulls(l.table_name, l.row_key, l.version, l.action, l.at, l.role_name, l.persona) = 0
	AND l.version > 0
	AND CASE l.action
		WHEN 'INSERT' THEN l.old_row IS NULL AND l.new_row IS NOT NULL
		WHEN 'UPDATE' THEN l.old_row IS NOT NULL AND l.new_row IS NOT NULL
		ELSE false
	END) IS NOT TRUE;

COMMENT ON VIEW fitclub.value_violation IS
	'Every row that a CHECK constraint or NOT NULL of its table does not allow';
COMMENT ON COLUMN fitclub.value_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.value_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.value_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.value_violation.detail IS 'What is wrong, in words';

CREATE OR REPLACE VIEW fitclub.key_violation AS
SELECT 'club_pkey' AS rule, 'club' AS table_name, c.club_id::bigint AS row_id,
	'club' AS other_table, c.club_id::bigint AS other_row_id,
	format('%s rows have this key', count(*)) AS detail
FROM fitclub.club AS c
GROUP BY c.club_id
HAVING count(*) > 1
UNION ALL
SELECT 'member_pkey', 'member', m.member_id,
	'member', m.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.member AS m
GROUP BY m.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_pkey', 'trainer', t.trainer_id,
	'trainer', t.trainer_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer AS t
GROUP BY t.trainer_id
HAVING count(*) > 1
UNION ALL
SELECT 'administrative_staff_pkey', 'administrative_staff', s.staff_id,
	'administrative_staff', s.staff_id,
	format('%s rows have this key', count(*))
FROM fitclub.administrative_staff AS s
GROUP BY s.staff_id
HAVING count(*) > 1
UNION ALL
SELECT 'staff_password_pkey', 'staff_password', p.staff_id,
	'staff_password', p.staff_id,
	format('%s rows have this key', count(*))
FROM fitclub.staff_password AS p
GROUP BY p.staff_id
HAVING count(*) > 1
UNION ALL
SELECT 'health_metric_pkey', 'health_metric', h.metric_id,
	'health_metric', h.metric_id,
	format('%s rows have this key', count(*))
FROM fitclub.health_metric AS h
GROUP BY h.metric_id
HAVING count(*) > 1
UNION ALL
SELECT 'room_pkey', 'room', r.room_id,
	'room', r.room_id,
	format('%s rows have this key', count(*))
FROM fitclub.room AS r
GROUP BY r.room_id
HAVING count(*) > 1
UNION ALL
SELECT 'equipment_pkey', 'equipment', e.equipment_id,
	'equipment', e.equipment_id,
	format('%s rows have this key', count(*))
FROM fitclub.equipment AS e
GROUP BY e.equipment_id
HAVING count(*) > 1
UNION ALL
SELECT 'equipment_maintenance_pkey', 'equipment_maintenance', i.maintenance_id,
	'equipment_maintenance', i.maintenance_id,
	format('%s rows have this key', count(*))
FROM fitclub.equipment_maintenance AS i
GROUP BY i.maintenance_id
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_availability_pkey', 'trainer_availability', a.availability_id,
	'trainer_availability', a.availability_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer_availability AS a
GROUP BY a.availability_id
HAVING count(*) > 1
UNION ALL
SELECT 'private_session_pkey', 'private_session', s.session_id,
	'private_session', s.session_id,
	format('%s rows have this key', count(*))
FROM fitclub.private_session AS s
GROUP BY s.session_id
HAVING count(*) > 1
UNION ALL
SELECT 'class_schedule_pkey', 'class_schedule', c.class_id,
	'class_schedule', c.class_id,
	format('%s rows have this key', count(*))
FROM fitclub.class_schedule AS c
GROUP BY c.class_id
HAVING count(*) > 1
UNION ALL
SELECT 'class_registration_pkey', 'class_registration', g.registration_id,
	'class_registration', g.registration_id,
	format('%s rows have this key', count(*))
FROM fitclub.class_registration AS g
GROUP BY g.registration_id
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_pkey', 'billing_item', b.billing_id,
	'billing_item', b.billing_id,
	format('%s rows have this key', count(*))
FROM fitclub.billing_item AS b
GROUP BY b.billing_id
HAVING count(*) > 1
UNION ALL
SELECT 'payment_pkey', 'payment', p.payment_id,
	'payment', p.payment_id,
	format('%s rows have this key', count(*))
FROM fitclub.payment AS p
GROUP BY p.payment_id
HAVING count(*) > 1
UNION ALL
SELECT 'notification_pkey', 'notification', n.notification_id,
	'notification', n.notification_id,
	format('%s rows have this key', count(*))
FROM fitclub.notification AS n
GROUP BY n.notification_id
HAVING count(*) > 1
UNION ALL
SELECT 'login_pkey', 'login', NULL, 'login', NULL,
	format('role %L: %s rows have this key', l.login_role, count(*))
FROM fitclub.login AS l
GROUP BY l.login_role
HAVING count(*) > 1
UNION ALL
SELECT 'login_role_id_idx', 'login', NULL, 'login', NULL,
	format('roles %s are role %s', string_agg(quote_nullable(l.login_role), ', ' ORDER BY l.login_role),
		l.role_id)
FROM fitclub.login AS l
WHERE l.role_id <> 0
GROUP BY l.role_id
HAVING count(*) > 1
UNION ALL
SELECT 'sign_in_failure_pkey', 'sign_in_failure', NULL, 'sign_in_failure', NULL,
	format('hash %s: %s rows have this key', f.email_hash, count(*))
FROM fitclub.sign_in_failure AS f
GROUP BY f.email_hash
HAVING count(*) > 1
UNION ALL
SELECT 'erased_member_pkey', 'erased_member', e.member_id,
	'erased_member', e.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.erased_member AS e
GROUP BY e.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'audit_log_pkey', 'audit_log', NULL, 'audit_log', NULL,
	format('version %s of %L %L: %s rows have this key', l.version, l.table_name, l.row_key, count(*))
FROM fitclub.audit_log AS l
-- Of what there is most, a number is grouped by in half the time.
WHERE hashtextextended(coalesce(l.row_key, ''), hashtextextended(coalesce(l.table_name, ''), coalesce(l.version, 0))) IN (
	SELECT hashtextextended(coalesce(n.row_key, ''), hashtextextended(coalesce(n.table_name, ''), coalesce(n.version, 0)))
	FROM fitclub.audit_log AS n
	GROUP BY 1
	HAVING count(*) > 1)
GROUP BY l.table_name, l.row_key, l.version
HAVING count(*) > 1
UNION ALL
SELECT 'member_email_key', 'member', max(m.member_id), 'member', min(m.member_id),
	format('%s members have this e-mail', count(*))
FROM fitclub.member AS m
GROUP BY translate(m.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'member_phone_number_key', 'member', max(m.member_id), 'member', min(m.member_id),
	format('%s members have this telephone number', count(*))
FROM fitclub.member AS m
WHERE m.phone_number IS NOT NULL
GROUP BY m.phone_number
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_email_key', 'trainer', max(t.trainer_id), 'trainer', min(t.trainer_id),
	format('%s trainers have this e-mail', count(*))
FROM fitclub.trainer AS t
GROUP BY translate(t.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'administrative_staff_email_key', 'administrative_staff', max(s.staff_id),
	'administrative_staff', min(s.staff_id),
	format('%s members of staff have this e-mail', count(*))
FROM fitclub.administrative_staff AS s
GROUP BY translate(s.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'room_name_key', 'room', max(r.room_id), 'room', min(r.room_id),
	format('%s rooms are called %L', count(*), min(left(r.name, 100)))
FROM fitclub.room AS r
GROUP BY btrim(regexp_replace(translate(r.name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' +', ' ', 'g'))
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_session_once', 'billing_item', max(b.billing_id), 'billing_item', min(b.billing_id),
	format('%s bills are for one session', count(*))
FROM fitclub.billing_item AS b
WHERE b.private_session_id IS NOT NULL
GROUP BY b.private_session_id
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_class_once', 'billing_item', max(b.billing_id), 'billing_item', min(b.billing_id),
	format('%s bills are for one seat', count(*))
FROM fitclub.billing_item AS b
WHERE b.class_id IS NOT NULL AND b.status NOT IN ('cancelled', 'refunded')
GROUP BY b.class_id, b.member_id
HAVING count(*) > 1;

COMMENT ON VIEW fitclub.key_violation IS
	'Keys and other unique values that more than one row has: the last of the rows and the first';
COMMENT ON COLUMN fitclub.key_violation.rule IS 'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.key_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.key_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.key_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.detail IS 'What is wrong, in words';

CREATE OR REPLACE VIEW fitclub.reference_violation AS
WITH missing AS (
	SELECT 'health_metric_member_id_fkey' AS rule, 'health_metric' AS table_name, h.metric_id AS row_id,
		'member' AS other_table, h.member_id AS other_row_id
	FROM fitclub.health_metric AS h
	WHERE h.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = h.member_id)
	UNION ALL
	SELECT 'staff_password_staff_id_fkey', 'staff_password', p.staff_id,
		'administrative_staff', p.staff_id
	FROM fitclub.staff_password AS p
	WHERE p.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = p.staff_id)
	UNION ALL
	SELECT 'room_primary_trainer_id_fkey', 'room', r.room_id,
		'trainer', r.primary_trainer_id
	FROM fitclub.room AS r
	WHERE r.primary_trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = r.primary_trainer_id)
	UNION ALL
	SELECT 'equipment_room_id_fkey', 'equipment', e.equipment_id,
		'room', e.room_id
	FROM fitclub.equipment AS e
	WHERE e.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = e.room_id)
	UNION ALL
	SELECT 'equipment_trainer_id_fkey', 'equipment', e.equipment_id,
		'trainer', e.trainer_id
	FROM fitclub.equipment AS e
	WHERE e.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = e.trainer_id)
	UNION ALL
	SELECT 'equipment_maintenance_equipment_id_fkey', 'equipment_maintenance', i.maintenance_id,
		'equipment', i.equipment_id
	FROM fitclub.equipment_maintenance AS i
	WHERE i.equipment_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.equipment AS o WHERE o.equipment_id = i.equipment_id)
	UNION ALL
	SELECT 'equipment_maintenance_staff_id_fkey', 'equipment_maintenance', i.maintenance_id,
		'administrative_staff', i.staff_id
	FROM fitclub.equipment_maintenance AS i
	WHERE i.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = i.staff_id)
	UNION ALL
	SELECT 'trainer_availability_trainer_id_fkey', 'trainer_availability', a.availability_id,
		'trainer', a.trainer_id
	FROM fitclub.trainer_availability AS a
	WHERE a.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = a.trainer_id)
	UNION ALL
	SELECT 'private_session_member_id_fkey', 'private_session', s.session_id,
		'member', s.member_id
	FROM fitclub.private_session AS s
	WHERE s.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = s.member_id)
	UNION ALL
	SELECT 'private_session_trainer_id_fkey', 'private_session', s.session_id,
		'trainer', s.trainer_id
	FROM fitclub.private_session AS s
	WHERE s.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = s.trainer_id)
	UNION ALL
	SELECT 'private_session_room_id_fkey', 'private_session', s.session_id,
		'room', s.room_id
	FROM fitclub.private_session AS s
	WHERE s.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = s.room_id)
	UNION ALL
	SELECT 'class_schedule_trainer_id_fkey', 'class_schedule', c.class_id,
		'trainer', c.trainer_id
	FROM fitclub.class_schedule AS c
	WHERE c.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = c.trainer_id)
	UNION ALL
	SELECT 'class_schedule_room_id_fkey', 'class_schedule', c.class_id,
		'room', c.room_id
	FROM fitclub.class_schedule AS c
	WHERE c.room_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.room AS o WHERE o.room_id = c.room_id)
	UNION ALL
	SELECT 'class_registration_member_id_fkey', 'class_registration', g.registration_id,
		'member', g.member_id
	FROM fitclub.class_registration AS g
	WHERE g.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = g.member_id)
	UNION ALL
	SELECT 'class_registration_class_id_fkey', 'class_registration', g.registration_id,
		'class_schedule', g.class_id
	FROM fitclub.class_registration AS g
	WHERE g.class_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.class_schedule AS o WHERE o.class_id = g.class_id)
	UNION ALL
	SELECT 'billing_item_member_id_fkey', 'billing_item', b.billing_id,
		'member', b.member_id
	FROM fitclub.billing_item AS b
	WHERE b.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = b.member_id)
	UNION ALL
	SELECT 'billing_item_class_id_fkey', 'billing_item', b.billing_id,
		'class_schedule', b.class_id
	FROM fitclub.billing_item AS b
	WHERE b.class_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.class_schedule AS o WHERE o.class_id = b.class_id)
	UNION ALL
	SELECT 'billing_item_private_session_id_fkey', 'billing_item', b.billing_id,
		'private_session', b.private_session_id
	FROM fitclub.billing_item AS b
	WHERE b.private_session_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.private_session AS o WHERE o.session_id = b.private_session_id)
	UNION ALL
	SELECT 'billing_item_trainer_id_fkey', 'billing_item', b.billing_id,
		'trainer', b.trainer_id
	FROM fitclub.billing_item AS b
	WHERE b.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = b.trainer_id)
	UNION ALL
	SELECT 'payment_member_id_fkey', 'payment', p.payment_id,
		'member', p.member_id
	FROM fitclub.payment AS p
	WHERE p.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = p.member_id)
	UNION ALL
	SELECT 'payment_staff_id_fkey', 'payment', p.payment_id,
		'administrative_staff', p.staff_id
	FROM fitclub.payment AS p
	WHERE p.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = p.staff_id)
	UNION ALL
	SELECT 'payment_billing_id_fkey', 'payment', p.payment_id,
		'billing_item', p.billing_id
	FROM fitclub.payment AS p
	WHERE p.billing_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.billing_item AS o WHERE o.billing_id = p.billing_id)
	UNION ALL
	SELECT 'payment_refund_of_fkey', 'payment', p.payment_id,
		'payment', p.refund_of
	FROM fitclub.payment AS p
	WHERE p.refund_of IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.payment AS o WHERE o.payment_id = p.refund_of)
	UNION ALL
	SELECT 'notification_member_id_fkey', 'notification', n.notification_id,
		'member', n.member_id
	FROM fitclub.notification AS n
	WHERE n.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = n.member_id)
	UNION ALL
	SELECT 'notification_trainer_id_fkey', 'notification', n.notification_id,
		'trainer', n.trainer_id
	FROM fitclub.notification AS n
	WHERE n.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = n.trainer_id)
	UNION ALL
	SELECT 'erased_member_member_id_fkey', 'erased_member', e.member_id,
		'member', e.member_id
	FROM fitclub.erased_member AS e
	WHERE e.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = e.member_id)
)
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id) AS detail
FROM missing AS m
UNION ALL
SELECT missing.rule, 'login', NULL, missing.other_table, missing.other_row_id,
	format('role %L: there is no %s %s', l.login_role, missing.other_table, missing.other_row_id)
FROM fitclub.login AS l
CROSS JOIN LATERAL (
	SELECT 'login_member_id_fkey' AS rule, 'member' AS other_table, l.member_id AS other_row_id
	WHERE NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = l.member_id)
	UNION ALL
	SELECT 'login_trainer_id_fkey', 'trainer', l.trainer_id
	WHERE NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = l.trainer_id)
	UNION ALL
	SELECT 'login_staff_id_fkey', 'administrative_staff', l.staff_id
	WHERE NOT EXISTS (
		SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = l.staff_id)
) AS missing
WHERE missing.other_row_id IS NOT NULL;

COMMENT ON VIEW fitclub.reference_violation IS
	'Every reference to a row that is not there';
COMMENT ON COLUMN fitclub.reference_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.reference_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.reference_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.reference_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.detail IS 'What is wrong, in words';

CREATE OR REPLACE VIEW fitclub.promise_violation AS
SELECT 'club_one_row' AS rule, 'club' AS table_name, NULL::bigint AS row_id,
	NULL AS other_table, NULL::bigint AS other_row_id, 'the club has no settings' AS detail
WHERE NOT EXISTS (SELECT FROM fitclub.club)
UNION ALL
SELECT 'member_last_metric_at', 'member', m.member_id, NULL, NULL,
	format('last_metric_at is %L, the latest metric is of %L', m.last_metric_at, h.recorded_at)
FROM fitclub.member AS m
LEFT JOIN (
	SELECT n.member_id, max(n.recorded_at) AS recorded_at
	FROM fitclub.health_metric AS n
	GROUP BY n.member_id
) AS h ON h.member_id = m.member_id
WHERE m.last_metric_at IS DISTINCT FROM h.recorded_at
UNION ALL
-- A booking longer than any may be is not looked for by double_booking.
SELECT later.rule, later.table_name, later.row_id, longer.table_name, longer.row_id,
	format('%s %s is booked from %s to %s and from %s to %s',
		split_part(later.rule, '_', 1), later.resource_id,
		longer.start_time, longer.end_time, later.start_time, later.end_time)
FROM fitclub.busy_time AS longer
JOIN fitclub.busy_time AS later
	ON later.rule = longer.rule
	AND later.resource_id = longer.resource_id
	AND later.start_time < longer.end_time
	AND extract(epoch FROM later.start_time) - extract(epoch FROM longer.start_time) >= 97200
WHERE extract(epoch FROM longer.end_time) - extract(epoch FROM longer.start_time) > 97200
UNION ALL
SELECT 'trainer_availability_overlap', 'trainer_availability', once.availability_id,
	'trainer_availability', weekly.availability_id,
	format('trainer %s has windows %s to %s on %s and %s to %s every week', once.trainer_id,
		once.start_time, once.end_time, once.available_on, weekly.start_time, weekly.end_time)
FROM fitclub.trainer_availability AS once
JOIN fitclub.trainer_availability AS weekly
	ON weekly.trainer_id = once.trainer_id
	AND weekly.day_of_week = once.day_of_week
	AND weekly.available_on IS NULL
	AND weekly.start_time < once.end_time
	AND once.start_time < weekly.end_time
-- Past dates do not matter. Two days, as no time zone is further ahead.
WHERE once.available_on > (now() AT TIME ZONE 'UTC')::date + 1
UNION ALL
SELECT 'bill_without_booking', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('member %s is billed for the session of member %s', b.member_id, s.member_id)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE b.member_id <> s.member_id
UNION ALL
SELECT 'bill_without_booking', 'billing_item', b.billing_id, 'class_schedule', b.class_id,
	format('member %s has never had a seat in class %s', b.member_id, b.class_id)
FROM fitclub.billing_item AS b
WHERE b.class_id IS NOT NULL
	AND NOT EXISTS (
		SELECT FROM fitclub.class_registration AS g
		WHERE g.class_id = b.class_id AND g.member_id = b.member_id)
UNION ALL
SELECT 'bill_of_free_booking', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('%s is billed for a session that is free', b.amount)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.price = 0
UNION ALL
SELECT 'bill_of_free_booking', 'billing_item', b.billing_id, 'class_schedule', b.class_id,
	format('%s is billed for a seat that is free', b.amount)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.class_id, n.member_id
	FROM fitclub.class_registration AS n
	GROUP BY n.class_id, n.member_id
	HAVING bool_and(n.price = 0)
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
UNION ALL
SELECT 'bill_status', 'billing_item', b.billing_id, NULL, NULL,
	format('the bill of %s is refunded, only %s was paid', b.amount, p.received)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.billing_id, sum(n.amount) FILTER (WHERE n.amount > 0) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
WHERE b.status = 'refunded' AND p.received < b.amount
UNION ALL
SELECT 'refund_of_refund', 'payment', r.payment_id, 'payment', p.payment_id,
	format('gives back %s of which nothing was received', p.amount)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE p.amount < 0
UNION ALL
SELECT 'refund_to_other_payer', 'payment', r.payment_id, 'payment', p.payment_id,
	format('member %s paid, member %s is given it back', p.member_id, r.member_id)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.member_id <> p.member_id
UNION ALL
-- Of who was erased the books are left, and nothing that is to come.
SELECT 'member_erased', 'member', m.member_id, NULL, NULL,
	format('was erased, and %s is still there', field.key)
FROM fitclub.erased_member AS e
JOIN fitclub.member AS m ON m.member_id = e.member_id
CROSS JOIN LATERAL jsonb_each(to_jsonb(m)) AS field
WHERE field.key IN ('phone_number', 'date_of_birth', 'gender', 'target_weight', 'notes')
	AND field.value <> 'null'
	OR field.key = 'email' AND m.email NOT LIKE '%@erased.invalid'
	OR field.key = 'first_name' AND m.first_name <> 'Erased'
	OR field.key = 'last_name' AND m.last_name <> 'member'
UNION ALL
SELECT 'member_erased', 'health_metric', h.metric_id, 'member', e.member_id,
	'the member was erased, and the metric is still there'
FROM fitclub.erased_member AS e
JOIN fitclub.health_metric AS h ON h.member_id = e.member_id
UNION ALL
SELECT 'member_erased', 'private_session', s.session_id, 'member', e.member_id,
	format('the member was erased at %s, the session starts at %s', e.erased_at, s.start_time)
FROM fitclub.erased_member AS e
JOIN fitclub.private_session AS s ON s.member_id = e.member_id
WHERE s.cancelled_at IS NULL AND s.start_time > e.erased_at
UNION ALL
SELECT 'member_erased', 'class_registration', g.registration_id, 'member', e.member_id,
	format('the member was erased at %s, the class starts at %s', e.erased_at, g.start_time)
FROM fitclub.erased_member AS e
JOIN fitclub.class_registration AS g ON g.member_id = e.member_id
WHERE g.cancelled_at IS NULL AND g.start_time > e.erased_at
UNION ALL
SELECT 'infinite_time', 'audit_log', NULL, NULL, NULL, format('at is %s', l.at)
FROM fitclub.audit_log AS l
WHERE NOT isfinite(l.at)
UNION ALL
-- A bill that was closed with an earlier seat does not bill a seat taken again.
SELECT 'registration_without_bill', 'class_registration', g.registration_id, NULL, NULL,
	format('a seat at %s was taken again, and its only bill is that of the seat before', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
JOIN (
	SELECT n.class_id, n.member_id, max(n.updated_at) AS updated_at
	FROM fitclub.billing_item AS n
	WHERE n.class_id IS NOT NULL
	GROUP BY n.class_id, n.member_id
	HAVING bool_and(n.status IN ('cancelled', 'refunded'))
) AS b ON b.class_id = g.class_id AND b.member_id = g.member_id
WHERE g.cancelled_at IS NULL AND coalesce(g.price, c.price) > 0
	AND b.updated_at < g.registered_at
UNION ALL
-- What is kept of a seat given back stays with the trainer of then.
SELECT 'bill_trainer', 'billing_item', b.billing_id, booking.table_name, booking.row_id,
	format('the bill is trainer %s''s, the booking trainer %s''s', b.trainer_id, booking.trainer_id)
FROM fitclub.billing_item AS b
LEFT JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id AND s.cancelled_at IS NULL
LEFT JOIN (fitclub.class_registration AS g JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id)
	ON g.class_id = b.class_id AND g.member_id = b.member_id AND g.cancelled_at IS NULL AND c.cancelled_at IS NULL
CROSS JOIN LATERAL (
	SELECT CASE WHEN s.session_id IS NULL THEN 'class_schedule' ELSE 'private_session' END AS table_name,
		coalesce(s.session_id, c.class_id) AS row_id, coalesce(s.trainer_id, c.trainer_id) AS trainer_id
) AS booking
WHERE b.status NOT IN ('cancelled', 'refunded') AND b.trainer_id <> booking.trainer_id
UNION ALL
SELECT 'attended_early', 'class_registration', g.registration_id, 'class_schedule', g.class_id,
	format('member %s has attended a class that begins at %s', g.member_id, g.start_time)
FROM fitclub.class_registration AS g
WHERE g.attended AND g.start_time > now()
UNION ALL
SELECT 'audit_log_version', 'audit_log', NULL, NULL, NULL,
	format('%L %L: %s events, the last is version %s', l.table_name, l.row_key, count(*), max(l.version))
FROM fitclub.audit_log AS l
WHERE l.table_name <> 'login' -- of which erase_member() hides what was the member's
	-- Nothing is missing of a row that has version 1 alone, as most have.
	AND (l.table_name, coalesce(l.row_key, '')) IN (
		SELECT n.table_name, coalesce(n.row_key, '') FROM fitclub.audit_log AS n WHERE n.version <> 1)
GROUP BY l.table_name, l.row_key
HAVING count(*) <= max(l.version) - min(l.version)
	OR min(l.version) > 1 AND NOT EXISTS ( -- nor have the first ones been removed
		SELECT FROM fitclub.audit_log AS p
		WHERE p.table_name = 'audit_log' AND p.row_key = '' AND p.action = 'PRUNE');

COMMENT ON VIEW fitclub.promise_violation IS
	'What no constraint declares and check_calendar() does not look at, and is broken all the same';
COMMENT ON COLUMN fitclub.promise_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.promise_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.promise_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.promise_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.detail IS 'What is wrong, in words';

-- Sequences do not take numbers back, so one may be ahead of the rows that a
-- snapshot shows.
CREATE OR REPLACE VIEW fitclub.numbering_violation AS
SELECT 'numbering' AS rule, n.table_name, n.greatest_id AS row_id,
	format('%s is the last number, and there is an id %s', n.last_number, n.greatest_id) AS detail
FROM (
	SELECT 'member' AS table_name, (SELECT max(r.member_id) FROM fitclub.member AS r) AS greatest_id,
		s.last_value - (NOT s.is_called)::integer AS last_number
	FROM fitclub.member_member_id_seq AS s
	UNION ALL
	SELECT 'trainer', (SELECT max(r.trainer_id) FROM fitclub.trainer AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.trainer_trainer_id_seq AS s
	UNION ALL
	SELECT 'administrative_staff', (SELECT max(r.staff_id) FROM fitclub.administrative_staff AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.administrative_staff_staff_id_seq AS s
	UNION ALL
	SELECT 'health_metric', (SELECT max(r.metric_id) FROM fitclub.health_metric AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.health_metric_metric_id_seq AS s
	UNION ALL
	SELECT 'room', (SELECT max(r.room_id) FROM fitclub.room AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.room_room_id_seq AS s
	UNION ALL
	SELECT 'equipment', (SELECT max(r.equipment_id) FROM fitclub.equipment AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.equipment_equipment_id_seq AS s
	UNION ALL
	SELECT 'equipment_maintenance', (SELECT max(r.maintenance_id) FROM fitclub.equipment_maintenance AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.equipment_maintenance_maintenance_id_seq AS s
	UNION ALL
	SELECT 'trainer_availability', (SELECT max(r.availability_id) FROM fitclub.trainer_availability AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.trainer_availability_availability_id_seq AS s
	UNION ALL
	SELECT 'private_session', (SELECT max(r.session_id) FROM fitclub.private_session AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.private_session_session_id_seq AS s
	UNION ALL
	SELECT 'class_schedule', (SELECT max(r.class_id) FROM fitclub.class_schedule AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.class_schedule_class_id_seq AS s
	UNION ALL
	SELECT 'class_registration', (SELECT max(r.registration_id) FROM fitclub.class_registration AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.class_registration_registration_id_seq AS s
	UNION ALL
	SELECT 'billing_item', (SELECT max(r.billing_id) FROM fitclub.billing_item AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.billing_item_billing_id_seq AS s
	UNION ALL
	SELECT 'payment', (SELECT max(r.payment_id) FROM fitclub.payment AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.payment_payment_id_seq AS s
	UNION ALL
	SELECT 'notification', (SELECT max(r.notification_id) FROM fitclub.notification AS r),
		s.last_value - (NOT s.is_called)::integer
	FROM fitclub.notification_notification_id_seq AS s
) AS n
WHERE n.greatest_id > n.last_number;

COMMENT ON VIEW fitclub.numbering_violation IS
	'Tables whose sequence is behind their ids, so the next row may get an id that is taken';
COMMENT ON COLUMN fitclub.numbering_violation.rule IS 'numbering';
COMMENT ON COLUMN fitclub.numbering_violation.table_name IS 'The table with the ids';
COMMENT ON COLUMN fitclub.numbering_violation.row_id IS 'The greatest of them';
COMMENT ON COLUMN fitclub.numbering_violation.detail IS 'How far the sequence is';

-- In C, as no query can be told which index to read.
CREATE OR REPLACE FUNCTION fitclub_internal.index_entries(
	index regclass,
	OUT rows bigint,
	OUT entries bigint)
AS 'MODULE_PATHNAME', 'fitclub_index_entries'
LANGUAGE c STABLE STRICT
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.index_entries IS
	'How many rows of its table a B-tree should have, and how many it has; used by verify()';

CREATE OR REPLACE VIEW fitclub.index_violation AS
SELECT 'index_entries' AS rule, t.relname::text AS table_name,
	format('index %s leads to %s of the %s rows that it should: REINDEX INDEX fitclub.%s',
		c.relname, e.entries, e.rows, c.relname) AS detail
FROM pg_index AS i
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
CROSS JOIN LATERAL fitclub_internal.index_entries(i.indexrelid) AS e
WHERE t.relnamespace = 'fitclub'::regnamespace AND t.relkind = 'r'
	AND a.amname = 'btree' AND i.indisvalid
	AND e.entries <> e.rows;

COMMENT ON VIEW fitclub.index_violation IS
	'Indexes in which rows are missing';
COMMENT ON COLUMN fitclub.index_violation.rule IS 'index_entries';
COMMENT ON COLUMN fitclub.index_violation.table_name IS 'The table of the index';
COMMENT ON COLUMN fitclub.index_violation.detail IS 'Which index, how many rows it has, and how many it should have';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.verify(
	audit_log boolean DEFAULT true)
RETURNS TABLE (
	rule text,
	table_name text,
	row_id bigint,
	other_table text,
	other_row_id bigint,
	detail text)
LANGUAGE sql STABLE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many branches takes longer than running them
SET enable_seqscan = on -- and no index: one that has lost a row hides it
SET enable_indexscan = off
SET enable_indexonlyscan = off
SET enable_bitmapscan = off
SET constraint_exclusion = off -- a constraint is no proof of itself
AS $$
	SELECT fitclub_internal.require_staff();

	WITH declared AS MATERIALIZED (
		SELECT v.rule, v.table_name, v.row_id,
			NULL AS other_table, NULL::bigint AS other_row_id, v.detail
		FROM fitclub.value_violation AS v
		UNION ALL
		SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
		FROM fitclub.key_violation AS v
		UNION ALL
		SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
		FROM fitclub.reference_violation AS v
	),
	-- It raises an error where the club's time zone does not exist.
	calendar AS MATERIALIZED (
		SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
		FROM fitclub.calendar_violation AS v
		WHERE NOT EXISTS (SELECT FROM declared AS d WHERE d.rule = 'club_time_zone_check')
	),
	marked AS (
		SELECT s.session_id, s.is_conflict,
			s.session_id IN (
				SELECT clash.row_id
				FROM calendar AS c
				CROSS JOIN LATERAL (
					VALUES (c.table_name, c.row_id), (c.other_table, c.other_row_id)
				) AS clash (table_name, row_id)
				WHERE c.rule LIKE '%\_double\_booked' AND clash.table_name = 'private_session'
			) AS clashes
		FROM fitclub.private_session AS s
	)
	SELECT d.rule, d.table_name, d.row_id, d.other_table, d.other_row_id, d.detail
	FROM declared AS d
	UNION ALL
	SELECT c.rule, c.table_name, c.row_id, c.other_table, c.other_row_id, c.detail
	FROM calendar AS c
	UNION ALL
	SELECT 'is_conflict', 'private_session', m.session_id, NULL, NULL,
		CASE WHEN m.clashes THEN 'clashes, and is not marked' ELSE 'is marked, and does not clash' END
	FROM marked AS m
	WHERE m.is_conflict <> m.clashes
		AND NOT EXISTS (SELECT FROM declared AS d WHERE d.rule = 'club_time_zone_check')
	UNION ALL
	SELECT v.rule, v.table_name, v.row_id, v.other_table, v.other_row_id, v.detail
	FROM fitclub.promise_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, v.row_id, NULL, NULL, v.detail
	FROM fitclub.numbering_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, NULL, NULL, NULL, v.detail
	FROM fitclub.protection_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, NULL, NULL, NULL, v.detail
	FROM fitclub.index_violation AS v
	UNION ALL
	SELECT v.rule, v.table_name, v.row_id, NULL, NULL, v.detail
	FROM fitclub_internal.audit_violations() AS v
	WHERE verify.audit_log
	ORDER BY 1, 2, 3, 5, 6
$$;

COMMENT ON FUNCTION fitclub.verify IS
	'Lists everything in the stored data that breaks a rule, declared ones included, and changes nothing; no rows is the proof that there is none';
