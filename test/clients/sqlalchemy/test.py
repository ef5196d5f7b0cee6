#!/usr/bin/python3
"""Reflection, and two clients at once, with SQLAlchemy. Prints TAP."""

import threading
import time
import warnings
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, SAWarning
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from booking import book, book_or_explain, connect, in_transaction, pay, reflect
from two_clients import (
    ANA, BEN, CARA, DAN, OMAR, TINA, WEIGHTS, YOGA,
    Tries, check, check_explanation, finish, slot,
)


def same(reflected, catalog, name):
    """Passes when both are the same set, and there is something in it."""
    check(catalog and reflected == catalog, name, reflected ^ catalog)


def catalog(query):
    """The rows of a query, in which lists come as tuples, as a set."""
    with engine.connect() as connection:
        return {
            tuple(tuple(value) if isinstance(value, list) else value for value in row)
            for row in connection.execute(text(query))
        }


def booked(hour):
    """How many sessions the trainer has at an hour."""
    private_session = tables.private_session
    return value(
        select(func.count())
        .select_from(private_session)
        .where(
            private_session.trainer_id == TINA,
            private_session.start_time == slot(hour)[0],
            private_session.cancelled_at.is_(None),
        )
    )


def value(statement, engine=None):
    """What another client's transaction of one statement returns."""
    with Session(engine or rival, future=True) as session, session.begin():
        return session.scalar(statement)


class Work(Tries):
    error = DBAPIError

    @staticmethod
    def state(error):
        return error.orig.pgcode


def take_snapshot(session):
    session.scalar(select(func.count()).select_from(tables.private_session))


def change_trainer():
    """Writes a row that a booking of the trainer builds on."""
    value(
        text("SELECT fitclub.update_trainer(:trainer_id, phone_number => :phone_number)").bindparams(
            trainer_id=TINA, phone_number=str(time.time_ns())
        )
    )


def failure(work, **options):
    """What the work failed with, or None."""
    try:
        in_transaction(engine, work, **options)
    except DBAPIError as error:
        return error.orig
    return None


def columns_of(table, numbers):
    """SQL for the names of a key's columns, in its order."""
    return f"""(
        SELECT array_agg(attname::text ORDER BY position)
        FROM unnest({numbers}) WITH ORDINALITY AS key (number, position)
        JOIN pg_attribute ON attrelid = {table}.oid AND attnum = number)"""


def test_reflection():
    metadata = tables.member.__table__.metadata
    reflected = metadata.tables.values()

    same(
        {(table.name, table.comment) for table in reflected},
        catalog(
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class"
            " WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'r'"
        ),
        "all tables are reflected, with their comments",
    )
    same(
        {
            (table.name, column.name, not column.nullable, column.comment)
            for table in reflected
            for column in table.columns
        },
        catalog(
            "SELECT relname, attname, attnotnull, col_description(attrelid, attnum)"
            " FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'r'"
            " AND attnum > 0 AND NOT attisdropped"
        ),
        "and all columns",
    )
    unknown = [
        column for table in reflected for column in table.columns if isinstance(column.type, NullType)
    ]
    check(not unknown, "each of a type that SQLAlchemy knows", unknown)
    same(
        {
            (table.name, table.primary_key.name, tuple(table.primary_key.columns.keys()))
            for table in reflected
        },
        catalog(
            f"""
            SELECT own.relname, conname, {columns_of("own", "conkey")}
            FROM pg_constraint
            JOIN pg_class AS own ON own.oid = conrelid
            WHERE connamespace = 'fitclub'::regnamespace AND contype = 'p'
            """
        ),
        "all primary keys",
    )
    same(
        {
            (
                table.name,
                key.name,
                tuple(key.column_keys),
                key.referred_table.name,
                tuple(element.column.name for element in key.elements),
            )
            for table in reflected
            for key in table.foreign_key_constraints
        },
        catalog(
            f"""
            SELECT own.relname, conname, {columns_of("own", "conkey")},
                referred.relname, {columns_of("referred", "confkey")}
            FROM pg_constraint
            JOIN pg_class AS own ON own.oid = conrelid
            JOIN pg_class AS referred ON referred.oid = confrelid
            WHERE connamespace = 'fitclub'::regnamespace AND contype = 'f'
            """
        ),
        "all foreign keys",
    )


def test_relationships():
    with Session(engine, future=True) as session:
        classes = session.scalars(
            select(tables.class_schedule).order_by(tables.class_schedule.class_id)
        ).all()
        rooms = {one.name: (one.room.name, one.trainer.last_name) for one in classes}
        by_sql = {
            name: (room, trainer)
            for name, room, trainer in session.execute(
                text(
                    "SELECT c.name, r.name, t.last_name FROM fitclub.class_schedule AS c"
                    " JOIN fitclub.room AS r USING (room_id)"
                    " JOIN fitclub.trainer AS t USING (trainer_id) ORDER BY class_id"
                )
            )
        }
        check(rooms and rooms == by_sql, "rows lead to the rows that they refer to", rooms)


def test_booking():
    session_id, amount = in_transaction(
        engine,
        lambda session: (
            (session_id := book(session, ANA, TINA, WEIGHTS, *slot(9))),
            pay(session, tables, session_id),
        ),
    )
    with Session(engine, future=True) as session:
        booked_session = session.get(tables.private_session, session_id)
        check(
            booked_session.start_time == slot(9)[0],
            "a session is booked, at the time that the club's clock shows",
            booked_session.start_time,
        )
        check(
            isinstance(amount, Decimal) and str(amount) == "85.00",
            "and its bill paid, to the cent",
            repr(amount),
        )
        (bill,) = booked_session.billing_item_collection
        check(bill.status == "paid", "as the club's books say", bill.status)


def test_clash():
    start, end = (time + timedelta(minutes=30) for time in slot(9))
    answer = book_or_explain(engine, BEN, TINA, None, start, end)
    check_explanation(answer)
    work = Work(lambda session, attempt: book(session, BEN, TINA, None, start, end))
    failure(work)
    check(work.ends == ["23P01"], "and not tried again", work.ends)


def test_statement_fails():
    def steps(session, attempt):
        take_snapshot(session)
        if attempt == 1:
            change_trainer()
        return book(session, ANA, TINA, WEIGHTS, *slot(10))

    work = Work(steps)
    in_transaction(engine, work)
    check(work.ends == ["40001", "done"], "40001 of a statement: tried again", work.ends)
    check(booked(10) == 1, "and booked once", booked(10))


def test_commit_fails():
    def steps(session, attempt):
        take_snapshot(session)
        session_id = book(session, ANA, TINA, WEIGHTS, *slot(11))
        if attempt == 1:
            with Session(rival, future=True) as other, other.begin():
                take_snapshot(other)
                book(other, BEN, OMAR, YOGA, *slot(11))
        return session_id

    work = Work(steps)
    in_transaction(engine, work)
    check(work.ends == ["done", "done"], "40001 of COMMIT: tried again", work.ends)
    check(booked(11) == 1, "and booked once", booked(11))


def test_clash_when_tried_again():
    def steps(session, attempt):
        take_snapshot(session)
        if attempt == 1:
            change_trainer()
        else:
            with Session(rival, future=True) as other, other.begin():
                book(other, BEN, TINA, None, *slot(12))
        return book(session, ANA, TINA, WEIGHTS, *slot(12))

    work = Work(steps)
    error = failure(work)
    check(
        work.ends == ["40001", "23P01"] and error.diag.constraint_name == "trainer_double_booked",
        "40001, and a clash when tried again: told",
        work.ends,
        error,
    )
    check(booked(12) == 1, "and booked once, by the other", booked(12))


def test_giving_up():
    def steps(session, attempt):
        take_snapshot(session)
        change_trainer()
        return book(session, ANA, TINA, WEIGHTS, *slot(13))

    work = Work(steps)
    error = failure(work, tries=3)
    check(
        error is not None and error.pgcode == "40001" and work.ends == ["40001"] * 3,
        "40001 again and again: given up",
        work.ends,
    )
    check(booked(13) == 0, "and nothing is booked", booked(13))


def test_deadlock():
    def update(member_id):
        return text(
            "SELECT fitclub.update_member(:member_id, notes => 'Back from holidays')"
        ).bindparams(member_id=member_id)

    def other_order():
        with Session(rival, future=True) as session, session.begin():
            session.scalar(update(DAN))
            session.scalar(update(CARA))

    other = threading.Thread(target=other_order)
    waits = text(
        "SELECT EXISTS (SELECT FROM pg_stat_activity"
        " WHERE usename = 'rival' AND wait_event_type = 'Lock')"
    )

    def steps(session, attempt):
        if attempt == 1:
            session.scalar(update(CARA))
            other.start()
            while not value(waits):
                time.sleep(0.01)
        else:
            other.join()
            session.scalar(update(CARA))
        session.scalar(update(DAN))
        return book(session, CARA, TINA, WEIGHTS, *slot(14))

    work = Work(steps)
    in_transaction(engine, work)
    check(work.ends == ["40P01", "done"], "40P01: tried again", work.ends)
    check(booked(14) == 1, "and booked once", booked(14))


# Unique indexes on lower(email) are no keys to SQLAlchemy, and it says so.
warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression", SAWarning)
warnings.filterwarnings("error", category=SAWarning, message="Did not recognize type")

engine = connect()
rival = create_engine(
    "postgresql+psycopg2://rival@", isolation_level="SERIALIZABLE", future=True
)
tables = reflect(engine)

test_reflection()
test_relationships()
test_booking()
test_clash()
test_statement_fails()
test_commit_fails()
test_clash_when_tried_again()
test_giving_up()
test_deadlock()
finish()
