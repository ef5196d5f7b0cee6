-- What constraints, triggers, policies and functions call, and people do not:
-- the schema fitclub shows operations only. No IF NOT EXISTS, as for fitclub.
CREATE SCHEMA fitclub_internal;
COMMENT ON SCHEMA fitclub_internal IS
	'What the tables and functions of fitclub call; nothing in here is called by applications';

-- The schema. No IF NOT EXISTS: a schema that someone made beforehand is
-- someone else's, and the installation must stop there.
CREATE SCHEMA fitclub;
COMMENT ON SCHEMA fitclub IS
	'Health and fitness club: members, trainers, rooms, sessions, classes, billing';
