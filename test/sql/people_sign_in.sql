--
-- Signing in: guesses are counted and slowed down, old verifiers renewed.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'correct horse');
SELECT fitclub.create_staff('Hugo', 'Roy', 'hugo.roy@example.com', 'battery staple');
SELECT fitclub.update_staff(2, is_active => false);

CREATE FUNCTION pg_temp.sign_in(email text, password text) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(fitclub.authenticate_staff(email, password)::text, 'null')
$$;
CREATE FUNCTION pg_temp.failures(email text) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce((SELECT failures::text FROM fitclub.sign_in_failure
		WHERE email_hash = sha256(convert_to(email, getdatabaseencoding()))), 'none')
$$;
-- Makes it so that there were failures, the last some seconds ago.
CREATE FUNCTION pg_temp.set_failures(email text, failures integer, seconds integer) RETURNS void LANGUAGE sql AS $$
	INSERT INTO fitclub.sign_in_failure
	VALUES (sha256(convert_to(email, getdatabaseencoding())), failures, clock_timestamp() - make_interval(secs => seconds))
	ON CONFLICT (email_hash) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at
$$;
-- Makes it so, and then makes one attempt.
CREATE FUNCTION pg_temp.attempt(email text, failures integer, seconds integer, password text,
	OUT answer text, OUT failures_after text) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_temp.set_failures(email, failures, seconds);
	answer := pg_temp.sign_in(email, password);
	failures_after := pg_temp.failures(email);
END $$;

-- Failures are counted for every e-mail, known or not, without regard to case.
SELECT email, pg_temp.sign_in(email, 'wrong') AS answer, pg_temp.failures(lower(email)) AS failures
FROM unnest(ARRAY['grace.kim@example.com', 'hugo.roy@example.com', 'nobody@example.com',
	'Grace.Kim@Example.COM', 'Hugo.Roy@Example.COM', 'Nobody@Example.COM']) WITH ORDINALITY AS e (email, n)
ORDER BY n;
-- A sign-in ends the row of failures.
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT pg_temp.failures('grace.kim@example.com');
SELECT pg_temp.failures('hugo.roy@example.com');

-- Five are free; from then on each makes the next wait twice as long, up to five
-- minutes. What comes too early is not answered, right or wrong, nor counted.
SELECT w.failures, w.seconds, w.password, a.*
FROM (VALUES (1, 4, 0, 'correct horse'), (2, 4, 0, 'wrong'), (3, 5, 2, 'correct horse'),
	(4, 10, 20, 'correct horse'), (5, 10, 20, 'wrong'), (6, 10, 33, 'correct horse'), (7, 10, 33, 'wrong'),
	(8, 13, 200, 'correct horse'), (9, 13, 257, 'correct horse'),
	(10, 14, 200, 'correct horse'), (11, 14, 301, 'correct horse'), (12, 14, 301, 'wrong'),
	(13, 1000, 200, 'correct horse'), (14, 1000, 301, 'wrong'), (15, 1000, 301, 'correct horse')
	) AS w (n, failures, seconds, password)
CROSS JOIN LATERAL pg_temp.attempt('grace.kim@example.com', w.failures, w.seconds, w.password) AS a
ORDER BY w.n;
-- The same of an e-mail that nobody has, and of one that is inactive.
SELECT w.failures, w.seconds, email, a.*
FROM (VALUES (1, 10, 20), (2, 10, 33)) AS w (n, failures, seconds)
CROSS JOIN unnest(ARRAY['hugo.roy@example.com', 'nobody@example.com']) AS email
CROSS JOIN LATERAL pg_temp.attempt(email, w.failures, w.seconds, 'battery staple') AS a
ORDER BY w.n, email;
-- Nobody else has to wait meanwhile.
SELECT pg_temp.set_failures('nobody@example.com', 1000, 0);
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
-- After a day it is forgotten. A clock that was set back keeps nobody out.
SELECT pg_temp.set_failures('grace.kim@example.com', 1000, 86401);
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong'), pg_temp.failures('grace.kim@example.com');
SELECT pg_temp.set_failures('grace.kim@example.com', 1000, -3600);
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
-- A new password can be used at once; other changes do not help.
SELECT pg_temp.set_failures('grace.kim@example.com', 1000, 0);
SELECT fitclub.update_staff(1, first_name => 'Grace');
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT fitclub.update_staff(1, password => 'battery staple');
SELECT pg_temp.sign_in('grace.kim@example.com', 'battery staple');
SELECT fitclub.update_staff(1, password => 'correct horse');

-- What a caller takes back is counted with the session's next attempt.
BEGIN;
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong');
ROLLBACK;
SELECT pg_temp.failures('grace.kim@example.com');
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong');
SELECT pg_temp.failures('grace.kim@example.com');
SELECT fitclub.update_staff(1, password => 'correct horse');
BEGIN;
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong');
SAVEPOINT a;
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong');
SAVEPOINT b;
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong');
RELEASE SAVEPOINT b;
ROLLBACK TO SAVEPOINT a;
SELECT pg_temp.sign_in('nobody@example.com', 'wrong');
COMMIT;
SELECT pg_temp.failures('grace.kim@example.com');
BEGIN;
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong');
SELECT pg_temp.failures('grace.kim@example.com');
ROLLBACK;
SELECT pg_temp.failures('grace.kim@example.com');
-- A caller who takes every failure back has no more guesses than others.
SELECT fitclub.update_staff(1, password => 'correct horse');
CREATE PROCEDURE pg_temp.guess(guesses integer) LANGUAGE plpgsql AS $$
BEGIN
	FOR guess IN 1 .. guesses LOOP
		PERFORM fitclub.authenticate_staff('grace.kim@example.com', 'wrong');
		ROLLBACK;
	END LOOP;
END $$;
CALL pg_temp.guess(4);
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT pg_temp.set_failures('grace.kim@example.com', 10, 60);
CALL pg_temp.guess(1);
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
CALL pg_temp.guess(1);
SELECT pg_temp.failures('grace.kim@example.com');
-- A sign-in or a new password makes it forget these as well.
SELECT fitclub.update_staff(1, password => 'correct horse');
BEGIN;
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong');
ROLLBACK;
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong'), pg_temp.failures('grace.kim@example.com');

-- Attempts for any number of e-mails keep few rows: old ones go first, then those with the fewest failures.
DELETE FROM fitclub.sign_in_failure;
INSERT INTO fitclub.sign_in_failure
SELECT sha256(n::text::bytea), CASE WHEN n <= 50 THEN 6 ELSE 1 END,
	clock_timestamp() - CASE WHEN n BETWEEN 41 AND 60 THEN interval '25 hours' ELSE n * interval '1 second' END
FROM generate_series(1, 10050) AS n;
SELECT pg_temp.sign_in('somebody@example.com', 'wrong');
SELECT count(*), count(*) FILTER (WHERE failures = 6) AS often,
	count(*) FILTER (WHERE failed_at < clock_timestamp() - interval '1 day') AS old
FROM fitclub.sign_in_failure;
SELECT pg_temp.failures('somebody@example.com');
DELETE FROM fitclub.sign_in_failure;

-- What was typed as the e-mail is not kept as such.
SELECT pg_temp.sign_in('my secret, in the wrong field', 'x');
SELECT octet_length(email_hash), position('secret'::bytea IN email_hash) FROM fitclub.sign_in_failure WHERE failed_at = (SELECT max(failed_at) FROM fitclub.sign_in_failure);

-- A verifier with fewer iterations than the server makes now is renewed when its owner signs in, and by nobody else.
UPDATE fitclub.staff_password SET changed_at = '2025-01-01',
	verifier = 'SCRAM-SHA-256$1000:MDEyMzQ1Njc4OWFiY2RlZg==$eI3RrHdDcD/iE2oHvBOmzXfCkowgOZ1GyFItX/xoAJE=:Lpokqaf6IbcBmBBQw8xjLxPdo8vnjoDzQbqXhmWXRnQ=';
SELECT pg_temp.sign_in('grace.kim@example.com', 'wrong horse');
SELECT pg_temp.sign_in('hugo.roy@example.com', 'correct horse');
SELECT staff_id, split_part(split_part(verifier, '$', 2), ':', 1) AS iterations FROM fitclub.staff_password ORDER BY staff_id;
SELECT pg_temp.set_failures('grace.kim@example.com', 1000, 0);
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT split_part(split_part(verifier, '$', 2), ':', 1) AS iterations FROM fitclub.staff_password WHERE staff_id = 1;
SELECT pg_temp.set_failures('grace.kim@example.com', 1, 0);
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT staff_id, split_part(split_part(verifier, '$', 2), ':', 1) AS iterations, changed_at FROM fitclub.staff_password ORDER BY staff_id;
SELECT verifier AS renewed FROM fitclub.staff_password WHERE staff_id = 1 \gset
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT verifier = :'renewed' AS kept FROM fitclub.staff_password WHERE staff_id = 1;
-- What one with many iterations takes, one with few takes as well, and so does an e-mail of nobody's.
CREATE FUNCTION pg_temp.seconds(email text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	begun timestamptz := clock_timestamp();
BEGIN
	PERFORM fitclub.authenticate_staff(email, 'wrong');
	RETURN extract(epoch FROM clock_timestamp() - begun);
END $$;
BEGIN;
UPDATE fitclub.staff_password SET verifier = regexp_replace(verifier, '[$][0-9]+:', '$1000000:') WHERE staff_id = 2;
SELECT pg_temp.seconds('grace.kim@example.com') > t.seconds / 2 AS few_iterations_take_as_long,
	pg_temp.seconds('nobody@example.com') > t.seconds / 2 AS nobody_takes_as_long
FROM (SELECT min(pg_temp.seconds('hugo.roy@example.com')) FROM generate_series(1, 3)) AS t (seconds); -- the machine may be busy
ROLLBACK;
-- One with more is kept. With one that is none nobody can sign in.
UPDATE fitclub.staff_password SET verifier = 'SCRAM-SHA-256$5000:MDEyMzQ1Njc4OWFiY2RlZg==$qtssKw4qh9GRlVObUxqp/VNC6PmYj9nCP2c//EBlVOM=:AvZJkOAVL/JE042s3HBUz2fMvqGpRVM5IOikZ/Nfw0M=' WHERE staff_id = 1;
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');
SELECT split_part(split_part(verifier, '$', 2), ':', 1) AS iterations FROM fitclub.staff_password WHERE staff_id = 1;
UPDATE fitclub.staff_password SET verifier = 'SCRAM-SHA-256$rubbish' WHERE staff_id = 2;
SELECT fitclub.update_staff(2, is_active => true);
SELECT pg_temp.sign_in('hugo.roy@example.com', 'correct horse');
SELECT pg_temp.sign_in('grace.kim@example.com', 'correct horse');

-- Signing in writes, so not where nothing may be written.
\set SHOW_CONTEXT never
BEGIN READ ONLY;
SELECT fitclub.authenticate_staff('grace.kim@example.com', 'correct horse');
ROLLBACK;

-- Failures for any number of e-mails that are taken back do not make it forget any. (In a session of its own, as
-- what there are too many of counts for every e-mail of the session.)
\c
SET TimeZone = 'UTC';
SET client_min_messages = warning;
SELECT fitclub.update_staff(1, password => 'correct horse'), fitclub.update_staff(2, password => 'correct horse', is_active => true);
CREATE PROCEDURE pg_temp.guess(guesses integer, others integer) LANGUAGE plpgsql AS $$
BEGIN
	FOR guess IN 1 .. guesses LOOP
		PERFORM fitclub.authenticate_staff('grace.kim@example.com', 'wrong');
		ROLLBACK;
		FOR other IN 1 .. others LOOP
			PERFORM fitclub.authenticate_staff(format('%s.%s@example.com', guess, other), 'wrong');
			ROLLBACK;
		END LOOP;
	END LOOP;
END $$;
CALL pg_temp.guess(8, 70);
SELECT fitclub.authenticate_staff('grace.kim@example.com', 'correct horse') AS too_many_guesses;
SELECT fitclub.authenticate_staff('hugo.roy@example.com', 'correct horse') AS too_many_in_this_session;
\c
SET TimeZone = 'UTC';
SET client_min_messages = warning;
SELECT fitclub.authenticate_staff('grace.kim@example.com', 'correct horse') AS another_session;

SELECT test.clean_club();
SELECT count(*) FROM fitclub.sign_in_failure;
