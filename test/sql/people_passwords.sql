--
-- Passwords of members and trainers beside those of staff: who signs in as
-- whom, and who is slowed down by whose guesses.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
\pset null null
\set SHOW_CONTEXT never
SELECT test.clean_club();
-- Ann is a member, a trainer and a member of staff by one address, Ben each of them by his.
SELECT fitclub.create_member('Ann', 'Lee', 'ann@example.org', '111') AS ann,
	fitclub.create_member('Ben', 'Cole', 'ben@example.org', '222') AS ben;
SELECT fitclub.create_trainer('Ann', 'Lee', 'ann@example.org') AS ann, fitclub.create_trainer('Ben', 'Cole', 'ben@example.org') AS ben;
SELECT fitclub.create_staff('Ann', 'Lee', 'ann@example.org', 'staff of ann') AS ann,
	fitclub.create_staff('Ben', 'Cole', 'ben@example.org', 'staff of ben') AS ben;
-- Without a password nobody signs in, whatever is given.
SELECT persona, fitclub.authenticate(persona, 'ann@example.org', password)
FROM unnest(ARRAY['member', 'trainer']) AS persona, unnest(ARRAY['', 'staff of ann']) AS password;
DELETE FROM fitclub.sign_in_failure;
SELECT persona, id, fitclub.set_password(persona, id, persona || ' of ' || name)
FROM unnest(ARRAY['member', 'trainer']) AS persona, (VALUES (1, 'ann'), (2, 'ben')) AS p (id, name)
ORDER BY persona, id;

-- The right password is that of the persona and the person, without regard to the case of the e-mail.
SELECT persona, fitclub.authenticate(persona, 'ANN@example.org', owner || ' of ' || name) AS ann
FROM unnest(ARRAY['member', 'trainer', 'staff']) AS persona, unnest(ARRAY['member', 'trainer', 'staff']) AS owner,
	unnest(ARRAY['ann', 'ben']) AS name
WHERE owner = persona OR name = 'ann'
ORDER BY persona, owner, name;
SELECT fitclub.authenticate_staff('ann@example.org', 'staff of ann') AS staff, fitclub.authenticate_staff('ann@example.org', 'member of ann') AS member;
SELECT fitclub.authenticate('member', 'nobody@example.org', 'member of ann') AS unknown, fitclub.authenticate('member', 'ann%', 'member of ann') AS pattern;
DELETE FROM fitclub.sign_in_failure;
-- What it returns is for whom a session can act.
BEGIN;
SELECT set_config('fitclub.identity', fitclub.authenticate('trainer', 'ben@example.org', 'trainer of ben'), true);
SELECT fitclub.current_identity();
ROLLBACK;
-- The verifiers are the server's, salted, and nowhere else.
SELECT 'member' AS persona, member_id, verifier ~ '^SCRAM-SHA-256\$4096:[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' AS is_scram,
	changed_at BETWEEN now() - interval '1 minute' AND clock_timestamp() AS is_recent FROM fitclub.member_password
UNION ALL SELECT 'trainer', trainer_id, verifier ~ '^SCRAM-SHA-256\$4096:', changed_at BETWEEN now() - interval '1 minute' AND clock_timestamp()
FROM fitclub.trainer_password ORDER BY 1, 2;
SELECT table_name, row_key, version, action, new_row - 'changed_at' AS new_row
FROM fitclub.audit_log WHERE table_name IN ('member_password', 'trainer_password') ORDER BY table_name, row_key, version;
SELECT count(*) AS verifiers_in_the_log FROM fitclub.audit_log AS l WHERE l::text ~ 'SCRAM|verifier';

-- A password that is set replaces the one before, and can be used without a wait.
CREATE FUNCTION pg_temp.failures(account text) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce((SELECT failures::text FROM fitclub.sign_in_failure
		WHERE email_hash = sha256(convert_to(account, getdatabaseencoding()))), 'none')
$$;
CREATE FUNCTION pg_temp.set_failures(account text, failures integer) RETURNS void LANGUAGE sql AS $$
	INSERT INTO fitclub.sign_in_failure
	VALUES (sha256(convert_to(account, getdatabaseencoding())), failures, clock_timestamp())
	ON CONFLICT (email_hash) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at
$$;
SELECT pg_temp.set_failures('member:ann@example.org', 1000), pg_temp.set_failures('trainer:ann@example.org', 1000), pg_temp.set_failures('ann@example.org', 1000);
SELECT fitclub.set_password('member', 1, 'another of ann'), fitclub.set_password('staff', 1, 'desk of ann');
SELECT fitclub.authenticate('member', 'ann@example.org', 'another of ann') AS member, fitclub.authenticate('trainer', 'ann@example.org', 'trainer of ann') AS trainer,
	fitclub.authenticate('staff', 'ann@example.org', 'desk of ann') AS staff;
SELECT fitclub.authenticate('member', 'ann@example.org', 'member of ann') AS old_password;
SELECT pg_temp.failures('member:ann@example.org') AS member, pg_temp.failures('trainer:ann@example.org') AS trainer, pg_temp.failures('ann@example.org') AS staff;
DELETE FROM fitclub.sign_in_failure;

-- Guesses at one persona's password neither slow down the same address as another's, nor are they
-- forgotten when it signs in as that.
SELECT fitclub.authenticate(persona, 'Ann@example.org', 'a guess') FROM unnest(ARRAY['staff', 'member', 'staff', 'trainer', 'staff', 'member']) AS persona;
SELECT pg_temp.failures('member:ann@example.org') AS member, pg_temp.failures('trainer:ann@example.org') AS trainer, pg_temp.failures('ann@example.org') AS staff;
SELECT fitclub.authenticate('member', 'ann@example.org', 'another of ann');
SELECT pg_temp.failures('member:ann@example.org') AS member, pg_temp.failures('trainer:ann@example.org') AS trainer, pg_temp.failures('ann@example.org') AS staff;
-- Too many of them: the right password is not answered either, and one that nobody has is treated alike.
SELECT account, pg_temp.set_failures(account, 10) FROM unnest(ARRAY['member:ben@example.org', 'trainer:ben@example.org', 'member:nobody@example.org']) AS account;
SELECT fitclub.authenticate('member', 'ben@example.org', 'member of ben') AS member, fitclub.authenticate('trainer', 'ben@example.org', 'trainer of ben') AS trainer,
	fitclub.authenticate('member', 'nobody@example.org', 'x') AS nobody, fitclub.authenticate('staff', 'ben@example.org', 'staff of ben') AS staff;
SELECT pg_temp.failures('member:ben@example.org') AS member, pg_temp.failures('trainer:ben@example.org') AS trainer, pg_temp.failures('member:nobody@example.org') AS nobody;
UPDATE fitclub.sign_in_failure SET failed_at = failed_at - interval '33 seconds';
SELECT fitclub.authenticate('member', 'ben@example.org', 'member of ben') AS member, fitclub.authenticate('trainer', 'ben@example.org', 'wrong') AS trainer;
SELECT pg_temp.failures('member:ben@example.org') AS member, pg_temp.failures('trainer:ben@example.org') AS trainer;
-- What a caller takes back is counted with the next attempt, for the persona that it was made for.
DELETE FROM fitclub.sign_in_failure;
BEGIN;
SELECT fitclub.authenticate('member', 'ben@example.org', 'wrong');
ROLLBACK;
SELECT fitclub.authenticate('trainer', 'ben@example.org', 'wrong'), fitclub.authenticate('member', 'ben@example.org', 'wrong');
SELECT pg_temp.failures('member:ben@example.org') AS member, pg_temp.failures('trainer:ben@example.org') AS trainer;
DELETE FROM fitclub.sign_in_failure;

-- People change their own password, if they know the old one.
CREATE FUNCTION pg_temp.change(person text, old_password text, new_password text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('fitclub.identity', person, true);
	RETURN fitclub.change_password(old_password, new_password);
END $$;
SELECT pg_temp.change('member:1', 'another of ann', 'first of ann') AS member;
SELECT pg_temp.change('trainer:1', 'trainer of ann', 'second of ann') AS trainer;
SELECT pg_temp.change('staff:1', 'desk of ann', 'third of ann') AS staff;
SELECT fitclub.authenticate('member', 'ann@example.org', 'first of ann') AS member, fitclub.authenticate('trainer', 'ann@example.org', 'second of ann') AS trainer,
	fitclub.authenticate('staff', 'ann@example.org', 'third of ann') AS staff;
SELECT pg_temp.change('member:1', 'member of ben', 'mine from now on') AS wrong;
SELECT pg_temp.failures('member:ann@example.org') AS failures;
SELECT pg_temp.change('member:1', 'first of ann', 'first of ann') AS the_same;
SELECT pg_temp.failures('member:ann@example.org') AS failures;
-- It is a guess like any other.
SELECT pg_temp.set_failures('member:ann@example.org', 10);
SELECT pg_temp.change('member:1', 'first of ann', 'mine from now on') AS too_soon;
SELECT fitclub.authenticate('member', 'ann@example.org', 'first of ann') AS too_soon;
DELETE FROM fitclub.sign_in_failure;
SELECT fitclub.authenticate('member', 'ann@example.org', 'first of ann') AS kept;
-- The log says who it was. (Nobody else's was touched.)
SELECT l.row_key, l.action, l.persona, l.person_id FROM fitclub.audit_log AS l
WHERE l.table_name ~ '_password$' AND l.persona IN ('member', 'trainer', 'staff') ORDER BY l.at;

-- A verifier with fewer iterations than the server makes now is renewed when its owner signs in.
UPDATE fitclub.member_password SET changed_at = '2025-01-01',
	verifier = 'SCRAM-SHA-256$1000:MDEyMzQ1Njc4OWFiY2RlZg==$eI3RrHdDcD/iE2oHvBOmzXfCkowgOZ1GyFItX/xoAJE=:Lpokqaf6IbcBmBBQw8xjLxPdo8vnjoDzQbqXhmWXRnQ=';
SELECT fitclub.authenticate('member', 'ann@example.org', 'correct horse');
SELECT member_id, split_part(split_part(verifier, '$', 2), ':', 1) AS iterations, changed_at FROM fitclub.member_password ORDER BY member_id;
-- What one with many iterations takes, one with few takes as well, and so do one without a password, one who may
-- not sign in, and an e-mail of nobody's.
CREATE FUNCTION pg_temp.seconds(persona text, email text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	begun timestamptz := clock_timestamp();
BEGIN
	PERFORM fitclub.authenticate(persona, email, 'wrong');
	RETURN extract(epoch FROM clock_timestamp() - begun);
END $$;
SELECT fitclub.create_member('Cat', 'New', 'cat@example.org') AS cat, fitclub.create_trainer('Cat', 'New', 'cat@example.org') AS cat_too;
SELECT fitclub.set_password('trainer', 3, 'inactive cat'), fitclub.update_trainer(3, is_active => false);
BEGIN;
UPDATE fitclub.member_password SET verifier = regexp_replace(verifier, '[$][0-9]+:', '$300000:') WHERE member_id = 2;
UPDATE fitclub.trainer_password SET verifier = regexp_replace(verifier, '[$][0-9]+:', '$300000:') WHERE trainer_id = 2;
SELECT persona, email, pg_temp.seconds(persona, email) > slowest.seconds / 10 AS takes_as_long -- the machine may be busy
FROM (VALUES ('member'), ('trainer')) AS p (persona)
CROSS JOIN LATERAL (
	SELECT min(b.seconds) FROM (SELECT pg_temp.seconds(persona, 'ben@example.org') FROM generate_series(1, 2)) AS b (seconds)
) AS slowest (seconds)
CROSS JOIN unnest(ARRAY['ann@example.org', 'cat@example.org', 'nobody@example.org']) AS email
ORDER BY persona, email;
ROLLBACK;

-- Inactive trainers and erased members cannot sign in. (Erasure removes the address, the password and the count of failures.)
SELECT fitclub.authenticate('trainer', 'cat@example.org', 'inactive cat') AS inactive;
SELECT fitclub.update_trainer(3, is_active => true);
SELECT fitclub.authenticate('trainer', 'cat@example.org', 'inactive cat') AS active;
SELECT fitclub.update_trainer(3, is_active => false);
SELECT pg_temp.change('trainer:3', 'inactive cat', 'mine from now on') AS inactive;
SELECT fitclub.authenticate('member', 'ben@example.org', 'wrong'), fitclub.authenticate('trainer', 'ben@example.org', 'wrong');
SELECT fitclub.erase_member(2);
SELECT member_id FROM fitclub.member_password;
SELECT pg_temp.failures('member:ben@example.org') AS member, pg_temp.failures('trainer:ben@example.org') AS trainer;
SELECT email, fitclub.authenticate('member', email, 'correct horse')
FROM unnest(ARRAY['ben@example.org', 'erased.2@erased.invalid']) AS email;
-- Not even with a password that somebody has put there; verify() names it.
INSERT INTO fitclub.member_password (member_id, verifier) SELECT 2, verifier FROM fitclub.member_password WHERE member_id = 1;
SELECT fitclub.authenticate('member', 'erased.2@erased.invalid', 'correct horse') AS erased, fitclub.authenticate('member', 'ann@example.org', 'correct horse') AS ann;
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
SELECT fitclub.erase_member(2) AS again;
SELECT count(*) AS broken FROM fitclub.verify();
-- A password goes with its owner.
DELETE FROM fitclub.trainer WHERE trainer_id = 3;
SELECT trainer_id FROM fitclub.trainer_password ORDER BY trainer_id;

-- What is refused.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$set_password(NULL, 1, 'correct horse')$$,
	$$set_password('reader', 1, 'correct horse')$$,
	$$set_password('Member', 1, 'correct horse')$$,
	$$set_password(repeat('x', 201), 1, 'correct horse')$$,
	$$set_password('member', NULL, 'correct horse')$$,
	$$set_password('member', 1, NULL)$$,
	$$set_password('member', 1, '1234567')$$,
	$$set_password('trainer', 1, '1234567')$$,
	$$set_password('staff', 1, '1234567')$$,
	$$set_password('member', 999, 'correct horse')$$,
	$$set_password('trainer', 999, 'correct horse')$$,
	$$set_password('staff', 999, 'correct horse')$$,
	$$set_password('member', 2, 'correct horse')$$,
	$$authenticate(NULL, 'ann@example.org', 'correct horse')$$,
	$$authenticate('owner', 'ann@example.org', 'correct horse')$$,
	$$authenticate('member', NULL, 'correct horse')$$,
	$$authenticate('trainer', 'ann@example.org', NULL)$$,
	$$change_password('correct horse', 'battery staple')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail
FROM unnest(ARRAY[$$'member:1', NULL, 'battery staple'$$, $$'trainer:1', 'correct horse', NULL$$, $$'staff:1', 'x', '1234567'$$,
	$$'member:2', 'correct horse', 'battery staple'$$, $$'member:999', 'correct horse', 'battery staple'$$]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(format('SELECT pg_temp.change(%s)', c.call)) AS r
ORDER BY c.n;
SELECT r.sqlstate, r.constraint_name FROM test.refusal($$UPDATE fitclub.member_password SET verifier = 'correct horse'$$) AS r;
BEGIN READ ONLY;
SELECT fitclub.authenticate('member', 'ann@example.org', 'correct horse');
ROLLBACK;
BEGIN READ ONLY;
SELECT fitclub.set_password('member', 1, 'correct horse');
ROLLBACK;
-- A trigger that keeps the password out is noticed.
CREATE FUNCTION pg_temp.skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
BEGIN;
CREATE TRIGGER skip BEFORE INSERT ON fitclub.trainer_password FOR EACH ROW EXECUTE FUNCTION pg_temp.skip();
SELECT fitclub.set_password('trainer', 1, 'correct horse');
ROLLBACK;

-- A web server's role stands for nobody until somebody has signed in, and may be granted just that.
CREATE ROLE regress_fitclub_front;
SELECT fitclub.grant_role('member', 'regress_fitclub_front');
GRANT SET ON PARAMETER fitclub.identity TO regress_fitclub_front;
SET ROLE regress_fitclub_front;
SELECT fitclub.authenticate('member', 'ann@example.org', 'correct horse');
RESET ROLE;
GRANT EXECUTE ON FUNCTION fitclub.authenticate TO regress_fitclub_front;
SET ROLE regress_fitclub_front;
SELECT fitclub.authenticate('member', 'ann@example.org', 'correct horse');
SELECT fitclub.change_password('correct horse', 'battery staple');
SELECT fitclub.set_password('member', 1, 'battery staple');
SELECT verifier FROM fitclub.member_password;
BEGIN;
SET LOCAL fitclub.identity = 'member:1';
SELECT fitclub.change_password('correct horse', 'battery staple');
SAVEPOINT signed_in;
SELECT fitclub.authenticate('member', 'ann@example.org', 'battery staple');
ROLLBACK TO signed_in;
COMMIT;
SELECT fitclub.authenticate('member', 'ann@example.org', 'battery staple');
RESET ROLE;
REVOKE EXECUTE ON FUNCTION fitclub.authenticate FROM regress_fitclub_front;
SELECT fitclub.revoke_role('member', 'regress_fitclub_front');
DROP OWNED BY regress_fitclub_front;
DROP ROLE regress_fitclub_front;

SELECT test.clean_club();
SELECT (SELECT count(*) FROM fitclub.member_password) AS member, (SELECT count(*) FROM fitclub.trainer_password) AS trainer;
