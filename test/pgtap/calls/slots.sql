-- The calls of slots: what a booking would break. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('find_conflicts(ID, ''2101-01-03 09:00'', ''2101-01-03 10:00'')', 'trainer', 'ok', 'ok', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', member_id => ID)', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', ignore_session_id => ID)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok');
