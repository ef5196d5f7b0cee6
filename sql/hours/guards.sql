-- What holds for windows and closures on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.guard_trainer_availability() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_trainer_availability'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_trainer_availability IS
	'Trigger: windows of one trainer on one day never overlap';

CREATE OR REPLACE FUNCTION fitclub_internal.guard_closure() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_closure'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_closure IS
	'Trigger: closures of one room, trainer or club do not overlap, and nothing is booked where one is';
