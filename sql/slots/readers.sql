-- The calendar as a whole: when somebody or something is booked, and the week
-- on one page.

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.busy_times(
	resource text,
	resource_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL)
RETURNS TABLE (
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_choice('resource', busy_times.resource,
		ARRAY['room', 'trainer', 'member']);

	PERFORM CASE busy_times.resource
		WHEN 'member' THEN fitclub_internal.require_member(busy_times.resource_id)
		ELSE fitclub_internal.require_id(busy_times.resource, busy_times.resource_id) END;

	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);

	RETURN QUERY
	WITH busy (start_time, end_time) AS (
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'room' AND s.room_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE busy_times.resource = 'room' AND c.room_id = busy_times.resource_id
			AND c.cancelled_at IS NULL
		UNION ALL
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'trainer' AND s.trainer_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE busy_times.resource = 'trainer' AND c.trainer_id = busy_times.resource_id
			AND c.cancelled_at IS NULL
		UNION ALL
		SELECT s.start_time, s.end_time
		FROM fitclub.private_session AS s
		WHERE busy_times.resource = 'member' AND s.member_id = busy_times.resource_id
			AND s.cancelled_at IS NULL
		UNION ALL
		SELECT g.start_time, g.end_time
		FROM fitclub.class_registration AS g
		WHERE busy_times.resource = 'member' AND g.member_id = busy_times.resource_id
			AND g.cancelled_at IS NULL
	)
	SELECT b.start_time, b.end_time
	FROM busy AS b
	WHERE b.start_time > busy_times.from_time - interval '27 hours'
		AND b.start_time < busy_times.to_time
		AND b.end_time > busy_times.from_time
		AND busy_times.from_time < busy_times.to_time
	UNION ALL
	SELECT c.start_time, c.end_time
	FROM fitclub.closure AS c
	WHERE c.cancelled_at IS NULL
		AND c.start_time < busy_times.to_time
		AND c.end_time > busy_times.from_time
		AND busy_times.from_time < busy_times.to_time
		AND (busy_times.resource = 'room' AND c.room_id = busy_times.resource_id
			OR busy_times.resource = 'trainer' AND c.trainer_id = busy_times.resource_id
			OR busy_times.resource <> 'member' AND c.room_id IS NULL AND c.trainer_id IS NULL)
	ORDER BY 1, 2;
END
$$;

COMMENT ON FUNCTION fitclub.busy_times IS
	'When a room, trainer or member is booked between two instants, or closed or away, but not by whom or why';

-- Trainers, not rooms, lead to the sessions, as online ones have no room.
-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.schedule(
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL,
	room_ids bigint[] DEFAULT NULL,
	trainer_ids bigint[] DEFAULT NULL,
	max_rows integer DEFAULT 1000,
	after_time timestamptz DEFAULT '-infinity',
	after_kind text DEFAULT NULL,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	kind text,
	booking_id bigint,
	title text,
	trainer_id bigint,
	trainer text,
	room_id bigint,
	room text,
	member_id bigint,
	member text,
	people integer,
	capacity integer,
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 200
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	with_names boolean;
BEGIN
	SELECT fitclub_internal.sees_members() INTO with_names;
	PERFORM fitclub_internal.require_id('room', r.id) FROM unnest(room_ids) AS r (id);
	PERFORM fitclub_internal.require_id('trainer', t.id) FROM unnest(trainer_ids) AS t (id);
	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);
	PERFORM fitclub_internal.require_choice('after_kind', after_kind, ARRAY['class', 'closure', 'session'])
	WHERE after_id IS NOT NULL;

	RETURN QUERY
	WITH reaching AS (
		SELECT b.*
		FROM (
			SELECT 'session' AS kind, s.session_id AS booking_id, s.activity_type AS title,
				s.trainer_id, s.room_id, s.member_id, 1 AS capacity, s.start_time, s.end_time
			FROM fitclub.trainer AS t
			JOIN fitclub.private_session AS s ON s.trainer_id = t.trainer_id
			WHERE s.cancelled_at IS NULL
				AND (schedule.trainer_ids IS NULL OR t.trainer_id = ANY (schedule.trainer_ids))
			UNION ALL
			SELECT 'class', c.class_id, c.name, c.trainer_id, c.room_id, NULL, c.capacity,
				c.start_time, c.end_time
			FROM fitclub.class_schedule AS c
			WHERE c.cancelled_at IS NULL
				AND (schedule.trainer_ids IS NULL OR c.trainer_id = ANY (schedule.trainer_ids))
		) AS b
		WHERE b.start_time > schedule.from_time - interval '27 hours'
			AND b.start_time < schedule.to_time
			AND b.end_time > schedule.from_time
			AND schedule.from_time < schedule.to_time
			AND (schedule.room_ids IS NULL OR b.room_id = ANY (schedule.room_ids))
		UNION ALL
		SELECT 'closure', l.closure_id,
			CASE WHEN fitclub_internal.sees_reason(l.trainer_id) THEN l.reason END,
			l.trainer_id, l.room_id, NULL, NULL, l.start_time, l.end_time
		FROM fitclub.closure AS l
		WHERE l.cancelled_at IS NULL
			AND l.start_time < schedule.to_time
			AND l.end_time > schedule.from_time
			AND schedule.from_time < schedule.to_time
			-- one of the club is everybody's
			AND (l.room_id IS NULL AND l.trainer_id IS NULL
				OR (schedule.room_ids IS NULL OR l.room_id = ANY (schedule.room_ids))
					AND (schedule.trainer_ids IS NULL OR l.trainer_id = ANY (schedule.trainer_ids)))
	),
	page AS MATERIALIZED (
		SELECT b.*
		FROM reaching AS b
		-- without an id: after all of that instant
		WHERE (b.start_time, b.kind, b.booking_id) > (coalesce(schedule.after_time, '-infinity'),
			coalesce(schedule.after_kind, 'session'), coalesce(schedule.after_id, 9223372036854775807))
		ORDER BY b.start_time, b.kind, b.booking_id
		LIMIT schedule.max_rows
	)
	SELECT p.kind, p.booking_id, p.title, p.trainer_id, t.first_name || ' ' || t.last_name,
		p.room_id, r.name, m.member_id, m.first_name || ' ' || m.last_name,
		CASE p.kind WHEN 'session' THEN 1 WHEN 'class' THEN (
				SELECT count(*)::integer
				FROM fitclub.class_registration AS g
				WHERE g.class_id = p.booking_id AND g.cancelled_at IS NULL)
			END,
		p.capacity, p.start_time, p.end_time
	FROM page AS p
	LEFT JOIN fitclub.trainer AS t ON t.trainer_id = p.trainer_id
	LEFT JOIN fitclub.room AS r ON r.room_id = p.room_id
	LEFT JOIN fitclub.member AS m ON m.member_id = p.member_id AND with_names
	ORDER BY p.start_time, p.kind, p.booking_id;
END
$$;

COMMENT ON FUNCTION fitclub.schedule IS
	'Sessions, classes and closures that reach into a period, of some rooms and trainers or of all, earliest first; members are not told who has booked, nor why something is closed';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.list_bookings(
	member_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL,
	max_rows integer DEFAULT 100,
	after_time timestamptz DEFAULT '-infinity',
	after_kind text DEFAULT NULL,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	kind text,
	booking_id bigint,
	class_id bigint,
	title text,
	trainer_id bigint,
	trainer text,
	room_id bigint,
	room text,
	start_time timestamptz,
	end_time timestamptz,
	state text,
	attended boolean,
	price numeric,
	billing_id bigint,
	owed numeric,
	late_fee numeric,
	cover text,
	cover_name text,
	credits integer,
	forfeits boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_member(list_bookings.member_id);
	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);
	PERFORM fitclub_internal.require_choice('after_kind', after_kind, ARRAY['seat', 'session'])
	WHERE after_id IS NOT NULL;

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT b.*
		FROM (
			-- as the indexes have it: those that stand and those that are cancelled
			SELECT 'session' AS kind, s.session_id AS booking_id, NULL::bigint AS class_id,
				s.trainer_id, s.room_id, s.start_time, s.end_time, s.cancelled_at,
				s.activity_type AS title, NULL::boolean AS attended, s.price,
				s.lot_id, s.membership_id, s.credits, s.kept_at
			FROM fitclub.private_session AS s
			WHERE s.member_id = list_bookings.member_id AND s.cancelled_at IS NULL
			UNION ALL
			SELECT 'session', s.session_id, NULL, s.trainer_id, s.room_id, s.start_time, s.end_time,
				s.cancelled_at, s.activity_type, NULL, s.price, s.lot_id, s.membership_id, s.credits, s.kept_at
			FROM fitclub.private_session AS s
			WHERE s.member_id = list_bookings.member_id AND s.cancelled_at IS NOT NULL
			UNION ALL
			SELECT 'seat', g.registration_id, g.class_id, NULL, NULL, g.start_time, g.end_time,
				g.cancelled_at, NULL, g.attended, g.price, g.lot_id, g.membership_id, g.credits, g.kept_at
			FROM fitclub.class_registration AS g
			WHERE g.member_id = list_bookings.member_id AND g.cancelled_at IS NULL
			UNION ALL
			SELECT 'seat', g.registration_id, g.class_id, NULL, NULL, g.start_time, g.end_time,
				g.cancelled_at, NULL, g.attended, g.price, g.lot_id, g.membership_id, g.credits, g.kept_at
			FROM fitclub.class_registration AS g
			WHERE g.member_id = list_bookings.member_id AND g.cancelled_at IS NOT NULL
		) AS b
		WHERE b.start_time > list_bookings.from_time - interval '27 hours'
			AND b.start_time < list_bookings.to_time
			AND b.end_time > list_bookings.from_time
			AND list_bookings.from_time < list_bookings.to_time
			-- without an id: after all of that instant
			AND (b.start_time, b.kind, b.booking_id) > (coalesce(list_bookings.after_time, '-infinity'),
				coalesce(list_bookings.after_kind, 'session'), coalesce(list_bookings.after_id, 9223372036854775807))
		ORDER BY b.start_time, b.kind, b.booking_id
		LIMIT list_bookings.max_rows
	)
	SELECT p.kind, p.booking_id, p.class_id, coalesce(p.title, c.name),
		t.trainer_id, t.first_name || ' ' || t.last_name, r.room_id, r.name, p.start_time, p.end_time,
		now_is.state, p.attended, coalesce(p.price, c.price), bill.billing_id, coalesce(open_bill.owed, 0.00),
		CASE WHEN now_is.state = 'upcoming' THEN coalesce(CASE WHEN bill.status NOT IN ('cancelled', 'refunded')
				THEN fitclub_internal.late_fee(p.start_time, bill.amount) END,
			CASE WHEN covered.late_fee > 0 THEN CASE WHEN fitclub_internal.is_late_to_cancel(p.start_time) THEN covered.late_fee END END, 0.00)
			END,
		covered.cover, covered.name, covered.credits::integer,
		CASE WHEN now_is.state = 'upcoming'
			THEN CASE WHEN covered.is_limited THEN fitclub_internal.is_late_to_cancel(p.start_time) ELSE covered.is_limited END END
	FROM page AS p
	CROSS JOIN LATERAL (
		SELECT CASE WHEN p.cancelled_at IS NOT NULL THEN 'cancelled'
			WHEN p.end_time <= now() THEN 'over'
			WHEN p.start_time <= now() THEN 'begun'
			ELSE 'upcoming' END AS state
	) AS now_is
	LEFT JOIN fitclub.class_schedule AS c ON c.class_id = p.class_id
	JOIN fitclub.trainer AS t ON t.trainer_id = coalesce(p.trainer_id, c.trainer_id)
	LEFT JOIN fitclub.room AS r ON r.room_id = coalesce(p.room_id, c.room_id)
	LEFT JOIN LATERAL (
		SELECT b.billing_id, b.amount, b.status
		FROM fitclub.billing_item AS b
		WHERE p.kind = 'session' AND b.private_session_id = p.booking_id
		UNION ALL
		-- That of a seat given back is taken up by the member's next one in the class.
		SELECT b.billing_id, b.amount, b.status
		FROM fitclub.billing_item AS b
		WHERE b.class_id = p.class_id AND b.member_id = list_bookings.member_id
			AND b.status NOT IN ('cancelled', 'refunded')
			AND NOT EXISTS (
				SELECT FROM fitclub.class_registration AS later
				WHERE later.class_id = p.class_id AND later.member_id = list_bookings.member_id
					AND later.registration_id > p.booking_id)
	) AS bill ON true
	LEFT JOIN LATERAL (
		SELECT bill.amount - coalesce(sum(n.amount), 0.00) AS owed
		FROM fitclub.payment AS n
		WHERE n.billing_id = bill.billing_id
		HAVING bill.status IN ('pending', 'partially_paid')
	) AS open_bill ON true
	-- What a booking uses that stands, or that was cancelled too late.
	LEFT JOIN LATERAL (
		SELECT 'lot' AS cover, k.name, p.credits, NULL::numeric AS late_fee, true AS is_limited
		FROM fitclub.credit_lot AS l
		JOIN fitclub.pack_sale AS s ON s.sale_id = l.sale_id
		JOIN fitclub.pack AS k ON k.pack_id = s.pack_id
		WHERE l.lot_id = p.lot_id
		UNION ALL
		SELECT 'membership', n.name, NULL, n.late_fee, n.visits IS NOT NULL
		FROM (
			SELECT i.plan_id
			FROM fitclub.membership_plan AS i
			WHERE i.membership_id = p.membership_id
				AND i.from_on <= CASE WHEN p.membership_id IS NOT NULL
					THEN (p.start_time AT TIME ZONE (SELECT o.time_zone FROM fitclub.club AS o))::date END
			ORDER BY i.from_on DESC
			LIMIT 1
		) AS i
		JOIN fitclub.plan AS n ON n.plan_id = i.plan_id
	) AS covered ON p.cancelled_at IS NULL OR p.kept_at IS NOT NULL
	ORDER BY p.start_time, p.kind, p.booking_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_bookings IS
	'A member''s sessions and seats that reach into a period, cancelled ones included, earliest first, with what is owed for each, what covers it and what cancelling it now would cost';

CREATE OR REPLACE FUNCTION fitclub_internal.print_week(
	first_day date,
	time_zone text,
	positions integer[],
	titles text[],
	heads text[],
	tails text[],
	starts timestamptz[],
	ends timestamptz[],
	width integer)
RETURNS SETOF text
AS 'MODULE_PATHNAME', 'fitclub_print_week'
LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 100
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.print_week IS
	'The lines of a timetable: in arrays with an element for each booking, its column, the column''s title, two texts and the times';

CREATE OR REPLACE FUNCTION fitclub_internal.draw_week(
	first_day date,
	time_zone text,
	positions integer[],
	titles text[],
	heads text[],
	tails text[],
	starts timestamptz[],
	ends timestamptz[])
RETURNS text
AS 'MODULE_PATHNAME', 'fitclub_draw_week'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.draw_week IS
	'A timetable as SVG: in arrays with an element for each booking, the number of its colour, three texts and the times';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.week_timetable(
	start_date date,
	across text DEFAULT 'room',
	room_ids bigint[] DEFAULT NULL,
	trainer_ids bigint[] DEFAULT NULL,
	width integer DEFAULT 120)
RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET jit = off -- compiling the query takes longer than running it
AS $$
DECLARE
	zone text := (SELECT c.time_zone FROM fitclub.club AS c);
	first_day date := coalesce(start_date, (now() AT TIME ZONE zone)::date);
BEGIN
	PERFORM fitclub_internal.require_staff(), fitclub_internal.require_choice('across', across, ARRAY['room', 'trainer']);
	-- An infinite date has no week: the difference raises.
	PERFORM start_date - date '2000-01-01';

	RETURN QUERY
	SELECT page.line
	FROM (
		SELECT coalesce(array_agg(i.position), '{}') AS positions,
			coalesce(array_agg(i.title), '{}') AS titles,
			coalesce(array_agg(i.head), '{}') AS heads,
			coalesce(array_agg(i.tail), '{}') AS tails,
			coalesce(array_agg(i.start_time), '{}') AS starts,
			coalesce(array_agg(i.end_time), '{}') AS ends
		FROM (
			SELECT c.title, c.head, c.tail, c.start_time, c.end_time,
				(dense_rank() OVER (ORDER BY c.column_id <= 0, c.title, c.column_id))::integer AS position
			FROM (
				SELECT s.kind, s.booking_id,
					-- a closure can last longer than the week
					greatest(s.start_time, first_day::timestamp AT TIME ZONE zone) AS start_time,
					least(s.end_time, (first_day + 7)::timestamp AT TIME ZONE zone) AS end_time,
					CASE WHEN is_of_club THEN -1
						WHEN week_timetable.across = 'room' THEN coalesce(s.room_id, 0)
						ELSE s.trainer_id END AS column_id,
					CASE WHEN is_of_club THEN 'club'
						WHEN week_timetable.across = 'room' THEN coalesce(s.room, 'online')
						ELSE s.trainer END AS title,
					CASE s.kind WHEN 'class' THEN s.title
						WHEN 'closure' THEN CASE WHEN s.trainer_id IS NULL THEN 'closed' ELSE 'away' END
						ELSE s.member || '/' || CASE week_timetable.across
							WHEN 'room' THEN left(t.first_name, 1) || '. ' || t.last_name
							ELSE coalesce(s.room, 'online') END
						END AS head,
					CASE s.kind WHEN 'class' THEN ' ' || s.people || '/' || s.capacity ELSE '' END AS tail
				FROM fitclub.schedule(first_day::timestamp AT TIME ZONE zone, (first_day + 7)::timestamp AT TIME ZONE zone,
					week_timetable.room_ids, week_timetable.trainer_ids, NULL) AS s
				CROSS JOIN LATERAL (
					SELECT s.kind = 'closure' AND s.room_id IS NULL AND s.trainer_id IS NULL
				) AS scope (is_of_club)
				LEFT JOIN fitclub.trainer AS t ON t.trainer_id = s.trainer_id
				WHERE s.kind <> 'closure' OR is_of_club
					OR CASE week_timetable.across WHEN 'room' THEN s.room_id ELSE s.trainer_id END IS NOT NULL
			) AS c
			-- sessions before classes
			ORDER BY c.start_time, c.kind DESC, c.booking_id
		) AS i
	) AS drawn
	CROSS JOIN LATERAL fitclub_internal.print_week(first_day, zone, drawn.positions, drawn.titles,
		drawn.heads, drawn.tails, drawn.starts, drawn.ends, coalesce(week_timetable.width, 120)) AS page (line);
END
$$;

COMMENT ON FUNCTION fitclub.week_timetable IS
	'The seven days from a date as a printed timetable, with rooms or trainers across; " is what went before, going on';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.week_timetable_svg(
	start_date date,
	room_ids bigint[] DEFAULT NULL,
	trainer_ids bigint[] DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET jit = off -- as for week_timetable()
AS $$
DECLARE
	zone text := (SELECT c.time_zone FROM fitclub.club AS c);
	first_day date := coalesce(start_date, (now() AT TIME ZONE zone)::date);
BEGIN
	PERFORM fitclub_internal.require_staff();
	-- An infinite date has no week: the difference raises.
	PERFORM start_date - date '2000-01-01';

	RETURN (
		SELECT fitclub_internal.draw_week(first_day, zone,
			coalesce(array_agg(i.position), '{}'), coalesce(array_agg(i.title), '{}'),
			coalesce(array_agg(i.head), '{}'), coalesce(array_agg(i.tail), '{}'),
			coalesce(array_agg(i.start_time), '{}'), coalesce(array_agg(i.end_time), '{}'))
		FROM (
			-- a closure can last longer than the week
			SELECT greatest(s.start_time, first_day::timestamp AT TIME ZONE zone) AS start_time,
				least(s.end_time, (first_day + 7)::timestamp AT TIME ZONE zone) AS end_time,
				-- a colour for each class and, for sessions, each trainer
				(dense_rank() OVER (ORDER BY s.kind, CASE s.kind WHEN 'class' THEN s.title END,
					CASE s.kind WHEN 'session' THEN s.trainer_id END))::integer AS position,
				CASE s.kind WHEN 'class' THEN s.title WHEN 'session' THEN s.member
					ELSE CASE WHEN s.trainer_id IS NULL THEN 'closed' ELSE 'away' END END AS title,
				CASE s.kind WHEN 'closure' THEN coalesce(s.trainer, s.room, 'the club')
					ELSE s.trainer || ', ' || coalesce(s.room, 'online') END AS head,
				CASE s.kind WHEN 'class' THEN ' ' || s.people || '/' || s.capacity ELSE '' END AS tail
			FROM fitclub.schedule(first_day::timestamp AT TIME ZONE zone, (first_day + 7)::timestamp AT TIME ZONE zone,
				week_timetable_svg.room_ids, week_timetable_svg.trainer_ids, NULL) AS s
			ORDER BY s.start_time, s.kind DESC, s.booking_id
		) AS i
	);
END
$$;

COMMENT ON FUNCTION fitclub.week_timetable_svg IS
	'The seven days from a date as a picture in SVG, days across and hours down, with a colour for each class and trainer';
