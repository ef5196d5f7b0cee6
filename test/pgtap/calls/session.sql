-- The calls of session: sessions. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('book_session(ID, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', 'member', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_session({member}, ID, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', 'trainer', 'ok/ok/unknown', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_session({member}, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'', price => 1)', '', 'staff_argument', 'staff_argument', 'ok', 'identity_unknown', 'ok'),
('reschedule_session(ID, ''2101-01-06 09:00'')', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reschedule_session(ID, ''2101-01-06 09:00'', online => true)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reschedule_session(ID, ''2101-01-06 09:00'', trainer_id => {zoe})', 'session', 'staff_argument/own_only/own_only', 'staff_argument/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reassign_session(ID, {room}, ''2101-01-06 09:00'')', 'session', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('update_session(ID, ''Boxing'', 70)', 'session', 'deny', 'deny', 'ok/ok/unknown', 'deny', 'ok/ok/unknown'),
('cancel_session(ID)', 'session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_session(ID, waive_fee => true)', 'session', 'staff_argument', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_session(ID, reason => ''Ill'')', 'session', 'staff_argument', 'staff_argument', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_session({member}, {trainer}, NULL, ''2001-01-06 09:00'', ''2001-01-06 10:00'')', '', 'booking_begun', 'booking_begun', 'ok', 'identity_unknown', 'ok'),
('reschedule_session(ID, ''2001-01-06 09:00'')', 'session', 'booking_begun/own_only/own_only', 'booking_begun/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('book_session(ID, {trainer}, NULL, ''2101-01-06 09:00'', ''2101-01-06 10:00'')', 'dependant', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('reschedule_session(ID, ''2101-01-06 09:00'')', 'dependant session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown'),
('cancel_session(ID)', 'dependant session', 'ok/own_only/own_only', 'ok/own_only/own_only', 'ok/ok/unknown', 'identity_unknown', 'ok/ok/unknown');
