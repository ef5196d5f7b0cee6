-- Visits, and what the desk sees of a member who comes.

CREATE OR REPLACE FUNCTION fitclub_internal.visit_report(
	visit_id bigint,
	is_new boolean)
RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN (
		SELECT jsonb_build_object(
			'visit_id', v.visit_id,
			'is_new', visit_report.is_new,
			'came_at', v.came_at,
			'reason', v.reason,
			'member_id', m.member_id,
			'member', m.first_name || ' ' || m.last_name,
			'is_covered', coalesce(standing.is_active, false) OR coalesce(credit.credits, 0) > 0 OR booked.bookings IS NOT NULL,
			'memberships', coalesce(standing.memberships, '[]'),
			'credits', coalesce(credit.credits, 0),
			'owed', bill.owed::text,
			'past_due', bill.past_due::text,
			'bookings', coalesce(booked.bookings, '[]'))
		FROM fitclub.visit AS v
		JOIN fitclub.member AS m USING (member_id)
		CROSS JOIN fitclub.club AS c
		CROSS JOIN LATERAL (
			SELECT n.now, (n.now AT TIME ZONE c.time_zone)::date AS today
			FROM (SELECT greatest(now(), clock_timestamp()) AS now) AS n
		) AS t
		CROSS JOIN LATERAL (
			SELECT bool_or(s.starts_on <= t.today AND NOT s.is_on_hold) AS is_active,
				jsonb_agg(jsonb_build_object('membership_id', s.membership_id, 'plan', s.plan,
					'starts_on', s.starts_on, 'ends_on', s.ends_on, 'is_on_hold', s.is_on_hold)
					ORDER BY s.starts_on, s.membership_id) AS memberships
			FROM (
				SELECT a.membership_id, a.starts_on, e.ends_on, (
						SELECT p.name
						FROM fitclub.membership_plan AS n
						JOIN fitclub.plan AS p USING (plan_id)
						WHERE n.membership_id = a.membership_id
						ORDER BY n.from_on <= t.today DESC, abs(n.from_on - t.today)
						LIMIT 1) AS plan,
					EXISTS (
						SELECT FROM fitclub.membership_hold AS h
						WHERE h.membership_id = a.membership_id
							AND h.starts_on <= t.today AND t.today < h.ends_on) AS is_on_hold
				FROM fitclub.membership AS a
				CROSS JOIN LATERAL (
					SELECT fitclub_internal.membership_end(a.membership_id) AS ends_on
				) AS e
				WHERE a.member_id = v.member_id
					AND (e.ends_on > t.today) IS NOT FALSE
			) AS s
		) AS standing
		CROSS JOIN LATERAL (
			SELECT sum(fitclub_internal.lot_left(l.lot_id)) AS credits
			FROM fitclub.credit_lot AS l
			JOIN fitclub.pack_sale AS s USING (sale_id)
			JOIN fitclub.pack AS p USING (pack_id)
			WHERE (l.member_id = v.member_id OR p.is_shared AND l.member_id = (
					SELECT y.payer_id
					FROM fitclub.payer AS y
					WHERE y.member_id = v.member_id))
				AND l.valid_from <= t.today
				AND (l.expires_on >= t.today) IS NOT FALSE
				AND (p.usable_unpaid OR s.price = 0 OR EXISTS (
					SELECT FROM fitclub.billing_item AS b
					WHERE b.membership_id IS NULL AND b.period_on IS NULL AND b.sale_id = s.sale_id
						AND b.status NOT IN ('cancelled', 'refunded') AND b.status = 'paid'))
		) AS credit
		CROSS JOIN LATERAL (
			SELECT round(coalesce(sum(o.owed), 0), 2) AS owed,
				round(coalesce(sum(o.owed) FILTER (WHERE o.due_on < t.today), 0), 2) AS past_due
			FROM (
				SELECT coalesce(b.due_on, (b.created_at AT TIME ZONE c.time_zone)::date) AS due_on,
					b.amount - coalesce((
						SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id), 0) AS owed
				FROM fitclub.billing_item AS b
				WHERE b.member_id = v.member_id
					AND b.status IN ('pending', 'partially_paid')
			) AS o
		) AS bill
		CROSS JOIN LATERAL (
			SELECT jsonb_agg(jsonb_build_object('kind', o.kind, 'session_id', o.session_id,
				'registration_id', o.registration_id, 'class_id', o.class_id, 'title', o.title,
				'trainer', r.first_name || ' ' || r.last_name, 'room', (
					SELECT i.name
					FROM fitclub.room AS i
					WHERE i.room_id = o.room_id),
				'start_time', o.start_time, 'end_time', o.end_time, 'attended', o.attended)
				ORDER BY o.start_time) AS bookings
			FROM (
				SELECT 'session' AS kind, s.session_id, NULL::bigint AS registration_id, NULL::bigint AS class_id,
					s.activity_type AS title, s.trainer_id, s.room_id, s.start_time, s.end_time, NULL::boolean AS attended
				FROM fitclub.private_session AS s
				WHERE s.member_id = v.member_id AND s.cancelled_at IS NULL
					AND s.start_time > t.now - interval '2 days' AND s.start_time < t.now + interval '2 days'
				UNION ALL
				SELECT 'class', NULL, g.registration_id, g.class_id,
					k.name, k.trainer_id, k.room_id, g.start_time, g.end_time, g.attended
				FROM fitclub.class_registration AS g
				JOIN fitclub.class_schedule AS k USING (class_id)
				WHERE g.member_id = v.member_id AND g.cancelled_at IS NULL
					AND g.start_time > t.now - interval '2 days' AND g.start_time < t.now + interval '2 days'
			) AS o
			JOIN fitclub.trainer AS r USING (trainer_id)
			WHERE ((o.start_time AT TIME ZONE c.time_zone)::date <= t.today
					OR o.start_time <= t.now + interval '1 hour')
				AND ((o.end_time - interval '1 microsecond') AT TIME ZONE c.time_zone)::date >= t.today
		) AS booked
		WHERE v.visit_id = visit_report.visit_id);
END
$$;

COMMENT ON FUNCTION fitclub_internal.visit_report IS
	'What check_in() says of a visit and of the member: what covers today, what is owed and what is booked';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.list_visits(
	from_time timestamptz DEFAULT now() - interval '7 days',
	to_time timestamptz DEFAULT NULL,
	member_id bigint DEFAULT NULL,
	max_rows integer DEFAULT 100,
	after_time timestamptz DEFAULT '-infinity',
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	visit_id bigint,
	came_at timestamptz,
	visitor_id bigint,
	visitor text,
	staff_id bigint,
	staff text,
	reason text)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	SELECT fitclub_internal.require_account(list_visits.member_id) INTO member_id;
	from_time := coalesce(from_time, now() - interval '7 days');
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);
	-- Where the page begins; without an id: after all of that instant.
	after_id := CASE WHEN after_time >= from_time THEN coalesce(after_id, 9223372036854775807)
		ELSE -9223372036854775808 END;
	after_time := greatest(after_time, from_time);

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT v.*
		FROM (
			-- in order, so that a page is read by the index and no further
			(SELECT o.*
			FROM fitclub.visit AS o
			WHERE o.member_id = list_visits.member_id
			ORDER BY o.came_at, o.visit_id)
			UNION ALL
			(SELECT o.*
			FROM fitclub.visit AS o
			WHERE list_visits.member_id IS NULL
			ORDER BY o.came_at, o.visit_id)
		) AS v
		WHERE v.came_at >= list_visits.after_time
			AND v.came_at < list_visits.to_time
			AND (v.came_at, v.visit_id) > (list_visits.after_time, list_visits.after_id)
		ORDER BY v.came_at, v.visit_id
		LIMIT list_visits.max_rows
	)
	SELECT v.visit_id, v.came_at, v.member_id, (
			SELECT m.first_name || ' ' || m.last_name
			FROM fitclub.member AS m
			WHERE m.member_id = v.member_id),
		v.staff_id, (
			SELECT s.first_name || ' ' || s.last_name
			FROM fitclub.administrative_staff AS s
			WHERE s.staff_id = v.staff_id),
		CASE WHEN fitclub_internal.sees_reason(NULL) THEN v.reason END
	FROM page AS v
	ORDER BY v.came_at, v.visit_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_visits IS
	'Who came when and who let them in, of a member or of all for those who see all, oldest first';
