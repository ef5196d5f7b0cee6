--
-- Who handled money: the member of staff who is named, or else the one who calls.
--
\pset format unaligned
\pset footer off
\pset null null
-- Ann 1, Bob 2, Cyd 3, Dan 4.
SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough') AS grace \gset
SELECT fitclub.create_staff('Hal', 'Roe', 'hal.roe@example.com', 'long enough') AS hal \gset
CREATE VIEW test.named AS
SELECT source, who, count(*) FROM (
	SELECT 'payment ' || payment_type || CASE WHEN amount < 0 THEN ' ' || coalesce(reason, 'refund') ELSE '' END, staff_id FROM fitclub.payment
	UNION ALL SELECT 'credit ' || reason, staff_id FROM fitclub.bill_credit WHERE reason = 'correction'
	UNION ALL SELECT 'count', staff_id FROM fitclub.till_count
	UNION ALL SELECT 'close', staff_id FROM fitclub.book_close
) AS r (source, staff_id)
LEFT JOIN LATERAL (SELECT s.first_name FROM fitclub.administrative_staff AS s WHERE s.staff_id = r.staff_id) AS s (who) ON true
GROUP BY source, who ORDER BY source, who NULLS FIRST;

-- Each way, by staff who sign in and name nobody.
SET fitclub.identity = 'staff:1';
SELECT fitclub.create_bill(1, 50, 'Course') AS bill \gset
SELECT fitclub.correct_bill(:bill, 40) > 0 AS corrected;
SELECT fitclub.record_payment(:bill, 10) AS payment \gset
SELECT fitclub.refund_payment(:payment, 1) > 0 AS refunded;
SELECT fitclub.refund_bill(:bill, 2) > 0 AS refunded, fitclub.refund_bill(:bill, 3, 'credit') > 0 AS moved;
SELECT fitclub.refund_credit(1, 1) > 0 AS refunded;
SELECT fitclub.record_chargeback(:payment, 1) > 0 AS recorded;
SELECT fitclub.receive_payment(2, 5, 'cash') AS account \gset
SELECT fitclub.void_payment(:account) > 0 AS voided;
SELECT fitclub.count_till(0) > 0 AS counted, fitclub.close_books('2001-01-01') AS closed;
SELECT * FROM test.named;
-- Nobody else can be named by staff; an application names whom it likes, or nobody.
SELECT call, r.sqlstate, r.constraint_name FROM unnest(ARRAY[
	'correct_bill(%s, 30, staff_id => 2)', 'refund_payment(%2$s, 1, 2)', 'refund_bill(%s, 1, staff_id => 2)', 'refund_credit(1, 1, 2)',
	'void_payment(%2$s, 2)', 'count_till(0, staff_id => 2)', 'close_books(''2002-01-01'', 2)']) AS call
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || format(call, :bill, :payment)) AS r;
RESET fitclub.identity;
SELECT fitclub.correct_bill(:bill, 35, staff_id => :hal) > 0 AS corrected, fitclub.correct_bill(:bill, 30) > 0 AS corrected;
SELECT fitclub.refund_payment(:payment, 0.25, :hal) > 0 AS refunded, fitclub.refund_payment(:payment, 0.25) > 0 AS refunded;
SELECT fitclub.record_payment(:bill, 3, 'cheque', :hal) AS theirs, fitclub.record_payment(:bill, 2, 'cheque') AS online \gset
SELECT fitclub.void_payment(:theirs, :hal) > 0 AS voided, fitclub.void_payment(:online) > 0 AS voided;
SELECT fitclub.count_till(0, staff_id => :hal) > 0 AS counted, fitclub.count_till(0) > 0 AS counted;
SELECT fitclub.close_books('2002-01-01', :hal) > 0 AS closed, fitclub.close_books('2003-01-01') > 0 AS closed;
SELECT * FROM test.named;
SELECT * FROM fitclub.verify();
