"""Sessions in the database, written by one thread at a time.

SQLite lets one writer in and makes the others try again later, by luck: when three hundred people come in at once, the
unlucky wait for many seconds. Here they wait for each other, in turn.
"""

import threading

from django.contrib.sessions.backends import db

writing = threading.RLock()
"""Whoever else writes a little for everybody at once takes it as well."""


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        with writing:
            super().save(must_create)
