-- The calls of memberships. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('change_plan(ID, {plan}, ''2101-02-01'', 5)', 'membership', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('change_plan({membership}, ID)', 'plan', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('hold_membership(ID, ''2101-01-10'')', 'membership', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('end_hold(ID)', 'membership', 'deny', 'deny', 'membership_hold/membership_hold/unknown', 'deny', 'membership_hold/membership_hold/unknown'),
('cancel_membership(ID)', 'membership', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_membership(ID)', 'dependant membership', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_membership({membership}, credit_unused => true)', '', 'staff_argument', 'deny', 'ok', 'identity_unknown', 'ok'),
('keep_membership(ID)', 'membership', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('keep_membership(ID)', 'dependant membership', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
