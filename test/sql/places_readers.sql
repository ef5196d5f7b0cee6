--
-- Rooms and equipment as the team sees them.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough');
SELECT fitclub.add_equipment(1, 'Rack', 1, notes => 'Oiled'), fitclub.add_equipment(2, 'Bike', last_serviced_date => '2025-01-02');
SELECT fitclub.report_issue(1, 'Bent pin', staff_id => 1), fitclub.report_issue(2, 'Loose pedal'), fitclub.report_issue(2, 'Torn'), fitclub.report_issue(1, 'Squeaks');
SELECT fitclub.update_issue(2, 'in_progress'), fitclub.resolve_issue(3, resolved_at => '2025-03-01 09:00+00');
UPDATE fitclub.equipment_maintenance SET reported_at = timestamptz '2025-01-01 00:00+00' + maintenance_id * interval '1 day';

SELECT * FROM fitclub.list_equipment();
SELECT equipment_id, in_room_id, trainer_id, trainer FROM fitclub.list_equipment(room_id => 1);
SELECT * FROM fitclub.list_issues();
SELECT maintenance_id, status FROM fitclub.list_issues('{open,in_progress}');
SELECT maintenance_id FROM fitclub.list_issues(room_ids => '{2}');
SELECT maintenance_id FROM fitclub.list_issues(equipment_ids => '{1}');
SELECT maintenance_id FROM fitclub.list_issues(max_rows => 2);
SELECT maintenance_id FROM fitclub.list_issues(after_id => 3);
-- A room's bookings name whom they are of.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00') > 0 AS booked;
SELECT kind, title, trainer, trainer_id, member_id FROM fitclub.room_bookings(1, '2101-01-03');
SELECT c.call, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY['list_issues(''{gone}'')', 'list_issues(''{NULL}'')', 'list_issues(room_ids => ''{99}'')', 'list_equipment(99)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;
