--
-- Staff: signing in, passwords and where they are not.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'correct horse');
SELECT fitclub.create_staff('Hugo', 'Roy', 'hugo.roy@example.com', '12345678');
SELECT * FROM fitclub.administrative_staff ORDER BY staff_id;

-- Right, and then in every way wrong: null, and no error.
SELECT fitclub.authenticate_staff('grace.kim@example.com', 'correct horse');
SELECT fitclub.authenticate_staff('GRACE.KIM@Example.com', 'correct horse');
SELECT fitclub.authenticate_staff('hugo.roy@example.com', '12345678');
SELECT c.call, coalesce(c.answer::text, 'null') AS answer
FROM (VALUES
	('wrong', fitclub.authenticate_staff('grace.kim@example.com', 'wrong horse!')),
	('other case', fitclub.authenticate_staff('grace.kim@example.com', 'Correct Horse')),
	('longer', fitclub.authenticate_staff('grace.kim@example.com', 'correct horse ')),
	('another''s', fitclub.authenticate_staff('grace.kim@example.com', '12345678')),
	('empty', fitclub.authenticate_staff('grace.kim@example.com', '')),
	('unknown', fitclub.authenticate_staff('nobody@example.com', 'correct horse')),
	('unknown and the dummy', fitclub.authenticate_staff('nobody@example.com', 'no such password')),
	('known and the dummy', fitclub.authenticate_staff('hugo.roy@example.com', 'no such password')),
	('no address', fitclub.authenticate_staff('', '')),
	('pattern', fitclub.authenticate_staff('grace%', 'correct horse'))
) AS c (call, answer);
-- The verifier itself is no password.
SELECT coalesce(fitclub.authenticate_staff('grace.kim@example.com', verifier)::text, 'null')
FROM fitclub.staff_password WHERE staff_id = 1;

-- What is kept is a SCRAM-SHA-256 verifier, salted: the same password has another each time.
SELECT fitclub.create_staff('Iris', 'Bo', 'iris.bo@example.com', '12345678');
SELECT staff_id, verifier ~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' AS is_scram
FROM fitclub.staff_password ORDER BY staff_id;
SELECT count(DISTINCT verifier) FROM fitclub.staff_password;
-- In no table does a password stand as it was typed.
CREATE FUNCTION pg_temp.tables_with(needle text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	name regclass;
	found boolean;
BEGIN
	FOR name IN SELECT oid FROM pg_class WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'r' ORDER BY relname LOOP
		EXECUTE format('SELECT EXISTS (SELECT FROM %s AS t WHERE strpos(t::text, $1) > 0)', name) INTO found USING needle;
		IF found THEN RETURN NEXT name::text; END IF;
	END LOOP;
END $$;
SELECT pg_temp.tables_with('correct horse');
SELECT pg_temp.tables_with('12345678');
SELECT pg_temp.tables_with(encode('correct horse', 'base64'));
SELECT pg_temp.tables_with(md5('correct horse'));
SELECT pg_temp.tables_with('hugo.roy@example.com');

-- A new password takes the place of the old one.
SELECT fitclub.update_staff(1, password => 'battery staple');
SELECT fitclub.authenticate_staff('grace.kim@example.com', 'battery staple');
SELECT coalesce(fitclub.authenticate_staff('grace.kim@example.com', 'correct horse')::text, 'null');
SELECT count(*) FROM fitclub.staff_password WHERE staff_id = 1;
-- Other changes leave it.
SELECT fitclub.update_staff(1, last_name => 'Kimura', email => 'g.kimura@example.com');
SELECT fitclub.authenticate_staff('g.kimura@example.com', 'battery staple');
SELECT coalesce(fitclub.authenticate_staff('grace.kim@example.com', 'battery staple')::text, 'null');

-- Who is inactive cannot sign in, until active again.
SELECT fitclub.update_staff(2, is_active => false);
SELECT coalesce(fitclub.authenticate_staff('hugo.roy@example.com', '12345678')::text, 'null');
SELECT fitclub.update_staff(2, password => 'another password');
SELECT coalesce(fitclub.authenticate_staff('hugo.roy@example.com', 'another password')::text, 'null');
SELECT fitclub.update_staff(2, is_active => true);
SELECT fitclub.authenticate_staff('hugo.roy@example.com', 'another password');
SELECT staff_id, first_name, last_name, email, is_active FROM fitclub.administrative_staff ORDER BY staff_id;

-- What is refused.
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$create_staff(NULL, 'K', 'x@example.com', 'long enough')$$,
	$$create_staff('G', NULL, 'x@example.com', 'long enough')$$,
	$$create_staff('G', 'K', NULL, 'long enough')$$,
	$$create_staff('G', 'K', 'x@example.com', NULL)$$,
	$$create_staff(' ', 'K', 'x@example.com', 'long enough')$$,
	$$create_staff('G', ' ', 'x@example.com', 'long enough')$$,
	$$create_staff('G', 'K', 'x.example.com', 'long enough')$$,
	$$create_staff('G', 'K', 'x@example.com', '')$$,
	$$create_staff('G', 'K', 'x@example.com', '1234567')$$,
	$$create_staff('G', 'K', 'x@example.com', repeat(chr(233), 7))$$,
	$$update_staff(NULL)$$,
	$$update_staff(999, first_name => 'G')$$,
	$$update_staff(1, first_name => ' ')$$,
	$$update_staff(1, email => 'x@')$$,
	$$update_staff(1, password => '1234567')$$,
	$$authenticate_staff(NULL, '12345678')$$,
	$$authenticate_staff('hugo.roy@example.com', NULL)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name
FROM unnest(ARRAY[
	$$create_staff('H', 'R', 'HUGO.ROY@example.com', 'long enough')$$,
	$$update_staff(1, email => 'Hugo.Roy@example.com')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT r.sqlstate, r.constraint_name
FROM test.refusal($$UPDATE fitclub.staff_password SET verifier = 'correct horse' WHERE staff_id = 1$$) AS r;
SELECT test.state() = :'before' AS unchanged;

-- Nobody is granted the verifiers: not the public, and not who may read all else.
SELECT a.grantee::regrole, a.privilege_type
FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
WHERE c.oid = 'fitclub.staff_password'::regclass AND a.grantee <> c.relowner;
SELECT attname FROM pg_attribute WHERE attrelid = 'fitclub.staff_password'::regclass AND attacl IS NOT NULL;
CREATE ROLE regress_fitclub_desk;
GRANT USAGE ON SCHEMA fitclub TO regress_fitclub_desk;
GRANT SELECT ON fitclub.administrative_staff TO regress_fitclub_desk;
SET ROLE regress_fitclub_desk;
SELECT count(*) FROM fitclub.administrative_staff;
SELECT verifier FROM fitclub.staff_password;
UPDATE fitclub.staff_password SET changed_at = now();
SELECT fitclub.create_staff('M', 'X', 'm.x@example.com', 'long enough');
RESET ROLE;
DROP OWNED BY regress_fitclub_desk;
DROP ROLE regress_fitclub_desk;

-- With the person the verifier goes.
DELETE FROM fitclub.administrative_staff WHERE staff_id = 3;
SELECT staff_id FROM fitclub.staff_password ORDER BY staff_id;
