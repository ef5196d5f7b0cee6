-- What holds for bills and payments on every path.

CREATE OR REPLACE FUNCTION fitclub_internal.guard_payment() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_payment'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_payment IS
	'Trigger: nobody pays more than is owed or gets back more than was paid';

CREATE OR REPLACE FUNCTION fitclub_internal.guard_billing_item() RETURNS trigger
AS 'MODULE_PATHNAME', 'fitclub_guard_billing_item'
LANGUAGE c SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.guard_billing_item IS
	'Trigger: a bill is not lowered below what was paid of it';
