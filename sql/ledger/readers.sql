-- The ledger: bills, credits, payments and counts of the till as entries on accounts.

-- Each fact has two entries or more, which sum to zero. There is a branch for each side,
-- with its account as a constant, so that a query for an account or a member
-- reads only what it needs, by an index.
CREATE OR REPLACE VIEW fitclub.ledger WITH (security_barrier) AS
SELECT e.at, e.source, e.source_id, e.account, e.part, e.member_id, e.amount
FROM (
	SELECT b.created_at AS at, 'billing_item'::text AS source, b.billing_id AS source_id,
		'receivable'::text AS account, NULL::text AS part, b.member_id,
		coalesce(b.original_amount, b.amount) AS amount
	FROM fitclub.billing_item AS b
	UNION ALL
	SELECT b.created_at, 'billing_item', b.billing_id, 'deferred',
		CASE WHEN b.private_session_id IS NOT NULL THEN 'session' WHEN b.class_id IS NOT NULL THEN 'class'
			WHEN b.sale_id IS NOT NULL THEN 'pack' ELSE 'dues' END, NULL,
		-coalesce(b.original_amount, b.amount)
	FROM fitclub.billing_item AS b
	WHERE num_nonnulls(b.private_session_id, b.class_id, b.sale_id, b.membership_id) > 0
	UNION ALL
	SELECT b.created_at, 'billing_item', b.billing_id, 'revenue', coalesce(b.kind, 'other'), NULL,
		-coalesce(b.original_amount, b.amount)
	FROM fitclub.billing_item AS b
	WHERE num_nonnulls(b.private_session_id, b.class_id, b.sale_id, b.membership_id) = 0
		AND b.kind IS DISTINCT FROM 'tip'
	UNION ALL
	SELECT b.created_at, 'billing_item', b.billing_id, 'tips', NULL, NULL,
		-coalesce(b.original_amount, b.amount)
	FROM fitclub.billing_item AS b
	WHERE b.kind = 'tip'
	UNION ALL
	SELECT c.made_at, 'bill_credit', c.credit_id, 'receivable', NULL, b.member_id, -c.amount
	FROM fitclub.bill_credit AS c
	JOIN fitclub.billing_item AS b ON b.billing_id = c.billing_id
	UNION ALL
	SELECT c.made_at, 'bill_credit', c.credit_id, 'deferred',
		CASE WHEN b.private_session_id IS NOT NULL THEN 'session' WHEN b.class_id IS NOT NULL THEN 'class'
			WHEN b.sale_id IS NOT NULL THEN 'pack' ELSE 'dues' END, NULL, c.amount
	FROM fitclub.bill_credit AS c
	JOIN fitclub.billing_item AS b ON b.billing_id = c.billing_id
	WHERE num_nonnulls(b.private_session_id, b.class_id, b.sale_id, b.membership_id) > 0
	UNION ALL
	SELECT c.made_at, 'bill_credit', c.credit_id, 'revenue', coalesce(b.kind, 'other'), NULL, c.amount
	FROM fitclub.bill_credit AS c
	JOIN fitclub.billing_item AS b ON b.billing_id = c.billing_id
	WHERE num_nonnulls(b.private_session_id, b.class_id, b.sale_id, b.membership_id) = 0
		AND b.kind IS DISTINCT FROM 'tip'
	UNION ALL
	SELECT c.made_at, 'bill_credit', c.credit_id, 'tips', NULL, NULL, c.amount
	FROM fitclub.bill_credit AS c
	JOIN fitclub.billing_item AS b ON b.billing_id = c.billing_id
	WHERE b.kind = 'tip'
	UNION ALL
	SELECT p.paid_at, 'payment', p.payment_id, 'money', p.payment_type, NULL, p.amount - coalesce(p.rounding, 0)
	FROM fitclub.payment AS p
	WHERE p.payment_type <> 'credit'
	UNION ALL
	SELECT p.paid_at, 'payment', p.payment_id, 'rounding', NULL, NULL, p.rounding
	FROM fitclub.payment AS p
	WHERE p.rounding IS NOT NULL
	UNION ALL
	SELECT p.paid_at, 'payment', p.payment_id, 'receivable', NULL, b.member_id, -p.amount
	FROM fitclub.payment AS p
	JOIN fitclub.billing_item AS b ON b.billing_id = p.billing_id
	UNION ALL
	SELECT p.paid_at, 'payment', p.payment_id, 'credit', NULL, p.member_id,
		CASE WHEN p.billing_id IS NULL THEN -p.amount ELSE p.amount END
	FROM fitclub.payment AS p
	WHERE p.billing_id IS NULL OR p.payment_type = 'credit'
	UNION ALL
	SELECT t.counted_at, 'till_count', t.till_count_id, 'money', 'cash', NULL, t.counted - t.expected - t.banked
	FROM fitclub.till_count AS t
	WHERE t.counted - t.expected <> t.banked
	UNION ALL
	SELECT t.counted_at, 'till_count', t.till_count_id, 'till_difference', NULL, NULL, t.expected - t.counted
	FROM fitclub.till_count AS t
	WHERE t.expected <> t.counted
		AND EXISTS (SELECT FROM fitclub.till_count AS o WHERE o.counted_at < t.counted_at)
	UNION ALL
	-- What the first count differs by had come from the bank, or been taken there.
	SELECT t.counted_at, 'till_count', t.till_count_id, 'bank', NULL, NULL, b.amount
	FROM fitclub.till_count AS t
	CROSS JOIN LATERAL (
		SELECT t.banked + CASE
			WHEN EXISTS (SELECT FROM fitclub.till_count AS o WHERE o.counted_at < t.counted_at) THEN 0.00
			ELSE t.expected - t.counted END
	) AS b (amount)
	WHERE b.amount <> 0
) AS e
WHERE (SELECT fitclub_internal.reads_all())
	OR e.account IN ('receivable', 'credit')
		AND e.member_id = ANY ((SELECT fitclub_internal.own_member_ids())::bigint[]);

COMMENT ON VIEW fitclub.ledger IS
	'Bills, credits, payments and counts of the till as entries on accounts: those of each row sum to zero';
COMMENT ON COLUMN fitclub.ledger.at IS 'When the row was made';
COMMENT ON COLUMN fitclub.ledger.source IS 'The table of the row: billing_item, bill_credit, payment or till_count';
COMMENT ON COLUMN fitclub.ledger.source_id IS 'The row''s key';
COMMENT ON COLUMN fitclub.ledger.account IS 'The account: see ledger_account';
COMMENT ON COLUMN fitclub.ledger.part IS
	'A part of it: of money how it was paid, of deferred and revenue what the bill is for; null for the other accounts';
COMMENT ON COLUMN fitclub.ledger.member_id IS 'On receivable, who owes it; on credit, who has it on account; null on all others';
COMMENT ON COLUMN fitclub.ledger.amount IS 'In the club''s currency; a debit is positive, a credit negative';

CREATE OR REPLACE VIEW fitclub.ledger_account (account, nature) AS
VALUES ('receivable'::text, 'asset'::text), ('money', 'asset'), ('bank', 'asset'), ('credit', 'liability'), ('deferred', 'liability'),
	('tips', 'liability'), ('revenue', 'income'), ('rounding', 'expense'), ('till_difference', 'expense');

COMMENT ON VIEW fitclub.ledger_account IS
	'The accounts: what members owe, money that came in, cash taken to the bank, what payers have on account, bookings, packs and dues billed, tips for trainers, what else is billed, what cash was rounded by, and cash missing from the till';
COMMENT ON COLUMN fitclub.ledger_account.account IS 'The account, as ledger names it';
COMMENT ON COLUMN fitclub.ledger_account.nature IS 'asset, liability, income or expense';

-- What came on the accounts and went from them before an instant: what was kept
-- when the books were closed for the last time before it, and what came since.
CREATE OR REPLACE FUNCTION fitclub_internal.ledger_sums(
	as_of timestamptz,
	only_account text DEFAULT NULL)
RETURNS TABLE (
	account text,
	part text,
	debit numeric,
	credit numeric)
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
	kept_id bigint;
	since timestamptz := '-infinity';
BEGIN
	SELECT c.close_id, c.closed_until INTO kept_id, since
	FROM fitclub.book_close AS c
	WHERE c.closed_until <= ledger_sums.as_of
	ORDER BY c.closed_until DESC
	LIMIT 1;

	RETURN QUERY
	SELECT s.account, s.part, coalesce(sum(s.debit), 0.00), coalesce(sum(s.credit), 0.00)
	FROM (
		SELECT b.account, b.part, b.debit, b.credit
		FROM fitclub.book_close_balance AS b
		WHERE b.close_id = kept_id
			AND (ledger_sums.only_account IS NULL OR b.account = ledger_sums.only_account)
		UNION ALL
		SELECT l.account, l.part, CASE WHEN l.amount > 0 THEN l.amount END, CASE WHEN l.amount < 0 THEN -l.amount END
		FROM fitclub.ledger AS l
		WHERE l.at >= coalesce(since, '-infinity')
			AND l.at < ledger_sums.as_of
			AND (ledger_sums.only_account IS NULL OR l.account = ledger_sums.only_account)
	) AS s
	GROUP BY s.account, s.part;
END
$$;

COMMENT ON FUNCTION fitclub_internal.ledger_sums IS
	'All debits and credits before an instant, of each account and part or of one account';

-- The balance of one account. That of one member takes one plan for all accounts,
-- which looks up by an index what is on the one asked for.
-- personas: member staff reader
CREATE OR REPLACE FUNCTION fitclub.account_balance(
	account text,
	member_id bigint DEFAULT NULL,
	part text DEFAULT NULL,
	as_of timestamptz DEFAULT 'infinity')
RETURNS numeric
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	IF account_balance.account IN ('receivable', 'credit') IS NOT TRUE THEN
		PERFORM fitclub_internal.require_staff();
	END IF;
	SELECT fitclub_internal.require_account(account_balance.member_id) INTO member_id;
	PERFORM fitclub_internal.require_choice('account', account_balance.account,
		ARRAY['receivable', 'money', 'bank', 'credit', 'deferred', 'tips', 'revenue', 'rounding', 'till_difference']);

	IF account_balance.member_id IS NULL THEN
		RETURN (
			SELECT coalesce(sum(l.debit - l.credit), 0.00)
			FROM fitclub_internal.ledger_sums(coalesce(account_balance.as_of, 'infinity'), account_balance.account) AS l
			WHERE account_balance.part IS NULL OR l.part = account_balance.part
		);
	END IF;
	RETURN (
		SELECT coalesce(sum(l.amount), 0.00)
		FROM fitclub.ledger AS l
		WHERE l.account = account_balance.account
			AND l.member_id = account_balance.member_id
			AND (account_balance.part IS NULL OR l.part = account_balance.part)
			AND l.at < coalesce(account_balance.as_of, 'infinity')
	);
END
$$;

COMMENT ON FUNCTION fitclub.account_balance IS
	'The balance of an account, of one member or of all, before an instant; debits are positive';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.trial_balance(
	as_of timestamptz DEFAULT 'infinity',
	from_time timestamptz DEFAULT '-infinity')
RETURNS TABLE (
	account text,
	part text,
	opening numeric,
	debit numeric,
	credit numeric,
	balance numeric)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();
	as_of := coalesce(as_of, 'infinity');
	from_time := coalesce(from_time, '-infinity');
	PERFORM fitclub_internal.require_order(from_time, as_of);

	RETURN QUERY
	SELECT l.account, l.part,
		coalesce(sum(l.debit - l.credit) FILTER (WHERE NOT l.is_end), 0.00),
		coalesce(sum(CASE WHEN l.is_end THEN l.debit ELSE -l.debit END), 0.00),
		coalesce(sum(CASE WHEN l.is_end THEN l.credit ELSE -l.credit END), 0.00),
		coalesce(sum(l.debit - l.credit) FILTER (WHERE l.is_end), 0.00)
	FROM (
		SELECT true AS is_end, e.*
		FROM fitclub_internal.ledger_sums(trial_balance.as_of) AS e
		UNION ALL
		SELECT false, e.*
		FROM fitclub_internal.ledger_sums(trial_balance.from_time) AS e
		WHERE trial_balance.from_time > '-infinity'
	) AS l
	GROUP BY GROUPING SETS ((l.account, l.part), ())
	ORDER BY grouping(l.account), l.account, l.part NULLS FIRST;
END
$$;

COMMENT ON FUNCTION fitclub.trial_balance IS
	'The balance of each account before an instant, with the entries since another; the last row is their sum, which is zero';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.journal(
	from_time timestamptz,
	to_time timestamptz,
	only_account text DEFAULT NULL)
RETURNS TABLE (
	at timestamptz,
	source text,
	source_id bigint,
	account text,
	part text,
	member_id bigint,
	debit numeric,
	credit numeric)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 500
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();
	PERFORM fitclub_internal.require_order(from_time, to_time);
	IF journal.only_account IS NOT NULL THEN
		PERFORM fitclub_internal.require_choice('only_account', journal.only_account,
		ARRAY['receivable', 'money', 'bank', 'credit', 'deferred', 'tips', 'revenue', 'rounding', 'till_difference']);
	END IF;

	RETURN QUERY
	SELECT l.at, l.source, l.source_id, l.account, l.part, l.member_id,
		CASE WHEN l.amount > 0 THEN l.amount END, CASE WHEN l.amount < 0 THEN -l.amount END
	FROM fitclub.ledger AS l
	WHERE l.at >= coalesce(journal.from_time, '-infinity')
		AND l.at < coalesce(journal.to_time, 'infinity')
		AND (journal.only_account IS NULL OR l.account = journal.only_account)
	ORDER BY l.at, l.source, l.source_id, l.amount DESC;
END
$$;

COMMENT ON FUNCTION fitclub.journal IS
	'The entries of a period in order of time, of one account or of all';
