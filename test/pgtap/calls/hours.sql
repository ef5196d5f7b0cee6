-- The calls of hours: when trainers work, and closures. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('set_availability(ID, available_on => ''2101-03-01'', start_time => ''23:00'', end_time => ''23:30'')', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_availability(ID, end_time => ''23:45'')', 'availability', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('remove_availability(ID)', 'availability', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_availability(ID)', 'trainer', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('close_club(''2101-07-01'', ''2101-07-02'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('close_room(ID, ''2101-07-01'', ''2101-07-02'')', 'room', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('close_room({room}, ''2101-07-01'', ''2101-07-02'', maintenance_id => ID)', 'issue', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('set_leave(ID, ''2101-07-01'', ''2101-07-02'')', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('set_leave(ID, ''2001-07-01'', ''2001-07-02'')', 'trainer', 'deny', 'booking_begun/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('set_leave(ID, ''2101-01-03'', ''2101-01-05'', on_conflict => ''cancel'')', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('lift_closure(ID)', 'closure', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_affected(''2101-01-01'', ''2101-02-01'')', '', 'deny', 'staff_only', 'ok', 'identity_unknown', 'ok'),
('find_affected(''2101-01-01'', ''2101-02-01'', ID)', 'room', 'deny', 'staff_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_affected(''2101-01-01'', ''2101-02-01'', trainer_id => ID)', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_closures()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('club_time(''2101-07-01'')', '', 'ok', 'ok', 'ok', 'ok', 'ok');
