--
-- Memberships that change their plan: what is credited, and what is billed.
--
\pset format unaligned
\pset footer off
SET DateStyle = 'ISO';
SELECT test.open_club();
SELECT test.set_noon();
SELECT test.create_plans();
-- Worked out by hand, of a January of 31 days and a February of 28. Of the 100 of
-- Basic, 10 days of January are 32.26 (100 * 10 / 31) and 20 days 64.52; of the 155
-- of Plus they are 50 and 100, and of the 310 of Top 100 and 200.
CREATE TEMP TABLE change_case (n int, what text, calls text[], expected text[]);
INSERT INTO change_case VALUES
	-- 155 less 50
	(1, 'within a period', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-11)","bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Plus 105.00"}'),
	-- 100 less 50, and 310 less 200
	(2, 'twice in a period',
		'{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-11)","bill_dues(2099-01-11)","change_plan(M,3,2099-01-21)","bill_dues(2099-01-21)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-01-21 Plus 50.00","2099-01-21 to 2099-02-01 Top 110.00"}'),
	(3, 'before anything is billed', '{"change_plan(M,2,2099-01-11)","bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Plus 105.00"}'),
	(4, 'at a boundary', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-02-01)","bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-01 to 2099-03-01 Plus 155.00"}'),
	(5, 'when more is billed ahead', '{"bill_dues(2099-02-01)","change_plan(M,2,2099-01-11)","bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Plus 105.00","2099-02-01 to 2099-03-01 Plus 155.00"}'),
	(6, 'from the start', '{"bill_dues(2099-01-01)","change_plan(M,2)","bill_dues(2099-01-01)"}',
		'{"2099-01-01 to 2099-02-01 Plus 155.00"}'),
	-- the year begins on the day of the change
	(7, 'to another unit', '{"bill_dues(2099-01-01)","change_plan(M,4,2099-01-11)","bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2100-01-11 Year 1200.00"}'),
	(8, 'to another unit and back', '{"change_plan(M,4,2099-01-11)","change_plan(M,1,2100-01-11)","bill_dues(2100-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2100-01-11 Year 1200.00","2100-01-11 to 2100-02-11 Basic 100.00"}'),
	-- ten days were used by Jan 16, five of which are on hold
	(9, 'after a hold',
		'{"bill_dues(2099-01-01)","hold_membership(M,2099-01-05,2099-01-10)","change_plan(M,2,2099-01-16)","bill_dues(2099-01-16)"}',
		'{"2099-01-01 to 2099-01-16 Basic 32.26","2099-01-16 to 2099-02-06 Plus 105.00"}'),
	(10, 'to another unit after a hold',
		'{"bill_dues(2099-01-01)","hold_membership(M,2099-01-05,2099-01-10)","change_plan(M,4,2099-01-16)","bill_dues(2099-01-16)"}',
		'{"2099-01-01 to 2099-01-16 Basic 32.26","2099-01-16 to 2100-01-16 Year 1200.00"}'),
	(11, 'when a hold ends',
		'{"bill_dues(2099-01-01)","hold_membership(M,2099-01-11,2099-01-20)","change_plan(M,2,2099-01-20)","bill_dues(2099-01-20)"}',
		'{"2099-01-01 to 2099-01-20 Basic 32.26","2099-01-20 to 2099-02-10 Plus 105.00"}'),
	(12, 'taken back before it is billed', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-02-01)","change_plan(M,1)","bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-01 to 2099-03-01 Basic 100.00"}'),
	-- what was credited is billed again: 100 less 32.26
	(13, 'taken back within a period', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-11)","change_plan(M,1,2099-01-11)","bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Basic 67.74"}'),
	(14, 'replaced', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-02-01)","change_plan(M,3,2099-02-01)","bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-01 to 2099-03-01 Top 310.00"}'),
	(15, 'replaced by an earlier one', '{"change_plan(M,2,2099-03-01)","change_plan(M,3,2099-02-01)","bill_dues(2099-03-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-01 to 2099-03-01 Top 310.00","2099-03-01 to 2099-04-01 Top 310.00"}'),
	-- 62 less 20
	(16, 'price alone', '{"bill_dues(2099-01-01)","change_plan(M,1,2099-01-11,62)","bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Basic 42.00","2099-02-01 to 2099-03-01 Basic 62.00"}'),
	(17, 'free from then on', '{"bill_dues(2099-01-01)","change_plan(M,1,2099-01-11,0)","bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Basic 0.00","2099-02-01 to 2099-03-01 Basic 0.00"}'),
	-- what was credited by the first is billed with what comes after the second
	(19, 'taken back earlier', '{"bill_dues(2099-01-01)","change_plan(M,2,2099-01-21)","change_plan(M,1,2099-01-11)","bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-02-01 Basic 67.74"}'),
	(20, 'taken back earlier, by a membership that ends',
		'{"cancel_membership(M,2099-01-26)","bill_dues(2099-01-01)","change_plan(M,2,2099-01-21)","change_plan(M,1,2099-01-11)","bill_dues(2099-01-11)"}',
		'{"2099-01-01 to 2099-01-11 Basic 32.26","2099-01-11 to 2099-01-26 Basic 48.39"}'),
	(21, 'taken back earlier, of a later period', '{"bill_dues(2099-02-01)","change_plan(M,2,2099-02-01)","change_plan(M,1,2099-01-11)","bill_dues(2099-02-01)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00","2099-02-01 to 2099-03-01 Basic 100.00"}'),
	(18, 'nothing', '{"bill_dues(2099-01-01)","change_plan(M,1,2099-01-11)","change_plan(M,1)"}',
		'{"2099-01-01 to 2099-02-01 Basic 100.00"}');
SELECT n, what, billed, billed = expected AS as_worked_out
FROM change_case, test.case_of(1, '2099-01-01', calls) AS billed ORDER BY n;
SELECT * FROM fitclub.verify();
-- A first period that is a part: 100 less 32.26, of which 64.52 less 32.26 is used.
SELECT unnest(test.case_of(1, '2099-01-11', '{"bill_dues(2099-01-11)","change_plan(M,2,2099-01-21)","bill_dues(2099-01-21)"}', anchor_on => '2099-01-01')) AS billed;
-- At once where a day costs more, or at the next boundary. 70 a week are 10 a day,
-- and three days are used.
TRUNCATE change_case;
INSERT INTO change_case VALUES
	-- 140 less 60
	(1, 'up', '{"change_plan(M,6)"}', '{"T-3 to T Week 30.00","T to T+4 Week plus 80.00"}'),
	(2, 'down', '{"change_plan(M,7)","bill_dues(T+4)"}', '{"T-3 to T+4 Week 70.00","T+4 to T+11 Week minus 35.00"}'),
	-- the second takes the place of the first: 350 less 150
	(3, 'up twice on a day', '{"change_plan(M,6)","change_plan(M,6,NULL,350)"}', '{"T-3 to T Week 30.00","T to T+4 Week plus 200.00"}'),
	(4, 'up, and up again', '{"change_plan(M,6)","change_plan(M,6)"}', '{"T-3 to T Week 30.00","T to T+4 Week plus 80.00"}'),
	(5, 'up and down', '{"change_plan(M,6)","change_plan(M,5)","bill_dues(T+4)"}',
		'{"T-3 to T Week 30.00","T to T+4 Week plus 80.00","T+4 to T+11 Week 70.00"}'),
	(6, 'down, and not at all', '{"change_plan(M,7)","change_plan(M,5)","bill_dues(T+4)"}',
		'{"T-3 to T+4 Week 70.00","T+4 to T+11 Week 70.00"}'),
	(11, 'up later, then down', '{"change_plan(M,6,T+3)","change_plan(M,7)","bill_dues(T+4)"}',
		'{"T-3 to T+3 Week 60.00","T+3 to T+4 Week plus 20.00","T+4 to T+11 Week minus 35.00"}'),
	(12, 'up in the next period, and not at all', '{"bill_dues(T+4)","change_plan(M,6,T+6)","change_plan(M,5,T)","bill_dues(T+4)"}',
		'{"T-3 to T+4 Week 70.00","T+4 to T+11 Week 70.00"}'),
	(7, 'at the same price', '{"change_plan(M,8)","bill_dues(T+4)"}', '{"T-3 to T+4 Week 70.00","T+4 to T+11 Week notice 70.00"}'),
	-- by the day, 1200 a year are less than 70 a week, and 5000 are more
	(8, 'down to another unit', '{"change_plan(M,4)"}', '{"T-3 to T+4 Week 70.00"}'),
	-- two of three days were on hold
	(9, 'up after a hold', '{"hold_membership(M,T-2,T)","change_plan(M,6)"}', '{"T-3 to T Week 10.00","T to T+6 Week plus 120.00"}'),
	(10, 'up, and down to another unit', '{"change_plan(M,6)","change_plan(M,4)"}', '{"T-3 to T Week 30.00","T to T+4 Week plus 80.00"}'),
	(13, 'when a plan is planned for after the end', '{"change_plan(M,7,T+18)","cancel_membership(M,T+11)","change_plan(M,5)"}', '{"T-3 to T+4 Week 70.00"}');
SELECT n, what, billed, billed = expected AS as_worked_out
FROM change_case, test.case_of(5, test.today() - 3, '{bill_dues()}' || calls) AS billed ORDER BY n;
SELECT regexp_replace(billed, 'to T\+36\d', 'to T+a year') AS billed
FROM unnest(test.case_of(5, test.today() - 3, '{bill_dues(),"change_plan(M,4,NULL,5000)"}')) AS billed;
SELECT * FROM fitclub.verify();
-- What was paid above what is owed is on account, and pays what is billed next.
SELECT fitclub.join_plan(1, 5, test.today() - 3) AS m \gset
SELECT fitclub.bill_dues() > 0 AS billed;
SELECT count(fitclub.record_payment(billing_id, 45, 'card')) AS paid FROM fitclub.billing_item WHERE membership_id = :m;
SELECT fitclub.change_plan(:m, 6) = :m AS changed;
SELECT billing_id - min(billing_id) OVER () AS bill, status, amount, original_amount,
	(SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id) AS paid
FROM fitclub.billing_item AS b WHERE membership_id = :m ORDER BY billing_id;
SELECT p.amount, p.payment_type, p.description FROM fitclub.payment AS p WHERE member_id = 1 ORDER BY payment_id;
SELECT c.amount, reason FROM fitclub.bill_credit AS c JOIN fitclub.billing_item AS b USING (billing_id) WHERE membership_id = :m;
-- Staff have corrected the bill: of 35, three days are 15.
SELECT fitclub.join_plan(2, 5, test.today() - 3) AS m \gset
SELECT fitclub.bill_dues() > 0 AS billed;
SELECT count(fitclub.correct_bill(billing_id, 35)) AS corrected FROM fitclub.billing_item WHERE membership_id = :m;
SELECT fitclub.change_plan(:m, 6) = :m AS changed;
SELECT unnest(test.billed(:m)) AS billed;
-- A special price stays with its plan, and goes with it.
SELECT fitclub.join_plan(3, 5, test.today() - 3, price => 63) AS m \gset
SELECT fitclub.change_plan(:m, 5, test.today() + 4) = :m AS changed;
SELECT test.day(from_on) AS from_on, plan_id, price FROM fitclub.membership_plan WHERE membership_id = :m ORDER BY 1;
SELECT fitclub.change_plan(:m, 7, test.today() + 4) = :m AS changed, fitclub.change_plan(:m, 5, test.today() + 11) = :m AS changed;
SELECT test.day(from_on) AS from_on, plan_id, price FROM fitclub.membership_plan WHERE membership_id = :m ORDER BY 1;
SELECT regexp_replace(message, '[A-Z][a-z]{2} \d\d \d{4}', 'DAY') AS message FROM fitclub.notification
WHERE member_id IN (1, 3) AND message ~ 'membership.*(changes|stays|costs)' ORDER BY notification_id;
-- What is refused, and leaves nothing behind.
SELECT fitclub.join_plan(4, 9) AS m \gset
SELECT fitclub.update_plan(9, is_active => false) AS inactive;
-- Who has a plan that is not active may have it at another price.
SELECT fitclub.change_plan(:m, 9, test.today() + 7, 35) = :m AS cheaper;
-- What has not been billed yet is billed by the job, and in order.
INSERT INTO fitclub.membership (member_id, starts_on, anchor_on) VALUES (4, test.today() - 3, test.today() - 3) RETURNING membership_id AS m \gset
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id) VALUES (:m, test.today() - 3, 5);
SELECT fitclub.change_plan(:m, 6) = :m AS changed, test.billed(:m) AS before_the_job;
SELECT fitclub.bill_dues() > 0 AS billed;
SELECT unnest(test.billed(:m)) AS billed;
SELECT fitclub.join_plan(4, 5, test.today() - 3, ends_on => test.today() + 20) AS m \gset
SELECT fitclub.hold_membership(:m, test.today() + 5, test.today() + 8) = :m AS held;
SELECT n, call, r.sqlstate, r.constraint_name, r.message, regexp_replace(r.detail, '[A-Z][a-z]{2} \d\d \d{4}', 'DAY', 'g') AS detail, r.left_behind
FROM (VALUES
	(1, 'change_plan(0, 6)'),
	(2, 'change_plan(NULL, 6)'),
	(3, 'change_plan(M, 0)'),
	(4, 'change_plan(M, NULL)'),
	(5, 'change_plan(M, 6, ''infinity'')'),
	(6, 'change_plan(M, 6, price => -1)'),
	(7, 'change_plan(M, 6, on_bookings => ''ignore'')'),
	(8, 'change_plan(M, 6, T - 1)'),
	(9, 'change_plan(M, 6, T + 5)'),
	(10, 'change_plan(M, 6, T + 7)'),
	-- the hold makes it end three days later
	(11, 'change_plan(M, 6, T + 23)'),
	(12, 'change_plan(M, 9)')) AS t (n, call)
CROSS JOIN LATERAL test.refusal(test.call_for(:m, call)) AS r ORDER BY n;
SELECT fitclub.cancel_membership(:m, test.today()) = :m AS ended;
SELECT r.sqlstate, r.constraint_name FROM test.refusal(format('SELECT fitclub.change_plan(%s, 6)', :m)) AS r;
SELECT fitclub.hold_membership(fitclub.join_plan(4, 5, test.today() - 3), test.today() - 1) AS m \gset
SELECT r.sqlstate, r.constraint_name, r.detail, r.hint FROM unnest(ARRAY['change_plan(M, 6)', 'change_plan(M, 7)']) AS call
CROSS JOIN LATERAL test.refusal(test.call_for(:m, call)) AS r;
SELECT * FROM fitclub.verify();
SELECT test.clean_club();
