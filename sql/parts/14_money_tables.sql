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
COMMENT ON COLUMN fitclub.billing_item.class_id IS 'The class it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.private_session_id IS 'The private session it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.trainer_id IS 'The trainer whose work it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.amount IS 'In the club''s currency';
COMMENT ON COLUMN fitclub.billing_item.status IS
	'pending, partially_paid, paid, cancelled or refunded';
COMMENT ON COLUMN fitclub.billing_item.paid_at IS 'When the last of it was paid';

CREATE TABLE fitclub.payment (
	payment_id bigint GENERATED ALWAYS AS IDENTITY,
	member_id bigint NOT NULL,
	staff_id bigint,
	billing_id bigint NOT NULL,
	amount numeric(12,2) NOT NULL,
	paid_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	payment_type text NOT NULL,
	description text,
	notes text,
	refund_of bigint,
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
		CHECK (payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other')),
	CONSTRAINT payment_description_check CHECK (fitclub_internal.is_text(description, 2000, has_lines => true, may_be_blank => true)),
	CONSTRAINT payment_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true)),
	CONSTRAINT payment_paid_at_check
		CHECK (fitclub_internal.is_instant(paid_at))
);

CREATE INDEX payment_billing_id_idx ON fitclub.payment (billing_id);
CREATE INDEX payment_member_id_idx ON fitclub.payment (member_id);
CREATE INDEX payment_staff_id_idx ON fitclub.payment (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX payment_refund_of_idx ON fitclub.payment (refund_of) WHERE refund_of IS NOT NULL;

COMMENT ON TABLE fitclub.payment IS 'Money received, and given back';
COMMENT ON COLUMN fitclub.payment.member_id IS 'Who paid; not always the member billed';
COMMENT ON COLUMN fitclub.payment.staff_id IS 'Who took the money; null when paid online';
COMMENT ON COLUMN fitclub.payment.amount IS
	'In the club''s currency; negative when money was given back';
COMMENT ON COLUMN fitclub.payment.payment_type IS
	'cash, card, bank_transfer, cheque, online or other';
COMMENT ON COLUMN fitclub.payment.refund_of IS 'The payment of which this gives money back';
