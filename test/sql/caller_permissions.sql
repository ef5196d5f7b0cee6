--
-- Personas and logins, and what members and trainers are refused.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;

SELECT test.open_club();
SELECT fitclub.create_staff('Sue', 'Desk', 'sue@example.org', 'correct horse');

CREATE ROLE regress_fitclub_members;
CREATE ROLE regress_fitclub_trainers;
CREATE ROLE regress_fitclub_desk;
CREATE ROLE regress_fitclub_ann IN ROLE regress_fitclub_members;
CREATE ROLE regress_fitclub_una IN ROLE regress_fitclub_trainers;
CREATE ROLE regress_fitclub_sue IN ROLE regress_fitclub_desk;
CREATE ROLE regress_fitclub_app;

-- Giving a role a persona.
SELECT fitclub.grant_role('member', 'regress_fitclub_members');
SELECT fitclub.grant_role('trainer', 'regress_fitclub_trainers');
SELECT fitclub.grant_role('staff', 'regress_fitclub_desk');
SELECT fitclub.grant_role('staff', 'regress_fitclub_desk');

\set VERBOSITY verbose
\set SHOW_CONTEXT never
SELECT * FROM test.refusal($$SELECT fitclub.grant_role('guest', 'regress_fitclub_app')$$) \gx
SELECT * FROM test.refusal($$SELECT fitclub.grant_role(NULL, 'regress_fitclub_app')$$) \gx
SELECT * FROM test.refusal($$SELECT fitclub.grant_role('member', NULL)$$) \gx
SELECT sqlstate, message FROM test.refusal($$SELECT fitclub.grant_role('member', 'regress_fitclub_none')$$);
SELECT sqlstate, message FROM test.refusal($$SELECT fitclub.grant_role('member', 'public')$$);
SELECT sqlstate, message FROM test.refusal($$SELECT fitclub.revoke_role('member', 'regress_fitclub_none')$$);

-- Only the owner may give it, whatever roles may execute the function.
GRANT USAGE ON SCHEMA fitclub TO regress_fitclub_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub TO regress_fitclub_app;
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_app;
	SELECT fitclub.grant_role('staff', 'regress_fitclub_app')$$) \gx

-- What each has: functions, tables, and nothing that lets it give more.
SELECT role, count(*) FILTER (WHERE has_function_privilege(role, p.oid, 'EXECUTE')) > 0 AS functions,
	count(*) FILTER (WHERE has_function_privilege(role, p.oid, 'EXECUTE WITH GRANT OPTION')) AS to_give,
	has_schema_privilege(role, 'fitclub', 'USAGE') AS usage,
	has_schema_privilege(role, 'fitclub', 'CREATE') AS create
FROM unnest(ARRAY['regress_fitclub_members', 'regress_fitclub_trainers', 'regress_fitclub_desk']) AS role,
	pg_proc AS p
WHERE p.pronamespace = 'fitclub'::regnamespace AND NOT has_function_privilege('public', p.oid, 'EXECUTE')
GROUP BY role ORDER BY 1;
SELECT role, string_agg(c.relname, ' ' ORDER BY c.relname) AS reads
FROM unnest(ARRAY['regress_fitclub_members', 'regress_fitclub_trainers', 'regress_fitclub_desk']) AS role,
	pg_class AS c
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind IN ('r', 'v')
	AND has_table_privilege(role, c.oid, 'SELECT')
GROUP BY role;

-- Taking it away leaves what another persona of the role needs.
SELECT fitclub.grant_role('member', 'regress_fitclub_trainers');
SELECT fitclub.revoke_role('member', 'regress_fitclub_trainers');
SELECT has_function_privilege('regress_fitclub_trainers', 'fitclub.health_history(bigint, integer, timestamptz, bigint)', 'EXECUTE') AS shared,
	has_function_privilege('regress_fitclub_trainers', 'fitclub.member_balance(bigint)', 'EXECUTE') AS members_only,
	has_schema_privilege('regress_fitclub_trainers', 'fitclub', 'USAGE') AS usage;
SELECT fitclub.revoke_role('trainer', 'regress_fitclub_trainers');
SELECT count(*) AS functions, has_schema_privilege('regress_fitclub_trainers', 'fitclub', 'USAGE') AS usage
FROM pg_proc WHERE pronamespace = 'fitclub'::regnamespace
	AND has_function_privilege('regress_fitclub_trainers', oid, 'EXECUTE')
	AND NOT has_function_privilege('public', oid, 'EXECUTE');
SELECT fitclub.grant_role('trainer', 'regress_fitclub_trainers');

-- Logins.
SELECT fitclub.link_login('regress_fitclub_ann', member_id => 1);
SELECT fitclub.link_login('regress_fitclub_una', trainer_id => 3);
SELECT fitclub.link_login('regress_fitclub_sue', staff_id => 1);
SELECT login_role, member_id, trainer_id, staff_id FROM fitclub.login ORDER BY login_role;
-- In place of whose it was.
SELECT fitclub.link_login('regress_fitclub_ann', member_id => 2);
SELECT fitclub.link_login('regress_fitclub_ann', member_id => 1);
SELECT login_role, member_id FROM fitclub.login WHERE login_role = 'regress_fitclub_ann';

SELECT * FROM test.refusal($$SELECT fitclub.link_login('regress_fitclub_ann')$$) \gx
SELECT * FROM test.refusal($$SELECT fitclub.link_login('regress_fitclub_ann', 1, 1)$$) \gx
SELECT * FROM test.refusal($$SELECT fitclub.link_login('regress_fitclub_ann', member_id => 99)$$) \gx
SELECT * FROM test.refusal($$SELECT fitclub.link_login(NULL, member_id => 1)$$) \gx
SELECT sqlstate, message FROM test.refusal($$SELECT fitclub.link_login('regress_fitclub_none', 1)$$);
SELECT * FROM test.refusal($$SELECT fitclub.link_login('regress_fitclub_app', member_id => 1)$$) \gx
SELECT sqlstate, constraint_name, message
FROM test.refusal($$SELECT fitclub.link_login('regress_fitclub_ann', staff_id => 1)$$);
SELECT * FROM test.refusal($$SELECT fitclub.unlink_login('regress_fitclub_app')$$) \gx
SELECT sqlstate, message FROM test.refusal($$SELECT fitclub.unlink_login(NULL)$$);

-- A role that was renamed is linked again, and another may have its old name.
CREATE ROLE regress_fitclub_bob IN ROLE regress_fitclub_members;
SELECT fitclub.link_login('regress_fitclub_bob', member_id => 2);
ALTER ROLE regress_fitclub_bob RENAME TO regress_fitclub_rob;
CREATE ROLE regress_fitclub_bob IN ROLE regress_fitclub_members;
SELECT fitclub.link_login('regress_fitclub_rob', member_id => 2);
SELECT fitclub.link_login('regress_fitclub_bob', member_id => 3);
SELECT login_role, member_id FROM fitclub.login WHERE member_id IN (2, 3) ORDER BY member_id;
SELECT fitclub.unlink_login('regress_fitclub_rob');
DROP ROLE regress_fitclub_rob, regress_fitclub_bob;
SELECT fitclub.unlink_login('regress_fitclub_bob');
SELECT count(*) FROM fitclub.login;

-- What is refused, in which words. Sessions: 1 Ann's with Una, 2 Bob's with Tom.
SELECT fitclub.book_session(1, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 09:00', '2101-01-03 10:00');

-- somebody else's, and what is not there: the same
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann;
	SELECT fitclub.book_session(2, 3, 1, '2101-01-04 09:00', '2101-01-04 10:00')$$) \gx
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann; SELECT fitclub.cancel_session(2)$$) \gx
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann; SELECT fitclub.cancel_session(99)$$) \gx
-- staff's to give
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann;
	SELECT fitclub.book_session(1, 3, 1, '2101-01-04 09:00', '2101-01-04 10:00', price => 0)$$) \gx
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann; SELECT fitclub.cancel_session(1, true)$$) \gx
-- staff's to do
SELECT sqlstate, left_behind FROM test.refusal($$
	SET LOCAL ROLE regress_fitclub_una; GRANT regress_fitclub_desk TO regress_fitclub_una$$);
GRANT EXECUTE ON FUNCTION fitclub.update_club TO regress_fitclub_una;
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_una; SELECT fitclub.update_club(name => 'Una''s')$$) \gx
REVOKE EXECUTE ON FUNCTION fitclub.update_club FROM regress_fitclub_una;
-- the owner's to do
GRANT EXECUTE ON FUNCTION fitclub.clear_data TO regress_fitclub_sue;
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_sue; SELECT fitclub.clear_data(true)$$) \gx
REVOKE EXECUTE ON FUNCTION fitclub.clear_data FROM regress_fitclub_sue;
-- for whom, is not known
SELECT * FROM test.refusal($$SET LOCAL ROLE regress_fitclub_members; SELECT fitclub.member_balance(1)$$) \gx

-- Once it has begun a booking is the desk's. 3 began an hour ago.
SELECT fitclub.book_session(1, 3, NULL, now() - interval '1 hour', now() + interval '1 hour') AS session;
SELECT message, constraint_name, column_name, detail, hint, left_behind
FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann; SELECT fitclub.cancel_session(3)$$) \gx
SELECT sqlstate, constraint_name FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann;
	SELECT fitclub.reschedule_session(3, '2101-01-04 09:00')$$);
SELECT sqlstate, constraint_name FROM test.refusal($$SET LOCAL ROLE regress_fitclub_una;
	SELECT fitclub.cancel_session(3)$$);
SET ROLE regress_fitclub_sue;
SELECT fitclub.cancel_session(3);
RESET ROLE;
-- Nor does anybody but the desk book for the past, where nobody can cancel.
SELECT message, constraint_name, column_name, detail, hint, left_behind
FROM test.refusal($$SET LOCAL ROLE regress_fitclub_una;
	SELECT fitclub.reschedule_session(1, now() - interval '1 day')$$) \gx

-- Moving is no way round the fee for cancelling late. 4 begins in two hours.
SELECT fitclub.book_session(1, 3, NULL, now() + interval '2 hours', now() + interval '3 hours') AS session;
SET ROLE regress_fitclub_ann;
SELECT fitclub.reschedule_session(4, now() + interval '4 hours');
RESET ROLE;
SELECT fitclub.update_club(late_cancellation_fee_percent => 50);
SELECT message, constraint_name, column_name, detail, hint, left_behind
FROM test.refusal($$SET LOCAL ROLE regress_fitclub_ann;
	SELECT fitclub.reschedule_session(4, '2101-01-05 09:00')$$) \gx
SET ROLE regress_fitclub_una;
SELECT fitclub.reschedule_session(4, now() + interval '6 hours');
RESET ROLE;
-- Ann pays the fee, but not when it is Una who cancels.
BEGIN;
SET LOCAL ROLE regress_fitclub_ann;
SELECT fitclub.cancel_session(4);
RESET ROLE;
SELECT description ~ '^Late cancellation: ' AS fee, amount, status FROM fitclub.billing_item ORDER BY billing_id DESC LIMIT 1;
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_fitclub_una;
SELECT fitclub.cancel_session(4);
RESET ROLE;
SELECT description ~ '^Late cancellation: ' AS fee, amount, status FROM fitclub.billing_item ORDER BY billing_id DESC LIMIT 1;
ROLLBACK;

-- Trainers see the members they work with, until nothing binds them any longer.
SET ROLE regress_fitclub_una;
SELECT member_id, first_name FROM fitclub.lookup_members(3);
SELECT count(*) FROM fitclub.health_history(1);
SELECT fitclub.cancel_session(1);
SELECT fitclub.cancel_session(4);
RESET ROLE;
SELECT sqlstate, constraint_name FROM test.refusal($$SET LOCAL ROLE regress_fitclub_una;
	SELECT fitclub.health_history(1)$$);
SELECT sqlstate, constraint_name FROM test.refusal($$SET LOCAL ROLE regress_fitclub_una;
	SELECT fitclub.book_session(1, 3, 1, '2101-01-04 09:00', '2101-01-04 10:00')$$);

-- What there is to choose from, and when it is free.
SELECT fitclub.update_trainer(1, is_active => false);
SELECT fitclub.set_availability(2, NULL, '18:00', '19:00', '2101-01-03');
SELECT fitclub.set_availability(2, NULL, '18:00', '19:00', '2001-01-01');
SELECT fitclub.create_class('Yoga', 2, 1, '2101-01-03 11:00', '2101-01-03 12:00') AS class;
SET ROLE regress_fitclub_ann;
SELECT * FROM fitclub.list_trainers();
SELECT * FROM fitclub.list_rooms();
SELECT * FROM fitclub.list_availability(2);
SELECT * FROM fitclub.busy_times('trainer', 2, '2101-01-03', '2101-01-04');
SELECT * FROM fitclub.busy_times('room', 1, '2101-01-03', '2101-01-04');
SELECT * FROM fitclub.busy_times('room', 2, '2101-01-03 09:59', '2101-01-03 10:00');
SELECT * FROM fitclub.busy_times('room', 2, '2101-01-03 10:00', '2101-01-03 11:00');
SELECT * FROM fitclub.busy_times('room', 2, '2101-01-03 09:59', '2101-01-03 09:59');
SELECT fitclub.register_for_class(1, 1);
SELECT * FROM fitclub.busy_times('member', 1, '2101-01-03', '2101-01-04');
SELECT message ~ ' is cancelled$' AS told FROM fitclub.list_notifications(member_id => 1, max_rows => 1);
SELECT count(*) FROM fitclub.list_notifications(1) AS n, fitclub.mark_notification_read(n.notification_id);
SELECT count(*) FROM fitclub.list_notifications(1);
SELECT count(*) > 0 AS read FROM fitclub.list_notifications(1, unread_only => false, max_rows => NULL);
SELECT fitclub.update_member(1, notes => 'Early bird', clear => '{phone_number}');
RESET ROLE;
-- The next page begins where the last one ended, also among those of one instant.
BEGIN;
DELETE FROM fitclub.notification;
INSERT INTO fitclub.notification (member_id, message, created_at) SELECT 1, 'number ' || n, '2101-01-01' FROM generate_series(1, 3) AS n;
SELECT l.message AS first, n.message AS next
FROM fitclub.list_notifications(1, max_rows => 2) AS l
CROSS JOIN LATERAL fitclub.list_notifications(1, before => l.created_at, before_id => l.notification_id) AS n
ORDER BY l.message, n.message;
SELECT count(*) FROM fitclub.list_notifications(1, before => '2101-01-01');
ROLLBACK;
SELECT * FROM test.refusal($$SELECT fitclub.busy_times('class', 1)$$) \gx
SELECT * FROM test.refusal($$SELECT fitclub.list_notifications()$$) \gx
SELECT sqlstate, message FROM test.refusal($$SELECT fitclub.list_notifications(1, 1)$$);
SELECT registration_id, member_id, first_name, last_name, attended FROM fitclub.class_roster(1);
SELECT fitclub.add_equipment(1, 'Bar') AS bar, fitclub.add_equipment(2, 'Mat') AS mat;
SELECT fitclub.report_issue(1, 'It squeaks', out_of_order => true);
SELECT * FROM fitclub.list_equipment();
SELECT * FROM fitclub.list_equipment(2);

-- An application with the privileges, and no persona, does what it did.
GRANT USAGE ON SCHEMA test TO regress_fitclub_app;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub TO regress_fitclub_app;
SET ROLE regress_fitclub_app;
SELECT fitclub.current_identity();
SELECT fitclub.book_session(2, 3, NULL, '2001-01-04 09:00', '2001-01-04 10:00', price => 0);
SELECT count(*) FROM fitclub.member;
UPDATE fitclub.member SET notes = 'x' WHERE member_id = 2;
INSERT INTO fitclub.room (name, capacity) VALUES ('Attic', 3);
SELECT sqlstate, constraint_name, message FROM test.refusal($$SELECT fitclub.cancel_session(99)$$);
RESET ROLE;

DROP OWNED BY regress_fitclub_members, regress_fitclub_trainers, regress_fitclub_desk,
	regress_fitclub_ann, regress_fitclub_una, regress_fitclub_sue, regress_fitclub_app;
DROP ROLE regress_fitclub_members, regress_fitclub_trainers, regress_fitclub_desk,
	regress_fitclub_ann, regress_fitclub_una, regress_fitclub_sue, regress_fitclub_app;
SELECT test.clean_club();
