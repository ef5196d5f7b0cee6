--
-- What calls of money hold while they write: the short locks that doc/internals/money.md lists. Others
-- who want the same bill, account, key or till take turns.
--
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1; Studio 1.
SELECT test.open_club();
SELECT fitclub.create_billing_item(1, 40, 'Course'), fitclub.create_billing_item(1, 30, 'Bands'), fitclub.create_billing_item(1, 20, 'Towels');
SELECT fitclub.record_payment(1, 10) AS of_bill, fitclub.receive_payment(1, 25, billing_ids => '{}') AS on_account, fitclub.apply_credit(1, 3, 15) AS from_account;
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 50) > 0 AS updated;
SELECT fitclub.book_session(2, 3, 1, now() + interval '24 hours', now() + interval '25 hours', price => 60) AS session \gset
SELECT fitclub.record_payment(4, 10, member_id => 3) > 0 AS paid;
-- A trigger of the club's own sees them.
CREATE TABLE test.held (locks bigint);
CREATE FUNCTION test.note_locks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO test.held
	SELECT count(*) FROM pg_locks AS l
	WHERE l.pid = pg_backend_pid() AND l.locktype = 'advisory' AND l.objsubid >= 17 AND l.mode = 'ExclusiveLock';
	RETURN new;
END $$;
CREATE TRIGGER note_locks BEFORE INSERT OR UPDATE ON fitclub.payment FOR EACH ROW EXECUTE FUNCTION test.note_locks();
CREATE TRIGGER note_locks BEFORE INSERT OR UPDATE ON fitclub.billing_item FOR EACH ROW EXECUTE FUNCTION test.note_locks();
CREATE TRIGGER note_locks BEFORE INSERT ON fitclub.bill_credit FOR EACH ROW EXECUTE FUNCTION test.note_locks();
CREATE TRIGGER note_locks BEFORE INSERT ON fitclub.till_count FOR EACH ROW EXECUTE FUNCTION test.note_locks();
-- Nothing of the call stays.
CREATE FUNCTION test.locks(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	locks text;
BEGIN
	EXECUTE 'SELECT fitclub.' || call;
	SELECT string_agg(DISTINCT h.locks::text, ' or ') INTO locks FROM test.held AS h;
	RAISE EXCEPTION USING ERRCODE = 'TK000';
EXCEPTION WHEN SQLSTATE 'TK000' THEN
	RETURN locks;
END $$;
SELECT c.locks, c.call, test.locks(c.call) AS held
FROM (VALUES
	('the bill', 'record_payment(1, 5)'),
	('the bill, the key', 'record_payment(1, 5, request_key => ''x'')'),
	('the bill, the till', 'record_payment(1, 5, ''cash'')'),
	('the bill', 'correct_bill(1, 35)'),
	('the bill', 'cancel_billing_item(2)'),
	('the payer', 'receive_payment(1, 5, billing_ids => ''{}'')'),
	('the payer, a bill', 'receive_payment(1, 5)'),
	('the payer, two bills, the key, the till', 'receive_payment(1, 50, ''cash'', request_key => ''x'')'),
	('the payer, the bill', 'apply_credit(1, 2, 5)'),
	('the payer, the bill, the key', 'apply_credit(1, 2, 5, ''x'')'),
	('the payer, a bill', 'settle_account(1)'),
	('the bill', 'refund_payment(1, 5)'),
	('the payer', 'refund_payment(2, 5)'),
	('the bill, the key', 'refund_bill(1, 5, request_key => ''x'')'),
	('the bill', 'refund_bill(1, 5, ''credit'')'),
	('the payer, the key', 'refund_credit(1, 5, request_key => ''x'')'),
	('the bill', 'void_payment(1)'),
	('the payer, a bill that was paid from there', 'void_payment(2)'),
	('the bill, the key', 'record_chargeback(1, request_key => ''x'')'),
	('the payer, a bill that was paid from there', 'record_chargeback(2)'),
	('the till', 'count_till(5)'),
	('none', 'create_bill(1, 5, ''Mat'')'),
	('the trainer, its bill, who paid', format('cancel_session(%s)', :session))
) AS c (locks, call);
DROP TRIGGER note_locks ON fitclub.payment;
DROP TRIGGER note_locks ON fitclub.billing_item;
DROP TRIGGER note_locks ON fitclub.bill_credit;
DROP TRIGGER note_locks ON fitclub.till_count;
DROP FUNCTION test.locks, test.note_locks;
DROP TABLE test.held;
SELECT fitclub.update_club(cancellation_notice => '0', late_cancellation_fee_percent => 0) > 0 AS updated;
SELECT test.clean_club() \gset
