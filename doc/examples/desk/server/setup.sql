-- What a club's database needs for the page, as the owner of the extension.

-- What each kind of user may do.
CREATE ROLE club_members;
CREATE ROLE club_trainers;
CREATE ROLE club_desk;
SELECT fitclub.grant_role('member', 'club_members');
SELECT fitclub.grant_role('trainer', 'club_trainers');
SELECT fitclub.grant_role('staff', 'club_desk');

-- What is for everybody to see, signed in or not.
CREATE ROLE club_visitors;
GRANT USAGE ON SCHEMA fitclub TO club_visitors;
GRANT EXECUTE ON FUNCTION fitclub.club_info, fitclub.list_trainers, fitclub.list_upcoming_classes TO club_visitors;

-- PostGraphile logs in as a role that may do nothing by itself. For each request
-- it becomes one of the above, and says for which person.
CREATE ROLE club_web LOGIN NOINHERIT;
GRANT club_visitors, club_members, club_trainers, club_desk TO club_web;
GRANT SET ON PARAMETER fitclub.identity TO club_web;
ALTER ROLE club_web SET statement_timeout = '10s';

-- People sign in with the password that the club has of them, for eight hours.
CREATE SCHEMA web;
GRANT USAGE ON SCHEMA web TO club_visitors, club_desk;

CREATE TYPE web.jwt_token AS (role text, identity text, exp bigint);

CREATE FUNCTION web.sign_in(persona text, email text, password text)
RETURNS web.jwt_token
LANGUAGE sql VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE sign_in.persona
			WHEN 'member' THEN 'club_members'
			WHEN 'trainer' THEN 'club_trainers'
			WHEN 'staff' THEN 'club_desk'
		END, identity, extract(epoch FROM now() + interval '8 hours')::bigint
	FROM fitclub.authenticate(sign_in.persona, sign_in.email, sign_in.password) AS identity
	WHERE identity IS NOT NULL
$$;

COMMENT ON FUNCTION web.sign_in IS
	'A token for the member, trainer or member of staff (persona: member, trainer or staff) with this e-mail and password, or null';

REVOKE ALL ON FUNCTION web.sign_in FROM PUBLIC;
GRANT EXECUTE ON FUNCTION web.sign_in TO club_visitors;

-- What one person books, all others see at once.
SELECT format('ALTER DATABASE %I SET fitclub.notify = on', current_database()) \gexec
