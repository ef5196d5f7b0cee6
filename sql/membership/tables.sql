-- Memberships: of whom, on which plan from when on, on hold when, billed until when.

CREATE TABLE fitclub.membership (
	membership_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	starts_on date NOT NULL,
	anchor_on date NOT NULL,
	contract_until date,
	ends_on date,
	end_reason text,
	made_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT membership_pkey PRIMARY KEY (membership_id),
	CONSTRAINT membership_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT membership_starts_on_check
		CHECK (fitclub_internal.is_date(starts_on) AND fitclub_internal.is_date(anchor_on)),
	CONSTRAINT membership_contract_until_check
		CHECK (contract_until > starts_on AND fitclub_internal.is_date(contract_until)),
	CONSTRAINT membership_ends_on_check
		CHECK (ends_on >= starts_on AND fitclub_internal.is_date(ends_on)),
	CONSTRAINT membership_end_reason_check CHECK (fitclub_internal.is_text(end_reason, 200)),
	CONSTRAINT membership_made_at_check CHECK (fitclub_internal.is_instant(made_at))
);

CREATE INDEX membership_member_id_idx ON fitclub.membership (member_id);

CREATE POLICY membership_reader ON fitclub.membership FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));

CREATE TABLE fitclub.membership_plan (
	membership_plan_id bigint GENERATED ALWAYS AS IDENTITY,
	membership_id bigint NOT NULL,
	from_on date NOT NULL,
	plan_id bigint NOT NULL,
	price numeric(12,2),
	anchor_on date,
	CONSTRAINT membership_plan_pkey PRIMARY KEY (membership_plan_id),
	CONSTRAINT membership_plan_membership_id_fkey FOREIGN KEY (membership_id)
		REFERENCES fitclub.membership ON DELETE CASCADE,
	CONSTRAINT membership_plan_plan_id_fkey FOREIGN KEY (plan_id)
		REFERENCES fitclub.plan ON DELETE RESTRICT,
	CONSTRAINT membership_plan_from_on_check
		CHECK (fitclub_internal.is_date(from_on) AND fitclub_internal.is_date(anchor_on)),
	CONSTRAINT membership_plan_price_check CHECK (price BETWEEN 0 AND 9999999999.99)
);

CREATE UNIQUE INDEX membership_plan_key ON fitclub.membership_plan (membership_id, from_on);
CREATE INDEX membership_plan_plan_id_idx ON fitclub.membership_plan (plan_id);

CREATE POLICY membership_plan_reader ON fitclub.membership_plan FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR membership_id IN (
			SELECT m.membership_id
			FROM fitclub.membership AS m
			WHERE m.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));

CREATE TABLE fitclub.membership_hold (
	membership_hold_id bigint GENERATED ALWAYS AS IDENTITY,
	membership_id bigint NOT NULL,
	starts_on date NOT NULL,
	ends_on date NOT NULL,
	reason text,
	CONSTRAINT membership_hold_pkey PRIMARY KEY (membership_hold_id),
	CONSTRAINT membership_hold_membership_id_fkey FOREIGN KEY (membership_id)
		REFERENCES fitclub.membership ON DELETE CASCADE,
	CONSTRAINT membership_hold_starts_on_check CHECK (fitclub_internal.is_date(starts_on)),
	CONSTRAINT membership_hold_ends_on_check
		CHECK (ends_on > starts_on AND (ends_on = 'infinity' OR fitclub_internal.is_date(ends_on))),
	CONSTRAINT membership_hold_reason_check CHECK (fitclub_internal.is_text(reason, 200))
);

CREATE UNIQUE INDEX membership_hold_key ON fitclub.membership_hold (membership_id, starts_on);

CREATE POLICY membership_hold_reader ON fitclub.membership_hold FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR membership_id IN (
			SELECT m.membership_id
			FROM fitclub.membership AS m
			WHERE m.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));

CREATE TABLE fitclub.membership_period (
	membership_period_id bigint GENERATED ALWAYS AS IDENTITY,
	membership_id bigint NOT NULL,
	starts_on date NOT NULL,
	ends_on date NOT NULL,
	plan_id bigint NOT NULL,
	CONSTRAINT membership_period_pkey PRIMARY KEY (membership_period_id),
	CONSTRAINT membership_period_membership_id_fkey FOREIGN KEY (membership_id)
		REFERENCES fitclub.membership ON DELETE RESTRICT,
	CONSTRAINT membership_period_plan_id_fkey FOREIGN KEY (plan_id)
		REFERENCES fitclub.plan ON DELETE RESTRICT,
	CONSTRAINT membership_period_starts_on_check CHECK (fitclub_internal.is_date(starts_on)),
	CONSTRAINT membership_period_ends_on_check
		CHECK (ends_on >= starts_on AND (ends_on = 'infinity' OR fitclub_internal.is_date(ends_on)))
);

CREATE UNIQUE INDEX membership_period_key ON fitclub.membership_period (membership_id, starts_on);
CREATE INDEX membership_period_plan_id_idx ON fitclub.membership_period (plan_id);

CREATE POLICY membership_period_reader ON fitclub.membership_period FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR membership_id IN (
			SELECT m.membership_id
			FROM fitclub.membership AS m
			WHERE m.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));
