-- Memberships that go through calls, case by case.

-- A date, or how many days it is after today.
CREATE FUNCTION test.day(day date) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT CASE WHEN day = test.today() THEN 'T'
		WHEN day = 'infinity' OR abs(day - test.today()) > 1000 THEN day::text
		ELSE 'T' || to_char(day - test.today(), 'FMSG990') END;
$$;

-- What a membership is billed: each period, its plan, and what is owed for it in all.
CREATE FUNCTION test.billed(membership_id bigint) RETURNS text[]
LANGUAGE sql STABLE SET DateStyle = 'ISO' AS $$
	SELECT coalesce(array_agg(format('%s to %s %s %s', test.day(p.starts_on), test.day(p.ends_on), n.name,
			coalesce((
				SELECT coalesce(b.original_amount, b.amount)
					- coalesce((SELECT sum(c.amount) FROM fitclub.bill_credit AS c WHERE c.billing_id = b.billing_id), 0)
				FROM fitclub.billing_item AS b
				WHERE b.membership_id = p.membership_id AND b.period_on = p.starts_on
					AND b.status NOT IN ('cancelled', 'refunded')), 0.00)) ORDER BY p.starts_on), '{}')
	FROM fitclub.membership_period AS p
	JOIN fitclub.plan AS n USING (plan_id)
	WHERE p.membership_id = billed.membership_id;
$$;

-- A call, in which M stands for a membership, T for today, and a date for itself.
CREATE FUNCTION test.call_for(membership_id bigint, call text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT 'SELECT fitclub.' || regexp_replace(regexp_replace(regexp_replace(call,
		'\mM\M', membership_id::text, 'g'), '\mT\M', 'test.today()', 'g'), '(\d{4}-\d\d-\d\d)', $q$'\1'$q$, 'g');
$$;

-- A new member joins a plan, and then come calls. Returns what is billed.
CREATE FUNCTION test.case_of(plan_id bigint, starts_on date, calls text[], anchor_on date DEFAULT NULL, ends_on date DEFAULT NULL)
RETURNS text[]
LANGUAGE plpgsql SET DateStyle = 'ISO' AS $$
DECLARE
	membership_id bigint := fitclub.join_plan(
		fitclub.create_member('Case', 'Member', 'case' || (SELECT count(*) FROM fitclub.member) || '@example.org'),
		plan_id, starts_on, anchor_on, ends_on);
	call text;
BEGIN
	FOREACH call IN ARRAY calls LOOP
		EXECUTE test.call_for(membership_id, call);
	END LOOP;
	RETURN test.billed(membership_id);
END $$;

-- The plans of the cases: by month, or by week, of which each day has a seventh.
CREATE FUNCTION test.create_plans() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM fitclub.create_plan('Basic', 100); -- 1
	PERFORM fitclub.create_plan('Plus', 155);
	PERFORM fitclub.create_plan('Top', 310);
	PERFORM fitclub.create_plan('Year', 1200, unit => 'year'); -- 4
	PERFORM fitclub.create_plan('Week', 70, unit => 'week');
	PERFORM fitclub.create_plan('Week plus', 140, unit => 'week');
	PERFORM fitclub.create_plan('Week minus', 35, unit => 'week'); -- 7
	PERFORM fitclub.create_plan('Week notice', 70, unit => 'week', notice => '5 days');
	PERFORM fitclub.create_plan('Week term', 70, unit => 'week', min_periods => 3); -- 9
END $$;
