-- Queries that find broken rules of the settings:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
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
	SELECT 'club_booking_notice_check', format('booking_notice is %s', c.booking_notice)
	WHERE NOT c.booking_notice BETWEEN interval '0' AND interval '366 days'
	UNION ALL
	SELECT 'club_booking_horizon_check', format('booking_horizon is %s', c.booking_horizon)
	WHERE NOT c.booking_horizon BETWEEN interval '0' AND interval '366 days'
	UNION ALL
	SELECT 'club_max_upcoming_bookings_check', format('max_upcoming_bookings is %s', c.max_upcoming_bookings)
	WHERE NOT c.max_upcoming_bookings BETWEEN 0 AND 10000
	UNION ALL
	SELECT 'club_max_bookings_per_day_check', format('max_bookings_per_day is %s', c.max_bookings_per_day)
	WHERE NOT c.max_bookings_per_day BETWEEN 0 AND 10000
	UNION ALL
	SELECT 'club_max_bookings_per_week_check', format('max_bookings_per_week is %s', c.max_bookings_per_week)
	WHERE NOT c.max_bookings_per_week BETWEEN 0 AND 10000
	UNION ALL
	SELECT 'club_shortest_session_check', format('shortest_session is %s', c.shortest_session)
	WHERE NOT c.shortest_session BETWEEN interval '0' AND interval '1440 minutes'
	UNION ALL
	SELECT 'club_longest_session_check', format('longest_session is %s', c.longest_session)
	WHERE NOT (c.longest_session > interval '0' AND c.longest_session <= interval '1440 minutes')
	UNION ALL
	SELECT 'club_session_lengths_check',
		format('shortest_session is %s and longest_session is %s', c.shortest_session, c.longest_session)
	WHERE c.shortest_session > c.longest_session
	UNION ALL
	SELECT 'club_start_step_check', format('start_step is %s', c.start_step)
	WHERE NOT c.start_step BETWEEN interval '0' AND interval '1440 minutes'
	UNION ALL
	SELECT 'club_cancelled_payment_check', format('cancelled_payment is "%s"', c.cancelled_payment)
	WHERE c.cancelled_payment NOT IN ('keep', 'credit')
	UNION ALL
	SELECT 'club_cash_step_check', format('cash_step is %s', c.cash_step)
	WHERE NOT c.cash_step BETWEEN 0 AND 100
	UNION ALL
	SELECT 'club_block_past_due_days_check', format('block_past_due_days is %s', c.block_past_due_days)
	WHERE NOT c.block_past_due_days BETWEEN 0 AND 366
	UNION ALL
	SELECT 'club_admission_check', format('admission is "%s"', c.admission)
	WHERE c.admission NOT IN ('anybody', 'members')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(c)) AS field
	WHERE num_nulls(c.club_id, c.name, c.time_zone, c.currency, c.default_session_price,
		c.default_class_price, c.allow_class_over_room, c.cancellation_notice,
		c.late_cancellation_fee_percent, c.is_demo, c.calendar_uid, c.booking_notice, c.booking_horizon,
		c.max_upcoming_bookings, c.max_bookings_per_day, c.max_bookings_per_week,
		c.shortest_session, c.longest_session, c.start_step, c.cancelled_payment, c.cash_step,
		c.uses_cover, c.block_past_due_days, c.admission) > 0
		AND field.value = 'null'
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'club_pkey' AS rule, 'club' AS table_name, c.club_id::bigint AS row_id,
	'club' AS other_table, c.club_id::bigint AS other_row_id,
	format('%s rows have this key', count(*)) AS detail
FROM fitclub.club AS c
GROUP BY c.club_id
HAVING count(*) > 1;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'club_one_row' AS rule, 'club' AS table_name, NULL::bigint AS row_id,
	NULL AS other_table, NULL::bigint AS other_row_id, 'the club has no settings' AS detail
WHERE NOT EXISTS (SELECT FROM fitclub.club)
UNION ALL
SELECT 'uses_cover', 'club', c.club_id, NULL, NULL, 'there are packs or plans, and bookings are not covered by them'
FROM fitclub.club AS c
WHERE NOT c.uses_cover
	AND (EXISTS (SELECT FROM fitclub.pack) OR EXISTS (SELECT FROM fitclub.plan));
