-- What has to work wherever fitclub has been installed.
\set ON_ERROR_STOP on

CREATE EXTENSION fitclub;
SET TimeZone = 'UTC';
SELECT fitclub.seed_demo('2025-12-01');
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina@harbour.example') AS trainer,
       fitclub.create_room('Quiet Room', 2) AS room,
       fitclub.create_member('Ana', 'Lee', 'ana@mail.example') AS ana,
       fitclub.create_member('Ben', 'Cole', 'ben@mail.example') AS ben \gset
SELECT fitclub.set_availability(:trainer, day_of_week => 0, start_time => '09:00', end_time => '17:00') AS hours;
SELECT fitclub.book_session(:ana, :trainer, :room, '2025-12-01 09:00', '2025-12-01 10:00') AS session;

\set ON_ERROR_STOP off
SELECT fitclub.book_session(:ben, :trainer, :room, '2025-12-01 09:30', '2025-12-01 10:30') AS session;
\set ON_ERROR_STOP on
SELECT 1 / (:'SQLSTATE' = '23P01')::int AS refused;
