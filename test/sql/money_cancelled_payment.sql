--
-- What is paid of a booking that is cancelled, and the fee for cancelling late.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 50);
SELECT fitclub.create_class('Late', 3, 1, now() + interval '2 days', now() + interval '2 days 1 hour', price => 50) AS late \gset
SELECT fitclub.create_class('Timely', 3, 1, now() + interval '400 days', now() + interval '400 days 1 hour', price => 50) AS timely \gset

-- What a club has of a member, by what is said of it: paid, owed, on account.
CREATE VIEW test.money AS
SELECT string_agg(format('%s%s %s/%s', CASE WHEN b.kind IS NULL THEN '' ELSE 'fee ' END, b.status, coalesce(p.paid, 0), b.amount),
		', ' ORDER BY b.billing_id) AS bills,
	sum(coalesce(p.paid, 0)) AS kept, fitclub.member_balance(b.member_id) AS owed,
	coalesce((SELECT sum(CASE WHEN a.payment_type = 'credit' THEN - a.amount ELSE a.amount END) FROM fitclub.payment AS a
		WHERE a.payment_type = 'credit' OR a.billing_id IS NULL), 0) AS on_account
FROM fitclub.billing_item AS b
LEFT JOIN (SELECT n.billing_id, sum(n.amount) AS paid FROM fitclub.payment AS n GROUP BY n.billing_id) AS p USING (billing_id)
GROUP BY b.member_id;

-- One case: a seat, some payments, the cancellation and what comes after it. Nothing of it stays.
CREATE FUNCTION test.cancelled(class_id bigint, payments numeric[], calls text[]) RETURNS SETOF test.money
LANGUAGE plpgsql AS $$
DECLARE
	bill bigint;
	seat bigint;
	payment bigint;
	call text;
BEGIN
	seat := fitclub.register_for_class(1, class_id);
	SELECT max(billing_id) INTO bill FROM fitclub.billing_item;
	FOR n IN 1 .. cardinality(payments) LOOP
		payment := fitclub.record_payment(bill, payments[n], member_id => n);
	END LOOP;
	FOREACH call IN ARRAY calls LOOP
		EXECUTE 'SELECT fitclub.' || format(call, seat, payment, class_id);
	END LOOP;
	RETURN QUERY SELECT * FROM test.money;
	ASSERT (SELECT count(*) FROM fitclub.verify()) = 0, (SELECT string_agg(v::text, '; ') FROM fitclub.verify() AS v);
	ASSERT (SELECT sum(amount) FROM fitclub.ledger) = 0;
	RAISE EXCEPTION USING ERRCODE = 'TK000';
EXCEPTION WHEN SQLSTATE 'TK000' THEN
	NULL;
END $$;
CREATE TABLE test.cancellation (n integer GENERATED ALWAYS AS IDENTITY, what text, class_id bigint, payments numeric[], calls text[]);
INSERT INTO test.cancellation (what, class_id, payments, calls)
SELECT c.what, :late, c.payments, '{cancel_registration(%1$s)}'::text[] || c.calls
FROM (VALUES
	('nothing paid', '{}'::numeric[], '{}'::text[]),
	('10 paid', '{10}', '{}'),
	('25 paid', '{25}', '{}'),
	('30 paid', '{30}', '{}'),
	('all paid', '{50}', '{}'),
	('by two', '{20,30}', '{}'),
	('nothing paid, taken again', '{}', '{"register_for_class(1, %3$s)"}'),
	('10 paid, taken again', '{10}', '{"register_for_class(1, %3$s)"}'),
	('30 paid, taken again', '{30}', '{"register_for_class(1, %3$s)"}'),
	('all paid, taken again', '{50}', '{"register_for_class(1, %3$s)"}')
) AS c (what, payments, calls);
INSERT INTO test.cancellation (what, class_id, payments, calls)
SELECT c.what, CASE WHEN c.is_late THEN :late ELSE :timely END, c.payments, c.calls
FROM (VALUES
	('waived', true, '{30}'::numeric[], '{"cancel_registration(%1$s, waive_fee => true)"}'::text[]),
	('in time, 30 paid', false, '{30}', '{cancel_registration(%1$s)}'),
	('in time, all paid', false, '{50}', '{cancel_registration(%1$s)}'),
	('given back before', true, '{50}', '{refund_payment(%2$s),cancel_registration(%1$s)}'),
	('some given back before', true, '{50}', '{"refund_payment(%2$s, 40)",cancel_registration(%1$s)}'),
	('by the club, 30 paid', true, '{30}', '{cancel_class(%3$s)}'),
	('by the club, all paid by two', true, '{20,30}', '{cancel_class(%3$s)}'),
	('closed, all paid', true, '{50}', '{"close_club(now() + interval ''1 day'', now() + interval ''3 days'', on_conflict => ''cancel'')"}')
) AS c (what, is_late, payments, calls);
SELECT c.what, m.* FROM test.cancellation AS c CROSS JOIN LATERAL test.cancelled(c.class_id, c.payments, c.calls) AS m ORDER BY c.n;
SELECT fitclub.update_club(cancelled_payment => 'credit');
SELECT c.what, m.* FROM test.cancellation AS c CROSS JOIN LATERAL test.cancelled(c.class_id, c.payments, c.calls) AS m ORDER BY c.n;

-- All of it as the fee.
SELECT fitclub.update_club(cancelled_payment => 'keep', late_cancellation_fee_percent => 100);
SELECT c.what, m.* FROM test.cancellation AS c CROSS JOIN LATERAL test.cancelled(c.class_id, c.payments, c.calls) AS m
WHERE c.n IN (2, 5, 8, 10) ORDER BY c.n;

-- What is paid for the fee is not given back with the payment that it comes from.
SELECT fitclub.update_club(late_cancellation_fee_percent => 50);
SELECT fitclub.register_for_class(1, :late) AS seat \gset
SELECT billing_id AS bill FROM fitclub.billing_item \gset
SELECT fitclub.record_payment(:bill, 30) AS payment \gset
SELECT late_fee FROM fitclub.list_bookings(1, now(), now() + interval '3 days');
SELECT fitclub.cancel_registration(:seat);
SELECT * FROM test.money;
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.refund_payment(%s, 5.01)', :payment)) AS r;
SELECT fitclub.refund_payment(:payment) > 0 AS refunded;
SELECT * FROM test.money;
SELECT kind, charge, credit, balance FROM fitclub.member_statement(1);
SELECT p.payment_type, p.amount, p.description, p.refund_of = :payment AS of_the_payment, p.billing_id = :bill AS on_the_bill
FROM fitclub.payment AS p ORDER BY p.payment_id;
-- The fee itself is given back where it was paid from.
SELECT fitclub.refund_payment(payment_id) > 0 AS refunded FROM fitclub.payment WHERE payment_type = 'credit' AND amount > 0;
SELECT * FROM test.money;
SELECT * FROM fitclub.verify();

-- Sessions as well; and each payer has back what is theirs.
SELECT test.clean_club();
SELECT test.open_club();
SELECT fitclub.update_club(cancelled_payment => 'credit', cancellation_notice => '360 days', late_cancellation_fee_percent => 33.33);
SELECT fitclub.book_session(1, 3, 1, now() + interval '2 hours', now() + interval '3 hours', price => 85.05) AS session \gset
SELECT billing_id AS bill FROM fitclub.billing_item \gset
SELECT fitclub.record_payment(:bill, 20, member_id => 2), fitclub.record_payment(:bill, 65.05, 'cash', member_id => 3) \gset
SELECT fitclub.cancel_session(:session);
SELECT * FROM test.money;
SELECT member_id, sum(amount) FILTER (WHERE amount > 0 AND payment_type <> 'credit') AS paid,
	- sum(amount) FILTER (WHERE payment_type = 'credit') AS on_account
FROM fitclub.payment GROUP BY member_id ORDER BY member_id;
SELECT * FROM fitclub.verify();
SELECT test.clean_club();
DROP FUNCTION test.cancelled;
DROP VIEW test.money;
DROP TABLE test.cancellation;
