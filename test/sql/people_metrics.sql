--
-- Health metrics: what is recorded, what is refused, and that nothing is taken back.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com', target_weight => 62.5);
SELECT fitclub.create_member('Ben', 'Cole', 'ben.cole@example.com');
SELECT fitclub.create_member('Cara', 'Diaz', 'cara.diaz@example.com');

-- The goal is the member's unless another is given; any one value is a metric.
SELECT fitclub.log_health_metric(1, 68.4, 168, 64, recorded_at => '2025-01-10 08:00+00');
SELECT fitclub.log_health_metric(member_id => 1, weight => 67.95, target_weight => 61, recorded_at => '2025-01-17 08:00+00');
SELECT fitclub.log_health_metric(2, heart_rate => 70, recorded_at => '2025-01-10 09:00+00');
SELECT * FROM fitclub.health_metric ORDER BY metric_id;
SELECT member_id, target_weight, last_metric_at FROM fitclub.member ORDER BY member_id;

-- A metric that arrives late does not move last_metric_at back, nor does one in the same instant.
SELECT fitclub.log_health_metric(1, 70, recorded_at => '2024-12-31 08:00+00');
SELECT fitclub.log_health_metric(1, 67.9, recorded_at => '2025-01-17 08:00+00');
SELECT last_metric_at FROM fitclub.member WHERE member_id = 1;
-- Nor does it when rows come past the function, all at once and out of order.
INSERT INTO fitclub.health_metric (member_id, recorded_at, weight) VALUES
	(2, '2025-03-03 09:00+00', 90), (2, '2025-03-05 09:00+00', 89), (2, '2025-03-04 09:00+00', 91);
SELECT last_metric_at FROM fitclub.member WHERE member_id = 2;
-- Without a time it is now.
SELECT fitclub.log_health_metric(3, 60) AS metric_id \gset
SELECT h.recorded_at = m.last_metric_at AS same, h.recorded_at BETWEEN now() - interval '1 hour' AND now() AS recent
FROM fitclub.health_metric AS h JOIN fitclub.member AS m USING (member_id) WHERE h.metric_id = :metric_id;

-- The limits of each value are values too.
SELECT count(fitclub.log_health_metric(1, v.weight, v.height, v.heart_rate, v.target_weight, '2024-01-01 00:00+00'))
FROM (VALUES (1, 30, 20, 0), (500, 300, 300, 300)) AS v (weight, height, heart_rate, target_weight);
DO $$ BEGIN
	PERFORM fitclub.log_health_metric(1, 70, recorded_at => now() + interval '30 minutes');
	RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = 'a clock that is a little fast is no mistake';
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	RAISE NOTICE '%', SQLERRM;
END $$;

-- Values that are none.
SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$NULL, 70$$,
	$$999, 70$$,
	$$1, 0$$,
	$$1, 0.99$$,
	$$1, -70$$,
	$$1, 500.01$$,
	$$1, 'NaN'$$,
	$$1, 'Infinity'$$,
	$$1, '-Infinity'$$,
	$$1, height => 29.9$$,
	$$1, height => 300.1$$,
	$$1, height => 'NaN'$$,
	$$1, height => 'Infinity'$$,
	$$1, heart_rate => 19$$,
	$$1, heart_rate => 301$$,
	$$1, heart_rate => -2147483648$$,
	$$1, 70, target_weight => -0.1$$,
	$$1, 70, target_weight => 300.1$$,
	$$1, 70, target_weight => 'NaN'$$,
	$$1, 70, recorded_at => NULL$$,
	$$1, 70, recorded_at => 'infinity'$$,
	$$1, 70, recorded_at => '-infinity'$$,
	$$1, 70, recorded_at => now() + interval '2 hours'$$,
	$$1, 70, recorded_at => '2101-01-01'$$,
	$$1$$,
	$$3, recorded_at => '2025-01-01'$$,
	$$NULL, NULL, NULL, NULL, NULL, NULL$$
	]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.log_health_metric(%s)', c.arguments)) AS r
ORDER BY c.n;
SELECT c.list, r.sqlstate, r.constraint_name, r.column_name
FROM unnest(ARRAY[
	$$(weight) VALUES (70)$$, $$(member_id, recorded_at) VALUES (1, now())$$, $$(member_id, weight) VALUES (1, 0)$$,
	$$(member_id, weight) VALUES (1, 'NaN')$$, $$(member_id, height) VALUES (1, 'NaN')$$,
	$$(member_id, heart_rate) VALUES (1, 19)$$, $$(member_id, target_weight) VALUES (1, 301)$$,
	$$(member_id, weight, recorded_at) VALUES (1, 70, 'infinity')$$, $$(member_id, weight) VALUES (999, 70)$$
	]) WITH ORDINALITY AS c (list, n)
CROSS JOIN LATERAL test.refusal('INSERT INTO fitclub.health_metric ' || c.list) AS r
ORDER BY c.n;

-- Nothing that is recorded is changed or taken away.
SET client_min_messages = warning;
SELECT c.statement, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$UPDATE fitclub.health_metric SET weight = 60 WHERE metric_id = 1$$,
	$$UPDATE fitclub.health_metric SET weight = weight$$,
	$$DELETE FROM fitclub.health_metric WHERE metric_id = 1$$,
	$$DELETE FROM fitclub.health_metric$$,
	$$TRUNCATE fitclub.health_metric$$,
	$$TRUNCATE fitclub.member CASCADE$$,
	$$INSERT INTO fitclub.health_metric OVERRIDING SYSTEM VALUE VALUES (1, 1, now(), 60) ON CONFLICT (metric_id) DO UPDATE SET weight = 60$$,
	$$MERGE INTO fitclub.health_metric AS h USING (SELECT 1) AS s ON h.metric_id = 1 WHEN MATCHED THEN DELETE$$
	]) WITH ORDINALITY AS c (statement, n)
CROSS JOIN LATERAL test.refusal(c.statement) AS r
ORDER BY c.n;
RESET client_min_messages;
SELECT test.state() = :'before' AS unchanged;

-- The view: everybody, with the latest metric; of two in one instant the one logged last.
SELECT fitclub.create_member('Dan', 'Moss', 'dan.moss@example.com', target_weight => 88, notes => 'None yet');
SELECT * FROM fitclub.member_latest_metric_view WHERE member_id <> 3 ORDER BY member_id;
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'fitclub' AND table_name = 'member_latest_metric_view' ORDER BY ordinal_position;

-- The history, newest first.
SELECT * FROM fitclub.health_history(1);
SELECT metric_id FROM fitclub.health_history(1, 2);
SELECT metric_id FROM fitclub.health_history(1, before => '2025-01-17 08:00+00');
SELECT count(*) FROM fitclub.health_history(1, NULL);
SELECT count(*) FROM fitclub.health_history(1, 0);
SELECT count(*) FROM fitclub.health_history(1, before => NULL);
SELECT count(*) FROM fitclub.health_history(4);
INSERT INTO fitclub.health_metric (member_id, recorded_at, weight)
	SELECT 4, timestamptz '2020-01-01 00:00+00' + n * interval '1 day', 80 FROM generate_series(1, 25) AS n;
SELECT count(*), min(recorded_at), max(recorded_at) FROM fitclub.health_history(4);
SELECT count(*) FROM fitclub.health_history(4, NULL);
-- Page by page nothing is lost of what was recorded at one instant, nor comes twice.
INSERT INTO fitclub.health_metric (member_id, recorded_at, weight)
	SELECT 4, timestamptz '2019-01-01 00:00+00' + n / 5 * interval '1 day', 70 + n FROM generate_series(1, 12) AS n;
WITH RECURSIVE page (number, ids, last_at, last_id) AS (
	SELECT 0, '{}'::bigint[], timestamptz '2019-02-01', 0::bigint
	UNION ALL
	SELECT p.number + 1, n.ids, n.last_at, n.last_id
	FROM page AS p
	CROSS JOIN LATERAL (
		SELECT array_agg(h.metric_id), min(h.recorded_at), (array_agg(h.metric_id ORDER BY h.recorded_at, h.metric_id))[1]
		FROM fitclub.health_history(4, 2, p.last_at, p.last_id) AS h
	) AS n (ids, last_at, last_id)
	WHERE n.ids IS NOT NULL
)
SELECT max(number) AS pages, count(*) AS metrics, count(DISTINCT id) AS different FROM page, unnest(ids) AS id;
SELECT count(*) FROM fitclub.health_history(4, before => '2019-01-02 00:00+00');
SELECT count(*) FROM fitclub.health_history(4, before => '2019-01-02 00:00+00', before_id => 9223372036854775807);
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message
FROM unnest(ARRAY['health_history(999)', 'health_history(NULL)', 'health_history(1, -1)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;

-- The index serves it without a sort.
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM fitclub.health_metric WHERE member_id = 1
ORDER BY recorded_at DESC, metric_id DESC LIMIT 20;
RESET enable_seqscan;
RESET enable_bitmapscan;

-- With the member the metrics go.
DELETE FROM fitclub.member WHERE member_id = 1;
DELETE FROM fitclub.member WHERE member_id IN (2, 4);
SELECT member_id, count(*) FROM fitclub.health_metric GROUP BY member_id ORDER BY member_id;
