"""Idempotency: the server recognises that a request is the same intent as before and does not act twice.

The client sends a key that names the intent, the same on every retry. The four answers are those of the IETF draft
"The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header-07): new → do it; finished → replay
the stored result; still in progress → 409; same key with another payload → 422.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


class InProgress(Exception):
    """The original is still being worked on (HTTP 409)."""


class KeyReused(Exception):
    """The key was used for another payload (HTTP 422)."""


@dataclass(slots=True)
class Record:
    """What is kept under a key. `result` means something only once `finished`."""

    payload: Any
    began: float
    finished: bool = False
    result: Any = None


class IdempotencyStore:
    """Results by key, kept for `retention` seconds after their request began.

    `keep_errors` decides what a retry gets after an error: the same error again (Stripe v1 does that) or a fresh try.
    """

    def __init__(self, retention: float = 86_400.0, *, keep_errors: bool = False) -> None:
        self.retention = retention
        self.keep_errors = keep_errors
        self._records: dict[str, Record] = {}

    def __len__(self) -> int:
        return len(self._records)

    def begin(self, key: str, payload: Any, now: float) -> Record | None:
        """None: the key is new and now in progress. A finished record: replay it. Otherwise raises."""
        self._expire(now)
        record = self._records.get(key)
        if record is None:
            self._records[key] = Record(payload, now)
            return None
        if record.payload != payload:
            raise KeyReused(key)
        if not record.finished:
            raise InProgress(key)
        return record

    def finish(self, key: str, result: Any, *, failed: bool = False) -> None:
        """Store the result, or forget the key where an error is to be tried afresh."""
        record = self._records.get(key)
        if record is None:
            return
        if failed and not self.keep_errors:
            del self._records[key]
            return
        record.finished, record.result = True, result

    def result(self, key: str) -> Any:
        """What is stored under the key; None where nothing is, or not yet."""
        record = self._records.get(key)
        return record.result if record is not None and record.finished else None

    def abandon(self) -> None:
        """After a crash: what was in progress is in progress no more, and nothing is known about it."""
        self._records = {key: record for key, record in self._records.items() if record.finished}

    def lose(self) -> None:
        """After a crash of a store kept in memory: everything is forgotten."""
        self._records.clear()

    async def run(self, key: str, payload: Any, operation: Callable[[], Awaitable[Any]]) -> Any:
        """Do `operation` at most once for `key`; the same result for everybody who asks under it."""
        record = self.begin(key, payload, asyncio.get_running_loop().time())
        if record is not None:
            if isinstance(record.result, Exception):
                raise record.result
            return record.result
        try:
            result = await operation()
        except Exception as error:
            self.finish(key, error, failed=True)
            raise
        except asyncio.CancelledError:
            self._records.pop(key, None)
            raise
        self.finish(key, result)
        return result

    def _expire(self, now: float) -> None:
        """Drop what is past its retention. Records stand in the order in which they began."""
        while self._records:
            key = next(iter(self._records))
            if self._records[key].began + self.retention > now:
                return
            del self._records[key]
