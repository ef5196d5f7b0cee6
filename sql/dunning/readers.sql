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
