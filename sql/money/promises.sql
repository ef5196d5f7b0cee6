-- Queries that find broken rules of bills and payments:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'billing_item', b.billing_id, broken.detail
FROM fitclub.billing_item AS b
CROSS JOIN LATERAL (
	SELECT 'billing_item_one_booking_check' AS rule,
		format('class_id is %L, private_session_id is %L', b.class_id, b.private_session_id) AS detail
	WHERE NOT num_nonnulls(b.class_id, b.private_session_id) <= 1
	UNION ALL
	SELECT 'billing_item_amount_check', format('amount is %s', b.amount)
	WHERE NOT (b.amount > 0 AND b.amount <= 9999999999.99)
	UNION ALL
	SELECT 'billing_item_description_check', format('description is %L', left(b.description, 100))
	WHERE NOT (b.description ~ '[^ \t\n\v\f\r]' AND char_length(b.description) <= 2000
		AND b.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'billing_item_status_check', format('status is %L', b.status)
	WHERE NOT b.status IN ('pending', 'partially_paid', 'paid', 'cancelled', 'refunded')
	UNION ALL
	SELECT 'billing_item_paid_at_check', format('status is %s, paid_at is %L', b.status, b.paid_at)
	WHERE NOT ((b.paid_at IS NOT NULL) = (b.status IN ('paid', 'refunded')))
	UNION ALL
	SELECT 'billing_item_for_check',
		format('class_id is %L, private_session_id is %L, sale_id is %L, membership_id is %L, period_on is %L, kind is %L, original_amount is %s, due_on is %L',
			b.class_id, b.private_session_id, b.sale_id, b.membership_id, b.period_on, b.kind, b.original_amount, b.due_on)
	WHERE NOT (num_nonnulls(b.class_id, b.private_session_id, b.sale_id, b.membership_id, b.kind) <= 1
		AND (b.membership_id IS NULL) = (b.period_on IS NULL)
		AND b.kind IN ('late_cancel', 'late_fee', 'joining', 'retail', 'tip', 'chargeback')
		AND b.original_amount > 0 AND b.original_amount <= 9999999999.99
		AND b.due_on BETWEEN date '1900-01-01' AND date '9998-12-31'
		AND b.period_on BETWEEN date '1900-01-01' AND date '9998-12-31')
	UNION ALL
	SELECT 'billing_item_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('created_at', b.created_at), ('updated_at', b.updated_at), ('paid_at', b.paid_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(b)) AS field
	WHERE num_nulls(b.billing_id, b.member_id, b.amount, b.description, b.status, b.created_at,
		b.updated_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('class_id', 'private_session_id', 'trainer_id', 'paid_at', 'original_amount', 'kind', 'due_on',
			'sale_id', 'membership_id', 'period_on')
) AS broken
UNION ALL
SELECT broken.rule, 'payment', p.payment_id, broken.detail
FROM fitclub.payment AS p
CROSS JOIN LATERAL (
	SELECT 'payment_amount_check' AS rule, format('amount is %s', p.amount) AS detail
	WHERE NOT (p.amount <> 0 AND p.amount BETWEEN -9999999999.99 AND 9999999999.99)
	UNION ALL
	SELECT 'payment_refund_of_check', format('amount is %s, refund_of is %L', p.amount, p.refund_of)
	WHERE NOT ((p.amount < 0) = (p.refund_of IS NOT NULL))
	UNION ALL
	SELECT 'payment_payment_type_check', format('payment_type is %L', p.payment_type)
	WHERE NOT p.payment_type IN ('cash', 'card', 'bank_transfer', 'cheque', 'online', 'other', 'credit')
	UNION ALL
	SELECT 'payment_description_check', format('description is %L', left(p.description, 100))
	WHERE NOT (char_length(p.description) <= 2000
		AND p.description !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'payment_notes_check', format('notes is %L', left(p.notes, 100))
	WHERE NOT (char_length(p.notes) <= 10000
		AND p.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'payment_kind_check',
		format('payment_type is %L, billing_id is %L, refund_of is %L, reason is %L, rounding is %s',
			p.payment_type, p.billing_id, p.refund_of, p.reason, p.rounding)
	WHERE NOT ((p.payment_type <> 'credit' OR p.billing_id IS NOT NULL)
		AND (p.reason IS NULL OR p.refund_of IS NOT NULL)
		AND p.reason IN ('refund', 'void', 'chargeback')
		AND (p.rounding IS NULL OR p.payment_type = 'cash')
		AND p.rounding <> 0 AND abs(p.rounding) <= 100)
	UNION ALL
	SELECT format('payment_%s_check', n.name), format('%s is %L', n.name, left(n.value, 100))
	FROM (VALUES ('request_key', p.request_key), ('external_ref', p.external_ref)) AS n (name, value)
	WHERE NOT (n.value ~ '[^ \t\n\v\f\r]' AND char_length(n.value) <= 200
		AND n.value !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'payment_paid_at_check', format('paid_at is %s', p.paid_at)
	WHERE NOT p.paid_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(p)) AS field
	WHERE num_nulls(p.payment_id, p.member_id, p.amount, p.paid_at, p.payment_type) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('staff_id', 'billing_id', 'description', 'notes', 'refund_of', 'request_key', 'external_ref',
			'reason', 'rounding')
) AS broken;

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'billing_item_pkey', 'billing_item', b.billing_id,
	'billing_item', b.billing_id,
	format('%s rows have this key', count(*))
FROM fitclub.billing_item AS b
GROUP BY b.billing_id
HAVING count(*) > 1
UNION ALL
SELECT 'payment_pkey', 'payment', p.payment_id,
	'payment', p.payment_id,
	format('%s rows have this key', count(*))
FROM fitclub.payment AS p
GROUP BY p.payment_id
HAVING count(*) > 1
UNION ALL
SELECT 'payment_request_key_key', 'payment', max(p.payment_id), 'payment', min(p.payment_id),
	format('%s payments have one request key', count(*))
FROM fitclub.payment AS p
WHERE p.request_key IS NOT NULL
GROUP BY p.request_key
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_session_once', 'billing_item', max(b.billing_id), 'billing_item', min(b.billing_id),
	format('%s bills are for one session', count(*))
FROM fitclub.billing_item AS b
WHERE b.private_session_id IS NOT NULL
GROUP BY b.private_session_id
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_class_once', 'billing_item', max(b.billing_id), 'billing_item', min(b.billing_id),
	format('%s bills are for one seat', count(*))
FROM fitclub.billing_item AS b
WHERE b.class_id IS NOT NULL AND b.status NOT IN ('cancelled', 'refunded')
GROUP BY b.class_id, b.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'billing_item_sold_once', 'billing_item', max(b.billing_id), 'billing_item', min(b.billing_id),
	format('%s bills are for one %s', count(*), CASE WHEN b.sale_id IS NULL THEN 'period of a membership' ELSE 'sale' END)
FROM fitclub.billing_item AS b
WHERE num_nonnulls(b.sale_id, b.membership_id) > 0 AND b.status NOT IN ('cancelled', 'refunded')
GROUP BY b.membership_id, b.period_on, b.sale_id
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'billing_item_member_id_fkey' AS rule, 'billing_item' AS table_name, b.billing_id AS row_id,
		'member' AS other_table, b.member_id AS other_row_id
	FROM fitclub.billing_item AS b
	WHERE b.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = b.member_id)
	UNION ALL
	SELECT 'billing_item_class_id_fkey', 'billing_item', b.billing_id,
		'class_schedule', b.class_id
	FROM fitclub.billing_item AS b
	WHERE b.class_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.class_schedule AS o WHERE o.class_id = b.class_id)
	UNION ALL
	SELECT 'billing_item_private_session_id_fkey', 'billing_item', b.billing_id,
		'private_session', b.private_session_id
	FROM fitclub.billing_item AS b
	WHERE b.private_session_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.private_session AS o WHERE o.session_id = b.private_session_id)
	UNION ALL
	SELECT 'billing_item_trainer_id_fkey', 'billing_item', b.billing_id,
		'trainer', b.trainer_id
	FROM fitclub.billing_item AS b
	WHERE b.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = b.trainer_id)
	UNION ALL
	SELECT 'billing_item_sale_id_fkey', 'billing_item', b.billing_id,
		'pack_sale', b.sale_id
	FROM fitclub.billing_item AS b
	WHERE b.sale_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.pack_sale AS o WHERE o.sale_id = b.sale_id)
	UNION ALL
	SELECT 'billing_item_membership_id_fkey', 'billing_item', b.billing_id,
		'membership', b.membership_id
	FROM fitclub.billing_item AS b
	WHERE b.membership_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.membership AS o WHERE o.membership_id = b.membership_id)
	UNION ALL
	SELECT 'payment_member_id_fkey', 'payment', p.payment_id,
		'member', p.member_id
	FROM fitclub.payment AS p
	WHERE p.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = p.member_id)
	UNION ALL
	SELECT 'payment_staff_id_fkey', 'payment', p.payment_id,
		'administrative_staff', p.staff_id
	FROM fitclub.payment AS p
	WHERE p.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = p.staff_id)
	UNION ALL
	SELECT 'payment_billing_id_fkey', 'payment', p.payment_id,
		'billing_item', p.billing_id
	FROM fitclub.payment AS p
	WHERE p.billing_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.billing_item AS o WHERE o.billing_id = p.billing_id)
	UNION ALL
	SELECT 'payment_refund_of_fkey', 'payment', p.payment_id,
		'payment', p.refund_of
	FROM fitclub.payment AS p
	WHERE p.refund_of IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.payment AS o WHERE o.payment_id = p.refund_of)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'bill_without_booking', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('member %s is billed for the session of member %s', b.member_id, s.member_id)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE b.member_id <> s.member_id
UNION ALL
SELECT 'bill_without_booking', 'billing_item', b.billing_id, 'class_schedule', b.class_id,
	format('member %s has never had a seat in class %s', b.member_id, b.class_id)
FROM fitclub.billing_item AS b
WHERE b.class_id IS NOT NULL
	AND NOT EXISTS (
		SELECT FROM fitclub.class_registration AS g
		WHERE g.class_id = b.class_id AND g.member_id = b.member_id)
UNION ALL
SELECT 'bill_of_free_booking', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('%s is billed for a session that is free', b.amount)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.price = 0
	-- One that has become free, or is covered since, has a bill that was cancelled.
	AND b.status NOT IN ('cancelled', 'refunded')
UNION ALL
SELECT 'bill_of_free_booking', 'billing_item', b.billing_id, 'class_schedule', b.class_id,
	format('%s is billed for a seat that is free', b.amount)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.class_id, n.member_id
	FROM fitclub.class_registration AS n
	GROUP BY n.class_id, n.member_id
	HAVING bool_and(n.price = 0)
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE b.status NOT IN ('cancelled', 'refunded')
UNION ALL
SELECT 'bill_status', 'billing_item', b.billing_id, NULL, NULL,
	format('the bill of %s is refunded, only %s was paid', b.amount, p.received)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.billing_id, sum(n.amount) FILTER (WHERE n.amount > 0) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
WHERE b.status = 'refunded' AND p.received < b.amount
UNION ALL
SELECT 'refund_of_refund', 'payment', r.payment_id, 'payment', p.payment_id,
	format('gives back %s of which nothing was received', p.amount)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE p.amount < 0
UNION ALL
SELECT 'refund_to_other_payer', 'payment', r.payment_id, 'payment', p.payment_id,
	format('member %s paid, member %s is given it back', p.member_id, r.member_id)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.member_id <> p.member_id
UNION ALL
SELECT 'void_incomplete', 'payment', p.payment_id, NULL, NULL,
	format('%s was paid, and %s of it is void', p.amount, v.voided)
FROM (
	SELECT n.refund_of, -sum(n.amount) AS voided
	FROM fitclub.payment AS n
	WHERE n.reason = 'void'
	GROUP BY n.refund_of
) AS v
JOIN fitclub.payment AS p ON p.payment_id = v.refund_of
WHERE v.voided <> p.amount AND p.payment_type <> 'credit'
UNION ALL
-- What was paid from an account is taken back for money that leaves the account
-- at that moment, or as a whole.
SELECT 'refund_reason', 'payment', r.payment_id, 'payment', p.payment_id,
	format('%s goes on account by a %s, and no money leaves it', -r.amount, r.reason)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.payment_type = 'credit' AND r.reason IN ('void', 'chargeback')
	AND NOT (r.reason = 'void' AND p.payment_type = 'credit' AND r.amount = -p.amount)
	AND NOT EXISTS (
		SELECT FROM fitclub.payment AS o
		WHERE o.member_id = r.member_id AND o.billing_id IS NULL AND o.reason = r.reason AND o.paid_at = r.paid_at)
UNION ALL
-- What is kept of a seat given back stays with the trainer of then.
SELECT 'bill_trainer', 'billing_item', b.billing_id, booking.table_name, booking.row_id,
	format('the bill is trainer %s''s, the booking trainer %s''s', b.trainer_id, booking.trainer_id)
FROM fitclub.billing_item AS b
LEFT JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id AND s.cancelled_at IS NULL
LEFT JOIN (fitclub.class_registration AS g JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id)
	ON g.class_id = b.class_id AND g.member_id = b.member_id AND g.cancelled_at IS NULL AND c.cancelled_at IS NULL
CROSS JOIN LATERAL (
	SELECT CASE WHEN s.session_id IS NULL THEN 'class_schedule' ELSE 'private_session' END AS table_name,
		coalesce(s.session_id, c.class_id) AS row_id, coalesce(s.trainer_id, c.trainer_id) AS trainer_id
) AS booking
WHERE b.status NOT IN ('cancelled', 'refunded') AND b.trainer_id <> booking.trainer_id;

-- fitclub.calendar_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'bill_amount', 'billing_item', b.billing_id, 'private_session', s.session_id,
	format('member %s is billed %s, the session is member %s''s at %s',
		b.member_id, b.amount, s.member_id, s.price)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	-- What was refunded is not owed again when a payment is undone.
	AND (b.member_id <> s.member_id OR b.amount <> s.price AND NOT b.amount BETWEEN s.price - (
		SELECT coalesce(sum(c.amount), 0)
		FROM fitclub.bill_credit AS c
		WHERE c.billing_id = b.billing_id AND c.reason = 'refunded'
			AND EXISTS (
				SELECT FROM fitclub.payment AS p
				WHERE p.billing_id = b.billing_id AND p.reason IN ('void', 'chargeback'))) AND s.price)
UNION ALL
SELECT 'bill_amount', 'billing_item', b.billing_id, 'class_registration', g.registration_id,
	format('member %s is billed %s for a seat at %s', b.member_id, b.amount, g.price)
FROM fitclub.billing_item AS b
JOIN fitclub.class_registration AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE g.cancelled_at IS NULL
	AND b.status NOT IN ('cancelled', 'refunded')
	-- Without a price of its own a seat was not taken by a function.
	AND b.amount <> g.price AND NOT b.amount BETWEEN g.price - (
		SELECT coalesce(sum(c.amount), 0)
		FROM fitclub.bill_credit AS c
		WHERE c.billing_id = b.billing_id AND c.reason = 'refunded'
			AND EXISTS (
				SELECT FROM fitclub.payment AS p
				WHERE p.billing_id = b.billing_id AND p.reason IN ('void', 'chargeback'))) AND g.price
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'private_session', s.session_id,
	format('the bill is %s, the session was cancelled at %s', b.status, s.cancelled_at)
FROM fitclub.billing_item AS b
JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
WHERE s.cancelled_at IS NOT NULL AND b.status IN ('pending', 'partially_paid')
	AND NOT EXISTS (
		SELECT FROM fitclub.payment AS p
		WHERE p.billing_id = b.billing_id AND p.reason IN ('void', 'chargeback'))
UNION ALL
SELECT 'bill_of_cancelled_booking', 'billing_item', b.billing_id,
	'class_registration', g.registration_id,
	format('the bill is %s, member %s no longer has a seat in class %s',
		b.status, b.member_id, b.class_id)
FROM fitclub.billing_item AS b
JOIN (
	SELECT n.class_id, n.member_id, max(n.registration_id) AS registration_id
	FROM fitclub.class_registration AS n
	GROUP BY n.class_id, n.member_id
	HAVING count(*) FILTER (WHERE n.cancelled_at IS NULL) = 0
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE b.status IN ('pending', 'partially_paid')
	AND NOT EXISTS (
		SELECT FROM fitclub.payment AS p
		WHERE p.billing_id = b.billing_id AND p.reason IN ('void', 'chargeback'))
UNION ALL
SELECT CASE WHEN money.net > b.amount THEN 'bill_overpaid' ELSE 'bill_status' END,
	'billing_item', b.billing_id, NULL, NULL,
	format('the bill of %s is %s, %s was paid and %s given back',
		b.amount, b.status, money.received, money.received - money.net)
FROM fitclub.billing_item AS b
LEFT JOIN (
	SELECT n.billing_id, sum(n.amount) AS net, sum(n.amount) FILTER (WHERE n.amount > 0) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
CROSS JOIN LATERAL (
	SELECT coalesce(p.net, 0.00) AS net, coalesce(p.received, 0.00) AS received
) AS money
WHERE money.net > b.amount
	OR NOT CASE b.status
		WHEN 'partially_paid' THEN money.net > 0 AND money.net < b.amount
		WHEN 'paid' THEN money.net > 0 AND money.received >= b.amount
		WHEN 'refunded' THEN money.net = 0 AND money.received > 0
		ELSE money.net = 0
	END
UNION ALL
SELECT 'refund_over_payment', 'payment', p.payment_id, NULL, NULL,
	format('%s was paid, %s given back of that, %s of it out of the club', p.amount, r.off_bill, r.gone)
FROM (
	SELECT n.refund_of,
		coalesce(-sum(n.amount) FILTER (WHERE n.billing_id IS NOT DISTINCT FROM o.billing_id), 0.00) AS off_bill,
		coalesce(-sum(n.amount) FILTER (WHERE n.payment_type <> 'credit'), 0.00) AS gone
	FROM fitclub.payment AS n
	JOIN fitclub.payment AS o ON o.payment_id = n.refund_of
	GROUP BY n.refund_of
) AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE greatest(r.off_bill, r.gone) > p.amount
UNION ALL
SELECT 'refund_of_other_bill', 'payment', r.payment_id, 'payment', p.payment_id,
	CASE WHEN p.billing_id IS NULL THEN format('a payment on account is refunded on bill %s', r.billing_id)
		ELSE format('a payment on bill %s is refunded on bill %s', p.billing_id, r.billing_id) END
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE r.billing_id IS NOT NULL AND r.billing_id IS DISTINCT FROM p.billing_id
UNION ALL
SELECT 'refund_of_credit', 'payment', r.payment_id, 'payment', p.payment_id,
	format('what was paid from an account is given back as %s', r.payment_type)
FROM fitclub.payment AS r
JOIN fitclub.payment AS p ON p.payment_id = r.refund_of
WHERE p.payment_type = 'credit' AND r.payment_type <> 'credit'
UNION ALL
SELECT 'credit_negative', 'member', a.member_id, NULL, NULL,
	format('%s was paid on account and %s from there', a.came, a.went)
FROM (
	SELECT n.member_id,
		coalesce(sum(n.amount) FILTER (WHERE n.billing_id IS NULL), 0.00) AS came,
		coalesce(sum(n.amount) FILTER (WHERE n.billing_id IS NOT NULL), 0.00) AS went
	FROM fitclub.payment AS n
	WHERE n.billing_id IS NULL OR n.payment_type = 'credit'
	GROUP BY n.member_id
) AS a
WHERE a.went > a.came;
