-- What is no longer owed on a bill, or is owed again.

CREATE TABLE fitclub.bill_credit (
	credit_id bigint GENERATED ALWAYS AS IDENTITY,
	billing_id bigint NOT NULL,
	staff_id bigint,
	amount numeric(12,2) NOT NULL,
	reason text NOT NULL,
	notes text,
	made_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT bill_credit_pkey PRIMARY KEY (credit_id),
	CONSTRAINT bill_credit_billing_id_fkey FOREIGN KEY (billing_id)
		REFERENCES fitclub.billing_item ON DELETE RESTRICT,
	CONSTRAINT bill_credit_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE RESTRICT,
	CONSTRAINT bill_credit_amount_check
		CHECK (amount <> 0 AND amount BETWEEN -9999999999.99 AND 9999999999.99),
	CONSTRAINT bill_credit_reason_check
		CHECK (reason IN ('cancelled', 'refunded', 'reopened', 'correction', 'closed', 'proration', 'pack_refund', 'covered')),
	CONSTRAINT bill_credit_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true)),
	CONSTRAINT bill_credit_made_at_check CHECK (fitclub_internal.is_instant(made_at))
);

CREATE INDEX bill_credit_billing_id_idx ON fitclub.bill_credit (billing_id);
CREATE INDEX bill_credit_staff_id_idx ON fitclub.bill_credit (staff_id) WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.bill_credit IS
	'Changes of what is owed on bills: what a bill was made for, less its credits, is what is owed on it in all';
COMMENT ON COLUMN fitclub.bill_credit.credit_id IS 'Key';
COMMENT ON COLUMN fitclub.bill_credit.billing_id IS 'The bill';
COMMENT ON COLUMN fitclub.bill_credit.staff_id IS 'Who corrected the bill, if it was corrected and that is known';
COMMENT ON COLUMN fitclub.bill_credit.amount IS
	'In the club''s currency: what is no longer owed; negative when more is owed';
COMMENT ON COLUMN fitclub.bill_credit.reason IS
	'cancelled, refunded, reopened (a seat is taken or a session billed again), correction, closed (before credits were kept), proration (dues of days that are not used), pack_refund, or covered (by a pack or membership instead)';
COMMENT ON COLUMN fitclub.bill_credit.notes IS 'What staff noted; null if nothing';
COMMENT ON COLUMN fitclub.bill_credit.made_at IS 'When what is owed changed';
COMMENT ON CONSTRAINT bill_credit_pkey ON fitclub.bill_credit IS 'A credit has one id';
COMMENT ON CONSTRAINT bill_credit_billing_id_fkey ON fitclub.bill_credit IS 'A bill with credits cannot be deleted';
COMMENT ON CONSTRAINT bill_credit_staff_id_fkey ON fitclub.bill_credit IS
	'A member of staff who corrected bills cannot be deleted';
COMMENT ON CONSTRAINT bill_credit_amount_check ON fitclub.bill_credit IS 'Not 0, and less than ten billion either way';
COMMENT ON CONSTRAINT bill_credit_reason_check ON fitclub.bill_credit IS 'One of eight reasons';
COMMENT ON CONSTRAINT bill_credit_notes_check ON fitclub.bill_credit IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT bill_credit_made_at_check ON fitclub.bill_credit IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.bill_credit_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.bill_credit_billing_id_idx IS 'The credits of a bill; the foreign key';
COMMENT ON INDEX fitclub.bill_credit_staff_id_idx IS 'The corrections of a member of staff; the foreign key';

CREATE POLICY bill_credit_reader ON fitclub.bill_credit FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR billing_id IN (
			SELECT b.billing_id
			FROM fitclub.billing_item AS b
			WHERE b.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])));
COMMENT ON POLICY bill_credit_reader ON fitclub.bill_credit IS
	'Staff read all credits, and members those of their own bills';
