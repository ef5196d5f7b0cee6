-- Every function, and what it answers to each persona.

-- The calls. ID stands for the row of that kind: own, other and none; {kind}
-- for an own one. An answer is one for all three,
-- or own/other/none. deny, with the functions as they are granted; what is put
-- behind a > is the answer if they were all granted, refused when nothing is;
-- with an application, the owner's, where that is another.
CREATE TABLE matrix.wanted_call (
	call text, kind text, member text, trainer text, staff text, nobody text, application text);

\ir people.sql
\ir places.sql
\ir service.sql
\ir pack.sql
\ir session.sql
\ir class.sql
\ir membership.sql
\ir plan.sql
\ir cover.sql
\ir hours.sql
\ir money.sql
\ir ledger.sql
\ir dunning.sql
\ir visit.sql
\ir calendar.sql
\ir slots.sql
\ir feed.sql
\ir club.sql
\ir audit.sql
\ir caller.sql
\ir schema.sql
\ir base.sql

-- The call with its ids.
CREATE FUNCTION matrix.fill(call text, id bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
	thing matrix.thing;
BEGIN
	FOR thing IN SELECT * FROM matrix.thing LOOP
		call := replace(call, '{' || thing.kind || '}', thing.own::text);
	END LOOP;
	-- Helpers stand in a schema of their own.
	RETURN format('SELECT * FROM %I.', (
			SELECT min(p.pronamespace::regnamespace::text) FROM pg_proc AS p
			WHERE p.proname = split_part(call, '(', 1)
				AND p.pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)))
		|| regexp_replace(call, '\mID\M', coalesce(id::text, 'ID'));
END $$;

-- One cell each, with the answers as granted and as if everything were.
-- A reader reads what staff read, and is denied what is not among it.
CREATE TABLE matrix.reading (function_name text);
INSERT INTO matrix.reading VALUES
('account_balance'), ('trial_balance'), ('journal'), ('share'), ('audit_trail'), ('busy_times'), ('calendar_feed'), ('class_roster'), ('club_info'), ('current_identity'), ('find_conflicts'), ('find_slots'),
('health_history'), ('club_time'), ('find_affected'), ('list_closures'), ('list_availability'), ('list_bills'), ('list_bookings'), ('list_contact_changes'),
('list_equipment'), ('list_packs'), ('list_plans'), ('list_memberships'), ('dues_forecast'), ('list_credits'), ('list_issues'), ('list_notifications'), ('list_payments'), ('list_rooms'), ('list_services'),
('list_trainers'),
('list_upcoming_classes'), ('lookup_members'), ('member_balance'), ('member_dashboard'), ('member_statement'), ('payment_receipt'), ('till_report'), ('household_statement'),
('list_dunning_steps'), ('list_visits'),
('room_bookings'), ('schedule'), ('search_members'), ('trainer_schedule'), ('verify'), ('week_timetable'), ('week_timetable_svg');

CREATE VIEW matrix.cell AS
SELECT w.call, p.persona, r.position, r.row,
	matrix.fill(w.call, CASE r.row
		WHEN 'own' THEN matrix.own(w.kind)
		WHEN 'other' THEN matrix.other(w.kind)
		ELSE 999999999 END) AS sql,
	coalesce(nullif(split_part(a.granted, '/', r.position), ''), a.granted) AS granted,
	coalesce(nullif(split_part(a.beyond, '/', r.position), ''), a.beyond) AS beyond
FROM matrix.wanted_call AS w
CROSS JOIN LATERAL (VALUES
	('member', w.member), ('trainer', w.trainer), ('staff', w.staff),
	('reader', CASE WHEN split_part(w.call, '(', 1) IN (SELECT function_name FROM matrix.reading) THEN w.staff
		WHEN w.staff LIKE 'deny%' AND w.call !~ '^(authenticate|mark_conflicts|seed_demo_memberships)' THEN w.staff
		ELSE 'deny' END),
	('nobody', w.nobody), ('application', split_part(w.application, ' > ', 1)),
	('owner', coalesce(nullif(split_part(w.application, ' > ', 2), ''), w.application))
) AS p (persona, answer)
CROSS JOIN LATERAL (
	SELECT split_part(p.answer, ' > ', 1) AS granted, split_part(p.answer, ' > ', 2) AS beyond
) AS a
JOIN (VALUES (1, 'own'), (2, 'other'), (3, 'none')) AS r (position, row)
	ON w.kind <> '' OR r.position = 1;
