"""Exports: a recipe is run again, headless, up to an instant, and what is asked for is written to a file.

Nothing is taken from the live run. It holds only its last minute, and the recipe has everything. How much is run again
is limited, since somebody waits for it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import msgspec

from playground.checkout.events import Event
from playground.checkout.trace import as_record
from playground.exporting import otlp, tables
from playground.exporting.spans import Spans
from playground.runs import Recipe, Run

VIRTUAL_S_MAX = 3600.0
EVENTS_MAX = 1_000_000
SPAN_EVENTS_MAX = 400_000
"""Spans are held in memory until the end, events are not."""
BYTES_MAX = 300_000_000


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to write: `what` is a name in EXPORTS, `order` narrows spans and trace to one checkout."""

    what: str
    recipe: Recipe
    until: float
    order: int | None = None
    epoch_s: int = otlp.EPOCH_S


class Done(msgspec.Struct, frozen=True, tag=True):
    """It was written: so many bytes, of a run with this fingerprint."""

    fingerprint: str
    size: int


class Refused(msgspec.Struct, frozen=True, tag=True):
    """It was not; `message` says what to change."""

    message: str


class TooLargeError(ValueError):
    pass


class Export:
    """The base of all kinds: takes events as they come, and says in the end what is to be written."""

    events_max = EVENTS_MAX

    def __init__(self, job: Job) -> None:
        self.job = job

    def take(self, events: Sequence[Event]) -> Iterator[bytes]:
        return iter(())

    def finish(self, run: Run) -> Iterator[bytes]:
        return iter(())


class Trace(Export):
    """Every event, a JSON object a line, with named fields."""

    def take(self, events: Sequence[Event]) -> Iterator[bytes]:
        wanted = self.job.order
        chosen = events if wanted is None else [event for event in events if getattr(event, "order", None) == wanted]
        yield msgspec.json.Encoder().encode_lines([as_record(event) for event in chosen])


class SpansExport(Export):
    events_max = SPAN_EVENTS_MAX

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.spans = Spans(job.recipe.scenario, job.recipe.seed, job.order)

    def take(self, events: Sequence[Event]) -> Iterator[bytes]:
        self.spans.take(events)
        return iter(())

    def finish(self, run: Run) -> Iterator[bytes]:
        self.spans.settle(run.now)
        about = {f"faultline.{name}": value for name, value in tables.identity_of(run).items()}
        return otlp.document(self.spans.all(), about, self.job.epoch_s)


def _measured(write: Callable[[Run], Iterator[str]]) -> type[Export]:
    class Measured(Export):
        def finish(self, run: Run) -> Iterator[bytes]:
            return (part.encode() for part in write(run))

    return Measured


class Kind(msgspec.Struct, frozen=True):
    title: str
    about: str
    suffix: str
    content_type: str
    export: Callable[[Job], Export]


EXPORTS: dict[str, Kind] = {
    "measures-csv": Kind("Measures, CSV", "every measure and setting, a name and a value a line", "measures.csv",
                         "text/csv; charset=utf-8", _measured(tables.measures_csv)),
    "series-csv": Kind("Seconds, CSV", "what happened in each second, for a chart of your own", "seconds.csv",
                       "text/csv; charset=utf-8", _measured(tables.series_csv)),
    "measures-json": Kind("Measures, JSON", "measures, series, settings and faults in force", "measures.json",
                          "application/json", _measured(tables.measures_json)),
    "trace": Kind("Trace, JSON lines", "every event with named fields, one a line", "trace.jsonl",
                  "application/x-ndjson", Trace),
    "spans": Kind("Spans, OTLP JSON", "for a tracing backend: each checkout a trace, each message a span",
                  "spans.otlp.json", "application/json", SpansExport),
}  # fmt: skip


def export(job: Job, out: BinaryIO) -> Done | Refused:
    """Run it all again and write the export to `out`."""
    size = 0
    try:
        with Run(job.recipe.until(job.until)) as run:
            for part in _parts(EXPORTS[job.what].export(job), run, job.until):
                size += out.write(part)
                if size > BYTES_MAX:
                    raise TooLargeError(f"The file would be larger than {BYTES_MAX // 1_000_000} MB")
            return Done(run.fingerprint, size)
    except TooLargeError as error:
        return Refused(f"{error}. Export up to an earlier instant, or let fewer customers come.")


def _parts(writing: Export, run: Run, until: float) -> Iterator[bytes]:
    count = 0
    for events in run.strides(until):
        count += len(events)
        if count > writing.events_max:
            raise TooLargeError(f"By {run.now:.0f} s more than {writing.events_max:,} things had happened")
        yield from writing.take(events)
    yield from writing.finish(run)


def filename(job: Job, fingerprint: str) -> str:
    """Says which run it is of: "double-charge-seed7-3f9a1c22d0b4-trace.jsonl"."""
    order = "" if job.order is None else f"-order{job.order}"
    return f"{job.recipe.scenario}-seed{job.recipe.seed}-{fingerprint[:12]}{order}-{EXPORTS[job.what].suffix}"


def check(job: Job) -> str | None:
    """What is wrong with it, as far as can be told without running it; None if nothing is."""
    if job.until > VIRTUAL_S_MAX:
        return f"An export covers at most {VIRTUAL_S_MAX:,.0f} s of virtual time, not {job.until:,.0f} s."
    return None
