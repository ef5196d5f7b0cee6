-- What a member owes, and why.

-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.member_balance(
	member_id bigint)
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_balance.member_id);

	SELECT round(coalesce(sum(b.amount - coalesce((
			SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
		), 0)), 0), 2)
	FROM fitclub.billing_item AS b
	WHERE b.member_id = member_balance.member_id
		AND b.status IN ('pending', 'partially_paid')
$$;

COMMENT ON FUNCTION fitclub.member_balance IS
	'What a member owes: the unpaid part of the open bills';

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
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub_internal.require_member(member_statement.member_id);

	SELECT fitclub_internal.require_order(member_statement.from_time, member_statement.to_time);

	WITH bill AS (
		SELECT b.billing_id, b.created_at, b.updated_at, b.status, b.description, b.amount,
			coalesce((
				SELECT sum(p.amount) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id
			), 0) AS paid
		FROM fitclub.billing_item AS b
		WHERE b.member_id = member_statement.member_id
	),
	line (at, position, kind, billing_id, payment_id, description, charge, credit) AS (
		SELECT b.created_at, 1, 'bill', b.billing_id, NULL::bigint, b.description,
			b.amount, NULL::numeric
		FROM bill AS b
		UNION ALL
		SELECT p.paid_at, 2, CASE WHEN p.amount > 0 THEN 'payment' ELSE 'refund' END,
			b.billing_id, p.payment_id, concat_ws(': ', p.description, b.description),
			NULL, p.amount
		FROM bill AS b
		JOIN fitclub.payment AS p ON p.billing_id = b.billing_id
		UNION ALL
		-- Nothing more is owed on a bill that is closed: what is left of it goes.
		SELECT b.updated_at, 3, 'cancelled', b.billing_id, NULL, b.description,
			NULL, b.amount - b.paid
		FROM bill AS b
		WHERE b.status NOT IN ('pending', 'partially_paid') AND b.amount <> b.paid
	),
	account AS (
		SELECT l.*,
			sum(coalesce(l.charge, 0) - coalesce(l.credit, 0)) OVER (
				ORDER BY l.at, l.billing_id, l.position, l.payment_id
				ROWS UNBOUNDED PRECEDING) AS balance
		FROM line AS l
	)
	SELECT a.at, a.kind, a.billing_id, a.payment_id, a.description,
		a.charge, a.credit, a.balance
	FROM account AS a
	WHERE a.at >= coalesce(member_statement.from_time, '-infinity')
		AND a.at < coalesce(member_statement.to_time, 'infinity')
	ORDER BY a.at, a.billing_id, a.position, a.payment_id
$$;

COMMENT ON FUNCTION fitclub.member_statement IS
	'A member''s account between two instants: bills charged, payments and cancellations credited (refunds negative), with the running balance';
