"""Booking at the club with psycopg 3."""

import random
import time
import uuid

import psycopg
from psycopg import errors


def connect():
    """Where and as whom is up to PGHOST, PGDATABASE, PGUSER, and ~/.pgpass."""
    connection = psycopg.connect("", autocommit=True)
    connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
    return connection


def in_transaction(connection, work, tries=10):
    """Returns what work(cursor) does, done as a whole or not at all.

    When the server says that the transaction has to be run again, all of it is
    run again, what it read included. COMMIT may say so too.
    """
    for attempt in range(1, tries + 1):
        try:
            with connection.transaction(), connection.cursor() as cursor:
                return work(cursor)
        except (errors.SerializationFailure, errors.DeadlockDetected):
            if attempt == tries:
                raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))


def book(cursor, member_id, trainer_id, room_id, start_time, end_time):
    """Books a session and returns its id. The times have a time zone."""
    cursor.execute(
        """
        SELECT fitclub.book_session(
            member_id => %s, trainer_id => %s, room_id => %s,
            start_time => %s, end_time => %s)
        """,
        (member_id, trainer_id, room_id, start_time, end_time),
    )
    return cursor.fetchone()[0]


def pay(cursor, session_id, request_key):
    """Pays what a session costs, by card, and returns it: a Decimal.

    Called again with the same key it pays nothing.
    """
    cursor.execute(
        "SELECT billing_id, amount FROM fitclub.billing_item WHERE private_session_id = %s",
        (session_id,),
    )
    billing_id, amount = cursor.fetchone()
    cursor.execute(
        """
        SELECT fitclub.record_payment(
            billing_id => %s, amount => %s, payment_type => 'card', request_key => %s)
        """,
        (billing_id, amount, request_key),
    )
    return amount


def pay_once(session_id, tries=5):
    """Pays what a session costs, also where a connection breaks before the answer."""
    request_key = str(uuid.uuid4())
    for attempt in range(1, tries + 1):
        try:
            with connect() as connection:
                return in_transaction(
                    connection, lambda cursor: pay(cursor, session_id, request_key)
                )
        except psycopg.OperationalError:
            if attempt == tries:
                raise
            time.sleep(random.uniform(0, 0.1 * 2**attempt))


def free_times(cursor, length, first, last):
    """When a session of that length can be booked: times, trainer, room."""
    cursor.execute(
        "SELECT start_time, end_time, trainer_id, room_id"
        " FROM fitclub.find_slots(%s, %s, %s, max_slots => 20)",
        (length, first, last),
    )
    return cursor.fetchall()


def book_with_any(cursor, member_id, start_time, end_time):
    """Books a session with any trainer who is free, and returns its id."""
    cursor.execute(
        "SELECT fitclub.book_available_session(%s, %s, %s)",
        (member_id, start_time, end_time),
    )
    return cursor.fetchone()[0]


# The field of the form that is to be marked, by the rule that was broken.
FIELDS = {
    "trainer_double_booked": "trainer",
    "room_double_booked": "room",
    "member_double_booked": "member",
    "trainer_away": "trainer",
    "room_closed": "room",
    "club_closed": "time",
}


def book_or_explain(connection, *booking):
    """Returns the session's id, or what to mark and to say in the form."""
    try:
        return {"session_id": in_transaction(connection, lambda cursor: book(cursor, *booking))}
    except errors.ExclusionViolation as error:  # 23P01
        return {
            "field": FIELDS[error.diag.constraint_name],
            "message": error.diag.message_primary,
            "detail": error.diag.message_detail,
            "hint": error.diag.message_hint,
        }
