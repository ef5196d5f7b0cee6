-- How members are asked to pay what is past due, and what they were reminded of.

CREATE TABLE fitclub.dunning_step (
	step smallint NOT NULL,
	after_days smallint,
	late_fee numeric(12,2),
	message text NOT NULL,
	CONSTRAINT dunning_step_pkey PRIMARY KEY (step),
	CONSTRAINT dunning_step_step_check CHECK (step BETWEEN 1 AND 100),
	CONSTRAINT dunning_step_after_days_check CHECK (after_days BETWEEN 1 AND 1000),
	CONSTRAINT dunning_step_late_fee_check CHECK (late_fee > 0 AND late_fee <= 9999999999.99),
	CONSTRAINT dunning_step_message_check
		CHECK (fitclub_internal.is_text(message, 1000)
			AND regexp_replace(message, '\{(amount|description|due)\}', '', 'g') !~ '[{}]')
);

CREATE UNIQUE INDEX dunning_step_after_days_key ON fitclub.dunning_step (after_days);

COMMENT ON TABLE fitclub.dunning_step IS
	'The steps by which members are asked to pay what is past due';
COMMENT ON COLUMN fitclub.dunning_step.step IS 'Key, given by staff';
COMMENT ON COLUMN fitclub.dunning_step.after_days IS
	'How many days after a bill was due it is taken; null: it is no longer taken';
COMMENT ON COLUMN fitclub.dunning_step.late_fee IS 'What is billed when it is taken; null: nothing';
COMMENT ON COLUMN fitclub.dunning_step.message IS
	'What is told; {amount} is what is owed, {description} what for, and {due} the day on which it was due';
COMMENT ON CONSTRAINT dunning_step_pkey ON fitclub.dunning_step IS 'There is one of each step';
COMMENT ON CONSTRAINT dunning_step_step_check ON fitclub.dunning_step IS '1 to 100';
COMMENT ON CONSTRAINT dunning_step_after_days_check ON fitclub.dunning_step IS '1 to 1000 days';
COMMENT ON CONSTRAINT dunning_step_late_fee_check ON fitclub.dunning_step IS
	'More than nothing, and less than ten billion';
COMMENT ON CONSTRAINT dunning_step_message_check ON fitclub.dunning_step IS
	'Not blank, at most 1000 characters, no control characters, and braces only around amount, description and due';
COMMENT ON INDEX fitclub.dunning_step_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.dunning_step_after_days_key IS 'No two steps are taken on one day';

CREATE POLICY dunning_step_reader ON fitclub.dunning_step FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY dunning_step_reader ON fitclub.dunning_step IS 'Staff and readers read the steps';

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

COMMENT ON TABLE fitclub.dunning IS
	'Steps that were taken because a bill was past due: the debtor was told, and perhaps billed a fee';
COMMENT ON COLUMN fitclub.dunning.dunning_id IS 'Key';
COMMENT ON COLUMN fitclub.dunning.billing_id IS 'The bill that was past due';
COMMENT ON COLUMN fitclub.dunning.step IS 'The step that was taken';
COMMENT ON COLUMN fitclub.dunning.made_at IS 'When';
COMMENT ON CONSTRAINT dunning_pkey ON fitclub.dunning IS 'A step that was taken has one id';
COMMENT ON CONSTRAINT dunning_billing_id_fkey ON fitclub.dunning IS
	'A bill for which a step was taken cannot be deleted';
COMMENT ON CONSTRAINT dunning_step_fkey ON fitclub.dunning IS 'A step that was taken cannot be deleted';
COMMENT ON CONSTRAINT dunning_made_at_check ON fitclub.dunning IS 'Finite, in the years 1900 to 9998';
COMMENT ON INDEX fitclub.dunning_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.dunning_once IS 'A step is taken once for a bill; the steps of a bill; the foreign key';
COMMENT ON INDEX fitclub.dunning_step_idx IS 'For what a step was taken; the foreign key';

CREATE POLICY dunning_reader ON fitclub.dunning FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR billing_id IN (
			SELECT b.billing_id
			FROM fitclub.billing_item AS b
			WHERE b.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));

COMMENT ON POLICY dunning_reader ON fitclub.dunning IS
	'Staff and readers read all, members those of their own bills and their dependants'' bills';

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

COMMENT ON TABLE fitclub.reminder IS
	'Members who were told that a lot or a membership is about to end';
COMMENT ON COLUMN fitclub.reminder.reminder_id IS 'Key';
COMMENT ON COLUMN fitclub.reminder.lot_id IS 'The lot that was about to end, if it was one';
COMMENT ON COLUMN fitclub.reminder.membership_id IS 'The membership that was about to end, if it was one';
COMMENT ON COLUMN fitclub.reminder.ends_on IS 'Its last day, as it was then';
COMMENT ON COLUMN fitclub.reminder.made_at IS 'When the member was told';
COMMENT ON CONSTRAINT reminder_pkey ON fitclub.reminder IS 'A reminder has one id';
COMMENT ON CONSTRAINT reminder_lot_id_fkey ON fitclub.reminder IS 'A lot with a reminder cannot be deleted';
COMMENT ON CONSTRAINT reminder_membership_id_fkey ON fitclub.reminder IS
	'A membership with a reminder cannot be deleted';
COMMENT ON CONSTRAINT reminder_for_check ON fitclub.reminder IS 'A reminder is of one lot or one membership';
COMMENT ON CONSTRAINT reminder_ends_on_check ON fitclub.reminder IS 'Finite, in the years 1900 to 9998';
COMMENT ON CONSTRAINT reminder_made_at_check ON fitclub.reminder IS 'Finite, in the years 1900 to 9998';
COMMENT ON INDEX fitclub.reminder_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.reminder_once IS 'Of a last day a member is told once; the foreign key';
COMMENT ON INDEX fitclub.reminder_membership_id_idx IS 'The reminders of a membership; the foreign key';

CREATE POLICY reminder_reader ON fitclub.reminder FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY reminder_reader ON fitclub.reminder IS 'Staff and readers read all reminders';
