-- The calls of the ledger: balances and closes. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('close_books(''2001-01-01'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('close_books(''2001-01-01'', ID)', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('account_balance(''receivable'', ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('account_balance(''receivable'')', '', 'ok', 'deny', 'ok', 'identity_unknown', 'ok'),
('account_balance(''credit'', ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('account_balance(''money'')', '', 'staff_only', 'deny', 'ok', 'identity_unknown', 'ok'),
('trial_balance()', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('journal(NULL, NULL)', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('account_balance(''receivable'', ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
