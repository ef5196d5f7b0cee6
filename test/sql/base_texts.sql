--
-- What texts may be: their length, their characters, addresses, names that are the same, time zones.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.add_equipment(1, 'Bench');
SELECT fitclub.report_issue(1, 'It squeaks');
SELECT fitclub.create_staff('Sam', 'Desk', 'sam@example.org', 'correct horse battery');
SELECT fitclub.book_session(1, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-04 09:00', '2101-01-04 10:00', 5);

-- Every text that a function takes: at its limit, over it, with a character that a terminal obeys, with lines.
CREATE TEMP TABLE taken (call text, longest int);
INSERT INTO taken VALUES
	('update_club(name => %L)', 200), ('update_member(1, first_name => %L)', 200), ('update_member(1, last_name => %L)', 200),
	('update_member(1, phone_number => %L)', 50), ('update_member(1, gender => %L)', 200), ('update_member(1, notes => %L)', 10000),
	('create_member(%L, ''x'', ''new@example.org'')', 200), ('create_trainer(''x'', ''y'', ''new@example.org'', specialization => %L)', 200),
	('update_trainer(1, specialization => %L)', 200), ('update_trainer(1, last_name => %L)', 200), ('update_staff(1, first_name => %L)', 200),
	('create_room(%L, 5)', 200), ('update_room(1, name => %L)', 200), ('add_equipment(1, %L)', 200), ('update_equipment(1, name => %L)', 200),
	('update_equipment(1, notes => %L)', 10000), ('add_equipment(1, ''x'', notes => %L)', 10000), ('report_issue(1, %L)', 2000),
	('update_issue(1, description => %L)', 2000), ('create_class(%L, 3, 1, ''2101-01-05 09:00'', ''2101-01-05 10:00'', 5)', 200),
	('update_class(1, name => %L)', 200), ('create_billing_item(1, 5, %L)', 2000),
	('book_session(1, 3, 1, ''2101-01-06 09:00'', ''2101-01-06 10:00'', activity_type => %L)', 200),
	('record_payment(1, 1, description => %L)', 2000), ('record_payment(1, 1, notes => %L)', 10000);
CREATE FUNCTION test.said(call text, value text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	violated text;
BEGIN
	EXECUTE format('SELECT fitclub.' || call, value);
	RAISE EXCEPTION SQLSTATE '00001';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
	RETURN concat_ws(' ', replace(sqlstate, '00001', 'taken'), nullif(violated, ''));
END $$;
SELECT call, test.said(call, repeat('é', longest)) AS longest, test.said(call, repeat('é', longest + 1)) AS longer,
	test.said(call, E'\x1b]0;x\x07') AS escape, test.said(call, E'a\u009bb') AS second_escape, test.said(call, E'a\x7fb') AS rubout,
	test.said(call, E'a\n\tb') AS lines, test.said(call, E'a\x0bb') AS vertical
FROM taken;
-- What is repeated in an error, or looked for.
SELECT c.call, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY[
	$$record_payment(1, 1, payment_type => E'\x1b[2J')$$,
	$$record_payment(1, 1, payment_type => repeat('x', 1000))$$,
	$$update_member(1, clear => ARRAY[E'\x1b[2J'])$$,
	$$busy_times(E'\x1b[2J', 1)$$,
	$$lookup_members(1, repeat('x', 201))$$]) WITH ORDINALITY AS c (call, n),
	test.refusal('SELECT fitclub.' || c.call) AS r ORDER BY c.n;
-- What is too long for a name, a number, a reason or a choice.
SELECT c.call, r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$create_trainer(%L, 'y', 'new@example.org')$$, $$update_trainer(1, phone_number => %L)$$, $$update_staff(1, last_name => %L)$$,
	$$cancel_session(1, reason => %L)$$, $$cancel_class(1, reason => %L)$$, $$cancel_registration(1, reason => %L)$$,
	$$update_equipment(1, status => %L)$$, $$update_issue(1, status => %L)$$,
	$$reschedule_class(1, '2101-01-05 09:00', on_member_conflict => %L)$$,
	$$update_member(1, clear => ARRAY[%L])$$, $$update_trainer(1, clear => ARRAY[%L])$$, $$update_room(1, clear => ARRAY[%L])$$,
	$$update_equipment(1, clear => ARRAY[%L])$$]) WITH ORDINALITY AS c (call, n),
	test.refusal('SELECT fitclub.' || format(c.call, repeat('x', 201))) AS r ORDER BY c.n;

-- Directly.
SELECT c.sql, r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$UPDATE fitclub.member SET last_name = repeat('x', 201)$$, $$UPDATE fitclub.member SET notes = E'\x1b'$$,
	$$UPDATE fitclub.member SET phone_number = repeat('5', 51) WHERE member_id = 1$$, $$UPDATE fitclub.member SET gender = E'a\nb'$$,
	$$UPDATE fitclub.trainer SET specialization = E'\x1b'$$, $$UPDATE fitclub.club SET name = E'\x1b'$$,
	$$UPDATE fitclub.room SET name = repeat('x', 201) WHERE room_id = 1$$, $$UPDATE fitclub.equipment SET notes = repeat('x', 10001)$$,
	$$UPDATE fitclub.equipment_maintenance SET description = repeat('x', 2001)$$,
	$$UPDATE fitclub.private_session SET activity_type = E'\x1b'$$, $$UPDATE fitclub.class_schedule SET name = ' '$$,
	$$UPDATE fitclub.billing_item SET description = repeat('x', 2001)$$,
	$$INSERT INTO fitclub.notification (member_id, message) VALUES (1, repeat('x', 10001))$$,
	$$INSERT INTO fitclub.payment (member_id, billing_id, amount, payment_type, description) VALUES (1, 1, 1, 'cash', E'\x1b')$$
]) WITH ORDINALITY AS c (sql, n), test.refusal(c.sql) AS r ORDER BY c.n;
-- A fee for a booking whose bill says as much as a bill may.
SELECT fitclub.update_club(late_cancellation_fee_percent => 50);
BEGIN;
SELECT fitclub.book_session(1, 3, 1, now() + interval '1 hour', now() + interval '2 hours') AS session \gset
UPDATE fitclub.billing_item SET description = repeat('é', 2000) WHERE private_session_id = :session;
SELECT fitclub.cancel_session(:session) > 0 AS cancelled;
SELECT max(char_length(description)) <= 2000 AS fits, max(char_length(description)) > 1900 AS is_long
FROM fitclub.billing_item WHERE description LIKE 'Late%';
ROLLBACK;

-- What 1.0 took comes in by a dump, which pg_dump's setting tells, unless that is switched off; then verify() names it.
BEGIN;
SET LOCAL check_function_bodies = off;
SET LOCAL fitclub.accept_old_values = off;
SELECT c.sql, r.sqlstate, r.constraint_name
FROM unnest(ARRAY[
	$$UPDATE fitclub.member SET last_name = repeat('x', 300)$$, $$UPDATE fitclub.member SET email = 'x@-x.com' WHERE member_id = 1$$,
	$$UPDATE fitclub.member SET joined_at = 'infinity'$$, $$UPDATE fitclub.club SET time_zone = 'UTC+3'$$,
	$$UPDATE fitclub.equipment SET last_serviced_date = '9999-01-01'$$,
	$$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price) VALUES (1, 3, '10000-01-01 09:00', '10000-01-01 10:00', 0)$$
]) WITH ORDINALITY AS c (sql, n), test.refusal(c.sql) AS r ORDER BY c.n;
SET LOCAL fitclub.accept_old_values = on;
UPDATE fitclub.member SET last_name = repeat('x', 300), email = 'x@-x.com', notes = E'\x1b', joined_at = 'infinity' WHERE member_id = 1;
UPDATE fitclub.private_session SET activity_type = repeat('x', 300);
UPDATE fitclub.club SET time_zone = 'UTC+3';
UPDATE fitclub.equipment SET last_serviced_date = '9999-01-01';
SELECT r.sqlstate, r.constraint_name
FROM unnest(ARRAY[$$UPDATE fitclub.member SET last_name = ' '$$, $$UPDATE fitclub.member SET email = 'nobody'$$,
	$$UPDATE fitclub.club SET time_zone = 'Nowhere'$$]) AS sql, test.refusal(sql) AS r;
SELECT test.said('update_member(2, last_name => %L)', repeat('x', 300));
RESET check_function_bodies;
SELECT rule, table_name, row_id, left(translate(detail, E'\x1b', '?'), 40) AS detail FROM fitclub.verify() ORDER BY rule;
SELECT fitclub.member_balance(1) > 0 AS works_on;
ROLLBACK;

-- Addresses: what can be, and what nobody can have.
SELECT string_agg(email, ' ' ORDER BY n) FILTER (WHERE fitclub_internal.is_email(email)) AS taken
FROM unnest(ARRAY['a@b.co', 'o''neil+gym@mail.example.org', 'first.last@sub-domain.example.org', 'x_y=z!#$%&*/?^`{|}~-@1and1.com',
	'jörg@müller.de', '用户@例子.中国', 'a@xn--mller-kva.de', 'A.B@EXAMPLE.ORG', repeat('l', 64) || '@x.com',
	'a@' || repeat('d', 63) || '.com', 'a@x.y2', 'a@3com.com']) WITH ORDINALITY AS e (email, n);
SELECT count(*) AS refused, string_agg(email, ' ' ORDER BY n) FILTER (WHERE fitclub_internal.is_email(email)) AS taken
FROM unnest(ARRAY[E'a\u00a0b@x.com', E'a\u3000b@x.com', E'a\u0085b@x.com', E'a@x\u00a0.com', E'a\u2003@x.com', E'a\u200b@x.com', E'a\ufeff@x.com', E'a@x\u2028.com',
	E'a\u202eb@x.com', 'a@x.com/', 'a@-x.com', 'a@x-.com', 'a@*.com', 'a@x.com-', 'a@x..com', 'a@.com', '.a@x.com', 'a.@x.com', 'a..b@x.com', 'a@x.com.', 'a@x',
	'a@x_y.com', 'a@x!y.com', 'a@x.com?', 'a@x.com''', 'a@192.168.1.1', 'a@x.123', 'a@b@x.com', '@x.com', 'a@', 'a b@x.com', 'a@x.c om', E'a\t@x.com',
	'a@[192.168.1.1]', '"a"@x.com', 'a<b@x.com', 'a@x.com,b@x.com', 'a@x%y.com', 'a@$x.com', 'a@x+y.com', 'a@~x.com',
	repeat('l', 65) || '@x.com', 'a@' || repeat('d', 64) || '.com', 'a@' || repeat('d.', 126) || 'com']) WITH ORDINALITY AS e (email, n);

-- Names that are the same, in whatever locale.
SELECT fitclub_internal.fold(v) FROM unnest(ARRAY['  Hall   2 ', 'POOL', 'ÉLISE', '', '   ']) AS v;
SELECT c.call, r.sqlstate, r.constraint_name
FROM unnest(ARRAY['create_room(''HALL'', 5)', 'create_room('' Hall '', 5)', 'update_room(1, name => ''hall'')', 'create_room(''Hall  2'', 5)',
	'create_room(''hall 2'', 5)', 'create_member(''x'', ''y'', ''ANN@example.ORG'')', 'create_member(''x'', ''y'', ''élise@example.org'')',
	'create_member(''x'', ''y'', ''ÉLISE@example.org'')', 'create_member(''x'', ''y'', ''ÉLISE@EXAMPLE.org'')']) WITH ORDINALITY AS c (call, n),
	LATERAL (SELECT r.* FROM test.refusal('SELECT fitclub.' || c.call) AS r) AS r ORDER BY c.n;
SELECT fitclub.authenticate_staff('SAM@example.ORG', 'correct horse battery') AS staff;
DROP INDEX fitclub.room_name_key;
INSERT INTO fitclub.room (name, capacity) VALUES (' haLL', 1);
SELECT rule, row_id, other_row_id FROM fitclub.verify() WHERE rule = 'room_name_key';
DELETE FROM fitclub.room WHERE name = ' haLL';
CREATE UNIQUE INDEX room_name_key ON fitclub.room (fitclub_internal.fold(name)) WHERE name IS NOT NULL;
COMMENT ON INDEX fitclub.room_name_key IS 'No two rooms have the same name';

-- Time zones: names that the server lists, however they are written.
SELECT zone, test.said('update_club(time_zone => %L)', zone) AS function, fitclub_internal.is_time_zone(zone) AS directly
FROM unnest(ARRAY['UTC', 'America/Toronto', 'america/toronto', 'Etc/GMT+3', 'UTC+3', 'America/New_York5', 'EST5', '<+03>-3', 'localtime', 'LocalTime',
	'posixrules', 'Factory', 'CET', 'MSK', '+03', '', 'right/UTC']) WITH ORDINALITY AS z (zone, n) ORDER BY n;
DROP FUNCTION test.said;
SELECT test.clean_club();
