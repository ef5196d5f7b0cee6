-- A club for the clients, as the owner of the extension sets it up: the demo,
-- in another time zone than the server's, and the roles that clients log in as.
-- psql's variable password has theirs.

CREATE EXTENSION fitclub;
SELECT fitclub.update_club(time_zone => 'America/Toronto', currency => 'CAD');
SELECT fitclub.seed_demo('2025-12-01');

CREATE ROLE club_clients;
GRANT USAGE ON SCHEMA fitclub TO club_clients;
GRANT EXECUTE ON FUNCTION fitclub.book_session, fitclub.record_payment, fitclub.update_trainer,
	fitclub.update_member,
	fitclub.find_slots, fitclub.book_available_session TO club_clients;
GRANT SELECT ON fitclub.member, fitclub.trainer, fitclub.room, fitclub.class_schedule,
	fitclub.private_session, fitclub.billing_item, fitclub.payment TO club_clients;

CREATE ROLE club_app LOGIN PASSWORD :'password' IN ROLE club_clients;
CREATE ROLE rival LOGIN PASSWORD :'password' IN ROLE club_clients;

-- Of two who wait for each other, it is the application that finds out.
ALTER ROLE club_app SET deadlock_timeout = '50ms';
ALTER ROLE rival SET deadlock_timeout = '1h';
