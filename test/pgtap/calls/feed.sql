-- The calls of feed: calendars to subscribe to. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('calendar_feed(member_id => ID)', 'member', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('calendar_feed(trainer_id => ID)', 'trainer', 'own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('calendar_line(''x'', ''y'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('calendar_instant(''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('calendar_feed(member_id => ID)', 'dependant', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
