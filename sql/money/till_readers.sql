-- What came in, and what is in the till; a receipt of it.

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.till_report(
	from_time timestamptz DEFAULT NULL,
	to_time timestamptz DEFAULT 'infinity')
RETURNS TABLE (
	payment_type text,
	staff_id bigint,
	payments bigint,
	taken numeric,
	given_back numeric,
	net numeric)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();
	from_time := coalesce(from_time, (
		SELECT max(t.counted_at) + interval '1 microsecond'
		FROM fitclub.till_count AS t), '-infinity');
	to_time := coalesce(to_time, 'infinity');
	PERFORM fitclub_internal.require_order(from_time, to_time);

	RETURN QUERY
	SELECT p.payment_type, p.staff_id, count(*),
		coalesce(sum(m.amount) FILTER (WHERE p.amount > 0), 0.00),
		coalesce(-sum(m.amount) FILTER (WHERE p.amount < 0), 0.00),
		sum(m.amount)
	FROM fitclub.payment AS p
	CROSS JOIN LATERAL (SELECT p.amount - coalesce(p.rounding, 0)) AS m (amount)
	WHERE p.paid_at >= till_report.from_time
		AND p.paid_at < till_report.to_time
		AND p.payment_type <> 'credit'
	GROUP BY p.payment_type, p.staff_id
	ORDER BY p.payment_type, p.staff_id;
END
$$;

COMMENT ON FUNCTION fitclub.till_report IS
	'What was taken and given back in a period, by type of payment and who took it; a null from_time is the last count of the till';

-- A receipt tells what a payment did when it was made, so that it is the same
-- whenever it is printed. What a payment without a bill was used for are the
-- credit rows of its payer of the same instant, up to the next such payment.
-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.payment_receipt(
	payment_id bigint)
RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_payment(payment_receipt.payment_id, (
		SELECT p.member_id
		FROM fitclub.payment AS p
		WHERE p.payment_id = payment_receipt.payment_id));

	RETURN (
		SELECT jsonb_build_object(
			'payment', jsonb_build_object(
				'payment_id', p.payment_id,
				'paid_at', p.paid_at,
				'payment_type', p.payment_type,
				'amount', p.amount,
				'rounding', coalesce(p.rounding, 0.00),
				'received', p.amount - coalesce(p.rounding, 0),
				'description', p.description,
				'external_ref', p.external_ref,
				'refund_of', p.refund_of,
				'reason', p.reason),
			'payer', jsonb_build_object(
				'member_id', m.member_id,
				'first_name', m.first_name,
				'last_name', m.last_name),
			'club', (
				SELECT jsonb_build_object('name', c.name, 'currency', c.currency)
				FROM fitclub.club AS c),
			'lines', coalesce(line.list, '[]'),
			'put_on_account', CASE WHEN p.billing_id IS NULL THEN p.amount - coalesce(line.total, 0) ELSE 0.00 END,
			'on_account', (
				SELECT coalesce(sum(CASE WHEN a.payment_type = 'credit' THEN -a.amount ELSE a.amount END), 0.00)
				FROM fitclub.payment AS a
				WHERE a.member_id = p.member_id
					AND (a.billing_id IS NULL OR a.payment_type = 'credit')
					AND a.paid_at <= p.paid_at))
		FROM fitclub.payment AS p
		JOIN fitclub.member AS m ON m.member_id = p.member_id
		LEFT JOIN LATERAL (
			SELECT min(n.payment_id) AS payment_id
			FROM fitclub.payment AS n
			WHERE n.member_id = p.member_id
				AND n.billing_id IS NULL
				AND n.paid_at = p.paid_at
				AND n.payment_id > p.payment_id
		) AS following ON true
		LEFT JOIN LATERAL (
			SELECT jsonb_agg(jsonb_build_object(
					'billing_id', b.billing_id,
					'description', CASE WHEN fitclub_internal.sees_bill(b.member_id) THEN b.description END,
					'amount', u.amount,
					'owed', coalesce(b.original_amount, b.amount)
						- coalesce((
							SELECT sum(c.amount)
							FROM fitclub.bill_credit AS c
							WHERE c.billing_id = b.billing_id AND c.made_at <= p.paid_at), 0)
						- coalesce((
							SELECT sum(o.amount)
							FROM fitclub.payment AS o
							WHERE o.billing_id = b.billing_id AND o.paid_at <= p.paid_at), 0))
					ORDER BY u.payment_id) AS list,
				sum(u.amount) AS total
			FROM (
				SELECT p.payment_id, p.billing_id, p.amount
				WHERE p.billing_id IS NOT NULL
				UNION ALL
				SELECT o.payment_id, o.billing_id, o.amount
				FROM fitclub.payment AS o
				WHERE p.billing_id IS NULL
					AND o.member_id = p.member_id
					AND o.payment_type = 'credit'
					AND o.amount > 0
					AND o.paid_at = p.paid_at
					AND o.payment_id > p.payment_id
					AND (following.payment_id IS NULL OR o.payment_id < following.payment_id)
			) AS u
			JOIN fitclub.billing_item AS b ON b.billing_id = u.billing_id
		) AS line ON true
		WHERE p.payment_id = payment_receipt.payment_id
	);
END
$$;

COMMENT ON FUNCTION fitclub.payment_receipt IS
	'A payment as its receipt: payer, club, the bills that it paid and what was still owed on them, rounding, and what the payer had on account then';
