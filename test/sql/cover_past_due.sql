--
-- Who has a bill that is past due for too long books nothing that makes another.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT test.set_noon() IS NOT NULL AS set;
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-10 12:00', '2101-01-10 13:00');
-- Ann's bill was due ten days ago, Bob's is due now.
SELECT fitclub.create_bill(1, 30, 'Towels', due_on => test.today() - 10), fitclub.create_bill(2, 30, 'Towels', due_on => test.today());
-- What a member may book: a session without cover and a class. Nothing of it stays.
CREATE FUNCTION test.may(identity text, given text DEFAULT 'SELECT 1') RETURNS TABLE (session text, seat text, cover text, options text)
LANGUAGE plpgsql AS $$
DECLARE
	member_id bigint := substr(identity, 8)::bigint;
BEGIN
	BEGIN
		EXECUTE given;
		PERFORM set_config('fitclub.identity', CASE WHEN identity LIKE 'member:%' THEN identity ELSE '' END, true);
		SELECT coalesce(r.constraint_name, 'ok') INTO session FROM test.refusal(format(
			'SELECT fitclub.book_session(%s, 3, NULL, ''2101-01-10 10:00'', ''2101-01-10 11:00'')', member_id)) AS r;
		SELECT coalesce(r.constraint_name, 'ok') INTO seat FROM test.refusal(format(
			'SELECT fitclub.register_for_class(%s, 1)', member_id)) AS r;
		SELECT string_agg(coalesce(c.cover, 'bill'), ', ' ORDER BY c.kind DESC) INTO cover FROM test.cover AS c;
		SELECT string_agg(f.cover || coalesce(' ' || f.why_not, ''), ', ') INTO options
		FROM fitclub.find_cover(member_id, start_time => '2101-01-10 15:00') AS f;
		RAISE SQLSTATE 'ZZ000';
	EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	END;
	RETURN NEXT;
END $$;
-- As long as the club does not ask, nobody is kept from anything.
SELECT * FROM test.may('member:1');
SELECT fitclub.update_club(block_past_due_days => 9);
SELECT * FROM test.may('member:1');
-- A dry run says so before the booking does, to Ann and not to staff.
CREATE FUNCTION test.against(identity text, ignore_session_id bigint DEFAULT NULL, given text DEFAULT 'SELECT 1') RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	rules text;
BEGIN
	EXECUTE given;
	PERFORM set_config('fitclub.identity', identity, true);
	SELECT string_agg(f.rule || ': ' || f.message, ', ') INTO rules
	FROM fitclub.find_conflicts(3, '2101-01-10 10:00', '2101-01-10 11:00', 1, ignore_session_id => ignore_session_id) AS f;
	PERFORM set_config('fitclub.identity', '', true);
	RETURN rules;
END $$;
SELECT test.against('member:1') AS member, test.against('') AS staff;
BEGIN;
SELECT test.against('member:1', given => 'SELECT test.give_membership(1)') AS covered;
ROLLBACK;
BEGIN;
SELECT test.against('member:1', given => 'SELECT fitclub.update_club(default_session_price => 0)') AS free;
ROLLBACK;
-- Staff book for Ann, and Bob for himself.
SELECT * FROM test.may('staff :1');
SELECT * FROM test.may('member:2');
-- It is ten days, and has to be more than so many.
SELECT fitclub.update_club(block_past_due_days => 10);
SELECT * FROM test.may('member:1');
SELECT fitclub.update_club(block_past_due_days => 9);
-- The day on which a bill was made is when it is due, if nothing else is said.
CREATE FUNCTION test.own_bill(member_id bigint, days integer) RETURNS bigint
LANGUAGE sql AS $$
	INSERT INTO fitclub.billing_item (member_id, amount, description, created_at, updated_at)
	SELECT member_id, 5, 'Old', t, t FROM (SELECT now() - make_interval(days => days) AS t) AS made RETURNING billing_id;
$$;
SELECT d, m.session FROM unnest(ARRAY[9, 10]) AS d, test.may('member:2', format('SELECT test.own_bill(2, %s)', d)) AS m ORDER BY d;
CREATE FUNCTION test.owe_dues(membership_id bigint, days integer) RETURNS bigint
LANGUAGE sql AS $$
	INSERT INTO fitclub.billing_item (member_id, membership_id, period_on, amount, description, due_on)
	SELECT m.member_id, m.membership_id, m.starts_on, 30, 'Dues', test.today() - days
	FROM fitclub.membership AS m WHERE m.membership_id = owe_dues.membership_id RETURNING billing_id;
$$;
-- A bill that is paid, cancelled or paid in part.
SELECT c.what, m.session FROM (VALUES (1, 'record_payment(1, 30)'), (2, 'record_payment(1, 29)'), (3, 'cancel_billing_item(1)')) AS c (n, what),
	test.may('member:1', 'SELECT fitclub.' || c.what) AS m ORDER BY c.n;
-- Paid lots and memberships cover all the same; a member's price is a price, what is free is free.
SELECT c.what, m.* FROM (VALUES
	(1, 'a lot', 'SELECT test.give_lot(1, 5)'),
	(2, 'one credit', 'SELECT test.give_lot(1, 1)'),
	(3, 'a membership', 'SELECT test.give_membership(1)'),
	(4, 'cheaper', $$SELECT test.give_membership(1); INSERT INTO fitclub.plan_scope (plan_id, kind, discount) SELECT plan_id, 'session', 50 FROM fitclub.plan$$),
	(5, 'free', 'SELECT fitclub.update_club(default_session_price => 0)'),
	(6, 'a lot on trust', 'SELECT test.give_lot(1, 5, price => 90, usable_unpaid => true)'),
	(7, 'a lot on trust that is past due', $$SELECT test.give_lot(1, 5, price => 90, usable_unpaid => true);
		UPDATE fitclub.billing_item SET due_on = test.today() - 10 WHERE sale_id IS NOT NULL$$),
	(8, 'a membership whose dues are past due', 'SELECT test.owe_dues(test.give_membership(1), 10)'),
	(9, 'dues that are not old enough', 'SELECT test.owe_dues(test.give_membership(1), 9)'),
	(10, 'and another membership', 'SELECT test.owe_dues(test.give_membership(1), 10), test.give_membership(1, 5)'),
	(11, 'and a lot', 'SELECT test.owe_dues(test.give_membership(1, 5), 10), test.give_lot(1, 5)')
) AS c (n, what, given), test.may('member:1', c.given) AS m ORDER BY c.n;
-- Nor is a way to pay changed to a bill, but a booking moves.
SELECT test.give_lot(1, 5);
SET fitclub.identity = 'member:1';
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00') AS session \gset
SELECT * FROM test.refusal(format('SELECT fitclub.set_cover(''bill'', %s)', :session)) \gx
SELECT fitclub.reschedule_session(:session, '2101-01-11 10:00') IS NOT NULL AS moved;
RESET fitclub.identity;
SELECT fitclub.set_cover('bill', :session) IS NOT NULL AS billed;
SELECT test.against('member:1', :session) AS moved;

-- Whoever ends a membership has its bookings billed all the same.
SELECT test.own_bill(2, 20) > 0 AS owed, test.give_membership(2) AS membership \gset
SELECT fitclub.book_session(2, 3, NULL, '2101-01-20 10:00', '2101-01-20 11:00') AS session \gset
SET fitclub.identity = 'member:2';
SELECT fitclub.cancel_membership(:membership, on_bookings => 'bill') = :membership AS ended;
RESET fitclub.identity;
SELECT price, cover FROM test.cover WHERE kind = 'session' AND id = :session;

DROP FUNCTION test.may, test.against, test.own_bill, test.owe_dues;
