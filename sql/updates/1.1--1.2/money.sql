-- Payments in order of time, for list_payments().

CREATE INDEX payment_paid_at_idx ON fitclub.payment (paid_at, payment_id);
COMMENT ON INDEX fitclub.payment_paid_at_idx IS 'Payments in order of time, for list_payments() and counts of the till';

-- What a bill was made for, of which kind it is, and when it is due.

ALTER TABLE fitclub.billing_item
	ADD COLUMN original_amount numeric(12,2),
	ADD COLUMN kind text,
	ADD COLUMN due_on date;

COMMENT ON COLUMN fitclub.billing_item.original_amount IS
	'What the bill was made for, once its amount has changed; null: amount';
COMMENT ON COLUMN fitclub.billing_item.kind IS
	'late_cancel, late_fee, joining, retail, tip or chargeback; null if it is for a booking, or for anything else';
COMMENT ON COLUMN fitclub.billing_item.due_on IS 'When it is to be paid; null: the day on which it was made';

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
