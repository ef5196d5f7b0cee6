--
-- Joining a plan: the membership, its bill for joining, and what is due at once.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4.
SELECT test.open_club();
SELECT test.set_noon();
SELECT fitclub.create_plan('Gold', 60, joining_fee => 25) AS gold, fitclub.create_plan('Ten', 40, visits => 10) AS ten,
	fitclub.create_plan('Old', 10) AS old, fitclub.create_plan('Free', 0) AS free;
SELECT fitclub.update_plan(3, is_active => false);

-- From today on: joining and the first period are billed.
SELECT fitclub.join_plan(1, 1) AS gold, fitclub.join_plan(1, 4) AS free;
SELECT m.membership_id, m.member_id, m.starts_on = test.today() AS starts_today, m.anchor_on = m.starts_on AS is_anchor,
	m.contract_until, m.ends_on, s.plan_id, s.from_on = m.starts_on AS from_start, s.price, s.anchor_on
FROM fitclub.membership AS m JOIN fitclub.membership_plan AS s USING (membership_id) ORDER BY 1;
SELECT p.membership_id, p.starts_on = test.today() AS starts_today, p.ends_on = (test.today() + interval '1 month')::date AS ends_in_a_month
FROM fitclub.membership_period AS p ORDER BY 1;
SELECT b.kind, b.membership_id, b.period_on = test.today() AS of_today, b.due_on = test.today() AS due_today, b.amount, b.status,
	CASE WHEN b.kind IS NULL THEN 'Dues Gold ' || to_char(test.today(), 'Mon DD') || ' - '
		|| to_char(test.today() + interval '1 month' - interval '1 day', 'Mon DD') ELSE 'Joining Gold' END = b.description AS says_so
FROM fitclub.billing_item AS b ORDER BY b.billing_id;
SELECT count(*), count(*) FILTER (WHERE message LIKE 'The membership % begins on %') AS joined,
	count(*) FILTER (WHERE message LIKE 'Dues Gold %: 60.00 USD') AS billed
FROM fitclub.notification WHERE member_id = 1;
-- Nothing is left to bill today.
SELECT fitclub.bill_dues();

-- Later: dues are billed by bill_dues(). Staff choose price, fee, anchor and end.
SELECT fitclub.join_plan(2, 1, '2101-01-17', '2101-02-01', '2101-03-15', 62, 0) AS later;
SELECT m.starts_on, m.anchor_on, m.contract_until, m.ends_on, s.price
FROM fitclub.membership AS m JOIN fitclub.membership_plan AS s USING (membership_id) WHERE member_id = 2;
SELECT count(*) FROM fitclub.billing_item WHERE member_id = 2;
-- Earlier: all that is due by now.
SELECT fitclub.join_plan(3, 2, test.today() - 100, test.today() - 100, joining_fee => 5) AS earlier;
SELECT count(*), sum(amount) AS amount, bool_and(ends_on > starts_on) AS have_days, max(ends_on) > test.today() AS until_today
FROM fitclub.membership_period JOIN fitclub.billing_item ON period_on = starts_on WHERE member_id = 3;
SELECT kind, amount FROM fitclub.billing_item WHERE member_id = 3 AND kind IS NOT NULL;

-- What the member, and then the payer, has on account pays dues at once.
SELECT fitclub.set_payer(4, 2);
SELECT fitclub.receive_payment(4, 15, 'cash', '{}') > 0 AS of_dan, fitclub.receive_payment(2, 20, 'cash', '{}') > 0 AS of_bob;
SELECT fitclub.join_plan(4, 1) AS paid_in_part;
SELECT b.amount, b.status, b.kind, p.member_id, p.amount AS paid, p.payment_type
FROM fitclub.billing_item AS b LEFT JOIN fitclub.payment AS p USING (billing_id) WHERE b.member_id = 4 ORDER BY b.billing_id, p.payment_id;
SELECT fitclub.receive_payment(2, 100, 'cash', '{}') > 0 AS of_bob;
SELECT fitclub.join_plan(4, 2) AS paid;
SELECT b.amount, b.status, b.paid_at = b.created_at AS at_once, p.member_id, p.amount AS paid
FROM fitclub.billing_item AS b LEFT JOIN fitclub.payment AS p USING (billing_id) WHERE b.member_id = 4 AND b.amount = 40;
SELECT fitclub.account_balance('credit', 2) AS bob_has;

SELECT membership_id, holder_id, holder, plan_id, plan, state, is_cancelled, visits, visits_left, next_amount,
	starts_on <= test.today() AS has_begun, ends_on, billed_until > test.today() AS is_billed, next_dues_on > test.today() AS is_later
FROM fitclub.list_memberships();
SELECT membership_id, state FROM fitclub.list_memberships(4, true, 1);
SELECT membership_id, state FROM fitclub.list_memberships(4, true, 1, 6);
SELECT count(*) FROM fitclub.list_memberships(1, max_rows => 0);

-- What is refused.
SELECT fitclub.erase_member(fitclub.create_member('Eve', 'Gone', 'eve@example.org')) AS erased \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$join_plan(NULL, 1)$$,
	$$join_plan(99, 1)$$,
	$$join_plan(5, 1)$$,
	$$join_plan(1, NULL)$$,
	$$join_plan(1, 99)$$,
	$$join_plan(1, 3)$$,
	$$join_plan(1, 1, 'infinity')$$,
	$$join_plan(1, 1, '1899-12-31')$$,
	$$join_plan(1, 1, anchor_on => '-infinity')$$,
	$$join_plan(1, 1, '2101-01-01', ends_on => '2101-01-01')$$,
	$$join_plan(1, 1, '2101-01-01', ends_on => 'infinity')$$,
	$$join_plan(1, 1, price => -1)$$,
	$$join_plan(1, 1, joining_fee => -1)$$,
	$$list_memberships(99)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SET fitclub.identity = 'member:1';
SELECT sqlstate, constraint_name, table_name, column_name, message, detail, hint
FROM test.refusal('SELECT fitclub.join_plan(1, 1, test.today() - 1)');
RESET fitclub.identity;
-- No period has a day that is not one of a club.
SELECT d.day, p.starts_on IS NOT NULL AS is_within
FROM unnest(ARRAY['-infinity', '9998-12-01', '9999-01-01', '5874897-12-31', 'infinity']::date[]) AS d (day)
LEFT JOIN LATERAL fitclub_internal.membership_period_on((SELECT min(m.membership_id) FROM fitclub.membership AS m
	WHERE fitclub_internal.membership_end(m.membership_id) IS NULL), d.day) AS p ON true
ORDER BY d.day;
SELECT * FROM fitclub.verify();
