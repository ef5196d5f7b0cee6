-- Bills and payments.

CREATE TABLE fitclub.billing_item (
	billing_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	class_id bigint,
	private_session_id bigint,
	trainer_id bigint,
	amount numeric(12,2) NOT NULL,
	description text NOT NULL,
	status text NOT NULL DEFAULT 'pending',
	created_at timestamptz NOT NULL DEFAULT greatest(now(), statement_timestamp()),
	updated_at timestamptz NOT NULL DEFAULT greatest(now(), statement_timestamp()),
	paid_at timestamptz,
	original_amount numeric(12,2),
	kind text,
	due_on date,
	CONSTRAINT billing_item_pkey PRIMARY KEY (billing_id),
	CONSTRAINT billing_item_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT billing_item_class_id_fkey FOREIGN KEY (class_id)
		REFERENCES fitclub.class_schedule ON DELETE RESTRICT,
	CONSTRAINT billing_item_private_session_id_fkey FOREIGN KEY (private_session_id)
		REFERENCES fitclub.private_session ON DELETE RESTRICT,
	CONSTRAINT billing_item_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE RESTRICT,
	CONSTRAINT billing_item_one_booking_check CHECK (num_nonnulls(class_id, private_session_id) <= 1),
	CONSTRAINT billing_item_amount_check CHECK (amount > 0 AND amount <= 9999999999.99),
	CONSTRAINT billing_item_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true)),
	CONSTRAINT billing_item_status_check
		CHECK (status IN ('pending', 'partially_paid', 'paid', 'cancelled', 'refunded')),
	CONSTRAINT billing_item_paid_at_check
		CHECK ((paid_at IS NOT NULL) = (status IN ('paid', 'refunded'))),
	CONSTRAINT billing_item_times_check
		CHECK (fitclub_internal.is_instant(created_at) AND fitclub_internal.is_instant(updated_at) AND fitclub_internal.is_instant(paid_at))
);

CREATE UNIQUE INDEX billing_item_session_once
	ON fitclub.billing_item (private_session_id) WHERE private_session_id IS NOT NULL;
CREATE UNIQUE INDEX billing_item_class_once
	ON fitclub.billing_item (class_id, member_id)
	WHERE class_id IS NOT NULL AND status NOT IN ('cancelled', 'refunded');
CREATE INDEX billing_item_member_id_idx ON fitclub.billing_item (member_id, created_at);
CREATE INDEX billing_item_class_id_idx ON fitclub.billing_item (class_id)
	WHERE class_id IS NOT NULL;
CREATE INDEX billing_item_member_open_idx ON fitclub.billing_item (member_id)
	WHERE status IN ('pending', 'partially_paid');
CREATE INDEX billing_item_trainer_open_idx
	ON fitclub.billing_item (trainer_id, created_at, billing_id)
	WHERE status IN ('pending', 'partially_paid');

COMMENT ON TABLE fitclub.billing_item IS 'What a member owes or has paid for';
COMMENT ON COLUMN fitclub.billing_item.billing_id IS 'Key';
COMMENT ON COLUMN fitclub.billing_item.member_id IS 'The member who owes it';
COMMENT ON COLUMN fitclub.billing_item.class_id IS 'The class it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.private_session_id IS 'The private session it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.trainer_id IS 'The trainer whose work it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.amount IS 'In the club''s currency';
COMMENT ON COLUMN fitclub.billing_item.description IS 'What is billed';
COMMENT ON COLUMN fitclub.billing_item.status IS
	'pending, partially_paid, paid, cancelled or refunded';
COMMENT ON COLUMN fitclub.billing_item.created_at IS 'When the bill was made';
COMMENT ON COLUMN fitclub.billing_item.updated_at IS 'When a function last changed the bill';
COMMENT ON COLUMN fitclub.billing_item.paid_at IS 'When the last of it was paid';
COMMENT ON COLUMN fitclub.billing_item.original_amount IS
	'What the bill was made for, once its amount has changed; null: amount';
COMMENT ON COLUMN fitclub.billing_item.kind IS
	'late_cancel, late_fee, joining, retail, tip or chargeback; null if it is for a booking, or for anything else';
COMMENT ON COLUMN fitclub.billing_item.due_on IS 'When it is to be paid; null: the day on which it was made';
COMMENT ON CONSTRAINT billing_item_pkey ON fitclub.billing_item IS 'A bill has one id';
COMMENT ON CONSTRAINT billing_item_member_id_fkey ON fitclub.billing_item IS 'A member with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_class_id_fkey ON fitclub.billing_item IS 'A class with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_private_session_id_fkey ON fitclub.billing_item IS
	'A session with a bill cannot be deleted';
COMMENT ON CONSTRAINT billing_item_trainer_id_fkey ON fitclub.billing_item IS 'A trainer with bills cannot be deleted';
COMMENT ON CONSTRAINT billing_item_one_booking_check ON fitclub.billing_item IS
	'A bill is for a class, a session or neither';
COMMENT ON CONSTRAINT billing_item_amount_check ON fitclub.billing_item IS 'More than 0, and less than ten billion';
COMMENT ON CONSTRAINT billing_item_description_check ON fitclub.billing_item IS
	'Not blank, at most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT billing_item_status_check ON fitclub.billing_item IS 'One of five states';
COMMENT ON CONSTRAINT billing_item_paid_at_check ON fitclub.billing_item IS
	'A bill that is or was paid in full, and no other, has the time of it';
COMMENT ON CONSTRAINT billing_item_times_check ON fitclub.billing_item IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.billing_item_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.billing_item_session_once IS
	'A session has at most one bill; look-up by session; the foreign key';
COMMENT ON INDEX fitclub.billing_item_class_once IS
	'A member has at most one bill for a class that is neither cancelled nor refunded';
COMMENT ON INDEX fitclub.billing_item_member_id_idx IS 'A member''s bills in order of time; the foreign key';
COMMENT ON INDEX fitclub.billing_item_class_id_idx IS 'The bills of a class; the foreign key';
COMMENT ON INDEX fitclub.billing_item_member_open_idx IS 'A member''s open bills, for member_balance()';
COMMENT ON INDEX fitclub.billing_item_trainer_open_idx IS
	'A trainer''s open bills, oldest first, for trainer_schedule()';

CREATE TRIGGER billing_item_guard
	AFTER UPDATE ON fitclub.billing_item
	FOR EACH ROW WHEN (new.amount < old.amount)
	EXECUTE FUNCTION fitclub_internal.guard_billing_item();
COMMENT ON TRIGGER billing_item_guard ON fitclub.billing_item IS 'Refuses an amount lower than what has been paid';

CREATE POLICY billing_item_reader ON fitclub.billing_item FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[])
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY billing_item_reader ON fitclub.billing_item IS
	'Staff read all bills, a member reads their own and those of their dependants, and a trainer reads those for their own work';

CREATE TABLE fitclub.payment (
	payment_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	staff_id bigint,
	billing_id bigint,
	amount numeric(12,2) NOT NULL,
	paid_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	payment_type text NOT NULL,
	description text,
	notes text,
	refund_of bigint,
	request_key text,
	external_ref text,
	reason text,
	rounding numeric(12,2),
	CONSTRAINT payment_pkey PRIMARY KEY (payment_id),
	CONSTRAINT payment_member_id_fkey FOREIGN KEY (member_id)
		REFERENCES fitclub.member ON DELETE RESTRICT,
	CONSTRAINT payment_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE RESTRICT,
	CONSTRAINT payment_billing_id_fkey FOREIGN KEY (billing_id)
		REFERENCES fitclub.billing_item ON DELETE RESTRICT,
	CONSTRAINT payment_refund_of_fkey FOREIGN KEY (refund_of)
		REFERENCES fitclub.payment ON DELETE RESTRICT,
	CONSTRAINT payment_amount_check
		CHECK (amount <> 0 AND amount BETWEEN -9999999999.99 AND 9999999999.99),
	CONSTRAINT payment_refund_of_check CHECK ((amount < 0) = (refund_of IS NOT NULL)),
	CONSTRAINT payment_payment_type_check
		CHECK (payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other', 'credit')),
	CONSTRAINT payment_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true, may_be_blank => true)),
	CONSTRAINT payment_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true)),
	CONSTRAINT payment_paid_at_check
		CHECK (fitclub_internal.is_instant(paid_at)),
	CONSTRAINT payment_kind_check
		CHECK ((payment_type <> 'credit' OR billing_id IS NOT NULL)
			AND (reason IS NULL OR refund_of IS NOT NULL)
			AND reason IN ('refund', 'void', 'chargeback')
			AND (rounding IS NULL OR payment_type = 'cash')
			AND rounding <> 0 AND abs(rounding) <= 100),
	CONSTRAINT payment_request_key_check CHECK (fitclub_internal.is_text(request_key, 200)),
	CONSTRAINT payment_external_ref_check CHECK (fitclub_internal.is_text(external_ref, 200))
);

CREATE INDEX payment_billing_id_idx ON fitclub.payment (billing_id);
CREATE INDEX payment_member_id_idx ON fitclub.payment (member_id);
CREATE INDEX payment_staff_id_idx ON fitclub.payment (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX payment_paid_at_idx ON fitclub.payment (paid_at, payment_id);
CREATE INDEX payment_refund_of_idx ON fitclub.payment (refund_of) WHERE refund_of IS NOT NULL;

COMMENT ON TABLE fitclub.payment IS 'Money received, and given back';
COMMENT ON COLUMN fitclub.payment.payment_id IS 'Key';
COMMENT ON COLUMN fitclub.payment.member_id IS 'Who paid; not always the member billed';
COMMENT ON COLUMN fitclub.payment.staff_id IS 'Who took the money; null when paid online';
COMMENT ON COLUMN fitclub.payment.billing_id IS 'The bill that was paid; null: the money is held on account for the payer';
COMMENT ON COLUMN fitclub.payment.amount IS
	'In the club''s currency; negative when money was given back';
COMMENT ON COLUMN fitclub.payment.paid_at IS 'When the money was paid or given back';
COMMENT ON COLUMN fitclub.payment.payment_type IS
	'cash, card, bank_transfer, cheque, online or other; credit: from what the payer has on account';
COMMENT ON COLUMN fitclub.payment.description IS 'What the payer sees of it; null if nothing';
COMMENT ON COLUMN fitclub.payment.notes IS 'What staff noted; null if nothing';
COMMENT ON COLUMN fitclub.payment.refund_of IS 'The payment of which this gives money back';
COMMENT ON CONSTRAINT payment_pkey ON fitclub.payment IS 'A payment has one id';
COMMENT ON CONSTRAINT payment_member_id_fkey ON fitclub.payment IS 'A member with payments cannot be deleted';
COMMENT ON CONSTRAINT payment_staff_id_fkey ON fitclub.payment IS
	'A member of staff who took payments cannot be deleted';
COMMENT ON CONSTRAINT payment_billing_id_fkey ON fitclub.payment IS 'A bill with payments cannot be deleted';
COMMENT ON CONSTRAINT payment_refund_of_fkey ON fitclub.payment IS 'A payment with refunds cannot be deleted';
COMMENT ON CONSTRAINT payment_amount_check ON fitclub.payment IS 'Not 0, and less than ten billion either way';
COMMENT ON CONSTRAINT payment_refund_of_check ON fitclub.payment IS
	'Money given back, and no other, names the payment that it comes from';
COMMENT ON CONSTRAINT payment_payment_type_check ON fitclub.payment IS 'One of six ways to pay, or from the payer''s account';
COMMENT ON CONSTRAINT payment_description_check ON fitclub.payment IS
	'At most 2,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT payment_notes_check ON fitclub.payment IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT payment_paid_at_check ON fitclub.payment IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.payment_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.payment_billing_id_idx IS 'The payments on a bill; the foreign key';
COMMENT ON INDEX fitclub.payment_member_id_idx IS 'The payments of a payer; the foreign key';
COMMENT ON INDEX fitclub.payment_staff_id_idx IS 'The payments that a member of staff took; the foreign key';
COMMENT ON INDEX fitclub.payment_paid_at_idx IS 'Payments in order of time, for list_payments() and counts of the till';
COMMENT ON INDEX fitclub.payment_refund_of_idx IS 'The refunds of a payment; the foreign key';

CREATE TRIGGER payment_guard
	AFTER INSERT OR UPDATE OR DELETE ON fitclub.payment
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_payment();
COMMENT ON TRIGGER payment_guard ON fitclub.payment IS
	'Refuses payments of more than is owed and refunds of more than was paid';

CREATE POLICY payment_reader ON fitclub.payment FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]));
COMMENT ON POLICY payment_reader ON fitclub.payment IS
	'Staff read all payments, and members read those that they or their dependants made';
