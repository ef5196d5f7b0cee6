-- The calls of base: helpers that know nothing of a club. all.sql says how to read them.

INSERT INTO matrix.wanted_call VALUES
('require_choice(''x'', ''y'', ''{y}'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_booking_period(''2101-01-03'', ''2101-01-04'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_instant(''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_date(''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_email(''x'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_text(''x'', 1)', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('fold(''x'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('search_text(''x'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('require_search(''x'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('require_order(''2101-01-03'', ''2101-01-04'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('is_time_zone(''UTC'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok'),
('clock_in(''UTC'', ''2101-01-03'')', '', 'deny > ok', 'deny > ok', 'deny > ok', 'deny > ok', 'ok');
