-- What pg_dump takes along of the tables that are new.

SELECT pg_catalog.pg_extension_config_dump('fitclub.sign_in_failure', '');
