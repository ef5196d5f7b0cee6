-- Payments in order of time, for list_payments().

CREATE INDEX payment_paid_at_idx ON fitclub.payment (paid_at, payment_id);
COMMENT ON INDEX fitclub.payment_paid_at_idx IS 'Payments in order of time, for list_payments() and counts of the till';

-- What a bill was made for, what it is for if not a booking, and when it is due.

ALTER TABLE fitclub.billing_item
	ADD COLUMN original_amount numeric(12,2),
	ADD COLUMN kind text,
	ADD COLUMN due_on date,
	ADD COLUMN sale_id bigint,
	ADD COLUMN membership_id bigint,
	ADD COLUMN period_on date,
	ADD CONSTRAINT billing_item_sale_id_fkey FOREIGN KEY (sale_id)
		REFERENCES fitclub.pack_sale ON DELETE RESTRICT,
	ADD CONSTRAINT billing_item_membership_id_fkey FOREIGN KEY (membership_id)
		REFERENCES fitclub.membership ON DELETE RESTRICT,
	ADD CONSTRAINT billing_item_for_check
		CHECK (num_nonnulls(class_id, private_session_id, sale_id, membership_id, kind) <= 1
			AND (membership_id IS NULL) = (period_on IS NULL)
			AND kind IN ('late_cancel', 'late_fee', 'joining', 'retail', 'tip', 'chargeback')
			AND original_amount > 0 AND original_amount <= 9999999999.99
			AND fitclub_internal.is_date(due_on) AND fitclub_internal.is_date(period_on));

CREATE UNIQUE INDEX billing_item_sold_once
	ON fitclub.billing_item (membership_id, period_on, sale_id) NULLS NOT DISTINCT
	WHERE (sale_id IS NOT NULL OR membership_id IS NOT NULL) AND status NOT IN ('cancelled', 'refunded');

COMMENT ON COLUMN fitclub.billing_item.original_amount IS
	'What the bill was made for, once its amount has changed; null: amount';
COMMENT ON COLUMN fitclub.billing_item.kind IS
	'late_cancel, late_fee, joining, retail, tip or chargeback; null if it is for a booking, or for anything else';
COMMENT ON COLUMN fitclub.billing_item.due_on IS 'When it is to be paid; null: the day on which it was made';
COMMENT ON CONSTRAINT billing_item_for_check ON fitclub.billing_item IS
	'A bill is for a booking, a sale, a period of a membership or of one of six kinds or neither, was made for more than 0, and is due on a day in the years 1900 to 9998';
COMMENT ON COLUMN fitclub.billing_item.sale_id IS 'The pack that was sold, if it bills one';
COMMENT ON COLUMN fitclub.billing_item.membership_id IS 'The membership whose dues it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.period_on IS 'When the period of the membership begins that it bills';
COMMENT ON CONSTRAINT billing_item_sale_id_fkey ON fitclub.billing_item IS 'A sale with a bill cannot be deleted';
COMMENT ON CONSTRAINT billing_item_membership_id_fkey ON fitclub.billing_item IS
	'A membership with bills cannot be deleted';
COMMENT ON INDEX fitclub.billing_item_sold_once IS
	'A period of a membership, and a sale, has at most one bill that is neither cancelled nor refunded; the foreign keys';

-- Money on account, requests that are sent again, and money taken back.

ALTER TABLE fitclub.payment
	ALTER COLUMN billing_id DROP NOT NULL,
	ADD COLUMN request_key text,
	ADD COLUMN external_ref text,
	ADD COLUMN reason text,
	ADD COLUMN rounding numeric(12,2),
	DROP CONSTRAINT payment_payment_type_check,
	ADD CONSTRAINT payment_payment_type_check
		CHECK (payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other', 'credit')),
	ADD CONSTRAINT payment_kind_check
		CHECK ((payment_type <> 'credit' OR billing_id IS NOT NULL)
			AND (reason IS NULL OR refund_of IS NOT NULL)
			AND reason IN ('refund', 'void', 'chargeback')
			AND (rounding IS NULL OR payment_type = 'cash')
			AND rounding <> 0 AND abs(rounding) <= 100),
	ADD CONSTRAINT payment_request_key_check CHECK (fitclub_internal.is_text(request_key, 200)),
	ADD CONSTRAINT payment_external_ref_check CHECK (fitclub_internal.is_text(external_ref, 200));

COMMENT ON COLUMN fitclub.payment.billing_id IS 'The bill that was paid; null: the money is held on account for the payer';
COMMENT ON COLUMN fitclub.payment.payment_type IS
	'cash, card, bank_transfer, cheque, online or other; credit: from what the payer has on account';
COMMENT ON CONSTRAINT payment_payment_type_check ON fitclub.payment IS 'One of six ways to pay, or from the payer''s account';

-- record_payment() gains a request key and an external reference.

DROP FUNCTION fitclub.record_payment(bigint, numeric, text, bigint, bigint, text, text);
