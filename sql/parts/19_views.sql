-- Views.

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
	OR m.member_id = (SELECT fitclub_internal.own_member_id())
	OR fitclub_internal.is_own_trainee(m.member_id);

COMMENT ON VIEW fitclub.member_latest_metric_view IS
	'Every member with the most recent health metric, nulls where there is none';
