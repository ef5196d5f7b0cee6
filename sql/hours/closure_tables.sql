-- When the club or a room is closed, or a trainer away.

CREATE TABLE fitclub.closure (
	closure_id bigint GENERATED ALWAYS AS IDENTITY,
	room_id bigint,
	trainer_id bigint,
	maintenance_id bigint,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL,
	reason text,
	cancelled_at timestamptz,
	CONSTRAINT closure_pkey PRIMARY KEY (closure_id),
	CONSTRAINT closure_closure_id_check CHECK (closure_id > 0),
	CONSTRAINT closure_room_id_fkey FOREIGN KEY (room_id)
		REFERENCES fitclub.room ON DELETE CASCADE,
	CONSTRAINT closure_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT closure_maintenance_id_fkey FOREIGN KEY (maintenance_id)
		REFERENCES fitclub.equipment_maintenance ON DELETE SET NULL,
	CONSTRAINT closure_scope_check CHECK (num_nonnulls(room_id, trainer_id) <= 1),
	CONSTRAINT closure_maintenance_id_check CHECK (maintenance_id IS NULL OR room_id IS NOT NULL),
	CONSTRAINT closure_period_check
		CHECK (isfinite(start_time) AND isfinite(end_time) AND end_time > start_time
			AND end_time - start_time <= interval '366 days'
			AND fitclub_internal.is_instant(start_time) AND fitclub_internal.is_instant(end_time)),
	CONSTRAINT closure_reason_check CHECK (fitclub_internal.is_text(reason, 200)),
	CONSTRAINT closure_cancelled_at_check CHECK (fitclub_internal.is_instant(cancelled_at))
);

CREATE INDEX closure_busy_idx
	ON fitclub.closure (room_id, trainer_id, start_time) WHERE cancelled_at IS NULL;
CREATE INDEX closure_room_id_idx ON fitclub.closure (room_id) WHERE room_id IS NOT NULL;
CREATE INDEX closure_trainer_id_idx ON fitclub.closure (trainer_id) WHERE trainer_id IS NOT NULL;
CREATE INDEX closure_maintenance_id_idx ON fitclub.closure (maintenance_id)
	WHERE maintenance_id IS NOT NULL;

COMMENT ON TABLE fitclub.closure IS
	'Times in which a room is closed, a trainer away or, with neither, the club closed';
COMMENT ON COLUMN fitclub.closure.closure_id IS 'Key';
COMMENT ON COLUMN fitclub.closure.room_id IS 'The room that is closed; null: none, or all of them with the club';
COMMENT ON COLUMN fitclub.closure.trainer_id IS 'The trainer who is away; null: none, or all of them with the club';
COMMENT ON COLUMN fitclub.closure.maintenance_id IS
	'The issue for which the room is closed, and with which the closure ends; null if none';
COMMENT ON COLUMN fitclub.closure.start_time IS 'Start, inclusive';
COMMENT ON COLUMN fitclub.closure.end_time IS 'Exclusive';
COMMENT ON COLUMN fitclub.closure.reason IS 'Why, for staff; null: none is given';
COMMENT ON COLUMN fitclub.closure.cancelled_at IS
	'Null while the closure stands; one that is lifted keeps nobody from booking';
COMMENT ON CONSTRAINT closure_pkey ON fitclub.closure IS 'A closure has one id';
COMMENT ON CONSTRAINT closure_closure_id_check ON fitclub.closure IS 'Ids are positive';
COMMENT ON CONSTRAINT closure_room_id_fkey ON fitclub.closure IS
	'A closure of a room is deleted with it';
COMMENT ON CONSTRAINT closure_trainer_id_fkey ON fitclub.closure IS
	'A trainer''s leave is deleted with the trainer';
COMMENT ON CONSTRAINT closure_maintenance_id_fkey ON fitclub.closure IS
	'The issue for which the room is closed; none once the issue is deleted';
COMMENT ON CONSTRAINT closure_scope_check ON fitclub.closure IS
	'A closure is of one room, of one trainer or of the club';
COMMENT ON CONSTRAINT closure_maintenance_id_check ON fitclub.closure IS
	'Only a room is closed for an issue';
COMMENT ON CONSTRAINT closure_period_check ON fitclub.closure IS
	'Finite, the end after the start and at most 366 days later, in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT closure_reason_check ON fitclub.closure IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT closure_cancelled_at_check ON fitclub.closure IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.closure_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.closure_busy_idx IS
	'The standing closures of a room, of a trainer and of the club in order of time; the engine probes it';
COMMENT ON INDEX fitclub.closure_room_id_idx IS 'The closures of a room; the foreign key';
COMMENT ON INDEX fitclub.closure_trainer_id_idx IS 'The leave of a trainer; the foreign key';
COMMENT ON INDEX fitclub.closure_maintenance_id_idx IS 'The closures for an issue; the foreign key';

CREATE TRIGGER closure_direct_write
	BEFORE INSERT OR UPDATE ON fitclub.closure
	FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write();
COMMENT ON TRIGGER closure_direct_write ON fitclub.closure IS
	'Tells the functions that somebody writes to the table directly';

CREATE TRIGGER closure_guard
	AFTER INSERT OR UPDATE ON fitclub.closure
	FOR EACH ROW EXECUTE FUNCTION fitclub_internal.guard_closure();
COMMENT ON TRIGGER closure_guard ON fitclub.closure IS
	'Refuses a closure that overlaps another one of the same kind, or a booking';

CREATE POLICY closure_reader ON fitclub.closure FOR SELECT
	USING ((SELECT fitclub_internal.reads_all())
		OR trainer_id = (SELECT fitclub_internal.own_trainer_id()));
COMMENT ON POLICY closure_reader ON fitclub.closure IS
	'Staff read all closures, a trainer those of their own';
