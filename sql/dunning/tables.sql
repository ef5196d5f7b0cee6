-- How members are asked to pay what is past due, and what they were reminded of.

CREATE TABLE fitclub.dunning_step (
	step smallint NOT NULL,
	after_days smallint NOT NULL,
	late_fee numeric(12,2),
	message text NOT NULL,
	CONSTRAINT dunning_step_pkey PRIMARY KEY (step),
	CONSTRAINT dunning_step_step_check CHECK (step BETWEEN 1 AND 100),
	CONSTRAINT dunning_step_after_days_check CHECK (after_days BETWEEN 1 AND 1000),
	CONSTRAINT dunning_step_late_fee_check CHECK (late_fee > 0 AND late_fee <= 9999999999.99),
	CONSTRAINT dunning_step_message_check CHECK (fitclub_internal.is_text(message, 1000))
);

CREATE UNIQUE INDEX dunning_step_after_days_key ON fitclub.dunning_step (after_days);

CREATE POLICY dunning_step_reader ON fitclub.dunning_step FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));

CREATE TABLE fitclub.dunning (
	dunning_id bigint GENERATED ALWAYS AS IDENTITY,
	billing_id bigint NOT NULL,
	step smallint NOT NULL,
	made_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT dunning_pkey PRIMARY KEY (dunning_id),
	CONSTRAINT dunning_billing_id_fkey FOREIGN KEY (billing_id)
		REFERENCES fitclub.billing_item ON DELETE RESTRICT,
	CONSTRAINT dunning_step_fkey FOREIGN KEY (step)
		REFERENCES fitclub.dunning_step ON DELETE RESTRICT,
	CONSTRAINT dunning_made_at_check CHECK (fitclub_internal.is_instant(made_at))
);

CREATE UNIQUE INDEX dunning_once ON fitclub.dunning (billing_id, step);
CREATE INDEX dunning_step_idx ON fitclub.dunning (step);

CREATE POLICY dunning_reader ON fitclub.dunning FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR billing_id IN (
			SELECT b.billing_id
			FROM fitclub.billing_item AS b
			WHERE b.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));

CREATE TABLE fitclub.reminder (
	reminder_id bigint GENERATED ALWAYS AS IDENTITY,
	lot_id bigint,
	membership_id bigint,
	ends_on date NOT NULL,
	made_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT reminder_pkey PRIMARY KEY (reminder_id),
	CONSTRAINT reminder_lot_id_fkey FOREIGN KEY (lot_id)
		REFERENCES fitclub.credit_lot ON DELETE RESTRICT,
	CONSTRAINT reminder_membership_id_fkey FOREIGN KEY (membership_id)
		REFERENCES fitclub.membership ON DELETE RESTRICT,
	CONSTRAINT reminder_for_check CHECK (num_nonnulls(lot_id, membership_id) = 1),
	CONSTRAINT reminder_ends_on_check CHECK (fitclub_internal.is_date(ends_on)),
	CONSTRAINT reminder_made_at_check CHECK (fitclub_internal.is_instant(made_at))
);

CREATE UNIQUE INDEX reminder_once ON fitclub.reminder (lot_id, membership_id, ends_on) NULLS NOT DISTINCT;
CREATE INDEX reminder_membership_id_idx ON fitclub.reminder (membership_id) WHERE membership_id IS NOT NULL;

CREATE POLICY reminder_reader ON fitclub.reminder FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
