-- What a club has granted on functions, as some are made over under the same
-- name: regrant.sql grants it again.

DO $$
BEGIN
	PERFORM set_config('fitclub_update.granted', (
		SELECT coalesce(jsonb_agg(jsonb_build_object('function', p.proname,
			'role', a.grantee::regrole, 'may_grant', a.is_grantable)), '[]')::text
		FROM pg_proc AS p
		CROSS JOIN LATERAL aclexplode(p.proacl) AS a
		WHERE p.pronamespace = 'fitclub'::regnamespace AND a.grantee NOT IN (0, p.proowner)), true);
END $$;
