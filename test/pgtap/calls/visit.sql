-- The calls of visits: members at the door. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('check_in(ID)', 'member', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('list_visits(member_id => ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_visits(member_id => ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_visits()', '', 'ok', 'deny', 'ok', 'identity_unknown', 'ok'),
('visit_report(1, true)', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok');
