--
-- Refusals of what another row has, and where a refusal comes from.
--
SET TimeZone = 'UTC';
SET client_min_messages = warning;
\pset format unaligned
\pset footer off
SELECT test.open_club();
UPDATE fitclub.member SET phone_number = '555' WHERE member_id = 1;
SELECT fitclub.create_staff('Sue', 'Desk', 'sue@example.org', 'correct horse') AS staff;

-- Ours, with what to do; the server's would show the statement.
CREATE FUNCTION test.told(statement text, OUT state text, OUT rule text, OUT field text, OUT message text, OUT detail text, OUT hint text, OUT context text)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, rule = CONSTRAINT_NAME, field = COLUMN_NAME, message = MESSAGE_TEXT,
		detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
END $$;
SELECT test.state() AS before \gset
SELECT email AS member_email FROM fitclub.member WHERE member_id = 1 \gset
SELECT email AS trainer_email FROM fitclub.trainer WHERE trainer_id = 1 \gset
SELECT name AS room_name FROM fitclub.room WHERE room_id = 1 \gset
CREATE TEMP TABLE taken (n integer, call text);
INSERT INTO taken VALUES
	(1, format('create_member(''New'', ''One'', upper(%L))', :'member_email')), (2, format('update_member(2, email => %L)', :'member_email')),
	(3, 'create_member(''New'', ''One'', ''new@example.org'', ''555'')'), (4, 'update_member(2, phone_number => ''555'')'),
	(5, format('create_trainer(''New'', ''One'', %L)', :'trainer_email')), (6, format('update_trainer(2, email => %L)', :'trainer_email')),
	(7, 'create_staff(''New'', ''One'', ''sue@example.org'', ''battery staple'')'),
	(8, format('create_room(%L, 5)', :'room_name')), (9, format('update_room(2, %L)', :'room_name'));
SELECT t.n, r.state, r.rule, r.field, r.message, r.context ~ 'INSERT|UPDATE' AS shows_statement
FROM taken AS t CROSS JOIN LATERAL test.told('SELECT fitclub.' || t.call) AS r ORDER BY t.n;
SELECT DISTINCT r.rule, r.detail, r.hint FROM taken AS t CROSS JOIN LATERAL test.told('SELECT fitclub.' || t.call) AS r ORDER BY r.rule;
SELECT test.state() = :'before' AS unchanged;
-- The constraints of others are not ours to word.
CREATE UNIQUE INDEX own_key ON fitclub.member (first_name);
SELECT r.state, r.rule, r.message FROM test.told('SELECT fitclub.update_member(2, first_name => (SELECT first_name FROM fitclub.member WHERE member_id = 1))') AS r;
DROP INDEX fitclub.own_key;

-- Who makes windows is told to, and who does not is shown them.
SELECT fitclub.remove_availability(availability_id) IS NOT NULL AS removed FROM fitclub.trainer_availability WHERE trainer_id = 2 AND day_of_week = 0;
SET fitclub.identity = 'member:1';
SELECT r.rule, r.hint FROM test.told('SELECT fitclub.book_session(1, 2, NULL, ''2101-01-03 09:00'', ''2101-01-03 10:00'')') AS r;
RESET fitclub.identity;
SELECT r.rule, r.hint FROM test.told('SELECT fitclub.book_session(1, 2, NULL, ''2101-01-03 09:00'', ''2101-01-03 10:00'')') AS r;
DROP FUNCTION test.told;
SELECT test.clean_club();
