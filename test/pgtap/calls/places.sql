-- The calls of places: rooms, equipment and issues. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('list_rooms()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('create_room(''X'', 5)', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('update_room(ID, name => ''X'')', 'room', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('add_equipment(ID, ''X'')', 'room', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('update_equipment(ID, name => ''X'')', 'equipment', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('list_equipment(ID)', 'room', 'deny', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_equipment()', '', 'deny', 'ok', 'ok', 'identity_unknown', 'ok'),
('list_issues(room_ids => ARRAY[ID])', 'room', 'deny', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_issues()', '', 'deny', 'ok', 'ok', 'identity_unknown', 'ok'),
('report_issue(ID, ''X'', out_of_order => true)', 'equipment', 'deny', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('report_issue(ID, ''X'', staff_id => {staff})', 'equipment', 'deny', 'staff_argument', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_issue(ID, ''in_progress'')', 'issue', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('resolve_issue(ID)', 'issue', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown');
