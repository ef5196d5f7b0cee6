--
-- Members are found by what somebody types.
--
\pset format unaligned
\pset footer off
SELECT test.clean_club();
SELECT fitclub.create_member('Zoë', 'Müller-Åström', 'zoe@example.com', '+1 (416) 555-0141');
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com', '0416 555 0142', '1994-03-12');
SELECT fitclub.create_member('Lee', 'Anand', 'lee@example.com');
SELECT fitclub.create_member('Per%cent', 'Under_score', 'signs@example.org');
SELECT fitclub.erase_member(fitclub.create_member('Eve', 'Gone', 'eve@example.com'));
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com');
SELECT fitclub.set_availability(1, day, '00:00', '24:00') > 0 FROM generate_series(0, 0) AS day;
SELECT fitclub.book_session(1, 1, NULL, '2101-01-03 09:00', '2101-01-03 10:00', price => 0) > 0;

SELECT * FROM fitclub.search_members('ana');
-- Any part, in either order, in any case, with accents or without; no wildcards.
SELECT n.query, (SELECT string_agg(m.member_id::text, ' ' ORDER BY m.member_id) FROM fitclub.search_members(n.query) AS m) AS found
FROM unnest(ARRAY['zoe', 'ZOË', E'Zoe\u0308', 'muller', 'müller-a', 'astrom zoe', 'Åström, Zoë', 'lee ana', 'ana lee', '  lee   ana ', 'example.org',
	'%', '_', '\', '', ' ', NULL, '2', '416555', '416 555 0141', '+1 416', '(416)', '0142', '-', 'gone', 'eve@example.com', 'nobody']) WITH ORDINALITY AS n (query, position)
ORDER BY n.position;
-- By name, in pages.
SELECT member_id, last_name FROM fitclub.search_members('', max_rows => 2);
SELECT member_id, last_name FROM fitclub.search_members('', after_id => 2);
-- Trainers look up theirs in the same way.
SELECT n.name, (SELECT string_agg(m.member_id::text, ' ') FROM fitclub.lookup_members(1, n.name) AS m) AS found
FROM unnest(ARRAY['zoe', 'astrom zoe', 'zoe@example.com', 'ana']) WITH ORDINALITY AS n (name, position)
ORDER BY n.position;
SELECT c.call, r.sqlstate, r.message
FROM unnest(ARRAY['search_members(repeat(''x'', 201))', 'search_members(''x'', -1)']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;
