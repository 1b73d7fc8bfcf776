"""The database, for sockets: in a few threads of their own, each with a connection that it keeps.

Django's views share one thread, and whoever waits behind a slow page there waits long. A host's command must not. To
open a connection for every command would cost more than the command; these threads do not come and go.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connections

THREADS = 4
T = TypeVar("T")
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="classroom-database")


async def in_database(work: Callable[[], T]) -> T:
    """`work` may be done twice, should the connection have been lost: it reads, or writes what may be written again."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _connected, work)


def _connected(work: Callable[[], T]) -> T:
    try:
        return work()
    except (OperationalError, InterfaceError):
        connections.close_all()  # the server was restarted, say
        return work()
