-- Every function, and what it answers to each persona.

-- The calls. ID stands for the row of that kind: own, other and none; {kind}
-- for an own one. An answer is one for all three,
-- or own/other/none. deny, with the functions as they are granted; what is put
-- behind a > is the answer if they were all granted, refused when nothing is;
-- with an application, the owner's, where that is another.
CREATE TABLE matrix.wanted_call (
	call text, kind text, member text, trainer text, staff text, nobody text, application text);

INSERT INTO matrix.wanted_call VALUES
-- people
('create_member(''New'', ''One'', ''new@matrix.example'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('update_member(ID, first_name => ''X'', notes => ''Y'')', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_member(ID, email => ''x@matrix.example'')', 'member', 'staff_argument/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_member(ID, email => ''bob@matrix.example'')', 'member', 'staff_argument/own_only/own_only', 'deny', 'member_email_key/ok/unknown', 'identity_unknown', 'member_email_key/ok/unknown'),
('update_member(ID, phone_number => ''222'')', 'member', 'staff_argument/own_only/own_only', 'deny', 'member_phone_number_key/ok/unknown', 'identity_unknown', 'member_phone_number_key/ok/unknown'),
('update_member(ID, clear => ''{phone_number,notes}'')', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('erase_member(ID)', 'member', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('create_trainer(''New'', ''One'', ''new@matrix.example'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('update_trainer(ID, specialization => ''X'', phone_number => ''1'')', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_trainer(ID, email => ''x@matrix.example'')', 'trainer', 'deny', 'staff_argument/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_trainer(ID, is_active => false)', 'trainer', 'deny', 'staff_argument/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('create_staff(''New'', ''One'', ''new@matrix.example'', ''correct horse'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('update_staff(ID, first_name => ''X'', is_active => false)', 'staff', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('update_staff(ID, password => ''battery staple'')', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('update_staff(ID, email => ''x@matrix.example'')', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('authenticate_staff(''sue@matrix.example'', ''correct horse'')', '', 'deny', 'deny', 'deny > ok', 'deny', 'ok'),
-- health
('log_health_metric(ID, weight => 70)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('health_history(ID)', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
-- sessions
('book_session(ID, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_session({member}, ID, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', 'trainer', 'ok/ok/unknown', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_session({member}, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'', price => 1)', '', 'staff_argument', 'staff_argument', 'ok', 'identity_unknown', 'ok'),
('reschedule_session(ID, ''2101-01-06 09:00'')', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reschedule_session(ID, ''2101-01-06 09:00'', online => true)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reschedule_session(ID, ''2101-01-06 09:00'', trainer_id => {zoe})', 'session', 'staff_argument/own_only/own_only', 'staff_argument/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reassign_session(ID, {room}, ''2101-01-06 09:00'')', 'session', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('cancel_session(ID)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_session(ID, waive_fee => true)', 'session', 'staff_argument', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_session(ID, reason => ''Ill'')', 'session', 'staff_argument', 'staff_argument', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_session({member}, {trainer}, NULL, ''2001-01-06 09:00'', ''2001-01-06 10:00'')', '', 'booking_begun', 'booking_begun', 'ok', 'identity_unknown', 'ok'),
('reschedule_session(ID, ''2001-01-06 09:00'')', 'session', 'booking_begun/own_only/own_only', 'booking_begun/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
-- classes
('create_class(''X'', {trainer}, {room}, ''2001-01-06 09:00'', ''2001-01-06 10:00'')', '', 'deny', 'booking_begun', 'ok', 'identity_unknown', 'ok'),
('reschedule_class(ID, ''2001-01-06 09:00'')', 'class', 'deny', 'booking_begun/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('create_class(''X'', ID, {room}, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('create_class(''X'', ID, {room}, ''2101-01-06 09:00'', ''2101-01-06 10:00'', price => 0)', 'trainer', 'deny', 'staff_argument/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_class(ID, name => ''X'', capacity => 9)', 'class', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_class(ID, price => 0)', 'class', 'deny', 'staff_argument', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reschedule_class(ID, ''2101-01-06 09:00'', on_member_conflict => ''cancel'')', 'class', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reschedule_class(ID, ''2101-01-06 09:00'', trainer_id => {zoe})', 'class', 'deny', 'staff_argument/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('substitute_trainer(ID, {zoe})', 'class', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('cancel_class(ID)', 'class', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_class(ID, reason => ''Ill'')', 'class', 'deny', 'staff_argument', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('register_for_class(ID, {open class})', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_registration(ID)', 'registration', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_registration(ID, waive_fee => true)', 'registration', 'staff_argument', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_registration(ID, reason => ''Ill'')', 'registration', 'staff_argument', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('record_attendance(ID)', 'held registration', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('class_roster(ID)', 'class', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
-- availability
('set_availability(ID, available_on => ''2101-03-01'', start_time => ''23:00'', end_time => ''23:30'')', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_availability(ID, end_time => ''23:45'')', 'availability', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('remove_availability(ID)', 'availability', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
-- money
('create_billing_item(ID, 5, ''Towel'')', 'member', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('record_payment(ID, 5)', 'bill', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('record_payment({bill}, 5, staff_id => ID)', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('refund_payment({payment}, staff_id => ID)', 'staff', 'deny', 'deny', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown'),
('cancel_billing_item(ID)', 'bill', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('refund_payment(ID)', 'payment', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('member_balance(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('member_statement(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
-- what people see
('member_dashboard(ID)', 'member', 'ok/own_only/own_only', 'deny', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('trainer_schedule(ID)', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('lookup_members(ID)', 'trainer', 'deny', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('room_bookings(ID)', 'room', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('week_timetable(''2101-01-03'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('list_upcoming_classes()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('list_trainers()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('list_rooms()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('list_availability(ID)', 'trainer', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('busy_times(''trainer'', ID)', 'trainer', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('busy_times(''room'', ID)', 'room', 'ok/ok/unknown', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('busy_times(''member'', ID)', 'member', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('find_conflicts(ID, ''2101-01-03 09:00'', ''2101-01-03 10:00'')', 'trainer', 'ok', 'ok', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', member_id => ID)', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('find_conflicts({trainer}, ''2101-01-03 09:00'', ''2101-01-03 10:00'', ignore_session_id => ID)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok', 'identity_unknown', 'ok'),
('list_notifications(member_id => ID)', 'member', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_notifications(trainer_id => ID)', 'trainer', 'own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('calendar_feed(member_id => ID)', 'member', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('calendar_feed(trainer_id => ID)', 'trainer', 'own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('mark_notification_read(ID)', 'note to member', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('mark_notification_read(ID)', 'note to trainer', 'own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
-- places
('create_room(''X'', 5)', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('update_room(ID, name => ''X'')', 'room', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('add_equipment(ID, ''X'')', 'room', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('update_equipment(ID, name => ''X'')', 'equipment', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('list_equipment(ID)', 'room', 'deny', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('list_equipment()', '', 'deny', 'ok', 'ok', 'identity_unknown', 'ok'),
('report_issue(ID, ''X'', out_of_order => true)', 'equipment', 'deny', 'ok/ok/unknown', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('report_issue(ID, ''X'', staff_id => {staff})', 'equipment', 'deny', 'staff_argument', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('update_issue(ID, ''in_progress'')', 'issue', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('resolve_issue(ID)', 'issue', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
-- the club
('update_club(name => ''X'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('check_calendar()', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('verify()', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('mark_conflicts()', '', 'deny', 'deny', 'deny > ok', 'deny', 'ok'),
('clear_data(true)', '', 'deny', 'deny', 'deny', 'deny', 'ok'),
('create_import_tables()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('find_import_problems()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('load_import()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('seed_demo()', '', 'deny', 'deny', 'deny', 'deny', 'demo_needs_empty_club'),
('start_demo(3)', '', 'deny', 'deny', 'deny', 'deny', 'demo_needs_empty_club'),
('current_identity()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
-- what has happened
('audit_trail(''member'', ID)', 'member', 'deny', 'deny', 'ok', 'deny', 'ok'),
('audit_trail(''member'', ''1'')', '', 'deny', 'deny', 'ok', 'deny', 'ok'),
('adjust_numbering()', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('audit_baseline(''fitclub.member'')', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('prune_audit(''2000-01-01'')', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
-- roles: only the owner gives rights away
('grant_role(''staff'', ''matrix_member'')', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('revoke_role(''staff'', ''matrix_desk'')', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('link_login(''matrix_member'', member_id => ID)', 'member', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok/ok/unknown'),
('unlink_login(''matrix_trainer'')', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
-- helpers
('require_id(''member'', ID)', 'member', 'deny', 'deny', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_id(''trainer'', ID)', 'trainer', 'deny > ok/ok/unknown', 'deny > ok/ok/unknown', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_member(ID)', 'member', 'deny > ok/own_only/own_only', 'deny', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_health(ID)', 'member', 'deny > ok/own_only/own_only', 'deny > ok/own_only/own_only', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_trainer(ID)', 'trainer', 'deny', 'deny > ok/own_only/own_only', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_roster(ID)', 'class', 'deny', 'deny > ok/own_only/own_only', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_recipient(ID, NULL)', 'member', 'deny > ok/own_only/own_only', 'deny', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_calendar(ID, NULL)', 'member', 'deny > ok/own_only/own_only', 'deny', 'deny > ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('require_team()', '', 'deny', 'deny > ok', 'deny > ok', 'deny', 'ok'),
('require_staff()', '', 'deny', 'deny', 'deny > ok', 'deny', 'ok'),
('calendar_line(''x'', ''y'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('calendar_instant(''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('require_choice(''x'', ''y'', ''{y}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_booking_period(''2101-01-03'', ''2101-01-04'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_instant(''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_date(''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_email(''x'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_text(''x'', 1)', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('fold(''x'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('require_search(''x'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('require_order(''2101-01-03'', ''2101-01-04'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_time_zone(''UTC'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('class_may_exceed_room()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('default_session_price()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('default_class_price()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('index_entries(''pg_class_oid_index'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('present_protection()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('differing_columns(''{}'', ''{}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('unsettled_groups(ARRAY[''fitclub.room''::regclass])', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('audit_violations()', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('require_owner()', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('grant_again(''fitclub.cancel_class(pg_catalog.int8, pg_catalog.text)'', ''matrix_desk'', false)', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('record_protection()', '', 'deny', 'deny', 'deny', 'deny', 'owner_only > ok'),
('clock_in(''UTC'', ''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('redacted(''{}'', ''{}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('describes_booking(''{}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('redacted_bill(''{}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('seed_demo_week(''2101-01-03'', false)', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('demo_date(''2101-01-03'', 0)', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('leave_out_import(''fitclub.member'')', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('complete_import(''fitclub.member'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('read_import(''fitclub.member'')', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_values(''fitclub.member'')', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_references(''fitclub.member'')', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_keys(''fitclub.member'')', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_windows()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_bookings(''fitclub.class_schedule'')', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_promises(''fitclub.member'')', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_unbilled()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_calendar()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import_payments()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('settle_import_bills()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('check_import()', '', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', 'deny > 42P01', '42P01'),
('drop_import_rows()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('import_shape()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('import_value(''a'', ''text'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('reads_all()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('writes_all()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('own_member_id()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('own_trainer_id()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_own_trainee(ID)', 'member', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_own_class(ID)', 'class', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok');

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
('audit_trail'), ('busy_times'), ('calendar_feed'), ('class_roster'), ('current_identity'), ('find_conflicts'),
('health_history'), ('list_availability'), ('list_equipment'), ('list_notifications'), ('list_rooms'), ('list_trainers'),
('list_upcoming_classes'), ('lookup_members'), ('member_balance'), ('member_dashboard'), ('member_statement'),
('room_bookings'), ('trainer_schedule'), ('verify'), ('week_timetable');

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
		WHEN w.staff LIKE 'deny%' AND w.call !~ '^(authenticate_staff|mark_conflicts)' THEN w.staff
		ELSE 'deny' END),
	('nobody', w.nobody), ('application', split_part(w.application, ' > ', 1)),
	('owner', coalesce(nullif(split_part(w.application, ' > ', 2), ''), w.application))
) AS p (persona, answer)
CROSS JOIN LATERAL (
	SELECT split_part(p.answer, ' > ', 1) AS granted, split_part(p.answer, ' > ', 2) AS beyond
) AS a
JOIN (VALUES (1, 'own'), (2, 'other'), (3, 'none')) AS r (position, row)
	ON w.kind <> '' OR r.position = 1;
