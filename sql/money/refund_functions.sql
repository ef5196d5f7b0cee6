-- Money that goes back.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.refund_bill(
	billing_id bigint,
	amount numeric DEFAULT NULL,
	refund_to text DEFAULT 'method',
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL,
	request_key text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_refund_bill'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.refund_bill IS
	'Gives back what was paid of a bill, newest payments first, or moves it on account, and returns the id of the last refund';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.refund_credit(
	member_id bigint,
	amount numeric DEFAULT NULL,
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL,
	request_key text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_refund_credit'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.refund_credit IS
	'Gives back what a payer has on account, newest payments first, and returns the id of the last refund';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.void_payment(
	payment_id bigint,
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_void_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.void_payment IS
	'Undoes a payment that was recorded by mistake: what it paid is owed again; returns the id of the row that takes it back';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.record_chargeback(
	payment_id bigint,
	amount numeric DEFAULT NULL,
	fee numeric DEFAULT 0,
	external_ref text DEFAULT NULL,
	request_key text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_record_chargeback'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.record_chargeback IS
	'Records that a bank took back a payment, or part of it: what it paid is owed again, and a fee if there is one; returns the id of the last row that takes something back';
