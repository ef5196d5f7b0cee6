-- A club to try the page with, after setup.sql: three weeks from last Monday
-- week on, and for everybody the password fitclub-demo.

SELECT fitclub.update_club(name => 'Harbour Gym', time_zone => 'America/Toronto', currency => 'CAD');

-- Only an application may empty a club, and not the desk.
CREATE ROLE club_demo;
GRANT club_demo TO club_web;
GRANT SET ON PARAMETER fitclub.identity TO club_demo;
GRANT USAGE ON SCHEMA fitclub TO club_demo;
GRANT SELECT ON fitclub.club, fitclub.member, fitclub.trainer TO club_demo;
GRANT EXECUTE ON FUNCTION fitclub.clear_data, fitclub.seed_demo, fitclub.set_password TO club_demo;

CREATE FUNCTION web.reset_demo()
RETURNS void
LANGUAGE sql VOLATILE
SET role = club_demo
SET fitclub.identity = ''
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT fitclub.clear_data();
	SELECT fitclub.seed_demo((now() AT TIME ZONE time_zone)::date - 7, 3) FROM fitclub.club;
	SELECT fitclub.set_password('member', member_id, 'fitclub-demo') FROM fitclub.member;
	SELECT fitclub.set_password('trainer', trainer_id, 'fitclub-demo') FROM fitclub.trainer;
$$;

COMMENT ON FUNCTION web.reset_demo IS
	'Empties the demo club and fills it again, with weeks around today';

REVOKE ALL ON FUNCTION web.reset_demo FROM PUBLIC;
GRANT EXECUTE ON FUNCTION web.reset_demo TO club_desk;

SELECT web.reset_demo();
