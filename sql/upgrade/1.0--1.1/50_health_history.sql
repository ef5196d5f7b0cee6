-- It has one more argument, and so is another function, which nobody may
-- execute yet. (What this script granted would be missing from dumps.)

DO $$
DECLARE
	lost text;
BEGIN
	FOR lost IN
		SELECT format('GRANT EXECUTE ON FUNCTION fitclub.health_history TO %s',
			CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END)
		FROM pg_catalog.pg_proc AS p
		CROSS JOIN LATERAL pg_catalog.aclexplode(p.proacl) AS a
		WHERE p.oid = 'fitclub.health_history'::regproc AND a.grantee <> p.proowner
		ORDER BY a.grantee
	LOOP
		RAISE WARNING 'a privilege has to be granted again' USING HINT = format('Run %s.', lost);
	END LOOP;
END $$;

DROP FUNCTION fitclub.health_history(bigint, integer, timestamptz);
