-- Rows of another system: looked at in temporary tables of text, as a CSV has
-- them, and loaded but for those that break a rule. What a row has to be like
-- by itself is asked of the constraints and unique indexes of its table. With
-- the caller's rights, as what a temporary table does is its owner's.

CREATE OR REPLACE FUNCTION fitclub_internal.import_shape()
RETURNS TABLE (
	place integer,
	target regclass,
	column_names text[])
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
	VALUES
		(1, 'fitclub.administrative_staff'::regclass, '{staff_id,first_name,last_name,email,is_active}'::text[]),
		(2, 'fitclub.trainer', '{trainer_id,first_name,last_name,email,phone_number,specialization,is_active}'),
		(3, 'fitclub.member', '{member_id,first_name,last_name,email,phone_number,date_of_birth,gender,
			target_weight,notes,joined_at}'),
		(4, 'fitclub.room', '{room_id,name,capacity,primary_trainer_id}'),
		(5, 'fitclub.trainer_availability', '{trainer_id,day_of_week,start_time,end_time,available_on}'),
		(6, 'fitclub.class_schedule', '{class_id,name,trainer_id,room_id,start_time,end_time,capacity,
			price,cancelled_at}'),
		(7, 'fitclub.class_registration', '{class_id,member_id,registered_at,attended,cancelled_at,price}'),
		(8, 'fitclub.private_session', '{session_id,member_id,trainer_id,room_id,start_time,end_time,
			activity_type,price,cancelled_at}'),
		(9, 'fitclub.billing_item', '{billing_id,member_id,private_session_id,class_id,amount,description,
			created_at,status}'),
		(10, 'fitclub.payment', '{payment_id,member_id,staff_id,billing_id,amount,paid_at,payment_type,
			description,notes,refund_of}')
$$;
COMMENT ON FUNCTION fitclub_internal.import_shape IS
	'The tables that can be imported, in the order in which they are, and their columns';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.create_import_tables()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	shape record;
BEGIN
	FOR shape IN
		SELECT s.column_names, c.relname AS table_name
		FROM fitclub_internal.import_shape() AS s
		JOIN pg_class AS c ON c.oid = s.target
	LOOP
		IF to_regclass('pg_temp.import_' || shape.table_name) IS NOT NULL THEN
			EXECUTE format('DROP TABLE pg_temp.%I', 'import_' || shape.table_name);
		END IF;
		-- The first line of a file has the names of its columns.
		EXECUTE format('CREATE TEMP TABLE %I (line bigint GENERATED ALWAYS AS IDENTITY (START WITH 2), %s)',
			'import_' || shape.table_name,
			(SELECT string_agg(format('%I text', c), ', ') FROM unnest(shape.column_names) AS c));
	END LOOP;
END
$$;
COMMENT ON FUNCTION fitclub.create_import_tables IS
	'Makes empty temporary tables import_member, import_payment and so on, to COPY the files of another system into';

-- ISO 8601, by the club's clock where there is no offset; a point for decimals.
-- A value that does not fit must not end it all, so it is not tried.
CREATE OR REPLACE FUNCTION fitclub_internal.import_value(
	text_column text,
	type_name text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	date_form constant text := '\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])';
	clock_form constant text := '([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?';
	zone_form constant text := ' ?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)';
	is_form constant text := 'CASE WHEN %1$s ~* ''^' || CASE type_name
		WHEN 'boolean' THEN '(true|false|t|f|yes|no|y|n|on|off|1|0)'
		WHEN 'numeric' THEN '[+-]?\d{1,10}(\.\d{1,10})?'
		WHEN 'numeric(12,2)' THEN '[+-]?\d{1,10}(\.\d{1,2}0*)?'
		WHEN 'date' THEN date_form
		WHEN 'time without time zone' THEN '(' || clock_form || '|24:00(:00)?)'
		WHEN 'timestamp with time zone' THEN date_form || '([ T]' || clock_form || '(' || zone_form || ')?)?'
		ELSE '[+-]?\d+'
	END || '$''';
	is_day constant text := ' AND substr(%1$s, 1, 4) <> ''0000'' AND CASE WHEN substr(%1$s, 9, 2) <= ''28'' THEN true'
		' ELSE substr(%1$s, 9, 2)::integer <= extract(day FROM'
		' (substr(%1$s, 1, 7) || ''-01'')::date + interval ''1 month - 1 day'') END';
BEGIN
	RETURN format(CASE type_name
		WHEN 'text' THEN '%1$s'
		WHEN 'date' THEN is_form || is_day || ' THEN %1$s::date END'
		WHEN 'timestamp with time zone' THEN is_form || is_day
			|| ' THEN CASE WHEN %1$s ~ ''' || zone_form || '$'' AND length(%1$s) > 10'
			|| ' THEN %1$s::timestamptz ELSE %1$s::timestamp AT TIME ZONE (SELECT c.time_zone FROM fitclub.club AS c) END END'
		WHEN 'smallint' THEN is_form || ' AND length(%1$s) < 5 THEN %1$s::smallint END'
		WHEN 'integer' THEN is_form || ' AND length(%1$s) < 10 THEN %1$s::integer END'
		WHEN 'bigint' THEN is_form || ' AND length(%1$s) < 19 THEN %1$s::bigint END'
		ELSE is_form || ' THEN %1$s::%2$s END'
	END, 'i.' || quote_ident(text_column), type_name);
END
$$;
COMMENT ON FUNCTION fitclub_internal.import_value IS
	'The expression for a column of an import table as a value of a type, null where it is none';

-- The rows of a table that have a problem are no longer rows.
CREATE OR REPLACE FUNCTION fitclub_internal.leave_out_import(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
BEGIN
	EXECUTE format('DELETE FROM pg_temp.%I AS r USING pg_temp.import_problem AS p
		WHERE p.table_name = %L AND p.line = r.line', 'import_row_' || table_name, table_name);
END
$$;
COMMENT ON FUNCTION fitclub_internal.leave_out_import IS
	'Takes rows with a problem out of those that can be imported';

-- What stands in other rows, or follows from it.
CREATE OR REPLACE FUNCTION fitclub_internal.complete_import(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
BEGIN
	CASE table_name
	WHEN 'trainer_availability' THEN
		UPDATE pg_temp.import_row_trainer_availability AS w
		SET is_recurring = w.available_on IS NULL,
			day_of_week = coalesce(w.day_of_week, extract(isodow FROM w.available_on) - 1);
	WHEN 'class_registration' THEN
		UPDATE pg_temp.import_row_class_registration AS g
		SET start_time = c.start_time, end_time = c.end_time, price = coalesce(g.price, c.price)
		FROM pg_temp.import_row_class_schedule AS c
		WHERE c.class_id = g.class_id;
	WHEN 'billing_item' THEN
		-- Of what a bill's status can be only one thing does not follow from payments.
		UPDATE pg_temp.import_row_billing_item AS b
		SET status = 'pending'
		WHERE b.status IN ('partially_paid', 'paid', 'refunded');
		UPDATE pg_temp.import_row_billing_item AS b
		SET trainer_id = s.trainer_id, description = coalesce(b.description, s.activity_type)
		FROM pg_temp.import_row_private_session AS s
		WHERE s.session_id = b.private_session_id;
		UPDATE pg_temp.import_row_billing_item AS b
		SET trainer_id = c.trainer_id, description = coalesce(b.description, c.name)
		FROM pg_temp.import_row_class_schedule AS c
		WHERE c.class_id = b.class_id;
		-- of one that is missing, which is said by check_import_references()
		UPDATE pg_temp.import_row_billing_item AS b
		SET description = 'Booking'
		WHERE b.description IS NULL AND num_nonnulls(b.private_session_id, b.class_id) > 0;
	ELSE
	END CASE;
END
$$;
COMMENT ON FUNCTION fitclub_internal.complete_import IS
	'Fills in what rows to be imported take over from others';

-- The rows as their table will have them, with its defaults.
CREATE OR REPLACE FUNCTION fitclub_internal.read_import(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	columns constant text[] := (
		SELECT s.column_names FROM fitclub_internal.import_shape() AS s WHERE s.target = read_import.target);
	-- A CSV with quotes around everything has no nulls.
	texts constant text := format('(SELECT line, %s FROM pg_temp.%I)',
		(SELECT string_agg(format('nullif(%1$I, '''') AS %1$I', c), ', ') FROM unnest(columns) AS c),
		'import_' || table_name);
	names text;
	row_values text;
	problems text;
BEGIN
	SELECT string_agg(quote_ident(a.attname), ', '),
		string_agg(CASE WHEN a.attname <> ALL (columns) THEN a.default_value
			ELSE format('CASE WHEN i.%I IS NULL THEN %s ELSE %s END', a.attname, a.default_value,
				fitclub_internal.import_value(a.attname, a.type_name)) END, ', '),
		string_agg(format('(''invalid_value'', CASE WHEN r.%1$I IS NULL AND i.%1$I IS NOT NULL THEN %2$L || quote_literal(i.%1$I) END),'
			'(''not_null'', CASE WHEN %3$L AND r.%1$I IS NULL AND i.%1$I IS NULL THEN %4$L END)', a.attname,
			a.attname || ' is not of type ' || a.type_name || ': ',
			-- a member without an e-mail would be a dependant of nobody
			a.attnotnull OR table_name = 'member' AND a.attname = 'email', a.attname || ' is null'), ', ')
			FILTER (WHERE a.attname = ANY (columns))
	INTO names, row_values, problems
	FROM (
		SELECT n.attname, n.attnotnull, format_type(n.atttypid, n.atttypmod) AS type_name,
			coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL') AS default_value
		FROM pg_attribute AS n
		LEFT JOIN pg_attrdef AS d ON d.adrelid = n.attrelid AND d.adnum = n.attnum
		WHERE n.attrelid = target AND n.attnum > 0 AND NOT n.attisdropped
		ORDER BY n.attnum
	) AS a;
	EXECUTE format('ANALYZE pg_temp.%I', 'import_' || table_name);
	EXECUTE format('CREATE TEMP TABLE %I AS SELECT NULL::bigint AS line, t.* FROM %s AS t WHERE false',
		'import_row_' || table_name, target);
	EXECUTE format('INSERT INTO pg_temp.%I (line, %s) SELECT i.line, %s FROM %s AS i',
		'import_row_' || table_name, names, row_values, texts);
	PERFORM fitclub_internal.complete_import(target);
	EXECUTE format('INSERT INTO pg_temp.import_problem
		SELECT %L, r.line, problem.rule, problem.detail
		FROM pg_temp.%I AS r
		JOIN %s AS i ON i.line = r.line
		CROSS JOIN LATERAL (VALUES %s) AS problem (rule, detail)
		WHERE problem.detail IS NOT NULL',
		table_name, 'import_row_' || table_name, texts, problems);
	IF columns[1] <> 'trainer_id' OR table_name = 'trainer' THEN
		EXECUTE format('INSERT INTO pg_temp.import_key SELECT %L, r.%I FROM pg_temp.%I AS r',
			table_name, columns[1], 'import_row_' || table_name);
	END IF;
	EXECUTE format('ANALYZE pg_temp.%I', 'import_row_' || table_name);
END
$$;
COMMENT ON FUNCTION fitclub_internal.read_import IS
	'Reads an import table into rows as their table will have them, and lists values that are none';

CREATE OR REPLACE FUNCTION fitclub_internal.check_import_values(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	problems text;
BEGIN
	SELECT string_agg(format('(%L, CASE WHEN NOT (%s) THEN concat_ws('', '', %s) END)', k.conname, pg_get_expr(k.conbin, k.conrelid),
		(SELECT string_agg(format('format(%L, %I)', a.attname || ' is %L', a.attname), ', ' ORDER BY a.attnum)
			FROM pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))), ', ')
	INTO problems
	FROM pg_constraint AS k
	WHERE k.conrelid = target AND k.contype = 'c';
	EXECUTE format('INSERT INTO pg_temp.import_problem
		SELECT %L, r.line, problem.rule, problem.detail
		FROM pg_temp.%I AS r
		CROSS JOIN LATERAL (VALUES %s) AS problem (rule, detail)
		WHERE problem.detail IS NOT NULL', table_name, 'import_row_' || table_name, problems);
	-- What a constraint cannot say, as it would look at a clock.
	IF table_name = 'member' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'member', r.line, 'member_date_of_birth_check', format('date_of_birth is %s', r.date_of_birth)
		FROM pg_temp.import_row_member AS r
		WHERE r.date_of_birth > (now() AT TIME ZONE 'UTC')::date + 1;
	END IF;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_values IS
	'Lists rows to be imported that a CHECK constraint of their table does not allow';

-- People and places may be in the club already, unless the import has others
-- of the same number; all else has to come with it.
CREATE OR REPLACE FUNCTION fitclub_internal.check_import_references(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	reference record;
BEGIN
	FOR reference IN
		SELECT k.conname, c.attname AS column_name, o.relname AS other_table, a.attname AS key_column,
			o.relname IN ('administrative_staff', 'trainer', 'member', 'room') AS may_be_stored
		FROM pg_constraint AS k
		JOIN pg_class AS o ON o.oid = k.confrelid
		JOIN pg_attribute AS c ON c.attrelid = k.conrelid AND c.attnum = k.conkey[1]
		JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = k.confkey[1]
		WHERE k.conrelid = target
			AND k.contype = 'f' AND k.confrelid <> k.conrelid
			-- what covers a booking, or is sold, is not imported
			AND k.confrelid IN (SELECT s.target FROM fitclub_internal.import_shape() AS s)
		ORDER BY k.conname
	LOOP
		EXECUTE format('INSERT INTO pg_temp.import_problem
			SELECT %1$L, r.line, %2$L, format(''there is no %3$s %%s'', r.%4$I)
			FROM pg_temp.%5$I AS r
			WHERE r.%4$I IS NOT NULL
				AND NOT EXISTS (
					SELECT
					FROM (
						SELECT n.%7$I FROM pg_temp.%6$I AS n
						UNION ALL
						SELECT n.%7$I FROM fitclub.%3$I AS n
						WHERE %8$L AND NOT EXISTS (
							SELECT FROM pg_temp.import_key AS k WHERE k.table_name = %3$L AND k.id = n.%7$I)
					) AS o
					WHERE o.%7$I = r.%4$I)',
			table_name, reference.conname, reference.other_table, reference.column_name,
			'import_row_' || table_name, 'import_row_' || reference.other_table, reference.key_column,
			reference.may_be_stored);
	END LOOP;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_references IS
	'Lists rows to be imported that refer to what is not there, or is not imported either';

-- Of rows with the same key the first one stays, index after index.
CREATE OR REPLACE FUNCTION fitclub_internal.check_import_keys(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	unique_index record;
BEGIN
	FOR unique_index IN
		SELECT c.relname AS index_name, coalesce(pg_get_expr(x.indpred, x.indrelid), 'true') AS predicate,
			(SELECT string_agg(pg_get_indexdef(x.indexrelid, n, false), ', ' ORDER BY n)
				FROM generate_series(1, x.indnkeyatts) AS n) AS keys
		FROM pg_index AS x
		JOIN pg_class AS c ON c.oid = x.indexrelid
		WHERE x.indrelid = target AND x.indisunique
		ORDER BY NOT x.indisprimary, c.relname
	LOOP
		EXECUTE format('INSERT INTO pg_temp.import_problem
			SELECT %1$L, r.line, %2$L, CASE WHEN r.is_stored THEN ''a stored row has the same''
				ELSE format(''line %%s has the same'', r.first_line) END
			FROM (
				SELECT n.line, (%3$s) IN (SELECT %3$s FROM fitclub.%4$I WHERE %5$s) AS is_stored,
					first_value(n.line) OVER (PARTITION BY %3$s ORDER BY n.line) AS first_line
				FROM pg_temp.%6$I AS n
				WHERE (%5$s) AND num_nulls(%3$s) = 0
			) AS r
			WHERE r.is_stored OR r.first_line < r.line',
			table_name, unique_index.index_name, unique_index.keys, table_name, unique_index.predicate,
			'import_row_' || table_name);
		PERFORM fitclub_internal.leave_out_import(target);
	END LOOP;
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_keys IS
	'Lists rows to be imported whose key another row has, stored or before them';

-- Windows of one trainer: weekly ones first, then those of a date.
CREATE OR REPLACE FUNCTION fitclub_internal.check_import_windows()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	-- No time zone is further ahead; a past date's windows do not matter.
	coming constant date := (now() AT TIME ZONE 'UTC')::date + 1;
	wanted record;
	is_weekly boolean;
BEGIN
	CREATE TEMP TABLE import_window AS
	SELECT r.trainer_id, r.day_of_week, r.available_on, r.start_time, r.end_time
	FROM pg_temp.import_row_trainer_availability AS r
	WHERE false;
	INSERT INTO pg_temp.import_window
	SELECT a.trainer_id, a.day_of_week, a.available_on, a.start_time, a.end_time
	FROM fitclub.trainer_availability AS a;
	CREATE INDEX ON pg_temp.import_window (trainer_id, day_of_week);
	FOR wanted IN
		SELECT r.* FROM pg_temp.import_row_trainer_availability AS r
		ORDER BY r.available_on NULLS FIRST, r.line
	LOOP
		INSERT INTO pg_temp.import_problem
		SELECT 'trainer_availability', wanted.line, 'trainer_availability_overlap',
			format('trainer %s has a window %s to %s', w.trainer_id, w.start_time, w.end_time)
		FROM pg_temp.import_window AS w
		WHERE w.trainer_id = wanted.trainer_id AND w.day_of_week = wanted.day_of_week
			AND w.start_time < wanted.end_time AND wanted.start_time < w.end_time
			AND (w.available_on IS NOT DISTINCT FROM wanted.available_on
				OR num_nulls(w.available_on, wanted.available_on) = 1
				AND coalesce(w.available_on, wanted.available_on) > coming)
		LIMIT 1;
		IF NOT FOUND THEN
			INSERT INTO pg_temp.import_window
			VALUES (wanted.trainer_id, wanted.day_of_week, wanted.available_on, wanted.start_time, wanted.end_time);
		END IF;
	END LOOP;
	ANALYZE pg_temp.import_window;
	PERFORM fitclub_internal.leave_out_import('fitclub.trainer_availability');
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_windows IS
	'Lists windows to be imported that overlap another of their trainer';

-- A booking of a trainer, and what it meets that is there already.
CREATE OR REPLACE FUNCTION fitclub_internal.check_import_bookings(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
	resource text;
BEGIN
	FOR resource IN
		SELECT n.name
		FROM unnest(ARRAY['room', 'trainer', 'member']) AS n (name)
		JOIN pg_attribute AS a
			ON a.attrelid = target
			AND a.attname = n.name || '_id'
	LOOP
		EXECUTE format('INSERT INTO pg_temp.import_problem
			SELECT %1$L, r.line, %2$L, format(''%3$s %%s is booked from %%s to %%s'',
				b.resource_id, b.start_time, b.end_time)
			FROM pg_temp.%4$I AS r
			CROSS JOIN LATERAL (
				SELECT n.resource_id, n.start_time, n.end_time
				FROM fitclub.busy_time AS n
				WHERE n.rule = %2$L AND n.resource_id = r.%5$I
					AND n.start_time < r.end_time AND n.end_time > r.start_time
					AND n.start_time > r.start_time - interval ''27 hours''
					-- In a room for several, how many there are comes later.
					AND NOT EXISTS (
						SELECT FROM fitclub.room AS o
						WHERE %3$L = ''room'' AND o.room_id = n.resource_id AND o.max_bookings > 1)
				LIMIT 1
			) AS b
			WHERE r.cancelled_at IS NULL',
			table_name, resource || '_double_booked', resource, 'import_row_' || table_name, resource || '_id');
		IF resource <> 'member' THEN
			EXECUTE format('INSERT INTO pg_temp.import_problem
				SELECT %1$L, r.line, %2$L, format(''%3$s %%s is %6$s from %%s to %%s'', c.%4$I, c.start_time, c.end_time)
				FROM pg_temp.%5$I AS r
				JOIN fitclub.closure AS c
					ON c.%4$I = r.%4$I AND c.start_time < r.end_time AND c.end_time > r.start_time
				WHERE r.cancelled_at IS NULL AND c.cancelled_at IS NULL',
				table_name, CASE resource WHEN 'room' THEN 'room_closed' ELSE 'trainer_away' END, resource,
				resource || '_id', 'import_row_' || table_name, CASE resource WHEN 'room' THEN 'closed' ELSE 'away' END);
		END IF;
		IF resource = 'trainer' THEN
			EXECUTE format('INSERT INTO pg_temp.import_problem
				SELECT %L, r.line, ''club_closed'', format(''the club is closed from %%s to %%s'', c.start_time, c.end_time)
				FROM pg_temp.%I AS r
				JOIN fitclub.closure AS c
					ON c.room_id IS NULL AND c.trainer_id IS NULL
					AND c.start_time < r.end_time AND c.end_time > r.start_time
				WHERE r.cancelled_at IS NULL AND c.cancelled_at IS NULL',
				table_name, 'import_row_' || table_name);
			-- As in calendar_violation, among these windows.
			EXECUTE format('INSERT INTO pg_temp.import_problem
				SELECT %L, r.line, ''trainer_availability'', format(''trainer %%s does not work all of %%s to %%s (%%s)'',
					r.trainer_id, wall.starts, wall.ends, club.time_zone)
				FROM fitclub.club AS club
				JOIN pg_temp.%I AS r ON r.cancelled_at IS NULL AND r.end_time > now()
				CROSS JOIN LATERAL (
					SELECT r.start_time AT TIME ZONE club.time_zone AS starts,
						r.end_time AT TIME ZONE club.time_zone AS ends
				) AS wall
				WHERE NOT coalesce((
					SELECT range_agg(tsrange(day.midnight::date + w.start_time, day.midnight::date + w.end_time))
						@> tsrange(least(wall.starts, wall.ends), greatest(wall.starts, wall.ends),
							CASE WHEN wall.starts = wall.ends THEN ''[]'' ELSE ''[)'' END)
					FROM generate_series(
						date_trunc(''day'', least(wall.starts, wall.ends)),
						greatest(wall.starts, wall.ends), interval ''1 day'') AS day (midnight)
					JOIN pg_temp.import_window AS w
						ON w.trainer_id = r.trainer_id
						AND w.day_of_week = extract(isodow FROM day.midnight)::integer - 1
						AND coalesce(w.available_on, day.midnight::date) = day.midnight::date
				), false)', table_name, 'import_row_' || table_name);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_bookings IS
	'Lists bookings to be imported that meet stored ones or are outside the hours of their trainer';

-- What verify() finds and no constraint declares, as far as one booking or bill
-- is concerned.
CREATE OR REPLACE FUNCTION fitclub_internal.check_import_promises(
	target regclass)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	table_name constant text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = target);
BEGIN
	CASE table_name
	WHEN 'class_schedule' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'class_schedule', c.line, 'class_room_capacity',
			format('the class has %s seats, the room %s places', c.capacity, r.capacity)
		FROM pg_temp.import_row_class_schedule AS c
		JOIN (
			SELECT n.room_id, n.capacity FROM pg_temp.import_row_room AS n
			UNION ALL
			SELECT n.room_id, n.capacity FROM fitclub.room AS n
		) AS r ON r.room_id = c.room_id
		WHERE c.cancelled_at IS NULL AND NOT c.may_exceed_room AND c.capacity > r.capacity;
	WHEN 'class_registration' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'class_registration', g.line, problem.rule, problem.detail
		FROM pg_temp.import_row_class_registration AS g
		JOIN pg_temp.import_row_class_schedule AS c ON c.class_id = g.class_id
		CROSS JOIN LATERAL (VALUES
			('class_cancelled', g.cancelled_at IS NULL AND c.cancelled_at IS NOT NULL,
				format('class %s is cancelled', c.class_id)),
			('attended_early', g.attended AND c.start_time > now() + interval '1 hour', format('class %s is still to come', c.class_id)),
			('registered_early', g.registered_at > now(), format('registered_at is %s', g.registered_at))
		) AS problem (rule, is_there, detail)
		WHERE problem.is_there;
	WHEN 'billing_item' THEN
		INSERT INTO pg_temp.import_problem
		SELECT 'billing_item', b.line, problem.rule, problem.detail
		FROM pg_temp.import_row_billing_item AS b
		LEFT JOIN pg_temp.import_row_private_session AS s ON s.session_id = b.private_session_id
		LEFT JOIN (
			SELECT n.class_id, n.member_id, bool_and(n.price = 0) AS is_free,
				max(n.price) FILTER (WHERE n.cancelled_at IS NULL) AS price
			FROM pg_temp.import_row_class_registration AS n
			GROUP BY n.class_id, n.member_id
		) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
		CROSS JOIN LATERAL (VALUES
			('bill_without_booking', s.member_id <> b.member_id OR b.class_id IS NOT NULL AND g.class_id IS NULL,
				format('member %s has no such booking', b.member_id)),
			('bill_of_free_booking', s.price = 0 AND b.status <> 'cancelled' OR g.is_free, 'the booking is free'),
			('bill_amount', b.status <> 'cancelled' AND b.amount
					<> coalesce(CASE WHEN s.cancelled_at IS NULL THEN s.price END, g.price),
				format('%s is billed for a booking at %s', b.amount, coalesce(s.price, g.price)))
		) AS problem (rule, is_there, detail)
		WHERE problem.is_there;
	ELSE
	END CASE;
	PERFORM fitclub_internal.leave_out_import(target);
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_promises IS
	'Lists classes, seats and bills to be imported that do not fit what they refer to';

CREATE OR REPLACE FUNCTION fitclub_internal.check_import_unbilled()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO pg_temp.import_problem
	SELECT 'private_session', s.line, 'session_without_bill', format('a session at %s has no bill', s.price)
	FROM pg_temp.import_row_private_session AS s
	WHERE s.cancelled_at IS NULL AND s.price > 0
		AND NOT EXISTS (
			SELECT FROM pg_temp.import_row_billing_item AS b WHERE b.private_session_id = s.session_id);
	INSERT INTO pg_temp.import_problem
	SELECT 'class_registration', g.line, 'registration_without_bill', format('a seat at %s has no bill', g.price)
	FROM pg_temp.import_row_class_registration AS g
	WHERE g.cancelled_at IS NULL AND g.price > 0
		AND NOT EXISTS (
			SELECT FROM pg_temp.import_row_billing_item AS b
			WHERE b.class_id = g.class_id AND b.member_id = g.member_id);
	PERFORM fitclub_internal.leave_out_import('fitclub.private_session');
	PERFORM fitclub_internal.leave_out_import('fitclub.class_registration');
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_unbilled IS
	'Lists bookings to be imported that cost something and are not billed';

-- Bookings in the order of their time: each is taken if room, trainer and member
-- are free by then. Of those that start together classes come first, then seats
-- in the order in which they were taken, then sessions. A room for several has as
-- many places, of which each is free from some time on; stored bookings that meet a
-- new one at all are taken to meet it at once.
CREATE OR REPLACE FUNCTION fitclub_internal.check_import_calendar()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wanted record;
	-- Growing an array copies it, so they have their size from the beginning.
	size constant bigint := (
		SELECT count(*) + 1
		FROM (
			SELECT FROM pg_temp.import_row_class_schedule
			UNION ALL SELECT FROM pg_temp.import_row_class_registration
			UNION ALL SELECT FROM pg_temp.import_row_private_session
		) AS b);
	trainer_until timestamptz[] := array_fill(NULL::timestamptz, ARRAY[size::integer]);
	member_until timestamptz[] := trainer_until;
	-- The places of stored rooms first, then those of new ones, which have one each.
	places_stored constant bigint := (SELECT coalesce(sum(r.max_bookings), 0) FROM fitclub.room AS r);
	place_until timestamptz[] := array_fill(NULL::timestamptz, ARRAY[(places_stored + size)::integer]);
	free_place bigint;
	seats_left integer[] := array_fill(NULL::integer, ARRAY[size::integer]);
	busy text[];
BEGIN
	FOR wanted IN
		SELECT b.*,
			-- What is null is ranked as well, and never looked at.
			coalesce(p.first_place, places_stored + dense_rank() OVER (ORDER BY b.room_id)) AS first_place,
			coalesce(p.max_bookings, 1) AS places,
			dense_rank() OVER (ORDER BY b.trainer_id) AS trainer,
			dense_rank() OVER (ORDER BY b.member_id) AS member,
			dense_rank() OVER (ORDER BY b.class_id) AS class
		FROM (
			SELECT 'class_schedule' AS table_name, 1 AS place, c.line, c.start_time AS place_time, c.start_time, c.end_time,
				c.room_id, c.trainer_id, NULL::bigint AS member_id, c.class_id, c.capacity
			FROM pg_temp.import_row_class_schedule AS c
			WHERE c.cancelled_at IS NULL
			UNION ALL
			SELECT 'class_registration', 2, g.line, g.registered_at, g.start_time, g.end_time,
				NULL, NULL, g.member_id, g.class_id, NULL
			FROM pg_temp.import_row_class_registration AS g
			WHERE g.cancelled_at IS NULL
			UNION ALL
			SELECT 'private_session', 3, s.line, s.start_time, s.start_time, s.end_time,
				s.room_id, s.trainer_id, s.member_id, NULL, NULL
			FROM pg_temp.import_row_private_session AS s
			WHERE s.cancelled_at IS NULL
		) AS b
		LEFT JOIN (
			SELECT r.room_id, r.max_bookings,
				1 + sum(r.max_bookings) OVER (ORDER BY r.room_id) - r.max_bookings AS first_place
			FROM fitclub.room AS r
		) AS p ON p.room_id = b.room_id
		ORDER BY b.start_time, b.place, b.place_time, b.line
	LOOP
		busy := '{}';
		IF wanted.room_id IS NOT NULL THEN
			free_place := CASE WHEN (place_until[wanted.first_place] > wanted.start_time) IS NOT TRUE THEN wanted.first_place END;
			IF wanted.places > 1 THEN
				SELECT min(n.place) INTO free_place
				FROM generate_series(wanted.first_place, wanted.first_place + wanted.places - 1) AS n (place)
				WHERE (place_until[n.place] > wanted.start_time) IS NOT TRUE
				HAVING count(*) > (
					SELECT count(*)
					FROM fitclub.busy_time AS stored
					WHERE stored.rule = 'room_double_booked' AND stored.resource_id = wanted.room_id
						AND stored.start_time < wanted.end_time AND stored.end_time > wanted.start_time
						AND stored.start_time > wanted.start_time - interval '27 hours');
			END IF;
			IF free_place IS NULL THEN
				busy := busy || format('room %s', wanted.room_id);
			END IF;
		END IF;
		IF wanted.trainer_id IS NOT NULL AND trainer_until[wanted.trainer] > wanted.start_time THEN
			busy := busy || format('trainer %s', wanted.trainer_id);
		END IF;
		IF wanted.member_id IS NOT NULL AND member_until[wanted.member] > wanted.start_time THEN
			busy := busy || format('member %s', wanted.member_id);
		END IF;
		IF busy <> '{}' THEN
			INSERT INTO pg_temp.import_problem
			SELECT wanted.table_name, wanted.line, split_part(n.name, ' ', 1) || '_double_booked',
				format('%s has another booking at %s', n.name, wanted.start_time)
			FROM unnest(busy) AS n (name);
			CONTINUE;
		END IF;
		IF wanted.place = 2 AND coalesce(seats_left[wanted.class], 0) = 0 THEN
			INSERT INTO pg_temp.import_problem
			SELECT wanted.table_name, wanted.line, problem.rule, format(problem.detail, wanted.class_id)
			FROM (VALUES
				('class_registration_class_id_fkey', seats_left[wanted.class] IS NULL, 'there is no class_schedule %s'),
				('class_capacity', seats_left[wanted.class] = 0, 'class %s is full')
			) AS problem (rule, is_there, detail)
			WHERE problem.is_there;
			CONTINUE;
		END IF;
		IF wanted.room_id IS NOT NULL THEN
			place_until[free_place] := wanted.end_time;
		END IF;
		IF wanted.trainer_id IS NOT NULL THEN
			trainer_until[wanted.trainer] := wanted.end_time;
		END IF;
		IF wanted.member_id IS NOT NULL THEN
			member_until[wanted.member] := wanted.end_time;
		END IF;
		IF wanted.place < 3 THEN
			seats_left[wanted.class] := coalesce(wanted.capacity, seats_left[wanted.class] - 1);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.leave_out_import('fitclub.class_schedule');
	PERFORM fitclub_internal.leave_out_import('fitclub.class_registration');
	PERFORM fitclub_internal.leave_out_import('fitclub.private_session');
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_calendar IS
	'Lists bookings to be imported for which a room, trainer, member or seat is taken by others';

-- A bill whose payments are right altogether keeps them, whatever their order.
-- Of any other each payment is taken, in the order of time, if it fits.
CREATE OR REPLACE FUNCTION fitclub_internal.check_import_payments()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wanted record;
	bill bigint;
	net numeric;
	refundable jsonb;
	rule text;
BEGIN
	INSERT INTO pg_temp.import_problem
	SELECT 'payment', p.line, problem.rule, problem.detail
	FROM pg_temp.import_row_payment AS p
	LEFT JOIN pg_temp.import_row_billing_item AS b ON b.billing_id = p.billing_id
	LEFT JOIN pg_temp.import_row_payment AS o ON o.payment_id = p.refund_of
	CROSS JOIN LATERAL (VALUES
		('payment_kind_check', p.payment_type = 'credit' OR p.billing_id IS NULL AND p.amount < 0,
			'only money that came in is imported on account'),
		('bill_status', b.status = 'cancelled', format('bill %s is cancelled', b.billing_id)),
		('payment_refund_of_fkey', p.refund_of IS NOT NULL AND o.payment_id IS NULL,
			format('there is no payment %s', p.refund_of)),
		('refund_of_refund', o.amount < 0, format('payment %s is a refund', o.payment_id)),
		('refund_of_other_bill', o.billing_id <> p.billing_id,
			format('payment %s is on bill %s', o.payment_id, o.billing_id)),
		('refund_of_other_bill', o.billing_id IS NULL AND o.payment_id IS NOT NULL AND p.billing_id IS NOT NULL,
			format('payment %s is on account', o.payment_id)),
		('refund_to_other_payer', o.member_id <> p.member_id,
			format('payment %s is by member %s', o.payment_id, o.member_id))
	) AS problem (rule, is_there, detail)
	WHERE problem.is_there;
	PERFORM fitclub_internal.leave_out_import('fitclub.payment');

	FOR wanted IN
		SELECT p.*, b.amount AS owed
		FROM pg_temp.import_row_payment AS p
		JOIN pg_temp.import_row_billing_item AS b ON b.billing_id = p.billing_id
		WHERE p.billing_id IN (
				SELECT n.billing_id
				FROM pg_temp.import_row_payment AS n
				JOIN pg_temp.import_row_billing_item AS o ON o.billing_id = n.billing_id
				GROUP BY n.billing_id, o.amount
				HAVING sum(n.amount) NOT BETWEEN 0 AND o.amount
				UNION ALL
				SELECT n.billing_id
				FROM pg_temp.import_row_payment AS n
				LEFT JOIN pg_temp.import_row_payment AS r ON r.payment_id = n.refund_of
				WHERE n.amount < 0
				GROUP BY n.billing_id, n.refund_of, r.amount
				HAVING r.amount IS NULL OR sum(n.amount) + r.amount < 0)
		ORDER BY p.billing_id, p.paid_at, p.line
	LOOP
		IF bill IS DISTINCT FROM wanted.billing_id THEN
			bill := wanted.billing_id;
			net := 0;
			refundable := '{}';
		END IF;
		rule := CASE
			WHEN wanted.amount > 0 THEN CASE WHEN net + wanted.amount > wanted.owed THEN 'bill_overpaid' END
			WHEN NOT refundable ? wanted.refund_of::text THEN 'payment_refund_of_fkey'
			WHEN (refundable ->> wanted.refund_of::text)::numeric + wanted.amount < 0 THEN 'refund_over_payment'
		END;
		IF rule IS NOT NULL THEN
			INSERT INTO pg_temp.import_problem
			VALUES ('payment', wanted.line, rule, format('%s, when %s of %s is paid', wanted.amount, net, wanted.owed));
			CONTINUE;
		END IF;
		net := net + wanted.amount;
		refundable := refundable || jsonb_build_object(coalesce(wanted.refund_of, wanted.payment_id)::text,
			coalesce((refundable ->> wanted.refund_of::text)::numeric, 0) + wanted.amount);
	END LOOP;
	PERFORM fitclub_internal.leave_out_import('fitclub.payment');
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import_payments IS
	'Lists payments to be imported that exceed what is owed, and refunds that exceed what was paid';

-- What payments make of bills. A bill that would stay open without a booking is
-- none, and its payments are none.
CREATE OR REPLACE FUNCTION fitclub_internal.settle_import_bills()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE pg_temp.import_row_billing_item AS b
	SET status = paid.status,
		paid_at = CASE WHEN paid.status IN ('paid', 'refunded') THEN paid.paid_at END
	FROM (
		SELECT n.billing_id, max(p.paid_at) FILTER (WHERE p.amount > 0) AS paid_at,
			CASE
				WHEN sum(p.amount) FILTER (WHERE p.amount > 0) >= n.amount
					THEN CASE WHEN sum(p.amount) = 0 THEN 'refunded' ELSE 'paid' END
				WHEN sum(p.amount) = 0 THEN 'pending'
				ELSE 'partially_paid'
			END AS status
		FROM pg_temp.import_row_billing_item AS n
		JOIN pg_temp.import_row_payment AS p ON p.billing_id = n.billing_id
		GROUP BY n.billing_id, n.amount
	) AS paid
	WHERE paid.billing_id = b.billing_id;

	INSERT INTO pg_temp.import_problem
	SELECT 'billing_item', b.line, 'bill_of_cancelled_booking', format('the bill is %s, the booking cancelled', b.status)
	FROM pg_temp.import_row_billing_item AS b
	LEFT JOIN pg_temp.import_row_private_session AS s ON s.session_id = b.private_session_id
	LEFT JOIN pg_temp.import_row_class_registration AS g
		ON g.class_id = b.class_id AND g.member_id = b.member_id AND g.cancelled_at IS NULL
	WHERE b.status IN ('pending', 'partially_paid')
		AND (s.cancelled_at IS NOT NULL OR b.class_id IS NOT NULL AND g.line IS NULL);
	PERFORM fitclub_internal.leave_out_import('fitclub.billing_item');
	PERFORM fitclub_internal.check_import_references('fitclub.payment');
END
$$;
COMMENT ON FUNCTION fitclub_internal.settle_import_bills IS
	'Gives bills to be imported the status that their payments make, and lists those left open for cancelled bookings';

CREATE OR REPLACE FUNCTION fitclub_internal.drop_import_rows()
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	name text;
BEGIN
	FOR name IN
		SELECT c.relname
		FROM pg_class AS c
		WHERE c.relnamespace = pg_my_temp_schema()
			AND (c.relname IN ('import_problem', 'import_key', 'import_window')
				OR c.relname IN (
					SELECT 'import_row_' || t.relname
					FROM fitclub_internal.import_shape() AS s
					JOIN pg_class AS t ON t.oid = s.target))
	LOOP
		EXECUTE format('DROP TABLE pg_temp.%I', name);
	END LOOP;
END
$$;
COMMENT ON FUNCTION fitclub_internal.drop_import_rows IS
	'Drops what check_import() has made';

CREATE OR REPLACE FUNCTION fitclub_internal.check_import()
RETURNS TABLE (
	table_name text,
	line bigint,
	rule text,
	detail text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
SET jit = off -- compiling so many expressions takes longer than running them
AS $$
DECLARE
	target regclass;
BEGIN
	IF to_regclass('pg_temp.import_payment') IS NULL THEN
		RAISE undefined_table USING
			MESSAGE = 'there are no import tables',
			HINT = 'Call fitclub.create_import_tables() and COPY into them in the same session.';
	END IF;
	PERFORM fitclub_internal.drop_import_rows();
	CREATE TEMP TABLE import_problem (table_name text, line bigint, rule text, detail text);
	CREATE TEMP TABLE import_key (table_name text, id bigint);
	FOR target IN SELECT s.target FROM fitclub_internal.import_shape() AS s ORDER BY s.place LOOP
		PERFORM fitclub_internal.read_import(target);
		PERFORM fitclub_internal.check_import_values(target);
		-- Payments follow when it is known which bills there are.
		CONTINUE WHEN target = 'fitclub.payment'::regclass;
		PERFORM fitclub_internal.check_import_references(target);
		PERFORM fitclub_internal.check_import_keys(target);
		IF target = 'fitclub.trainer_availability'::regclass THEN
			PERFORM fitclub_internal.check_import_windows();
		END IF;
		PERFORM fitclub_internal.check_import_promises(target);
		IF target IN ('fitclub.class_schedule'::regclass, 'fitclub.class_registration'::regclass,
			'fitclub.private_session'::regclass)
		THEN
			PERFORM fitclub_internal.check_import_bookings(target);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.check_import_unbilled();
	PERFORM fitclub_internal.check_import_calendar();
	PERFORM fitclub_internal.check_import_references('fitclub.class_registration');
	PERFORM fitclub_internal.check_import_references('fitclub.billing_item');
	PERFORM fitclub_internal.check_import_promises('fitclub.billing_item');
	PERFORM fitclub_internal.check_import_references('fitclub.payment');
	PERFORM fitclub_internal.check_import_keys('fitclub.payment');
	PERFORM fitclub_internal.check_import_payments();
	PERFORM fitclub_internal.settle_import_bills();
	RETURN QUERY
	SELECT p.table_name, p.line, p.rule, p.detail
	FROM pg_temp.import_problem AS p
	JOIN fitclub_internal.import_shape() AS s ON s.target = format('fitclub.%I', p.table_name)::regclass
	ORDER BY s.place, p.line, p.rule, p.detail;
END
$$;
COMMENT ON FUNCTION fitclub_internal.check_import IS
	'Sorts the rows of the import tables into those that can be loaded and those with a problem, and returns these';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.find_import_problems()
RETURNS TABLE (
	table_name text,
	line bigint,
	rule text,
	detail text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY SELECT * FROM fitclub_internal.check_import();
	PERFORM fitclub_internal.drop_import_rows();
END
$$;
COMMENT ON FUNCTION fitclub.find_import_problems IS
	'Lists the rows of the import tables that load_import() would refuse, and why; loads nothing';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.load_import()
RETURNS TABLE (
	table_name text,
	line bigint,
	rule text,
	detail text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	shape record;
BEGIN
	RETURN QUERY SELECT * FROM fitclub_internal.check_import();
	FOR shape IN
		SELECT s.target, c.relname AS table_name, (
			SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
			FROM pg_attribute AS a
			WHERE a.attrelid = s.target AND a.attnum > 0 AND NOT a.attisdropped
				AND (a.attidentity = '' OR a.attname = ANY (s.column_names))) AS columns,
			s.column_names[1] AS key_column, pg_get_serial_sequence(s.target::text, s.column_names[1]) AS sequence
		FROM fitclub_internal.import_shape() AS s
		JOIN pg_class AS c ON c.oid = s.target
		ORDER BY s.place
	LOOP
		EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM pg_temp.%I ORDER BY line',
			shape.target, shape.columns, 'import_row_' || shape.table_name);
		-- New rows get numbers after these.
		IF shape.sequence IS NOT NULL THEN
			EXECUTE format('SELECT setval(%L, max(%I)) FROM %s HAVING max(%2$I) >= (SELECT last_value FROM %1$s)',
				shape.sequence, shape.key_column, shape.target);
		END IF;
	END LOOP;
	PERFORM fitclub_internal.complete_bills(array_agg(b.billing_id))
	FROM pg_temp.import_row_billing_item AS b;
	PERFORM fitclub_internal.drop_import_rows();
END
$$;
COMMENT ON FUNCTION fitclub.load_import IS
	'Loads the rows of the import tables but for those that find_import_problems() lists, and lists them';
