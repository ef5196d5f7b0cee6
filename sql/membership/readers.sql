-- Memberships, and what is to be billed and collected for them.

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.list_memberships(
	member_id bigint DEFAULT NULL,
	only_active boolean DEFAULT false,
	max_rows integer DEFAULT 100,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	membership_id bigint,
	holder_id bigint,
	holder text,
	plan_id bigint,
	plan text,
	state text,
	starts_on date,
	ends_on date,
	is_cancelled boolean,
	hold_starts_on date,
	hold_ends_on date,
	billed_until date,
	next_dues_on date,
	next_amount numeric,
	visits integer,
	visits_left integer)
LANGUAGE plpgsql STABLE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
DECLARE
	zone text;
	today date;
BEGIN
	SELECT fitclub_internal.require_account(list_memberships.member_id) INTO member_id;
	SELECT c.time_zone, (now() AT TIME ZONE c.time_zone)::date INTO zone, today FROM fitclub.club AS c;

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT m.*, e.ended_on
		FROM (
			-- in order, so that a page is read by the index and no further
			(SELECT o.*
			FROM fitclub.membership AS o
			WHERE o.member_id = list_memberships.member_id
			ORDER BY o.membership_id DESC)
			UNION ALL
			(SELECT o.*
			FROM fitclub.membership AS o
			WHERE list_memberships.member_id IS NULL
			ORDER BY o.membership_id DESC)
		) AS m
		CROSS JOIN LATERAL (SELECT fitclub_internal.membership_end(m.membership_id)) AS e (ended_on)
		WHERE m.membership_id < coalesce(list_memberships.after_id, 9223372036854775807)
			AND (list_memberships.only_active IS NOT TRUE OR coalesce(e.ended_on > today, true))
		ORDER BY m.membership_id DESC
		LIMIT list_memberships.max_rows
	)
	SELECT m.membership_id, m.member_id, p.first_name || ' ' || p.last_name, n.plan_id, n.name,
		CASE WHEN m.ended_on <= today THEN 'ended'
			WHEN m.starts_on > today THEN 'upcoming'
			WHEN h.starts_on <= today THEN 'hold'
			ELSE 'active' END,
		m.starts_on, m.ended_on, m.ends_on IS NOT NULL, h.starts_on, h.ends_on,
		l.ends_on, x.starts_on, x.amount, n.visits, n.visits - u.used
	FROM page AS m
	JOIN fitclub.member AS p ON p.member_id = m.member_id
	-- the plan of today, or the first
	LEFT JOIN LATERAL (
		SELECT g.plan_id, g.name, g.visits
		FROM fitclub.membership_plan AS s
		JOIN fitclub.plan AS g ON g.plan_id = s.plan_id
		WHERE s.membership_id = m.membership_id
		ORDER BY CASE WHEN s.from_on <= today THEN s.from_on END DESC NULLS LAST, s.from_on
		LIMIT 1
	) AS n ON true
	-- the hold of today, or the next
	LEFT JOIN LATERAL (
		SELECT o.starts_on, o.ends_on
		FROM fitclub.membership_hold AS o
		WHERE o.membership_id = m.membership_id AND o.ends_on > today
			AND coalesce(o.starts_on < m.ended_on, true)
		ORDER BY o.starts_on
		LIMIT 1
	) AS h ON true
	LEFT JOIN LATERAL (
		SELECT o.ends_on
		FROM fitclub.membership_period AS o
		WHERE o.membership_id = m.membership_id
		ORDER BY o.starts_on DESC
		LIMIT 1
	) AS l ON true
	LEFT JOIN LATERAL fitclub_internal.membership_periods(
		m.membership_id, 'infinity', coalesce(l.ends_on, '-infinity'), 1) AS x ON true
	LEFT JOIN LATERAL (
		SELECT fitclub_internal.membership_visits(m.membership_id, o.starts_on, o.ends_on) AS used
		FROM fitclub_internal.membership_period_on(m.membership_id, today) AS o
		WHERE n.visits IS NOT NULL
	) AS u ON true
	ORDER BY m.membership_id DESC;
END
$$;

COMMENT ON FUNCTION fitclub.list_memberships IS
	'The memberships of a member, or of all for those who see all, newest first, as they are today';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.dues_forecast(
	until date)
RETURNS TABLE (
	membership_id bigint,
	member_id bigint,
	starts_on date,
	ends_on date,
	amount numeric)
LANGUAGE plpgsql STABLE ROWS 500
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();

	RETURN QUERY
	SELECT m.membership_id, m.member_id, p.starts_on, p.ends_on, p.amount
	FROM fitclub.membership AS m
	LEFT JOIN LATERAL (
		SELECT o.ends_on
		FROM fitclub.membership_period AS o
		WHERE o.membership_id = m.membership_id
		ORDER BY o.starts_on DESC
		LIMIT 1
	) AS l ON true
	CROSS JOIN LATERAL fitclub_internal.membership_periods(
		m.membership_id, dues_forecast.until, coalesce(l.ends_on, '-infinity')) AS p
	WHERE m.starts_on <= dues_forecast.until
		AND NOT EXISTS (SELECT FROM fitclub.erased_member AS e WHERE e.member_id = m.member_id)
	ORDER BY p.starts_on, m.membership_id;
END
$$;

COMMENT ON FUNCTION fitclub.dues_forecast IS
	'The periods that begin until a date and are not billed yet, and what each will cost as things are';

CREATE OR REPLACE VIEW fitclub.dues_to_collect WITH (security_barrier) AS
SELECT coalesce(p.payer_id, b.member_id) AS payer_id, b.member_id, b.membership_id, b.billing_id, b.description,
	b.due_on, b.amount, b.amount - n.paid AS owed,
	format('dues:%s:%s', b.billing_id, to_char(b.due_on, 'YYYY-MM-DD'))
		|| CASE WHEN n.count > 0 THEN ':' || n.count ELSE '' END AS request_key
FROM fitclub.billing_item AS b
LEFT JOIN fitclub.payer AS p ON p.member_id = b.member_id
CROSS JOIN LATERAL (
	SELECT coalesce(sum(o.amount), 0.00) AS paid, count(*) AS count
	FROM fitclub.payment AS o
	WHERE o.billing_id = b.billing_id
) AS n
WHERE b.membership_id IS NOT NULL AND b.status IN ('pending', 'partially_paid')
	AND (SELECT fitclub_internal.reads_all());

COMMENT ON VIEW fitclub.dues_to_collect IS
	'Dues that are not paid in full, with who pays them; empty for those who do not see all';
COMMENT ON COLUMN fitclub.dues_to_collect.payer_id IS 'The payer, or the member if nobody else pays';
COMMENT ON COLUMN fitclub.dues_to_collect.member_id IS 'Whose membership it is';
COMMENT ON COLUMN fitclub.dues_to_collect.membership_id IS 'The membership';
COMMENT ON COLUMN fitclub.dues_to_collect.billing_id IS 'The bill';
COMMENT ON COLUMN fitclub.dues_to_collect.description IS 'What the bill is for';
COMMENT ON COLUMN fitclub.dues_to_collect.due_on IS 'When it is to be paid, which may be a day to come';
COMMENT ON COLUMN fitclub.dues_to_collect.amount IS 'In the club''s currency: the bill''s amount';
COMMENT ON COLUMN fitclub.dues_to_collect.owed IS 'What is not paid of it yet';
COMMENT ON COLUMN fitclub.dues_to_collect.request_key IS
	'A key for receive_payment(), by which one attempt to collect counts once; another after each payment on the bill';
