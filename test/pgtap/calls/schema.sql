-- The calls of schema: helpers that look at the catalogs. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('index_entries(''pg_class_oid_index'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('present_protection()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('record_protection()', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok');
