import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Booking at the club with JDBC. */
class Booking {
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** What to mark and to say in the form. */
    record Explanation(String field, String message, String detail, String hint) {}

    /** Serialization failure, deadlock. */
    private static final Set<String> AGAIN = Set.of("40001", "40P01");

    /** The field of the form that is to be marked, by the rule that was broken. */
    private static final Map<String, String> FIELDS = Map.of(
        "trainer_double_booked", "trainer",
        "room_double_booked", "room",
        "member_double_booked", "member",
        "trainer_away", "trainer",
        "room_closed", "room",
        "club_closed", "time");

    /**
     * Returns what the work does, done as a whole or not at all. When the server
     * says that the transaction has to be run again, all of it is run again, what
     * it read included. commit() may say so too.
     */
    static <T> T inTransaction(Connection connection, Work<T> work, int tries)
            throws SQLException, InterruptedException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        for (int attempt = 1;; attempt++) {
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException error) {
                connection.rollback();
                if (!AGAIN.contains(error.getSQLState()) || attempt == tries) {
                    throw error;
                }
            }
            Thread.sleep(ThreadLocalRandom.current().nextLong(10L << attempt));
        }
    }

    /** Books a session and returns its id; without a room it is an online session. */
    static long book(Connection connection, long memberId, long trainerId, Long roomId,
            ZonedDateTime startTime, ZonedDateTime endTime) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT fitclub.book_session(
                    member_id => ?, trainer_id => ?, room_id => ?,
                    start_time => ?, end_time => ?)
                """)) {
            statement.setLong(1, memberId);
            statement.setLong(2, trainerId);
            statement.setObject(3, roomId, Types.BIGINT);
            statement.setObject(4, startTime.toOffsetDateTime());
            statement.setObject(5, endTime.toOffsetDateTime());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    /** Pays what a session costs, by card, and returns it. */
    static BigDecimal pay(Connection connection, long sessionId) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(
                    "SELECT billing_id, amount FROM fitclub.billing_item WHERE private_session_id = ?");
                PreparedStatement pay = connection.prepareStatement(
                    "SELECT fitclub.record_payment(billing_id => ?, amount => ?, payment_type => 'card')")) {
            find.setLong(1, sessionId);
            ResultSet bill = find.executeQuery();
            bill.next();
            BigDecimal amount = bill.getBigDecimal("amount");
            pay.setLong(1, bill.getLong("billing_id"));
            pay.setBigDecimal(2, amount);
            pay.execute();
            return amount;
        }
    }

    /** Tells clashes from all else that can fail, which is thrown on. */
    static Explanation explain(SQLException error) throws SQLException {
        if (!"23P01".equals(error.getSQLState())) {
            throw error;
        }
        ServerErrorMessage refusal = ((PSQLException) error).getServerErrorMessage();
        return new Explanation(FIELDS.get(refusal.getConstraint()),
            refusal.getMessage(), refusal.getDetail(), refusal.getHint());
    }
}
