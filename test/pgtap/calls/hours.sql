-- The calls of hours: when trainers work. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('set_availability(ID, available_on => ''2101-03-01'', start_time => ''23:00'', end_time => ''23:30'')', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_availability(ID, end_time => ''23:45'')', 'availability', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('remove_availability(ID)', 'availability', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_availability(ID)', 'trainer', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
