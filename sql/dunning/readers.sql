-- The steps of dunning, and which of them bills have reached.

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.list_dunning_steps()
RETURNS TABLE (
	step integer,
	after_days integer,
	late_fee numeric,
	message text,
	taken bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 5
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();
	RETURN QUERY
	SELECT s.step::integer, s.after_days::integer, s.late_fee, s.message, (
			SELECT count(*)
			FROM fitclub.dunning AS d
			WHERE d.step = s.step)
	FROM fitclub.dunning_step AS s
	WHERE s.after_days IS NOT NULL
	ORDER BY s.after_days;
END
$$;

COMMENT ON FUNCTION fitclub.list_dunning_steps IS
	'The steps of dunning in the order in which they are taken, and how often each was';

CREATE OR REPLACE VIEW fitclub_internal.dunning_due AS
SELECT b.billing_id, b.member_id, s.step, d.due_on, d.due_on + s.after_days AS reached_on
FROM fitclub.club AS c
CROSS JOIN fitclub.billing_item AS b
CROSS JOIN LATERAL (
	SELECT coalesce(b.due_on, (b.created_at AT TIME ZONE c.time_zone)::date) AS due_on
) AS d
CROSS JOIN fitclub.dunning_step AS s
WHERE b.status IN ('pending', 'partially_paid')
	AND s.after_days IS NOT NULL
	AND NOT EXISTS (
		SELECT FROM fitclub.dunning AS t WHERE t.billing_id = b.billing_id AND t.step = s.step)
	AND NOT EXISTS (
		SELECT FROM fitclub.erased_member AS e WHERE e.member_id = b.member_id);

COMMENT ON VIEW fitclub_internal.dunning_due IS
	'Steps of dunning that were not taken for open bills, and when each is reached; run_dunning() takes them';
COMMENT ON COLUMN fitclub_internal.dunning_due.billing_id IS 'The bill, which is open';
COMMENT ON COLUMN fitclub_internal.dunning_due.member_id IS 'The member billed, who is not erased';
COMMENT ON COLUMN fitclub_internal.dunning_due.step IS 'The step';
COMMENT ON COLUMN fitclub_internal.dunning_due.due_on IS 'When the bill is due';
COMMENT ON COLUMN fitclub_internal.dunning_due.reached_on IS 'When the step is to be taken';

CREATE OR REPLACE FUNCTION fitclub_internal.reminders_due(
	today date)
RETURNS TABLE (
	lot_id bigint,
	membership_id bigint,
	member_id bigint,
	ends_on date,
	message text)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN QUERY
	SELECT e.lot_id, e.membership_id, e.member_id, e.ends_on,
		format('%s after %s', e.message, to_char(e.ends_on, 'Mon DD YYYY'))
	FROM (
		SELECT l.lot_id, NULL::bigint AS membership_id, l.member_id, l.expires_on AS ends_on,
			format(CASE n.credits WHEN 1 THEN '%s credit of %s expires' ELSE '%s credits of %s expire' END,
				n.credits, p.name) AS message
		FROM fitclub.credit_lot AS l
		JOIN fitclub.pack_sale AS s USING (sale_id)
		JOIN fitclub.pack AS p USING (pack_id)
		CROSS JOIN LATERAL (
			SELECT fitclub_internal.lot_left(l.lot_id) AS credits
		) AS n
		WHERE l.expires_on BETWEEN reminders_due.today AND reminders_due.today + 7
			AND n.credits > 0
		UNION ALL
		-- The last day is the one before the first without. Nobody knows it
		-- earlier than the contract has it, which holds lengthen.
		SELECT NULL, m.membership_id, m.member_id, f.first_without - 1,
			format('Your membership %s ends', (
				SELECT p.name
				FROM fitclub.membership_plan AS n
				JOIN fitclub.plan AS p USING (plan_id)
				WHERE n.membership_id = m.membership_id
				ORDER BY n.from_on DESC
				LIMIT 1))
		FROM fitclub.membership AS m
		CROSS JOIN LATERAL (
			SELECT fitclub_internal.membership_end(m.membership_id) AS first_without
		) AS f
		WHERE CASE WHEN m.ends_on IS NULL
				THEN m.contract_until <= reminders_due.today + 8
					AND (m.contract_until > reminders_due.today OR EXISTS (
						SELECT FROM fitclub.membership_hold AS h WHERE h.membership_id = m.membership_id))
				ELSE m.ends_on BETWEEN reminders_due.today + 1 AND reminders_due.today + 8 END
			AND f.first_without BETWEEN reminders_due.today + 1 AND reminders_due.today + 8
	) AS e
	WHERE NOT EXISTS (
			SELECT FROM fitclub.reminder AS r
			WHERE r.lot_id = e.lot_id AND r.ends_on = e.ends_on)
		AND NOT EXISTS (
			SELECT FROM fitclub.reminder AS r
			WHERE r.membership_id = e.membership_id AND r.ends_on = e.ends_on)
		AND NOT EXISTS (
			SELECT FROM fitclub.erased_member AS x WHERE x.member_id = e.member_id)
	ORDER BY e.ends_on, e.lot_id, e.membership_id;
END
$$;

COMMENT ON FUNCTION fitclub_internal.reminders_due IS
	'Lots with credits left and memberships whose last day is within a week of a date, and what their members are to be told; send_reminders() does so';
