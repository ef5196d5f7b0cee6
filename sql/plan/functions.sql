-- Plans, and the periods of memberships.

CREATE OR REPLACE FUNCTION fitclub_internal.membership_periods(
	membership_id bigint,
	until date)
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
	'The periods of a membership that begin until a date, billed or not, and what each costs';

CREATE OR REPLACE FUNCTION fitclub_internal.membership_end(
	membership_id bigint)
RETURNS date
AS 'MODULE_PATHNAME', 'fitclub_membership_end'
LANGUAGE c STABLE STRICT
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.membership_end IS
	'The first day without a membership, once it is cancelled or by its contract, which holds lengthen; null: none is known';
