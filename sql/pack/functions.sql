-- Packs, and what is done with their credits.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.create_pack(
	name text,
	credits integer,
	price numeric,
	valid_for interval DEFAULT NULL,
	is_shared boolean DEFAULT false,
	is_transferable boolean DEFAULT false,
	usable_unpaid boolean DEFAULT false)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_create_pack'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.create_pack IS
	'Adds a pack of credits and returns its id; from the first one on, bookings are covered by credits';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.update_pack(
	pack_id bigint,
	name text DEFAULT NULL,
	is_active boolean DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_update_pack'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.update_pack IS
	'Renames a pack, or says whether it is sold; returns its id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.add_pack_scope(
	pack_id bigint,
	kind text,
	service_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_add_pack_scope'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.add_pack_scope IS
	'Says what the credits of a pack pay for that nobody has bought yet, and returns the scope''s id';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.sell_pack(
	member_id bigint,
	pack_id bigint,
	valid_from date DEFAULT NULL,
	price numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_sell_pack'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.sell_pack IS
	'Sells a pack to a member, with its credits and its bill, and returns the sale''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.grant_credits(
	member_id bigint,
	pack_id bigint,
	credits integer DEFAULT NULL,
	expires_on date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_grant_credits'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.grant_credits IS
	'Gives a member credits of a pack for nothing, and returns the id of the sale, which has no bill';

-- personas: member staff
CREATE OR REPLACE FUNCTION fitclub.transfer_credits(
	lot_id bigint,
	member_id bigint,
	credits integer DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_transfer_credits'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.transfer_credits IS
	'Gives credits of a lot to another member, and returns the id of the lot that they become';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.extend_credits(
	lot_id bigint,
	expires_on date)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_extend_credits'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.extend_credits IS
	'Lets the credits of a lot be used until a later day, or for ever; returns the lot''s id';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.refund_pack(
	sale_id bigint,
	credits integer DEFAULT NULL,
	amount numeric DEFAULT NULL,
	refund_to text DEFAULT 'method',
	staff_id bigint DEFAULT NULL,
	notes text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_refund_pack'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.refund_pack IS
	'Takes back credits that the buyer of a pack has left, with what they are worth, and returns the id of the last row of lot_out';
