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
	CONSTRAINT pack_valid_for_check CHECK (valid_for BETWEEN interval '1 day' AND interval '100 years')
);

CREATE UNIQUE INDEX pack_name_key ON fitclub.pack (fitclub_internal.fold(name));

CREATE POLICY pack_reader ON fitclub.pack FOR SELECT
	USING (true);

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

CREATE POLICY pack_scope_reader ON fitclub.pack_scope FOR SELECT
	USING (true);

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

CREATE POLICY pack_sale_reader ON fitclub.pack_sale FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));

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

CREATE POLICY credit_lot_reader ON fitclub.credit_lot FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));

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

CREATE POLICY lot_out_reader ON fitclub.lot_out FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR lot_id IN (
			SELECT l.lot_id
			FROM fitclub.credit_lot AS l
			WHERE l.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));
