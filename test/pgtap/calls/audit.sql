-- The calls of audit: what has happened. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('audit_trail(''member'', ID)', 'member', 'deny', 'deny', 'ok', 'deny', 'ok'),
('audit_trail(''member'', ''1'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('audit_baseline(''fitclub.member'')', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('prune_audit(''2000-01-01'')', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('differing_columns(''{}'', ''{}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('unsettled_groups(ARRAY[''fitclub.room''::regclass])', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('audit_violations()', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok');
