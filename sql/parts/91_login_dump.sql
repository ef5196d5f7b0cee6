-- Logins are dumped; what they refer to stands in dumps before them.

SELECT pg_catalog.pg_extension_config_dump('fitclub.login', '');
