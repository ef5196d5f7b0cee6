-- Calendars that telephones and desktops subscribe to (iCalendar, RFC 5545).

-- personas: member trainer staff reader
CREATE OR REPLACE FUNCTION fitclub.calendar_feed(
	member_id bigint DEFAULT NULL,
	trainer_id bigint DEFAULT NULL,
	from_time timestamptz DEFAULT now() - interval '30 days',
	to_time timestamptz DEFAULT 'infinity',
	max_entries integer DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	PERFORM fitclub_internal.require_calendar(calendar_feed.member_id, calendar_feed.trainer_id);

	PERFORM fitclub_internal.require_order(coalesce(calendar_feed.from_time, now() - interval '30 days'),
		calendar_feed.to_time);

	-- Years have four digits, and an end is later than its start.
	RETURN (
		WITH asked AS (
			SELECT greatest(coalesce(calendar_feed.from_time, now() - interval '30 days'),
					timestamptz '0001-01-02 00:00+00') AS from_time,
				least(coalesce(calendar_feed.to_time, 'infinity'),
					timestamptz '9999-12-30 00:00+00') AS to_time
		),
		-- Nothing in an entry may change with something that its revision does not count.
		entry (uid, start_time, end_time, summary, location, is_cancelled, revision, changed_at) AS (
			SELECT 'session-' || s.session_id, s.start_time, s.end_time,
				s.activity_type || ' with ' || CASE WHEN calendar_feed.member_id IS NULL
					THEN m.first_name || ' ' || m.last_name
					ELSE t.first_name || ' ' || t.last_name END,
				coalesce(r.name, 'Online'),
				s.cancelled_at IS NOT NULL, s.revision::bigint, s.changed_at
			FROM fitclub.private_session AS s
			JOIN fitclub.member AS m ON m.member_id = s.member_id
			JOIN fitclub.trainer AS t ON t.trainer_id = s.trainer_id
			LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id
			-- as the indexes have it: those that stand and those that are cancelled
			WHERE s.member_id = calendar_feed.member_id AND s.cancelled_at IS NULL
				OR s.member_id = calendar_feed.member_id AND s.cancelled_at IS NOT NULL
				OR s.trainer_id = calendar_feed.trainer_id AND s.cancelled_at IS NULL
				OR s.trainer_id = calendar_feed.trainer_id AND s.cancelled_at IS NOT NULL
			UNION ALL
			SELECT 'registration-' || g.registration_id, g.start_time, g.end_time,
				c.name || ' with ' || t.first_name || ' ' || t.last_name, r.name,
				g.cancelled_at IS NOT NULL, c.revision::bigint + g.revision,
				greatest(c.changed_at, g.changed_at)
			FROM fitclub.class_registration AS g
			JOIN fitclub.class_schedule AS c ON c.class_id = g.class_id
			JOIN fitclub.trainer AS t ON t.trainer_id = c.trainer_id
			JOIN fitclub.room AS r ON r.room_id = c.room_id
			WHERE g.member_id = calendar_feed.member_id AND g.cancelled_at IS NULL
				OR g.member_id = calendar_feed.member_id AND g.cancelled_at IS NOT NULL
			UNION ALL
			SELECT 'class-' || c.class_id, c.start_time, c.end_time, c.name, r.name,
				c.cancelled_at IS NOT NULL, c.revision::bigint, c.changed_at
			FROM fitclub.class_schedule AS c
			JOIN fitclub.room AS r ON r.room_id = c.room_id
			WHERE c.trainer_id = calendar_feed.trainer_id AND c.cancelled_at IS NULL
				OR c.trainer_id = calendar_feed.trainer_id AND c.cancelled_at IS NOT NULL
		),
		shown AS (
			SELECT e.*
			FROM asked AS a
			JOIN entry AS e
				ON e.start_time > a.from_time - interval '27 hours'
				AND e.start_time < a.to_time
				AND e.end_time > a.from_time
			ORDER BY e.start_time, e.uid COLLATE "C"
			LIMIT calendar_feed.max_entries
		)
		SELECT concat(E'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//fitclub//fitclub//EN\r\n',
			E'CALSCALE:GREGORIAN\r\n',
			fitclub_internal.calendar_line('NAME', club.name), fitclub_internal.calendar_line('X-WR-CALNAME', club.name),
			E'REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n', (
				SELECT string_agg(concat(E'BEGIN:VEVENT\r\n',
					fitclub_internal.calendar_line('UID', e.uid || '@' || club.calendar_uid),
					'DTSTAMP:', fitclub_internal.calendar_instant(e.changed_at), E'\r\n',
					'LAST-MODIFIED:', fitclub_internal.calendar_instant(e.changed_at), E'\r\n',
					'SEQUENCE:', least(e.revision, 2147483647), E'\r\n',
					'DTSTART:', fitclub_internal.calendar_instant(e.start_time), E'\r\n',
					-- up to the next second
					'DTEND:', fitclub_internal.calendar_instant(e.end_time + interval '0.999999 seconds'), E'\r\n',
					fitclub_internal.calendar_line('SUMMARY', e.summary),
					fitclub_internal.calendar_line('LOCATION', e.location),
					CASE WHEN e.is_cancelled THEN E'STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n'
						ELSE E'STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n' END,
					E'END:VEVENT\r\n'), '' ORDER BY e.start_time, e.uid COLLATE "C")
				FROM shown AS e),
			E'END:VCALENDAR\r\n')
		FROM fitclub.club AS club
	);
END
$$;

COMMENT ON FUNCTION fitclub.calendar_feed IS
	'A member''s or a trainer''s bookings as an iCalendar text to subscribe to: from 30 days ago on, cancelled ones included; a null max_entries is all of them';
