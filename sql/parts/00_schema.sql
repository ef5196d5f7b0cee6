-- The schema. No IF NOT EXISTS: a schema that someone made beforehand is
-- someone else's, and the installation must stop there.
CREATE SCHEMA fitclub;

COMMENT ON SCHEMA fitclub IS
	'Health and fitness club: members, trainers, rooms, sessions, classes, billing';
