--
-- Plans: their terms, what they include, and what they cost from when on.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2; Tina 1, Tom 2, Una 3.
SELECT test.open_club();
SELECT test.set_noon();
SELECT uses_cover FROM fitclub.club;
SELECT fitclub.create_plan('Gold', 60) AS gold,
	fitclub.create_plan('Ten', 40, 'month', 2, 10, 15, '14 days', 12, 5) AS ten,
	fitclub.create_plan('Week', 0, 'week') AS week;
SELECT uses_cover FROM fitclub.club;
SELECT fitclub.create_service('Massage') AS massage, fitclub.create_service('Yoga', 'class') AS yoga;
SELECT fitclub.add_plan_scope(2, 'class', 2) AS yoga, fitclub.add_plan_scope(2, 'session', 1, 2, 50) AS massage_with_tom,
	fitclub.add_plan_scope(2, 'class', discount => 12.5) AS others;
SELECT fitclub.update_plan(3, 'Weekly', false) AS renamed;
SELECT plan_id, name, unit, every, visits, price, joining_fee, notice, min_periods, late_fee, is_active
FROM fitclub.list_plans();
SELECT jsonb_pretty(scopes) FROM fitclub.list_plans() WHERE plan_id = 2;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	$$create_plan(NULL, 1)$$,
	$$create_plan('', 1)$$,
	$$create_plan(repeat('x', 201), 1)$$,
	$$create_plan(' gold', 1)$$,
	$$create_plan('X', NULL)$$,
	$$create_plan('X', -1)$$,
	$$create_plan('X', 'NaN')$$,
	$$create_plan('X', 1, 'day')$$,
	$$create_plan('X', 1, repeat('y', 201))$$,
	$$create_plan('X', 1, NULL)$$,
	$$create_plan('X', 1, every => 0)$$,
	$$create_plan('X', 1, every => 13)$$,
	$$create_plan('X', 1, every => NULL)$$,
	$$create_plan('X', 1, visits => 0)$$,
	$$create_plan('X', 1, visits => 10001)$$,
	$$create_plan('X', 1, joining_fee => -1)$$,
	$$create_plan('X', 1, notice => '-1 day')$$,
	$$create_plan('X', 1, notice => '367 days')$$,
	$$create_plan('X', 1, notice => NULL)$$,
	$$create_plan('X', 1, min_periods => -1)$$,
	$$create_plan('X', 1, min_periods => 121)$$,
	$$create_plan('X', 1, min_periods => NULL)$$,
	$$create_plan('X', 1, late_fee => -1)$$,
	$$update_plan(NULL)$$,
	$$update_plan(99, 'X')$$,
	$$update_plan(1, '')$$,
	$$update_plan(1, 'ten ')$$,
	$$add_plan_scope(99, 'class')$$,
	$$add_plan_scope(1, NULL)$$,
	$$add_plan_scope(1, 'course')$$,
	$$add_plan_scope(1, repeat('y', 201))$$,
	$$add_plan_scope(1, 'class', 99)$$,
	$$add_plan_scope(1, 'class', 1)$$,
	$$add_plan_scope(1, 'class', trainer_id => 99)$$,
	$$add_plan_scope(1, 'class', discount => 0)$$,
	$$add_plan_scope(1, 'class', discount => 0.001)$$,
	$$add_plan_scope(1, 'class', discount => 101)$$,
	$$add_plan_scope(1, 'class', discount => NULL)$$,
	$$add_plan_scope(2, 'class', 2, discount => 1)$$,
	$$set_plan_price(99, 1, '2101-01-01')$$,
	$$set_plan_price(1, NULL, '2101-01-01')$$,
	$$set_plan_price(1, -1, '2101-01-01')$$,
	$$set_plan_price(1, 1, NULL)$$,
	$$set_plan_price(1, 1, 'infinity')$$,
	$$set_plan_price(1, 1, '1899-12-31')$$,
	$$set_plan_price(1, 1, '2101-01-02', '2101-01-01')$$,
	$$set_plan_price(1, 1, '2101-01-02', '9999-01-01')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;

-- What nobody has can begin in the past, or be another price from the same day on.
SELECT fitclub.set_plan_price(1, 50, '2000-01-01') AS past, fitclub.set_plan_price(1, 61, test.today()) AS instead,
	fitclub.set_plan_price(1, 70, test.today() + 1) AS tomorrow, fitclub.set_plan_price(1, 80, '2101-01-01', 'infinity') AS far;
SELECT valid_from - test.today() > 1 AS is_far, amount, existing_from FROM fitclub.plan_price
WHERE plan_id = 1 AND valid_from NOT IN (test.today(), test.today() + 1) ORDER BY valid_from;
SELECT price FROM fitclub.list_plans() WHERE plan_id = 1;
-- What members have begins tomorrow or later, and after what is billed.
INSERT INTO fitclub.membership (member_id, starts_on, anchor_on) VALUES (1, '2026-01-01', '2026-01-01'), (2, '2026-01-01', '2026-01-01');
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id, price) VALUES (1, '2026-01-01', 1, NULL), (2, '2026-01-01', 1, 1);
INSERT INTO fitclub.membership_period (membership_id, starts_on, ends_on, plan_id) VALUES
	(1, '2101-02-01', '2101-03-01', 1), (2, '2101-04-01', '2101-05-01', 1);
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$set_plan_price(1, 1, test.today())$$,
	$$set_plan_price(1, 1, '2000-01-01')$$,
	$$set_plan_price(1, 1, '2101-02-01')$$,
	$$set_plan_price(1, 1, '2101-01-15', '2101-02-01')$$,
	$$add_plan_scope(1, 'class')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT fitclub.set_plan_price(1, 90, '2101-02-02') > 0 AS after_it, fitclub.set_plan_price(1, 91, '2101-01-15', '2101-02-02') > 0 AS later_for_members,
	fitclub.set_plan_price(1, 92, '2101-01-15', '2101-03-01') > 0 AS corrected;
SELECT valid_from, amount, existing_from FROM fitclub.plan_price WHERE plan_id = 1 AND valid_from >= '2101-01-01' ORDER BY valid_from;
-- A plan that includes some things may include more once members have it.
BEGIN;
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id) VALUES (2, '2101-01-01', 2);
SELECT fitclub.add_plan_scope(2, 'session', trainer_id => 1) > 0 AS more;
ROLLBACK;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT fitclub.set_plan_price(1, 93, '2101-06-01');
ROLLBACK;

-- Prices are books.
SELECT c.sql, r.sqlstate, r.constraint_name, r.column_name, r.message
FROM unnest(ARRAY[
	'UPDATE fitclub.plan_price SET amount = 1 WHERE plan_price_id = 1',
	'DELETE FROM fitclub.plan_price WHERE plan_price_id = 1',
	'TRUNCATE fitclub.plan_price',
	'UPDATE fitclub.membership_period SET plan_id = 2',
	'DELETE FROM fitclub.membership_period'
	]) WITH ORDINALITY AS c (sql, n)
CROSS JOIN LATERAL test.refusal(c.sql) AS r
ORDER BY c.n;
UPDATE fitclub.membership_period SET ends_on = ends_on - 1 WHERE membership_id = 1;
