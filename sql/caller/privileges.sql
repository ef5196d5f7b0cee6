DO $$
DECLARE
	object text;
BEGIN
	FOR object IN
		SELECT o.kind || ' ' || o.name
		FROM (
			SELECT 'SCHEMA', n.nspname::text, 'pg_namespace', n.oid, n.nspacl
			FROM pg_catalog.pg_namespace AS n
			WHERE n.nspname = 'fitclub'
			UNION ALL
			SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
				c.oid::pg_catalog.regclass::text, 'pg_class', c.oid, c.relacl
			FROM pg_catalog.pg_class AS c
			WHERE c.relnamespace = 'fitclub'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
			UNION ALL
			SELECT 'ROUTINE', p.oid::pg_catalog.regprocedure::text, 'pg_proc', p.oid,
				coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))
			FROM pg_catalog.pg_proc AS p
			WHERE p.pronamespace::pg_catalog.regnamespace::text IN ('fitclub', 'fitclub_internal')
		) AS o (kind, name, catalog, oid, acl)
		WHERE NOT EXISTS (
				SELECT FROM pg_catalog.pg_init_privs AS i
				WHERE i.classoid = o.catalog::pg_catalog.regclass AND i.objoid = o.oid AND i.objsubid = 0)
			OR EXISTS (SELECT FROM pg_catalog.aclexplode(o.acl) AS a WHERE a.grantee = 0)
	LOOP
		EXECUTE 'REVOKE ALL ON ' || object || ' FROM PUBLIC';
	END LOOP;
END $$;

-- Backends look up their tables again, and whether these are of their library's
-- version, when a schema is changed. Nobody is granted anything on this one.
REVOKE ALL ON SCHEMA fitclub_internal FROM PUBLIC;

-- But what constraints and defaults ask, they ask as the role that writes, and
-- policies as the role that reads. Without USAGE on the schema nobody can call
-- these otherwise.
GRANT EXECUTE ON FUNCTION fitclub_internal.is_booking_period, fitclub_internal.is_instant, fitclub_internal.is_date, fitclub_internal.is_email,
	fitclub_internal.is_time_zone, fitclub_internal.is_text, fitclub_internal.fold,
	fitclub_internal.class_may_exceed_room,
	fitclub_internal.default_session_price, fitclub_internal.default_class_price,
	fitclub_internal.reads_all, fitclub_internal.writes_all, fitclub_internal.own_member_id,
	fitclub_internal.own_member_ids,
	fitclub_internal.own_trainer_id, fitclub_internal.is_own_trainee, fitclub_internal.is_own_class
	TO PUBLIC;
