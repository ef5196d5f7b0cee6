--
-- Memberships that end, and that are kept after all.
--
\pset format unaligned
\pset footer off
SET DateStyle = 'ISO';
SELECT test.open_club();
SELECT test.set_noon();
SELECT test.create_plans();
-- Worked out by hand, as in membership_change.
CREATE TEMP TABLE cancel_case (n int, what text, calls text[], expected text[]);
INSERT INTO cancel_case VALUES
	(1, 'at a boundary', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-02-01)","bill_dues(2099-12-31)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00"}'),
	(2, 'before what is billed ahead', '{"bill_dues(2099-02-01)","cancel_membership(M,2099-02-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00"}'),
	(3, 'before it starts', '{"bill_dues(2099-02-01)",cancel_membership(M)}', '{}'),
	(4, 'within a period', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 100.00"}'),
	(5, 'within a period, credited', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-11,true)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26"}'),
	(6, 'before it is billed', '{"cancel_membership(M,2099-01-11)","bill_dues(2099-12-31)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26"}'),
	(7, 'first later, then earlier', '{"cancel_membership(M,2099-03-01)","bill_dues(2099-02-01)","cancel_membership(M,2099-01-11,true)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26"}'),
	-- nine days were used before the hold
	(8, 'within a hold, credited', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","cancel_membership(M,2099-01-15,true)"}',
		'{"2099-01-01 to 2099-01-10 Basic 29.03"}'),
	(9, 'within a hold', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","cancel_membership(M,2099-01-15)"}',
		'{"2099-01-01 to 2099-01-15 Basic 100.00"}'),
	(10, 'after a hold, credited', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","cancel_membership(M,2099-01-21,true)"}',
		'{"2099-01-01 to 2099-01-21 Basic 32.26"}'),
	(11, 'on hold without an end', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10)","cancel_membership(M,2099-02-10)"}',
		'{"2099-01-01 to 2099-02-10 Basic 100.00"}'),
	-- the days that are left come ten days later, or three
	(12, 'the end moves with a hold', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-02-01)","hold_membership(M,2099-01-10,2099-01-20)","bill_dues(2099-12-31)"}',
		'{"2099-01-01 to 2099-02-11 Basic 100.00"}'),
	(15, 'and back', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-21,true)","hold_membership(M,2099-01-10,2099-01-20)","end_hold(M,2099-01-13)","bill_dues(2099-12-31)"}',
		'{"2099-01-01 to 2099-01-24 Basic 64.52"}'),
	(16, 'first without a credit, then with one', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-21)","cancel_membership(M,2099-01-11,true)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26"}'),
	(17, 'before its start', '{"bill_dues(2099-01-01)","cancel_membership(M,T)"}', '{}'),
	(13, 'after a change', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-11)","bill_dues(2099-01-11)","cancel_membership(M,2099-01-21,true)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-01-21 Plus 50.00"}'),
	(14, 'before a change', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-21)","bill_dues(2099-01-21)","cancel_membership(M,2099-01-11,true)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26"}'),
	-- kept
	(21, 'kept', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-02-01)",keep_membership(M),"bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-01 to 2099-03-01 Basic 100.00"}'),
	(22, 'kept, within a period', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-11)",keep_membership(M),"bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00"}'),
	(23, 'kept, and billed ahead again', '{"bill_dues(2099-02-01)","cancel_membership(M,2099-02-01)",keep_membership(M),"bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-01 to 2099-03-01 Basic 100.00"}'),
	-- 100 less 32.26
	(24, 'kept, what was credited is billed again', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-11,true)",keep_membership(M),"bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Basic 67.74","2099-02-01 to 2099-03-01 Basic 100.00"}'),
	(25, 'kept, after a change has credited the period', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-21)","cancel_membership(M,2099-01-11)",keep_membership(M),"bill_dues(2099-01-21)"}',
		'{"2099-01-01 to 2099-01-21 Basic 64.52","2099-01-21 to 2099-02-01 Plus 55.00"}'),
	(26, 'kept, both have credited the period', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-21)","cancel_membership(M,2099-01-11,true)",keep_membership(M),"bill_dues(2099-01-21)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-01-21 Basic 32.26","2099-01-21 to 2099-02-01 Plus 55.00"}'),
	(27, 'kept, the last that was billed came by a change', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-11)","bill_dues(2099-01-11)","cancel_membership(M,2099-01-21)",keep_membership(M)}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Plus 105.00"}'),
	(28, 'kept, on hold', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10,2099-01-20)","cancel_membership(M,2099-01-15,true)",keep_membership(M),"bill_dues(2099-01-20)"}',
		'{"2099-01-01 to 2099-01-10 Basic 29.03","2099-01-20 to 2099-02-11 Basic 70.97"}'),
	(29, 'kept, on hold without an end', '{"bill_dues(2099-01-01)","hold_membership(M,2099-01-10)","cancel_membership(M,2099-01-15,true)",keep_membership(M),"end_hold(M,2099-01-20)","bill_dues(2099-01-20)"}',
		'{"2099-01-01 to 2099-01-10 Basic 29.03","2099-01-20 to 2099-02-11 Basic 70.97"}'),
	(30, 'kept, held meanwhile', '{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-21,true)","hold_membership(M,2099-01-06,2099-01-11)",keep_membership(M),"bill_dues(2099-01-26)"}',
		'{"2099-01-01 to 2099-01-26 Basic 64.52","2099-01-26 to 2099-02-06 Basic 35.48"}'),
	-- only a part was billed
	(32, 'kept, billed since', '{"cancel_membership(M,2099-01-11)","bill_dues(2099-01-11)",keep_membership(M),"bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Basic 67.74"}'),
	(33, 'kept, billed since, on hold',
		'{"hold_membership(M,2099-01-10,2099-01-20)","cancel_membership(M,2099-01-15)","bill_dues(2099-01-15)",keep_membership(M),"bill_dues(2099-01-20)"}',
		'{"2099-01-01 to 2099-01-10 Basic 29.03","2099-01-20 to 2099-02-11 Basic 70.97"}'),
	(34, 'kept, billed since, and cancelled earlier then',
		'{"cancel_membership(M,2099-01-21)","bill_dues(2099-01-21)","cancel_membership(M,2099-01-11)",keep_membership(M),"bill_dues(2099-01-21)"}',
		'{"2099-01-01 to 2099-01-21 Basic 64.52","2099-01-21 to 2099-02-01 Basic 35.48"}'),
	(35, 'kept, the plan set again meanwhile',
		'{"bill_dues(2099-01-01)","cancel_membership(M,2099-01-21,true)","change_plan(M,1,2099-01-11)",keep_membership(M),"bill_dues(2099-01-21)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Basic 67.74"}'),
	(31, 'kept, though not cancelled', '{"bill_dues(2099-01-01)",keep_membership(M)}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00"}');
SELECT n, what, billed, billed = expected AS as_worked_out
FROM cancel_case, test.case_of(1, '2099-01-01', calls) AS billed ORDER BY n;
SELECT * FROM fitclub.verify();
-- By week, of which three days have passed.
TRUNCATE cancel_case;
INSERT INTO cancel_case VALUES
	(1, 'at the next boundary', '{cancel_membership(M),"bill_dues(T+30)"}', '{"T-3 to T+4 Week 70.00"}'),
	(2, 'at once', '{"cancel_membership(M,T)"}', '{"T-3 to T Week 70.00"}'),
	(3, 'at once, credited', '{"cancel_membership(M,T,true)"}', '{"T-3 to T Week 30.00"}'),
	(4, 'kept', '{"cancel_membership(M,T+2,true)",keep_membership(M),"bill_dues(T+2)"}', '{"T-3 to T+2 Week 50.00","T+2 to T+4 Week 20.00"}'),
	(5, 'on hold', '{"hold_membership(M,T-1,T+6)",cancel_membership(M)}', '{"T-3 to T+11 Week 70.00"}'),
	(6, 'on hold without an end', '{"hold_membership(M,T-1)",cancel_membership(M)}', '{"T-3 to T+1 Week 70.00"}');
SELECT n, what, billed, billed = expected AS as_worked_out
FROM cancel_case, test.case_of(5, test.today() - 3, '{bill_dues()}' || calls) AS billed ORDER BY n;
-- With notice of 5 days; with at least three weeks.
TRUNCATE cancel_case;
INSERT INTO cancel_case VALUES
	(8, 'with notice', '{cancel_membership(M),"bill_dues(T+30)"}', '{"T-3 to T+4 Week notice 70.00","T+4 to T+11 Week notice 70.00"}'),
	(8, 'with notice, on hold without an end', '{"hold_membership(M,T-1)",cancel_membership(M)}', '{"T-3 to T+5 Week notice 70.00"}'),
	(9, 'with a term', '{cancel_membership(M),"bill_dues(T+30)"}',
		'{"T-3 to T+4 Week term 70.00","T+4 to T+11 Week term 70.00","T+11 to T+18 Week term 70.00"}');
SELECT what, billed, billed = expected AS as_worked_out
FROM cancel_case, test.case_of(n, test.today() - 3, '{bill_dues()}' || calls) AS billed ORDER BY n, what;
-- On the first day.
SELECT test.case_of(5, test.today(), '{bill_dues(),"cancel_membership(M,T)"}') AS stays, test.case_of(5, test.today(), '{bill_dues(),"cancel_membership(M,T,true)"}') AS credited,
	test.case_of(5, test.today(), '{bill_dues(),cancel_membership(M),bill_dues(T+30)}') AS at_the_next_boundary;
SELECT * FROM fitclub.verify();
-- A day that costs less than half a cent is billed with those that come after it.
SELECT test.case_of(fitclub.create_plan('Cent', 0.01, unit => 'week'), '2099-01-01',
	'{"cancel_membership(M,2099-01-02)","bill_dues(2099-01-01)",keep_membership(M),"bill_dues(2099-01-02)"}') AS kept;
SELECT * FROM fitclub.verify();
-- What was paid of days that are credited is on account; the reason and the messages.
SELECT fitclub.join_plan(1, 5, test.today() - 3) AS m \gset
SELECT fitclub.bill_dues() > 0 AS billed;
SELECT count(fitclub.record_payment(billing_id, amount, 'card')) AS paid FROM fitclub.billing_item WHERE membership_id = :m;
SELECT fitclub.cancel_membership(:m, test.today() + 1, true, 'Moves away') = :m AS cancelled;
SELECT test.day(ends_on) AS ends_on, end_reason FROM fitclub.membership WHERE membership_id = :m;
SELECT status, amount, original_amount FROM fitclub.billing_item WHERE membership_id = :m;
SELECT amount, payment_type, description FROM fitclub.payment WHERE member_id = 1 ORDER BY payment_id;
SELECT fitclub.keep_membership(:m) = :m AS kept;
SELECT ends_on, end_reason FROM fitclub.membership WHERE membership_id = :m;
SELECT fitclub.bill_dues(test.today() + 1) > 0 AS billed;
SELECT status, amount FROM fitclub.billing_item WHERE membership_id = :m ORDER BY billing_id;
SELECT regexp_replace(message, '[A-Z][a-z]{2} \d\d \d{4}', 'DAY') AS message FROM fitclub.notification
WHERE member_id = 1 AND message ~ 'membership.*(ends|goes)' ORDER BY notification_id;
-- What is refused, and leaves nothing behind.
SELECT fitclub.join_plan(2, 8, test.today() - 3, ends_on => test.today() + 30) AS m \gset
SELECT fitclub.bill_dues() > 0 AS billed;
SELECT n, call, r.sqlstate, r.constraint_name, r.message, regexp_replace(r.detail, '[A-Z][a-z]{2} \d\d \d{4}', 'DAY', 'g') AS detail, r.left_behind
FROM (VALUES
	(1, 'cancel_membership(0)'),
	(2, 'cancel_membership(NULL)'),
	(3, 'cancel_membership(M, ''infinity'')'),
	(4, 'cancel_membership(M, credit_unused => NULL)'),
	(5, 'cancel_membership(M, reason => '' '')'),
	(11, 'cancel_membership(M, reason => repeat(''x'', 201))'),
	(6, 'cancel_membership(M, on_bookings => ''ignore'')'),
	(7, 'cancel_membership(M, T - 1)'),
	-- its contract ends before
	(8, 'cancel_membership(M, T + 31)'),
	(9, 'keep_membership(0)'),
	(10, 'keep_membership(NULL)')) AS t (n, call)
CROSS JOIN LATERAL test.refusal(test.call_for(:m, call)) AS r ORDER BY n;
-- Members may end their own: with notice, and without credit.
SELECT fitclub.join_plan(1, 8, test.today() - 3) AS other \gset
SET fitclub.identity = 'member:2';
SELECT n, call, r.sqlstate, r.constraint_name, r.message, regexp_replace(r.detail, '[A-Z][a-z]{2} \d\d \d{4}', 'DAY', 'g') AS detail, r.left_behind
FROM (VALUES
	(1, 'cancel_membership(0)'),
	(2, 'cancel_membership(O)'),
	(3, 'keep_membership(O)'),
	(4, 'cancel_membership(M, credit_unused => true)'),
	-- the first boundary after five days of notice is eleven days away
	(5, 'cancel_membership(M, T + 10)')) AS t (n, call)
CROSS JOIN LATERAL test.refusal(regexp_replace(test.call_for(:m, call), '\mO\M', :other::text)) AS r ORDER BY n;
SELECT fitclub.cancel_membership(:m, test.today() + 11) = :m AS cancelled;
RESET fitclub.identity;
SELECT test.day(ends_on) AS ends_on FROM fitclub.membership WHERE membership_id = :m;
SET fitclub.identity = 'member:2';
SELECT fitclub.keep_membership(:m) = :m AS kept, fitclub.cancel_membership(:m) = :m AS cancelled, fitclub.keep_membership(:m) = :m AS kept;
RESET fitclub.identity;
-- On hold without an end nobody can tell when a term is over; the desk can.
SELECT fitclub.hold_membership(fitclub.join_plan(2, 9, test.today() - 3), test.today() - 1) AS m \gset
SELECT r.sqlstate, r.constraint_name, r.message, r.detail, r.hint FROM test.refusal(format('SELECT fitclub.cancel_membership(%s)', :m)) AS r;
SELECT fitclub.cancel_membership(:m, test.today()) = :m AS cancelled;
SELECT r.sqlstate, r.constraint_name, r.message, r.hint FROM unnest(ARRAY['cancel_membership(M)', 'keep_membership(M)']) AS call
CROSS JOIN LATERAL test.refusal(test.call_for(:m, call)) AS r;
SELECT * FROM fitclub.verify();
SELECT test.clean_club();
