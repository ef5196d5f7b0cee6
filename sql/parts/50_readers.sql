-- Readers. Each first makes sure that the id exists and is for the caller to
-- see, in a statement of its own because the planner may skip a join partner but never a statement. Bookings
-- are at most 27 hours long, so those that reach into a period start less than
-- 27 hours before it: that bounds every index scan, however long the history.

CREATE OR REPLACE FUNCTION fitclub.health_history(
	member_id bigint,
	max_rows integer DEFAULT 20,
	before timestamptz DEFAULT 'infinity',
	before_id bigint DEFAULT NULL)
RETURNS TABLE (
	metric_id bigint,
	recorded_at timestamptz,
	weight numeric,
	height numeric,
	heart_rate integer,
	target_weight numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_health(health_history.member_id);

	SELECT h.metric_id, h.recorded_at, h.weight, h.height, h.heart_rate, h.target_weight
	FROM fitclub.health_metric AS h
	WHERE h.member_id = health_history.member_id
		-- without an id: before all of that instant
		AND (h.recorded_at, h.metric_id) < (coalesce(health_history.before, 'infinity'),
			coalesce(health_history.before_id, -9223372036854775808))
	ORDER BY h.recorded_at DESC, h.metric_id DESC
	LIMIT health_history.max_rows
$$;

COMMENT ON FUNCTION fitclub.health_history IS
	'A member''s health metrics recorded before an instant, or before a metric, newest first; a null max_rows is all of them';

CREATE OR REPLACE FUNCTION fitclub.list_upcoming_classes(
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	class_id bigint,
	name text,
	trainer text,
	room text,
	start_time timestamptz,
	end_time timestamptz,
	price numeric,
	capacity integer,
	seats_left integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_order(coalesce(list_upcoming_classes.from_time, now()), list_upcoming_classes.to_time);

	SELECT c.class_id, c.name, t.first_name || ' ' || t.last_name, r.name,
		c.start_time, c.end_time, c.price, c.capacity,
		c.capacity - (
			SELECT count(*)
			FROM fitclub.class_registration AS g
			WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
		)::integer
	FROM fitclub.class_schedule AS c
	JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
	JOIN fitclub.room AS r ON r.room_id = c.room_id
	WHERE c.cancelled_at IS NULL
		AND c.start_time >= coalesce(list_upcoming_classes.from_time, now())
		AND c.start_time < coalesce(list_upcoming_classes.to_time, 'infinity')
	ORDER BY c.start_time, c.class_id
$$;

COMMENT ON FUNCTION fitclub.list_upcoming_classes IS
	'Classes that start from one instant up to another, earliest first, with the seats left';

CREATE OR REPLACE FUNCTION fitclub.member_balance(
	member_id bigint)
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_balance.member_id);

	SELECT round(coalesce(sum(b.amount - coalesce((
			SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
		), 0)), 0), 2)
	FROM fitclub.billing_item AS b
	WHERE b.member_id = member_balance.member_id
		AND b.status IN ('pending', 'partially_paid')
$$;

COMMENT ON FUNCTION fitclub.member_balance IS
	'What a member owes: the unpaid part of the open bills';

CREATE OR REPLACE FUNCTION fitclub.member_statement(
	member_id bigint,
	from_time timestamptz DEFAULT '-infinity',
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	at timestamptz,
	kind text,
	billing_id bigint,
	payment_id bigint,
	description text,
	charge numeric,
	credit numeric,
	balance numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_statement.member_id);

	SELECT fitclub_internal.require_order(member_statement.from_time, member_statement.to_time);

	WITH bill AS (
		SELECT b.billing_id, b.created_at, b.updated_at, b.status, b.description, b.amount,
			coalesce((
				SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
			), 0) AS paid
		FROM fitclub.billing_item AS b
		WHERE b.member_id = member_statement.member_id
	),
	line (at, position, kind, billing_id, payment_id, description, charge, credit) AS (
		SELECT b.created_at, 1, 'bill', b.billing_id, NULL::bigint, b.description,
			b.amount, NULL::numeric
		FROM bill AS b
		UNION ALL
		SELECT p.paid_at, 2, CASE WHEN p.amount > 0 THEN 'payment' ELSE 'refund' END,
			b.billing_id, p.payment_id, concat_ws(': ', p.description, b.description),
			NULL, p.amount
		FROM bill AS b
		JOIN fitclub.payment AS p ON p.billing_id = b.billing_id
		UNION ALL
		-- Nothing more is owed on a bill that is closed: what is left of it goes.
		SELECT b.updated_at, 3, 'cancelled', b.billing_id, NULL, b.description,
			NULL, b.amount - b.paid
		FROM bill AS b
		WHERE b.status NOT IN ('pending', 'partially_paid') AND b.amount <> b.paid
	),
	account AS (
		SELECT l.*,
			sum(coalesce(l.charge, 0) - coalesce(l.credit, 0)) OVER (
				ORDER BY l.at, l.billing_id, l.position, l.payment_id
				ROWS UNBOUNDED PRECEDING) AS balance
		FROM line AS l
	)
	SELECT a.at, a.kind, a.billing_id, a.payment_id, a.description,
		a.charge, a.credit, a.balance
	FROM account AS a
	WHERE a.at >= coalesce(member_statement.from_time, '-infinity')
		AND a.at < coalesce(member_statement.to_time, 'infinity')
	ORDER BY a.at, a.billing_id, a.position, a.payment_id
$$;

COMMENT ON FUNCTION fitclub.member_statement IS
	'A member''s account between two instants: bills charged, payments and cancellations credited (refunds negative), with the running balance';

CREATE OR REPLACE FUNCTION fitclub.member_dashboard(
	member_id bigint)
RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_dashboard.member_id);

	WITH metric AS MATERIALIZED (
		SELECT h.metric_id, h.recorded_at, h.weight, h.height, h.heart_rate, h.target_weight
		FROM fitclub.health_metric AS h
		WHERE h.member_id = member_dashboard.member_id
		ORDER BY h.recorded_at DESC, h.metric_id DESC
		LIMIT 20
	)
	SELECT jsonb_build_object(
		'profile', jsonb_build_object(
			'member_id', m.member_id,
			'first_name', m.first_name,
			'last_name', m.last_name,
			'email', m.email,
			'phone_number', m.phone_number,
			'date_of_birth', m.date_of_birth,
			'gender', m.gender,
			'notes', m.notes,
			'joined_at', m.joined_at,
			'goal', jsonb_build_object('target_weight', m.target_weight)),
		'latest_metric', (
			SELECT to_jsonb(h)
			FROM metric AS h
			ORDER BY h.recorded_at DESC, h.metric_id DESC
			LIMIT 1),
		'metrics', (
			SELECT coalesce(jsonb_agg(to_jsonb(h)
				ORDER BY h.recorded_at DESC, h.metric_id DESC), '[]')
			FROM metric AS h),
		'distance_to_target', (
			SELECT h.weight - m.target_weight
			FROM metric AS h
			WHERE h.weight IS NOT NULL
			ORDER BY h.recorded_at DESC, h.metric_id DESC
			LIMIT 1),
		'classes_attended', (
			SELECT count(*)
			FROM fitclub.class_registration AS g
			WHERE g.member_id = member_dashboard.member_id AND g.attended),
		'upcoming_sessions', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'session_id', s.session_id,
					'trainer', t.first_name || ' ' || t.last_name,
					'room', r.name,
					'start_time', s.start_time,
					'end_time', s.end_time,
					'activity_type', s.activity_type,
					'price', s.price)
				ORDER BY s.start_time, s.session_id), '[]')
			FROM (
				SELECT *
				FROM fitclub.private_session AS p
				WHERE p.member_id = member_dashboard.member_id
					AND p.cancelled_at IS NULL
					AND p.start_time > now() - interval '27 hours'
					AND p.end_time > now()
			) AS s
			JOIN fitclub.trainer AS t ON t.trainer_id = s.trainer_id
			LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id),
		'upcoming_classes', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'registration_id', g.registration_id,
					'class_id', g.class_id,
					'name', c.name,
					'trainer', t.first_name || ' ' || t.last_name,
					'room', r.name,
					'start_time', g.start_time,
					'end_time', g.end_time)
				ORDER BY g.start_time, g.registration_id), '[]')
			FROM (
				SELECT *
				FROM fitclub.class_registration AS p
				WHERE p.member_id = member_dashboard.member_id
					AND p.cancelled_at IS NULL
					AND p.start_time > now() - interval '27 hours'
					AND p.end_time > now()
			) AS g
			JOIN fitclub.class_schedule AS c
				ON c.class_id = g.class_id AND c.cancelled_at IS NULL
			JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
			JOIN fitclub.room AS r ON r.room_id = c.room_id),
		'balance_owed', fitclub.member_balance(m.member_id))
	FROM fitclub.member AS m
	WHERE m.member_id = member_dashboard.member_id
$$;

COMMENT ON FUNCTION fitclub.member_dashboard IS
	'All a member wants to see at once: profile and goal, metrics, attendance, what is coming up and what is owed';

CREATE OR REPLACE FUNCTION fitclub.trainer_schedule(
	trainer_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL)
RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_trainer(trainer_schedule.trainer_id);

	SELECT fitclub_internal.require_order(coalesce(trainer_schedule.from_time, now()), trainer_schedule.to_time);

	WITH session AS MATERIALIZED (
		SELECT s.*
		FROM fitclub.private_session AS s
		WHERE s.trainer_id = trainer_schedule.trainer_id
			AND s.cancelled_at IS NULL
			AND s.start_time > coalesce(trainer_schedule.from_time, now()) - interval '27 hours'
			AND s.start_time < coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
			AND s.end_time > coalesce(trainer_schedule.from_time, now())
			AND coalesce(trainer_schedule.from_time, now())
				< coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
	),
	class AS MATERIALIZED (
		SELECT c.*
		FROM fitclub.class_schedule AS c
		WHERE c.trainer_id = trainer_schedule.trainer_id
			AND c.cancelled_at IS NULL
			AND c.start_time > coalesce(trainer_schedule.from_time, now()) - interval '27 hours'
			AND c.start_time < coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
			AND c.end_time > coalesce(trainer_schedule.from_time, now())
			AND coalesce(trainer_schedule.from_time, now())
				< coalesce(trainer_schedule.to_time,
					coalesce(trainer_schedule.from_time, now()) + interval '7 days')
	),
	bill AS (
		SELECT b.billing_id
		FROM session AS s
		JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
		UNION ALL
		SELECT b.billing_id
		FROM class AS c
		JOIN fitclub.billing_item AS b ON b.class_id = c.class_id
	),
	looked_after AS (
		SELECT e.equipment_id
		FROM fitclub.equipment AS e
		WHERE e.trainer_id = trainer_schedule.trainer_id
		UNION
		SELECT e.equipment_id
		FROM fitclub.room AS r
		JOIN fitclub.equipment AS e ON e.room_id = r.room_id
		WHERE r.primary_trainer_id = trainer_schedule.trainer_id
	)
	SELECT jsonb_build_object(
		'trainer', jsonb_build_object(
			'trainer_id', t.trainer_id,
			'first_name', t.first_name,
			'last_name', t.last_name,
			'specialization', t.specialization,
			'is_active', t.is_active),
		'sessions', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'session_id', s.session_id,
					'member', m.first_name || ' ' || m.last_name,
					'room', r.name,
					'start_time', s.start_time,
					'end_time', s.end_time,
					'activity_type', s.activity_type,
					'price', s.price)
				ORDER BY s.start_time, s.session_id), '[]')
			FROM session AS s
			JOIN fitclub.member AS m ON m.member_id = s.member_id
			LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id),
		'classes', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'class_id', c.class_id,
					'name', c.name,
					'room', r.name,
					'start_time', c.start_time,
					'end_time', c.end_time,
					'capacity', c.capacity,
					'registered', g.registered,
					'seats_left', c.capacity - g.registered)
				ORDER BY c.start_time, c.class_id), '[]')
			FROM class AS c
			JOIN fitclub.room AS r ON r.room_id = c.room_id
			CROSS JOIN LATERAL (
				SELECT count(*) AS registered
				FROM fitclub.class_registration AS n
				WHERE n.class_id = c.class_id AND n.cancelled_at IS NULL
			) AS g),
		'open_bills', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'billing_id', b.billing_id,
					'member', m.first_name || ' ' || m.last_name,
					'description', b.description,
					'amount', b.amount,
					'paid', p.paid,
					'owed', b.amount - p.paid,
					'status', b.status)
				ORDER BY b.created_at, b.billing_id), '[]')
			FROM (
				SELECT *
				FROM fitclub.billing_item AS o
				WHERE o.trainer_id = trainer_schedule.trainer_id
					AND o.status IN ('pending', 'partially_paid')
			) AS b
			JOIN fitclub.member AS m ON m.member_id = b.member_id
			CROSS JOIN LATERAL (
				SELECT coalesce(sum(n.amount), 0.00) AS paid
				FROM fitclub.payment AS n
				WHERE n.billing_id = b.billing_id
			) AS p),
		'payments', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'payment_id', p.payment_id,
					'billing_id', p.billing_id,
					'member', m.first_name || ' ' || m.last_name,
					'amount', p.amount,
					'paid_at', p.paid_at,
					'payment_type', p.payment_type)
				ORDER BY p.paid_at, p.payment_id), '[]')
			FROM bill AS b
			JOIN fitclub.payment AS p ON p.billing_id = b.billing_id
			JOIN fitclub.member AS m ON m.member_id = p.member_id),
		'equipment_issues', (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
					'maintenance_id', i.maintenance_id,
					'equipment', e.name,
					'room', r.name,
					'reported_at', i.reported_at,
					'description', i.description,
					'status', i.status)
				ORDER BY i.reported_at, i.maintenance_id), '[]')
			FROM looked_after AS l
			JOIN fitclub.equipment AS e ON e.equipment_id = l.equipment_id
			JOIN fitclub.room AS r ON r.room_id = e.room_id
			JOIN fitclub.equipment_maintenance AS i
				ON i.equipment_id = l.equipment_id AND i.status <> 'resolved'))
	FROM fitclub.trainer AS t
	WHERE t.trainer_id = trainer_schedule.trainer_id
$$;

COMMENT ON FUNCTION fitclub.trainer_schedule IS
	'A trainer''s sessions and classes between two instants with their payments, all open bills, and open issues of equipment in the trainer''s care';

CREATE OR REPLACE FUNCTION fitclub.lookup_members(
	trainer_id bigint,
	name text DEFAULT NULL)
RETURNS TABLE (
	member_id bigint,
	first_name text,
	last_name text,
	email text,
	target_weight numeric,
	notes text,
	last_metric_at timestamptz,
	weight numeric,
	height numeric,
	heart_rate integer,
	recorded_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_trainer(lookup_members.trainer_id);
	SELECT fitclub_internal.require_search(lookup_members.name);

	-- Not by member_latest_metric_view, whose own conditions come before ours.
	SELECT m.member_id, m.first_name, m.last_name, m.email, m.target_weight, m.notes,
		m.last_metric_at, h.weight, h.height, h.heart_rate, h.recorded_at
	FROM fitclub.member AS m
	LEFT JOIN LATERAL (
		SELECT n.weight, n.height, n.heart_rate, n.recorded_at
		FROM fitclub.health_metric AS n
		WHERE n.member_id = m.member_id
		ORDER BY n.recorded_at DESC, n.metric_id DESC
		LIMIT 1
	) AS h ON true
	WHERE m.member_id IN (
			SELECT s.member_id
			FROM fitclub.private_session AS s
			WHERE s.trainer_id = lookup_members.trainer_id AND s.cancelled_at IS NULL
			UNION
			SELECT g.member_id
			FROM fitclub.class_schedule AS c
			JOIN fitclub.class_registration AS g ON g.class_id = c.class_id
			WHERE c.trainer_id = lookup_members.trainer_id
				AND c.cancelled_at IS NULL
				AND g.cancelled_at IS NULL)
		AND NOT EXISTS (SELECT FROM fitclub.erased_member AS e WHERE e.member_id = m.member_id)
		-- Not LIKE: what a user types has no wildcards. The full name has the others in it.
		AND strpos(lower(m.first_name || ' ' || m.last_name),
			lower(coalesce(lookup_members.name, ''))) > 0
	ORDER BY m.last_name, m.first_name, m.member_id
$$;

COMMENT ON FUNCTION fitclub.lookup_members IS
	'The members a trainer works with whose name contains a text, with goal and latest metric';

CREATE OR REPLACE FUNCTION fitclub.room_bookings(
	room_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	kind text,
	booking_id bigint,
	title text,
	trainer text,
	people integer,
	start_time timestamptz,
	end_time timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_staff();

	SELECT fitclub_internal.require_id('room', room_bookings.room_id);

	SELECT fitclub_internal.require_order(coalesce(room_bookings.from_time, now()), room_bookings.to_time);

	SELECT b.kind, b.booking_id, b.title, t.first_name || ' ' || t.last_name,
		b.people, b.start_time, b.end_time
	FROM (
		SELECT 'session' AS kind, s.session_id AS booking_id,
			s.activity_type || ' with ' || m.first_name || ' ' || m.last_name AS title,
			s.trainer_id, 1 AS people, s.start_time, s.end_time
		FROM fitclub.private_session AS s
		JOIN fitclub.member AS m ON m.member_id = s.member_id
		WHERE s.room_id = room_bookings.room_id
			AND s.cancelled_at IS NULL
			AND s.start_time > coalesce(room_bookings.from_time, now()) - interval '27 hours'
			AND s.start_time < coalesce(room_bookings.to_time, 'infinity')
			AND s.end_time > coalesce(room_bookings.from_time, now())
		UNION ALL
		SELECT 'class', c.class_id, c.name, c.trainer_id, (
				SELECT count(*)
				FROM fitclub.class_registration AS g
				WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL
			)::integer, c.start_time, c.end_time
		FROM fitclub.class_schedule AS c
		WHERE c.room_id = room_bookings.room_id
			AND c.cancelled_at IS NULL
			AND c.start_time > coalesce(room_bookings.from_time, now()) - interval '27 hours'
			AND c.start_time < coalesce(room_bookings.to_time, 'infinity')
			AND c.end_time > coalesce(room_bookings.from_time, now())
	) AS b
	JOIN fitclub.trainer AS t ON t.trainer_id = b.trainer_id
	WHERE coalesce(room_bookings.from_time, now()) < coalesce(room_bookings.to_time, 'infinity')
	ORDER BY b.start_time, b.kind, b.booking_id
$$;

COMMENT ON FUNCTION fitclub.room_bookings IS
	'What takes place in a room between two instants, earliest first';
