--
-- Members and trainers ask for another e-mail or telephone number, and staff
-- decide: until then nobody is told whether somebody else has it.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
\pset null null
\set SHOW_CONTEXT never
SELECT test.clean_club();
SELECT fitclub.create_member('Ann', 'Lee', 'ann@example.org', '111') AS ann,
	fitclub.create_member('Ben', 'Cole', 'ben@example.org', '222') AS ben;
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina@example.org') AS tina, fitclub.create_trainer('Tom', 'Fox', 'tom@example.org', '333') AS tom;
SELECT fitclub.create_staff('Sue', 'Desk', 'sue@example.org', 'correct horse') AS sue;
CREATE FUNCTION pg_temp.ask(identity text, email text DEFAULT NULL, phone_number text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('fitclub.identity', identity, true);
	RETURN fitclub.request_contact_change(ask.email, ask.phone_number);
END $$;
CREATE FUNCTION pg_temp.decide(identity text, id bigint, accept boolean) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('fitclub.identity', identity, true);
	RETURN fitclub.decide_contact_change(id, accept);
END $$;

-- What is free and what is somebody else's is asked for alike.
SELECT pg_temp.ask('member:1', 'ann.lee@example.org') AS free;
SELECT pg_temp.ask('member:2', 'ANN@example.org', '111') AS taken;
SELECT pg_temp.ask('trainer:1', phone_number => '333') AS phone;
SELECT contact_change_id, member_id, trainer_id, person, email, phone_number, new_email, new_phone_number,
	requested_at BETWEEN now() - interval '1 minute' AND clock_timestamp() AS is_recent, decided_at, is_accepted, staff_id, staff
FROM fitclub.list_contact_changes();
SELECT member_id, email, phone_number FROM fitclub.member ORDER BY member_id;

-- A new one takes the place of the old, whose id nobody can decide any longer.
SELECT pg_temp.ask('member:1', phone_number => '444') AS in_its_place;
SELECT contact_change_id, person, new_email, new_phone_number FROM fitclub.list_contact_changes();
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal('SELECT fitclub.decide_contact_change(1, true)') AS r;

-- Declined: nothing changes, and the person is told.
SELECT pg_temp.decide('staff:1', 4, false) AS declined;
-- Taken: staff are told whose rule it breaks, nothing changes, and they decline it.
SELECT r.sqlstate, r.constraint_name, r.message, r.left_behind FROM test.refusal('SELECT fitclub.decide_contact_change(2, true)') AS r;
SELECT fitclub.decide_contact_change(2, false) AS declined_by_application;
-- Accepted; what is not asked for stays.
SELECT pg_temp.decide('staff:1', 3, true) AS accepted;
SELECT pg_temp.decide('staff:1', pg_temp.ask('member:1', 'Ann.Lee@example.org'), true) AS accepted;
SELECT pg_temp.decide('staff:1', pg_temp.ask('member:2', 'ben.cole@example.org', '555'), true) AS accepted;
SELECT member_id, email, phone_number FROM fitclub.member ORDER BY member_id;
SELECT trainer_id, email, phone_number FROM fitclub.trainer ORDER BY trainer_id;
SELECT member_id, trainer_id, message, is_read FROM fitclub.notification ORDER BY notification_id;
SELECT contact_change_id, person, new_email, new_phone_number, decided_at >= requested_at AS is_decided, is_accepted, staff_id, staff
FROM fitclub.list_contact_changes(only_open => false);
SELECT count(*) AS open FROM fitclub.list_contact_changes();
-- Pages.
SELECT contact_change_id FROM fitclub.list_contact_changes(false, 2);
SELECT contact_change_id FROM fitclub.list_contact_changes(NULL, 2, 5);
SELECT pg_temp.ask('member:1', 'ann@example.org') AS first, pg_temp.ask('member:2', 'ben@example.org') AS second, pg_temp.ask('trainer:2', phone_number => '1') AS third;
SELECT contact_change_id FROM fitclub.list_contact_changes(max_rows => 2);
SELECT contact_change_id FROM fitclub.list_contact_changes(true, 2, 8);

-- What is refused.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$pg_temp.ask('member:1')$$,
	$$pg_temp.ask('member:1', 'no address')$$,
	$$pg_temp.ask('member:1', '')$$,
	$$pg_temp.ask('member:1', phone_number => ' ')$$,
	$$pg_temp.ask('trainer:1', phone_number => repeat('1', 51))$$,
	$$pg_temp.ask('staff:1', 'sue.desk@example.org')$$,
	$$fitclub.request_contact_change('ann@example.com')$$,
	$$pg_temp.decide('member:1', 7, true)$$,
	$$pg_temp.decide('trainer:1', 7, true)$$,
	$$fitclub.decide_contact_change(NULL, true)$$,
	$$fitclub.decide_contact_change(7, NULL)$$,
	$$fitclub.decide_contact_change(999, true)$$,
	$$fitclub.decide_contact_change(3, true)$$,
	$$fitclub.decide_contact_change(2, true)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT ' || c.call) AS r
ORDER BY c.n;
SELECT r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$(member_id, trainer_id, email) VALUES (1, 1, 'x@example.org')$$,
	$$(email) VALUES ('x@example.org')$$,
	$$(trainer_id) VALUES (1)$$,
	$$(trainer_id, email) VALUES (1, 'x')$$,
	$$(trainer_id, phone_number) VALUES (1, '')$$,
	$$(trainer_id, phone_number, decided_at) VALUES (1, '1', now())$$,
	$$(trainer_id, phone_number, is_accepted) VALUES (1, '1', true)$$,
	$$(trainer_id, phone_number, staff_id) VALUES (1, '1', 1)$$,
	$$(trainer_id, phone_number, requested_at) VALUES (1, '1', 'infinity')$$,
	$$(member_id, phone_number) VALUES (1, '1')$$,
	$$(trainer_id, phone_number) VALUES (2, '1')$$]) WITH ORDINALITY AS v (row, n)
CROSS JOIN LATERAL test.refusal('INSERT INTO fitclub.contact_change ' || v.row) AS r
ORDER BY v.n;
BEGIN READ ONLY;
SELECT pg_temp.ask('member:1', 'ann@example.org');
ROLLBACK;
BEGIN READ ONLY;
SELECT fitclub.decide_contact_change(7, true);
ROLLBACK;
-- A trigger that keeps a row from being written is noticed.
CREATE FUNCTION pg_temp.skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
BEGIN;
CREATE TRIGGER skip BEFORE INSERT ON fitclub.contact_change FOR EACH ROW EXECUTE FUNCTION pg_temp.skip();
SELECT pg_temp.ask('trainer:1', 'tina.ray@example.org');
ROLLBACK;
BEGIN;
CREATE TRIGGER skip BEFORE UPDATE ON fitclub.contact_change FOR EACH ROW EXECUTE FUNCTION pg_temp.skip();
SELECT fitclub.decide_contact_change(7, true);
ROLLBACK;
BEGIN;
CREATE TRIGGER skip BEFORE UPDATE ON fitclub.member FOR EACH ROW EXECUTE FUNCTION pg_temp.skip();
SELECT fitclub.decide_contact_change(7, true);
ROLLBACK;

-- The log says who asked and who decided.
SELECT l.row_key, l.action, l.persona, l.person_id, l.new_row ->> 'email' AS email
FROM fitclub.audit_log AS l WHERE l.table_name = 'contact_change' AND l.row_key IN ('1', '2', '4', '5') ORDER BY l.row_key, l.version;
SELECT count(*) AS broken FROM fitclub.verify();

-- Erasure removes requests, open and decided, from the table and from the log.
SELECT fitclub.erase_member(1);
SELECT contact_change_id, member_id, trainer_id FROM fitclub.contact_change ORDER BY contact_change_id;
SELECT l.row_key, l.action, l.old_row ->> 'email' AS old_email, l.new_row ->> 'email' AS new_email, coalesce(l.old_row, l.new_row) ->> 'phone_number' AS phone_number
FROM fitclub.audit_log AS l WHERE l.table_name = 'contact_change' AND coalesce(l.old_row, l.new_row) ->> 'member_id' = '1' ORDER BY l.row_key, l.version;
SELECT count(*) AS left_in_the_log FROM fitclub.audit_log AS l WHERE l::text ~ 'ann@|[Aa]nn[.][Ll]ee@|"444"';
SELECT r.sqlstate, r.constraint_name FROM test.refusal($$SELECT pg_temp.ask('member:1', 'ann@example.org')$$) AS r;
INSERT INTO fitclub.contact_change (member_id, email) VALUES (1, 'ann@example.org');
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
SELECT fitclub.erase_member(1) AS again;
SELECT count(*) AS broken FROM fitclub.verify();
-- A request goes with the person who made it, and stays without the one who decided.
DELETE FROM fitclub.administrative_staff WHERE staff_id = 1;
DELETE FROM fitclub.trainer WHERE trainer_id = 2;
SELECT contact_change_id, member_id, trainer_id, is_accepted, staff_id FROM fitclub.contact_change ORDER BY contact_change_id;
SELECT test.clean_club();
SELECT count(*) AS requests FROM fitclub.contact_change;
