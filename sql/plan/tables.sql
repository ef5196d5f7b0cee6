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

COMMENT ON TABLE fitclub.plan IS
	'Plans that members join: how often dues are billed, and what holds for those who have one';
COMMENT ON COLUMN fitclub.plan.plan_id IS 'Key';
COMMENT ON COLUMN fitclub.plan.name IS 'Unique, without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.plan.unit IS 'week, month or year: what periods are counted in';
COMMENT ON COLUMN fitclub.plan.every IS 'How many of them a period has';
COMMENT ON COLUMN fitclub.plan.visits IS 'How many bookings a period covers; null: any number';
COMMENT ON COLUMN fitclub.plan.joining_fee IS 'In the club''s currency: what joining costs; null: nothing';
COMMENT ON COLUMN fitclub.plan.notice IS 'How long before its end a membership is cancelled';
COMMENT ON COLUMN fitclub.plan.min_periods IS 'How many periods a membership lasts at least';
COMMENT ON COLUMN fitclub.plan.late_fee IS
	'In the club''s currency: what cancelling a booking late costs that the plan covers; null: nothing';
COMMENT ON COLUMN fitclub.plan.is_active IS 'false: nobody can join it';
COMMENT ON CONSTRAINT plan_pkey ON fitclub.plan IS 'A plan has one id';
COMMENT ON CONSTRAINT plan_name_check ON fitclub.plan IS 'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT plan_unit_check ON fitclub.plan IS 'week, month or year';
COMMENT ON CONSTRAINT plan_every_check ON fitclub.plan IS '1 to 12';
COMMENT ON CONSTRAINT plan_visits_check ON fitclub.plan IS '1 to 10000';
COMMENT ON CONSTRAINT plan_joining_fee_check ON fitclub.plan IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT plan_notice_check ON fitclub.plan IS '0 to 366 days';
COMMENT ON CONSTRAINT plan_min_periods_check ON fitclub.plan IS '0 to 120';
COMMENT ON CONSTRAINT plan_late_fee_check ON fitclub.plan IS 'Not negative, and less than ten billion';
COMMENT ON INDEX fitclub.plan_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.plan_name_key IS 'No two plans share a name; look-up by name';

CREATE POLICY plan_reader ON fitclub.plan FOR SELECT
	USING (true);
COMMENT ON POLICY plan_reader ON fitclub.plan IS 'Everybody with SELECT on the table reads all plans';

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

COMMENT ON TABLE fitclub.plan_price IS 'What a plan costs from a day on; what has begun stays as it is';
COMMENT ON COLUMN fitclub.plan_price.plan_price_id IS 'Key';
COMMENT ON COLUMN fitclub.plan_price.plan_id IS 'The plan';
COMMENT ON COLUMN fitclub.plan_price.valid_from IS 'The first day, for memberships that are made then or later';
COMMENT ON COLUMN fitclub.plan_price.amount IS 'In the club''s currency: the price of a whole period';
COMMENT ON COLUMN fitclub.plan_price.existing_from IS
	'The first day for memberships that were made before valid_from; infinity: never';
COMMENT ON CONSTRAINT plan_price_pkey ON fitclub.plan_price IS 'A price has one id';
COMMENT ON CONSTRAINT plan_price_plan_id_fkey ON fitclub.plan_price IS 'A plan with prices cannot be deleted';
COMMENT ON CONSTRAINT plan_price_valid_from_check ON fitclub.plan_price IS 'A day in the years 1900 to 9998';
COMMENT ON CONSTRAINT plan_price_amount_check ON fitclub.plan_price IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT plan_price_existing_from_check ON fitclub.plan_price IS
	'Not before valid_from, and a day in the years 1900 to 9998, or infinity';
COMMENT ON INDEX fitclub.plan_price_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.plan_price_key IS 'A plan has one price from a day on; its prices in order; the foreign key';

CREATE POLICY plan_price_reader ON fitclub.plan_price FOR SELECT
	USING (true);
COMMENT ON POLICY plan_price_reader ON fitclub.plan_price IS 'Everybody with SELECT on the table reads all prices';

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

COMMENT ON TABLE fitclub.plan_scope IS
	'What a plan includes, or makes cheaper; a plan without a row here includes every booking';
COMMENT ON COLUMN fitclub.plan_scope.plan_scope_id IS 'Key';
COMMENT ON COLUMN fitclub.plan_scope.plan_id IS 'The plan';
COMMENT ON COLUMN fitclub.plan_scope.kind IS 'class or session: what is booked';
COMMENT ON COLUMN fitclub.plan_scope.service_id IS 'Only of this service; null: of any, or none';
COMMENT ON COLUMN fitclub.plan_scope.trainer_id IS 'Only with this trainer; null: with any';
COMMENT ON COLUMN fitclub.plan_scope.discount IS 'In percent of the price; 100: it is included';
COMMENT ON CONSTRAINT plan_scope_pkey ON fitclub.plan_scope IS 'A row has one id';
COMMENT ON CONSTRAINT plan_scope_plan_id_fkey ON fitclub.plan_scope IS 'It is deleted with the plan';
COMMENT ON CONSTRAINT plan_scope_service_id_fkey ON fitclub.plan_scope IS
	'A service that a plan names cannot be deleted';
COMMENT ON CONSTRAINT plan_scope_trainer_id_fkey ON fitclub.plan_scope IS
	'A trainer whom a plan names cannot be deleted';
COMMENT ON CONSTRAINT plan_scope_kind_check ON fitclub.plan_scope IS 'class or session';
COMMENT ON CONSTRAINT plan_scope_discount_check ON fitclub.plan_scope IS 'More than 0, and 100 at most';
COMMENT ON INDEX fitclub.plan_scope_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.plan_scope_key IS 'A plan says each thing once; what it includes; the foreign key';
COMMENT ON INDEX fitclub.plan_scope_service_id_idx IS 'The plans that name a service; the foreign key';
COMMENT ON INDEX fitclub.plan_scope_trainer_id_idx IS 'The plans that name a trainer; the foreign key';

CREATE POLICY plan_scope_reader ON fitclub.plan_scope FOR SELECT
	USING (true);
COMMENT ON POLICY plan_scope_reader ON fitclub.plan_scope IS 'Everybody with SELECT on the table reads all scopes';
