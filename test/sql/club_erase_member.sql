--
-- Erasing a member: the person goes, the books stay.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
\set SHOW_CONTEXT never
SELECT test.open_club();
SELECT clock_timestamp() AS start \gset
-- Zoe, who was Zelda, has been here for a while, and something of everything is hers.
SELECT fitclub.create_member('Zelda', 'Quartz', 'zelda@quartz.example', '+1 416 555 0199', '1980-02-29', 'female', 61.7, 'Allergic to latex') AS zoe \gset
SELECT fitclub.update_member(:zoe, first_name => 'Zoe', last_name => 'O''Nyx-Smith', email => 'zoe@onyx.example');
SELECT fitclub.log_health_metric(:zoe, weight => 63.9, height => 171.3, recorded_at => '2024-05-06');
SELECT fitclub.log_health_metric(:zoe, weight => 62.8, recorded_at => '2024-06-06');
SELECT fitclub.book_session(:zoe, 3, 1, '2024-05-06 09:00', '2024-05-06 10:00') AS past \gset
SELECT fitclub.book_session(:zoe, 3, 1, '2101-01-03 09:00', '2101-01-03 10:00') AS coming \gset
SELECT fitclub.book_session(:zoe, 3, 1, '2101-01-04 09:00', '2101-01-04 10:00') AS paid \gset
SELECT fitclub.reschedule_session(:paid, '2101-01-05 09:00');
SELECT fitclub.cancel_session(fitclub.book_session(:zoe, 3, 1, '2024-06-06 09:00', '2024-06-06 10:00', price => 0),
	reason => 'Zoe, who smelled of garlic') > 0 AS cancelled;
SELECT fitclub.create_class('Run', 3, 1, '2024-06-07 09:00', '2024-06-07 10:00', price => 0) AS run \gset
SELECT fitclub.cancel_registration(fitclub.register_for_class(:zoe, :run), reason => 'Zoe was not there') > 0 AS cancelled;
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-06 09:00', '2101-01-06 10:00', capacity => 1) AS class \gset
SELECT fitclub.register_for_class(:zoe, :class) AS seat \gset
SELECT fitclub.create_billing_item(:zoe, 20, 'Locker for zoe o''nyx-smith (was Quartz), zoe@onyx.example; zoetrope') AS locker \gset
SELECT fitclub.create_billing_item(1, 20, 'Locker for Zoe') AS other_locker \gset
SELECT fitclub.record_payment(b.billing_id, 85, 'cash', description => 'Zoe paid', notes => 'Smelled of garlic')
FROM fitclub.billing_item AS b WHERE b.private_session_id = :paid;
SELECT fitclub.record_payment(b.billing_id, 30, 'card', member_id => 2, notes => 'Her brother pays')
FROM fitclub.billing_item AS b WHERE b.private_session_id = :past;
SELECT fitclub.record_payment(:locker, 20, 'card');
SELECT fitclub.record_payment(:other_locker, 20, 'card', notes => 'stays');
INSERT INTO fitclub.notification (trainer_id, message) VALUES (3, 'Zoe O''Nyx-Smith asks for you'), (3, 'Zoe Fox asks for you');
-- Rows that went long ago, or are somebody else's by now.
INSERT INTO fitclub.notification (member_id, message) VALUES (:zoe, 'Zoe is waited for'), (:zoe, 'Zoe, not Ann, is waited for');
DELETE FROM fitclub.notification WHERE message = 'Zoe is waited for';
UPDATE fitclub.notification SET member_id = 1, message = 'Ann is waited for' WHERE message ~ 'not Ann';
SELECT fitclub.create_billing_item(:zoe, 1, 'Towel for Zoe') AS towel \gset
SELECT test.forge(format('DELETE FROM fitclub.billing_item WHERE billing_id = %s', :towel));
SELECT fitclub.create_billing_item(:zoe, 85, 'Zoe, on the house', trainer_id => 3) AS favour \gset
CREATE ROLE regress_fitclub_zoe;
INSERT INTO fitclub.login (login_role, member_id) VALUES ('regress_fitclub_zoe', :zoe);
GRANT USAGE ON SCHEMA fitclub TO regress_fitclub_zoe;
GRANT EXECUTE ON FUNCTION fitclub.update_member TO regress_fitclub_zoe;
SET ROLE regress_fitclub_zoe;
SELECT fitclub.update_member(:zoe, notes => 'Allergic to nuts');
RESET ROLE;
SELECT fitclub.update_club(late_cancellation_fee_percent => 50, cancellation_notice => '360 days');

-- What of her stands anywhere: in how many rows of which tables.
CREATE FUNCTION test.traces() RETURNS TABLE (table_name text, rows bigint) LANGUAGE plpgsql AS $$
BEGIN
	FOR table_name IN SELECT relname FROM pg_class
		WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'r' ORDER BY relname
	LOOP
		EXECUTE format($q$ SELECT count(*) FROM fitclub.%I AS t
			WHERE t::text ~* '\m(zelda|quartz|zoe|o''+nyx|onyx|555 0199|1980-02-29|latex|nuts|61\.7|63\.9|171\.3|62\.8|garlic|brother|regress_fitclub_zoe)\M' $q$, table_name)
			INTO rows;
		IF rows > 0 THEN RETURN NEXT; END IF;
	END LOOP;
END $$;
SELECT * FROM test.traces();
SELECT count(*) AS events FROM fitclub.audit_log \gset
SELECT fitclub.member_balance(:zoe);
SELECT d.credit, d.charge, d.balance FROM fitclub.member_statement(:zoe) AS d;

SELECT fitclub.erase_member(:zoe) = :zoe AS erased;

-- The person is gone, but for what stands in other people's rows: nothing looks for a name there.
SELECT * FROM test.traces();
SELECT message FROM fitclub.notification WHERE message ~ 'Zoe';
SELECT table_name, action, coalesce(new_row, old_row) ->> 'description' AS description, coalesce(new_row, old_row) ->> 'message' AS message
FROM fitclub.audit_log AS l WHERE l::text ~* '\mzoe\M' ORDER BY at;
SELECT member_id, first_name, last_name, email, phone_number, date_of_birth, gender, target_weight, notes, last_metric_at
FROM fitclub.member WHERE member_id = :zoe;
SELECT count(*) FROM fitclub.health_metric WHERE member_id = :zoe;
SELECT count(*) FROM fitclub.notification WHERE member_id = :zoe;
SELECT count(*) FROM fitclub.login;
-- The log still tells who did what when.
SELECT count(*) >= :events AS all_there FROM fitclub.audit_log;
SELECT action, role_name = 'regress_fitclub_zoe' AS named, role_name = '[erased]' AS redacted, persona, person_id = :zoe AS herself,
	new_row - '{member_id,joined_at}'::text[] AS new_row
FROM fitclub.audit_trail('member', :zoe) WHERE at > :'start' ORDER BY version;
SELECT action, (new_row -> 'weight') AS weight, old_row -> 'weight' AS old_weight FROM fitclub.audit_log
WHERE table_name = 'health_metric' AND coalesce(new_row, old_row) -> 'member_id' = to_jsonb(:zoe) AND at > :'start' ORDER BY at;
SELECT row_key ~ '^erased [0-9a-f-]{36}$' AS unnamed, action, coalesce(new_row, old_row) ->> 'login_role' AS login_role
FROM fitclub.audit_log WHERE table_name = 'login' AND coalesce(new_row, old_row) -> 'member_id' = to_jsonb(:zoe) AND at > :'start' ORDER BY at;
-- The books stay and add up: the past is owed as before, what was to come is cancelled without a fee.
SELECT s.session_id = :past AS past, s.start_time, s.cancelled_at IS NOT NULL AS cancelled FROM fitclub.private_session AS s WHERE member_id = :zoe ORDER BY 2;
SELECT cancelled_at IS NOT NULL AS cancelled FROM fitclub.class_registration WHERE member_id = :zoe;
SELECT description, amount, status FROM fitclub.billing_item WHERE member_id = :zoe ORDER BY billing_id;
SELECT amount, description, notes FROM fitclub.payment ORDER BY payment_id;
SELECT fitclub.member_balance(:zoe);
SELECT d.credit, d.charge, d.balance FROM fitclub.member_statement(:zoe) AS d;
SELECT * FROM fitclub.check_calendar();
SELECT fitclub.record_payment(b.billing_id, 55, 'cash') > 0 AS can_be_paid FROM fitclub.billing_item AS b WHERE b.private_session_id = :past;
SELECT fitclub.refund_payment(p.payment_id) > 0 AS can_be_refunded FROM fitclub.payment AS p JOIN fitclub.billing_item AS b USING (billing_id) WHERE b.private_session_id = :paid;
-- Others were told, and the seat is free.
SELECT message FROM fitclub.notification WHERE trainer_id = 3 AND message ~ 'cancelled' ORDER BY notification_id;
SELECT fitclub.register_for_class(1, :class) > 0 AS seat_is_free;

-- Nothing more is booked or noted, by functions or directly.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$SELECT fitclub.book_session(%s, 3, NULL, '2101-01-07 09:00', '2101-01-07 10:00')$$,
	$$SELECT fitclub.book_session(%s, 3, NULL, '2023-01-07 09:00', '2023-01-07 10:00')$$,
	$$SELECT fitclub.register_for_class(%s, %s)$$,
	$$SELECT fitclub.log_health_metric(%s, weight => 60)$$,
	$$SELECT fitclub.create_billing_item(%s, 5, 'Locker')$$,
	$$SELECT fitclub.update_member(%s, first_name => 'Zoe')$$,
	$$INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time) VALUES (%s, 3, '2101-01-07 09:00', '2101-01-07 10:00')$$,
	$$UPDATE fitclub.private_session SET cancelled_at = NULL WHERE member_id = %s$$,
	$$UPDATE fitclub.class_registration SET cancelled_at = NULL WHERE member_id = %s$$,
	$$INSERT INTO fitclub.health_metric (member_id, weight) VALUES (%s, 60)$$]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(format(c.call, :zoe, :class)) AS r
ORDER BY c.n;
SELECT rule, resource, resource_id = :zoe AS herself FROM fitclub.find_conflicts(3, '2101-01-07 09:00', '2101-01-07 10:00', member_id => :zoe);
SELECT member_id, first_name FROM fitclub.lookup_members(3);
SELECT fitclub.member_dashboard(:zoe) -> 'profile' ->> 'first_name' AS dashboard;
-- The address can be used again, by a new member.
SELECT fitclub.create_member('Zoe', 'O''Nyx-Smith', 'zoe@onyx.example', '+1 416 555 0199') > :zoe AS back;

-- Again: nothing is left to do, unless somebody has written to the tables.
SELECT fitclub.erase_member(:zoe) = :zoe AS again;
SELECT count(*) FROM fitclub.erased_member;
UPDATE fitclub.member SET notes = 'Called about latex' WHERE member_id = :zoe;
SELECT fitclub.erase_member(:zoe) = :zoe AS again;
SELECT notes FROM fitclub.member WHERE member_id = :zoe;
SELECT count(*) FROM fitclub.audit_log AS l WHERE l::text ~ 'latex';
SELECT email FROM fitclub.member WHERE first_name = 'Zoe';
-- Who is not there, or has a name like a pattern.
SELECT c.call, r.sqlstate, r.constraint_name, r.message, r.left_behind
FROM unnest(ARRAY['NULL', '999', '0', '-1']) AS c (call)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.erase_member(' || c.call || ')') AS r;
SELECT fitclub.create_member('(.*', '\1[', 'pattern@example.org') AS odd \gset
SELECT fitclub.create_billing_item(:odd, 5, 'Locker of (.* and Bob') AS odd_bill \gset
SELECT fitclub.erase_member(:odd) = :odd AS erased;
SELECT description FROM fitclub.billing_item WHERE billing_id = :odd_bill;
-- Others who have the name, or words of it, are others: Una Day is also a trainer.
SELECT fitclub.create_member('Una', 'Day', 'una.too@example.org') AS una \gset
SELECT fitclub.update_member(:una, last_name => 'is cancelled');
SELECT fitclub.update_member(:una, first_name => 'e', last_name => 'Day');
SELECT fitclub.book_session(:una, 3, 1, '2024-07-06 09:00', '2024-07-06 10:00') AS of_una \gset
SELECT fitclub.create_billing_item(1, 5, 'Una Day''s towel') AS towel \gset
CREATE FUNCTION test.everything() RETURNS SETOF jsonb LANGUAGE sql AS $$
	SELECT to_jsonb(t) FROM fitclub.audit_log AS t UNION ALL SELECT to_jsonb(t) FROM fitclub.notification AS t
	UNION ALL SELECT to_jsonb(t) FROM fitclub.billing_item AS t UNION ALL SELECT to_jsonb(t) FROM fitclub.payment AS t
	UNION ALL SELECT to_jsonb(t) FROM fitclub.member AS t UNION ALL SELECT to_jsonb(t) FROM fitclub.trainer AS t
$$;
CREATE TEMPORARY TABLE everything AS SELECT * FROM test.everything() AS e (row);
SELECT fitclub.erase_member(:una) = :una AS erased;
SELECT row ->> 'member_id' = :'una' OR coalesce(row -> 'new_row', row -> 'old_row') ->> 'member_id' = :'una' AS hers, count(*) AS changed
FROM (TABLE everything EXCEPT SELECT * FROM test.everything()) AS e GROUP BY 1;
SELECT description FROM fitclub.billing_item WHERE member_id = :una;
DROP FUNCTION test.everything();

-- Nothing can stand in the way: not an address that somebody else has given.
SELECT fitclub.create_member('Next', 'Member', 'next@example.org') AS next \gset
SELECT fitclub.create_member('Other', 'Member', format('ERASED.%s@erased.invalid', :next)) AS other \gset
SELECT fitclub.erase_member(:next) = :next AS erased;
SELECT email ~ format('^erased\.%s\.[0-9a-f-]{36}@erased\.invalid$', :next) AS address FROM fitclub.member WHERE member_id = :next;
-- Nor that a role had the name of another's before.
SELECT fitclub.grant_role('member', 'regress_fitclub_zoe');
SELECT fitclub.link_login('regress_fitclub_zoe', :other);
SELECT fitclub.erase_member(:other) = :other AS erased;
SELECT fitclub.create_member('Last', 'Member', 'last@example.org') AS last \gset
SELECT fitclub.link_login('regress_fitclub_zoe', :last);
SELECT fitclub.erase_member(:last) = :last AS erased;
SELECT count(DISTINCT row_key) AS keys, count(*) AS events, count(*) FILTER (WHERE row_key ~ md5('regress_fitclub_zoe')) AS guessed
FROM fitclub.audit_log WHERE table_name = 'login' AND coalesce(new_row, old_row) ->> 'member_id' IN (:'other', :'last') AND at > :'start';
-- Nor names without number and end.
SELECT fitclub.create_member('Many', 'Names', 'many@example.org') AS many \gset
SELECT fitclub.create_billing_item(:many, 5, 'Locker of ' || repeat('Many', 100)) AS many_bill \gset
SELECT count(fitclub.update_member(:many, first_name => repeat('Many' || n, 20))) FROM generate_series(1, 100) AS n;
BEGIN;
SET LOCAL statement_timeout = '5s';
SELECT fitclub.erase_member(:many) = :many AS erased;
COMMIT;
SELECT description FROM fitclub.billing_item WHERE billing_id = :many_bill;
SELECT count(*) FROM fitclub.audit_log AS l WHERE l::text ~* 'manymany|many[0-9]';

-- What it looks at is the member's own; no table is read from end to end.
\c -
SET enable_seqscan = off;
BEGIN;
SELECT fitclub.erase_member(1) = 1 AS erased;
SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = 'fitclub' AND seq_scan > 0 ORDER BY relname;
ROLLBACK;
SET client_min_messages = warning;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\set SHOW_CONTEXT never

-- The log is still of one piece: each event begins with what the one before has left, and the last one is the row.
SELECT count(*) FROM (
	SELECT l.*, lag(new_row) OVER (PARTITION BY table_name, row_key ORDER BY version) AS before
	FROM fitclub.audit_log AS l WHERE table_name IN ('member', 'payment', 'billing_item', 'notification', 'health_metric')) AS l
WHERE old_row - 'last_metric_at' <> before - 'last_metric_at';
SELECT l.table_name, l.row_key FROM (
	SELECT DISTINCT ON (table_name, row_key) table_name, row_key, new_row FROM fitclub.audit_log ORDER BY table_name, row_key, version DESC) AS l
JOIN (SELECT 'member', member_id, to_jsonb(m) FROM fitclub.member AS m
	UNION ALL SELECT 'payment', payment_id, to_jsonb(p) FROM fitclub.payment AS p
	UNION ALL SELECT 'billing_item', billing_id, to_jsonb(b) FROM fitclub.billing_item AS b) AS r (table_name, id, row)
	ON r.table_name = l.table_name AND r.id::text = l.row_key
WHERE r.row - 'last_metric_at' <> l.new_row - 'last_metric_at';

-- Rolled back, nothing has happened.
BEGIN;
SELECT fitclub.erase_member(1) AS erased;
ROLLBACK;
SELECT first_name, email FROM fitclub.member WHERE member_id = 1;
SELECT fitclub.book_session(1, 3, NULL, '2101-02-07 09:00', '2101-02-07 10:00') > 0 AS booked;
SELECT * FROM fitclub.check_calendar();

DROP FUNCTION test.traces();
SELECT test.clean_club();
SELECT count(*) FROM fitclub.erased_member;
DROP OWNED BY regress_fitclub_zoe;
DROP ROLE regress_fitclub_zoe;
