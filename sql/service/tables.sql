-- What the club offers, how long it takes, what it costs and who gives it.

CREATE TABLE fitclub.service (
	service_id bigint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	kind text NOT NULL,
	duration interval,
	price numeric(12,2),
	is_active boolean NOT NULL DEFAULT true,
	credits smallint NOT NULL DEFAULT 1,
	CONSTRAINT service_pkey PRIMARY KEY (service_id),
	CONSTRAINT service_name_check CHECK (fitclub_internal.is_text(name, 200)),
	CONSTRAINT service_kind_check CHECK (kind IN ('class', 'session')),
	CONSTRAINT service_duration_check CHECK (duration > interval '0' AND duration <= interval '1440 minutes'),
	CONSTRAINT service_price_check CHECK (price BETWEEN 0 AND 9999999999.99),
	CONSTRAINT service_credits_check CHECK (credits BETWEEN 1 AND 100)
);

CREATE UNIQUE INDEX service_name_key ON fitclub.service (kind, fitclub_internal.fold(name));

COMMENT ON TABLE fitclub.service IS
	'Services: sessions are of the one that their activity_type names, classes of the one that their name names';
COMMENT ON COLUMN fitclub.service.service_id IS 'Key';
COMMENT ON COLUMN fitclub.service.name IS 'Unique among the services of a kind, without regard to the case of ASCII letters';
COMMENT ON COLUMN fitclub.service.kind IS 'class or session';
COMMENT ON COLUMN fitclub.service.duration IS 'How long it takes, for which the price is; null: any length, at a flat price';
COMMENT ON COLUMN fitclub.service.price IS 'Price when none is given; null: the club''s';
COMMENT ON COLUMN fitclub.service.is_active IS 'false: bookings are as if there was no such service';
COMMENT ON COLUMN fitclub.service.credits IS 'How many credits of a pack a booking uses';
COMMENT ON CONSTRAINT service_credits_check ON fitclub.service IS '1 to 100';
COMMENT ON CONSTRAINT service_pkey ON fitclub.service IS 'A service has one id';
COMMENT ON CONSTRAINT service_name_check ON fitclub.service IS
	'Not blank, at most 200 characters, no control characters';
COMMENT ON CONSTRAINT service_kind_check ON fitclub.service IS 'class or session';
COMMENT ON CONSTRAINT service_duration_check ON fitclub.service IS 'More than nothing, and at most a day';
COMMENT ON CONSTRAINT service_price_check ON fitclub.service IS 'Not negative, and less than ten billion';
COMMENT ON INDEX fitclub.service_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.service_name_key IS 'No two services of a kind share a name; look-up by name';

CREATE POLICY service_reader ON fitclub.service FOR SELECT
	USING (true);
COMMENT ON POLICY service_reader ON fitclub.service IS 'Everybody with SELECT on the table reads all services';

CREATE TABLE fitclub.trainer_service (
	trainer_service_id bigint GENERATED ALWAYS AS IDENTITY,
	trainer_id bigint NOT NULL,
	service_id bigint NOT NULL,
	price numeric(12,2),
	CONSTRAINT trainer_service_pkey PRIMARY KEY (trainer_service_id),
	CONSTRAINT trainer_service_trainer_id_fkey FOREIGN KEY (trainer_id)
		REFERENCES fitclub.trainer ON DELETE CASCADE,
	CONSTRAINT trainer_service_service_id_fkey FOREIGN KEY (service_id)
		REFERENCES fitclub.service ON DELETE CASCADE,
	CONSTRAINT trainer_service_price_check CHECK (price BETWEEN 0 AND 9999999999.99)
);

CREATE UNIQUE INDEX trainer_service_once ON fitclub.trainer_service (service_id, trainer_id);
CREATE INDEX trainer_service_trainer_id_idx ON fitclub.trainer_service (trainer_id);

COMMENT ON TABLE fitclub.trainer_service IS
	'Who gives a service; one without a row here is given by every trainer';
COMMENT ON COLUMN fitclub.trainer_service.trainer_service_id IS 'Key';
COMMENT ON COLUMN fitclub.trainer_service.trainer_id IS 'The trainer who gives it';
COMMENT ON COLUMN fitclub.trainer_service.service_id IS 'The service';
COMMENT ON COLUMN fitclub.trainer_service.price IS 'The trainer''s own price for it; null: that of the service';
COMMENT ON CONSTRAINT trainer_service_pkey ON fitclub.trainer_service IS 'A row has one id';
COMMENT ON CONSTRAINT trainer_service_trainer_id_fkey ON fitclub.trainer_service IS 'It is deleted with the trainer';
COMMENT ON CONSTRAINT trainer_service_service_id_fkey ON fitclub.trainer_service IS 'It is deleted with the service';
COMMENT ON CONSTRAINT trainer_service_price_check ON fitclub.trainer_service IS
	'Not negative, and less than ten billion';
COMMENT ON INDEX fitclub.trainer_service_pkey IS 'Look-up by primary key';
COMMENT ON INDEX fitclub.trainer_service_once IS 'A trainer gives a service once; who gives it; the foreign key';
COMMENT ON INDEX fitclub.trainer_service_trainer_id_idx IS 'What a trainer gives; the foreign key';

CREATE POLICY trainer_service_reader ON fitclub.trainer_service FOR SELECT
	USING (true);
COMMENT ON POLICY trainer_service_reader ON fitclub.trainer_service IS
	'Everybody with SELECT on the table reads who gives what';
