-- Failed sign-ins, erased members and the audit log are dumped like everything else.

SELECT pg_catalog.pg_extension_config_dump('fitclub.sign_in_failure', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.erased_member', '');
SELECT pg_catalog.pg_extension_config_dump('fitclub.audit_log', '');
