--
-- Payers and dependants: who pays for whom, and what a payer does for a member
-- without an e-mail.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;
\pset format unaligned
\pset footer off
\pset null null
\set SHOW_CONTEXT never
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3.
SELECT test.open_club();
CREATE FUNCTION pg_temp.refused(VARIADIC calls text[]) RETURNS TABLE (call text, sqlstate text, constraint_name text, table_name text, column_name text, message text, detail text, hint text, left_behind text)
LANGUAGE sql AS $$
	SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
	FROM unnest(calls) WITH ORDINALITY AS c (call, n) CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r ORDER BY c.n
$$;
CREATE VIEW pg_temp.household AS
SELECT m.member_id, m.first_name, m.email, p.payer_id, p.since BETWEEN now() - interval '1 minute' AND clock_timestamp() AS is_recent
FROM fitclub.member AS m LEFT JOIN fitclub.payer AS p USING (member_id) ORDER BY m.member_id;

-- A dependant is a member without an e-mail.
SELECT fitclub.create_dependant(1, 'Kim', 'Member', '2015-05-05', 'girl', 'nuts') AS kim;
SELECT fitclub.create_dependant(1, 'Lou', 'Member') AS lou;
SELECT first_name, last_name, email, phone_number, date_of_birth, gender, notes FROM fitclub.member WHERE member_id > 4 ORDER BY member_id;
SELECT * FROM pg_temp.household;
SELECT * FROM pg_temp.refused('create_dependant(NULL, ''A'', ''B'')', 'create_dependant(99, ''A'', ''B'')', 'create_dependant(1, NULL, ''B'')', 'create_dependant(1, ''A'', '' '')',
	'create_dependant(1, ''A'', ''B'', ''2999-01-01'')', 'create_dependant(5, ''A'', ''B'')', 'create_member(''A'', ''B'', NULL)', 'update_member(1, clear => ''{email}'')');

-- Somebody else pays for a member; who pays has no payer.
SELECT fitclub.set_payer(2, 3) AS bob, fitclub.set_payer(5, 1) AS again;
SELECT since AS since FROM fitclub.payer WHERE member_id = 2 \gset
SELECT fitclub.set_payer(2, 3) AS no_change;
SELECT since = :'since' AS is_kept FROM fitclub.payer WHERE member_id = 2;
SELECT fitclub.set_payer(2, 4) AS another;
SELECT payer_id, since > :'since' AS is_later FROM fitclub.payer WHERE member_id = 2;
SELECT fitclub.set_payer(2, NULL) AS nobody, fitclub.set_payer(3, NULL) AS never_had_one;
SELECT fitclub.set_payer(2, 3) AS bob;
SELECT * FROM pg_temp.refused('set_payer(NULL, 1)', 'set_payer(99, 1)', 'set_payer(2, 99)', 'set_payer(2, 2)', 'set_payer(4, 2)', 'set_payer(3, 4)', 'set_payer(1, 4)', 'set_payer(5, NULL)');
SELECT member_id, payer_id FROM fitclub.payer ORDER BY member_id;
SELECT table_name, row_key, version, action, old_row ->> 'payer_id' AS old_payer, new_row ->> 'payer_id' AS new_payer FROM fitclub.audit_log WHERE table_name = 'payer' ORDER BY row_key, version;

-- What a payer does for dependants, and for nobody else.
SELECT fitclub.book_session(5, 3, NULL, '2101-01-03 09:00', '2101-01-03 10:00', price => 10) AS kims, fitclub.book_session(2, 3, NULL, '2101-01-03 10:00', '2101-01-03 11:00') AS bobs;
SELECT fitclub.create_class('Judo', 3, 1, '2101-01-03 12:00', '2101-01-03 13:00') AS judo;
INSERT INTO fitclub.notification (member_id, message) VALUES (5, 'Judo is on');
-- What a household owes, by the member who pays; of Bob, who has an e-mail, Cyd sees how much.
SELECT fitclub.create_billing_item(1, 7, 'Towel') AS towel, fitclub.create_billing_item(5, 6, 'Belt') AS belt \gset
SELECT fitclub.record_payment(:belt, 4, 'cash') > 0 AS paid, fitclub.correct_bill(:towel, 5) > 0 AS corrected;
CREATE VIEW pg_temp.household_lines AS
SELECT p.payer_id, h.member, h.kind, h.description, h.charge, h.credit, h.balance
FROM (VALUES (1), (3)) AS p (payer_id) CROSS JOIN LATERAL fitclub.household_statement(p.payer_id) AS h;
SELECT * FROM pg_temp.household_lines;
SELECT p.payer_id, h.balance = fitclub.member_balance(1) + fitclub.member_balance(5) + fitclub.member_balance(6) AS is_theirs
FROM (VALUES (1)) AS p (payer_id) CROSS JOIN LATERAL (
	SELECT s.balance FROM fitclub.household_statement(p.payer_id) WITH ORDINALITY AS s ORDER BY s.ordinality DESC LIMIT 1) AS h;
SELECT count(*) FROM fitclub.household_statement(5) AS kims;
BEGIN;
SET LOCAL fitclub.identity = 'member:3';
SELECT member, kind, description, charge, balance FROM fitclub.household_statement(3);
SELECT * FROM pg_temp.refused('household_statement(2)', 'household_statement(1)', 'household_statement(NULL)', 'household_statement(99)', 'household_statement(3, ''2002-01-01'', ''2001-01-01'')');
-- The same for a role of her own.
RESET fitclub.identity;
CREATE ROLE regress_fitclub_cyd;
SELECT fitclub.grant_role('member', 'regress_fitclub_cyd'), fitclub.link_login('regress_fitclub_cyd', member_id => 3);
GRANT SELECT ON ALL TABLES IN SCHEMA fitclub TO regress_fitclub_cyd;
SET LOCAL ROLE regress_fitclub_cyd;
SELECT member, kind, description, charge, balance FROM fitclub.household_statement(3);
-- In the tables, an adult's rows are not hers.
SELECT 'member' AS seen, member_id FROM fitclub.member UNION ALL SELECT 'payer', member_id FROM fitclub.payer
UNION ALL SELECT 'private_session', member_id FROM fitclub.private_session UNION ALL SELECT 'billing_item', member_id FROM fitclub.billing_item
UNION ALL SELECT 'notification', member_id FROM fitclub.notification UNION ALL SELECT 'ledger', member_id FROM fitclub.ledger ORDER BY 1, 2;
RESET ROLE;
SET LOCAL fitclub.identity = 'member:1';
SELECT fitclub.account_balance('receivable', 5) = fitclub.member_balance(5) AS kims_account;
SELECT account, member_id, amount FROM fitclub.ledger ORDER BY at, source, source_id;
ROLLBACK;
BEGIN;
SET LOCAL fitclub.identity = 'member:1';
SELECT fitclub.book_session(5, 3, NULL, '2101-01-04 09:00', '2101-01-04 10:00') AS booked, fitclub.register_for_class(5, 1) AS seat;
SELECT fitclub.book_available_session(6, '2101-01-04 10:00', '2101-01-04 11:00', ARRAY[3]::bigint[], online => true) > 0 AS booked;
SELECT fitclub.reschedule_session(1, '2101-01-03 14:00') AS moved;
SELECT fitclub.cancel_session(1) AS cancelled, fitclub.cancel_registration(1) AS seat_cancelled;
SELECT fitclub.member_balance(5), jsonb_array_length(fitclub.member_dashboard(5) -> 'upcoming_sessions') AS sessions;
SELECT fitclub.member_dashboard(1) -> 'dependants' AS dependants, fitclub.member_dashboard(5) #> '{profile,payer_id}' AS payer;
SELECT description, amount, status FROM fitclub.list_bills(5);
SELECT notification_id, message FROM fitclub.list_notifications(5) ORDER BY 1 LIMIT 1;
SELECT count(*) AS conflicts FROM fitclub.find_conflicts(3, '2101-01-04 09:00', '2101-01-04 10:00', member_id => 5);
SELECT * FROM pg_temp.refused('update_member(5, notes => ''x'')', 'log_health_metric(5, 30)', 'create_dependant(1, ''A'', ''B'')', 'set_payer(5, NULL)', 'release_dependant(5, ''kim@example.org'')');
ROLLBACK;
-- Who pays for an adult pays the bills, by any function, and is not told what they are for.
BEGIN;
SELECT fitclub.create_billing_item(2, 9, 'Massage') AS bobs, fitclub.create_billing_item(4, 8, 'Sauna') AS dans, fitclub.create_billing_item(3, 7, 'Socks') AS own \gset
SELECT fitclub.receive_payment(3, 12, 'cash', ARRAY[:own, :bobs]) AS mixed, fitclub.receive_payment(3, 20, billing_ids => '{}') AS account, fitclub.record_payment(:dans, 1, member_id => 3) AS for_dan, fitclub.record_payment(:bobs, 1, member_id => 2) AS by_bob, fitclub.record_payment(:belt, 1, member_id => 1) AS for_kim \gset
SET LOCAL fitclub.identity = 'member:3';
SELECT fitclub.apply_credit(3, 2, 2) > 0 AS paid;
SELECT call, sqlstate, constraint_name FROM pg_temp.refused(format('apply_credit(3, %s)', :dans), format('apply_credit(2, %s)', :bobs), format('payment_receipt(%s)', :by_bob));
SELECT bill, amount, type FROM fitclub.list_payments(to_time => 'infinity') ORDER BY payment_id;
SELECT line ->> 'description' AS description, line ->> 'amount' AS amount FROM jsonb_array_elements(fitclub.payment_receipt(:mixed) -> 'lines') AS line;
SELECT fitclub.payment_receipt(:for_dan) #>> '{lines,0,description}' AS description;
SELECT fitclub.settle_account(3) AS settled;
-- What a dependant has on account pays for the dependant.
SET LOCAL fitclub.identity = 'member:1';
SELECT call, sqlstate, constraint_name FROM pg_temp.refused(format('apply_credit(1, %s)', :bobs), format('apply_credit(5, %s)', :bobs));
-- Those who see all, and the member who was billed, are told.
SELECT bill, amount FROM fitclub.list_payments(to_time => 'infinity');
SET LOCAL fitclub.identity = 'member:2';
SELECT bill, amount FROM fitclub.list_payments(to_time => 'infinity');
RESET fitclub.identity;
SELECT bill, amount, type FROM fitclub.list_payments(to_time => 'infinity', member_id => 3) ORDER BY payment_id;
SELECT line ->> 'description' AS description FROM jsonb_array_elements(fitclub.payment_receipt(:mixed) -> 'lines') AS line;
CREATE ROLE regress_fitclub_eve;
SELECT fitclub.grant_role('reader', 'regress_fitclub_eve');
SET LOCAL ROLE regress_fitclub_eve;
SELECT fitclub.payment_receipt(:for_dan) #>> '{lines,0,description}' AS description;
ROLLBACK;
-- Cyd pays for Bob, who has an e-mail and acts for himself; Dan and Bob have no part in it.
BEGIN;
SET LOCAL fitclub.identity = 'member:3';
SELECT call, sqlstate, constraint_name, message FROM pg_temp.refused('member_balance(2)', 'list_bookings(2)', 'book_session(2, 3, NULL, ''2101-01-04 09:00'', ''2101-01-04 10:00'')', 'cancel_session(2)', 'member_balance(5)', 'cancel_session(1)');
SET LOCAL fitclub.identity = 'member:5';
SELECT call, sqlstate, constraint_name, message FROM pg_temp.refused('member_balance(1)', 'member_balance(6)');
ROLLBACK;

-- A dependant cannot sign in.
SELECT * FROM pg_temp.refused('set_password(''member'', 5, ''correct horse'')');
BEGIN;
SET LOCAL fitclub.identity = 'member:5';
SELECT call, sqlstate, constraint_name FROM pg_temp.refused('change_password(''correct horse'', ''battery staple'')');
SELECT fitclub.request_contact_change('kim@example.org') > 0 AS asked;
ROLLBACK;
SELECT member_id, email FROM fitclub.search_members('kim');

-- Grown up.
SELECT * FROM pg_temp.refused('release_dependant(NULL, ''kim@example.org'')', 'release_dependant(99, ''kim@example.org'')', 'release_dependant(5, NULL)',
	'release_dependant(5, ''kim'')', 'release_dependant(5, ''ANN@example.org'')', 'release_dependant(1, ''kim@example.org'')', 'release_dependant(2, ''kim@example.org'')');
SELECT fitclub.release_dependant(5, 'kim@example.org') AS kim;
SELECT * FROM pg_temp.household;
BEGIN;
SET LOCAL fitclub.identity = 'member:1';
SELECT call, sqlstate, constraint_name FROM pg_temp.refused('member_balance(5)', 'cancel_session(1)', 'member_balance(6)');
ROLLBACK;
-- What is not paid is still Kim's to pay, and no longer Ann's.
SELECT fitclub.member_balance(5) AS of_kim;
SELECT DISTINCT member FROM fitclub.household_statement(1) ORDER BY 1;
BEGIN;
SELECT fitclub.receive_payment(1, 500) > 0 AS received;
SELECT debtor, owed FROM fitclub.list_bills(only_open => true) WHERE debtor_id IN (1, 5) ORDER BY billing_id;
ROLLBACK;
SELECT fitclub.set_password('member', 5, 'correct horse') AS kim;
-- With an e-mail from staff a member is no longer a dependant, and the payer still pays.
SELECT fitclub.update_member(6, email => 'lou@example.org') AS lou, fitclub.set_payer(6, 4) AS paid_by_dan;
SELECT fitclub.create_dependant(4, 'Moe', 'Member') AS moe \gset
SELECT * FROM fitclub.verify();

-- Erased: a payer only when nobody is left to pay for.
SELECT * FROM pg_temp.refused('erase_member(4)');
SELECT fitclub.set_payer(6, NULL) AS lou, fitclub.set_payer(:moe, 1) AS moe;
SELECT fitclub.erase_member(4) AS dan, fitclub.erase_member(:moe) = :moe AS moe;
SELECT member_id, first_name, email FROM fitclub.member WHERE member_id IN (4, :moe) ORDER BY member_id;
SELECT member_id, payer_id FROM fitclub.payer ORDER BY member_id;
SELECT row_key, version, action, old_row ->> 'payer_id' AS old_payer, new_row ->> 'payer_id' AS new_payer FROM fitclub.audit_log WHERE table_name = 'payer' ORDER BY row_key, version;
SELECT call, sqlstate, constraint_name, message, left_behind FROM pg_temp.refused('create_dependant(4, ''A'', ''B'')', 'set_payer(2, 4)', 'set_payer(4, 1)', 'release_dependant(8, ''moe@example.org'')');
SELECT * FROM fitclub.verify();

-- Directly: the member goes with the row, and who pays stays.
SELECT r.sqlstate, r.constraint_name FROM unnest(ARRAY['INSERT INTO fitclub.payer (member_id, payer_id) VALUES (2, 1)', 'INSERT INTO fitclub.payer (member_id, payer_id) VALUES (5, 5)',
	'INSERT INTO fitclub.payer (member_id, payer_id) VALUES (5, 99)', 'DELETE FROM fitclub.member WHERE member_id = 3']) AS sql CROSS JOIN LATERAL test.refusal(sql) AS r;
SELECT fitclub.create_dependant(3, 'Ned', 'Member') AS ned \gset
DELETE FROM fitclub.member WHERE member_id = :ned;
SELECT member_id, payer_id FROM fitclub.payer ORDER BY member_id;
