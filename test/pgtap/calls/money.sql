-- The calls of money: bills and payments. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('create_billing_item(ID, 5, ''Towel'')', 'member', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('record_payment(ID, 5)', 'bill', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('record_payment({bill}, 5, staff_id => ID)', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('refund_payment({payment}, staff_id => ID)', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('cancel_billing_item(ID)', 'bill', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('refund_payment(ID)', 'payment', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('member_balance(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('member_statement(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_bills(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_bills()', '', 'ok', 'deny', 'ok', 'identity_unknown', 'ok'),
('list_payments(member_id => ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_payments()', '', 'ok', 'deny', 'ok', 'identity_unknown', 'ok'),
('default_session_price()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('default_class_price()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('member_balance(ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('member_statement(ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_bills(ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_payments(member_id => ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
