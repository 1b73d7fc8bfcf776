"""Where the pages of this site hand in jobs and ask after them: the runner of this process, and the board of all.

Everything here may be called from a view, synchronous or not, and from a consumer: nothing waits for a run.
"""

import secrets
import threading
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from playground.experiments import Plan
from playground.jobs.board import Board
from playground.jobs.job import Progress, Summarise
from playground.jobs.limits import Limits
from playground.jobs.owners import named
from playground.jobs.runner import Runner
from playground.sources import source_of

SESSION_KEY = "jobs"
OWNER_BYTES = 16
SOURCE_DIGITS = 12
_opening = threading.Lock()
_office: "Office | None" = None


class Office:
    """The runner, and where several processes share the site the board."""

    def __init__(self, runner: Runner, board: Board | None) -> None:
        self.runner = runner
        self._board = board

    @property
    def limits(self) -> Limits:
        return self.runner.limits

    def submit(
        self, owner: str, plans: Sequence[Plan], summarise: Summarise, *, key: str = "", title: str = ""
    ) -> Progress:
        """See Runner.submit. What this owner has under way or done under this key elsewhere is returned as well."""
        elsewhere = self.find(owner, key) if key else None
        if elsewhere is not None and elsewhere.state not in ("cancelled", "failed"):
            return elsewhere
        progress = self.runner.submit(owner, plans, summarise, key=key, title=title)
        if self._board is not None:
            self._board.post(progress)
        return progress

    def look(self, name: str) -> Progress | None:
        """None where there is no such job, any more."""
        return self.runner.look(name) or (self._board.look(name) if self._board else None)

    def find(self, owner: str, key: str) -> Progress | None:
        """The owner's latest job under that key."""
        return self.runner.find(owner, key) or (self._board.find(owner, key) if self._board else None)

    def cancel(self, name: str) -> None:
        if self.runner.look(name) is not None or self._board is None:
            self.runner.cancel(name)
        else:
            self._board.cancel(name)


def office() -> Office:
    """The one of this process, opened when first asked for."""
    global _office  # noqa: PLW0603  (one process, one crew of workers)
    with _opening:
        if _office is None:
            runner = Runner(Limits(**settings.PLAYGROUND_JOBS))
            _office = Office(runner, Board(cache, runner) if settings.REDIS_URL else None)
        return _office


# -- whose jobs are whose ----------------------------------------------------------------------------------------------


def owner_of(request: HttpRequest) -> str | None:
    """Who asks, if they have asked for something before. Touches no cookie."""
    owner: str | None = request.session.get(SESSION_KEY)
    return owner


def ensure_owner(request: HttpRequest) -> str:
    """Who asks; a new name, and with it the session's cookie, for somebody who never asked for anything."""
    owner = owner_of(request)
    if owner is None:
        owner = named(_where(request), secrets.token_urlsafe(OWNER_BYTES))
        request.session[SESSION_KEY] = owner
    return owner


def owner_or_visitor(request: HttpRequest, key: str) -> str:
    """Who asks for the job of that key; somebody who never asked for anything gets no cookie for it."""
    return owner_of(request) or named(_where(request), key)


def _where(request: HttpRequest) -> str:
    where: str = salted_hmac("playground.jobs.source", source_of(request.META.get("REMOTE_ADDR", ""))).hexdigest()
    return where[:SOURCE_DIGITS]
