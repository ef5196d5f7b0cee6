--
-- Who calls: the setting, logins, personas, and what changes them.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;
\set VERBOSITY terse

SELECT test.open_club();
SELECT fitclub.create_staff('Sue', 'Desk', 'sue@example.org', 'correct horse');
SELECT fitclub.create_staff('Sid', 'Desk', 'sid@example.org', 'correct horse');

CREATE ROLE regress_fitclub_members;
CREATE ROLE regress_fitclub_trainers;
CREATE ROLE regress_fitclub_desk;
CREATE ROLE regress_fitclub_ann IN ROLE regress_fitclub_members;
CREATE ROLE regress_fitclub_sue IN ROLE regress_fitclub_desk;
CREATE ROLE regress_fitclub_app;
CREATE ROLE regress_fitclub_tier;
CREATE ROLE regress_fitclub_plain;
GRANT USAGE ON SCHEMA fitclub TO regress_fitclub_members, regress_fitclub_trainers,
	regress_fitclub_desk, regress_fitclub_app, regress_fitclub_tier, regress_fitclub_plain;
GRANT EXECUTE ON FUNCTION fitclub.current_identity
	TO regress_fitclub_members, regress_fitclub_trainers, regress_fitclub_desk,
		regress_fitclub_app, regress_fitclub_tier, regress_fitclub_plain;
GRANT USAGE ON TYPE fitclub.persona_member TO regress_fitclub_members;
GRANT USAGE ON TYPE fitclub.persona_trainer TO regress_fitclub_trainers;
GRANT USAGE ON TYPE fitclub.persona_staff TO regress_fitclub_desk;

-- For whom a role acts.
CREATE FUNCTION test.identity_of(role name) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	answer := fitclub.current_identity();
	RESET ROLE;
	RETURN answer;
END $$;

CREATE FUNCTION test.setting_error(value text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('fitclub.identity', value, true);
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate;
END $$;

-- Without a login: what the role's persona is.
SELECT role, test.identity_of(role) FROM unnest(ARRAY[
	'postgres', 'regress_fitclub_app', 'regress_fitclub_members', 'regress_fitclub_ann',
	'regress_fitclub_trainers', 'regress_fitclub_desk', 'regress_fitclub_sue']) AS role;

-- With one: the person, whatever the groups are.
INSERT INTO fitclub.login (login_role, member_id) VALUES ('regress_fitclub_ann', 1);
INSERT INTO fitclub.login (login_role, staff_id) VALUES ('regress_fitclub_sue', 1);
SELECT test.identity_of('regress_fitclub_ann'), test.identity_of('regress_fitclub_sue');
GRANT regress_fitclub_desk TO regress_fitclub_ann;
SELECT test.identity_of('regress_fitclub_ann');
REVOKE regress_fitclub_desk FROM regress_fitclub_ann;

-- A login is of one person, of a role that has one.
INSERT INTO fitclub.login (login_role, member_id, staff_id) VALUES ('regress_fitclub_app', 1, 1);
INSERT INTO fitclub.login (login_role) VALUES ('regress_fitclub_app');
INSERT INTO fitclub.login (login_role, member_id) VALUES ('regress_fitclub_ann', 2);
INSERT INTO fitclub.login (login_role, member_id) VALUES ('regress_fitclub_app', 99);

-- It goes with the person.
SELECT fitclub.create_member('Eve', 'Leaves', 'eve@example.org') AS eve \gset
INSERT INTO fitclub.login (login_role, member_id) VALUES ('regress_fitclub_plain', :eve);
SELECT test.identity_of('regress_fitclub_plain') = 'member:' || :eve;
DELETE FROM fitclub.member WHERE member_id = :eve;
SELECT test.identity_of('regress_fitclub_plain');

-- What is rolled back has not been.
BEGIN;
UPDATE fitclub.login SET member_id = 2 WHERE login_role = 'regress_fitclub_ann';
SELECT test.identity_of('regress_fitclub_ann');
SAVEPOINT here;
DELETE FROM fitclub.login;
SELECT test.identity_of('regress_fitclub_ann');
ROLLBACK TO here;
SELECT test.identity_of('regress_fitclub_ann');
ROLLBACK;
SELECT test.identity_of('regress_fitclub_ann');
BEGIN;
GRANT USAGE ON TYPE fitclub.persona_staff TO regress_fitclub_app;
SELECT test.identity_of('regress_fitclub_app');
ROLLBACK;
SELECT test.identity_of('regress_fitclub_app');

-- Staff who have left are nobody; others are not affected.
SELECT fitclub.update_staff(1, is_active => false);
SELECT test.identity_of('regress_fitclub_sue'), test.identity_of('regress_fitclub_ann');
SELECT fitclub.update_staff(1, is_active => true);
SELECT test.identity_of('regress_fitclub_sue');

-- A role loses its login with its name; a role that gets the name does not
-- have it.
ALTER ROLE regress_fitclub_ann RENAME TO regress_fitclub_anna;
SELECT test.identity_of('regress_fitclub_anna');
ALTER ROLE regress_fitclub_anna RENAME TO regress_fitclub_ann;
SELECT test.identity_of('regress_fitclub_ann');
ALTER ROLE regress_fitclub_ann RENAME TO regress_fitclub_anna;
CREATE ROLE regress_fitclub_ann IN ROLE regress_fitclub_members;
SELECT test.identity_of('regress_fitclub_ann');
DROP ROLE regress_fitclub_ann, regress_fitclub_anna;
CREATE ROLE regress_fitclub_ann IN ROLE regress_fitclub_members;
SELECT test.identity_of('regress_fitclub_ann');
-- Writing the row again is what links it.
UPDATE fitclub.login SET login_role = login_role WHERE login_role = 'regress_fitclub_ann';
SELECT test.identity_of('regress_fitclub_ann');

-- SECURITY DEFINER does not change who calls.
CREATE FUNCTION test.definer_identity() RETURNS text
LANGUAGE sql SECURITY DEFINER AS 'SELECT fitclub.current_identity()';
GRANT USAGE ON SCHEMA test TO regress_fitclub_ann;
SET ROLE regress_fitclub_ann;
SELECT test.definer_identity(), fitclub.current_identity();
RESET ROLE;
SET SESSION AUTHORIZATION regress_fitclub_ann;
SELECT test.definer_identity(), fitclub.current_identity();
RESET SESSION AUTHORIZATION;

-- The setting.
SET fitclub.identity = 'member:2';
SELECT fitclub.current_identity();
SET fitclub.identity = 'trainer:3';
SELECT fitclub.current_identity();
SET fitclub.identity = 'staff:1';
SELECT fitclub.current_identity();
SET fitclub.identity = 'member:999999999999999999';
SELECT fitclub.current_identity();
RESET fitclub.identity;
SELECT fitclub.current_identity();
BEGIN;
SET LOCAL fitclub.identity = 'member:2';
SELECT fitclub.current_identity();
SAVEPOINT here;
SET LOCAL fitclub.identity = 'member:3';
SELECT fitclub.current_identity();
ROLLBACK TO here;
SELECT fitclub.current_identity();
COMMIT;
SELECT fitclub.current_identity();

-- Staff who have left, or never were.
SELECT fitclub.update_staff(1, is_active => false);
SET fitclub.identity = 'staff:1';
SELECT fitclub.current_identity();
SET fitclub.identity = 'staff:99';
SELECT fitclub.current_identity();
SET fitclub.identity = '';
SELECT fitclub.update_staff(1, is_active => true);

-- Nothing else is a value.
\set VERBOSITY default
SET fitclub.identity = 'member';
\set VERBOSITY terse
SELECT value, test.setting_error(value) FROM unnest(ARRAY['member:', ':1', 'member:0', 'member:-1',
	'member:+1', 'member: 1', ' member:1', 'member:1 ', 'member:1x', 'Member:1', 'owner:1',
	'application:1', 'nobody:1', 'member:01', 'member:1:2', 'member:1000000000000000000',
	'member:99999999999999999999', E'member:1\n', 'staff:1;']) AS value;

-- A reader is no person, and gives way to what else a role is.
CREATE ROLE regress_fitclub_readers;
GRANT USAGE ON SCHEMA fitclub TO regress_fitclub_readers;
GRANT EXECUTE ON FUNCTION fitclub.current_identity TO regress_fitclub_readers;
GRANT USAGE ON TYPE fitclub.persona_reader TO regress_fitclub_readers;
SELECT test.identity_of('regress_fitclub_readers');
SELECT test.setting_error('reader:1'), test.setting_error('reader');
BEGIN;
GRANT regress_fitclub_readers TO regress_fitclub_ann, regress_fitclub_sue, regress_fitclub_app;
SELECT role, test.identity_of(role)
FROM unnest(ARRAY['regress_fitclub_ann', 'regress_fitclub_sue', 'regress_fitclub_app']::name[]) AS role;
DELETE FROM fitclub.login;
SELECT role, test.identity_of(role)
FROM unnest(ARRAY['regress_fitclub_ann', 'regress_fitclub_sue', 'regress_fitclub_app']::name[]) AS role;
ROLLBACK;
DROP OWNED BY regress_fitclub_readers;
DROP ROLE regress_fitclub_readers;

-- Nobody sets it who was not allowed to; who was may act for anybody.
SET ROLE regress_fitclub_ann;
SET fitclub.identity = 'staff:1';
SET LOCAL fitclub.identity = 'staff:1';
SELECT set_config('fitclub.identity', 'staff:1', false);
SELECT fitclub.current_identity();
RESET ROLE;
GRANT SET ON PARAMETER fitclub.identity TO regress_fitclub_tier;
SET ROLE regress_fitclub_tier;
SET fitclub.identity = 'member:2';
SELECT fitclub.current_identity();
DISCARD ALL;
SELECT fitclub.current_identity();
SET client_min_messages = warning;

-- While an index is built, a table analyzed or a materialized view refreshed,
-- it is not known whose code runs: nobody is trusted.
CREATE MATERIALIZED VIEW test.who AS SELECT fitclub.current_identity() AS who;
SELECT who FROM test.who;
DELETE FROM fitclub.login;
REVOKE USAGE ON TYPE fitclub.persona_member FROM regress_fitclub_members;
REVOKE USAGE ON TYPE fitclub.persona_trainer FROM regress_fitclub_trainers;
REVOKE USAGE ON TYPE fitclub.persona_staff FROM regress_fitclub_desk;
-- Without personas all is as it was without them.
REFRESH MATERIALIZED VIEW test.who;
SELECT who FROM test.who;
DROP MATERIALIZED VIEW test.who;

DROP FUNCTION test.definer_identity(), test.identity_of(name), test.setting_error(text);
DROP OWNED BY regress_fitclub_members, regress_fitclub_trainers, regress_fitclub_desk,
	regress_fitclub_app, regress_fitclub_tier, regress_fitclub_plain, regress_fitclub_ann;
DROP ROLE regress_fitclub_members, regress_fitclub_trainers, regress_fitclub_desk,
	regress_fitclub_ann, regress_fitclub_sue, regress_fitclub_app, regress_fitclub_tier,
	regress_fitclub_plain;
SELECT test.clean_club();
