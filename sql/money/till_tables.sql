-- What was counted in the till.

CREATE TABLE fitclub.till_count (
	till_count_id bigint GENERATED ALWAYS AS IDENTITY,
	staff_id bigint,
	counted_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	expected numeric(12,2) NOT NULL,
	counted numeric(12,2) NOT NULL,
	banked numeric(12,2) NOT NULL DEFAULT 0,
	notes text,
	CONSTRAINT till_count_pkey PRIMARY KEY (till_count_id),
	CONSTRAINT till_count_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE RESTRICT,
	CONSTRAINT till_count_expected_check CHECK (expected BETWEEN -9999999999.99 AND 9999999999.99),
	CONSTRAINT till_count_counted_check CHECK (counted BETWEEN 0 AND 9999999999.99),
	CONSTRAINT till_count_banked_check CHECK (banked BETWEEN 0 AND counted),
	CONSTRAINT till_count_notes_check CHECK (fitclub_internal.is_text(notes, 10000, has_lines => true, may_be_blank => true)),
	CONSTRAINT till_count_counted_at_check CHECK (fitclub_internal.is_instant(counted_at))
);

CREATE UNIQUE INDEX till_count_counted_at_key ON fitclub.till_count (counted_at);
CREATE INDEX till_count_staff_id_idx ON fitclub.till_count (staff_id) WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.till_count IS 'Counts of the till: what was in it, and what should have been';
COMMENT ON COLUMN fitclub.till_count.till_count_id IS 'Key';
COMMENT ON COLUMN fitclub.till_count.staff_id IS 'Who counted; null if that is not known';
COMMENT ON COLUMN fitclub.till_count.counted_at IS 'When it was counted; the count has all cash dated until then, and no other';
COMMENT ON COLUMN fitclub.till_count.expected IS
	'In the club''s currency: what the count before left in the till, and the cash since';
COMMENT ON COLUMN fitclub.till_count.counted IS 'In the club''s currency: what was in the till';
COMMENT ON COLUMN fitclub.till_count.banked IS 'How much of it was taken to the bank; the rest stayed in the till';
COMMENT ON COLUMN fitclub.till_count.notes IS 'What staff noted; null if nothing';
COMMENT ON CONSTRAINT till_count_pkey ON fitclub.till_count IS 'A count has one id';
COMMENT ON CONSTRAINT till_count_staff_id_fkey ON fitclub.till_count IS
	'A member of staff who counted the till cannot be deleted';
COMMENT ON CONSTRAINT till_count_expected_check ON fitclub.till_count IS 'Less than ten billion either way';
COMMENT ON CONSTRAINT till_count_counted_check ON fitclub.till_count IS 'Not negative, and less than ten billion';
COMMENT ON CONSTRAINT till_count_banked_check ON fitclub.till_count IS 'Not negative, and not more than was counted';
COMMENT ON CONSTRAINT till_count_notes_check ON fitclub.till_count IS
	'At most 10,000 characters, no control characters but line ends and tabs';
COMMENT ON CONSTRAINT till_count_counted_at_check ON fitclub.till_count IS
	'Finite and in the years 1900 to 9998, to a day';
COMMENT ON INDEX fitclub.till_count_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.till_count_counted_at_key IS 'One count at a time; the last count';
COMMENT ON INDEX fitclub.till_count_staff_id_idx IS 'The counts of a member of staff; the foreign key';

CREATE POLICY till_count_reader ON fitclub.till_count FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY till_count_reader ON fitclub.till_count IS 'Staff read all counts';
