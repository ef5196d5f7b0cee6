-- Packs of credits, what they are good for, and what of them members have.

CREATE TABLE fitclub.pack (
	pack_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	credits integer NOT NULL,
	price numeric(12,2) NOT NULL,
	valid_for interval,
	is_shared boolean NOT NULL DEFAULT false,
	is_transferable boolean NOT NULL DEFAULT false,
	usable_unpaid boolean NOT NULL DEFAULT false,
	is_active boolean NOT NULL DEFAULT true,
	CONSTRAINT pack_pkey PRIMARY KEY (pack_id),
	CONSTRAINT pack_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT pack_credits_check CHECK (credits BETWEEN 1 AND 10000),
	CONSTRAINT pack_price_check CHECK (price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT pack_valid_for_check CHECK (valid_for BETWEEN interval '1 day' AND interval '100 years' AND valid_for = date_trunc('day', valid_for))
);

CREATE UNIQUE INDEX pack_name_key ON fitclub.pack (fitclub_internal.fold(name));

COMMENT ON TABLE fitclub.pack IS 'Packs: credits that are sold together, at one price; what was sold of one stays as it is';
COMMENT ON COLUMN fitclub.pack.pack_id IS 'Key';
COMMENT ON COLUMN fitclub.pack.name IS 'Unique, without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.pack.credits IS 'How many credits it has';
COMMENT ON COLUMN fitclub.pack.price IS 'In the club''s currency: what all of them cost';
COMMENT ON COLUMN fitclub.pack.valid_for IS 'For how long they can be used; null: for ever';
COMMENT ON COLUMN fitclub.pack.is_shared IS 'Whether they pay for the bookings of those whose payer the holder is, too';
COMMENT ON COLUMN fitclub.pack.is_transferable IS 'Whether a member may transfer them to another';
COMMENT ON COLUMN fitclub.pack.usable_unpaid IS 'Whether they can be used before the pack is paid';
COMMENT ON COLUMN fitclub.pack.is_active IS 'false: it is no longer sold';
COMMENT ON CONSTRAINT pack_pkey ON fitclub.pack IS 'A pack has one id';
COMMENT ON CONSTRAINT pack_name_check ON fitclub.pack IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT pack_credits_check ON fitclub.pack IS '1 to 10000';
COMMENT ON CONSTRAINT pack_price_check ON fitclub.pack IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT pack_valid_for_check ON fitclub.pack IS 'Whole days, 1 day to 100 years';
COMMENT ON INDEX fitclub.pack_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.pack_name_key IS 'No two packs share a name; look-up by name';

CREATE POLICY pack_reader ON fitclub.pack FOR SELECT
	USING (true);
COMMENT ON POLICY pack_reader ON fitclub.pack IS 'Everybody with SELECT on the table reads all packs';

CREATE TABLE fitclub.pack_scope (
	pack_scope_id bigint GENERATED ALWAYS AS IDENTITY,
	pack_id bigint NOT NULL,
	kind text NOT NULL,
	service_id bigint,
	trainer_id bigint,
	CONSTRAINT pack_scope_pkey PRIMARY KEY (pack_scope_id),
	CONSTRAINT pack_scope_pack_id_fkey FOREIGN KEY (pack_id)
		REFERENCES fitclub.pack ON DELETE CASCADE,
	CONSTRAINT pack_scope_service_id_fkey FOREIGN KEY (service_id)
		REFERENCES fitclub.service ON DELETE RESTRICT,
	CONSTRAINT pack_scope_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT pack_scope_kind_check CHECK (kind IN ('class', 'session'))
);

CREATE UNIQUE INDEX pack_scope_key ON fitclub.pack_scope (pack_id, kind, service_id, trainer_id) NULLS NOT DISTINCT;
CREATE INDEX pack_scope_service_id_idx ON fitclub.pack_scope (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX pack_scope_trainer_id_idx ON fitclub.pack_scope (trainer_id) WHERE trainer_id IS NOT NULL;

COMMENT ON TABLE fitclub.pack_scope IS
	'What a pack''s credits pay for; those of a pack without a row here pay for every booking';
COMMENT ON COLUMN fitclub.pack_scope.pack_scope_id IS 'Key';
COMMENT ON COLUMN fitclub.pack_scope.pack_id IS 'The pack';
COMMENT ON COLUMN fitclub.pack_scope.kind IS 'class or session: what is booked';
COMMENT ON COLUMN fitclub.pack_scope.service_id IS 'Only of this service; null: of any, or none';
COMMENT ON COLUMN fitclub.pack_scope.trainer_id IS 'Only with this trainer; null: with any';
COMMENT ON CONSTRAINT pack_scope_pkey ON fitclub.pack_scope IS 'A row has one id';
COMMENT ON CONSTRAINT pack_scope_pack_id_fkey ON fitclub.pack_scope IS 'It is deleted with the pack';
COMMENT ON CONSTRAINT pack_scope_service_id_fkey ON fitclub.pack_scope IS
	'A service that packs pay for cannot be deleted';
COMMENT ON CONSTRAINT pack_scope_trainer_id_fkey ON fitclub.pack_scope IS
	'A trainer whose bookings packs pay for cannot be deleted';
COMMENT ON CONSTRAINT pack_scope_kind_check ON fitclub.pack_scope IS 'class or session';
COMMENT ON INDEX fitclub.pack_scope_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.pack_scope_key IS 'A pack says each thing once; what it pays for; the foreign key';
COMMENT ON INDEX fitclub.pack_scope_service_id_idx IS 'The packs that pay for a service; the foreign key';
COMMENT ON INDEX fitclub.pack_scope_trainer_id_idx IS 'The packs that pay for a trainer''s bookings; the foreign key';

CREATE POLICY pack_scope_reader ON fitclub.pack_scope FOR SELECT
	USING (true);
COMMENT ON POLICY pack_scope_reader ON fitclub.pack_scope IS
	'Everybody with SELECT on the table reads what packs pay for';

CREATE TABLE fitclub.pack_sale (
	sale_id bigint GENERATED ALWAYS AS IDENTITY,
	pack_id bigint NOT NULL,
	member_id bigint NOT NULL,
	credits integer NOT NULL,
	price numeric(12,2) NOT NULL,
	sold_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT pack_sale_pkey PRIMARY KEY (sale_id),
	CONSTRAINT pack_sale_pack_id_fkey FOREIGN KEY (pack_id)
		REFERENCES fitclub.pack ON DELETE RESTRICT,
	CONSTRAINT pack_sale_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT pack_sale_credits_check CHECK (credits BETWEEN 1 AND 10000),
	CONSTRAINT pack_sale_price_check CHECK (price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT pack_sale_sold_at_check CHECK (fitclub_internal.is_instant(sold_at))
);

CREATE INDEX pack_sale_pack_id_idx ON fitclub.pack_sale (pack_id);
CREATE INDEX pack_sale_member_id_idx ON fitclub.pack_sale (member_id);

COMMENT ON TABLE fitclub.pack_sale IS 'Packs sold or granted; a row stays as it is, and its price is what was billed';
COMMENT ON COLUMN fitclub.pack_sale.sale_id IS 'Key';
COMMENT ON COLUMN fitclub.pack_sale.pack_id IS 'The pack';
COMMENT ON COLUMN fitclub.pack_sale.member_id IS 'The buyer';
COMMENT ON COLUMN fitclub.pack_sale.credits IS 'How many credits: the pack''s, or as many as were granted';
COMMENT ON COLUMN fitclub.pack_sale.price IS 'In the club''s currency: what was billed for it; 0: nothing, and there is no bill';
COMMENT ON COLUMN fitclub.pack_sale.sold_at IS 'When it was sold';
COMMENT ON CONSTRAINT pack_sale_pkey ON fitclub.pack_sale IS 'A sale has one id';
COMMENT ON CONSTRAINT pack_sale_pack_id_fkey ON fitclub.pack_sale IS 'A pack that was sold cannot be deleted';
COMMENT ON CONSTRAINT pack_sale_member_id_fkey ON fitclub.pack_sale IS 'A member who bought packs cannot be deleted';
COMMENT ON CONSTRAINT pack_sale_credits_check ON fitclub.pack_sale IS '1 to 10000';
COMMENT ON CONSTRAINT pack_sale_price_check ON fitclub.pack_sale IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT pack_sale_sold_at_check ON fitclub.pack_sale IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.pack_sale_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.pack_sale_pack_id_idx IS 'The sales of a pack; the foreign key';
COMMENT ON INDEX fitclub.pack_sale_member_id_idx IS 'The sales to a member; the foreign key';

CREATE POLICY pack_sale_reader ON fitclub.pack_sale FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));
COMMENT ON POLICY pack_sale_reader ON fitclub.pack_sale IS
	'Staff read all sales, and members read those to them or their dependants';

CREATE TABLE fitclub.credit_lot (
	lot_id bigint GENERATED ALWAYS AS IDENTITY,
	sale_id bigint NOT NULL,
	member_id bigint NOT NULL,
	credits integer NOT NULL,
	valid_from date NOT NULL,
	expires_on date,
	CONSTRAINT credit_lot_pkey PRIMARY KEY (lot_id),
	CONSTRAINT credit_lot_sale_id_fkey FOREIGN KEY (sale_id)
		REFERENCES fitclub.pack_sale ON DELETE RESTRICT,
	CONSTRAINT credit_lot_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT credit_lot_credits_check CHECK (credits BETWEEN 1 AND 10000),
	CONSTRAINT credit_lot_valid_from_check CHECK (fitclub_internal.is_date(valid_from)),
	CONSTRAINT credit_lot_expires_on_check
		CHECK (expires_on >= valid_from AND fitclub_internal.is_date(expires_on))
);

CREATE INDEX credit_lot_member_id_idx ON fitclub.credit_lot (member_id, expires_on);
CREATE INDEX credit_lot_sale_id_idx ON fitclub.credit_lot (sale_id);

COMMENT ON TABLE fitclub.credit_lot IS
	'Lots: credits of a sale that one member holds; a lot only shrinks, by bookings and by lot_out';
COMMENT ON COLUMN fitclub.credit_lot.lot_id IS 'Key';
COMMENT ON COLUMN fitclub.credit_lot.sale_id IS 'The sale that they come from';
COMMENT ON COLUMN fitclub.credit_lot.member_id IS 'The holder';
COMMENT ON COLUMN fitclub.credit_lot.credits IS 'How many there were at first';
COMMENT ON COLUMN fitclub.credit_lot.valid_from IS
	'The first day, by the club''s clock, on which what they pay for can begin';
COMMENT ON COLUMN fitclub.credit_lot.expires_on IS 'The last such day; null: there is none';
COMMENT ON CONSTRAINT credit_lot_pkey ON fitclub.credit_lot IS 'A lot has one id';
COMMENT ON CONSTRAINT credit_lot_sale_id_fkey ON fitclub.credit_lot IS 'A sale with lots cannot be deleted';
COMMENT ON CONSTRAINT credit_lot_member_id_fkey ON fitclub.credit_lot IS 'A member who holds lots cannot be deleted';
COMMENT ON CONSTRAINT credit_lot_credits_check ON fitclub.credit_lot IS '1 to 10000';
COMMENT ON CONSTRAINT credit_lot_valid_from_check ON fitclub.credit_lot IS
	'In the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT credit_lot_expires_on_check ON fitclub.credit_lot IS
	'Not before the first day, and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.credit_lot_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.credit_lot_member_id_idx IS
	'The lots of a holder, those first that end first: the engine reads them here; the foreign key';
COMMENT ON INDEX fitclub.credit_lot_sale_id_idx IS 'The lots of a sale; the foreign key';

CREATE POLICY credit_lot_reader ON fitclub.credit_lot FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));
COMMENT ON POLICY credit_lot_reader ON fitclub.credit_lot IS
	'Staff read all lots, and members read those that they or their dependants hold';

CREATE TABLE fitclub.lot_out (
	lot_out_id bigint GENERATED ALWAYS AS IDENTITY,
	lot_id bigint NOT NULL,
	credits integer NOT NULL,
	reason text NOT NULL,
	to_lot_id bigint,
	staff_id bigint,
	made_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT lot_out_pkey PRIMARY KEY (lot_out_id),
	CONSTRAINT lot_out_lot_id_fkey FOREIGN KEY (lot_id)
		REFERENCES fitclub.credit_lot ON DELETE RESTRICT,
	CONSTRAINT lot_out_to_lot_id_fkey FOREIGN KEY (to_lot_id)
		REFERENCES fitclub.credit_lot ON DELETE RESTRICT,
	CONSTRAINT lot_out_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE RESTRICT,
	CONSTRAINT lot_out_credits_check CHECK (credits BETWEEN 1 AND 10000),
	CONSTRAINT lot_out_reason_check
		CHECK (reason IN ('transfer', 'refund') AND (to_lot_id IS NOT NULL) = (reason = 'transfer') AND to_lot_id <> lot_id),
	CONSTRAINT lot_out_made_at_check CHECK (fitclub_internal.is_instant(made_at))
);

CREATE INDEX lot_out_lot_id_idx ON fitclub.lot_out (lot_id);
CREATE UNIQUE INDEX lot_out_to_lot_once ON fitclub.lot_out (to_lot_id) WHERE to_lot_id IS NOT NULL;
CREATE INDEX lot_out_staff_id_idx ON fitclub.lot_out (staff_id) WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.lot_out IS 'Credits that left a lot: transferred to another, or refunded';
COMMENT ON COLUMN fitclub.lot_out.lot_out_id IS 'Key';
COMMENT ON COLUMN fitclub.lot_out.lot_id IS 'The lot that they left';
COMMENT ON COLUMN fitclub.lot_out.credits IS 'How many';
COMMENT ON COLUMN fitclub.lot_out.reason IS 'transfer or refund';
COMMENT ON COLUMN fitclub.lot_out.to_lot_id IS 'The lot that they became, of a transfer';
COMMENT ON COLUMN fitclub.lot_out.staff_id IS 'Who did it; null: the holder, an application, or nobody known';
COMMENT ON COLUMN fitclub.lot_out.made_at IS 'When they left it';
COMMENT ON CONSTRAINT lot_out_pkey ON fitclub.lot_out IS 'A row has one id';
COMMENT ON CONSTRAINT lot_out_lot_id_fkey ON fitclub.lot_out IS 'A lot that credits left cannot be deleted';
COMMENT ON CONSTRAINT lot_out_to_lot_id_fkey ON fitclub.lot_out IS 'A lot that credits came to cannot be deleted';
COMMENT ON CONSTRAINT lot_out_staff_id_fkey ON fitclub.lot_out IS
	'A member of staff who transferred or refunded credits cannot be deleted';
COMMENT ON CONSTRAINT lot_out_credits_check ON fitclub.lot_out IS '1 to 10000';
COMMENT ON CONSTRAINT lot_out_reason_check ON fitclub.lot_out IS
	'A transfer, to another lot, or a refund, to none';
COMMENT ON CONSTRAINT lot_out_made_at_check ON fitclub.lot_out IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.lot_out_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.lot_out_lot_id_idx IS 'What left a lot: the engine counts it here; the foreign key';
COMMENT ON INDEX fitclub.lot_out_to_lot_once IS 'A lot comes from one other at most; the foreign key';
COMMENT ON INDEX fitclub.lot_out_staff_id_idx IS
	'What a member of staff transferred or refunded; the foreign key';

CREATE TRIGGER lot_out_guard
	AFTER INSERT ON fitclub.lot_out
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_lot_out();
COMMENT ON TRIGGER lot_out_guard ON fitclub.lot_out IS 'Refuses more credits than are left of the lot';

CREATE POLICY lot_out_reader ON fitclub.lot_out FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR lot_id IN (
			SELECT l.lot_id
			FROM fitclub.credit_lot AS l
			WHERE l.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));
COMMENT ON POLICY lot_out_reader ON fitclub.lot_out IS
	'Staff read all rows, and members read what left the lots that they or their dependants hold';
