--
-- Memberships on hold: when their periods end, and what is billed.
--
\pset format unaligned
\pset footer off
SET DateStyle = 'ISO';
SELECT test.open_club();
SELECT test.set_noon();
SELECT test.create_plans();
-- Worked out by hand: a hold of n days has the end of its period come n days
-- later, and is not billed. January has 31 days, and February 28.
CREATE TEMP TABLE hold_case (n int, what text, calls text[], expected text[]);
INSERT INTO hold_case VALUES
	-- 10 days: until Feb 11, and what was to begin on Mar 1 begins on Mar 11
	(1, 'inside a period', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-02-11)"}',
		'{"2099-01-01 to 2099-02-11 Basic 100.00","2099-02-11 to 2099-03-11 Basic 100.00"}'),
	-- 11 days, 7 of them in January
	(2, 'over a boundary', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-25,2099-02-05)","bill_dues(2099-02-12)"}',
		'{"2099-01-01 to 2099-02-12 Basic 100.00","2099-02-12 to 2099-03-12 Basic 100.00"}'),
	-- the period that was billed ahead begins when the hold ends
	(3, 'from a boundary', '{"bill_dues(2099-02-01)","hold_membership(M,2099-02-01,2099-02-08)","bill_dues(2099-02-08)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-08 to 2099-03-08 Basic 100.00"}'),
	(4, 'before what is billed ahead', '{"bill_dues(2099-02-01)","hold_membership(M,2099-01-10,2099-01-20)"}',
		'{"2099-01-01 to 2099-02-11 Basic 100.00"}'),
	(5, 'the same, billed again', '{"bill_dues(2099-02-01)","hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-02-11)"}',
		'{"2099-01-01 to 2099-02-11 Basic 100.00","2099-02-11 to 2099-03-11 Basic 100.00"}'),
	(6, 'open', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10)"}',
		'{"2099-01-01 to infinity Basic 100.00"}'),
	-- 21 days
	(7, 'open, and ended', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10)","end_hold(M,2099-01-31)"}',
		'{"2099-01-01 to 2099-02-22 Basic 100.00"}'),
	-- 5 days and 6
	(8, 'twice', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-20,2099-01-26)","hold_membership(M,2099-01-05,2099-01-10)"}',
		'{"2099-01-01 to 2099-02-12 Basic 100.00"}'),
	(9, 'shortened', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","end_hold(M,2099-01-13)"}',
		'{"2099-01-01 to 2099-02-04 Basic 100.00"}'),
	(10, 'lengthened', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","end_hold(M,2099-01-25)"}',
		'{"2099-01-01 to 2099-02-16 Basic 100.00"}'),
	(11, 'taken away', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","end_hold(M,2099-01-10)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00"}'),
	-- what was billed after the hold is billed when it is to begin
	(12, 'shortened, billed ahead',
		'{"hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-02-11)","end_hold(M,2099-01-13)","bill_dues(2099-02-04)"}',
		'{"2099-01-01 to 2099-02-04 Basic 100.00","2099-02-04 to 2099-03-04 Basic 100.00"}'),
	-- a change that was planned for Feb 1 comes 10 days later, or 3
	(13, 'before a change', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-02-01)","hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-02-11)"}',
		'{"2099-01-01 to 2099-02-11 Basic 100.00","2099-02-11 to 2099-03-11 Plus 155.00"}'),
	(14, 'shortened before a change',
		'{"bill_dues(2099-01-01)","change_plan(M,2,2099-02-01)","hold_membership(M,2099-01-10,2099-01-20)","end_hold(M,2099-01-13)","bill_dues(2099-02-04)"}',
		'{"2099-01-01 to 2099-02-04 Basic 100.00","2099-02-04 to 2099-03-04 Plus 155.00"}'),
	-- two changes at a distance of ten days, which the hold has, too
	(15, 'before two changes',
		'{"change_plan(M,2,2099-02-01)","change_plan(M,3,2099-02-11)","hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-02-21)"}',
		'{"2099-01-01 to 2099-02-11 Basic 100.00","2099-02-11 to 2099-02-21 Plus 55.36","2099-02-21 to 2099-03-11 Top 199.29"}'),
	(16, 'before nothing was billed', '{"hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-01-01)"}',
		'{"2099-01-01 to 2099-02-11 Basic 100.00"}'),
	(17, 'from the start', '{"hold_membership(M,2099-01-01,2099-01-06)","bill_dues(2099-01-06)"}',
		'{"2099-01-06 to 2099-02-06 Basic 100.00"}');
SELECT n, what, billed, billed = expected AS as_worked_out
FROM hold_case, test.case_of(1, '2099-01-01', calls) AS billed ORDER BY n;
SELECT * FROM fitclub.verify();
-- A contract ends later by the days of the hold.
SELECT unnest(test.case_of(1, '2099-01-01', '{"hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-12-31)"}', ends_on => '2099-03-01')) AS billed;
-- By week, with days that have passed; each case begins with a period that runs.
TRUNCATE hold_case;
INSERT INTO hold_case VALUES
	(1, 'from the past', '{"hold_membership(M,T-2,T+5)"}', '{"T-3 to T+11 Week 70.00"}'),
	(2, 'all in the past', '{"hold_membership(M,T-2,T)"}', '{"T-3 to T+6 Week 70.00"}'),
	(3, 'ended today', '{"hold_membership(M,T-2)",end_hold(M)}', '{"T-3 to T+6 Week 70.00"}'),
	(4, 'ended before today', '{"hold_membership(M,T-2)","end_hold(M,T-1)"}', '{"T-3 to T+5 Week 70.00"}'),
	(5, 'ended on the day on which it begins', '{"hold_membership(M,T)",end_hold(M)}', '{"T-3 to T+4 Week 70.00"}'),
	(6, 'planned, and not any longer', '{"hold_membership(M,T+1,T+9)",end_hold(M)}', '{"T-3 to T+4 Week 70.00"}'),
	-- all of what was billed passes on hold
	(7, 'from the first day of the period', '{"hold_membership(M,T-3,T+1)"}', '{}'),
	(8, 'the same, billed again', '{"hold_membership(M,T-3,T+1)","bill_dues(T+1)"}', '{"T+1 to T+8 Week 70.00"}');
SELECT n, what, billed, billed = expected AS as_worked_out
FROM hold_case, test.case_of(5, test.today() - 3, '{bill_dues()}' || calls) AS billed ORDER BY n;
SELECT * FROM fitclub.verify();
-- What was paid for a period that is taken back pays for it when it is billed again.
SELECT fitclub.join_plan(1, 1, '2099-01-01') AS m \gset
SELECT fitclub.bill_dues('2099-02-01') > 0 AS billed;
SELECT count(fitclub.record_payment(billing_id, amount, 'cash')) AS paid FROM fitclub.billing_item WHERE membership_id = :m;
SELECT fitclub.hold_membership(:m, '2099-01-10', '2099-01-20', 'Broken leg') = :m AS held;
SELECT test.day(period_on) AS period_on, status, amount,
	(SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id) AS paid
FROM fitclub.billing_item AS b WHERE membership_id = :m ORDER BY billing_id;
SELECT sum(amount) AS on_account FROM fitclub.ledger WHERE account = 'credit' AND member_id = 1;
SELECT fitclub.bill_dues('2099-02-11') > 0 AS billed;
SELECT test.day(period_on) AS period_on, status, amount FROM fitclub.billing_item WHERE membership_id = :m ORDER BY billing_id;
SELECT starts_on, ends_on, reason FROM fitclub.membership_hold WHERE membership_id = :m;
SELECT message FROM fitclub.notification WHERE member_id = 1 AND message NOT LIKE '%due%' ORDER BY notification_id;
-- What is refused, and leaves nothing behind.
SELECT fitclub.join_plan(2, 5, test.today() - 10) AS m \gset
SELECT fitclub.bill_dues(test.today()) > 0 AS billed;
SELECT fitclub.hold_membership(:m, test.today() + 10, test.today() + 20) = :m AS held;
SELECT fitclub.change_plan(:m, 6, test.today() + 30) = :m AS changed;
SELECT n, call, r.sqlstate, r.constraint_name, r.message, regexp_replace(r.detail, '[A-Z][a-z]{2} \d\d \d{4}', 'DAY', 'g') AS detail, r.left_behind
FROM (VALUES
	(1, 'hold_membership(0, T)'),
	(2, 'hold_membership(NULL, T)'),
	(3, 'hold_membership(M, NULL)'),
	(4, 'hold_membership(M, ''infinity'')'),
	(5, 'hold_membership(M, T, ''infinity'')'),
	(6, 'hold_membership(M, T, T)'),
	(7, 'hold_membership(M, T, T + 1, reason => '' '')'),
	(21, 'hold_membership(M, T, T + 1, reason => repeat(''x'', 201))'),
	(8, 'hold_membership(M, T, T + 1, on_bookings => ''ignore'')'),
	(22, 'hold_membership(M, T, T + 1, on_bookings => repeat(''x'', 201))'),
	(9, 'hold_membership(M, T, T + 1, on_bookings => NULL)'),
	-- the running period began three days ago
	(10, 'hold_membership(M, T - 4, T + 1)'),
	(11, 'hold_membership(M, T - 11, T + 1)'),
	(12, 'hold_membership(M, T + 5, T + 10)'),
	(13, 'hold_membership(M, T + 20, T + 21)'),
	(14, 'hold_membership(M, T + 1, T + 30)'),
	(15, 'hold_membership(M, T + 12, T + 13)'),
	(16, 'hold_membership(M, T + 15)'),
	(17, 'hold_membership(M, T + 22)'),
	(18, 'end_hold(0)'),
	(19, 'end_hold(M, ''-infinity'')'),
	(20, 'end_hold(M, on_bookings => ''ignore'')')) AS t (n, call)
CROSS JOIN LATERAL test.refusal(test.call_for(:m, call)) AS r ORDER BY n;
-- Before its first day it does not stand still.
SELECT r.sqlstate, r.constraint_name, r.left_behind FROM test.refusal(test.call_for(fitclub.join_plan(4, 5, test.today() + 5), 'hold_membership(M, T + 4, T + 8)')) AS r;
SELECT fitclub.end_hold(:m) = :m AS ended;
SELECT fitclub.change_plan(:m, 5) = :m AS taken_back;
SELECT fitclub.cancel_membership(:m, test.today() + 30) = :m AS cancelled;
SELECT r.sqlstate, r.constraint_name, r.message, r.hint FROM test.refusal(test.call_for(:m, 'hold_membership(M, T)')) AS r;
SELECT (test.refusal(format('SELECT fitclub.end_hold(%s)', :m))).*;
SELECT fitclub.cancel_membership(:m, test.today()) = :m AS ended;
SELECT r.sqlstate, r.constraint_name, r.hint FROM unnest(ARRAY['end_hold(M)', 'hold_membership(M, T)', 'hold_membership(M, T + 5)']) AS call
CROSS JOIN LATERAL test.refusal(test.call_for(:m, call)) AS r;
SELECT * FROM fitclub.verify();
SELECT test.clean_club();
