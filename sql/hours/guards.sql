-- What holds for windows on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.guard_trainer_availability() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_trainer_availability'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_trainer_availability IS
	'Trigger: windows of one trainer on one day never overlap';
