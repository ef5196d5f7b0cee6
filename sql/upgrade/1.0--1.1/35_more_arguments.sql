-- Functions that have one more argument now, and so are other functions. What
-- a club has granted on these is granted on the new ones at the end.

DO $$
BEGIN
	PERFORM set_config('fitclub_update.granted', (
		SELECT coalesce(jsonb_agg(jsonb_build_object('function', p.proname,
			'role', a.grantee::regrole, 'may_grant', a.is_grantable)), '[]')::text
		FROM pg_proc AS p
		CROSS JOIN LATERAL aclexplode(p.proacl) AS a
		WHERE p.pronamespace = 'fitclub'::regnamespace AND a.grantee NOT IN (0, p.proowner)), true);
END $$;

DROP FUNCTION fitclub.cancel_session(bigint, boolean);
DROP FUNCTION fitclub.cancel_class(bigint);
DROP FUNCTION fitclub.cancel_registration(bigint, boolean);
DROP FUNCTION fitclub.health_history(bigint, integer, timestamptz);
DROP FUNCTION fitclub.seed_demo(date);
DROP FUNCTION fitclub_internal.start_demo();
