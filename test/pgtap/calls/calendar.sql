-- The calls of calendar: who and what is busy. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('trainer_schedule(ID)', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('room_bookings(ID)', 'room', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('week_timetable(''2101-01-03'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('week_timetable_svg(''2101-01-03'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('week_timetable(''2101-01-03'', trainer_ids => ARRAY[ID])', 'trainer', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('schedule(''2101-01-03'')', '', 'ok', 'ok', 'ok', 'identity_unknown', 'ok'),
('schedule(''2101-01-03'', room_ids => ARRAY[ID])', 'room', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_bookings(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('print_week(''2101-01-03'', ''UTC'', ''{1}'', ''{a}'', ''{b}'', ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'', 120)', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('draw_week(''2101-01-03'', ''UTC'', ''{1}'', ''{a}'', ''{b}'', ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('busy_times(''trainer'', ID)', 'trainer', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('busy_times(''room'', ID)', 'room', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('busy_times(''member'', ID)', 'member', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('check_calendar()', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('mark_conflicts()', '', 'deny', 'deny', 'deny > ok', 'deny', 'ok'),
('list_bookings(ID)', 'dependant', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('busy_times(''member'', ID)', 'dependant', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
