--
-- Periods of memberships: boundaries, parts, holds, ends, changes of plan.
--
\pset format unaligned
\pset footer off
SET DateStyle = 'ISO';
SELECT test.open_club();
INSERT INTO fitclub.plan (name, unit, every) VALUES ('Month', 'month', 1), ('Two weeks', 'week', 2), ('Year', 'year', 1);
INSERT INTO fitclub.plan_price (plan_id, valid_from, amount, existing_from) VALUES
	(1, '2020-01-01', 31, '2020-01-01'), (2, '2020-01-01', 14, '2020-01-01'), (3, '2020-01-01', 366, '2020-01-01');
CREATE FUNCTION pg_temp.joined(plan_id bigint, starts_on date, anchor_on date DEFAULT NULL, contract_until date DEFAULT NULL)
RETURNS bigint LANGUAGE sql AS $$
	WITH m AS (
		INSERT INTO fitclub.membership (member_id, starts_on, anchor_on, contract_until)
		VALUES (1, joined.starts_on, coalesce(joined.anchor_on, joined.starts_on), joined.contract_until)
		RETURNING membership_id)
	INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id)
	SELECT m.membership_id, joined.starts_on, joined.plan_id FROM m
	RETURNING membership_id
$$;
-- From the anchor, never from the boundary before.
SELECT pg_temp.joined(1, '2027-12-31') AS joined \gset
SELECT starts_on, ends_on, amount FROM fitclub_internal.membership_periods(:joined, '2028-05-01');
SELECT pg_temp.joined(3, '2028-02-29') AS joined \gset
SELECT starts_on, ends_on, amount FROM fitclub_internal.membership_periods(:joined, '2032-03-01');
-- All billed on the 1st: the first period is a part.
SELECT pg_temp.joined(1, '2026-01-17', '2026-02-01') AS joined \gset
SELECT starts_on, ends_on, amount FROM fitclub_internal.membership_periods(:joined, '2026-03-01');
-- Weeks; a contract that ends within a period.
SELECT pg_temp.joined(2, '2026-03-02', NULL, '2026-04-06') AS joined \gset
SELECT starts_on, ends_on, amount FROM fitclub_internal.membership_periods(:joined, '2027-01-01');
-- On hold within a period, from a boundary on, over a boundary, and without an end.
SELECT pg_temp.joined(1, '2026-01-01') AS held \gset
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES
	(:held, '2026-01-10', '2026-01-20'), (:held, '2026-02-11', '2026-02-15'),
	(:held, '2026-03-10', '2026-03-25'), (:held, '2026-06-01', 'infinity');
SELECT starts_on, ends_on, amount FROM fitclub_internal.membership_periods(:held, '2030-01-01');
-- Another plan from a date on, of another unit.
SELECT pg_temp.joined(1, '2026-01-01') AS changed \gset
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id, price, anchor_on) VALUES
	(:changed, '2026-02-10', 1, 62, NULL), (:changed, '2026-03-05', 2, NULL, '2026-03-05');
SELECT starts_on, ends_on, plan_id, amount FROM fitclub_internal.membership_periods(:changed, '2026-04-01');
-- Cancelled.
UPDATE fitclub.membership SET ends_on = '2026-03-07' WHERE membership_id = :changed;
SELECT starts_on, ends_on, plan_id, amount FROM fitclub_internal.membership_periods(:changed, '2026-04-01');
-- The list's price: announced rises hold later for those who are members.
INSERT INTO fitclub.plan_price (plan_id, valid_from, amount, existing_from) VALUES
	(1, '2026-02-01', 310, '2026-03-01'), (1, '2026-04-01', 3100, 'infinity');
UPDATE fitclub.membership SET made_at = '2026-01-15 12:00+00' WHERE membership_id = :held;
SELECT starts_on, ends_on, amount FROM fitclub_internal.membership_periods(:held, '2030-01-01');
UPDATE fitclub.membership SET made_at = '2026-04-15 12:00+00' WHERE membership_id = :held;
SELECT starts_on, ends_on, amount FROM fitclub_internal.membership_periods(:held, '2030-01-01');
SELECT * FROM fitclub_internal.membership_periods(0, '2030-01-01');
SELECT fitclub_internal.membership_end(:changed) AS cancelled, fitclub_internal.membership_end(:held) AS no_end;
UPDATE fitclub.membership SET contract_until = '2026-03-02' WHERE membership_id = :held;
SELECT fitclub_internal.membership_end(:held) AS lengthened;
UPDATE fitclub.membership SET contract_until = '2026-07-01' WHERE membership_id = :held;
SELECT fitclub_internal.membership_end(:held) AS held;
