-- What is past due, and what is about to end.

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.set_dunning_step(
	step integer,
	after_days integer,
	message text,
	late_fee numeric DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_set_dunning_step'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.set_dunning_step IS
	'Says how many days after a bill was due its debtor is told so, in which words and for which fee; returns the step';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.remove_dunning_step(
	step integer)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_remove_dunning_step'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.remove_dunning_step IS
	'Has a step no longer taken, whose history stays; returns it';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.run_dunning(
	today date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_run_dunning'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.run_dunning IS
	'Tells the debtors of bills that are past due, each step once, and bills late fees; returns how many steps were taken';

-- personas: staff
CREATE OR REPLACE FUNCTION fitclub.send_reminders(
	today date DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_send_reminders'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.send_reminders IS
	'Tells members of credits and memberships that end within a week, once of each; returns how many reminders there were';
