-- Of payments: money on account, requests that are sent again, and money taken back.

CREATE INDEX payment_on_account_idx ON fitclub.payment (member_id)
	WHERE billing_id IS NULL OR payment_type = 'credit';
CREATE UNIQUE INDEX payment_request_key_key ON fitclub.payment (request_key) WHERE request_key IS NOT NULL;
CREATE INDEX payment_external_ref_idx ON fitclub.payment (external_ref) WHERE external_ref IS NOT NULL;

COMMENT ON COLUMN fitclub.payment.request_key IS
	'By which a request that is sent again is known, so that it is carried out once; null if the caller gave none';
COMMENT ON COLUMN fitclub.payment.external_ref IS 'What a bank or a payment service calls it; null if nothing';
COMMENT ON COLUMN fitclub.payment.reason IS
	'Why money went back: refund, void (recorded by mistake) or chargeback (the bank took it back); null: refund';
COMMENT ON COLUMN fitclub.payment.rounding IS
	'Of cash: by how much amount is more than what changed hands, where there are no small coins; null if it is not';
COMMENT ON CONSTRAINT payment_kind_check ON fitclub.payment IS
	'What is paid from an account pays a bill, money that went back has one of three reasons, and cash alone is rounded, by at most 100';
COMMENT ON CONSTRAINT payment_request_key_check ON fitclub.payment IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT payment_external_ref_check ON fitclub.payment IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON INDEX fitclub.payment_on_account_idx IS
	'What a payer has on account: money without a bill, less what was paid from there';
COMMENT ON INDEX fitclub.payment_request_key_key IS 'A request is carried out once';
COMMENT ON INDEX fitclub.payment_external_ref_idx IS 'Look-up by the name that a bank or a payment service gave';
