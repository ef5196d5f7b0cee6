-- Of payments: money on account, requests that are sent again, and money taken back.

CREATE INDEX payment_on_account_idx ON fitclub.payment (member_id)
	WHERE billing_id IS NULL OR payment_type = 'credit';
CREATE UNIQUE INDEX payment_request_key_key ON fitclub.payment (request_key) WHERE request_key IS NOT NULL;
CREATE INDEX payment_external_ref_idx ON fitclub.payment (external_ref) WHERE external_ref IS NOT NULL;

COMMENT ON COLUMN fitclub.payment.request_key IS
	'Identifies a request, which is carried out once even when it is sent again; null if the caller gave none';
COMMENT ON COLUMN fitclub.payment.external_ref IS 'Its reference at a bank or a payment service; null if it has none';
COMMENT ON COLUMN fitclub.payment.reason IS
	'Why money went back: refund, void (recorded by mistake) or chargeback (the bank took it back); null: refund';
COMMENT ON COLUMN fitclub.payment.rounding IS
	'For cash, where there are no small coins: amount less what changed hands; null if they are equal';
COMMENT ON CONSTRAINT payment_kind_check ON fitclub.payment IS
	'Credit pays a bill; only money that went back has a reason, one of three; only cash is rounded, by at most 100';
COMMENT ON CONSTRAINT payment_request_key_check ON fitclub.payment IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT payment_external_ref_check ON fitclub.payment IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON INDEX fitclub.payment_on_account_idx IS
	'What a payer has on account: money without a bill, less what was paid from there';
COMMENT ON INDEX fitclub.payment_request_key_key IS 'A request is carried out once';
COMMENT ON INDEX fitclub.payment_external_ref_idx IS 'Look-up by the reference at a bank or a payment service';
