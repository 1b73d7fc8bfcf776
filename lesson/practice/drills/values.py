"""What a worker process sends back of one graded run: a number for each goal.

Apart from everything else, so that a worker loads the engine and nothing of the site.
"""

from typing import Any

import msgspec

from playground.experiments import Result
from playground.formulas import Formula


class Values(msgspec.Struct, frozen=True):
    """Reads these formulas off a run; None where a run has no such value."""

    formulas: tuple[str, ...]

    def __call__(self, result: Result) -> list[float | None]:
        measures: dict[str, Any] = result.measures
        return [Formula(text)(measures) for text in self.formulas]
