-- What a club had granted on functions that have been made over.

DO $$
BEGIN
	PERFORM fitclub_internal.grant_again(p.oid::regprocedure, g.role::regrole, g.may_grant)
	FROM jsonb_to_recordset(current_setting('fitclub_update.granted')::jsonb)
		AS g (function name, role text, may_grant boolean)
	JOIN pg_proc AS p ON p.pronamespace = 'fitclub'::regnamespace AND p.proname = g.function
	WHERE NOT EXISTS (
		SELECT FROM aclexplode(p.proacl) AS a
		WHERE a.grantee = g.role::regrole AND a.is_grantable >= g.may_grant);
END $$;
