-- Nothing is anybody's until it is granted.

REVOKE ALL ON SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA fitclub FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA fitclub FROM PUBLIC;

-- But what policies ask about the role that reads, they ask as that role.
GRANT EXECUTE ON FUNCTION fitclub.reads_all, fitclub.writes_all, fitclub.own_member_id,
	fitclub.own_trainer_id, fitclub.is_own_trainee, fitclub.is_own_class
	TO PUBLIC;
