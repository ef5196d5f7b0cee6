-- Removing a person and keeping the books.

CREATE FUNCTION fitclub.erase_member(
	member_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_erase_member'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.erase_member IS
	'Removes a member''s personal data everywhere, audit log included, cancels what is to come and keeps the books; returns the id';

CREATE FUNCTION fitclub_internal.redacted(
	row_data jsonb,
	columns text[])
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN redacted.row_data IS NOT NULL THEN (
		SELECT jsonb_object_agg(c.key, CASE
			WHEN c.key = ANY (redacted.columns) AND c.value <> 'null' THEN '"[erased]"'
			ELSE c.value END)
		FROM jsonb_each(redacted.row_data) AS c) END
$$;

COMMENT ON FUNCTION fitclub_internal.redacted IS
	'A row of the audit log without the values of some columns; used by erase_member()';

CREATE FUNCTION fitclub_internal.without_words(
	original text,
	words text[])
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	-- A word may be too long for a regular expression.
	SELECT CASE WHEN EXISTS (
			SELECT FROM unnest(without_words.words) AS w (word)
			WHERE length(w.word) > 500 AND strpos(lower(without_words.original), lower(w.word)) > 0)
		THEN '[erased]'
		ELSE coalesce(regexp_replace(without_words.original, (
			SELECT '(?<!\w)(' || string_agg(regexp_replace(w.word, '([^\w])', '\\\1', 'g'), '|'
				ORDER BY length(w.word) DESC, w.word) || ')(?!\w)'
			FROM unnest(without_words.words) AS w (word)
			WHERE length(w.word) <= 500), '[erased]', 'gi'), without_words.original) END
$$;

COMMENT ON FUNCTION fitclub_internal.without_words IS
	'A text in which whole words are replaced, whatever their case, or all of a text that holds one of over 500 characters; used by erase_member()';

CREATE FUNCTION fitclub_internal.redacted_words(
	row_data jsonb,
	column_name text,
	words text[])
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN redacted_words.row_data ->> redacted_words.column_name IS NULL
		THEN redacted_words.row_data
		ELSE jsonb_set(redacted_words.row_data, ARRAY[redacted_words.column_name],
			to_jsonb(fitclub_internal.without_words(
				redacted_words.row_data ->> redacted_words.column_name, redacted_words.words))) END
$$;

COMMENT ON FUNCTION fitclub_internal.redacted_words IS
	'A row of the audit log in which whole words of one column are replaced; used by erase_member()';
