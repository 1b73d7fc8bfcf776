"""Seats for a crowd: `python -m tests.bench.classroom.seats CODE NUMBER` prints a session for each, a line each."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lesson.settings")


def main() -> None:
    django.setup()
    from django.db import transaction

    from lesson.classroom import access, rooms, seats
    from lesson.sessions import SessionStore

    room = rooms.find(sys.argv[1])
    assert room is not None
    with transaction.atomic():
        for _ in range(int(sys.argv[2])):
            _, token = seats.take(room)
            session = SessionStore()
            access.keep(session, access.SEATS, room.code, token)
            session.create()
            print(session.session_key)


if __name__ == "__main__":
    main()
