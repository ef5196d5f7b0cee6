-- What holds for classes and seats on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.guard_class_schedule() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_class_schedule'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_class_schedule IS
	'Trigger: no room or trainer is double-booked by a class; its roster fits its capacity and its capacity its room';

CREATE OR REPLACE FUNCTION fitclub_internal.guard_class_registration() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_class_registration'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_class_registration IS
	'Trigger: no member is double-booked by a registration, no class overfull, no cancelled class joined';
