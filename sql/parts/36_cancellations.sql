-- Cancelling a booking, which the desk does with a reason when it is over.

CREATE FUNCTION fitclub.cancel_session(
	session_id bigint,
	waive_fee boolean DEFAULT false,
	reason text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_session IS
	'Cancels a private session and its unpaid bill; a late one may cost the club''s fee unless it is waived; one that is over takes staff and a reason';

CREATE FUNCTION fitclub.cancel_class(
	class_id bigint,
	reason text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_class'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_class IS
	'Cancels a class, its registrations and their unpaid bills; one that is over takes staff and a reason';

CREATE FUNCTION fitclub.cancel_registration(
	registration_id bigint,
	waive_fee boolean DEFAULT false,
	reason text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_cancel_registration'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.cancel_registration IS
	'Gives a seat back and cancels its unpaid bill; a late one may cost the club''s fee unless it is waived; one that is over takes staff and a reason';
