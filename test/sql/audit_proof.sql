--
-- verify(): the audit log and the rows it tells of. What fits is empty; what was taken out, put in or changed is named.
--
SET TimeZone = 'America/Toronto';
SET client_min_messages = warning;
\pset format unaligned
\pset footer off
SET session_replication_role = replica;
TRUNCATE fitclub.audit_log;
RESET session_replication_role;
SELECT test.open_club();

-- A club that is used: rows come, change, go and come again, on every path. Nothing is wrong with its log.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00') AS session \gset
SELECT fitclub.reschedule_session(:session, '2101-01-03 11:00+00') > 0 AS moved, fitclub.record_payment(1, 85), fitclub.refund_payment(1, 5);
SELECT fitclub.create_class('Yoga', 3, 3, '2101-01-03 12:00+00', '2101-01-03 13:00+00') AS class \gset
SELECT fitclub.register_for_class(1, :class), fitclub.register_for_class(2, :class);
SELECT fitclub.reschedule_class(:class, '2101-01-03 14:00+00') > 0 AS moved, fitclub.cancel_registration(1), fitclub.register_for_class(1, :class);
SELECT fitclub.update_club(name => 'Gym', cancellation_notice => '1 day 12 hours'), fitclub.update_club(default_class_price => 12.50);
SELECT fitclub.log_health_metric(1, weight => 70.50, recorded_at => '2001-01-02 08:00:00.123456+00') > 0 AS measured;
SELECT fitclub.update_member(1, date_of_birth => '1990-01-01', notes => E'a "quoted"\nnote'), fitclub.create_staff('Sam', 'Kay', 'sam@example.org', 'a long password');
SELECT fitclub.update_staff(1, password => 'another password');
DELETE FROM fitclub.trainer_availability WHERE trainer_id = 2 AND day_of_week = 4;
INSERT INTO fitclub.trainer_availability (availability_id, trainer_id, day_of_week, start_time, end_time) OVERRIDING SYSTEM VALUE VALUES (10, 2, 4, '10:00', '24:00');
UPDATE fitclub.room SET room_id = 30 WHERE room_id = 2;
UPDATE fitclub.room SET room_id = 2 WHERE room_id = 30;
SELECT fitclub.erase_member(fitclub.create_member('Eve', 'Gone', 'eve@example.org'));
SELECT fitclub.erase_member(1);
INSERT INTO fitclub.club (name) VALUES ('Pool');
UPDATE fitclub.private_session SET is_conflict = true;
SELECT count(*) FROM fitclub.check_calendar();
TRUNCATE fitclub.notification;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
ALTER TABLE fitclub.payment ADD psp_reference text;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
ALTER TABLE fitclub.payment DROP psp_reference;

-- What is named after a statement that no trigger saw. All of it is undone.
CREATE FUNCTION test.tampered(statement text) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
	named text[];
BEGIN
	PERFORM set_config('session_replication_role', 'replica', true);
	EXECUTE statement;
	named := ARRAY(SELECT concat_ws(' ', v.rule, v.table_name, v.row_id) || ': ' || v.detail FROM fitclub.verify() AS v WHERE v.rule LIKE 'audit%');
	RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	RETURN QUERY SELECT unnest(named);
END $$;
SELECT s.statement, t.named
FROM unnest(ARRAY[
	-- taken out: all of it, one table's, the last event, one in the middle, the first, an end
	'TRUNCATE fitclub.audit_log',
	'DELETE FROM fitclub.audit_log WHERE table_name = ''billing_item''',
	'DELETE FROM fitclub.audit_log WHERE table_name = ''club'' AND version = (SELECT max(version) FROM fitclub.audit_log WHERE table_name = ''club'')',
	'DELETE FROM fitclub.audit_log WHERE table_name = ''club'' AND version = 2',
	'DELETE FROM fitclub.audit_log WHERE table_name = ''payment'' AND row_key = ''1''',
	'DELETE FROM fitclub.audit_log WHERE table_name = ''trainer_availability'' AND row_key = ''10'' AND version = 2',
	'DELETE FROM fitclub.audit_log WHERE table_name = ''room'' AND row_key = ''30'' AND version = 2',
	-- changed: the first, one in the middle, the last, on either side
	'UPDATE fitclub.audit_log SET new_row = new_row || ''{"price": 1}'' WHERE table_name = ''private_session'' AND version = 1',
	'UPDATE fitclub.audit_log SET old_row = old_row || ''{"price": 1}'' WHERE table_name = ''private_session'' AND version = 2',
	'UPDATE fitclub.audit_log SET new_row = new_row || ''{"price": 1}'' WHERE table_name = ''private_session'' AND version = 2',
	'UPDATE fitclub.audit_log SET old_row = old_row || ''{"amount": 1}'', new_row = new_row || ''{"amount": 1}'' WHERE table_name = ''billing_item'' AND row_key = ''1'' AND version = 2',
	-- put in, and put in another order
	'INSERT INTO fitclub.audit_log SELECT table_name, row_key, version + 1, ''DELETE'', at, role_name, session_role, persona, person_id, application_name, new_row, NULL
		FROM fitclub.audit_log WHERE table_name = ''payment'' AND row_key = ''1''',
	'INSERT INTO fitclub.audit_log SELECT table_name, ''99'', 1, action, at, role_name, session_role, persona, person_id, application_name, old_row, new_row
		FROM fitclub.audit_log WHERE table_name = ''payment'' AND row_key = ''1''',
	'UPDATE fitclub.audit_log SET version = CASE version WHEN 2 THEN 103 WHEN 3 THEN 102 END WHERE table_name = ''club'' AND version IN (2, 3);
		UPDATE fitclub.audit_log SET version = version - 100 WHERE version > 100',
	'INSERT INTO fitclub.audit_log SELECT l.table_name, l.row_key, v.version, ''UPDATE'', l.at, l.role_name, l.session_role, l.persona, l.person_id, l.application_name,
			l.new_row || CASE v.version WHEN 2 THEN ''{"capacity": 1}'' ELSE ''{}'' END::jsonb, l.new_row || CASE v.version WHEN 3 THEN ''{"capacity": 1}'' ELSE ''{}'' END::jsonb
		FROM fitclub.audit_log AS l, generate_series(2, 3) AS v (version) WHERE l.table_name = ''room'' AND l.row_key = ''1''',
	-- rows that were written without it
	'UPDATE fitclub.room SET capacity = 11, name = ''Den'' WHERE room_id = 1',
	'DELETE FROM fitclub.payment WHERE refund_of IS NOT NULL',
	'INSERT INTO fitclub.room (name, capacity) VALUES (''Den'', 5), (''Nook'', 5)',
	'UPDATE fitclub.staff_password SET changed_at = ''2001-01-01''',
	'UPDATE fitclub.club SET currency = ''CAD''',
	'UPDATE fitclub.erased_member SET erased_at = ''2001-01-01''',
	-- and what breaks nothing
	'UPDATE fitclub.private_session SET is_conflict = true',
	'UPDATE fitclub.member SET last_metric_at = ''2001-01-01'' WHERE member_id = 2'
]) WITH ORDINALITY AS s (statement, n)
LEFT JOIN LATERAL test.tampered(s.statement) AS t (named) ON true
ORDER BY s.n, t.named COLLATE "C";
DROP FUNCTION test.tampered;

-- Only tables are added up.
SELECT t.relation, r.sqlstate, r.left_behind
FROM unnest(ARRAY['1', 'fitclub.double_booking', 'fitclub.room_pkey']) AS t (relation)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub_internal.unsettled_groups(''{%s}'')', t.relation)) AS r;

-- What was written while the log was off: audit_baseline() takes it in, and all is well again.
SET fitclub.audit = off;
INSERT INTO fitclub.room (name, capacity) VALUES ('Quiet Room', 2), ('Other Room', 2);
UPDATE fitclub.room SET capacity = 12 WHERE room_id = 1;
RESET fitclub.audit;
UPDATE fitclub.room SET capacity = 13 WHERE room_id = 1;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
SET fitclub.audit = off;
UPDATE fitclub.room SET capacity = 14 WHERE room_id = 1;
RESET fitclub.audit;
SELECT fitclub.audit_baseline('fitclub.room');
SELECT fitclub.audit_baseline('fitclub.room'), fitclub.audit_baseline('fitclub.member');
SELECT version, action, old_row -> 'capacity' AS before, new_row -> 'capacity' AS after FROM fitclub.audit_trail('room', 1) ORDER BY version DESC LIMIT 2;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
-- The next test has a log of its own.
SELECT test.clean_club();
SET session_replication_role = replica;
TRUNCATE fitclub.audit_log;
RESET session_replication_role;
