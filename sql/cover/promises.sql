-- Queries that find broken rules of what pays for bookings:
-- parts of the views that proof/promises.sql describes.

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- A lot that is not shared pays for its holder. Who paid for whom when is not kept.
SELECT 'cover_of_other_member', b.table_name, b.row_id, 'credit_lot', l.lot_id,
	format('member %s has booked, and the lot is of member %s', b.member_id, l.member_id)
FROM (
	SELECT 'private_session' AS table_name, s.session_id AS row_id, s.member_id, s.lot_id
	FROM fitclub.private_session AS s
	WHERE s.lot_id IS NOT NULL
	UNION ALL
	SELECT 'class_registration', g.registration_id, g.member_id, g.lot_id
	FROM fitclub.class_registration AS g
	WHERE g.lot_id IS NOT NULL
) AS b
JOIN fitclub.credit_lot AS l ON l.lot_id = b.lot_id
JOIN fitclub.pack_sale AS n ON n.sale_id = l.sale_id
JOIN fitclub.pack AS p ON p.pack_id = n.pack_id
WHERE l.member_id <> b.member_id AND NOT p.is_shared
UNION ALL
SELECT 'cover_of_other_member', b.table_name, b.row_id, 'membership', m.membership_id,
	format('member %s has booked, and the membership is of member %s', b.member_id, m.member_id)
FROM (
	SELECT 'private_session' AS table_name, s.session_id AS row_id, s.member_id, s.membership_id
	FROM fitclub.private_session AS s
	WHERE s.membership_id IS NOT NULL
	UNION ALL
	SELECT 'class_registration', g.registration_id, g.member_id, g.membership_id
	FROM fitclub.class_registration AS g
	WHERE g.membership_id IS NOT NULL
) AS b
JOIN fitclub.membership AS m ON m.membership_id = b.membership_id
WHERE m.member_id <> b.member_id
UNION ALL
-- A seat keeps its cover when the club moves the class, which is a revision of it.
SELECT 'cover_outside_validity', b.table_name, b.row_id, 'credit_lot', l.lot_id,
	format('it starts on %s, and the lot is valid from %s to %s', b.day, l.valid_from, l.expires_on)
FROM (
	SELECT 'private_session' AS table_name, s.session_id AS row_id, s.lot_id,
		(s.start_time AT TIME ZONE c.time_zone)::date AS day
	FROM fitclub.private_session AS s
	CROSS JOIN fitclub.club AS c
	WHERE s.lot_id IS NOT NULL AND s.cancelled_at IS NULL
	UNION ALL
	SELECT 'class_registration', g.registration_id, g.lot_id,
		(g.start_time AT TIME ZONE c.time_zone)::date
	FROM fitclub.class_registration AS g
	CROSS JOIN fitclub.club AS c
	WHERE g.lot_id IS NOT NULL AND g.cancelled_at IS NULL AND g.revision = 0
) AS b
JOIN fitclub.credit_lot AS l ON l.lot_id = b.lot_id
WHERE b.day < l.valid_from OR b.day > l.expires_on
UNION ALL
SELECT 'cover_outside_membership', b.table_name, b.row_id, 'membership', m.membership_id,
	format('it starts on %s, when the membership does not run', b.day)
FROM (
	SELECT 'private_session' AS table_name, s.session_id AS row_id, s.membership_id,
		(s.start_time AT TIME ZONE c.time_zone)::date AS day
	FROM fitclub.private_session AS s
	CROSS JOIN fitclub.club AS c
	WHERE s.membership_id IS NOT NULL AND s.cancelled_at IS NULL
	UNION ALL
	SELECT 'class_registration', g.registration_id, g.membership_id,
		(g.start_time AT TIME ZONE c.time_zone)::date
	FROM fitclub.class_registration AS g
	CROSS JOIN fitclub.club AS c
	WHERE g.membership_id IS NOT NULL AND g.cancelled_at IS NULL AND g.revision = 0
) AS b
JOIN fitclub.membership AS m ON m.membership_id = b.membership_id
WHERE b.day < m.starts_on
	OR b.day >= fitclub_internal.membership_end(m.membership_id, is_verifying => true)
	OR EXISTS (
		SELECT FROM fitclub.membership_hold AS h
		WHERE h.membership_id = m.membership_id AND b.day >= h.starts_on AND b.day < h.ends_on)
UNION ALL
SELECT 'visit_limit', 'membership', u.membership_id, NULL, NULL,
	format('%s of %s visits are used from %s to %s', u.visits, n.visits, u.starts_on, u.ends_on)
FROM (
	SELECT b.membership_id, p.plan_id, p.starts_on, p.ends_on, count(*) AS visits
	FROM (
		SELECT s.membership_id, (s.start_time AT TIME ZONE c.time_zone)::date AS day
		FROM fitclub.private_session AS s
		CROSS JOIN fitclub.club AS c
		WHERE s.membership_id IS NOT NULL AND (s.cancelled_at IS NULL OR s.kept_at IS NOT NULL)
		UNION ALL
		SELECT g.membership_id, (g.start_time AT TIME ZONE c.time_zone)::date
		FROM fitclub.class_registration AS g
		CROSS JOIN fitclub.club AS c
		WHERE g.membership_id IS NOT NULL
			AND (g.cancelled_at IS NULL AND g.revision = 0 OR g.kept_at IS NOT NULL AND g.revision = 1)
	) AS b
	CROSS JOIN LATERAL fitclub_internal.membership_period_on(b.membership_id, b.day, is_verifying => true) AS p
	GROUP BY b.membership_id, p.plan_id, p.starts_on, p.ends_on
) AS u
JOIN fitclub.plan AS n ON n.plan_id = u.plan_id
WHERE u.visits > n.visits
UNION ALL
SELECT 'price_of_covered_booking', 'private_session', s.session_id, NULL, NULL,
	format('its price is %s', s.price)
FROM fitclub.private_session AS s
WHERE num_nonnulls(s.lot_id, s.membership_id) > 0 AND s.price <> 0
UNION ALL
SELECT 'price_of_covered_booking', 'class_registration', g.registration_id, NULL, NULL,
	format('its price is %s', coalesce(g.price, c.price))
FROM fitclub.class_registration AS g
JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
WHERE num_nonnulls(g.lot_id, g.membership_id) > 0 AND coalesce(g.price, c.price) <> 0
UNION ALL
SELECT 'price_of_covered_booking', 'private_session', s.session_id, 'billing_item', b.billing_id,
	format('it is covered, and its bill is %s', b.status)
FROM fitclub.private_session AS s
JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
	AND b.status NOT IN ('cancelled', 'refunded')
WHERE num_nonnulls(s.lot_id, s.membership_id) > 0 AND s.cancelled_at IS NULL
UNION ALL
SELECT 'price_of_covered_booking', 'class_registration', g.registration_id, 'billing_item', b.billing_id,
	format('it is covered, and its bill is %s', b.status)
FROM fitclub.class_registration AS g
JOIN fitclub.billing_item AS b ON b.class_id = g.class_id AND b.member_id = g.member_id
	AND b.status NOT IN ('cancelled', 'refunded')
WHERE num_nonnulls(g.lot_id, g.membership_id) > 0 AND g.cancelled_at IS NULL;
