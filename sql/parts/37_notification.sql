-- Notifications.

CREATE FUNCTION fitclub.mark_notification_read(
	notification_id bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'fitclub_mark_notification_read'
LANGUAGE c VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp;

COMMENT ON FUNCTION fitclub.mark_notification_read IS
	'Marks a notification as read';
