#!/usr/bin/python3
"""Prints what happens to the bookings of a club, as soon as it is committed.

usage: listen.py [CONNECTION]

CONNECTION is one of libpq's, such as "host=db dbname=club user=desk"; the
environment's PGHOST and so on hold as well. Each line is the event, with the
row as this user may see it now: null when it is gone, or not for this user.
"""

import json
import signal
import sys

import psycopg

KEYS = {
    "private_session": "session_id",
    "class_schedule": "class_id",
    "class_registration": "registration_id",
}


def look_up(reader, event):
    """The row that an event is about."""
    key = KEYS[event["table"]]
    found = reader.execute(
        f"SELECT to_jsonb(r) FROM fitclub.{event['table']} AS r WHERE {key} = %s",
        [event["id"]],
    ).fetchone()
    return found and found[0]


def main():
    connection = " ".join(sys.argv[1:])

    # One connection listens and does nothing else, another one reads.
    with psycopg.connect(connection, autocommit=True) as listener, psycopg.connect(
        connection, autocommit=True
    ) as reader:
        listener.execute("LISTEN fitclub")
        # From here on nothing is missed: a program that keeps a copy of the bookings
        # reads all of them now, and again after every new connection.
        print("listening", flush=True)
        for notification in listener.notifies():
            event = json.loads(notification.payload)
            row = look_up(reader, event) if "id" in event else None
            print(json.dumps({**event, "row": row}, sort_keys=True), flush=True)


if __name__ == "__main__":
    # Ctrl-C ends it at once. As a KeyboardInterrupt psycopg can lose it, and
    # then waits on for the next notification.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        main()
    except psycopg.Error as error:
        sys.exit(f"listen.py: {error}")
