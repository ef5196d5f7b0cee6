#!/usr/bin/python3
"""Two clients at once, with psycopg 3. Prints TAP."""

import threading
import time
from datetime import timedelta
from decimal import Decimal

import psycopg
from psycopg import errors

import booking
from booking import (
    book, book_or_explain, book_with_any, connect, free_times, in_transaction, pay, pay_once,
)
from two_clients import (
    ANA, BEN, CARA, DAN, OMAR, TINA, WEIGHTS, YOGA,
    Tries, check, check_explanation, finish, slot,
)


def value(connection, query, *arguments):
    return connection.execute(query, arguments).fetchone()[0]


def booked(hour):
    """How many sessions the trainer has at an hour."""
    return value(
        rival,
        "SELECT count(*) FROM fitclub.private_session"
        " WHERE trainer_id = %s AND start_time = %s AND cancelled_at IS NULL",
        TINA,
        slot(hour)[0],
    )


class Work(Tries):
    error = psycopg.Error

    @staticmethod
    def state(error):
        return error.sqlstate


def take_snapshot(cursor):
    cursor.execute("SELECT count(*) FROM fitclub.private_session")


def change_trainer():
    """Writes a row that a booking of the trainer builds on."""
    value(rival, "SELECT fitclub.update_trainer(%s, phone_number => %s)", TINA, str(time.time_ns()))


def test_booking():
    start, end = slot(9)
    session_id, amount = in_transaction(
        connection,
        lambda cursor: (
            (session_id := book(cursor, ANA, TINA, WEIGHTS, start, end)),
            pay(cursor, session_id, "at the desk"),
        ),
    )
    at = value(
        rival,
        "SELECT to_char(start_time AT TIME ZONE 'America/Toronto', 'YYYY-MM-DD HH24:MI')"
        " FROM fitclub.private_session WHERE session_id = %s",
        session_id,
    )
    check(at == "2035-01-08 09:00", "a session is booked, at the time that the club's clock shows", at)
    check(
        isinstance(amount, Decimal) and str(amount) == "85.00",
        "and its bill paid, to the cent",
        repr(amount),
    )
    status = value(
        rival, "SELECT status FROM fitclub.billing_item WHERE private_session_id = %s", session_id
    )
    check(status == "paid", "as the club's books say", status)


def test_clash():
    start, end = (time + timedelta(minutes=30) for time in slot(9))
    answer = book_or_explain(connection, BEN, TINA, None, start, end)
    check_explanation(answer)
    work = Work(lambda cursor, attempt: book(cursor, BEN, TINA, None, start, end))
    try:
        in_transaction(connection, work)
    except errors.ExclusionViolation:
        pass
    check(work.ends == ["23P01"], "and not tried again", work.ends)


def test_statement_fails():
    def steps(cursor, attempt):
        take_snapshot(cursor)
        if attempt == 1:
            change_trainer()
        return book(cursor, ANA, TINA, WEIGHTS, *slot(10))

    work = Work(steps)
    in_transaction(connection, work)
    check(work.ends == ["40001", "done"], "40001 of a statement: tried again", work.ends)
    check(booked(10) == 1, "and booked once", booked(10))


def test_commit_fails():
    def steps(cursor, attempt):
        take_snapshot(cursor)
        session_id = book(cursor, ANA, TINA, WEIGHTS, *slot(11))
        if attempt == 1:
            with rival.transaction(), rival.cursor() as other:
                take_snapshot(other)
                book(other, BEN, OMAR, YOGA, *slot(11))
        return session_id

    work = Work(steps)
    in_transaction(connection, work)
    check(work.ends == ["done", "done"], "40001 of COMMIT: tried again", work.ends)
    check(booked(11) == 1, "and booked once", booked(11))


def test_clash_when_tried_again():
    def steps(cursor, attempt):
        take_snapshot(cursor)
        if attempt == 1:
            change_trainer()
        else:
            with rival.cursor() as other:
                book(other, BEN, TINA, None, *slot(12))
        return book(cursor, ANA, TINA, WEIGHTS, *slot(12))

    work = Work(steps)
    constraint = None
    try:
        in_transaction(connection, work)
    except errors.ExclusionViolation as error:
        constraint = error.diag.constraint_name
    check(
        work.ends == ["40001", "23P01"] and constraint == "trainer_double_booked",
        "40001, and a clash when tried again: told",
        work.ends,
        constraint,
    )
    check(booked(12) == 1, "and booked once, by the other", booked(12))


def test_giving_up():
    def steps(cursor, attempt):
        take_snapshot(cursor)
        change_trainer()
        return book(cursor, ANA, TINA, WEIGHTS, *slot(13))

    work = Work(steps)
    given_up = False
    try:
        in_transaction(connection, work, tries=3)
    except errors.SerializationFailure:
        given_up = True
    check(given_up and work.ends == ["40001"] * 3, "40001 again and again: given up", work.ends)
    check(booked(13) == 0, "and nothing is booked", booked(13))


def test_deadlock():
    update = "SELECT fitclub.update_member(%s, notes => 'Back from holidays')"

    def other_order():
        with rival.transaction():
            value(rival, update, DAN)
            value(rival, update, CARA)

    other = threading.Thread(target=other_order)

    def steps(cursor, attempt):
        if attempt == 1:
            cursor.execute(update, (CARA,))
            other.start()
            while not value(
                observer,
                "SELECT EXISTS (SELECT FROM pg_stat_activity"
                " WHERE usename = 'rival' AND wait_event_type = 'Lock')",
            ):
                time.sleep(0.01)
        else:
            other.join()
            cursor.execute(update, (CARA,))
        cursor.execute(update, (DAN,))
        return book(cursor, CARA, TINA, WEIGHTS, *slot(14))

    work = Work(steps)
    in_transaction(connection, work)
    check(work.ends == ["40P01", "done"], "40P01: tried again", work.ends)
    check(booked(14) == 1, "and booked once", booked(14))


def test_free_times():
    start, end = slot(15)
    offers = in_transaction(
        connection, lambda cursor: free_times(cursor, timedelta(hours=1), start, end)
    )
    check(offers[0][:2] == (start, end), "a free time is offered", offers)
    booked_with = []
    for member_id in (ANA, BEN):
        session_id = in_transaction(
            connection, lambda cursor: book_with_any(cursor, member_id, *offers[0][:2])
        )
        booked_with.append(
            value(
                rival,
                "SELECT trainer_id FROM fitclub.private_session WHERE session_id = %s",
                session_id,
            )
        )
    check(
        booked_with[0] == offers[0][2] and booked_with[1] != booked_with[0],
        "and booked with the trainer named, then with another one",
        booked_with,
    )


def test_broken_connection():
    """The answer to COMMIT is lost, as where the network is gone."""
    session_id = in_transaction(
        connection, lambda cursor: book(cursor, ANA, TINA, WEIGHTS, *slot(16))
    )
    answers = []

    def lose_first_answer(*arguments):
        answers.append(in_transaction(*arguments))
        if len(answers) == 1:
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return answers[-1]

    booking.in_transaction = lose_first_answer
    amount = pay_once(session_id)
    booking.in_transaction = in_transaction
    check(
        answers == [amount, amount],
        "a payment whose answer was lost is asked for again",
        answers,
    )
    paid = value(
        rival,
        "SELECT array_agg(p.amount) FROM fitclub.payment AS p"
        " JOIN fitclub.billing_item AS b USING (billing_id) WHERE b.private_session_id = %s",
        session_id,
    )
    check(paid == [amount], "and recorded once", paid)


connection = connect()
rival = psycopg.connect("user=rival", autocommit=True)
rival.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
observer = psycopg.connect("user=rival application_name=observer", autocommit=True)

test_booking()
test_clash()
test_statement_fails()
test_commit_fails()
test_clash_when_tried_again()
test_giving_up()
test_deadlock()
test_free_times()
test_broken_connection()
finish()
