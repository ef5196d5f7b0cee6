-- What the periods of memberships have to be, by plain SQL that shares no code with
-- the engine. A nominal date is a real one less the days of holds before it.

CREATE OR REPLACE VIEW fitclub_internal.hold_span AS
SELECT h.membership_id, h.starts_on, h.ends_on, h.days,
	h.starts_on - coalesce(sum(h.days) OVER (PARTITION BY h.membership_id ORDER BY h.starts_on
		ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::integer AS nominal_on
FROM (
	SELECT o.membership_id, greatest(o.starts_on, m.starts_on) AS starts_on, o.ends_on,
		-- an open hold ends in the year 29000 or so
		CASE WHEN o.ends_on = 'infinity' THEN 10000000 ELSE o.ends_on - greatest(o.starts_on, m.starts_on) END AS days
	FROM fitclub.membership_hold AS o
	JOIN fitclub.membership AS m ON m.membership_id = o.membership_id
	WHERE o.ends_on > m.starts_on
) AS h;

COMMENT ON VIEW fitclub_internal.hold_span IS 'Holds from the start of their membership on';
COMMENT ON COLUMN fitclub_internal.hold_span.membership_id IS 'The membership';
COMMENT ON COLUMN fitclub_internal.hold_span.starts_on IS 'The first day on hold, not before the membership';
COMMENT ON COLUMN fitclub_internal.hold_span.ends_on IS 'The first day after it; infinity: the end is open';
COMMENT ON COLUMN fitclub_internal.hold_span.days IS 'How many days it has; ten million if the end is open';
COMMENT ON COLUMN fitclub_internal.hold_span.nominal_on IS 'The nominal date at which time stands still';

CREATE OR REPLACE VIEW fitclub_internal.plan_span AS
SELECT s.membership_id, s.from_on, s.plan_id, s.price,
	lead(s.from_on, 1, 'infinity'::date) OVER w AS until,
	coalesce((array_agg(s.anchor_on) FILTER (WHERE s.anchor_on IS NOT NULL) OVER w)[
		count(s.anchor_on) OVER w], m.anchor_on) AS anchor_on
FROM fitclub.membership_plan AS s
JOIN fitclub.membership AS m ON m.membership_id = s.membership_id
WINDOW w AS (PARTITION BY s.membership_id ORDER BY s.from_on);

COMMENT ON VIEW fitclub_internal.plan_span IS 'Which plan memberships have from when until when';
COMMENT ON COLUMN fitclub_internal.plan_span.membership_id IS 'The membership';
COMMENT ON COLUMN fitclub_internal.plan_span.from_on IS 'The first day';
COMMENT ON COLUMN fitclub_internal.plan_span.plan_id IS 'The plan';
COMMENT ON COLUMN fitclub_internal.plan_span.price IS 'Its price for this membership; null: the list''s';
COMMENT ON COLUMN fitclub_internal.plan_span.until IS 'The first day of the next plan; infinity: there is none';
COMMENT ON COLUMN fitclub_internal.plan_span.anchor_on IS 'The nominal date from which boundaries are counted';

-- What a period of which only the start is known has to be.
CREATE OR REPLACE VIEW fitclub_internal.period_truth AS
WITH membership_end AS (
	SELECT m.membership_id, m.contract_until, coalesce(m.ends_on,
		nullif(m.contract_until + coalesce(sum(h.days) FILTER (WHERE h.nominal_on < m.contract_until), 0)::integer,
			'infinity'), 'infinity') AS ends_on
	FROM fitclub.membership AS m
	LEFT JOIN fitclub_internal.hold_span AS h ON h.membership_id = m.membership_id
	GROUP BY m.membership_id, m.contract_until, m.ends_on
), begun AS (
	SELECT p.membership_period_id, p.membership_id, p.starts_on,
		p.starts_on - coalesce(sum(least(h.starts_on + h.days, p.starts_on) - h.starts_on)
			FILTER (WHERE h.starts_on < p.starts_on), 0)::integer AS nominal_on
	FROM fitclub.membership_period AS p
	LEFT JOIN fitclub_internal.hold_span AS h ON h.membership_id = p.membership_id
	GROUP BY p.membership_period_id, p.membership_id, p.starts_on
), bounded AS (
	SELECT b.membership_period_id, b.membership_id, b.starts_on, b.nominal_on, s.plan_id, s.price, s.until,
		CASE WHEN k.here <= b.nominal_on THEN k.here ELSE k.before END AS whole_from,
		CASE WHEN k.here <= b.nominal_on THEN k.after ELSE k.here END AS whole_to
	FROM begun AS b
	JOIN fitclub_internal.plan_span AS s ON s.membership_id = b.membership_id
		AND s.from_on <= b.starts_on AND b.starts_on < s.until
	JOIN fitclub.plan AS p ON p.plan_id = s.plan_id
	CROSS JOIN LATERAL (
		SELECT CASE p.unit WHEN 'week' THEN 7 * p.every ELSE 0 END AS days,
			CASE p.unit WHEN 'week' THEN 0 WHEN 'year' THEN 12 * p.every ELSE p.every END AS months
	) AS u
	-- the last boundary in the month of the date, or before
	CROSS JOIN LATERAL (
		SELECT CASE p.unit WHEN 'week' THEN floor((b.nominal_on - s.anchor_on) / u.days::numeric)
			ELSE floor((12 * (extract(year FROM b.nominal_on) - extract(year FROM s.anchor_on))
				+ extract(month FROM b.nominal_on) - extract(month FROM s.anchor_on)) / u.months) END::integer AS number
	) AS n
	CROSS JOIN LATERAL (
		SELECT (s.anchor_on + make_interval(days => (n.number - 1) * u.days, months => (n.number - 1) * u.months))::date AS before,
			(s.anchor_on + make_interval(days => n.number * u.days, months => n.number * u.months))::date AS here,
			(s.anchor_on + make_interval(days => (n.number + 1) * u.days, months => (n.number + 1) * u.months))::date AS after
	) AS k
), ended AS (
	SELECT b.membership_period_id, greatest(b.starts_on, least(b.until, e.ends_on,
		b.whole_to + coalesce(sum(h.days) FILTER (WHERE h.nominal_on < b.whole_to), 0)::integer)) AS ends_on
	FROM bounded AS b
	JOIN membership_end AS e ON e.membership_id = b.membership_id
	LEFT JOIN fitclub_internal.hold_span AS h ON h.membership_id = b.membership_id
	GROUP BY b.membership_period_id, b.starts_on, b.until, e.ends_on, b.whole_to
), counted AS (
	SELECT e.membership_period_id, e.ends_on,
		sum(least(h.starts_on + h.days, e.ends_on) - h.starts_on) FILTER (WHERE h.starts_on < e.ends_on) AS held
	FROM ended AS e
	JOIN bounded AS b ON b.membership_period_id = e.membership_period_id
	LEFT JOIN fitclub_internal.hold_span AS h ON h.membership_id = b.membership_id AND e.ends_on < '10000-01-01'
	GROUP BY e.membership_period_id, e.ends_on
)
SELECT b.membership_period_id, b.membership_id, b.starts_on, b.plan_id,
	CASE WHEN c.ends_on < '10000-01-01' THEN c.ends_on ELSE 'infinity' END AS ends_on,
	b.price, b.nominal_on - b.whole_from AS days_before, b.whole_to - b.whole_from AS whole,
	CASE WHEN c.ends_on < '10000-01-01' THEN c.ends_on - coalesce(c.held, 0)::integer
		ELSE least(b.whole_to, e.contract_until) END - b.whole_from AS days_until
FROM bounded AS b
JOIN membership_end AS e ON e.membership_id = b.membership_id
JOIN counted AS c ON c.membership_period_id = b.membership_period_id;

COMMENT ON VIEW fitclub_internal.period_truth IS
	'What each period that is billed has to be, computed from its start, the holds and the plans';
COMMENT ON COLUMN fitclub_internal.period_truth.membership_period_id IS 'The period';
COMMENT ON COLUMN fitclub_internal.period_truth.membership_id IS 'Its membership';
COMMENT ON COLUMN fitclub_internal.period_truth.starts_on IS 'Its first day';
COMMENT ON COLUMN fitclub_internal.period_truth.plan_id IS 'The plan of that day';
COMMENT ON COLUMN fitclub_internal.period_truth.ends_on IS 'The first day after it; infinity while a hold in it is open';
COMMENT ON COLUMN fitclub_internal.period_truth.price IS 'The membership''s own price of a whole; null: the list''s';
COMMENT ON COLUMN fitclub_internal.period_truth.days_before IS 'How many days of the whole come before it';
COMMENT ON COLUMN fitclub_internal.period_truth.whole IS 'How many days the whole has, without holds';
COMMENT ON COLUMN fitclub_internal.period_truth.days_until IS 'How many days of the whole come before its end';

-- What the dues of each period that is billed may be. The time zone may have been
-- another when the membership was made, and the currency when the bill was.
CREATE OR REPLACE VIEW fitclub_internal.dues_truth AS
WITH truth AS MATERIALIZED (
	SELECT t.*
	FROM fitclub_internal.period_truth AS t
), listed AS (
	SELECT t.membership_period_id, t.plan_id, coalesce(
		max(o.valid_from) FILTER (WHERE CASE WHEN o.valid_from <= (m.made_at AT TIME ZONE z.time_zone)::date + shift.days
			THEN o.valid_from ELSE o.existing_from END <= t.starts_on),
		min(o.valid_from)) AS valid_from
	FROM truth AS t
	JOIN fitclub.membership AS m ON m.membership_id = t.membership_id
	JOIN fitclub.plan_price AS o ON o.plan_id = t.plan_id
	CROSS JOIN (SELECT c.time_zone FROM fitclub.club AS c) AS z
	CROSS JOIN (VALUES (-1), (0), (1)) AS shift (days)
	WHERE t.price IS NULL
	GROUP BY t.membership_period_id, t.plan_id, shift.days
), priced AS (
	SELECT t.membership_period_id, t.price
	FROM truth AS t
	WHERE t.price IS NOT NULL
	UNION
	SELECT l.membership_period_id, o.amount
	FROM listed AS l
	JOIN fitclub.plan_price AS o ON o.plan_id = l.plan_id AND o.valid_from = l.valid_from
)
SELECT t.membership_period_id, t.membership_id, t.starts_on, c.decimals,
	min(round(p.price * t.days_until / t.whole, c.decimals) - round(p.price * t.days_before / t.whole, c.decimals)) AS costs,
	max(round(p.price * t.days_until / t.whole, c.decimals) - round(p.price * t.days_before / t.whole, c.decimals)) AS costs_at_most,
	max(round(p.price, c.decimals) - round(p.price * t.days_before / t.whole, c.decimals)) AS until_boundary
FROM truth AS t
JOIN priced AS p ON p.membership_period_id = t.membership_period_id
CROSS JOIN (VALUES (0), (2)) AS c (decimals)
GROUP BY t.membership_period_id, t.membership_id, t.starts_on, c.decimals;

COMMENT ON VIEW fitclub_internal.dues_truth IS 'What each period that is billed may cost, in a currency without decimals and in one with two';
COMMENT ON COLUMN fitclub_internal.dues_truth.membership_period_id IS 'The period';
COMMENT ON COLUMN fitclub_internal.dues_truth.membership_id IS 'Its membership';
COMMENT ON COLUMN fitclub_internal.dues_truth.starts_on IS 'Its first day';
COMMENT ON COLUMN fitclub_internal.dues_truth.decimals IS 'Of the currency';
COMMENT ON COLUMN fitclub_internal.dues_truth.costs IS 'What it costs, at the least';
COMMENT ON COLUMN fitclub_internal.dues_truth.costs_at_most IS 'What it costs, at most';
COMMENT ON COLUMN fitclub_internal.dues_truth.until_boundary IS 'What it would cost if it ended at its boundary';
