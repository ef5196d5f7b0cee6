-- Plans, and the periods of memberships.

CREATE OR REPLACE FUNCTION fitclub_internal.membership_periods(
	membership_id bigint,
	until date,
	after date DEFAULT '-infinity',
	most integer DEFAULT 2147483647)
RETURNS TABLE (
	starts_on date,
	ends_on date,
	plan_id bigint,
	amount numeric)
AS 'MODULE_PATHNAME', 'fitclub_membership_periods'
LANGUAGE c STABLE STRICT ROWS 12
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.membership_periods IS
	'The periods of a membership that come after a date and begin until another, billed or not, and what each costs';

CREATE OR REPLACE FUNCTION fitclub_internal.membership_period_on(
	membership_id bigint,
	on_date date,
	is_verifying boolean DEFAULT false)
RETURNS TABLE (
	starts_on date,
	ends_on date,
	plan_id bigint,
	amount numeric)
AS 'MODULE_PATHNAME', 'fitclub_membership_period_on'
LANGUAGE c STABLE STRICT ROWS 1
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.membership_period_on IS
	'The period of a membership in which a date is, a day on hold as well, and what it costs; for verify() none where the catalogs or the club are not as they should be';

CREATE OR REPLACE FUNCTION fitclub_internal.membership_end(
	membership_id bigint,
	is_verifying boolean DEFAULT false)
RETURNS date
AS 'MODULE_PATHNAME', 'fitclub_membership_end'
LANGUAGE c STABLE STRICT
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.membership_end IS
	'The first day without a membership, once it is cancelled or by its contract, which holds lengthen; null: none is known, or for verify() the catalogs or the club are not as they should be';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_plan(
	name text,
	price numeric,
	unit text DEFAULT 'month',
	every integer DEFAULT 1,
	visits integer DEFAULT NULL,
	joining_fee numeric DEFAULT NULL,
	notice interval DEFAULT '0',
	min_periods integer DEFAULT 0,
	late_fee numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_plan'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_plan IS
	'Adds a plan with its price from today on, and returns its id; from the first one on, bookings are covered by memberships';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_plan(
	plan_id bigint,
	name text DEFAULT NULL,
	is_active boolean DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_plan'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_plan IS
	'Renames a plan, or says whether members can join it; returns its id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.set_plan_price(
	plan_id bigint,
	amount numeric,
	valid_from date,
	existing_from date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_plan_price'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_plan_price IS
	'Says what a plan costs from a day on, and from when on for those who are members already; returns the price''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.add_plan_scope(
	plan_id bigint,
	kind text,
	service_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	discount numeric DEFAULT 100)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_add_plan_scope'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.add_plan_scope IS
	'Says what a plan includes, or by how much it makes it cheaper, and returns the scope''s id';
