-- Private sessions. The desk cancels one that is over with a reason.

-- personas: member trainer staff
CREATE OR REPLACE FUNCTION fitclub.book_session(
	member_id bigint,
	trainer_id bigint,
	room_id bigint,
	start_time timestamptz,
	end_time timestamptz,
	activity_type text DEFAULT 'Personal training',
	price numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_book_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.book_session IS
	'Books a private session with its bill and returns its id; a null room is an online session, a null price the club''s';

-- personas: member trainer staff
CREATE OR REPLACE FUNCTION fitclub.reschedule_session(
	session_id bigint,
	start_time timestamptz,
	end_time timestamptz DEFAULT NULL,
	room_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	online boolean DEFAULT false)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_reschedule_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reschedule_session IS
	'Moves a private session, its bill following; a null end keeps the length, a null room or trainer keeps it';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.reassign_session(
	session_id bigint,
	room_id bigint DEFAULT NULL,
	start_time timestamptz DEFAULT NULL,
	end_time timestamptz DEFAULT NULL,
	online boolean DEFAULT false)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_reassign_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.reassign_session IS
	'Gives a private session another room, another time or both, by the rules of rescheduling';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_session(
	session_id bigint,
	activity_type text DEFAULT NULL,
	price numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_session'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_session IS
	'Corrects what a private session is or costs, its open bill following the price; a null value is kept';

-- personas: member trainer staff
CREATE OR REPLACE FUNCTION fitclub.cancel_session(
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
