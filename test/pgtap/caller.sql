-- Who may do what: every function and every table, for every persona, on their
-- own row, on somebody else's and on one that is not there.
--
-- A new function needs a row in its subject's file in calls/, a new table one in
-- wanted_rows below; the tests fail until it has one.

BEGIN;
SET LOCAL TimeZone = 'UTC';
SET LOCAL client_min_messages = warning;
SELECT * FROM no_plan();

\ir ../club/personas.sql
\ir calls/all.sql

-- Everything is in the matrix. (Trigger functions cannot be called.)
SELECT is_empty(
	$$ SELECT p.oid::regprocedure FROM pg_proc AS p
	   WHERE p.pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)
		AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
		AND p.proname NOT IN (SELECT split_part(call, '(', 1) FROM matrix.wanted_call) $$,
	'every function is in the matrix');
SELECT is_empty(
	$$ SELECT call FROM matrix.wanted_call
	   WHERE split_part(call, '(', 1) NOT IN (
		SELECT proname FROM pg_proc
		WHERE pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)) $$,
	'and nothing else is');
SELECT is_empty(
	$$ SELECT call, kind FROM matrix.wanted_call
	   WHERE (kind = '') <> (call !~ '\mID\M')
		OR kind <> '' AND kind NOT IN (SELECT t.kind FROM matrix.thing AS t) $$,
	'every call has its row');

SELECT is(matrix.answer('matrix_' || persona, sql), granted,
	format('%s: %s (%s)', persona, call, row))
FROM matrix.cell ORDER BY call, persona, position;

-- The checks hold without the grants. What is denied above is refused by a rule.
GRANT USAGE ON SCHEMA fitclub_internal TO matrix_members, matrix_trainers, matrix_readers, matrix_desk;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub, fitclub_internal
	TO matrix_members, matrix_trainers, matrix_readers, matrix_desk;

SELECT CASE WHEN granted <> 'deny' OR beyond <> ''
	THEN is(answer, coalesce(nullif(beyond, ''), granted), format('granted everything, %s: %s (%s)', persona, call, row))
	ELSE ok(answer IN ('own_only', 'staff_only', 'owner_only', 'identity_unknown', 'staff_argument'),
		format('granted everything, %s is refused: %s (%s): %s', persona, call, row, answer))
	END
FROM (
	SELECT c.*, matrix.answer('matrix_' || persona, sql) AS answer
	FROM (SELECT call, persona, row, sql, granted, beyond, position FROM matrix.cell) AS c
) AS c
ORDER BY call, persona, position;

-- The tables. Without further grants nobody but staff reads them. With a grant
-- of everything row security shows what the persona may see by the functions,
-- and nobody but applications writes. own, other: which rows of these kinds.
CREATE TABLE matrix.wanted_rows (
	table_name text, kinds text[], member text, trainer text, staff text, nobody text);

INSERT INTO matrix.wanted_rows VALUES
('administrative_staff', '{staff}', '', '', 'own other', ''),
('audit_log', '{}', '', '', 'all', ''),
('bill_credit', '{credit}', 'own', '', 'own other', ''),
('billing_item', '{bill,paid bill}', 'own', '', 'own other', ''),
('billing_item', '{dependant bill}', 'own', '', 'own other', ''),
('book_close', '{}', '', '', 'all', ''),
('book_close_balance', '{}', '', '', 'all', ''),
('class_registration', '{registration}', 'own', 'own', 'own other', ''),
('class_registration', '{dependant registration}', 'own', 'own', 'own other', ''),
('class_schedule', '{class}', 'own other', 'own other', 'own other', 'own other'),
('closure', '{closure}', '', 'own', 'own other', ''),
('club', '{}', 'all', 'all', 'all', 'all'),
('contact_change', '{request of member}', 'own', '', 'own other', ''),
('contact_change', '{request of trainer}', '', 'own', 'own other', ''),
('dunning', '{dunning}', 'own', '', 'own other', ''),
('dunning_step', '{dunning step}', '', '', 'own other', ''),
('equipment', '{equipment}', '', '', 'own other', ''),
('equipment_maintenance', '{issue}', '', '', 'own other', ''),
('erased_member', '{}', '', '', 'all', ''),
('health_metric', '{metric}', 'own', 'own', 'own other', ''),
('health_metric', '{dependant metric}', 'own', 'own', 'own other', ''),
('ledger', '{}', 'all', '', 'all', ''),
('ledger_account', '{}', 'all', 'all', 'all', 'all'),
('login', '{}', '', '', '', ''),
('member', '{member}', 'own', 'own', 'own other', ''),
('member', '{dependant}', 'own', 'own', 'own other', ''),
('member_latest_metric_view', '{member}', 'own', 'own', 'own other', ''),
('member_latest_metric_view', '{dependant}', 'own', 'own', 'own other', ''),
('member_password', '{member}', '', '', '', ''),
('notification', '{note to member}', 'own', '', 'own other', ''),
('notification', '{note to dependant}', 'own', '', 'own other', ''),
('notification', '{note to trainer}', '', 'own', 'own other', ''),
('plan', '{plan,new plan}', 'own other', 'own other', 'own other', 'own other'),
('plan_price', '{plan price}', 'own other', 'own other', 'own other', 'own other'),
('plan_scope', '{plan scope}', 'own other', 'own other', 'own other', 'own other'),
('membership', '{membership}', 'own', '', 'own other', ''),
('membership', '{dependant membership}', 'own', '', 'own other', ''),
('membership_plan', '{terms}', 'own', '', 'own other', ''),
('membership_plan', '{dependant terms}', 'own', '', 'own other', ''),
('membership_hold', '{hold}', 'own', '', 'own other', ''),
('membership_hold', '{dependant hold}', 'own', '', 'own other', ''),
('membership_period', '{period}', 'own', '', 'own other', ''),
('membership_period', '{dependant period}', 'own', '', 'own other', ''),
('dues_to_collect', '{}', '', '', 'all', ''),
('pack', '{pack,new pack}', 'own other', 'own other', 'own other', 'own other'),
('pack_scope', '{pack scope}', 'own other', 'own other', 'own other', 'own other'),
('pack_sale', '{sale}', 'own', '', 'own other', ''),
('pack_sale', '{dependant sale}', 'own', '', 'own other', ''),
('credit_lot', '{lot}', 'own', '', 'own other', ''),
('credit_lot', '{dependant lot}', 'own', '', 'own other', ''),
('lot_out', '{movement}', 'own', '', 'own other', ''),
('lot_out', '{dependant movement}', 'own', '', 'own other', ''),
('payer', '{dependant}', 'own', '', 'own other', ''),
('payment', '{payment,payment on account}', 'own', '', 'own other', ''),
('payment', '{dependant payment}', 'own', '', 'own other', ''),
('private_session', '{session}', 'own', 'own', 'own other', ''),
('private_session', '{dependant session}', 'own', 'own', 'own other', ''),
('reminder', '{reminder}', '', '', 'own other', ''),
('room', '{room}', 'own other', 'own other', 'own other', 'own other'),
('sign_in_failure', '{}', '', '', '', ''),
('staff_password', '{staff}', '', '', '', ''),
('service', '{service}', 'own other', 'own other', 'own other', 'own other'),
('till_count', '{till count}', '', '', 'own other', ''),
('trainer', '{trainer}', '', 'own', 'own other', ''),
('trainer_service', '{trainer service}', 'own other', 'own other', 'own other', 'own other'),
('trainer_availability', '{availability}', 'own other', 'own other', 'own other', 'own other'),
('trainer_password', '{trainer}', '', '', '', ''),
('visit', '{visit}', 'own', '', 'own other', ''),
('visit', '{dependant visit}', 'own', '', 'own other', '');

-- The views of the proof see everything, and are granted to nobody.
SELECT is_empty(
	$$ SELECT c.relname FROM pg_class AS c
	   WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
		AND c.relname NOT IN (SELECT table_name FROM matrix.wanted_rows)
		AND c.relname NOT IN ('busy_time', 'double_booking', 'closed_booking', 'clashing_session',
			'calendar_violation', 'value_violation', 'key_violation', 'reference_violation',
			'promise_violation', 'numbering_violation', 'index_violation', 'protection_violation') $$,
	'every table is in the matrix');

CREATE VIEW matrix.table_cell AS
SELECT w.*, p.persona, p.wanted, a.attname AS key, b.attname AS value, c.relkind
FROM matrix.wanted_rows AS w
CROSS JOIN LATERAL (VALUES
	('member', w.member), ('trainer', w.trainer), ('staff', w.staff), ('reader', w.staff), ('nobody', w.nobody),
	('application', CASE WHEN w.kinds = '{}' THEN 'all' ELSE 'own other' END)
) AS p (persona, wanted)
JOIN pg_class AS c ON c.oid = format('fitclub.%I', w.table_name)::regclass
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = 1
JOIN pg_attribute AS b ON b.attrelid = c.oid AND b.attnum = 2;

SELECT is(
	matrix.answer('matrix_' || persona, format('SELECT * FROM fitclub.%I', table_name)),
	CASE WHEN persona IN ('staff', 'reader') AND table_name NOT IN ('login', 'member_password', 'sign_in_failure', 'staff_password', 'trainer_password') THEN 'ok' ELSE 'deny' END,
	format('%s reads %s', persona, table_name))
FROM matrix.table_cell ORDER BY table_name, kinds, persona;
SELECT is(
	matrix.answer('matrix_' || persona, format(command, table_name, value)), 'deny',
	format('%s: %s', persona, format(command, table_name, value)))
FROM matrix.table_cell, unnest(ARRAY['INSERT INTO fitclub.%I DEFAULT VALUES',
	'UPDATE fitclub.%I SET %I = NULL', 'DELETE FROM fitclub.%I', 'TRUNCATE fitclub.%I']) AS command
WHERE relkind = 'r'
ORDER BY table_name, kinds, persona, command;

GRANT ALL ON ALL TABLES IN SCHEMA fitclub
	TO matrix_members, matrix_trainers, matrix_readers, matrix_desk, matrix_application;

-- Which of the rows of these kinds a role sees.
CREATE FUNCTION matrix.seen(role name, table_name text, key text, kinds text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	keys text[];
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	EXECUTE format('SELECT array_agg(%I::text) FROM fitclub.%I', key, table_name) INTO keys;
	RESET ROLE;
	IF kinds = '{}' THEN
		RETURN CASE WHEN keys IS NULL THEN '' ELSE 'all' END;
	END IF;
	RETURN (
		SELECT concat_ws(' ',
			CASE WHEN bool_and(t.own::text = ANY (keys)) THEN 'own' END,
			CASE WHEN bool_or(t.other::text = ANY (keys)) THEN 'other' END)
		FROM matrix.thing AS t WHERE t.kind = ANY (kinds));
END $$;

SELECT is(matrix.seen('matrix_' || persona, table_name, key, kinds), wanted,
	format('granted everything, %s sees of %s: %s', persona, table_name, kinds))
FROM matrix.table_cell ORDER BY table_name, kinds, persona;

-- How many rows a statement changes; nothing of it stays.
CREATE FUNCTION matrix.changed(role name, sql text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	changed bigint;
BEGIN
	BEGIN
		EXECUTE format('SET LOCAL ROLE %I', role);
		EXECUTE sql;
		GET DIAGNOSTICS changed = ROW_COUNT;
		RAISE EXCEPTION SQLSTATE 'OK000';
	EXCEPTION WHEN SQLSTATE 'OK000' THEN
		NULL;
	END;
	RETURN changed;
END $$;

SELECT is(
	matrix.changed('matrix_' || persona, format(command, table_name, value)), 0::bigint,
	format('granted everything, %s changes no row: %s', persona, format(command, table_name, value)))
FROM matrix.table_cell, unnest(ARRAY['UPDATE fitclub.%I SET %I = NULL', 'DELETE FROM fitclub.%I']) AS command
WHERE relkind = 'r' AND persona <> 'application' AND table_name <> 'audit_log'
ORDER BY table_name, kinds, persona, command;
-- The log only grows, whatever role writes, and by nobody's word but the owner's.
SELECT is(
	matrix.answer('matrix_' || persona, command), 'audit_log_append_only',
	format('granted everything, %s: %s', persona, translate(command, E'\n\t', '  ')))
FROM unnest(ARRAY['member', 'trainer', 'staff', 'reader', 'nobody', 'application', 'owner']) AS persona,
	unnest(ARRAY['UPDATE fitclub.audit_log SET role_name = ''x''', 'DELETE FROM fitclub.audit_log', 'TRUNCATE fitclub.audit_log',
		$$INSERT INTO fitclub.audit_log (table_name, row_key, version, action, at, role_name, persona, new_row)
			VALUES ('room', '1', 99, 'INSERT', now(), 'x', 'staff', '{}')$$]) AS command
WHERE persona <> 'owner' OR command NOT LIKE 'INSERT%'
ORDER BY persona, command;
SELECT is(
	matrix.answer('matrix_' || persona, $$INSERT INTO fitclub.room (name, capacity) VALUES ('X', 1)$$),
	CASE persona WHEN 'application' THEN 'ok' ELSE 'deny' END,
	format('granted everything, %s inserts a room', persona))
FROM unnest(ARRAY['member', 'trainer', 'staff', 'reader', 'nobody', 'application']) AS persona;

-- To an application row security is nothing.
SELECT is(
	matrix.changed('matrix_application', format('UPDATE fitclub.%I SET %I = %2$I', table_name, column_name)),
	rows, format('granted everything, an application writes %s', table_name))
FROM (VALUES
	('member', 'notes', (SELECT count(*) FROM fitclub.member)),
	('private_session', 'price', (SELECT count(*) FROM fitclub.private_session)),
	('staff_password', 'verifier', (SELECT count(*) FROM fitclub.staff_password)),
	('member_password', 'verifier', (SELECT count(*) FROM fitclub.member_password)),
	('trainer_password', 'verifier', (SELECT count(*) FROM fitclub.trainer_password)),
	('login', 'member_id', (SELECT count(*) FROM fitclub.login))) AS t (table_name, column_name, rows);

-- The log says who it was: the persona, and which one.
CREATE FUNCTION matrix.noted(role name, sql text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	before timestamptz := (SELECT max(at) FROM fitclub.audit_log);
	noted text;
BEGIN
	BEGIN
		EXECUTE format('SET LOCAL ROLE %I', role);
		EXECUTE sql;
		RESET ROLE;
		SELECT string_agg(DISTINCT concat_ws(' ', l.role_name, l.persona, l.person_id), ', ')
			INTO noted FROM fitclub.audit_log AS l WHERE l.at > before;
		RAISE EXCEPTION SQLSTATE 'OK000';
	EXCEPTION WHEN SQLSTATE 'OK000' THEN
		NULL;
	END;
	RETURN noted;
END $$;

SELECT is(
	matrix.noted('matrix_' || persona, matrix.fill(call, NULL)),
	concat_ws(' ', 'matrix_' || persona, persona, matrix.own(persona)), format('%s is noted: %s', persona, call))
FROM (VALUES
	('member', 'book_session({member}, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')'),
	('member', 'update_member({member}, notes => ''X'')'),
	('trainer', 'reschedule_class({class}, ''2101-01-06 09:00'')'),
	('staff', 'update_room({room}, name => ''X'')'),
	('staff', 'erase_member({dependant})'),
	('application', 'record_payment({bill}, 5)'),
	('owner', 'unlink_login(''matrix_member'')')) AS w (persona, call)
ORDER BY persona, call;
SELECT is(
	matrix.noted('matrix_' || persona, format('UPDATE fitclub.room SET capacity = 30 WHERE room_id = %s', matrix.own('room'))),
	concat_ws(' ', 'matrix_' || persona, persona), format('%s is noted by a direct write', persona))
FROM unnest(ARRAY['application', 'owner']) AS persona;
GRANT SET ON PARAMETER fitclub.identity TO matrix_application;
SELECT is(
	matrix.noted('matrix_application', format('SET LOCAL fitclub.identity = ''staff:%s''; SELECT fitclub.update_room(%s, name => ''X'')',
		matrix.own('staff'), matrix.own('room'))),
	'matrix_application staff ' || matrix.own('staff'), 'and so is for whom an application acts');

SELECT * FROM finish();
ROLLBACK;
