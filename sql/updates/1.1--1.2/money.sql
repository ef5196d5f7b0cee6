-- Payments in order of time, for list_payments().

CREATE INDEX payment_paid_at_idx ON fitclub.payment (paid_at, payment_id);
COMMENT ON INDEX fitclub.payment_paid_at_idx IS 'Payments in order of time, for list_payments()';
