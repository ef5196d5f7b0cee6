-- Three functions have one more argument, and so are other functions, which
-- nobody may execute yet.

DO $$
DECLARE
	lost text;
BEGIN
	FOR lost IN
		SELECT format('GRANT EXECUTE ON FUNCTION fitclub.%I TO %s', p.proname,
			CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END)
		FROM pg_catalog.pg_proc AS p
		CROSS JOIN LATERAL pg_catalog.aclexplode(p.proacl) AS acl
		WHERE p.pronamespace = 'fitclub'::regnamespace
			AND p.proname IN ('cancel_session', 'cancel_class', 'cancel_registration')
			AND acl.grantee <> p.proowner
		ORDER BY p.proname, acl.grantee
	LOOP
		RAISE WARNING 'a privilege has to be granted again' USING HINT = format('Run %s.', lost);
	END LOOP;
END $$;

DROP FUNCTION fitclub.cancel_session(bigint, boolean);
DROP FUNCTION fitclub.cancel_class(bigint);
DROP FUNCTION fitclub.cancel_registration(bigint, boolean);
