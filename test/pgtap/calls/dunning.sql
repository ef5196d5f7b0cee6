-- The calls of dunning: what is past due, and what is about to end. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('set_dunning_step(9, 90, ''Please pay'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('remove_dunning_step({dunning step})', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('list_dunning_steps()', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('run_dunning()', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('send_reminders()', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('reminders_due(''2001-01-01'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok');
