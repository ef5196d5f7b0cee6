-- Plans that members join, what they cost and what they include.

CREATE TABLE fitclub.plan (
	plan_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	unit text NOT NULL DEFAULT 'month',
	every smallint NOT NULL DEFAULT 1,
	visits integer,
	joining_fee numeric(12,2),
	notice interval NOT NULL DEFAULT '0',
	min_periods smallint NOT NULL DEFAULT 0,
	late_fee numeric(12,2),
	is_active boolean NOT NULL DEFAULT true,
	CONSTRAINT plan_pkey PRIMARY KEY (plan_id),
	CONSTRAINT plan_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT plan_unit_check CHECK (unit IN ('week', 'month', 'year')),
	CONSTRAINT plan_every_check CHECK (every BETWEEN 1 AND 12),
	CONSTRAINT plan_visits_check CHECK (visits BETWEEN 1 AND 10000),
	CONSTRAINT plan_joining_fee_check CHECK (joining_fee BETWEEN 0 AND 9999999999.99),
	CONSTRAINT plan_notice_check CHECK (notice BETWEEN interval '0' AND interval '366 days'),
	CONSTRAINT plan_min_periods_check CHECK (min_periods BETWEEN 0 AND 120),
	CONSTRAINT plan_late_fee_check CHECK (late_fee BETWEEN 0 AND 9999999999.99)
);

CREATE UNIQUE INDEX plan_name_key ON fitclub.plan (fitclub_internal.fold(name));

CREATE POLICY plan_reader ON fitclub.plan FOR SELECT
	USING (true);

CREATE TABLE fitclub.plan_price (
	plan_price_id bigint GENERATED ALWAYS AS IDENTITY,
	plan_id bigint NOT NULL,
	valid_from date NOT NULL,
	amount numeric(12,2) NOT NULL,
	existing_from date NOT NULL,
	CONSTRAINT plan_price_pkey PRIMARY KEY (plan_price_id),
	CONSTRAINT plan_price_plan_id_fkey FOREIGN KEY (plan_id)
		REFERENCES fitclub.plan ON DELETE RESTRICT,
	CONSTRAINT plan_price_valid_from_check CHECK (fitclub_internal.is_date(valid_from)),
	CONSTRAINT plan_price_amount_check CHECK (amount BETWEEN 0 AND 9999999999.99),
	CONSTRAINT plan_price_existing_from_check
		CHECK (existing_from >= valid_from AND (existing_from = 'infinity' OR fitclub_internal.is_date(existing_from)))
);

CREATE UNIQUE INDEX plan_price_key ON fitclub.plan_price (plan_id, valid_from);

CREATE POLICY plan_price_reader ON fitclub.plan_price FOR SELECT
	USING (true);

CREATE TABLE fitclub.plan_scope (
	plan_scope_id bigint GENERATED ALWAYS AS IDENTITY,
	plan_id bigint NOT NULL,
	kind text NOT NULL,
	service_id bigint,
	trainer_id bigint,
	discount numeric(5,2) NOT NULL DEFAULT 100,
	CONSTRAINT plan_scope_pkey PRIMARY KEY (plan_scope_id),
	CONSTRAINT plan_scope_plan_id_fkey FOREIGN KEY (plan_id)
		REFERENCES fitclub.plan ON DELETE CASCADE,
	CONSTRAINT plan_scope_service_id_fkey FOREIGN KEY (service_id)
		REFERENCES fitclub.service ON DELETE RESTRICT,
	CONSTRAINT plan_scope_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT plan_scope_kind_check CHECK (kind IN ('class', 'session')),
	CONSTRAINT plan_scope_discount_check CHECK (discount > 0 AND discount <= 100)
);

CREATE UNIQUE INDEX plan_scope_key ON fitclub.plan_scope (plan_id, kind, service_id, trainer_id) NULLS NOT DISTINCT;
CREATE INDEX plan_scope_service_id_idx ON fitclub.plan_scope (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX plan_scope_trainer_id_idx ON fitclub.plan_scope (trainer_id) WHERE trainer_id IS NOT NULL;

CREATE POLICY plan_scope_reader ON fitclub.plan_scope FOR SELECT
	USING (true);
