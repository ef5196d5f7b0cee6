--
-- What the engine keeps of the catalogs: made again whenever they may have changed. On a server made to (test/sanitize caches)
-- everything is forgotten at every chance, which takes seconds a call; on others this is quick.
--
SET TimeZone = 'UTC';
\pset format unaligned
\pset tuples_only on
SELECT test.open_club();
DO $$
BEGIN
	IF current_setting('cluster_name') = 'discard_caches' THEN
		SET debug_discard_caches = 1;
	END IF;
END $$;

-- Ann 1, Bob 2; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3. 2101-01-03 is a Monday.
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.book_session(2, 1, 2, '2101-01-03 09:30', '2101-01-03 10:30');
SELECT fitclub.book_session(2, 2, 2, '2101-01-03 09:00', '2101-01-03 10:00');
SELECT fitclub.reschedule_session(1, '2101-01-03 11:00', trainer_id => 3);
SELECT fitclub.record_payment(1, 40);
SELECT fitclub.refund_payment(1);
SELECT fitclub.cancel_session(1);
-- What changes between two calls is noticed by the second.
CREATE FUNCTION test.shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.activity_type := upper(new.activity_type); RETURN new; END $$;
CREATE TRIGGER shout BEFORE INSERT ON fitclub.private_session FOR EACH ROW EXECUTE FUNCTION test.shout();
CREATE INDEX activity ON fitclub.private_session (activity_type);
SELECT fitclub.book_session(1, 1, 1, '2101-01-04 09:00', '2101-01-04 10:00', 'Boxing');
SET enable_seqscan = off;
SELECT session_id FROM fitclub.private_session WHERE activity_type = 'BOXING';
RESET enable_seqscan;
DROP INDEX fitclub.activity;
DROP TRIGGER shout ON fitclub.private_session;
SELECT fitclub.book_session(1, 1, 1, '2101-01-05 09:00', '2101-01-05 10:00', 'Boxing');
SELECT session_id, activity_type FROM fitclub.private_session WHERE activity_type ILIKE 'boxing' ORDER BY session_id;
-- Classes and direct writes.
SELECT fitclub.create_class('Yoga', 3, 3, '2101-01-04 12:00', '2101-01-04 13:00');
SELECT fitclub.register_for_class(1, 1), fitclub.register_for_class(2, 1);
SELECT fitclub.register_for_class(3, 1);
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price) VALUES (3, 2, '2101-01-03 09:30', '2101-01-03 10:30', 0);
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price) VALUES (3, 2, '2101-01-03 10:30', '2101-01-03 11:30', 0);
SELECT fitclub.reschedule_class(1, '2101-01-04 14:00');
SELECT fitclub.cancel_registration(1);
SELECT fitclub.cancel_class(1);
SELECT fitclub.log_health_metric(1, 80);
SELECT fitclub.set_availability(1, 5, '09:00', '12:00');
SELECT rule FROM fitclub.find_conflicts(1, '2101-01-04 09:00', '2101-01-04 10:00', 1, 1);
RESET debug_discard_caches;
SELECT * FROM fitclub.verify();
DROP FUNCTION test.shout;
