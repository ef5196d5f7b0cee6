-- The schema as promised: tables, participation, rules of deletion, the view,
-- the trigger and the index, and what every function and table must have.

BEGIN;
SELECT * FROM no_plan();

-- Objects that belong to the extension.
CREATE TEMP VIEW owned_class AS
SELECT c.oid, c.relname, c.relkind
FROM pg_depend AS d
JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'fitclub'
JOIN pg_class AS c ON c.oid = d.objid
WHERE d.classid = 'pg_class'::regclass
	AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e';

CREATE TEMP VIEW owned_function AS
SELECT p.*, p.oid::regprocedure::text AS signature
FROM pg_depend AS d
JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'fitclub'
JOIN pg_proc AS p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass
	AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e';

-- What constraints, defaults and policies call.
CREATE TEMP VIEW asked_by_tables AS
SELECT DISTINCT p.oid
FROM owned_function AS p
JOIN pg_depend AS d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid
	AND (d.classid IN ('pg_constraint'::regclass, 'pg_attrdef'::regclass, 'pg_policy'::regclass)
		OR d.classid = 'pg_class'::regclass AND d.objid IN (SELECT indexrelid FROM pg_index));

-- Those of them that know their arguments and nothing else.
CREATE TEMP VIEW rule_of_values AS
SELECT p.oid
FROM asked_by_tables
JOIN pg_proc AS p USING (oid)
JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname = 'c'
WHERE p.provolatile = 'i' AND NOT p.prosecdef;

-- The extension.

SELECT has_extension('fitclub', 'the extension is there');
SELECT has_schema('fitclub', 'the schema is there');
SELECT has_schema('fitclub_internal', 'and the one of what is not for people to call');
SELECT results_eq(
	$$ SELECT n.nspname::text COLLATE "default", e.extrelocatable
	   FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
	   WHERE e.extname = 'fitclub' $$,
	$$ VALUES ('pg_catalog', false) $$,
	'the extension itself stands in pg_catalog and is not relocatable');
SELECT is_empty(
	$$ SELECT c.relname FROM pg_class AS c
	   WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
		AND c.oid NOT IN (SELECT oid FROM owned_class) $$,
	'every relation of the schema belongs to the extension');
SELECT is_empty(
	$$ SELECT p.oid::regprocedure FROM pg_proc AS p
	   WHERE p.pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)
		AND p.oid NOT IN (SELECT oid FROM owned_function) $$,
	'every function of the schemas belongs to the extension');

-- Tables and their keys.

CREATE TEMP TABLE wanted_table (relname, key_column) AS
VALUES
	('member', 'member_id'), ('trainer', 'trainer_id'),
	('administrative_staff', 'staff_id'), ('staff_password', 'staff_id'),
	('room', 'room_id'), ('equipment', 'equipment_id'),
	('equipment_maintenance', 'maintenance_id'), ('health_metric', 'metric_id'),
	('trainer_availability', 'availability_id'), ('class_schedule', 'class_id'),
	('class_registration', 'registration_id'), ('private_session', 'session_id'),
	('billing_item', 'billing_id'), ('payment', 'payment_id'), ('bill_credit', 'credit_id'), ('till_count', 'till_count_id'), ('book_close', 'close_id'), ('book_close_balance', 'balance_id'),
	('dunning_step', 'step'), ('dunning', 'dunning_id'), ('reminder', 'reminder_id'), ('visit', 'visit_id'),
	('notification', 'notification_id'), ('club', 'club_id'),
	('sign_in_failure', 'email_hash'), ('login', 'login_role'),
	('erased_member', 'member_id'), ('service', 'service_id'),
	('pack', 'pack_id'), ('pack_scope', 'pack_scope_id'), ('pack_sale', 'sale_id'), ('credit_lot', 'lot_id'), ('lot_out', 'lot_out_id'),
	('plan', 'plan_id'), ('plan_price', 'plan_price_id'), ('plan_scope', 'plan_scope_id'),
	('membership', 'membership_id'), ('membership_plan', 'membership_plan_id'), ('membership_hold', 'membership_hold_id'), ('membership_period', 'membership_period_id'),
	('trainer_service', 'trainer_service_id'), ('closure', 'closure_id'),
	('member_password', 'member_id'), ('trainer_password', 'trainer_id'),
	('contact_change', 'contact_change_id'), ('payer', 'member_id');

SELECT has_table('fitclub', relname, format('there is a table %s', relname))
FROM wanted_table ORDER BY relname;

SELECT col_is_pk('fitclub', relname, key_column, format('%s is the key of %s', key_column, relname))
FROM wanted_table ORDER BY relname;

SELECT results_eq(
	$$ SELECT a.attrelid::regclass::text COLLATE "default"
	   FROM pg_attribute AS a JOIN owned_class AS c ON c.oid = a.attrelid
	   WHERE c.relkind = 'r' AND a.attidentity = 'a' ORDER BY 1 $$,
	$$ SELECT 'fitclub.' || relname FROM wanted_table
	   WHERE relname NOT IN ('club', 'staff_password', 'member_password', 'trainer_password', 'sign_in_failure',
		'login', 'erased_member', 'payer', 'dunning_step') ORDER BY 1 $$,
	'every other table has a surrogate identity key');

-- \d+ says of everything what it is for. (A constraint of the kind n is a
-- column's NOT NULL, which has a name of the server's choice.)
SELECT is_empty(
	$$ SELECT i.type, i.identity
	   FROM (
		SELECT d.classid, d.objid, 0 AS objsubid FROM pg_depend AS d
		WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
			AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'fitclub')
			AND NOT EXISTS (
				SELECT FROM pg_class WHERE d.classid = 'pg_class'::regclass AND oid = d.objid AND relkind = 'S')
			-- since 17 the types of rows and arrays are members as well
			AND NOT EXISTS (
				SELECT FROM pg_type WHERE d.classid = 'pg_type'::regclass AND oid = d.objid AND (typrelid <> 0 OR typelem <> 0))
		UNION ALL
		SELECT 'pg_class'::regclass, a.attrelid, a.attnum
		FROM pg_attribute AS a JOIN owned_class AS c ON c.oid = a.attrelid
		WHERE c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped
		UNION ALL
		SELECT 'pg_class'::regclass, i.indexrelid, 0
		FROM pg_index AS i JOIN owned_class AS c ON c.oid = i.indrelid
		UNION ALL
		SELECT 'pg_constraint'::regclass, k.oid, 0
		FROM pg_constraint AS k JOIN owned_class AS c ON c.oid = k.conrelid
		WHERE k.contype NOT IN ('n', 't')
		UNION ALL
		SELECT 'pg_trigger'::regclass, t.oid, 0
		FROM pg_trigger AS t JOIN owned_class AS c ON c.oid = t.tgrelid
		WHERE NOT t.tgisinternal
		UNION ALL
		SELECT 'pg_policy'::regclass, p.oid, 0
		FROM pg_policy AS p JOIN owned_class AS c ON c.oid = p.polrelid
	   ) AS o
	   CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, o.objsubid) AS i
	   WHERE NOT EXISTS (
		SELECT FROM pg_description AS d
		WHERE d.classoid = o.classid AND d.objoid = o.objid AND d.objsubid = o.objsubid)
	   ORDER BY 1, 2 $$,
	'everything has a comment');

-- Columns: type, and whether a value is required. A foreign key that is
-- required is total participation, one that is not is partial.

CREATE TEMP TABLE wanted_column (relname, attname, type, required) AS
VALUES
	('member', 'first_name', 'text', true),
	('member', 'last_name', 'text', true),
	('member', 'email', 'text', false),
	('member', 'phone_number', 'text', false),
	('member', 'date_of_birth', 'date', false),
	('member', 'gender', 'text', false),
	('member', 'target_weight', 'numeric', false),
	('member', 'notes', 'text', false),
	('member', 'last_metric_at', 'timestamp with time zone', false),
	('member', 'joined_at', 'timestamp with time zone', true),
	('trainer', 'first_name', 'text', true),
	('trainer', 'last_name', 'text', true),
	('trainer', 'email', 'text', true),
	('trainer', 'phone_number', 'text', false),
	('trainer', 'specialization', 'text', false),
	('trainer', 'is_active', 'boolean', true),
	('trainer', 'turnaround', 'interval', true),
	('administrative_staff', 'first_name', 'text', true),
	('administrative_staff', 'last_name', 'text', true),
	('administrative_staff', 'email', 'text', true),
	('administrative_staff', 'is_active', 'boolean', true),
	('staff_password', 'staff_id', 'bigint', true),
	('staff_password', 'verifier', 'text', true),
	('member_password', 'member_id', 'bigint', true),
	('member_password', 'verifier', 'text', true),
	('trainer_password', 'trainer_id', 'bigint', true),
	('trainer_password', 'verifier', 'text', true),
	('sign_in_failure', 'email_hash', 'bytea', true),
	('sign_in_failure', 'failures', 'integer', true),
	('sign_in_failure', 'failed_at', 'timestamp with time zone', true),
	('room', 'name', 'text', true),
	('room', 'capacity', 'integer', true),
	('room', 'primary_trainer_id', 'bigint', false),
	('room', 'max_bookings', 'integer', true),
	('room', 'turnaround', 'interval', true),
	('equipment', 'room_id', 'bigint', true),
	('equipment', 'trainer_id', 'bigint', false),
	('equipment', 'name', 'text', true),
	('equipment', 'status', 'text', true),
	('equipment', 'notes', 'text', false),
	('equipment', 'last_serviced_date', 'date', false),
	('equipment_maintenance', 'equipment_id', 'bigint', true),
	('equipment_maintenance', 'staff_id', 'bigint', false),
	('equipment_maintenance', 'reported_at', 'timestamp with time zone', true),
	('equipment_maintenance', 'description', 'text', true),
	('equipment_maintenance', 'status', 'text', true),
	('equipment_maintenance', 'resolved_at', 'timestamp with time zone', false),
	('health_metric', 'member_id', 'bigint', true),
	('health_metric', 'recorded_at', 'timestamp with time zone', true),
	('health_metric', 'weight', 'numeric', false),
	('health_metric', 'height', 'numeric', false),
	('health_metric', 'heart_rate', 'integer', false),
	('health_metric', 'target_weight', 'numeric', false),
	('service', 'name', 'text', true),
	('service', 'kind', 'text', true),
	('service', 'duration', 'interval', false),
	('service', 'price', 'numeric(12,2)', false),
	('service', 'is_active', 'boolean', true),
	('service', 'credits', 'smallint', true),
	('pack', 'name', 'text', true),
	('pack', 'credits', 'integer', true),
	('pack', 'price', 'numeric(12,2)', true),
	('pack', 'valid_for', 'interval', false),
	('pack', 'is_shared', 'boolean', true),
	('pack', 'is_transferable', 'boolean', true),
	('pack', 'usable_unpaid', 'boolean', true),
	('pack', 'is_active', 'boolean', true),
	('pack_scope', 'pack_id', 'bigint', true),
	('pack_scope', 'kind', 'text', true),
	('pack_scope', 'service_id', 'bigint', false),
	('pack_scope', 'trainer_id', 'bigint', false),
	('pack_sale', 'pack_id', 'bigint', true),
	('pack_sale', 'member_id', 'bigint', true),
	('pack_sale', 'credits', 'integer', true),
	('pack_sale', 'price', 'numeric(12,2)', true),
	('pack_sale', 'sold_at', 'timestamp with time zone', true),
	('credit_lot', 'sale_id', 'bigint', true),
	('credit_lot', 'member_id', 'bigint', true),
	('credit_lot', 'credits', 'integer', true),
	('credit_lot', 'valid_from', 'date', true),
	('credit_lot', 'expires_on', 'date', false),
	('lot_out', 'lot_id', 'bigint', true),
	('lot_out', 'credits', 'integer', true),
	('lot_out', 'reason', 'text', true),
	('lot_out', 'to_lot_id', 'bigint', false),
	('lot_out', 'staff_id', 'bigint', false),
	('lot_out', 'made_at', 'timestamp with time zone', true),
	('trainer_service', 'trainer_id', 'bigint', true),
	('trainer_service', 'service_id', 'bigint', true),
	('trainer_service', 'price', 'numeric(12,2)', false),
	('trainer_availability', 'trainer_id', 'bigint', true),
	('trainer_availability', 'day_of_week', 'smallint', true),
	('trainer_availability', 'start_time', 'time without time zone', true),
	('trainer_availability', 'end_time', 'time without time zone', true),
	('trainer_availability', 'is_recurring', 'boolean', true),
	('trainer_availability', 'available_on', 'date', false),
	('closure', 'room_id', 'bigint', false),
	('closure', 'trainer_id', 'bigint', false),
	('closure', 'maintenance_id', 'bigint', false),
	('closure', 'start_time', 'timestamp with time zone', true),
	('closure', 'end_time', 'timestamp with time zone', true),
	('closure', 'reason', 'text', false),
	('closure', 'cancelled_at', 'timestamp with time zone', false),
	('class_schedule', 'name', 'text', true),
	('class_schedule', 'trainer_id', 'bigint', true),
	('class_schedule', 'room_id', 'bigint', true),
	('class_schedule', 'start_time', 'timestamp with time zone', true),
	('class_schedule', 'end_time', 'timestamp with time zone', true),
	('class_schedule', 'capacity', 'integer', true),
	('class_schedule', 'price', 'numeric(12,2)', true),
	('class_schedule', 'cancelled_at', 'timestamp with time zone', false),
	('class_schedule', 'revision', 'integer', true),
	('class_schedule', 'changed_at', 'timestamp with time zone', true),
	('class_schedule', 'cancellation_reason', 'text', false),
	('class_registration', 'member_id', 'bigint', true),
	('class_registration', 'class_id', 'bigint', true),
	('class_registration', 'start_time', 'timestamp with time zone', true),
	('class_registration', 'end_time', 'timestamp with time zone', true),
	('class_registration', 'registered_at', 'timestamp with time zone', true),
	('class_registration', 'attended', 'boolean', true),
	('class_registration', 'cancelled_at', 'timestamp with time zone', false),
	('class_registration', 'revision', 'integer', true),
	('class_registration', 'changed_at', 'timestamp with time zone', true),
	('class_registration', 'cancellation_reason', 'text', false),
	('private_session', 'member_id', 'bigint', true),
	('private_session', 'trainer_id', 'bigint', true),
	('private_session', 'room_id', 'bigint', false),
	('private_session', 'start_time', 'timestamp with time zone', true),
	('private_session', 'end_time', 'timestamp with time zone', true),
	('private_session', 'activity_type', 'text', true),
	('private_session', 'price', 'numeric(12,2)', true),
	('private_session', 'is_conflict', 'boolean', true),
	('private_session', 'cancelled_at', 'timestamp with time zone', false),
	('private_session', 'revision', 'integer', true),
	('private_session', 'changed_at', 'timestamp with time zone', true),
	('private_session', 'cancellation_reason', 'text', false),
	('billing_item', 'member_id', 'bigint', true),
	('billing_item', 'class_id', 'bigint', false),
	('billing_item', 'private_session_id', 'bigint', false),
	('billing_item', 'trainer_id', 'bigint', false),
	('billing_item', 'amount', 'numeric(12,2)', true),
	('billing_item', 'description', 'text', true),
	('billing_item', 'status', 'text', true),
	('billing_item', 'created_at', 'timestamp with time zone', true),
	('billing_item', 'updated_at', 'timestamp with time zone', true),
	('billing_item', 'paid_at', 'timestamp with time zone', false),
	('billing_item', 'original_amount', 'numeric(12,2)', false),
	('billing_item', 'kind', 'text', false),
	('billing_item', 'due_on', 'date', false),
	('billing_item', 'sale_id', 'bigint', false),
	('billing_item', 'membership_id', 'bigint', false),
	('billing_item', 'period_on', 'date', false),
	('bill_credit', 'billing_id', 'bigint', true),
	('bill_credit', 'staff_id', 'bigint', false),
	('bill_credit', 'amount', 'numeric(12,2)', true),
	('bill_credit', 'reason', 'text', true),
	('bill_credit', 'notes', 'text', false),
	('bill_credit', 'made_at', 'timestamp with time zone', true),
	('till_count', 'staff_id', 'bigint', false),
	('till_count', 'counted_at', 'timestamp with time zone', true),
	('till_count', 'expected', 'numeric(12,2)', true),
	('till_count', 'counted', 'numeric(12,2)', true),
	('till_count', 'banked', 'numeric(12,2)', true),
	('till_count', 'notes', 'text', false),
	('dunning_step', 'after_days', 'smallint', false),
	('dunning_step', 'late_fee', 'numeric(12,2)', false),
	('dunning_step', 'message', 'text', true),
	('dunning', 'billing_id', 'bigint', true),
	('dunning', 'step', 'smallint', true),
	('dunning', 'made_at', 'timestamp with time zone', true),
	('reminder', 'lot_id', 'bigint', false),
	('reminder', 'membership_id', 'bigint', false),
	('reminder', 'ends_on', 'date', true),
	('reminder', 'made_at', 'timestamp with time zone', true),
	('visit', 'member_id', 'bigint', true),
	('visit', 'came_at', 'timestamp with time zone', true),
	('visit', 'staff_id', 'bigint', false),
	('visit', 'reason', 'text', false),
	('book_close', 'closed_until', 'timestamp with time zone', true),
	('book_close', 'staff_id', 'bigint', false),
	('book_close', 'closed_at', 'timestamp with time zone', true),
	('book_close_balance', 'close_id', 'bigint', true),
	('book_close_balance', 'account', 'text', true),
	('book_close_balance', 'part', 'text', false),
	('book_close_balance', 'debit', 'numeric', true),
	('book_close_balance', 'credit', 'numeric', true),
	('payment', 'member_id', 'bigint', true),
	('payment', 'staff_id', 'bigint', false),
	('payment', 'billing_id', 'bigint', false),
	('payment', 'amount', 'numeric(12,2)', true),
	('payment', 'paid_at', 'timestamp with time zone', true),
	('payment', 'payment_type', 'text', true),
	('payment', 'description', 'text', false),
	('payment', 'notes', 'text', false),
	('notification', 'member_id', 'bigint', false),
	('notification', 'trainer_id', 'bigint', false),
	('notification', 'message', 'text', true),
	('contact_change', 'member_id', 'bigint', false),
	('contact_change', 'trainer_id', 'bigint', false),
	('payer', 'payer_id', 'bigint', true),
	('payer', 'since', 'timestamp with time zone', true),
	('contact_change', 'email', 'text', false),
	('contact_change', 'phone_number', 'text', false),
	('contact_change', 'requested_at', 'timestamp with time zone', true),
	('contact_change', 'decided_at', 'timestamp with time zone', false),
	('contact_change', 'is_accepted', 'boolean', false),
	('contact_change', 'staff_id', 'bigint', false),
	('login', 'login_role', 'name', true),
	('login', 'member_id', 'bigint', false),
	('login', 'trainer_id', 'bigint', false),
	('login', 'staff_id', 'bigint', false),
	('login', 'role_id', 'oid', true),
	('notification', 'created_at', 'timestamp with time zone', true),
	('notification', 'is_read', 'boolean', true),
	('club', 'name', 'text', true),
	('club', 'time_zone', 'text', true),
	('club', 'currency', 'text', true),
	('club', 'default_session_price', 'numeric(12,2)', true),
	('club', 'default_class_price', 'numeric(12,2)', true),
	('club', 'cancellation_notice', 'interval', true),
	('club', 'calendar_uid', 'uuid', true),
	('club', 'booking_notice', 'interval', true),
	('club', 'booking_horizon', 'interval', true),
	('club', 'max_upcoming_bookings', 'integer', true),
	('club', 'max_bookings_per_day', 'integer', true),
	('club', 'max_bookings_per_week', 'integer', true),
	('club', 'shortest_session', 'interval', true),
	('club', 'longest_session', 'interval', true),
	('club', 'start_step', 'interval', true),
	('club', 'cancelled_payment', 'text', true),
	('club', 'cash_step', 'numeric(12,2)', true),
	('club', 'uses_cover', 'boolean', true),
	('club', 'block_past_due_days', 'integer', true),
	('club', 'admission', 'text', true);

SELECT col_type_is('fitclub', relname, attname, type, format('%s.%s is %s', relname, attname, type))
FROM wanted_column ORDER BY relname, attname;

SELECT CASE WHEN required
	THEN col_not_null('fitclub', relname, attname, format('%s.%s is required', relname, attname))
	ELSE col_is_null('fitclub', relname, attname, format('%s.%s is optional', relname, attname))
	END
FROM wanted_column ORDER BY relname, attname;

SELECT col_default_is('fitclub', 'class_schedule', 'price', 'fitclub_internal.default_class_price()', 'a class costs what the club says unless said otherwise');
SELECT col_default_is('fitclub', 'private_session', 'price', 'fitclub_internal.default_session_price()', 'a session costs what the club says unless said otherwise');
SELECT col_default_is('fitclub', 'private_session', 'is_conflict', 'false', 'a session is no conflict');
SELECT results_eq(
	'SELECT default_session_price, default_class_price FROM fitclub.club',
	'VALUES (85.00, 50.00)',
	'the club has one row of settings, with these prices');

-- Foreign keys, each with its rule of deletion: r RESTRICT, c CASCADE, n SET
-- NULL. What carries money is never deleted with anything.

CREATE TEMP TABLE wanted_key (relname, columns, target, on_delete) AS
VALUES
	('staff_password', '{staff_id}', 'administrative_staff', 'c'),
	('member_password', '{member_id}', 'member', 'c'),
	('trainer_password', '{trainer_id}', 'trainer', 'c'),
	('room', '{primary_trainer_id}', 'trainer', 'n'),
	('equipment', '{room_id}', 'room', 'r'),
	('equipment', '{trainer_id}', 'trainer', 'n'),
	('equipment_maintenance', '{equipment_id}', 'equipment', 'c'),
	('equipment_maintenance', '{staff_id}', 'administrative_staff', 'n'),
	('health_metric', '{member_id}', 'member', 'c'),
	('trainer_availability', '{trainer_id}', 'trainer', 'c'),
	('trainer_service', '{trainer_id}', 'trainer', 'c'),
	('trainer_service', '{service_id}', 'service', 'c'),
	('plan_price', '{plan_id}', 'plan', 'r'),
	('plan_scope', '{plan_id}', 'plan', 'c'),
	('plan_scope', '{service_id}', 'service', 'r'),
	('plan_scope', '{trainer_id}', 'trainer', 'r'),
	('membership', '{member_id}', 'member', 'r'),
	('membership_plan', '{membership_id}', 'membership', 'c'),
	('membership_plan', '{plan_id}', 'plan', 'r'),
	('membership_hold', '{membership_id}', 'membership', 'c'),
	('membership_period', '{membership_id}', 'membership', 'r'),
	('membership_period', '{plan_id}', 'plan', 'r'),
	('private_session', '{lot_id}', 'credit_lot', 'r'),
	('private_session', '{membership_id}', 'membership', 'r'),
	('class_registration', '{lot_id}', 'credit_lot', 'r'),
	('class_registration', '{membership_id}', 'membership', 'r'),
	('pack_scope', '{pack_id}', 'pack', 'c'),
	('pack_scope', '{service_id}', 'service', 'r'),
	('pack_scope', '{trainer_id}', 'trainer', 'r'),
	('pack_sale', '{pack_id}', 'pack', 'r'),
	('pack_sale', '{member_id}', 'member', 'r'),
	('credit_lot', '{sale_id}', 'pack_sale', 'r'),
	('credit_lot', '{member_id}', 'member', 'r'),
	('lot_out', '{lot_id}', 'credit_lot', 'r'),
	('lot_out', '{to_lot_id}', 'credit_lot', 'r'),
	('lot_out', '{staff_id}', 'administrative_staff', 'r'),
	('closure', '{room_id}', 'room', 'c'),
	('closure', '{trainer_id}', 'trainer', 'c'),
	('closure', '{maintenance_id}', 'equipment_maintenance', 'n'),
	('class_schedule', '{trainer_id}', 'trainer', 'r'),
	('class_schedule', '{room_id}', 'room', 'r'),
	('class_registration', '{member_id}', 'member', 'r'),
	('class_registration', '{class_id,start_time,end_time}', 'class_schedule', 'r'),
	('private_session', '{member_id}', 'member', 'r'),
	('private_session', '{trainer_id}', 'trainer', 'r'),
	('private_session', '{room_id}', 'room', 'r'),
	('billing_item', '{member_id}', 'member', 'r'),
	('billing_item', '{class_id}', 'class_schedule', 'r'),
	('billing_item', '{private_session_id}', 'private_session', 'r'),
	('billing_item', '{trainer_id}', 'trainer', 'r'),
	('billing_item', '{sale_id}', 'pack_sale', 'r'),
	('billing_item', '{membership_id}', 'membership', 'r'),
	('payment', '{member_id}', 'member', 'r'),
	('payment', '{staff_id}', 'administrative_staff', 'r'),
	('payment', '{billing_id}', 'billing_item', 'r'),
	('payment', '{refund_of}', 'payment', 'r'),
	('bill_credit', '{billing_id}', 'billing_item', 'r'),
	('bill_credit', '{staff_id}', 'administrative_staff', 'r'),
	('till_count', '{staff_id}', 'administrative_staff', 'r'),
	('dunning', '{billing_id}', 'billing_item', 'r'),
	('dunning', '{step}', 'dunning_step', 'r'),
	('reminder', '{lot_id}', 'credit_lot', 'r'),
	('reminder', '{membership_id}', 'membership', 'r'),
	('visit', '{member_id}', 'member', 'r'),
	('visit', '{staff_id}', 'administrative_staff', 'r'),
	('book_close', '{staff_id}', 'administrative_staff', 'r'),
	('book_close_balance', '{close_id}', 'book_close', 'r'),
	('notification', '{member_id}', 'member', 'c'),
	('erased_member', '{member_id}', 'member', 'c'),
	('notification', '{trainer_id}', 'trainer', 'c'),
	('payer', '{member_id}', 'member', 'c'),
	('payer', '{payer_id}', 'member', 'r'),
	('contact_change', '{member_id}', 'member', 'c'),
	('contact_change', '{trainer_id}', 'trainer', 'c'),
	('contact_change', '{staff_id}', 'administrative_staff', 'n'),
	('login', '{member_id}', 'member', 'c'),
	('login', '{trainer_id}', 'trainer', 'c'),
	('login', '{staff_id}', 'administrative_staff', 'c');

CREATE TEMP VIEW actual_key AS
SELECT k.conname, c.relname::text, t.relname::text AS target,
	k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update,
	(SELECT array_agg(a.attname ORDER BY n.position)::text
	 FROM unnest(k.conkey) WITH ORDINALITY AS n (attnum, position)
	 JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = n.attnum) AS columns
FROM pg_constraint AS k
JOIN owned_class AS c ON c.oid = k.conrelid
JOIN pg_class AS t ON t.oid = k.confrelid
WHERE k.contype = 'f';

SELECT is(
	(SELECT k.on_delete FROM actual_key AS k
	 WHERE (k.relname, k.columns, k.target) = (w.relname, w.columns, w.target)),
	w.on_delete,
	format('%s %s refers to %s with the right rule of deletion', w.relname, w.columns, w.target))
FROM wanted_key AS w ORDER BY w.relname, w.columns;

SELECT is_empty(
	$$ SELECT relname, columns, target FROM actual_key
	   EXCEPT SELECT relname, columns, target FROM wanted_key $$,
	'there is no other foreign key');
SELECT is_empty(
	$$ SELECT conname FROM actual_key WHERE on_delete = 'a' $$,
	'every foreign key states its rule of deletion');
SELECT results_eq(
	$$ SELECT relname COLLATE "default", columns COLLATE "default" FROM actual_key WHERE on_update = 'c' $$,
	$$ VALUES ('class_registration', '{class_id,start_time,end_time}') $$,
	'a registration''s times follow those of its class, by declaration');

-- What is unique.

SELECT index_is_unique('fitclub', relname, indexname, format('%s is unique', indexname))
FROM (VALUES
	('member', 'member_email_key'), ('member', 'member_phone_number_key'),
	('trainer', 'trainer_email_key'), ('administrative_staff', 'administrative_staff_email_key'),
	('room', 'room_name_key'), ('service', 'service_name_key'), ('pack', 'pack_name_key'), ('pack_scope', 'pack_scope_key'), ('lot_out', 'lot_out_to_lot_once'), ('billing_item', 'billing_item_sold_once'), ('trainer_service', 'trainer_service_once'), ('class_registration', 'class_registration_once'),
	('contact_change', 'contact_change_once'), ('till_count', 'till_count_counted_at_key'),
	('dunning_step', 'dunning_step_after_days_key'), ('dunning', 'dunning_once'), ('reminder', 'reminder_once')
) AS wanted (relname, indexname);
SELECT matches(
	pg_get_indexdef(format('fitclub.%I', indexname)::regclass),
	'\(fitclub_internal\.fold\(email\)\)$',
	format('%s is blind to case', indexname))
FROM (VALUES ('member_email_key'), ('trainer_email_key'), ('administrative_staff_email_key')
) AS wanted (indexname);
SELECT matches(
	pg_get_indexdef('fitclub.class_registration_once'::regclass),
	'\(class_id, member_id\) WHERE \(cancelled_at IS NULL\)$',
	'one active registration per member and class');

-- The view, the index and the trigger.

SELECT has_view('fitclub', 'member_latest_metric_view', 'there is a view of the latest metrics');
SELECT columns_are('fitclub', 'member_latest_metric_view',
	ARRAY['member_id', 'first_name', 'last_name', 'email', 'target_weight', 'notes',
		'last_metric_at', 'weight', 'height', 'heart_rate', 'recorded_at'],
	'it has the promised columns');

SELECT has_index('fitclub', 'health_metric', 'idx_health_metric_member_id', 'there is an index of the metrics');
SELECT matches(
	pg_get_indexdef('fitclub.idx_health_metric_member_id'::regclass),
	'USING btree \(member_id, recorded_at DESC',
	'it has a member''s metrics newest first');

SELECT has_trigger('fitclub', 'health_metric', 'trg_update_member_last_metric', 'there is a trigger on the metrics');
SELECT trigger_is('fitclub', 'health_metric', 'trg_update_member_last_metric',
	'fitclub_internal', 'update_member_last_metric', 'it calls its function');
SELECT matches(pg_get_triggerdef(t.oid), 'AFTER INSERT ON fitclub.health_metric FOR EACH ROW',
	'it fires after the insertion of a metric')
FROM pg_trigger AS t
WHERE t.tgrelid = 'fitclub.health_metric'::regclass AND t.tgname = 'trg_update_member_last_metric';

-- Guards on every path: as ordinary triggers, after insertion and update.

SELECT matches(
	(SELECT string_agg(pg_get_triggerdef(t.oid), E'\n')
	 FROM pg_trigger AS t
	 WHERE t.tgrelid = format('fitclub.%I', relname)::regclass
		AND t.tgname = relname || '_guard' AND t.tgenabled = 'O'),
	'AFTER INSERT OR (DELETE OR )?UPDATE ON .* FOR EACH ROW',
	format('%s is guarded', relname))
FROM (VALUES ('private_session'), ('class_schedule'), ('class_registration'),
	('trainer_availability'), ('closure'), ('payment')) AS wanted (relname);

-- Every change that calendars show is counted, before it is written.

SELECT matches(
	(SELECT string_agg(pg_get_triggerdef(t.oid), E'\n')
	 FROM pg_trigger AS t
	 WHERE t.tgrelid = format('fitclub.%I', relname)::regclass
		AND t.tgname = relname || '_revision' AND t.tgenabled = 'O'),
	'BEFORE UPDATE ON .* FOR EACH ROW EXECUTE FUNCTION fitclub_internal.count_revision\(\)$',
	format('changes of %s are counted', relname))
FROM (VALUES ('private_session'), ('class_schedule'), ('class_registration')) AS wanted (relname);

-- Direct writers of the calendar announce themselves before they write.

SELECT matches(
	(SELECT string_agg(pg_get_triggerdef(t.oid), E'\n')
	 FROM pg_trigger AS t
	 WHERE t.tgrelid = format('fitclub.%I', relname)::regclass
		AND t.tgname = relname || '_direct_write' AND t.tgenabled = 'O'),
	'BEFORE INSERT OR UPDATE ON .* FOR EACH STATEMENT EXECUTE FUNCTION fitclub_internal.announce_direct_write\(\)$',
	format('direct writers to %s say so', relname))
FROM (VALUES ('private_session'), ('class_schedule'), ('class_registration'), ('closure')) AS wanted (relname);

CREATE TEMP VIEW announced AS
SELECT count(*) > 0 AS announced FROM pg_locks
WHERE locktype = 'advisory' AND mode = 'RowExclusiveLock' AND pid = pg_backend_pid();

SELECT ok(fitclub.create_member('Ann', 'Member', 'ann@example.org') > 0
	AND fitclub.create_trainer('Una', 'Day', 'una@example.org') > 0
	AND fitclub.create_room('Studio', 10) > 0, 'there are people and a room');
SELECT ok(bool_and(fitclub.set_availability(trainer_id, day, '00:00', '24:00') > 0), 'who work at any time')
FROM fitclub.trainer, generate_series(0, 6) AS day;
SELECT ok(fitclub.reschedule_session(session_id, start + interval '1 day') > 0
	AND fitclub.cancel_session(session_id) > 0, 'a session comes and goes')
FROM (VALUES (timestamptz '2101-01-03 09:00+00')) AS at (start), fitclub.member, fitclub.trainer,
	fitclub.book_session(member_id, trainer_id, NULL, start, start + interval '1 hour') AS session_id;
SELECT ok(fitclub.cancel_registration(registration_id) > 0
	AND fitclub.update_class(class_id, capacity => 5) > 0
	AND fitclub.cancel_class(class_id) > 0, 'so do a class and a seat in it')
FROM (VALUES (timestamptz '2101-01-03 09:00+00')) AS at (start), fitclub.member, fitclub.trainer, fitclub.room,
	fitclub.create_class('Yoga', trainer_id, room_id, start, start + interval '1 hour') AS class_id,
	fitclub.register_for_class(member_id, class_id) AS registration_id;
SELECT is(announced, NOT current_setting('fitclub.direct_writes')::boolean,
	'functions are direct writers only if they write by statements') FROM announced;
SELECT lives_ok('UPDATE fitclub.private_session SET price = price WHERE false', 'an UPDATE finds nothing');
SELECT ok(announced, 'and is a direct write all the same') FROM announced;
SELECT throws_ok(
	$$ CREATE TRIGGER late AFTER INSERT ON fitclub.room
		FOR EACH ROW EXECUTE FUNCTION fitclub_internal.announce_direct_write();
	   INSERT INTO fitclub.room (name, capacity) VALUES ('Loft', 2) $$,
	'39P01', NULL, 'it is not announced when it is too late');

-- The operations.

SELECT has_function('fitclub', proname, format('there is a function %s', proname))
FROM unnest(ARRAY[
	'create_member', 'update_member', 'log_health_metric', 'health_history',
	'book_session', 'reschedule_session', 'update_session', 'cancel_session',
	'register_for_class', 'cancel_registration', 'list_upcoming_classes', 'member_dashboard',
	'set_availability', 'update_availability', 'remove_availability',
	'close_club', 'close_room', 'set_leave', 'lift_closure',
	'trainer_schedule', 'lookup_members', 'reassign_session', 'room_bookings',
	'add_equipment', 'update_equipment', 'report_issue', 'update_issue', 'resolve_issue',
	'create_class', 'update_class', 'reschedule_class', 'cancel_class', 'substitute_trainer',
	'create_billing_item', 'create_bill', 'record_payment', 'receive_payment', 'apply_credit', 'settle_account', 'cancel_billing_item', 'refund_payment', 'refund_bill', 'refund_credit', 'void_payment', 'record_chargeback', 'correct_bill', 'complete_books', 'close_books',
	'count_till', 'till_report', 'payment_receipt',
	'set_dunning_step', 'remove_dunning_step', 'list_dunning_steps', 'run_dunning', 'send_reminders', 'check_in', 'list_visits',
	'create_plan', 'update_plan', 'set_plan_price', 'add_plan_scope', 'list_plans', 'join_plan', 'list_memberships', 'bill_dues', 'dues_forecast',
	'change_plan', 'hold_membership', 'end_hold', 'cancel_membership', 'keep_membership',
	'create_pack', 'update_pack', 'add_pack_scope', 'sell_pack', 'grant_credits', 'transfer_credits', 'extend_credits', 'refund_pack', 'list_packs', 'list_credits',
	'account_balance', 'trial_balance', 'journal', 'share',
	'member_balance', 'member_statement', 'household_statement',
	'create_trainer', 'update_trainer', 'create_room', 'update_room',
	'create_staff', 'authenticate_staff', 'authenticate', 'set_password', 'change_password',
	'request_contact_change', 'list_contact_changes', 'decide_contact_change', 'create_dependant', 'release_dependant', 'set_payer',
	'club_info', 'schedule', 'list_bookings', 'list_bills', 'list_payments', 'list_issues', 'search_members', 'week_timetable_svg',
	'clear_data', 'seed_demo', 'find_conflicts', 'find_slots', 'set_cover', 'find_cover', 'book_available_session', 'check_calendar', 'verify', 'calendar_feed']) AS proname;

-- What every function must have.

SELECT is_empty(
	$$ SELECT signature FROM owned_function
	   WHERE pronamespace = 'fitclub'::regnamespace AND proretset AND prorows = 1000
		AND proname NOT LIKE '%import%' $$,
	'every function says how many rows it returns, more or less');
SELECT is_empty(
	$$ SELECT signature FROM owned_function
	   WHERE NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']
		AND oid NOT IN (SELECT oid FROM rule_of_values) $$,
	'every function pins its search_path, but for rules of values');
SELECT is_empty(
	$$ SELECT oid::regprocedure FROM rule_of_values
	   JOIN pg_proc USING (oid) WHERE proconfig IS NOT NULL $$,
	'which tables call for each row, and look nothing up');
SELECT is_empty(
	$$ SELECT signature FROM owned_function
	   WHERE has_function_privilege('public', oid, 'EXECUTE')
		AND oid NOT IN (SELECT oid FROM asked_by_tables) $$,
	'no function can be executed by everybody, but for what tables ask of who writes or reads');
SELECT is_empty(
	$$ SELECT oid::regprocedure FROM asked_by_tables
	   WHERE NOT has_function_privilege('public', oid, 'EXECUTE') $$,
	'which everybody can');
SELECT ok(NOT has_schema_privilege('public', nspname, 'USAGE'), format('nobody can name what is in %s', nspname))
FROM (VALUES ('fitclub'), ('fitclub_internal')) AS s (nspname);
SELECT is_empty(
	$$ SELECT signature FROM owned_function
	   WHERE proname IN ('reads_all', 'writes_all', 'own_member_id', 'own_member_ids', 'own_trainer_id',
			'is_own_trainee', 'is_own_class')
		AND prosecdef $$,
	'policies ask as, and of, the role that reads');
SELECT is_empty(
	$$ SELECT c.relname FROM owned_class AS c
	   WHERE c.relkind = 'r' AND c.relname <> 'protection' AND NOT EXISTS (
		SELECT FROM pg_policy AS p
		WHERE p.polrelid = c.oid AND p.polname = c.relname || '_application' AND p.polcmd = '*'
			AND pg_get_expr(p.polqual, p.polrelid) = '( SELECT fitclub_internal.writes_all() AS writes_all)'
			AND p.polwithcheck IS NULL AND p.polroles = '{0}') $$,
	'every table has a policy that is none to applications');
SELECT is_empty(
	$$ SELECT c.relname FROM owned_class AS c JOIN pg_class AS t ON t.oid = c.oid
	   WHERE c.relkind = 'r' AND t.relrowsecurity $$,
	'row security is off where there are no personas');
CREATE ROLE schema_group;
GRANT SELECT ON fitclub.club TO schema_group;
SELECT is_empty(
	$$ SELECT c.relname FROM owned_class AS c JOIN pg_class AS t ON t.oid = c.oid
	   WHERE c.relkind = 'r' AND t.relrowsecurity $$,
	'another grant does not switch it on');
GRANT USAGE ON TYPE fitclub.persona_member TO schema_group;
SELECT is_empty(
	$$ SELECT c.relname FROM owned_class AS c JOIN pg_class AS t ON t.oid = c.oid
	   WHERE c.relkind = 'r' AND c.relname <> 'protection' AND (NOT t.relrowsecurity OR t.relforcerowsecurity) $$,
	'the first persona does, on every table, but not for its owner');
ALTER TABLE fitclub.room DISABLE ROW LEVEL SECURITY;
GRANT USAGE ON TYPE fitclub.persona_staff TO schema_group;
SELECT ok(NOT relrowsecurity, 'what is switched off by hand stays off')
FROM pg_class WHERE oid = 'fitclub.room'::regclass;
SELECT is_empty(
	$$ SELECT signature FROM owned_function
	   WHERE pronamespace NOT IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace) $$,
	'no function stands outside the schemas');
SELECT is_empty(
	$$ SELECT signature FROM owned_function
	   WHERE pronamespace = 'fitclub'::regnamespace
		AND (prorettype IN ('trigger'::regtype, 'event_trigger'::regtype) OR oid IN (SELECT oid FROM asked_by_tables)) $$,
	'helpers do not stand among the operations');
SELECT is_empty(
	$$ SELECT c.relname, privilege
	   FROM owned_class AS c,
		unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
	   WHERE c.relkind IN ('r', 'v') AND has_table_privilege('public', c.oid, privilege) $$,
	'no table or view is open to everybody');
SELECT is_empty(
	$$ SELECT oid::regclass FROM pg_class
	   WHERE relnamespace = 'fitclub'::regnamespace AND relname LIKE '%\_password' AND array_length(relacl, 1) > 1 $$,
	'nobody but the owner is granted the passwords');

-- What is written is audited: every row of every table, but for the log itself
-- and the failed sign-ins. Inserted settings are an event of club_replace.

SELECT set_eq(
	$$ SELECT c.relname::text, t.tgtype::integer
	   FROM owned_class AS c LEFT JOIN pg_trigger AS t
		ON t.tgrelid = c.oid AND t.tgfoid = 'fitclub_internal.audit'::regproc AND t.tgenabled = 'O'
	   WHERE c.relkind = 'r' AND c.relname NOT IN ('audit_log', 'sign_in_failure', 'protection') $$,
	-- 1 for each row, 4 insert, 8 delete, 16 update, 32 truncate
	$$ SELECT c.relname::text, CASE WHEN type = 29 AND c.relname = 'club' THEN 25 ELSE type END
	   FROM owned_class AS c, unnest(ARRAY[29, 32]) AS type
	   WHERE c.relkind = 'r' AND c.relname NOT IN ('audit_log', 'sign_in_failure', 'protection') $$,
	'every table is audited');
SELECT set_eq(
	$$ SELECT a.attrelid::regclass::text FROM pg_index AS i
	   JOIN owned_class AS c ON c.oid = i.indrelid AND c.relkind = 'r'
	   JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = 1
	   WHERE i.indisprimary AND i.indnatts = 1 AND i.indkey[0] = 1 $$,
	$$ SELECT format('fitclub.%I', relname) FROM owned_class WHERE relkind = 'r' AND relname NOT IN ('audit_log', 'protection') $$,
	'the first column of every table is its key, by which events name rows');
SELECT col_is_pk('fitclub', 'audit_log', ARRAY['table_name', 'row_key', 'version'], 'events of a row are numbered');
SELECT trigger_is('fitclub', 'audit_log', 'audit_log_append_only', 'fitclub_internal', 'keep_audit_log', 'the log only grows');
SELECT is_empty(
	$$ SELECT c.relname, a.grantee FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	   WHERE c.relname IN ('audit_log', 'sign_in_failure') AND a.grantee <> c.relowner $$,
	'nobody but the owner is granted the log or the failed sign-ins');

-- Rows of every table, and every sequence, are dumped in full.

SELECT is_empty(
	$$ SELECT c.oid::regclass FROM pg_class AS c
	   WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind IN ('r', 'p', 'S')
		AND c.oid NOT IN (SELECT unnest(extconfig) FROM pg_extension WHERE extname = 'fitclub') $$,
	'every table and sequence is registered for dumps');
SELECT is_empty(
	$$ SELECT a.attrelid::regclass, a.attname
	   FROM pg_attribute AS a JOIN owned_class AS c ON c.oid = a.attrelid
	   WHERE a.attidentity <> ''
		AND pg_get_serial_sequence(a.attrelid::regclass::text, a.attname)::regclass
			NOT IN (SELECT unnest(extconfig) FROM pg_extension WHERE extname = 'fitclub') $$,
	'and so is the sequence of every identity, wherever it stands');
SELECT is_empty(
	$$ SELECT condition FROM pg_extension, unnest(extcondition) AS condition
	   WHERE extname = 'fitclub' AND condition <> '' $$,
	'and no row is left out');

SELECT * FROM finish();
ROLLBACK;
