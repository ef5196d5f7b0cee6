import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Two clients at once, with JDBC. Prints TAP. */
class Test {
    private static final long ANA = 1, BEN = 2, CARA = 3, DAN = 4;
    private static final long TINA = 1, OMAR = 2;
    private static final long WEIGHTS = 1, YOGA = 2;
    private static final String UPDATE =
        "SELECT fitclub.update_member(%d, notes => 'Back from holidays')";

    private static Connection connection;
    private static Connection rival;
    private static Connection observer;
    private static int tests;

    private static void check(boolean passed, String name, Object got) {
        System.out.printf("%s %d - %s%n", passed ? "ok" : "not ok", ++tests, name);
        if (!passed) {
            System.out.println("#  got: " + got);
        }
    }

    /** As whom is up to the caller; the password is in ~/.pgpass. */
    private static Connection connect(String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        return DriverManager.getConnection("jdbc:postgresql://" + System.getenv("PGHOST") + ":"
            + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE"), properties);
    }

    /** An hour of a Monday by the clock on the club's wall. */
    private static ZonedDateTime at(int hour) {
        return ZonedDateTime.of(2035, 1, 8, hour, 0, 0, 0, ZoneId.of("America/Toronto"));
    }

    private static String value(Connection client, String query) throws SQLException {
        try (Statement statement = client.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void checkBooked(int times, int hour, String name) throws SQLException {
        String count = value(rival, "SELECT count(*) FROM fitclub.private_session"
            + " WHERE trainer_id = 1 AND cancelled_at IS NULL AND start_time = '"
            + at(hour).toOffsetDateTime() + "'");
        check(count.equals(Integer.toString(times)), name, count);
    }

    private interface Steps {
        long run(Connection connection, int attempt) throws SQLException;
    }

    /** Runs steps, and notes how each try of them ended. */
    private static class Noting implements Booking.Work<Long> {
        final List<String> ends = new ArrayList<>();
        private final Steps steps;

        Noting(Steps steps) {
            this.steps = steps;
        }

        @Override
        public Long in(Connection connection) throws SQLException {
            try {
                long result = steps.run(connection, ends.size() + 1);
                ends.add("done");
                return result;
            } catch (SQLException error) {
                ends.add(error.getSQLState());
                throw error;
            }
        }
    }

    private static long book(Connection client, long member, long trainer, Long room, int hour)
            throws SQLException {
        return Booking.book(client, member, trainer, room, at(hour), at(hour + 1));
    }

    private static void takeSnapshot(Connection client) throws SQLException {
        value(client, "SELECT count(*) FROM fitclub.private_session");
    }

    /** Writes a row that a booking of the trainer builds on. */
    private static void changeTrainer() throws SQLException {
        value(rival, "SELECT fitclub.update_trainer(1, phone_number => '" + System.nanoTime() + "')");
    }

    /** Returns what the work failed with, or null. */
    private static SQLException failure(Noting work, int tries) throws InterruptedException {
        try {
            Booking.inTransaction(connection, work, tries);
            return null;
        } catch (SQLException error) {
            return error;
        }
    }

    private static void testBooking() throws Exception {
        BigDecimal[] amount = new BigDecimal[1];
        long session = Booking.inTransaction(connection, client -> {
            long booked = book(client, ANA, TINA, WEIGHTS, 9);
            amount[0] = Booking.pay(client, booked);
            return booked;
        }, 10);
        String at = value(rival, "SELECT to_char(start_time AT TIME ZONE 'America/Toronto',"
            + " 'YYYY-MM-DD HH24:MI') FROM fitclub.private_session WHERE session_id = " + session);
        check(at.equals("2035-01-08 09:00"),
            "a session is booked, at the time that the club's clock shows", at);
        check(new BigDecimal("85.00").equals(amount[0]), "and its bill paid, to the cent", amount[0]);
        String status = value(rival,
            "SELECT status FROM fitclub.billing_item WHERE private_session_id = " + session);
        check(status.equals("paid"), "as the club's books say", status);
    }

    private static void testClash() throws Exception {
        Noting work = new Noting((client, attempt) -> Booking.book(client, BEN, TINA, null,
            at(9).plusMinutes(30), at(10).plusMinutes(30)));
        Booking.Explanation answer = Booking.explain(failure(work, 10));
        check("trainer".equals(answer.field()), "a clash is known by its constraint", answer);
        check(answer.message().equals("trainer 1 is already booked")
            && answer.detail().contains("2035-01-08 14:00:00+00 to 2035-01-08 15:00:00+00")
            && answer.hint().equals("Choose another time or another trainer."), "and explained", answer);
        check(work.ends.equals(List.of("23P01")), "and not tried again", work.ends);
    }

    private static void testStatementFails() throws Exception {
        Noting work = new Noting((client, attempt) -> {
            takeSnapshot(client);
            if (attempt == 1) {
                changeTrainer();
            }
            return book(client, ANA, TINA, WEIGHTS, 10);
        });
        Booking.inTransaction(connection, work, 10);
        check(work.ends.equals(List.of("40001", "done")), "40001 of a statement: tried again", work.ends);
        checkBooked(1, 10, "and booked once");
    }

    private static void testCommitFails() throws Exception {
        Noting work = new Noting((client, attempt) -> {
            takeSnapshot(client);
            long session = book(client, ANA, TINA, WEIGHTS, 11);
            if (attempt == 1) {
                rival.setAutoCommit(false);
                takeSnapshot(rival);
                book(rival, BEN, OMAR, YOGA, 11);
                rival.commit();
                rival.setAutoCommit(true);
            }
            return session;
        });
        Booking.inTransaction(connection, work, 10);
        check(work.ends.equals(List.of("done", "done")), "40001 of COMMIT: tried again", work.ends);
        checkBooked(1, 11, "and booked once");
    }

    private static void testClashWhenTriedAgain() throws Exception {
        Noting work = new Noting((client, attempt) -> {
            takeSnapshot(client);
            if (attempt == 1) {
                changeTrainer();
            } else {
                book(rival, BEN, TINA, null, 12);
            }
            return book(client, ANA, TINA, WEIGHTS, 12);
        });
        Booking.Explanation answer = Booking.explain(failure(work, 10));
        check(work.ends.equals(List.of("40001", "23P01")) && "trainer".equals(answer.field()),
            "40001, and a clash when tried again: told", work.ends);
        checkBooked(1, 12, "and booked once, by the other");
    }

    private static void testGivingUp() throws Exception {
        Noting work = new Noting((client, attempt) -> {
            takeSnapshot(client);
            changeTrainer();
            return book(client, ANA, TINA, WEIGHTS, 13);
        });
        SQLException error = failure(work, 3);
        check(error != null && error.getSQLState().equals("40001")
            && work.ends.equals(List.of("40001", "40001", "40001")),
            "40001 again and again: given up", work.ends);
        checkBooked(0, 13, "and nothing is booked");
    }

    private static boolean rivalWaits() throws SQLException {
        return value(observer, "SELECT EXISTS (SELECT FROM pg_stat_activity"
            + " WHERE usename = 'rival' AND wait_event_type = 'Lock')").equals("t");
    }

    private static void testDeadlock() throws Exception {
        Thread other = new Thread(() -> {
            try {
                rival.setAutoCommit(false);
                value(rival, UPDATE.formatted(DAN));
                value(rival, UPDATE.formatted(CARA));
                rival.commit();
                rival.setAutoCommit(true);
            } catch (SQLException error) {
                throw new IllegalStateException(error);
            }
        });
        Noting work = new Noting((client, attempt) -> {
            try {
                if (attempt == 1) {
                    value(client, UPDATE.formatted(CARA));
                    other.start();
                    while (!rivalWaits()) {
                        Thread.sleep(10);
                    }
                } else {
                    other.join();
                    value(client, UPDATE.formatted(CARA));
                }
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
            value(client, UPDATE.formatted(DAN));
            return book(client, CARA, TINA, WEIGHTS, 14);
        });
        Booking.inTransaction(connection, work, 10);
        check(work.ends.equals(List.of("40P01", "done")), "40P01: tried again", work.ends);
        checkBooked(1, 14, "and booked once");
    }

    public static void main(String[] arguments) throws Exception {
        connection = connect(System.getenv("PGUSER"));
        rival = connect("rival");
        rival.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        observer = connect("rival");
        testBooking();
        testClash();
        testStatementFails();
        testCommitFails();
        testClashWhenTriedAgain();
        testGivingUp();
        testDeadlock();
        System.out.printf("1..%d%n", tests);
    }
}
