-- What members and staff may do.
CREATE ROLE club_members;
CREATE ROLE club_desk;
SELECT fitclub.grant_role('member', 'club_members');
SELECT fitclub.grant_role('staff', 'club_desk');

-- What is for everybody to see, signed in or not.
CREATE ROLE club_visitors;
GRANT USAGE ON SCHEMA fitclub TO club_visitors;
GRANT EXECUTE ON FUNCTION fitclub.list_upcoming_classes, fitclub.list_trainers TO club_visitors;

-- PostGraphile logs in as a role that may do nothing by itself, and becomes
-- the role that a request's token names.
CREATE ROLE club_web LOGIN NOINHERIT;
GRANT club_visitors, club_members, club_desk TO club_web;

-- People, as they come.
CREATE ROLE web_ana IN ROLE club_members ROLE club_web;
SELECT fitclub.link_login('web_ana', member_id => 1);
CREATE ROLE web_grace IN ROLE club_desk ROLE club_web;
SELECT fitclub.link_login('web_grace', staff_id => 1);
