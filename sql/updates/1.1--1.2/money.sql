-- Payments in order of time, for list_payments().

CREATE INDEX payment_paid_at_idx ON fitclub.payment (paid_at, payment_id);
COMMENT ON INDEX fitclub.payment_paid_at_idx IS 'Payments in order of time, for list_payments()';

-- What a bill was made for, what it is for if not a booking, and when it is due.

ALTER TABLE fitclub.billing_item
	ADD COLUMN original_amount numeric(12,2),
	ADD COLUMN kind text,
	ADD COLUMN due_on date,
	ADD CONSTRAINT billing_item_for_check
		CHECK ((kind IS NULL OR num_nonnulls(class_id, private_session_id) = 0)
			AND kind IN ('late_cancel', 'late_fee', 'joining', 'retail', 'tip', 'chargeback')
			AND original_amount > 0 AND original_amount <= 9999999999.99
			AND fitclub_internal.is_date(due_on));

COMMENT ON COLUMN fitclub.billing_item.original_amount IS
	'What the bill was made for, once its amount has changed; null: amount';
COMMENT ON COLUMN fitclub.billing_item.kind IS
	'late_cancel, late_fee, joining, retail, tip or chargeback; null if it is for a booking, or for anything else';
COMMENT ON COLUMN fitclub.billing_item.due_on IS 'When it is to be paid; null: the day on which it was made';
COMMENT ON CONSTRAINT billing_item_for_check ON fitclub.billing_item IS
	'A bill is for a booking or of one of six kinds or neither, was made for more than 0, and is due on a day in the years 1900 to 9998';
