-- What is refused, and how.

-- What a refused command says, and what of it is left behind: data, locks or
-- nothing; the lock by which a direct writer announces itself is meant to last.
-- xid_used tells whether it (or the transaction before it) has written.
CREATE FUNCTION test.refusal(
	sql text,
	OUT sqlstate text,
	OUT constraint_name text,
	OUT table_name text,
	OUT column_name text,
	OUT message text,
	OUT detail text,
	OUT hint text,
	OUT left_behind text,
	OUT xid_used boolean)
LANGUAGE plpgsql AS $$
DECLARE
	code text; -- in the handler, sqlstate is PL/pgSQL's own
	state_before text := test.state();
	locks_before bigint := (SELECT count(*) FROM pg_locks
		WHERE locktype = 'advisory' AND mode <> 'RowExclusiveLock' AND pid = pg_backend_pid());
BEGIN
	BEGIN
		EXECUTE sql;
		message := 'no error';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS
			code = RETURNED_SQLSTATE,
			constraint_name = CONSTRAINT_NAME,
			table_name = TABLE_NAME,
			column_name = COLUMN_NAME,
			message = MESSAGE_TEXT,
			detail = PG_EXCEPTION_DETAIL,
			hint = PG_EXCEPTION_HINT;
	END;
	-- what RESTRICT refuses has a SQLSTATE and words of its own since 18
	sqlstate := CASE code WHEN '23001' THEN '23503' ELSE code END;
	message := replace(message, 'violates RESTRICT setting of', 'violates');
	left_behind := concat_ws(', ',
		CASE WHEN test.state() <> state_before THEN 'data' END,
		CASE WHEN (SELECT count(*) FROM pg_locks
			WHERE locktype = 'advisory' AND mode <> 'RowExclusiveLock'
				AND pid = pg_backend_pid()) <> locks_before
			THEN 'locks' END);
	IF left_behind = '' THEN
		left_behind := 'nothing';
	END IF;
	xid_used := pg_current_xact_id_if_assigned() IS NOT NULL;
END $$;
