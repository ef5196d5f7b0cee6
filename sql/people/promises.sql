-- Queries that find broken rules of members, trainers, staff, metrics and notifications:
-- parts of the views that proof/promises.sql describes.

-- fitclub.value_violation (rule, table_name, row_id, detail):
SELECT broken.rule, 'member', m.member_id, broken.detail
FROM fitclub.member AS m
CROSS JOIN LATERAL (
	SELECT 'member_member_id_check' AS rule, format('member_id is %s', m.member_id) AS detail
	WHERE NOT m.member_id > 0
	UNION ALL
	SELECT 'member_first_name_check', format('first_name is %L', left(m.first_name, 100))
	WHERE NOT (m.first_name ~ '[^ \t\n\v\f\r]' AND char_length(m.first_name) <= 200
		AND m.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_last_name_check', format('last_name is %L', left(m.last_name, 100))
	WHERE NOT (m.last_name ~ '[^ \t\n\v\f\r]' AND char_length(m.last_name) <= 200
		AND m.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_email_check', format('email is %L', m.email)
	WHERE NOT (m.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(m.email) <= 254
		AND m.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND m.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(m.email, '@', 1)) <= 64
		AND split_part(m.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'member_phone_number_check', format('phone_number is %L', left(m.phone_number, 100))
	WHERE NOT (m.phone_number ~ '[^ \t\n\v\f\r]' AND char_length(m.phone_number) <= 50
		AND m.phone_number !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_date_of_birth_check', format('date_of_birth is %s', m.date_of_birth)
	WHERE NOT (m.date_of_birth >= '1900-01-01' AND isfinite(m.date_of_birth)
		AND m.date_of_birth <= (now() AT TIME ZONE 'UTC')::date + 1)
	UNION ALL
	SELECT 'member_target_weight_check', format('target_weight is %s', m.target_weight)
	WHERE NOT m.target_weight BETWEEN 0 AND 300
	UNION ALL
	SELECT 'member_gender_check', format('gender is %L', left(m.gender, 100))
	WHERE NOT (char_length(m.gender) <= 200
		AND m.gender !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_notes_check', format('notes is %L', left(m.notes, 100))
	WHERE NOT (char_length(m.notes) <= 10000
		AND m.notes !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'member_times_check', format('%s is %s', n.name, n.value)
	FROM (VALUES ('joined_at', m.joined_at), ('last_metric_at', m.last_metric_at)) AS n (name, value)
	WHERE NOT n.value BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(m)) AS field
	WHERE num_nulls(m.member_id, m.first_name, m.last_name, m.joined_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('email', 'phone_number', 'date_of_birth', 'gender', 'target_weight', 'notes',
			'last_metric_at')
) AS broken
UNION ALL
SELECT broken.rule, 'trainer', t.trainer_id, broken.detail
FROM fitclub.trainer AS t
CROSS JOIN LATERAL (
	SELECT 'trainer_trainer_id_check' AS rule, format('trainer_id is %s', t.trainer_id) AS detail
	WHERE NOT t.trainer_id > 0
	UNION ALL
	SELECT 'trainer_first_name_check', format('first_name is %L', left(t.first_name, 100))
	WHERE NOT (t.first_name ~ '[^ \t\n\v\f\r]' AND char_length(t.first_name) <= 200
		AND t.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_last_name_check', format('last_name is %L', left(t.last_name, 100))
	WHERE NOT (t.last_name ~ '[^ \t\n\v\f\r]' AND char_length(t.last_name) <= 200
		AND t.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_email_check', format('email is %L', t.email)
	WHERE NOT (t.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(t.email) <= 254
		AND t.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND t.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(t.email, '@', 1)) <= 64
		AND split_part(t.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'trainer_phone_number_check', format('phone_number is %L', left(t.phone_number, 100))
	WHERE NOT (t.phone_number ~ '[^ \t\n\v\f\r]' AND char_length(t.phone_number) <= 50
		AND t.phone_number !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_specialization_check', format('specialization is %L', left(t.specialization, 100))
	WHERE NOT (char_length(t.specialization) <= 200
		AND t.specialization !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'trainer_turnaround_check', format('turnaround is %s', t.turnaround)
	WHERE NOT t.turnaround BETWEEN interval '0' AND interval '240 minutes'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(t)) AS field
	WHERE num_nulls(t.trainer_id, t.first_name, t.last_name, t.email, t.is_active, t.turnaround) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('phone_number', 'specialization')
) AS broken
UNION ALL
SELECT broken.rule, 'administrative_staff', s.staff_id, broken.detail
FROM fitclub.administrative_staff AS s
CROSS JOIN LATERAL (
	SELECT 'administrative_staff_first_name_check' AS rule, format('first_name is %L', left(s.first_name, 100)) AS detail
	WHERE NOT (s.first_name ~ '[^ \t\n\v\f\r]' AND char_length(s.first_name) <= 200
		AND s.first_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'administrative_staff_last_name_check', format('last_name is %L', left(s.last_name, 100))
	WHERE NOT (s.last_name ~ '[^ \t\n\v\f\r]' AND char_length(s.last_name) <= 200
		AND s.last_name !~ '[\u0001-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'administrative_staff_email_check', format('email is %L', s.email)
	WHERE NOT (s.email ~ '^[^@]+@[^@]+\.[^@]+$' AND octet_length(s.email) <= 254
		AND s.email !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff<>()\[\],;:\\"]'
		AND s.email !~ '(^|[@.])\.|\.(@|$)'
		AND octet_length(split_part(s.email, '@', 1)) <= 64
		AND split_part(s.email, '@', 2) !~ '[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]|(^|\.)-|-(\.|$)|[^.]{64}|\.[0-9]+$')
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(s)) AS field
	WHERE num_nulls(s.staff_id, s.first_name, s.last_name, s.email, s.is_active) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, p.table_name, p.person_id, broken.detail
FROM (
	SELECT 'staff_password' AS table_name, r.staff_id AS person_id, r.verifier, r.changed_at, to_jsonb(r) AS fields
	FROM fitclub.staff_password AS r
	UNION ALL
	SELECT 'member_password', r.member_id, r.verifier, r.changed_at, to_jsonb(r)
	FROM fitclub.member_password AS r
	UNION ALL
	SELECT 'trainer_password', r.trainer_id, r.verifier, r.changed_at, to_jsonb(r)
	FROM fitclub.trainer_password AS r
) AS p
CROSS JOIN LATERAL (
	SELECT p.table_name || '_verifier_check' AS rule, 'not a SCRAM-SHA-256 verifier' AS detail
	WHERE NOT p.verifier ~ ('^SCRAM-SHA-256\$[1-9]\d*:[A-Za-z0-9+/]+=*'
		|| '\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$')
	UNION ALL
	SELECT p.table_name || '_changed_at_check', format('changed_at is %s', p.changed_at)
	WHERE NOT p.changed_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(p.fields) AS field
	WHERE num_nulls(p.person_id, p.verifier, p.changed_at) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT broken.rule, 'health_metric', h.metric_id, broken.detail
FROM fitclub.health_metric AS h
CROSS JOIN LATERAL (
	SELECT 'health_metric_recorded_at_check' AS rule,
		format('recorded_at is %s', h.recorded_at) AS detail
	WHERE NOT h.recorded_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'health_metric_weight_check', format('weight is %s', h.weight)
	WHERE NOT h.weight BETWEEN 1 AND 500
	UNION ALL
	SELECT 'health_metric_height_check', format('height is %s', h.height)
	WHERE NOT h.height BETWEEN 30 AND 300
	UNION ALL
	SELECT 'health_metric_heart_rate_check', format('heart_rate is %s', h.heart_rate)
	WHERE NOT h.heart_rate BETWEEN 20 AND 300
	UNION ALL
	SELECT 'health_metric_target_weight_check', format('target_weight is %s', h.target_weight)
	WHERE NOT h.target_weight BETWEEN 0 AND 300
	UNION ALL
	SELECT 'health_metric_measured_check', 'nothing was measured'
	WHERE NOT num_nonnulls(h.weight, h.height, h.heart_rate, h.target_weight) > 0
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(h)) AS field
	WHERE num_nulls(h.metric_id, h.member_id, h.recorded_at) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('weight', 'height', 'heart_rate', 'target_weight')
) AS broken
UNION ALL
SELECT broken.rule, 'notification', n.notification_id, broken.detail
FROM fitclub.notification AS n
CROSS JOIN LATERAL (
	SELECT 'notification_recipient_check' AS rule,
		format('member_id is %L, trainer_id is %L', n.member_id, n.trainer_id) AS detail
	WHERE NOT num_nonnulls(n.member_id, n.trainer_id) = 1
	UNION ALL
	SELECT 'notification_message_check', format('message is %L', left(n.message, 100))
	WHERE NOT (n.message ~ '[^ \t\n\v\f\r]' AND char_length(n.message) <= 10000
		AND n.message !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]')
	UNION ALL
	SELECT 'notification_created_at_check', format('created_at is %s', n.created_at)
	WHERE NOT n.created_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', field.key || ' is null'
	FROM jsonb_each(to_jsonb(n)) AS field
	WHERE num_nulls(n.notification_id, n.message, n.created_at, n.is_read) > 0
		AND field.value = 'null'
		AND field.key NOT IN ('member_id', 'trainer_id')
) AS broken
UNION ALL
SELECT broken.rule, 'sign_in_failure', NULL, broken.detail
FROM fitclub.sign_in_failure AS f
CROSS JOIN LATERAL (
	SELECT 'sign_in_failure_email_hash_check' AS rule,
		format('email_hash has %s bytes', octet_length(f.email_hash)) AS detail
	WHERE NOT octet_length(f.email_hash) = 32
	UNION ALL
	SELECT 'sign_in_failure_failures_check', format('hash %s: failures is %s', f.email_hash, f.failures)
	WHERE NOT f.failures > 0
	UNION ALL
	SELECT 'sign_in_failure_failed_at_check', format('hash %s: failed_at is %s', f.email_hash, f.failed_at)
	WHERE NOT f.failed_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
	UNION ALL
	SELECT 'not_null', format('hash %s: %s is null', coalesce(f.email_hash::text, 'NULL'), field.key)
	FROM jsonb_each(to_jsonb(f)) AS field
	WHERE num_nulls(f.email_hash, f.failures, f.failed_at) > 0
		AND field.value = 'null'
) AS broken
UNION ALL
SELECT 'erased_member_erased_at_check', 'erased_member', e.member_id, format('erased_at is %s', e.erased_at)
FROM fitclub.erased_member AS e
WHERE NOT e.erased_at BETWEEN timestamptz '1899-12-31 00:00+00' AND timestamptz '9999-01-01 23:59:59.999999+00'
UNION ALL
SELECT 'not_null', 'erased_member', e.member_id, field.key || ' is null'
FROM fitclub.erased_member AS e
CROSS JOIN LATERAL jsonb_each(to_jsonb(e)) AS field
WHERE num_nulls(e.member_id, e.erased_at) > 0
	AND field.value = 'null';

-- fitclub.key_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'member_pkey', 'member', m.member_id,
	'member', m.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.member AS m
GROUP BY m.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_pkey', 'trainer', t.trainer_id,
	'trainer', t.trainer_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer AS t
GROUP BY t.trainer_id
HAVING count(*) > 1
UNION ALL
SELECT 'administrative_staff_pkey', 'administrative_staff', s.staff_id,
	'administrative_staff', s.staff_id,
	format('%s rows have this key', count(*))
FROM fitclub.administrative_staff AS s
GROUP BY s.staff_id
HAVING count(*) > 1
UNION ALL
SELECT 'staff_password_pkey', 'staff_password', p.staff_id,
	'staff_password', p.staff_id,
	format('%s rows have this key', count(*))
FROM fitclub.staff_password AS p
GROUP BY p.staff_id
HAVING count(*) > 1
UNION ALL
SELECT 'member_password_pkey', 'member_password', p.member_id,
	'member_password', p.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.member_password AS p
GROUP BY p.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_password_pkey', 'trainer_password', p.trainer_id,
	'trainer_password', p.trainer_id,
	format('%s rows have this key', count(*))
FROM fitclub.trainer_password AS p
GROUP BY p.trainer_id
HAVING count(*) > 1
UNION ALL
SELECT 'health_metric_pkey', 'health_metric', h.metric_id,
	'health_metric', h.metric_id,
	format('%s rows have this key', count(*))
FROM fitclub.health_metric AS h
GROUP BY h.metric_id
HAVING count(*) > 1
UNION ALL
SELECT 'notification_pkey', 'notification', n.notification_id,
	'notification', n.notification_id,
	format('%s rows have this key', count(*))
FROM fitclub.notification AS n
GROUP BY n.notification_id
HAVING count(*) > 1
UNION ALL
SELECT 'sign_in_failure_pkey', 'sign_in_failure', NULL, 'sign_in_failure', NULL,
	format('hash %s: %s rows have this key', f.email_hash, count(*))
FROM fitclub.sign_in_failure AS f
GROUP BY f.email_hash
HAVING count(*) > 1
UNION ALL
SELECT 'erased_member_pkey', 'erased_member', e.member_id,
	'erased_member', e.member_id,
	format('%s rows have this key', count(*))
FROM fitclub.erased_member AS e
GROUP BY e.member_id
HAVING count(*) > 1
UNION ALL
SELECT 'member_email_key', 'member', max(m.member_id), 'member', min(m.member_id),
	format('%s members have this e-mail', count(*))
FROM fitclub.member AS m
WHERE m.email IS NOT NULL
GROUP BY translate(m.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'member_phone_number_key', 'member', max(m.member_id), 'member', min(m.member_id),
	format('%s members have this telephone number', count(*))
FROM fitclub.member AS m
WHERE m.phone_number IS NOT NULL
GROUP BY m.phone_number
HAVING count(*) > 1
UNION ALL
SELECT 'trainer_email_key', 'trainer', max(t.trainer_id), 'trainer', min(t.trainer_id),
	format('%s trainers have this e-mail', count(*))
FROM fitclub.trainer AS t
GROUP BY translate(t.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1
UNION ALL
SELECT 'administrative_staff_email_key', 'administrative_staff', max(s.staff_id),
	'administrative_staff', min(s.staff_id),
	format('%s members of staff have this e-mail', count(*))
FROM fitclub.administrative_staff AS s
GROUP BY translate(s.email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
HAVING count(*) > 1;

-- fitclub.reference_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT m.rule, m.table_name, m.row_id, m.other_table, m.other_row_id,
	format('there is no %s %s', m.other_table, m.other_row_id)
FROM (
	SELECT 'health_metric_member_id_fkey' AS rule, 'health_metric' AS table_name, h.metric_id AS row_id,
		'member' AS other_table, h.member_id AS other_row_id
	FROM fitclub.health_metric AS h
	WHERE h.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = h.member_id)
	UNION ALL
	SELECT 'staff_password_staff_id_fkey', 'staff_password', p.staff_id,
		'administrative_staff', p.staff_id
	FROM fitclub.staff_password AS p
	WHERE p.staff_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.administrative_staff AS o WHERE o.staff_id = p.staff_id)
	UNION ALL
	SELECT 'member_password_member_id_fkey', 'member_password', p.member_id,
		'member', p.member_id
	FROM fitclub.member_password AS p
	WHERE p.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = p.member_id)
	UNION ALL
	SELECT 'trainer_password_trainer_id_fkey', 'trainer_password', p.trainer_id,
		'trainer', p.trainer_id
	FROM fitclub.trainer_password AS p
	WHERE p.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = p.trainer_id)
	UNION ALL
	SELECT 'notification_member_id_fkey', 'notification', n.notification_id,
		'member', n.member_id
	FROM fitclub.notification AS n
	WHERE n.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = n.member_id)
	UNION ALL
	SELECT 'notification_trainer_id_fkey', 'notification', n.notification_id,
		'trainer', n.trainer_id
	FROM fitclub.notification AS n
	WHERE n.trainer_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.trainer AS o WHERE o.trainer_id = n.trainer_id)
	UNION ALL
	SELECT 'erased_member_member_id_fkey', 'erased_member', e.member_id,
		'member', e.member_id
	FROM fitclub.erased_member AS e
	WHERE e.member_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM fitclub.member AS o WHERE o.member_id = e.member_id)
) AS m;

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT 'member_last_metric_at', 'member', m.member_id, NULL, NULL,
	format('last_metric_at is %L, the latest metric is of %L', m.last_metric_at, h.recorded_at)
FROM fitclub.member AS m
LEFT JOIN (
	SELECT n.member_id, max(n.recorded_at) AS recorded_at
	FROM fitclub.health_metric AS n
	GROUP BY n.member_id
) AS h ON h.member_id = m.member_id
WHERE m.last_metric_at IS DISTINCT FROM h.recorded_at
UNION ALL
-- Of who was erased the books are left, and nothing that is to come.
SELECT 'member_erased', 'member', m.member_id, NULL, NULL,
	format('was erased, and %s is still there', field.key)
FROM fitclub.erased_member AS e
JOIN fitclub.member AS m ON m.member_id = e.member_id
CROSS JOIN LATERAL jsonb_each(to_jsonb(m)) AS field
WHERE field.key IN ('phone_number', 'date_of_birth', 'gender', 'target_weight', 'notes')
	AND field.value <> 'null'
	OR field.key = 'email' AND m.email NOT LIKE '%@erased.invalid'
	OR field.key = 'first_name' AND m.first_name <> 'Erased'
	OR field.key = 'last_name' AND m.last_name <> 'member'
UNION ALL
SELECT 'member_erased', 'health_metric', h.metric_id, 'member', e.member_id,
	'the member was erased, and the metric is still there'
FROM fitclub.erased_member AS e
JOIN fitclub.health_metric AS h ON h.member_id = e.member_id
UNION ALL
SELECT 'member_erased', 'member_password', p.member_id, 'member', e.member_id,
	'the member was erased, and the password is still there'
FROM fitclub.erased_member AS e
JOIN fitclub.member_password AS p ON p.member_id = e.member_id
UNION ALL
SELECT 'member_erased', 'private_session', s.session_id, 'member', e.member_id,
	format('the member was erased at %s, the session starts at %s', e.erased_at, s.start_time)
FROM fitclub.erased_member AS e
JOIN fitclub.private_session AS s ON s.member_id = e.member_id
WHERE s.cancelled_at IS NULL AND s.start_time > e.erased_at
UNION ALL
SELECT 'member_erased', 'class_registration', g.registration_id, 'member', e.member_id,
	format('the member was erased at %s, the class starts at %s', e.erased_at, g.start_time)
FROM fitclub.erased_member AS e
JOIN fitclub.class_registration AS g ON g.member_id = e.member_id
WHERE g.cancelled_at IS NULL AND g.start_time > e.erased_at;
