-- The calls of class: classes and their seats. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
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
('list_upcoming_classes()', '', 'ok', 'ok', 'ok', 'ok', 'ok'),
('list_upcoming_classes(member_id => ID)', 'member', 'ok/own_only/own_only', 'own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('class_may_exceed_room()', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok');
