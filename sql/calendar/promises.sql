-- Queries that find broken rules of all bookings together:
-- parts of the views that proof/promises.sql describes.

-- fitclub.promise_violation (rule, table_name, row_id, other_table, other_row_id, detail):
-- A booking longer than any may be is not looked for by double_booking.
SELECT later.rule, later.table_name, later.row_id, longer.table_name, longer.row_id,
	format('%s %s is booked from %s to %s and from %s to %s',
		split_part(later.rule, '_', 1), later.resource_id,
		longer.start_time, longer.end_time, later.start_time, later.end_time)
FROM (
	-- there is hardly ever one, so they are looked for once, whatever statistics say
	WITH longer AS MATERIALIZED (
		SELECT b.*
		FROM fitclub.busy_time AS b
		WHERE extract(epoch FROM b.end_time) - extract(epoch FROM b.start_time) > 97200
	)
	SELECT * FROM longer
) AS longer
JOIN fitclub.busy_time AS later
	ON later.rule = longer.rule
	AND later.resource_id = longer.resource_id
	AND later.start_time < longer.end_time
	AND extract(epoch FROM later.start_time) - extract(epoch FROM longer.start_time) >= 97200
LEFT JOIN fitclub.room AS r ON later.rule = 'room_double_booked' AND r.room_id = later.resource_id
WHERE coalesce(r.max_bookings, 1) = 1;

-- fitclub.calendar_violation (rule, table_name, row_id, other_table, other_row_id, detail):
SELECT d.rule, d.table_name, d.row_id, d.other_table, d.other_row_id,
	format('%s %s is booked from %s to %s and from %s to %s',
		split_part(d.rule, '_', 1), d.resource_id,
		d.other_start_time, d.other_end_time, d.start_time, d.end_time) AS detail
FROM fitclub.double_booking AS d
UNION ALL
SELECT b.rule, b.table_name, b.row_id, 'closure', b.closure_id,
	format('booked from %s to %s, closed from %s to %s',
		b.start_time, b.end_time, b.closed_from, b.closed_until)
FROM fitclub.closed_booking AS b;
