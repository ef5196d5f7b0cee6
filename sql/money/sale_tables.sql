-- What a bill is for if not a booking: a pack, or a period of a membership.

ALTER TABLE fitclub.billing_item
	ADD COLUMN sale_id bigint,
	ADD COLUMN membership_id bigint,
	ADD COLUMN period_on date,
	ADD CONSTRAINT billing_item_sale_id_fkey FOREIGN KEY (sale_id)
		REFERENCES fitclub.pack_sale ON DELETE RESTRICT,
	ADD CONSTRAINT billing_item_membership_id_fkey FOREIGN KEY (membership_id)
		REFERENCES fitclub.membership ON DELETE RESTRICT,
	ADD CONSTRAINT billing_item_for_check
		CHECK (num_nonnulls(class_id, private_session_id, sale_id, membership_id, kind) <= 1
			AND (membership_id IS NULL) = (period_on IS NULL)
			AND kind IN ('late_cancel', 'late_fee', 'joining', 'retail', 'tip', 'chargeback')
			AND original_amount > 0 AND original_amount <= 9999999999.99
			AND fitclub_internal.is_date(due_on) AND fitclub_internal.is_date(period_on));

CREATE UNIQUE INDEX billing_item_sold_once
	ON fitclub.billing_item (membership_id, period_on, sale_id) NULLS NOT DISTINCT
	WHERE (sale_id IS NOT NULL OR membership_id IS NOT NULL) AND status NOT IN ('cancelled', 'refunded');

COMMENT ON CONSTRAINT billing_item_for_check ON fitclub.billing_item IS
	'A bill is for a booking, a sale, a period of a membership or of one of six kinds or neither, was made for more than 0, and is due on a day in the years 1900 to 9998';
COMMENT ON COLUMN fitclub.billing_item.sale_id IS 'The pack that was sold, if it bills one';
COMMENT ON COLUMN fitclub.billing_item.membership_id IS 'The membership whose dues it bills, if any';
COMMENT ON COLUMN fitclub.billing_item.period_on IS 'When the period of the membership begins that it bills';
COMMENT ON CONSTRAINT billing_item_sale_id_fkey ON fitclub.billing_item IS 'A sale with a bill cannot be deleted';
COMMENT ON CONSTRAINT billing_item_membership_id_fkey ON fitclub.billing_item IS
	'A membership with bills cannot be deleted';
COMMENT ON INDEX fitclub.billing_item_sold_once IS
	'A period of a membership, and a sale, has at most one bill that is neither cancelled nor refunded; the foreign keys';
