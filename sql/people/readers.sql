-- Readers. Each first makes sure that the id exists and is for the caller to
-- see, in a statement of its own because the planner may skip a join partner but never a statement. Bookings
-- are at most 27 hours long, so those that reach into a period start less than
-- 27 hours before it: that bounds every index scan, however long the history.
-- PL/pgSQL keeps a plan for the session, where SQL functions plan each call, and
-- the setting has it made once, for any arguments: a condition that an argument
-- may leave out is a branch of its own where it decides which index is best.
-- This holds for the readers of every subject.

-- The view reads its tables as their owner, past row security, so that it has
-- the same conditions itself.
CREATE OR REPLACE VIEW fitclub.member_latest_metric_view WITH (security_barrier) AS
SELECT m.member_id, m.first_name, m.last_name, m.email, m.target_weight, m.notes,
	m.last_metric_at, h.weight, h.height, h.heart_rate, h.recorded_at
FROM fitclub.member AS m
LEFT JOIN LATERAL (
	SELECT weight, height, heart_rate, recorded_at
	FROM fitclub.health_metric
	WHERE member_id = m.member_id
	ORDER BY recorded_at DESC, metric_id DESC
	LIMIT 1
) AS h ON true
WHERE (SELECT fitclub_internal.reads_all())
	OR m.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
	OR fitclub_internal.is_own_trainee(m.member_id);

COMMENT ON VIEW fitclub.member_latest_metric_view IS
	'Every member with the most recent health metric, nulls where there is none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.member_id IS 'The member';
COMMENT ON COLUMN fitclub.member_latest_metric_view.first_name IS 'Given name';
COMMENT ON COLUMN fitclub.member_latest_metric_view.last_name IS 'Family name';
COMMENT ON COLUMN fitclub.member_latest_metric_view.email IS 'Unique without regard to case; null for a dependant';
COMMENT ON COLUMN fitclub.member_latest_metric_view.target_weight IS 'Goal in kg; null if there is none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.notes IS
	'Whatever else trainers and staff should know; null if nothing';
COMMENT ON COLUMN fitclub.member_latest_metric_view.last_metric_at IS
	'When the member was last measured; null if never';
COMMENT ON COLUMN fitclub.member_latest_metric_view.weight IS 'kg, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.height IS 'cm, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.heart_rate IS
	'Beats per minute at rest, by the latest metric; null if it has none';
COMMENT ON COLUMN fitclub.member_latest_metric_view.recorded_at IS
	'When the latest metric was recorded; null if there is none';

-- personas: member trainer staff reader
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
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_health(health_history.member_id);

	RETURN QUERY
	SELECT h.metric_id, h.recorded_at, h.weight, h.height, h.heart_rate, h.target_weight
	FROM fitclub.health_metric AS h
	WHERE h.member_id = health_history.member_id
		-- without an id: before all of that instant
		AND (h.recorded_at, h.metric_id) < (coalesce(health_history.before, 'infinity'),
			coalesce(health_history.before_id, -9223372036854775808))
	ORDER BY h.recorded_at DESC, h.metric_id DESC
	LIMIT health_history.max_rows;
END
$$;

COMMENT ON FUNCTION fitclub.health_history IS
	'A member''s health metrics recorded before an instant, or before a metric, newest first; a null max_rows is all of them';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.member_dashboard(
	member_id bigint)
RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_member(member_dashboard.member_id);

	RETURN (
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
				'payer_id', (SELECT p.payer_id FROM fitclub.payer AS p WHERE p.member_id = m.member_id),
				'goal', jsonb_build_object('target_weight', m.target_weight)),
			'dependants', (
				SELECT coalesce(jsonb_agg(jsonb_build_object(
						'member_id', d.member_id,
						'first_name', d.first_name,
						'last_name', d.last_name)
					ORDER BY d.member_id), '[]')
				FROM fitclub.payer AS p
				JOIN fitclub.member AS d ON d.member_id = p.member_id AND d.email IS NULL
				WHERE p.payer_id = member_dashboard.member_id),
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
						'trainer_id', s.trainer_id,
						'trainer', t.first_name || ' ' || t.last_name,
						'room_id', s.room_id,
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
						'trainer_id', c.trainer_id,
						'trainer', t.first_name || ' ' || t.last_name,
						'room_id', c.room_id,
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
			'balance_owed', fitclub.member_balance(m.member_id),
			'on_account', (
				SELECT coalesce(sum(CASE WHEN p.billing_id IS NULL THEN p.amount ELSE -p.amount END), 0.00)
				FROM fitclub.payment AS p
				WHERE p.member_id = m.member_id AND (p.billing_id IS NULL OR p.payment_type = 'credit')))
		FROM fitclub.member AS m
		WHERE m.member_id = member_dashboard.member_id
	);
END
$$;

COMMENT ON FUNCTION fitclub.member_dashboard IS
	'All a member wants to see at once: profile and goal, metrics, attendance, what is coming up and what is owed';

-- personas: trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.trainer_schedule(
	trainer_id bigint,
	from_time timestamptz DEFAULT now(),
	to_time timestamptz DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_trainer(trainer_schedule.trainer_id);

	from_time := coalesce(from_time, now());
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);

	RETURN (
		WITH session AS MATERIALIZED (
			SELECT s.*
			FROM fitclub.private_session AS s
			WHERE s.trainer_id = trainer_schedule.trainer_id
				AND s.cancelled_at IS NULL
				AND s.start_time > trainer_schedule.from_time - interval '27 hours'
				AND s.start_time < trainer_schedule.to_time
				AND s.end_time > trainer_schedule.from_time
				AND trainer_schedule.from_time < trainer_schedule.to_time
		),
		class AS MATERIALIZED (
			SELECT c.*
			FROM fitclub.class_schedule AS c
			WHERE c.trainer_id = trainer_schedule.trainer_id
				AND c.cancelled_at IS NULL
				AND c.start_time > trainer_schedule.from_time - interval '27 hours'
				AND c.start_time < trainer_schedule.to_time
				AND c.end_time > trainer_schedule.from_time
				AND trainer_schedule.from_time < trainer_schedule.to_time
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
						'room_id', s.room_id,
						'member_id', s.member_id,
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
						'room_id', c.room_id,
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
			'leave', (
				SELECT coalesce(jsonb_agg(jsonb_build_object(
						'closure_id', l.closure_id,
						'start_time', l.start_time,
						'end_time', l.end_time,
						'reason', l.reason)
					ORDER BY l.start_time), '[]')
				FROM fitclub.closure AS l
				WHERE l.trainer_id = trainer_schedule.trainer_id
					AND l.cancelled_at IS NULL
					AND l.start_time < trainer_schedule.to_time
					AND l.end_time > trainer_schedule.from_time
					AND trainer_schedule.from_time < trainer_schedule.to_time),
			'open_bills', (
				SELECT coalesce(jsonb_agg(jsonb_build_object(
						'billing_id', b.billing_id,
						'member_id', b.member_id,
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
						'member_id', p.member_id,
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
						'equipment_id', e.equipment_id,
						'equipment', e.name,
						'room_id', e.room_id,
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
	);
END
$$;

COMMENT ON FUNCTION fitclub.trainer_schedule IS
	'A trainer''s sessions and classes between two instants with their payments, all open bills, and open issues of equipment in the trainer''s care';

-- personas: trainer staff reader
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
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_trainer(lookup_members.trainer_id);

	PERFORM fitclub_internal.require_search(lookup_members.name);

	-- Not by member_latest_metric_view, whose own conditions come before ours.
	RETURN QUERY
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
		-- Not LIKE: what a user types has no wildcards.
		AND strpos(fitclub_internal.search_text(concat_ws(' ', m.first_name, m.last_name, m.first_name)),
			fitclub_internal.search_text(coalesce(lookup_members.name, ''))) > 0
	ORDER BY m.last_name, m.first_name, m.member_id;
END
$$;

COMMENT ON FUNCTION fitclub.lookup_members IS
	'The members a trainer works with whose name contains a text, with goal and latest metric';

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_trainers()
RETURNS TABLE (
	trainer_id bigint,
	first_name text,
	last_name text,
	specialization text)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN QUERY
	SELECT t.trainer_id, t.first_name, t.last_name, t.specialization
	FROM fitclub.trainer AS t
	WHERE t.is_active
	ORDER BY t.last_name, t.first_name, t.trainer_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_trainers IS
	'The active trainers by name';

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.list_notifications(
	member_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	unread_only boolean DEFAULT true,
	max_rows integer DEFAULT 100,
	before timestamptz DEFAULT 'infinity',
	before_id bigint DEFAULT NULL)
RETURNS TABLE (
	notification_id bigint,
	created_at timestamptz,
	message text,
	is_read boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_recipient(list_notifications.member_id, list_notifications.trainer_id);

	RETURN QUERY
	SELECT n.notification_id, n.created_at, n.message, n.is_read
	FROM (
		SELECT m.*
		FROM fitclub.notification AS m
		WHERE m.member_id = list_notifications.member_id
		UNION ALL
		SELECT t.*
		FROM fitclub.notification AS t
		WHERE t.trainer_id = list_notifications.trainer_id
	) AS n
	WHERE NOT (n.is_read AND coalesce(list_notifications.unread_only, true))
		-- without an id: before all of that instant
		AND (n.created_at, n.notification_id) < (coalesce(list_notifications.before, 'infinity'),
			coalesce(list_notifications.before_id, -9223372036854775808))
	ORDER BY n.created_at DESC, n.notification_id DESC
	LIMIT list_notifications.max_rows;
END
$$;

COMMENT ON FUNCTION fitclub.list_notifications IS
	'The notifications of a member or a trainer, or those before one of them, newest first; a null max_rows is all of them';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.search_members(
	query text,
	max_rows integer DEFAULT 20,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	member_id bigint,
	first_name text,
	last_name text,
	email text,
	phone_number text,
	date_of_birth date)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	words text;
	digits text; -- of a telephone number, however it is written
BEGIN
	PERFORM fitclub_internal.require_staff();
	words := coalesce(fitclub_internal.search_text(fitclub_internal.require_search(query)), '');
	IF words ~ '^[-+()/. 0-9]*[0-9][-+()/. 0-9]*$' THEN
		digits := regexp_replace(words, '[^0-9]', '', 'g');
	END IF;

	RETURN QUERY
	SELECT m.member_id, m.first_name, m.last_name, m.email, m.phone_number, m.date_of_birth
	FROM fitclub.member AS m
	WHERE NOT EXISTS (SELECT FROM fitclub.erased_member AS e WHERE e.member_id = m.member_id)
		-- Not LIKE: what a user types has no wildcards, nor a control character.
		AND (strpos(fitclub_internal.search_text(concat(m.first_name, ' ', m.last_name, ' ', m.first_name, E'\x01', m.email)), words) > 0
			OR digits IS NOT NULL AND (m.member_id::text = words
				OR strpos(regexp_replace(m.phone_number, '[^0-9]', '', 'g'), digits) > 0))
		AND (search_members.after_id IS NULL OR (m.last_name, m.first_name, m.member_id) > (
			SELECT a.last_name, a.first_name, a.member_id
			FROM fitclub.member AS a
			WHERE a.member_id = search_members.after_id))
	ORDER BY m.last_name, m.first_name, m.member_id
	LIMIT search_members.max_rows;
END
$$;

COMMENT ON FUNCTION fitclub.search_members IS
	'Members by any part of their name, e-mail or telephone number, or by id, by name; accents and case do not matter';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.list_contact_changes(
	only_open boolean DEFAULT true,
	max_rows integer DEFAULT 100,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	contact_change_id bigint,
	member_id bigint,
	trainer_id bigint,
	person text,
	email text,
	phone_number text,
	new_email text,
	new_phone_number text,
	requested_at timestamptz,
	decided_at timestamptz,
	is_accepted boolean,
	staff_id bigint,
	staff text)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();

	RETURN QUERY
	SELECT c.contact_change_id, c.member_id, c.trainer_id,
		coalesce(m.first_name || ' ' || m.last_name, t.first_name || ' ' || t.last_name),
		coalesce(m.email, t.email), coalesce(m.phone_number, t.phone_number),
		c.email, c.phone_number, c.requested_at, c.decided_at, c.is_accepted,
		s.staff_id, s.first_name || ' ' || s.last_name
	FROM (
		-- few, however many there were before
		(SELECT o.*
		FROM fitclub.contact_change AS o
		WHERE list_contact_changes.only_open AND o.decided_at IS NULL
		ORDER BY o.contact_change_id DESC)
		UNION ALL
		(SELECT o.*
		FROM fitclub.contact_change AS o
		WHERE list_contact_changes.only_open IS NOT TRUE
		ORDER BY o.contact_change_id DESC)
	) AS c
	LEFT JOIN fitclub.member AS m ON m.member_id = c.member_id
	LEFT JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
	LEFT JOIN fitclub.administrative_staff AS s ON s.staff_id = c.staff_id
	WHERE c.contact_change_id < coalesce(list_contact_changes.after_id, 9223372036854775807)
	ORDER BY c.contact_change_id DESC
	LIMIT list_contact_changes.max_rows;
END
$$;

COMMENT ON FUNCTION fitclub.list_contact_changes IS
	'What members and trainers ask for in place of their e-mails and telephone numbers, newest first: what is open, or all';
