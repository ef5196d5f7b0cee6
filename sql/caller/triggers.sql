CREATE EVENT TRIGGER fitclub_enable_row_security ON ddl_command_end
	WHEN TAG IN ('GRANT')
	EXECUTE FUNCTION fitclub_internal.enable_row_security();

ALTER EVENT TRIGGER fitclub_enable_row_security ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER fitclub_enable_row_security IS
	'Switches row security on when the first persona is granted';
