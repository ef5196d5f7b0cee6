-- Bills and payments.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_billing_item(
	member_id bigint,
	amount numeric,
	description text,
	trainer_id bigint DEFAULT NULL,
	class_id bigint DEFAULT NULL,
	private_session_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_billing_item'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_billing_item IS
	'Bills a member for anything and returns the bill''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_bill(
	member_id bigint,
	amount numeric,
	description text,
	kind text DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	due_on date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_bill'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_bill IS
	'Bills a member for something other than a booking, with a kind and a due date, and returns the bill''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.record_payment(
	billing_id bigint,
	amount numeric DEFAULT NULL,
	payment_type text DEFAULT 'card',
	staff_id bigint DEFAULT NULL,
	member_id bigint DEFAULT NULL,
	description text DEFAULT NULL,
	notes text DEFAULT NULL,
	request_key text DEFAULT NULL,
	external_ref text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_record_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.record_payment IS
	'Records money received for a bill and returns the payment''s id; the payer defaults to the member billed, the amount to all that is owed';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.receive_payment(
	member_id bigint,
	amount numeric,
	payment_type text DEFAULT 'card',
	billing_ids bigint[] DEFAULT NULL,
	request_key text DEFAULT NULL,
	external_ref text DEFAULT NULL,
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_receive_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.receive_payment IS
	'Records money received from a payer, pays bills with it, holds the rest on account, and returns the payment''s id';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.apply_credit(
	member_id bigint,
	billing_id bigint,
	amount numeric DEFAULT NULL,
	request_key text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_apply_credit'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.apply_credit IS
	'Pays a bill from what a payer has on account and returns the payment''s id; a null amount is all that is owed, as far as the account goes';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.settle_account(
	member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_settle_account'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.settle_account IS
	'Pays open bills from what a payer has on account, in order of their due dates, and returns how many';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.cancel_billing_item(
	billing_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_billing_item'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_billing_item IS
	'Cancels an unpaid bill';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.refund_payment(
	payment_id bigint,
	amount numeric DEFAULT NULL,
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_refund_payment'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.refund_payment IS
	'Gives back a payment, or part of it, and returns the refund''s id; a null amount is all that is left of it';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.correct_bill(
	billing_id bigint,
	amount numeric,
	notes text DEFAULT NULL,
	staff_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_correct_bill'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.correct_bill IS
	'Gives an open bill another amount, unless it is for a booking, and returns the id of the credit';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.count_till(
	counted numeric,
	banked numeric DEFAULT 0,
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_count_till'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.count_till IS
	'Records a count of the till, what should have been in it, and how much is taken to the bank; returns the id of the count';

-- personas: none
CREATE OR REPLACE FUNCTION fitclub.complete_books()
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_complete_books'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.complete_books IS
	'Adds what is missing to the credits of bills that were closed before credits were kept, such as those of an older dump; returns how many';

CREATE OR REPLACE FUNCTION fitclub_internal.complete_bills(
	billing_ids bigint[])
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_complete_bills'
LANGUAGE c VOLATILE STRICT
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.complete_bills IS
	'The same for the bills of an import';

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.share(
	total numeric,
	part numeric,
	whole numeric)
RETURNS numeric
AS 'MODULE_PATHNAME', 'fitclub_share'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.share IS
	'The share that a part of a whole has of an amount, rounded to the currency; the differences between shares of growing parts add up to the amount';

CREATE OR REPLACE FUNCTION fitclub_internal.late_fee(
	start_time timestamptz,
	amount numeric)
RETURNS numeric
AS 'MODULE_PATHNAME', 'fitclub_late_fee'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.late_fee IS
	'What a member is charged who cancels now, by the start of the booking and the amount of its bill';

CREATE OR REPLACE FUNCTION fitclub_internal.is_late_to_cancel(start_time timestamptz) RETURNS boolean
AS 'MODULE_PATHNAME', 'fitclub_is_late_to_cancel'
LANGUAGE c STABLE STRICT PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub_internal.is_late_to_cancel IS
	'Whether a booking that starts then can no longer be cancelled in time';
