"""Booking at the club with SQLAlchemy, whose models are the tables themselves."""

import random
import time

from sqlalchemy import MetaData, create_engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Session


def connect():
    """Where and as whom is up to PGHOST, PGDATABASE, PGUSER, and ~/.pgpass."""
    return create_engine(
        "postgresql+psycopg2://", isolation_level="SERIALIZABLE", future=True
    )


def reflect(engine):
    """Returns classes for all tables, with their columns, keys and relationships."""
    metadata = MetaData(schema="fitclub")
    metadata.reflect(engine)
    base = automap_base(metadata=metadata)
    base.prepare()
    return base.classes


AGAIN = {"40001", "40P01"}  # serialization failure, deadlock


def in_transaction(engine, work, tries=10):
    """Returns what work(session) does, done as a whole or not at all.

    When the server says that the transaction has to be run again, all of it is
    run again, what it read included. COMMIT may say so too.
    """
    for attempt in range(1, tries + 1):
        try:
            with Session(engine, future=True) as session, session.begin():
                return work(session)
        except DBAPIError as error:
            if error.orig.pgcode not in AGAIN or attempt == tries:
                raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))


def book(session, member_id, trainer_id, room_id, start_time, end_time):
    """Books a session and returns its id. The times have a time zone."""
    return session.scalar(
        select(func.fitclub.book_session(member_id, trainer_id, room_id, start_time, end_time))
    )


def pay(session, tables, session_id):
    """Pays what a session costs, by card, and returns it: a Decimal."""
    bill = session.scalars(
        select(tables.billing_item).where(tables.billing_item.private_session_id == session_id)
    ).one()
    session.scalar(select(func.fitclub.record_payment(bill.billing_id, bill.amount, "card")))
    session.refresh(bill)  # the function has changed it
    return bill.amount


# The field of the form that is to be marked, by the rule that was broken.
FIELDS = {
    "trainer_double_booked": "trainer",
    "room_double_booked": "room",
    "member_double_booked": "member",
    "trainer_away": "trainer",
    "room_closed": "room",
    "club_closed": "time",
}


def book_or_explain(engine, *booking):
    """Returns the session's id, or what to mark and to say in the form."""
    try:
        return {"session_id": in_transaction(engine, lambda session: book(session, *booking))}
    except DBAPIError as error:
        if error.orig.pgcode != "23P01":
            raise
        refusal = error.orig.diag
        return {
            "field": FIELDS[refusal.constraint_name],
            "message": refusal.message_primary,
            "detail": refusal.message_detail,
            "hint": refusal.message_hint,
        }
