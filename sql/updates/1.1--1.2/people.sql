-- Trainers may need time between two bookings.

ALTER TABLE fitclub.trainer
	ADD COLUMN turnaround interval NOT NULL DEFAULT '0',
	ADD CONSTRAINT trainer_turnaround_check CHECK (turnaround BETWEEN interval '0' AND interval '240 minutes');

COMMENT ON COLUMN fitclub.trainer.turnaround IS 'Time that is to pass between two bookings, when work is taken on';
COMMENT ON CONSTRAINT trainer_turnaround_check ON fitclub.trainer IS '0 to 4 hours';

DROP FUNCTION fitclub.update_trainer(bigint, text, text, text, text, text, boolean, text[]);
