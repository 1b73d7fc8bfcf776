"""The database, for sockets: in threads of their own.

Django's views share one thread, and whoever waits behind a slow page there waits long. A host's command must not.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections

THREADS = 4
T = TypeVar("T")
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="classroom-database")


async def in_database(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_pool, _with_connection, work)


def _with_connection(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()
