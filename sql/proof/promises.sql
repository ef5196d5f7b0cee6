-- The views that verify() and check_calendar() read: make joins them from the
-- parts in the promises.sql of all subjects (promises.awk).

COMMENT ON VIEW fitclub.value_violation IS
	'Every row that a CHECK constraint or NOT NULL of its table does not allow';
COMMENT ON COLUMN fitclub.value_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.value_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.value_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.value_violation.detail IS 'What is wrong, in words';

COMMENT ON VIEW fitclub.key_violation IS
	'Keys and other unique values that more than one row has: the last of the rows and the first';
COMMENT ON COLUMN fitclub.key_violation.rule IS 'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.key_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.key_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.key_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.key_violation.detail IS 'What is wrong, in words';

COMMENT ON VIEW fitclub.reference_violation IS
	'Every reference to a row that is not there';
COMMENT ON COLUMN fitclub.reference_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.reference_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.reference_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.reference_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.reference_violation.detail IS 'What is wrong, in words';

COMMENT ON VIEW fitclub.promise_violation IS
	'What no constraint declares and check_calendar() does not look at, and is broken all the same';
COMMENT ON COLUMN fitclub.promise_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.promise_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.promise_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.promise_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.promise_violation.detail IS 'What is wrong, in words';

COMMENT ON VIEW fitclub.calendar_violation IS
	'Every broken rule in the stored data: rule, the row that breaks it and, where there are two, the other';
COMMENT ON COLUMN fitclub.calendar_violation.rule IS
	'The rule that is broken: the constraint name that an error would have';
COMMENT ON COLUMN fitclub.calendar_violation.table_name IS 'The table in which the row stands that breaks it';
COMMENT ON COLUMN fitclub.calendar_violation.row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.other_table IS
	'The table of the other row, where two are needed to break the rule';
COMMENT ON COLUMN fitclub.calendar_violation.other_row_id IS 'Its key there';
COMMENT ON COLUMN fitclub.calendar_violation.detail IS 'What is wrong, in words';
