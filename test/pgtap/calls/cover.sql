-- The calls of cover: what pays for bookings. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('set_cover(''bill'', ID)', 'session', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('set_cover(''bill'', registration_id => ID)', 'registration', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('set_cover(''bill'', ID)', 'dependant session', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_cover(ID, {class})', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_cover({member}, ID)', 'class', 'ok/ok/unknown', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_cover({member}, trainer_id => ID, start_time => ''2101-01-06 09:00'')', 'trainer', 'ok/ok/unknown', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_cover(ID, {class})', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
