--
-- With fitclub.direct_writes off the functions write by statements, so that
-- what looks at statements sees their rows, and the rows are the same.
--
\pset format unaligned
\pset footer off
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;
-- Ann 1, Bob 2, Cyd 3, Dan 4; Una 3 works around the clock; Studio 1, Hall 2.
SELECT test.open_club();
CREATE FUNCTION test.book(hour integer) RETURNS bigint LANGUAGE sql AS $$
	SELECT fitclub.book_session(1, 3, NULL, start, start + interval '1 hour', 'Boxing', 10)
	FROM (SELECT timestamptz '2101-01-03' + hour * interval '1 hour') AS s (start)
$$;

-- All of one transaction, in both ways: what is written is there for what follows.
BEGIN;
SET LOCAL fitclub.direct_writes = off;
SELECT test.book(1) AS session \gset
SET LOCAL fitclub.direct_writes = on;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(1)');
SELECT fitclub.reschedule_session(:session, '2101-01-03 02:00');
SET LOCAL fitclub.direct_writes = off;
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT test.book(2)');
SELECT fitclub.reschedule_session(:session, '2101-01-03 03:00');
SELECT fitclub.cancel_session(:session);
COMMIT;
SELECT start_time, revision, cancelled_at IS NOT NULL AS cancelled FROM fitclub.private_session;
SELECT version, action FROM fitclub.audit_log
WHERE table_name = 'private_session' AND row_key = :'session' ORDER BY version;
SELECT * FROM fitclub.check_calendar();

-- Rules.
CREATE TABLE test.seen (n bigint GENERATED ALWAYS AS IDENTITY, what text);
CREATE RULE own_insert AS ON INSERT TO fitclub.billing_item DO ALSO
	INSERT INTO test.seen (what) VALUES ('billed ' || new.amount);
CREATE RULE own_update AS ON UPDATE TO fitclub.billing_item DO ALSO
	INSERT INTO test.seen (what) VALUES (format('from %s to %s', old.status, new.status));
SET fitclub.direct_writes = on;
SELECT test.book(4) AS session \gset
SELECT fitclub.cancel_session(:session) = :session AS cancelled;
SELECT what FROM test.seen ORDER BY n;
SET fitclub.direct_writes = off;
SELECT test.book(5) AS session \gset
SELECT fitclub.cancel_session(:session) = :session AS cancelled;
SELECT what FROM test.seen ORDER BY n;
-- One that leaves the row out is told of.
CREATE OR REPLACE RULE own_update AS ON UPDATE TO fitclub.billing_item DO INSTEAD NOTHING;
SELECT test.book(6) AS session \gset
SELECT sqlstate, constraint_name, table_name, message, hint, left_behind
FROM test.refusal(format('SELECT fitclub.cancel_session(%s)', :session)) \gx
DROP RULE own_update ON fitclub.billing_item;
CREATE OR REPLACE RULE own_insert AS ON INSERT TO fitclub.billing_item DO INSTEAD NOTHING;
SELECT sqlstate, left_behind FROM test.refusal('SELECT test.book(7)');
SET fitclub.direct_writes = on;
SELECT test.book(7) > 0 AS booked;
DROP RULE own_insert ON fitclub.billing_item;

-- Row security, which the owner is under if it is forced, unless a superuser.
CREATE ROLE fitclub_test_owner;
ALTER TABLE fitclub.payment OWNER TO fitclub_test_owner;
ALTER TABLE fitclub.billing_item OWNER TO fitclub_test_owner;
ALTER TABLE fitclub.payment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE fitclub.billing_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_payments ON fitclub.payment AS RESTRICTIVE FOR INSERT WITH CHECK (amount < 5);
CREATE POLICY own_bills ON fitclub.billing_item AS RESTRICTIVE FOR UPDATE USING (status = 'pending') WITH CHECK (true);
GRANT USAGE ON SCHEMA fitclub, fitclub_internal TO fitclub_test_owner;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub, fitclub_internal TO fitclub_test_owner;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub TO fitclub_test_owner;
ALTER FUNCTION fitclub.record_payment OWNER TO fitclub_test_owner;
SELECT fitclub.create_billing_item(1, 100, 'Towels') AS bill \gset
SELECT fitclub.record_payment(:bill, 5) > 0 AS paid;
SELECT fitclub.record_payment(:bill, 4) > 0 AS paid;
SET fitclub.direct_writes = off;
SELECT fitclub.create_billing_item(1, 100, 'Towels') AS bill \gset
SELECT sqlstate, message, left_behind FROM test.refusal(format('SELECT fitclub.record_payment(%s, 5)', :bill));
SELECT fitclub.record_payment(:bill, 4) > 0 AS paid;
SELECT sqlstate, message, left_behind FROM test.refusal(format('SELECT fitclub.record_payment(%s, 4)', :bill));
DROP POLICY own_payments ON fitclub.payment;
DROP POLICY own_bills ON fitclub.billing_item;
ALTER TABLE fitclub.payment NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE fitclub.billing_item NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE fitclub.payment OWNER TO CURRENT_USER;
ALTER TABLE fitclub.billing_item OWNER TO CURRENT_USER;
ALTER FUNCTION fitclub.record_payment OWNER TO CURRENT_USER;
DROP OWNED BY fitclub_test_owner;

-- What watches statements is not for those to switch off who run them.
SET ROLE fitclub_test_owner;
SET fitclub.direct_writes = on;
RESET ROLE;
DROP ROLE fitclub_test_owner;
RESET fitclub.direct_writes;

DROP FUNCTION test.book;
DROP TABLE test.seen;
SELECT test.clean_club();
