-- Times of the books that are closed, with what was on each account then.

CREATE TABLE fitclub.book_close (
	close_id bigint GENERATED ALWAYS AS IDENTITY,
	closed_until timestamptz NOT NULL,
	staff_id bigint,
	closed_at timestamptz NOT NULL DEFAULT greatest(now(), clock_timestamp()),
	CONSTRAINT book_close_pkey PRIMARY KEY (close_id),
	CONSTRAINT book_close_staff_id_fkey FOREIGN KEY (staff_id)
		REFERENCES fitclub.administrative_staff ON DELETE RESTRICT,
	CONSTRAINT book_close_times_check
		CHECK (fitclub_internal.is_instant(closed_until) AND fitclub_internal.is_instant(closed_at)),
	CONSTRAINT book_close_closed_until_check CHECK (closed_until < closed_at)
);

CREATE UNIQUE INDEX book_close_closed_until_key ON fitclub.book_close (closed_until);
CREATE INDEX book_close_staff_id_idx ON fitclub.book_close (staff_id) WHERE staff_id IS NOT NULL;

COMMENT ON TABLE fitclub.book_close IS 'Closed periods of the books: nothing is recorded in them afterwards';
COMMENT ON COLUMN fitclub.book_close.close_id IS 'Key';
COMMENT ON COLUMN fitclub.book_close.closed_until IS 'The books are closed before this instant';
COMMENT ON COLUMN fitclub.book_close.staff_id IS 'Who closed them, if that is known';
COMMENT ON COLUMN fitclub.book_close.closed_at IS 'When they were closed';
COMMENT ON CONSTRAINT book_close_pkey ON fitclub.book_close IS 'A close has one id';
COMMENT ON CONSTRAINT book_close_staff_id_fkey ON fitclub.book_close IS
	'A member of staff who closed the books cannot be deleted';
COMMENT ON CONSTRAINT book_close_times_check ON fitclub.book_close IS 'Finite and in the years 1900 to 9998, to a day';
COMMENT ON CONSTRAINT book_close_closed_until_check ON fitclub.book_close IS 'What is closed is past';
COMMENT ON INDEX fitclub.book_close_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.book_close_closed_until_key IS 'Books are closed once; the last close before an instant';
COMMENT ON INDEX fitclub.book_close_staff_id_idx IS 'What a member of staff closed; the foreign key';

CREATE POLICY book_close_reader ON fitclub.book_close FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY book_close_reader ON fitclub.book_close IS 'Staff read all closes';

CREATE TABLE fitclub.book_close_balance (
	balance_id bigint GENERATED ALWAYS AS IDENTITY,
	close_id bigint NOT NULL,
	account text NOT NULL,
	part text,
	debit numeric NOT NULL,
	credit numeric NOT NULL,
	CONSTRAINT book_close_balance_pkey PRIMARY KEY (balance_id),
	CONSTRAINT book_close_balance_close_id_fkey FOREIGN KEY (close_id)
		REFERENCES fitclub.book_close ON DELETE RESTRICT,
	CONSTRAINT book_close_balance_sums_check CHECK (debit >= 0 AND credit >= 0)
);

CREATE UNIQUE INDEX book_close_balance_once
	ON fitclub.book_close_balance (close_id, account, part) NULLS NOT DISTINCT;

COMMENT ON TABLE fitclub.book_close_balance IS 'All debits and credits of an account until the books were closed';
COMMENT ON COLUMN fitclub.book_close_balance.balance_id IS 'Key';
COMMENT ON COLUMN fitclub.book_close_balance.close_id IS 'The close';
COMMENT ON COLUMN fitclub.book_close_balance.account IS 'The account, as ledger names it';
COMMENT ON COLUMN fitclub.book_close_balance.part IS 'Its part; null if it has none';
COMMENT ON COLUMN fitclub.book_close_balance.debit IS 'Sum of all debits before closed_until, in the club''s currency';
COMMENT ON COLUMN fitclub.book_close_balance.credit IS 'Sum of all credits before closed_until';
COMMENT ON CONSTRAINT book_close_balance_pkey ON fitclub.book_close_balance IS 'A balance has one id';
COMMENT ON CONSTRAINT book_close_balance_close_id_fkey ON fitclub.book_close_balance IS
	'A close with balances cannot be deleted';
COMMENT ON CONSTRAINT book_close_balance_sums_check ON fitclub.book_close_balance IS 'Neither is negative';
COMMENT ON INDEX fitclub.book_close_balance_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.book_close_balance_once IS 'An account and part stand in a close once; the foreign key';

CREATE POLICY book_close_balance_reader ON fitclub.book_close_balance FOR SELECT
	USING ((SELECT fitclub_internal.reads_all()));
COMMENT ON POLICY book_close_balance_reader ON fitclub.book_close_balance IS 'Staff read all balances';
