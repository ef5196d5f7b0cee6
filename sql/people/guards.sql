-- What holds for health metrics on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.keep_health_metric() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_keep_health_metric'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.keep_health_metric IS
	'Trigger: health metrics are append-only and deleted only with their member';

-- Writes, but a restore is not changed by it: the latest time only moves on.
CREATE OR REPLACE FUNCTION fitclub_internal.update_member_last_metric() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_update_member_last_metric'
LANGUAGE c SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.update_member_last_metric IS
	'Trigger: member.last_metric_at is the greatest recorded_at seen';
