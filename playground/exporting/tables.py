"""The measures of a run, for programs and for spreadsheets.

A cell that holds text can never be taken for a formula by a spreadsheet: one that begins like a formula is quoted.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

import msgspec

from playground import links
from playground.headless.columns import flat
from playground.knobs import SERVICES, write
from playground.measures import Second
from playground.runs import Run

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
LATENCIES = ("confirmed_p50_s", "confirmed_p99_s", "failed_p50_s")
PLAIN = ("offered", "attempts", "goodput", "failed", "gave_up", "browse_ok", "browse_failed", "shed")


def harmless(cell: Any) -> Any:
    """Numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS) else cell


def csv_text(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        buffer = StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow([harmless(cell) for cell in row])
        yield buffer.getvalue()


def identity_of(run: Run) -> dict[str, Any]:
    """What the run was: enough to have it again, to the byte."""
    return {
        "scenario": run.recipe.scenario,
        "seed": run.recipe.seed,
        "t_s": run.now,
        "fingerprint": run.fingerprint,
        "recipe": links.write(run.recipe),
    }


def measures_json(run: Run) -> Iterator[str]:
    found = {
        **identity_of(run),
        "settings": dict(run.settings),
        "faults": [fault.as_dict() for fault in run.faults.values()],
        "measures": run.summary(),
    }
    yield msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def measures_csv(run: Run) -> Iterator[str]:
    yield from csv_text([("name", "value")])
    yield from csv_text(identity_of(run).items())
    yield from csv_text((name, "" if value is None else value) for name, value in flat(run.summary()))
    yield from csv_text((name, write(name, value)) for name, value in run.settings.items())


def series_csv(run: Run) -> Iterator[str]:
    """A line for each second of virtual time that is over; `from_s` is where it began."""
    heads = ("from_s", *PLAIN, *(f"attempts_on_{name}" for name in SERVICES), *LATENCIES)
    yield from csv_text([heads])
    yield from csv_text(_second(place, second) for place, second in enumerate(run.measures.seconds))


def _second(place: int, second: Second) -> list[Any]:
    plain = [getattr(second, name) for name in PLAIN]
    attempts = [second.attempts_on.get(name, 0) for name in SERVICES]
    latencies = ["" if value is None else value for value in (second.p50, second.p99, second.failed_p50)]
    return [place, *plain, *attempts, *latencies]
