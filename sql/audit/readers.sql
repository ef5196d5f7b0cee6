-- What has happened to a row.

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.audit_trail(
	table_name text,
	row_key text)
RETURNS TABLE (
	version integer,
	action text,
	at timestamptz,
	role_name text,
	session_role text,
	persona text,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_staff();

	RETURN QUERY
	SELECT l.version, l.action, l.at, l.role_name, l.session_role, l.persona, l.person_id,
		l.application_name, l.old_row, l.new_row
	FROM fitclub.audit_log AS l
	WHERE l.table_name = audit_trail.table_name AND l.row_key = audit_trail.row_key
	ORDER BY l.version;
END
$$;

COMMENT ON FUNCTION fitclub.audit_trail(text, text) IS
	'What has happened to a row, oldest first; the key is the first column of its table, as text';

-- personas: staff reader
CREATE OR REPLACE FUNCTION fitclub.audit_trail(
	table_name text,
	row_id bigint)
RETURNS TABLE (
	version integer,
	action text,
	at timestamptz,
	role_name text,
	session_role text,
	persona text,
	person_id bigint,
	application_name text,
	old_row jsonb,
	new_row jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	RETURN QUERY
	SELECT * FROM fitclub.audit_trail(audit_trail.table_name, audit_trail.row_id::text);
END
$$;

COMMENT ON FUNCTION fitclub.audit_trail(text, bigint) IS
	'What has happened to a row, oldest first';
