-- The calls of services. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('list_services()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('list_services(ID)', 'trainer', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('create_service(''X'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('update_service(ID, name => ''X'')', 'service', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('set_trainer_service({trainer}, ID)', 'service', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown');
