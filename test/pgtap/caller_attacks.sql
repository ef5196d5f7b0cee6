-- Attempts to get at what is somebody else's. None gets through.

BEGIN;
SET LOCAL TimeZone = 'UTC';
SET LOCAL client_min_messages = warning;
SELECT * FROM no_plan();

\ir ../club/personas.sql
\ir calls/all.sql

-- The attackers may do what roles in many databases may: make objects.
CREATE SCHEMA evil;
GRANT ALL ON SCHEMA evil TO matrix_member, matrix_trainer, matrix_nobody;
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$;

-- All that the club's tables hold, as one hash; the audit log aside, which only grows.
CREATE FUNCTION matrix.state() RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	relation regclass;
	contents text;
	states text := '';
BEGIN
	FOR relation IN
		SELECT c.oid FROM pg_class AS c
		WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r' AND c.relname <> 'audit_log'
		ORDER BY c.relname
	LOOP
		EXECUTE format('SELECT string_agg(r::text, E''\n'' ORDER BY r::text) FROM %s AS r', relation)
			INTO contents;
		states := states || md5(coalesce(contents, ''));
	END LOOP;
	RETURN md5(states);
END $$;

CREATE TEMP TABLE before AS SELECT matrix.state() AS state;

-- Errors say the same of a row that is somebody else's and of one that is not
-- there, and nothing of anybody else.

CREATE FUNCTION matrix.words(role name, sql text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	hint text;
	context text;
BEGIN
	BEGIN
		EXECUTE format('SET LOCAL ROLE %I', role);
		EXECUTE sql;
		RAISE EXCEPTION SQLSTATE 'OK000';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
			hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
	END;
	RETURN regexp_replace(concat_ws(E'\n', message, detail, hint, context), '\d+', '#', 'g');
END $$;

SELECT is(matrix.words('matrix_' || o.persona, o.sql), matrix.words('matrix_' || n.persona, n.sql),
	format('%s hears nothing: %s', o.persona, o.call))
FROM matrix.cell AS o
JOIN matrix.cell AS n ON (n.call, n.persona, n.row) = (o.call, o.persona, 'none')
	AND o.row = 'other' AND o.granted <> 'ok' AND n.granted <> 'ok'
WHERE o.persona IN ('member', 'trainer', 'nobody')
ORDER BY o.persona, o.call;

SELECT doesnt_match(matrix.words('matrix_' || persona, sql), 'Bob|Cole|Tom|Fox',
	format('%s reads no name: %s', persona, call))
FROM matrix.cell WHERE persona IN ('member', 'trainer', 'nobody') AND row = 'other'
ORDER BY persona, call;

-- Who has the slot that is taken is not said either.
SELECT is(
	matrix.words('matrix_member', format($$SELECT fitclub.book_session(%s, %s, NULL, '2101-01-03 09:30', '2101-01-03 10:30')$$,
		matrix.own('member'), matrix.other('trainer'))),
	matrix.words('postgres', format($$SELECT fitclub.book_session(%s, %s, NULL, '2101-01-03 09:30', '2101-01-03 10:30')$$,
		matrix.own('member'), matrix.other('trainer'))),
	'a member hears that a trainer is busy as anybody does');

-- search_path: an operator and a function for every one that fitclub might use,
-- in front of PostgreSQL's own.

CREATE FUNCTION matrix.spring_trap() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION SQLSTATE 'EV000' USING message = 'a trap was run as ' || current_user;
END $$;
GRANT EXECUTE ON FUNCTION matrix.spring_trap TO PUBLIC;

DO $$
DECLARE
	o record;
	p record;
	body text := 'LANGUAGE plpgsql AS ''BEGIN PERFORM matrix.spring_trap(); RETURN NULL; END''';
BEGIN
	SET LOCAL ROLE matrix_member;
	FOR o IN
		SELECT DISTINCT ON (oprname, oprleft, oprright) oprname, oprleft::regtype AS a,
			oprright::regtype AS b, oprresult::regtype AS result
		FROM pg_operator
		WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprleft <> 0 AND oprcode <> 0
			AND oprname !~ '=>'
			AND (SELECT bool_and(t.typtype IN ('b', 'e') AND t.typinput <> 'internal_in'::regproc)
				FROM pg_type AS t WHERE t.oid IN (oprleft, oprright, oprresult))
	LOOP
		EXECUTE format('CREATE OR REPLACE FUNCTION evil.operate(%s, %s) RETURNS %s %s', o.a, o.b, 'text', body);
		EXECUTE format('CREATE OPERATOR evil.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = evil.operate)',
			o.oprname, o.a, o.b);
	END LOOP;
	FOR p IN
		SELECT proname, pg_get_function_identity_arguments(oid) AS arguments,
			CASE WHEN proallargtypes IS NULL THEN 'text' ELSE pg_get_function_result(oid) END AS result,
			CASE WHEN proallargtypes IS NULL THEN body ELSE replace(body, 'RETURN NULL;', '') END AS body
		FROM pg_proc
		WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND provariadic = 0
			AND proname IN (
				SELECT m[1] FROM pg_proc AS f, regexp_matches(f.prosrc, '\m([a-z_]+)\(', 'g') AS m
				WHERE f.pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)
				UNION VALUES ('now'), ('lower'), ('round'), ('abs'), ('length'))
			AND NOT EXISTS (
				SELECT FROM pg_type AS t
				WHERE t.oid = ANY (proargtypes::oid[]) AND t.typtype = 'p')
	LOOP
		EXECUTE format('CREATE FUNCTION evil.%I(%s) RETURNS %s %s', p.proname, p.arguments, p.result, p.body);
	END LOOP;
	RESET ROLE;
END $$;

SELECT cmp_ok((SELECT count(*) FROM pg_operator WHERE oprnamespace = 'evil'::regnamespace), '>', 300::bigint,
	'there are traps for operators');
SELECT cmp_ok((SELECT count(*) FROM pg_proc WHERE pronamespace = 'evil'::regnamespace
	AND proname <> 'operate'), '>', 20::bigint, 'and for functions');

-- So does the tables' and types' names, in the schema and among the temporary.
SET LOCAL ROLE matrix_member;
CREATE TEMP TABLE member AS SELECT 1::bigint AS member_id, 'x' AS notes;
CREATE TEMP TABLE login (login_role name, member_id bigint, trainer_id bigint, staff_id bigint, role_id oid);
CREATE TEMP TABLE club AS SELECT 'x' AS time_zone;
CREATE TEMP VIEW private_session AS SELECT 1 AS session_id;
CREATE DOMAIN evil.persona_staff AS boolean;
RESET ROLE;
INSERT INTO pg_temp.login SELECT 'matrix_member', NULL, NULL, matrix.own('staff'), oid
FROM pg_roles WHERE rolname = 'matrix_member';

SELECT is(
	matrix.answer('matrix_member', $$SET LOCAL search_path = evil, pg_catalog; SELECT 1 = 1$$), 'EV000',
	'the traps work');
SELECT is(
	matrix.answer('matrix_' || persona,
		'CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (matrix.spring_trap() IS NULL);
		 CREATE DOMAIN pg_temp.int8 AS pg_catalog.int8 CHECK (matrix.spring_trap() IS NULL);
		 CREATE DOMAIN pg_temp.numeric AS pg_catalog.numeric CHECK (matrix.spring_trap() IS NULL);
		 SET LOCAL search_path = evil, pg_temp, pg_catalog; ' || sql), granted,
	format('%s, with traps on the search path: %s (%s)', persona, call, row))
FROM matrix.cell
WHERE persona IN ('member', 'trainer') OR persona IN ('staff', 'application') AND row = 'own'
ORDER BY call, persona, row;

-- Casts of the caller's own types run as the caller, before the function.
SET LOCAL ROLE matrix_member;
CREATE TYPE evil.id AS ENUM ('x');
CREATE FUNCTION evil.to_id(evil.id) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM matrix.spring_trap(); END $$;
CREATE CAST (evil.id AS bigint) WITH FUNCTION evil.to_id AS IMPLICIT;
RESET ROLE;
SELECT throws_ok(
	$$SET LOCAL ROLE matrix_member; SELECT fitclub.member_balance('x'::evil.id)$$,
	'EV000', 'a trap was run as matrix_member', 'a cast runs as who casts');

-- Views of the attacker's give no more than the attacker has.
SET LOCAL ROLE matrix_member;
CREATE VIEW evil.balance AS SELECT fitclub.member_balance(g::bigint) FROM generate_series(1, 1) AS g;
RESET ROLE;
SELECT is(
	matrix.answer('matrix_member', 'SELECT * FROM evil.balance'),
	CASE WHEN matrix.own('member') = 1 THEN 'ok' ELSE 'own_only' END,
	'a view asks for whom it is read');
SELECT is(
	matrix.answer('matrix_member', 'CREATE VIEW evil.all AS SELECT * FROM fitclub.member; SELECT * FROM evil.all'),
	'deny', 'and takes its owner''s rights to tables');

-- SQL in texts: what goes in is what is stored, or refused as a value.

CREATE TEMP TABLE payload (text) AS
VALUES ($$'; DROP TABLE fitclub.member; --$$), ($$'' OR true) --$$), ($$\'; SELECT 1/0; --$$),
	($$"; DROP SCHEMA fitclub CASCADE; --$$), ('%s %I $1 :name'), ($$E'\x00'$$), (repeat('(', 5000)),
	('$body$ || current_user'), (E'a\nb\tc');

CREATE TEMP TABLE injected (call, parameter) AS
VALUES
	('create_member(:x, ''Lee'', ''n@matrix.example'')', 'first_name'),
	('create_member(''Ann'', :x, ''n@matrix.example'')', 'last_name'),
	('create_member(''Ann'', ''Lee'', :x)', 'email'),
	('create_member(''Ann'', ''Lee'', ''n@matrix.example'', phone_number => :x)', 'phone_number'),
	('create_member(''Ann'', ''Lee'', ''n@matrix.example'', gender => :x)', 'gender'),
	('create_member(''Ann'', ''Lee'', ''n@matrix.example'', notes => :x)', 'notes'),
	('update_member({member}, first_name => :x)', 'first_name'),
	('update_member({member}, last_name => :x)', 'last_name'),
	('update_member({member}, email => :x)', 'email'),
	('update_member({member}, phone_number => :x)', 'phone_number'),
	('update_member({member}, gender => :x)', 'gender'),
	('update_member({member}, notes => :x)', 'notes'),
	('update_member({member}, clear => ARRAY[:x])', 'clear'),
	('create_dependant({member}, :x, ''Lee'')', 'first_name'),
	('create_dependant({member}, ''Kim'', :x)', 'last_name'),
	('create_dependant({member}, ''Kim'', ''Lee'', gender => :x)', 'gender'),
	('create_dependant({member}, ''Kim'', ''Lee'', notes => :x)', 'notes'),
	('release_dependant({dependant}, :x)', 'email'),
	('create_trainer(:x, ''Ray'', ''n@matrix.example'')', 'first_name'),
	('create_trainer(''Tina'', :x, ''n@matrix.example'')', 'last_name'),
	('create_trainer(''Tina'', ''Ray'', :x)', 'email'),
	('create_trainer(''Tina'', ''Ray'', ''n@matrix.example'', :x)', 'phone_number'),
	('create_trainer(''Tina'', ''Ray'', ''n@matrix.example'', specialization => :x)', 'specialization'),
	('update_trainer({trainer}, first_name => :x)', 'first_name'),
	('update_trainer({trainer}, last_name => :x)', 'last_name'),
	('update_trainer({trainer}, email => :x)', 'email'),
	('update_trainer({trainer}, phone_number => :x)', 'phone_number'),
	('update_trainer({trainer}, specialization => :x)', 'specialization'),
	('update_trainer({trainer}, clear => ARRAY[:x])', 'clear'),
	('create_staff(:x, ''Desk'', ''n@matrix.example'', ''correct horse'')', 'first_name'),
	('create_staff(''Sue'', :x, ''n@matrix.example'', ''correct horse'')', 'last_name'),
	('create_staff(''Sue'', ''Desk'', :x, ''correct horse'')', 'email'),
	('create_staff(''Sue'', ''Desk'', ''n@matrix.example'', :x)', 'password'),
	('update_staff({staff}, first_name => :x)', 'first_name'),
	('update_staff({staff}, last_name => :x)', 'last_name'),
	('update_staff({staff}, email => :x)', 'email'),
	('update_staff({staff}, password => :x)', 'password'),
	('authenticate_staff(:x, ''correct horse'')', 'email'),
	('authenticate_staff(''sue@matrix.example'', :x)', 'password'),
	('authenticate(:x, ''ann@matrix.example'', ''correct horse'')', 'persona'),
	('authenticate(''member'', :x, ''correct horse'')', 'email'),
	('authenticate(''trainer'', ''tina@matrix.example'', :x)', 'password'),
	('set_password(:x, {member}, ''correct horse'')', 'persona'),
	('set_password(''member'', {member}, :x)', 'password'),
	('change_password(:x, ''battery staple'')', 'old_password'),
	('change_password(''correct horse'', :x)', 'new_password'),
	('request_contact_change(:x)', 'email'),
	('request_contact_change(phone_number => :x)', 'phone_number'),
	('create_room(:x, 5)', 'name'),
	('update_room({room}, name => :x)', 'name'),
	('update_room({room}, clear => ARRAY[:x])', 'clear'),
	('hold_membership({membership}, ''2101-01-10'', reason => :x)', 'reason'),
	('hold_membership({membership}, ''2101-01-10'', on_bookings => :x)', 'on_bookings'),
	('end_hold({membership}, on_bookings => :x)', 'on_bookings'),
	('change_plan({membership}, {plan}, on_bookings => :x)', 'on_bookings'),
	('cancel_membership({membership}, reason => :x)', 'reason'),
	('cancel_membership({membership}, on_bookings => :x)', 'on_bookings'),
	('create_service(:x)', 'name'),
	('create_service(''X'', :x)', 'kind'),
	('update_service({service}, name => :x)', 'name'),
	('update_service({service}, kind => :x)', 'kind'),
	('update_service({service}, clear => ARRAY[:x])', 'clear'),
	('create_plan(:x, 1)', 'name'),
	('create_plan(''X'', 1, :x)', 'unit'),
	('update_plan({plan}, :x)', 'name'),
	('add_plan_scope({new plan}, :x)', 'kind'),
	('create_pack(:x, 1, 1)', 'name'),
	('update_pack({pack}, :x)', 'name'),
	('add_pack_scope({new pack}, :x)', 'kind'),
	('refund_pack({sale}, 1, refund_to => :x)', 'refund_to'),
	('refund_pack({sale}, 1, notes => :x)', 'notes'),
	('add_equipment({room}, :x)', 'name'),
	('add_equipment({room}, ''X'', status => :x)', 'status'),
	('add_equipment({room}, ''X'', notes => :x)', 'notes'),
	('update_equipment({equipment}, name => :x)', 'name'),
	('update_equipment({equipment}, status => :x)', 'status'),
	('update_equipment({equipment}, notes => :x)', 'notes'),
	('update_equipment({equipment}, clear => ARRAY[:x])', 'clear'),
	('report_issue({equipment}, :x)', 'description'),
	('update_issue({issue}, :x)', 'status'),
	('update_issue({issue}, description => :x)', 'description'),
	('book_session({member}, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'', :x)', 'activity_type'),
	('book_available_session({member}, ''2101-01-06 09:00'', ''2101-01-06 10:00'', online => true, activity_type => :x)', 'activity_type'),
	('find_conflicts({trainer}, ''2101-01-06 09:00'', ''2101-01-06 10:00'', activity_type => :x)', 'activity_type'),
	('find_cover({member}, start_time => ''2101-01-06 09:00'', activity_type => :x)', 'activity_type'),
	('set_cover(:x, {session})', 'pay_with'),
	('create_class(:x, {trainer}, {room}, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', 'name'),
	('update_class({class}, :x)', 'name'),
	('reschedule_class({class}, ''2101-01-06 09:00'', on_member_conflict => :x)', 'on_member_conflict'),
	('update_session({session}, :x)', 'activity_type'),
	('cancel_session({session}, reason => :x)', 'reason'),
	('cancel_class({class}, :x)', 'reason'),
	('cancel_registration({registration}, reason => :x)', 'reason'),
	('create_billing_item({member}, 5, :x)', 'description'),
	('create_bill({member}, 5, :x)', 'description'),
	('create_bill({member}, 5, ''X'', :x)', 'kind'),
	('record_payment({bill}, 5, :x)', 'payment_type'),
	('record_payment({bill}, 5, description => :x)', 'description'),
	('record_payment({bill}, 5, notes => :x)', 'notes'),
	('record_payment({bill}, 5, request_key => :x)', 'request_key'),
	('record_payment({bill}, 5, external_ref => :x)', 'external_ref'),
	('receive_payment({member}, 5, :x)', 'payment_type'),
	('receive_payment({member}, 5, request_key => :x)', 'request_key'),
	('receive_payment({member}, 5, external_ref => :x)', 'external_ref'),
	('receive_payment({member}, 5, notes => :x)', 'notes'),
	('apply_credit({member}, {bill}, request_key => :x)', 'request_key'),
	('refund_payment({payment}, notes => :x)', 'notes'),
	('count_till(5, notes => :x)', 'notes'),
	('correct_bill({bill}, 6, notes => :x)', 'notes'),
	('account_balance(:x)', 'account'),
	('account_balance(''receivable'', part => :x)', 'part'),
	('journal(NULL, NULL, :x)', 'only_account'),
	('ledger_sums(''infinity'', :x)', 'only_account'),
	('refund_bill({paid bill}, 1, :x)', 'refund_to'),
	('refund_bill({paid bill}, 1, notes => :x)', 'notes'),
	('refund_bill({paid bill}, 1, request_key => :x)', 'request_key'),
	('refund_credit({member}, 1, notes => :x)', 'notes'),
	('refund_credit({member}, 1, request_key => :x)', 'request_key'),
	('void_payment({payment}, notes => :x)', 'notes'),
	('record_chargeback({payment}, external_ref => :x)', 'external_ref'),
	('record_chargeback({payment}, request_key => :x)', 'request_key'),
	('lookup_members({trainer}, :x)', 'name'),
	('search_members(:x)', 'query'),
	('search_text(:x)', 'value'),
	('list_upcoming_classes(search => :x)', 'search'),
	('schedule(after_kind => :x, after_id => 1)', 'after_kind'),
	('list_bookings({member}, after_kind => :x, after_id => 1)', 'after_kind'),
	('list_payments(payment_type => :x)', 'payment_type'),
	('list_issues(ARRAY[:x])', 'statuses'),
	('week_timetable(''2101-01-03'', :x)', 'across'),
	('print_week(''2101-01-03'', :x, ''{1}'', ''{a}'', ''{b}'', ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'', 120)', 'time_zone'),
	('print_week(''2101-01-03'', ''UTC'', ''{1}'', ARRAY[:x], ''{b}'', ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'', 120)', 'titles'),
	('print_week(''2101-01-03'', ''UTC'', ''{1}'', ''{a}'', ARRAY[:x], ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'', 120)', 'heads'),
	('print_week(''2101-01-03'', ''UTC'', ''{1}'', ''{a}'', ''{b}'', ARRAY[:x], ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'', 120)', 'tails'),
	('draw_week(''2101-01-03'', :x, ''{1}'', ''{a}'', ''{b}'', ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'')', 'time_zone'),
	('draw_week(''2101-01-03'', ''UTC'', ''{1}'', ARRAY[:x], ''{b}'', ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'')', 'titles'),
	('draw_week(''2101-01-03'', ''UTC'', ''{1}'', ''{a}'', ARRAY[:x], ''{c}'', ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'')', 'heads'),
	('draw_week(''2101-01-03'', ''UTC'', ''{1}'', ''{a}'', ''{b}'', ARRAY[:x], ''{2101-01-03 09:00}'', ''{2101-01-03 10:00}'')', 'tails'),
	('clock_in(:x, ''2101-01-03'')', 'time_zone'),
	('busy_times(:x, {trainer})', 'resource'),
	('find_slots(''1 hour'', activity_type => :x)', 'activity_type'),
	('close_club(''2101-06-01'', ''2101-06-02'', :x)', 'reason'),
	('close_club(''2101-06-01'', ''2101-06-02'', on_conflict => :x)', 'on_conflict'),
	('close_room({room}, ''2101-06-01'', ''2101-06-02'', :x)', 'reason'),
	('close_room({room}, ''2101-06-01'', ''2101-06-02'', on_conflict => :x)', 'on_conflict'),
	('set_leave({trainer}, ''2101-06-01'', ''2101-06-02'', :x)', 'reason'),
	('set_leave({trainer}, ''2101-06-01'', ''2101-06-02'', on_conflict => :x)', 'on_conflict'),
	('update_club(name => :x)', 'name'),
	('update_club(time_zone => :x)', 'time_zone'),
	('update_club(currency => :x)', 'currency'),
	('update_club(cancelled_payment => :x)', 'cancelled_payment'),
	('update_club(admission => :x)', 'admission'),
	('set_dunning_step(9, 90, :x)', 'message'),
	('check_in({member}, :x)', 'reason'),
	('audit_trail(:x, ''1'')', 'table_name'),
	('audit_trail(''member'', :x)', 'row_key'),
	('redacted(jsonb_build_object(:x::text, :x), jsonb_build_object(:x::text, NULL))', 'row_data'),
	('describes_booking(jsonb_build_object(''description'', :x))', 'bill'),
	('redacted_bill(jsonb_build_object(''description'', :x))', 'bill'),
	('grant_role(:x, ''matrix_desk'')', 'persona'),
	('grant_role(''staff'', :x)', 'role'),
	('revoke_role(:x, ''matrix_desk'')', 'persona'),
	('revoke_role(''staff'', :x)', 'role'),
	('link_login(:x, member_id => {member})', 'role'),
	('unlink_login(:x)', 'role'),
	('require_id(:x, 1)', 'kind'),
	('calendar_line(:x, ''y'')', 'property'),
	('calendar_line(''x'', :x)', 'value'),
	('require_choice(:x, ''y'', ''{y}'')', 'argument'),
	('require_choice(''x'', :x, ''{y}'')', 'value'),
	('require_choice(''x'', ''y'', ARRAY[:x])', 'choices'),
	('import_value(:x, ''bigint'')', 'text_column'),
	('import_value(''a'', :x)', 'type_name'),
	('is_email(:x)', 'email'),
	('is_text(:x, 200)', 'value'),
	('fold(:x)', 'value'),
	('require_search(:x)', 'value'),
	('is_time_zone(:x)', 'time_zone');

SELECT is_empty(
	$$ SELECT p.proname, n.name
	   FROM pg_proc AS p,
		unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, position),
		unnest(p.proargnames) WITH ORDINALITY AS n (name, position)
	   WHERE p.pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)
		AND n.position = a.position
		AND a.type IN ('text'::regtype, 'text[]'::regtype, 'name'::regtype)
	   EXCEPT SELECT split_part(call, '(', 1), parameter FROM injected $$,
	'every text argument is tried');

CREATE TEMP TABLE there AS
SELECT oid FROM pg_class WHERE relnamespace = 'fitclub'::regnamespace
UNION ALL SELECT oid FROM pg_proc WHERE pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace);

SELECT ok(
	matrix.answer('postgres', replace(matrix.fill(call, NULL), ':x', quote_literal(p.text)))
		!~ '^(42601|42703|42P01|42883|42P02|XX...|22012|2201B|0A000|26000)$',
	format('%s with %s', call, translate(left(p.text, 40), E'\n\t', '  ')))
FROM injected CROSS JOIN payload AS p ORDER BY call, p.text;

-- What is taken is taken as it is.
DO $$
DECLARE
	given pg_catalog.text;
	taken pg_catalog.text;
BEGIN
	FOR given IN SELECT p.text FROM payload AS p LOOP
		PERFORM fitclub.update_member(matrix.own('member'), notes => given);
		SELECT m.notes INTO taken FROM fitclub.member AS m WHERE m.member_id = matrix.own('member');
		IF taken IS DISTINCT FROM given THEN
			RAISE EXCEPTION 'notes became %', taken;
		END IF;
	END LOOP;
	PERFORM fitclub.update_member(matrix.own('member'), clear => '{notes}');
END $$;
SELECT is(
	(SELECT count(*) FROM there
	 WHERE oid NOT IN (SELECT oid FROM pg_class UNION ALL SELECT oid FROM pg_proc)), 0::bigint,
	'everything is still there');

-- A role's name is quoted, whatever it is.
CREATE ROLE "matrix"";DROP ROLE matrix_desk;--";
SELECT lives_ok($$SELECT fitclub.grant_role('member', 'matrix";DROP ROLE matrix_desk;--')$$, 'a role of any name');
SELECT ok(has_function_privilege('matrix";DROP ROLE matrix_desk;--', 'fitclub.member_balance(bigint)', 'EXECUTE'),
	'is granted what is meant for it');
SELECT lives_ok($$SELECT fitclub.revoke_role('member', 'matrix";DROP ROLE matrix_desk;--')$$, 'and loses it again');
SELECT ok(NOT has_schema_privilege('matrix";DROP ROLE matrix_desk;--', 'fitclub', 'USAGE'), 'all of it');
CREATE ROLE "matrix %s%n%1$s";
SELECT lives_ok($$SELECT fitclub.grant_role('member', 'matrix %s%n%1$s')$$, 'a role with percent signs');
SELECT ok(has_function_privilege('matrix %s%n%1$s', 'fitclub.member_balance(bigint)', 'EXECUTE'), 'as well');

-- Roles with privileges on the tables make the functions run no code of theirs.

CREATE ROLE matrix_all;
GRANT USAGE, CREATE ON SCHEMA evil TO matrix_all;
GRANT USAGE ON SCHEMA matrix TO matrix_all;
GRANT USAGE ON SCHEMA fitclub TO matrix_all;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub TO matrix_all;
SET LOCAL ROLE matrix_all;
CREATE FUNCTION evil.fire() RETURNS trigger
LANGUAGE plpgsql AS $$ BEGIN PERFORM matrix.spring_trap(); RETURN NEW; END $$;
CREATE FUNCTION evil.is_fired() RETURNS boolean
LANGUAGE plpgsql AS $$ BEGIN PERFORM matrix.spring_trap(); RETURN true; END $$;
CREATE TYPE evil.reference AS (id bigint);
CREATE FUNCTION evil.to_bigint(evil.reference) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM matrix.spring_trap(); END $$;
CREATE CAST (evil.reference AS bigint) WITH FUNCTION evil.to_bigint AS IMPLICIT;
CREATE DOMAIN evil.domain AS evil.reference;
CREATE TABLE evil.booking (member_id evil.reference, trainer_id bigint);
RESET ROLE;
SELECT throws_ok('SET LOCAL ROLE matrix_all; ' || sql, '42501', NULL, sql)
FROM unnest(ARRAY[
	'CREATE TRIGGER t BEFORE INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION evil.fire()',
	'CREATE TRIGGER t AFTER UPDATE ON fitclub.member FOR EACH STATEMENT EXECUTE FUNCTION evil.fire()',
	'CREATE OR REPLACE TRIGGER member_audit AFTER INSERT ON fitclub.member FOR EACH ROW EXECUTE FUNCTION evil.fire()',
	'CREATE CONSTRAINT TRIGGER t AFTER INSERT ON fitclub.notification DEFERRABLE FOR EACH ROW EXECUTE FUNCTION evil.fire()',
	'CREATE TRIGGER t INSTEAD OF INSERT ON fitclub.member_latest_metric_view FOR EACH ROW EXECUTE FUNCTION evil.fire()',
	'CREATE TRIGGER t BEFORE UPDATE ON fitclub.member FOR EACH ROW WHEN (evil.is_fired())
		EXECUTE FUNCTION suppress_redundant_updates_trigger()',
	'CREATE TABLE evil.t (member_id evil.reference REFERENCES fitclub.member)',
	'CREATE TABLE evil.t (member_id evil.domain REFERENCES fitclub.member)',
	'ALTER TABLE evil.booking ADD FOREIGN KEY (member_id) REFERENCES fitclub.member NOT VALID',
	'ALTER TABLE fitclub.member DISABLE TRIGGER member_audit',
	'ALTER TABLE fitclub.member ALTER notes SET DEFAULT evil.is_fired()',
	'ALTER TABLE fitclub.member ADD CHECK (evil.is_fired())',
	'ALTER TABLE fitclub.member ADD c boolean GENERATED ALWAYS AS (evil.is_fired()) STORED',
	'CREATE RULE r AS ON INSERT TO fitclub.member DO ALSO SELECT evil.is_fired()',
	'CREATE POLICY p ON fitclub.member USING (evil.is_fired())',
	'CREATE INDEX ON fitclub.member ((evil.is_fired()))',
	'CREATE STATISTICS evil.s ON first_name, last_name FROM fitclub.member',
	'CREATE TABLE evil.t () INHERITS (fitclub.member)',
	'CREATE OR REPLACE VIEW fitclub.member_latest_metric_view AS SELECT evil.is_fired()',
	'CREATE OR REPLACE FUNCTION fitclub.member_balance(member_id bigint) RETURNS numeric LANGUAGE sql AS ''SELECT 1.0''',
	'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION evil.fire()']) AS sql;
SELECT lives_ok('SET LOCAL ROLE matrix_all; ' || sql, sql)
FROM unnest(ARRAY[
	'ALTER TABLE evil.booking ADD FOREIGN KEY (trainer_id) REFERENCES fitclub.trainer',
	'CREATE TABLE evil.t (member_id integer REFERENCES fitclub.member)',
	'CREATE TRIGGER t BEFORE INSERT ON evil.booking FOR EACH ROW EXECUTE FUNCTION evil.fire()']) AS sql;
RESET ROLE;

-- Where such a trigger has come to be there all the same, it is not fired.
SAVEPOINT made;
CREATE TRIGGER t BEFORE INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION evil.fire();
CREATE TRIGGER t BEFORE INSERT ON fitclub.member FOR EACH ROW WHEN (evil.is_fired())
	EXECUTE FUNCTION suppress_redundant_updates_trigger();
SELECT throws_ok(matrix.fill(call, NULL), '42501', NULL, 'not fired by ' || call)
FROM unnest(ARRAY['create_member(''Ann'', ''Lee'', ''n@matrix.example'')', 'create_room(''New'', 5)',
	'book_session({member}, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')']) AS call;
ALTER TABLE fitclub.private_session DISABLE TRIGGER t;
ALTER TABLE fitclub.member DISABLE TRIGGER t;
SELECT lives_ok('SELECT fitclub.create_room(''New'', 5)', 'nor in the way when it is disabled');
ALTER TABLE fitclub.private_session ENABLE TRIGGER t;
ALTER FUNCTION evil.fire SECURITY DEFINER;
SELECT throws_ok(matrix.fill('book_session({member}, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', NULL),
	'EV000', 'a trap was run as matrix_all', 'one with its own rights is fired');
ROLLBACK TO made;

-- Row security: a leaky function or operator sees no row that its caller may not.

GRANT SELECT ON ALL TABLES IN SCHEMA fitclub TO matrix_members, matrix_trainers;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA fitclub TO matrix_members, matrix_trainers;
CREATE TEMP TABLE leaked (value text);
GRANT ALL ON leaked TO PUBLIC;

SET LOCAL ROLE matrix_member;
CREATE FUNCTION evil.leak(value anyelement) RETURNS boolean
LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
	INSERT INTO pg_temp.leaked VALUES (value);
	RETURN true;
END $$;
CREATE FUNCTION evil.leaks(a text, b text) RETURNS boolean
LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
	INSERT INTO pg_temp.leaked VALUES (a);
	RETURN true;
END $$;
CREATE OPERATOR evil.<<< (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.leaks);
SET LOCAL search_path = pg_catalog;
SELECT count(*) FROM fitclub.member AS m WHERE evil.leak(m.email);
SELECT count(*) FROM fitclub.member AS m WHERE m.email OPERATOR(evil.<<<) 'x';
SELECT count(*) FROM fitclub.member_latest_metric_view AS m WHERE evil.leak(m.email);
SELECT count(*) FROM fitclub.private_session AS s WHERE evil.leak(s.session_id);
SELECT count(*) FROM fitclub.health_metric AS h WHERE evil.leak(h.weight);
SELECT count(*) FROM fitclub.member AS m JOIN fitclub.billing_item AS b USING (member_id)
WHERE evil.leak(b.description || m.email) AND evil.leak(m.email);
RESET search_path;
SET LOCAL search_path = public, pg_catalog;
RESET ROLE;
SELECT cmp_ok((SELECT count(*) FROM leaked), '>', 5::bigint, 'the leaks work');
SELECT is_empty(
	$$ SELECT value FROM leaked
	   WHERE value LIKE '%bob@%' OR value IN (matrix.other('session')::text, '80') $$,
	'and see nothing of others');
SELECT is(
	matrix.answer('matrix_member', format('SELECT 1 / (m.member_id - %s) FROM fitclub.member AS m', matrix.other('member'))),
	'ok', 'no row of others divides by zero');
SELECT is(
	matrix.answer('matrix_member', format('SELECT 1 / (m.member_id - %s) FROM fitclub.member_latest_metric_view AS m', matrix.other('member'))),
	'ok', 'nor in the view');

-- Statistics are of all rows, and not for those who see some.
ANALYZE fitclub.member, fitclub.health_metric;
SET LOCAL ROLE matrix_member;
SELECT is_empty($$SELECT * FROM pg_stats WHERE schemaname = 'fitclub'$$, 'no statistics are shown');
RESET ROLE;

-- Unique keys and foreign keys answer nothing to who may not write.
SELECT is(matrix.answer('matrix_member', sql), 'deny', translate(sql, E'\n\t', '  '))
FROM unnest(ARRAY[
	$$INSERT INTO fitclub.member (first_name, last_name, email) VALUES ('x', 'y', 'bob@matrix.example')$$,
	$$INSERT INTO fitclub.member (first_name, last_name, email) VALUES ('x', 'y', 'free@matrix.example')$$,
	$$INSERT INTO fitclub.member (first_name, last_name, email) VALUES ('x', 'y', 'bob@matrix.example')
		ON CONFLICT (fitclub_internal.fold(email)) DO NOTHING$$,
	$$INSERT INTO fitclub.health_metric (member_id, weight) VALUES (1, 70)$$,
	$$INSERT INTO fitclub.health_metric (member_id, weight) VALUES (999999, 70)$$,
	format('INSERT INTO fitclub.health_metric (member_id, weight) VALUES (%s, 70)', matrix.own('member'))]) AS sql;
SELECT is(
	matrix.answer('matrix_member', 'COPY fitclub.member (first_name, last_name, email) FROM PROGRAM ''true'''),
	'deny', 'nor does COPY');
SELECT is(
	matrix.answer('matrix_member', 'SET LOCAL row_security = off; SELECT * FROM fitclub.member'), 'deny',
	'row security is not switched off');
SELECT is(
	matrix.answer('matrix_member', 'LOCK TABLE fitclub.member IN ACCESS EXCLUSIVE MODE'), 'ok',
	'a grant of UPDATE includes locks, as everywhere');
SELECT is(
	matrix.answer('matrix_member', 'SELECT * FROM fitclub.member FOR UPDATE'), 'ok',
	'FOR UPDATE locks no row');

-- A plan that was made for the owner is not carried out for somebody else.
PREPARE everybody AS SELECT count(*) FROM fitclub.member;
EXECUTE everybody;
SET LOCAL ROLE matrix_member;
CREATE TEMP TABLE counted AS EXECUTE everybody;
RESET ROLE;
SELECT is((SELECT count FROM counted), 2::bigint, 'a prepared statement sees what who runs it may see');
DEALLOCATE everybody;

-- SET ROLE: to the groups one is in, who are nobody; back; and no further.

SELECT is(matrix.answer('matrix_member', sql), answer, sql)
FROM (VALUES
	('SET LOCAL ROLE matrix_members; SELECT 1', 'ok'),
	(format('SET LOCAL ROLE matrix_members; SELECT fitclub.member_balance(%s)', matrix.own('member')), 'identity_unknown'),
	(format('SET LOCAL ROLE matrix_members; SELECT fitclub.member_balance(%s)', matrix.other('member')), 'identity_unknown'))
	AS t (sql, answer);

-- SET ROLE is refused by the session's own role, so that it takes one that is no superuser.
SET LOCAL SESSION AUTHORIZATION matrix_member;
SELECT throws_ok('SET LOCAL ROLE matrix_staff', '42501', NULL, 'SET ROLE to staff');
SELECT throws_ok('SET LOCAL ROLE matrix_desk', '42501', NULL, 'SET ROLE to the desk');
SELECT throws_ok('SET LOCAL ROLE matrix_application', '42501', NULL, 'SET ROLE to an application');
SELECT throws_ok('SET LOCAL ROLE postgres', '42501', NULL, 'SET ROLE to a superuser');
RESET ROLE;
SELECT is(fitclub.current_identity(), 'member:' || matrix.own('member'), 'RESET ROLE leads back to oneself');
SET LOCAL ROLE NONE;
SELECT is(fitclub.current_identity(), 'member:' || matrix.own('member'), 'and so does SET ROLE NONE');

-- fitclub.identity
SELECT throws_ok(sql, '42501', NULL, translate(sql, E'\n\t', '  '))
FROM unnest(ARRAY[
	'SET fitclub.identity = ''staff:1''', 'SET LOCAL fitclub.identity = ''staff:1''',
	'SET SESSION fitclub.identity TO ''staff:1''',
	'SELECT set_config(''fitclub.identity'', ''staff:1'', true)',
	'SELECT set_config(''FitClub.Identity'', ''staff:1'', false)',
	'UPDATE pg_settings SET setting = ''staff:1'' WHERE name = ''fitclub.identity''',
	'SET fitclub.audit = off', 'SET fitclub.accept_old_values = on', 'SELECT set_config(''fitclub.audit'', ''off'', true)',
	'ALTER ROLE CURRENT_USER SET fitclub.audit = off',
	'CREATE FUNCTION evil.f() RETURNS void LANGUAGE sql SET fitclub.audit = off AS ''SELECT''',
	'ALTER ROLE matrix_member SET fitclub.identity = ''staff:1''',
	'ALTER ROLE CURRENT_USER SET fitclub.identity = ''staff:1''',
	'ALTER ROLE matrix_member IN DATABASE postgres SET fitclub.identity = ''staff:1''',
	'ALTER DATABASE postgres SET fitclub.identity = ''staff:1''',
	'GRANT SET ON PARAMETER fitclub.identity TO matrix_member',
	'CREATE FUNCTION evil.f() RETURNS text LANGUAGE sql SET fitclub.identity = ''staff:1''
		AS ''SELECT fitclub.current_identity()''',
	'DO $$ BEGIN SET LOCAL fitclub.identity = ''staff:1''; END $$',
	'DO $$ BEGIN PERFORM set_config(''fitclub.identity'', ''staff:1'', true); END $$']) AS sql;
SELECT throws_ok('ALTER SYSTEM SET fitclub.identity = ''staff:1''', '25001', NULL, 'ALTER SYSTEM');
SELECT throws_ok('SET fitclub.member_id = 2', '42602', NULL, 'a setting made up');
SELECT is(fitclub.current_identity(), 'member:' || matrix.own('member'), 'the identity is what it was');
RESET SESSION AUTHORIZATION;

-- SECURITY DEFINER, of the attacker or of somebody of more rights, changes
-- neither who calls nor what may be set.
SET LOCAL SESSION AUTHORIZATION matrix_member;
CREATE FUNCTION evil.claim() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
	PERFORM set_config('fitclub.identity', 'staff:1', true);
	RETURN fitclub.current_identity();
END $$;
CREATE FUNCTION evil.become() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
	SET LOCAL ROLE matrix_members;
	RETURN fitclub.current_identity();
END $$;
SELECT throws_ok('SELECT evil.claim()', '42501', NULL, 'SECURITY DEFINER sets no identity');
SELECT throws_ok('SELECT evil.become()', '42501', NULL, 'and no role');
RESET SESSION AUTHORIZATION;
CREATE FUNCTION matrix.borrowed(member_id bigint) RETURNS numeric
LANGUAGE sql SECURITY DEFINER AS 'SELECT fitclub.member_balance(member_id)';
SELECT is(
	matrix.answer('matrix_member', format('SELECT matrix.borrowed(%s)', matrix.other('member'))), 'own_only',
	'a superuser''s function does not lend its rights to a person');
CREATE FUNCTION matrix.lent(member_id bigint) RETURNS numeric
LANGUAGE sql SECURITY DEFINER AS 'SELECT fitclub.member_balance(member_id)';
DO $$ BEGIN EXECUTE format('ALTER FUNCTION matrix.lent SET fitclub.identity = %L', 'staff:' || matrix.own('staff')); END $$;
SELECT is(
	matrix.answer('matrix_member', format('SELECT matrix.lent(%s)', matrix.other('member'))), 'ok',
	'unless it says so');
SELECT is(
	matrix.answer('matrix_member', format('SELECT matrix.lent(%1$s), fitclub.member_balance(%1$s)', matrix.other('member'))),
	'own_only', 'and only for as long as it runs');

-- Maintenance by somebody else: an index, statistics or a materialized view of
-- the attacker's runs the attacker's code while a superuser calls.
SET LOCAL ROLE matrix_member;
CREATE TABLE evil.bait (session_id bigint);
CREATE FUNCTION evil.strike(session_id bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	RETURN 'cancelled ' || fitclub.cancel_session(session_id);
EXCEPTION WHEN OTHERS THEN
	RETURN sqlerrm;
END $$;
CREATE MATERIALIZED VIEW evil.loot AS SELECT evil.strike(session_id) AS found FROM evil.bait;
CREATE INDEX ON evil.bait (evil.strike(session_id));
INSERT INTO evil.bait SELECT other FROM matrix.thing WHERE kind = 'session';
RESET ROLE;
REINDEX TABLE evil.bait;
ANALYZE evil.bait;
REFRESH MATERIALIZED VIEW evil.loot;
SELECT results_eq('SELECT DISTINCT found FROM evil.loot',
	ARRAY['cannot tell which person this session is acting for'], 'maintenance acts for nobody');
SELECT is(
	(SELECT count(*) FROM fitclub.private_session WHERE cancelled_at IS NOT NULL), 0::bigint,
	'no session is cancelled by it');

-- After all of it the club is as it was.
SELECT is(matrix.state(), (SELECT state FROM before), 'nothing has changed');

SELECT * FROM finish();
ROLLBACK;
