-- The calls of slots: what is free, and what a booking would break. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('find_conflicts(ID, ''2101-01-03 09:00'', ''2101-01-03 10:00'')', 'trainer', 'ok', 'ok', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', member_id => ID)', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', ignore_session_id => ID)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('find_slots(''1 hour'', ''2101-01-03'')', '', 'ok', 'ok', 'ok', 'identity_unknown', 'ok'),
('find_slots(''1 hour'', ''2101-01-03'', trainer_ids => ARRAY[ID])', 'trainer', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_slots(''1 hour'', ''2101-01-03'', member_id => ID)', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_slots(''1 hour'', ''2101-01-03'', ignore_session_id => ID)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('book_available_session(ID, ''2101-01-06 09:00'', ''2101-01-06 10:00'', online => true)', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_available_session({member}, ''2101-01-06 09:00'', ''2101-01-06 10:00'', ARRAY[ID], online => true)', 'trainer', 'ok/ok/unknown', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_available_session({member}, ''2101-01-06 09:00'', ''2101-01-06 10:00'', online => true, price => 1)', '', 'staff_argument', 'staff_argument', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', member_id => ID)', 'dependant', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', ignore_session_id => ID)', 'dependant session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('find_slots(''1 hour'', ''2101-01-03'', member_id => ID)', 'dependant', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_slots(''1 hour'', ''2101-01-03'', ignore_session_id => ID)', 'dependant session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('book_available_session(ID, ''2101-01-06 09:00'', ''2101-01-06 10:00'', online => true)', 'dependant', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
