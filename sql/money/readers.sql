-- What a member owes, and why.

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.member_balance(
	member_id bigint)
RETURNS numeric
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_member(member_balance.member_id);

	RETURN (
		SELECT round(coalesce(sum(b.amount - coalesce((
				SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
			), 0)), 0), 2)
		FROM fitclub.billing_item AS b
		WHERE b.member_id = member_balance.member_id
			AND b.status IN ('pending', 'partially_paid')
	);
END
$$;

COMMENT ON FUNCTION fitclub.member_balance IS
	'What a member owes: the unpaid part of the open bills';

-- Whose accounts are told of, line by line: what is owed, less what is on account.
-- What a payer moves from the account to an own bill changes neither. "position"
-- puts those of one instant in order.
CREATE OR REPLACE VIEW fitclub_internal.statement_line AS
SELECT b.member_id, b.created_at AS at, 'bill'::text AS kind, b.billing_id, NULL::bigint AS payment_id,
	NULL::bigint AS credit_id, 1 AS position, b.description,
	coalesce(b.original_amount, b.amount) AS charge, NULL::numeric AS credit
FROM fitclub.billing_item AS b
UNION ALL
SELECT b.member_id, p.paid_at, CASE WHEN p.amount > 0 THEN 'payment' ELSE 'refund' END, b.billing_id,
	p.payment_id, NULL, 2, concat_ws(': ', p.description, b.description), NULL, p.amount
FROM fitclub.billing_item AS b
JOIN fitclub.payment AS p ON p.billing_id = b.billing_id
WHERE p.payment_type <> 'credit' OR p.member_id <> b.member_id
UNION ALL
SELECT p.member_id, p.paid_at, CASE WHEN p.amount > 0 THEN 'payment' ELSE 'refund' END, NULL,
	p.payment_id, NULL, 2, coalesce(p.description, 'On account'), NULL, p.amount
FROM fitclub.payment AS p
WHERE p.billing_id IS NULL
UNION ALL
SELECT p.member_id, p.paid_at, CASE WHEN p.amount > 0 THEN 'payment' ELSE 'refund' END, p.billing_id,
	p.payment_id, NULL, 2, p.description, p.amount, NULL
FROM fitclub.payment AS p
JOIN fitclub.billing_item AS b ON b.billing_id = p.billing_id
WHERE p.payment_type = 'credit' AND p.member_id <> b.member_id
UNION ALL
SELECT b.member_id, c.made_at, CASE WHEN c.amount > 0 THEN 'cancelled' ELSE 'bill' END, b.billing_id,
	NULL, c.credit_id, 3, b.description,
	CASE WHEN c.amount < 0 THEN -c.amount END, CASE WHEN c.amount > 0 THEN c.amount END
FROM fitclub.billing_item AS b
JOIN fitclub.bill_credit AS c ON c.billing_id = b.billing_id;

COMMENT ON VIEW fitclub_internal.statement_line IS
	'The lines of all statements: bills, payments and credits';
COMMENT ON COLUMN fitclub_internal.statement_line.member_id IS 'Whose line it is';
COMMENT ON COLUMN fitclub_internal.statement_line.at IS 'When the bill, payment or credit was made';
COMMENT ON COLUMN fitclub_internal.statement_line.kind IS 'bill, payment, refund or cancelled';
COMMENT ON COLUMN fitclub_internal.statement_line.billing_id IS 'The bill; null for what is on account';
COMMENT ON COLUMN fitclub_internal.statement_line.payment_id IS 'The payment; null for other lines';
COMMENT ON COLUMN fitclub_internal.statement_line.credit_id IS 'The credit; null for other lines';
COMMENT ON COLUMN fitclub_internal.statement_line."position" IS 'Orders lines of one instant';
COMMENT ON COLUMN fitclub_internal.statement_line.description IS 'What it is for';
COMMENT ON COLUMN fitclub_internal.statement_line.charge IS 'What is owed, or leaves the account for somebody else''s bill; null where credit is not';
COMMENT ON COLUMN fitclub_internal.statement_line.credit IS 'What is no longer owed, or is on account; null where charge is not';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.member_statement(
	member_id bigint,
	from_time timestamptz DEFAULT '-infinity',
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	at timestamptz,
	kind text,
	billing_id bigint,
	payment_id bigint,
	description text,
	charge numeric,
	credit numeric,
	balance numeric)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_member(member_statement.member_id);

	PERFORM fitclub_internal.require_order(member_statement.from_time, member_statement.to_time);

	RETURN QUERY
	WITH account AS (
		SELECT l.*,
			sum(coalesce(l.charge, 0) - coalesce(l.credit, 0)) OVER (
				ORDER BY l.at, l.billing_id NULLS FIRST, l.position, l.payment_id, l.credit_id
				ROWS UNBOUNDED PRECEDING) AS balance
		FROM fitclub_internal.statement_line AS l
		WHERE l.member_id = member_statement.member_id
	)
	SELECT a.at, a.kind, a.billing_id, a.payment_id, a.description,
		a.charge, a.credit, a.balance
	FROM account AS a
	WHERE a.at >= coalesce(member_statement.from_time, '-infinity')
		AND a.at < coalesce(member_statement.to_time, 'infinity')
	ORDER BY a.at, a.billing_id NULLS FIRST, a.position, a.payment_id, a.credit_id;
END
$$;

COMMENT ON FUNCTION fitclub.member_statement IS
	'A member''s account between two instants: bills charged, payments and cancellations credited (refunds negative), with the running balance: what is owed less what is on account';

-- A payer who is a member sees what is owed for members with an e-mail, and not
-- what for.
-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.household_statement(
	payer_id bigint,
	from_time timestamptz DEFAULT '-infinity',
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	at timestamptz,
	member_id bigint,
	member text,
	kind text,
	billing_id bigint,
	payment_id bigint,
	description text,
	charge numeric,
	credit numeric,
	balance numeric)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	household bigint[];
BEGIN
	PERFORM fitclub_internal.require_member(household_statement.payer_id);

	PERFORM fitclub_internal.require_order(household_statement.from_time, household_statement.to_time);

	household := household_statement.payer_id || ARRAY(
		SELECT p.member_id
		FROM fitclub.payer AS p
		WHERE p.payer_id = household_statement.payer_id);

	RETURN QUERY
	WITH account AS (
		SELECT l.*,
			sum(coalesce(l.charge, 0) - coalesce(l.credit, 0)) OVER (
				ORDER BY l.at, l.billing_id NULLS FIRST, l.position, l.payment_id, l.credit_id, l.member_id
				ROWS UNBOUNDED PRECEDING) AS balance
		FROM fitclub_internal.statement_line AS l
		WHERE l.member_id = ANY (household)
	)
	SELECT a.at, a.member_id, m.first_name || ' ' || m.last_name, a.kind, a.billing_id, a.payment_id,
		CASE WHEN fitclub_internal.sees_bill(a.member_id) THEN a.description END,
		a.charge, a.credit, a.balance
	FROM account AS a
	JOIN fitclub.member AS m ON m.member_id = a.member_id
	WHERE a.at >= coalesce(household_statement.from_time, '-infinity')
		AND a.at < coalesce(household_statement.to_time, 'infinity')
	ORDER BY a.at, a.billing_id NULLS FIRST, a.position, a.payment_id, a.credit_id, a.member_id;
END
$$;

COMMENT ON FUNCTION fitclub.household_statement IS
	'Like member_statement(), for a payer and everybody they pay for now, with the member of each line';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.list_bills(
	member_id bigint DEFAULT NULL,
	only_open boolean DEFAULT false,
	max_rows integer DEFAULT 100,
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	billing_id bigint,
	debtor_id bigint,
	debtor text,
	kind text,
	description text,
	amount numeric,
	paid numeric,
	owed numeric,
	status text,
	created_at timestamptz,
	session_id bigint,
	class_id bigint,
	trainer_id bigint,
	due_on date,
	sale_id bigint,
	membership_id bigint,
	period_on date)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET max_parallel_workers_per_gather = 0 -- a page is short, which a plan for any cannot know
SET jit = off
AS $$
BEGIN
	SELECT fitclub_internal.require_account(list_bills.member_id) INTO member_id;

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT b.*
		FROM (
			-- in order, so that a page is read by the index and no further
			(SELECT o.*
			FROM fitclub.billing_item AS o
			WHERE o.member_id = list_bills.member_id
				AND (o.status IN ('pending', 'partially_paid') OR list_bills.only_open IS NOT TRUE)
			ORDER BY o.billing_id DESC)
			UNION ALL
			(SELECT o.*
			FROM fitclub.billing_item AS o
			WHERE list_bills.member_id IS NULL AND list_bills.only_open IS NOT TRUE
			ORDER BY o.billing_id DESC)
			UNION ALL
			(SELECT o.*
			FROM fitclub.billing_item AS o
			WHERE list_bills.member_id IS NULL AND list_bills.only_open
				AND o.status IN ('pending', 'partially_paid')
			ORDER BY o.billing_id DESC)
		) AS b
		WHERE b.billing_id < coalesce(list_bills.after_id, 9223372036854775807)
		ORDER BY b.billing_id DESC
		LIMIT list_bills.max_rows
	)
	SELECT b.billing_id, b.member_id, (
			SELECT m.first_name || ' ' || m.last_name
			FROM fitclub.member AS m
			WHERE m.member_id = b.member_id),
		CASE WHEN b.private_session_id IS NOT NULL THEN 'session'
			WHEN b.class_id IS NOT NULL THEN 'class'
			WHEN b.sale_id IS NOT NULL THEN 'pack'
			WHEN b.membership_id IS NOT NULL THEN 'dues'
			ELSE coalesce(b.kind, 'other') END,
		b.description, b.amount, p.paid,
		CASE WHEN b.status IN ('pending', 'partially_paid') THEN b.amount - p.paid ELSE 0.00 END,
		b.status, b.created_at, b.private_session_id, b.class_id, b.trainer_id,
		coalesce(b.due_on, (SELECT (b.created_at AT TIME ZONE c.time_zone)::date FROM fitclub.club AS c)),
		b.sale_id, b.membership_id, b.period_on
	FROM page AS b
	CROSS JOIN LATERAL (
		SELECT coalesce(sum(n.amount), 0.00) AS paid
		FROM fitclub.payment AS n
		WHERE n.billing_id = b.billing_id
	) AS p
	ORDER BY b.billing_id DESC;
END
$$;

COMMENT ON FUNCTION fitclub.list_bills IS
	'The bills of a member, or of all for those who see all, newest first, with what is paid and owed';

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.list_payments(
	from_time timestamptz DEFAULT now() - interval '7 days',
	to_time timestamptz DEFAULT NULL,
	member_id bigint DEFAULT NULL,
	payment_type text DEFAULT NULL,
	staff_id bigint DEFAULT NULL,
	max_rows integer DEFAULT 100,
	after_time timestamptz DEFAULT '-infinity',
	after_id bigint DEFAULT NULL)
RETURNS TABLE (
	payment_id bigint,
	paid_at timestamptz,
	billing_id bigint,
	bill text,
	payer_id bigint,
	payer text,
	amount numeric,
	type text,
	refund_of bigint,
	taken_by_id bigint,
	taken_by text,
	external_ref text,
	reason text)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	SELECT fitclub_internal.require_account(list_payments.member_id) INTO member_id;
	from_time := coalesce(from_time, now() - interval '7 days');
	to_time := coalesce(to_time, from_time + interval '7 days');
	PERFORM fitclub_internal.require_order(from_time, to_time);
	PERFORM fitclub_internal.require_choice('payment_type', payment_type,
		ARRAY['cash', 'card', 'bank_transfer', 'cheque', 'online', 'other', 'credit'])
	WHERE payment_type IS NOT NULL;
	-- Where the page begins, as of two lower bounds the index may take the one
	-- that is far back. Without an id: after all of that instant.
	after_id := CASE WHEN after_time >= from_time THEN coalesce(after_id, 9223372036854775807)
		ELSE -9223372036854775808 END;
	after_time := greatest(after_time, from_time);

	RETURN QUERY
	WITH page AS MATERIALIZED (
		SELECT p.*
		FROM (
			-- in order, so that a page is read by the index and no further
			(SELECT o.*
			FROM fitclub.payment AS o
			WHERE o.member_id = list_payments.member_id
			ORDER BY o.paid_at, o.payment_id)
			UNION ALL
			(SELECT o.*
			FROM fitclub.payment AS o
			WHERE list_payments.member_id IS NULL
			ORDER BY o.paid_at, o.payment_id)
		) AS p
		WHERE p.paid_at >= list_payments.after_time
			AND p.paid_at < list_payments.to_time
			AND (p.paid_at, p.payment_id) > (list_payments.after_time, list_payments.after_id)
			AND (list_payments.payment_type IS NULL OR p.payment_type = list_payments.payment_type)
			AND (list_payments.staff_id IS NULL OR p.staff_id = list_payments.staff_id)
		ORDER BY p.paid_at, p.payment_id
		LIMIT list_payments.max_rows
	)
	SELECT p.payment_id, p.paid_at, p.billing_id, (
			SELECT CASE WHEN fitclub_internal.sees_bill(b.member_id) THEN b.description END
			FROM fitclub.billing_item AS b
			WHERE b.billing_id = p.billing_id),
		p.member_id, (
			SELECT m.first_name || ' ' || m.last_name
			FROM fitclub.member AS m
			WHERE m.member_id = p.member_id),
		p.amount, p.payment_type, p.refund_of, p.staff_id, (
			SELECT s.first_name || ' ' || s.last_name
			FROM fitclub.administrative_staff AS s
			WHERE s.staff_id = p.staff_id), p.external_ref,
		CASE WHEN p.refund_of IS NOT NULL THEN coalesce(p.reason, 'refund') END
	FROM page AS p
	ORDER BY p.paid_at, p.payment_id;
END
$$;

COMMENT ON FUNCTION fitclub.list_payments IS
	'Payments and refunds of a period, oldest first: of a member, or of all for those who see all, with who took the money';
