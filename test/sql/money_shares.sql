--
-- Shares of an amount: rounded once, half away from zero, and together the amount.
--
\pset format unaligned
\pset footer off
SELECT test.clean_club();
SELECT part, fitclub.share(100, part, 3) AS first_parts, fitclub.share(100, part, 3) - fitclub.share(100, part - 1, 3) AS share
FROM generate_series(1, 3) AS part;
-- Half away from zero, whichever of the three is negative.
SELECT total, part, whole, fitclub.share(total, part, whole)
FROM (VALUES (0.01, 1, 2), (-0.01, 1, 2), (0.01, -1, 2), (0.01, 1, -2), (-0.01, 1, -2), (0.03, 1, 2), (0.01, 1, 3), (0, 1, 2), (5, 0, 2),
	(9999999999.99, 2, 1), (9999999999.99, 1, 366)) AS v (total, part, whole);
-- A quotient just below a half, by more digits than a division gives, is not rounded twice.
SELECT fitclub.share(0.01, 5 * 10::numeric ^ 40 - 1, 10::numeric ^ 41) AS below, fitclub.share(0.01, 5 * 10::numeric ^ 40, 10::numeric ^ 41) AS half;
-- Whatever is cut into whatever parts comes together again.
SELECT count(*) AS cuts, count(*) FILTER (WHERE c.sum <> c.total) AS wrong, count(*) FILTER (WHERE c.spread > 0.01) AS uneven
FROM (
	SELECT a.total, sum(s.share) AS sum, max(s.share) - min(s.share) AS spread
	FROM generate_series(1, 3000) AS n,
	LATERAL (SELECT (n * 7919 % 1000003)::numeric / 100 AS total, n % 366 + 1 AS parts) AS a,
	LATERAL (
		SELECT fitclub.share(a.total, k, a.parts) - fitclub.share(a.total, k - 1, a.parts) AS share
		FROM generate_series(1, a.parts) AS k) AS s
	GROUP BY n, a.total) AS c;
SELECT fitclub.share(NULL, 1, 2) IS NULL AS nothing;
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal('SELECT fitclub.share(1, 1, 0)') AS r;
