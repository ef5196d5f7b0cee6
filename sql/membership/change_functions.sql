-- Memberships that change, stand still and end.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.change_plan(
	membership_id bigint,
	plan_id bigint,
	from_on date DEFAULT NULL,
	price numeric DEFAULT NULL,
	on_bookings text DEFAULT 'refuse')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_change_plan'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.change_plan IS
	'Changes the plan of a membership, or its price, from a day on; returns its id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.hold_membership(
	membership_id bigint,
	starts_on date,
	ends_on date DEFAULT NULL,
	reason text DEFAULT NULL,
	on_bookings text DEFAULT 'refuse')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_hold_membership'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.hold_membership IS
	'Puts a membership on hold; returns its id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.end_hold(
	membership_id bigint,
	ends_on date DEFAULT NULL,
	on_bookings text DEFAULT 'refuse')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_end_hold'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.end_hold IS
	'Ends the hold of a membership that is running, or else the next, on another day; returns the membership''s id';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.cancel_membership(
	membership_id bigint,
	ends_on date DEFAULT NULL,
	credit_unused boolean DEFAULT false,
	reason text DEFAULT NULL,
	on_bookings text DEFAULT 'refuse')
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_membership'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_membership IS
	'Ends a membership; returns its id';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.keep_membership(
	membership_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_keep_membership'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.keep_membership IS
	'Takes back that a membership ends, before it does; returns its id';
