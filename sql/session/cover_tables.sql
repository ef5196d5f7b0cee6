-- What pays for a booking: credits of a pack, or a membership. A booking uses
-- them as long as it stands, or was cancelled too late.

ALTER TABLE fitclub.private_session
	ADD COLUMN lot_id bigint,
	ADD COLUMN membership_id bigint,
	ADD COLUMN credits smallint,
	ADD COLUMN kept_at timestamptz,
	ADD CONSTRAINT private_session_lot_id_fkey FOREIGN KEY (lot_id)
		REFERENCES fitclub.credit_lot ON DELETE RESTRICT,
	ADD CONSTRAINT private_session_membership_id_fkey FOREIGN KEY (membership_id)
		REFERENCES fitclub.membership ON DELETE RESTRICT,
	ADD CONSTRAINT private_session_cover_check
		CHECK (num_nonnulls(lot_id, membership_id) <= 1
			AND (lot_id IS NULL) = (credits IS NULL) AND credits > 0
			AND (kept_at IS NULL OR cancelled_at IS NOT NULL AND num_nonnulls(lot_id, membership_id) = 1)
			AND fitclub_internal.is_instant(kept_at));

CREATE INDEX private_session_cover_idx
	ON fitclub.private_session (lot_id, membership_id, start_time)
	WHERE (lot_id IS NOT NULL OR membership_id IS NOT NULL) AND (cancelled_at IS NULL OR kept_at IS NOT NULL);

COMMENT ON COLUMN fitclub.private_session.lot_id IS 'The lot whose credits pay for it, if any';
COMMENT ON COLUMN fitclub.private_session.membership_id IS 'The membership that covers it, if any';
COMMENT ON COLUMN fitclub.private_session.credits IS 'How many credits of the lot it uses';
COMMENT ON COLUMN fitclub.private_session.kept_at IS
	'When it was cancelled too late for its credits or its visit to be given back; null: it was not';
COMMENT ON CONSTRAINT private_session_lot_id_fkey ON fitclub.private_session IS
	'A lot whose credits were used cannot be deleted';
COMMENT ON CONSTRAINT private_session_membership_id_fkey ON fitclub.private_session IS
	'A membership that has covered bookings cannot be deleted';
COMMENT ON CONSTRAINT private_session_cover_check ON fitclub.private_session IS
	'A lot, with a number of credits, or a membership or neither covers it; only what is cancelled and was covered is kept';
COMMENT ON INDEX fitclub.private_session_cover_idx IS
	'The bookings that use a lot''s credits or a membership''s visits: the engine counts them here';
