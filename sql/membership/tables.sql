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
	CONSTRAINT membership_starts_on_check CHECK (fitclub_internal.is_date(starts_on)),
	CONSTRAINT membership_anchor_on_check CHECK (fitclub_internal.is_date(anchor_on)),
	CONSTRAINT membership_contract_until_check
		CHECK (contract_until > starts_on AND fitclub_internal.is_date(contract_until)),
	CONSTRAINT membership_ends_on_check
		CHECK (ends_on >= starts_on AND fitclub_internal.is_date(ends_on)),
	CONSTRAINT membership_end_reason_check CHECK (fitclub_internal.is_text(end_reason, 200)),
	CONSTRAINT membership_made_at_check CHECK (fitclub_internal.is_instant(made_at))
);

CREATE INDEX membership_member_id_idx ON fitclub.membership (member_id);

COMMENT ON TABLE fitclub.membership IS 'Memberships: of whom, from when until when';
COMMENT ON COLUMN fitclub.membership.membership_id IS 'Key';
COMMENT ON COLUMN fitclub.membership.member_id IS 'Whose it is';
COMMENT ON COLUMN fitclub.membership.starts_on IS 'The first day';
COMMENT ON COLUMN fitclub.membership.anchor_on IS 'The day from which the boundaries between periods are counted';
COMMENT ON COLUMN fitclub.membership.contract_until IS
	'The first day without, as agreed on when joining, before holds lengthen it; null: there is none';
COMMENT ON COLUMN fitclub.membership.ends_on IS 'The first day without, once it is cancelled; null: it is not';
COMMENT ON COLUMN fitclub.membership.end_reason IS 'Why it was cancelled';
COMMENT ON COLUMN fitclub.membership.made_at IS 'When it was made, which decides from when on a new price holds';
COMMENT ON CONSTRAINT membership_pkey ON fitclub.membership IS 'A membership has one id';
COMMENT ON CONSTRAINT membership_member_id_fkey ON fitclub.membership IS 'A member with memberships cannot be deleted';
COMMENT ON CONSTRAINT membership_starts_on_check ON fitclub.membership IS 'A day in the years 1900 to 9998';
COMMENT ON CONSTRAINT membership_anchor_on_check ON fitclub.membership IS 'A day in the years 1900 to 9998';
COMMENT ON CONSTRAINT membership_contract_until_check ON fitclub.membership IS
	'After the start, and a day in the years 1900 to 9998';
COMMENT ON CONSTRAINT membership_ends_on_check ON fitclub.membership IS
	'Not before the start, and a day in the years 1900 to 9998';
COMMENT ON CONSTRAINT membership_end_reason_check ON fitclub.membership IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT membership_made_at_check ON fitclub.membership IS 'Finite, and in the years 1900 to 9998';
COMMENT ON INDEX fitclub.membership_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.membership_member_id_idx IS 'The memberships of a member; the foreign key';

CREATE POLICY membership_reader ON fitclub.membership FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));
COMMENT ON POLICY membership_reader ON fitclub.membership IS
	'Members read their own, and those of their dependants; staff and readers all';

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

COMMENT ON TABLE fitclub.membership_plan IS 'Which plan a membership has from a day on, and at which price';
COMMENT ON COLUMN fitclub.membership_plan.membership_plan_id IS 'Key';
COMMENT ON COLUMN fitclub.membership_plan.membership_id IS 'The membership';
COMMENT ON COLUMN fitclub.membership_plan.from_on IS 'The first day; of the first row, the start';
COMMENT ON COLUMN fitclub.membership_plan.plan_id IS 'The plan';
COMMENT ON COLUMN fitclub.membership_plan.price IS
	'In the club''s currency: what a whole period costs; null: what the plan''s list says';
COMMENT ON COLUMN fitclub.membership_plan.anchor_on IS
	'The day from which boundaries are counted from then on, less the days of holds before it; null: as before';
COMMENT ON CONSTRAINT membership_plan_pkey ON fitclub.membership_plan IS 'A row has one id';
COMMENT ON CONSTRAINT membership_plan_membership_id_fkey ON fitclub.membership_plan IS
	'It is deleted with the membership';
COMMENT ON CONSTRAINT membership_plan_plan_id_fkey ON fitclub.membership_plan IS
	'A plan that members have cannot be deleted';
COMMENT ON CONSTRAINT membership_plan_from_on_check ON fitclub.membership_plan IS
	'It begins, and is counted from, days in the years 1900 to 9998';
COMMENT ON CONSTRAINT membership_plan_price_check ON fitclub.membership_plan IS
	'Not negative, and less than ten billion';
COMMENT ON INDEX fitclub.membership_plan_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.membership_plan_key IS
	'One plan from a day on; the plans of a membership in order; the foreign key';
COMMENT ON INDEX fitclub.membership_plan_plan_id_idx IS 'Who has a plan; the foreign key';

CREATE POLICY membership_plan_reader ON fitclub.membership_plan FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR membership_id IN (
			SELECT m.membership_id
			FROM fitclub.membership AS m
			WHERE m.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));
COMMENT ON POLICY membership_plan_reader ON fitclub.membership_plan IS
	'Members read their own, and those of their dependants; staff and readers all';

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

COMMENT ON TABLE fitclub.membership_hold IS
	'When a membership is on hold: it covers nothing then, and its periods are longer by that';
COMMENT ON COLUMN fitclub.membership_hold.membership_hold_id IS 'Key';
COMMENT ON COLUMN fitclub.membership_hold.membership_id IS 'The membership';
COMMENT ON COLUMN fitclub.membership_hold.starts_on IS 'The first day on hold';
COMMENT ON COLUMN fitclub.membership_hold.ends_on IS 'The first day after it; infinity: the end is open';
COMMENT ON COLUMN fitclub.membership_hold.reason IS 'Why';
COMMENT ON CONSTRAINT membership_hold_pkey ON fitclub.membership_hold IS 'A hold has one id';
COMMENT ON CONSTRAINT membership_hold_membership_id_fkey ON fitclub.membership_hold IS
	'It is deleted with the membership';
COMMENT ON CONSTRAINT membership_hold_starts_on_check ON fitclub.membership_hold IS 'A day in the years 1900 to 9998';
COMMENT ON CONSTRAINT membership_hold_ends_on_check ON fitclub.membership_hold IS
	'After the start, and a day in the years 1900 to 9998, or infinity';
COMMENT ON CONSTRAINT membership_hold_reason_check ON fitclub.membership_hold IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON INDEX fitclub.membership_hold_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.membership_hold_key IS
	'One hold from a day on; the holds of a membership in order; the foreign key';

CREATE POLICY membership_hold_reader ON fitclub.membership_hold FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR membership_id IN (
			SELECT m.membership_id
			FROM fitclub.membership AS m
			WHERE m.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));
COMMENT ON POLICY membership_hold_reader ON fitclub.membership_hold IS
	'Members read their own, and those of their dependants; staff and readers all';

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

COMMENT ON TABLE fitclub.membership_period IS
	'Periods whose dues have been billed; a row stays as it is, but for its end';
COMMENT ON COLUMN fitclub.membership_period.membership_period_id IS 'Key';
COMMENT ON COLUMN fitclub.membership_period.membership_id IS 'The membership';
COMMENT ON COLUMN fitclub.membership_period.starts_on IS 'The first day';
COMMENT ON COLUMN fitclub.membership_period.ends_on IS 'The first day after it; infinity while a hold in it is open';
COMMENT ON COLUMN fitclub.membership_period.plan_id IS 'The plan by which it was billed';
COMMENT ON CONSTRAINT membership_period_pkey ON fitclub.membership_period IS 'A period has one id';
COMMENT ON CONSTRAINT membership_period_membership_id_fkey ON fitclub.membership_period IS
	'A membership that was billed cannot be deleted';
COMMENT ON CONSTRAINT membership_period_plan_id_fkey ON fitclub.membership_period IS
	'A plan that was billed cannot be deleted';
COMMENT ON CONSTRAINT membership_period_starts_on_check ON fitclub.membership_period IS
	'A day in the years 1900 to 9998';
COMMENT ON CONSTRAINT membership_period_ends_on_check ON fitclub.membership_period IS
	'Not before the start, and a day in the years 1900 to 9998, or infinity';
COMMENT ON INDEX fitclub.membership_period_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.membership_period_key IS
	'A period is billed once; the periods of a membership in order; the foreign key';
COMMENT ON INDEX fitclub.membership_period_plan_id_idx IS 'What was billed by a plan; the foreign key';

CREATE POLICY membership_period_reader ON fitclub.membership_period FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR membership_id IN (
			SELECT m.membership_id
			FROM fitclub.membership AS m
			WHERE m.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));
COMMENT ON POLICY membership_period_reader ON fitclub.membership_period IS
	'Members read their own, and those of their dependants; staff and readers all';
