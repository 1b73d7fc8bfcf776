"""Runs a scenario without a page: once, over many seeds, over every combination of settings."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandParser

from playground.experiments import Result
from playground.headless import records, tables
from playground.headless.columns import Columns, Numbers
from playground.headless.request import Request, Words, one_of, read
from playground.knobs import KNOBS, Settings
from playground.management.console import Once, QuietCommand, Refused, width
from playground.management.running import in_order, results
from playground.scenarios.catalogue import Scenario, all_scenarios, load

FORMATS = ("table", "json", "csv")
REPEATED = {"settings_given": "--set", "varied": "--vary", "faults": "--fault", "changes": "--at", "show": "--show"}
SINGLE = {"seeds": "--seeds", "first_seed": "--first-seed", "duration": "--duration", "jobs": "--jobs",
          "trace": "--trace"}  # fmt: skip


class Command(QuietCommand):
    help = (
        "Run a scenario of the playground without a page, and print what came of it. "
        "docs/experiments.md explains every measure, fault and formula."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        more = {"action": "append", "default": []}
        parser.add_argument("scenario", nargs="?", metavar="SCENARIO", help="--list-scenarios names them")
        parser.add_argument("--set", **more, dest="settings_given", metavar="KNOB=VALUE",
                            help="a setting that differs from the scenario's")  # fmt: skip
        parser.add_argument("--vary", **more, dest="varied", metavar="KNOB=V1,V2,…",
                            help="try each of these values, with every combination of the other --vary")  # fmt: skip
        parser.add_argument("--fault", **more, dest="faults", metavar="SERVICE.KIND[:field=value,…]",
                            help="as in payment.response_lost:probability=0.1,start=5,duration=10")  # fmt: skip
        parser.add_argument("--at", **more, dest="changes", metavar="SECONDS:KNOB=VALUE",
                            help="a setting that changes on the way")  # fmt: skip
        parser.add_argument("--show", **more, metavar="FORMULA", help="show this instead of the usual measures")
        self._add_single(parser)
        parser.add_argument("--list-knobs", action="store_true", help="print every knob's declaration")
        parser.add_argument("--list-scenarios", action="store_true", help="print every scenario")

    def _add_single(self, parser: CommandParser) -> None:
        parser.add_argument("--seeds", action=Once, metavar="N", help="so many seeds (default 1)")
        parser.add_argument("--first-seed", action=Once, metavar="S", help="the first of them (default 1)")
        parser.add_argument("--duration", action=Once, metavar="SECONDS",
                            help="how long customers come, in virtual seconds (default: the scenario's)")  # fmt: skip
        parser.add_argument("--jobs", action=Once, metavar="N", help="processes (default 1)")
        parser.add_argument("--format", action=Once, metavar="FORMAT", help="table (the default), json or csv")
        parser.add_argument("--trace", action=Once, metavar="FILE", help="write each event of the one run to FILE")

    def work(self, options: dict[str, Any]) -> None:
        try:
            options["format"] = one_of("--format", options["format"] or FORMATS[0], FORMATS)
            if options["list_knobs"] or options["list_scenarios"]:
                show = self._list(options)
            else:
                show = self._experiment(options)
        except ValueError as error:
            raise Refused(error) from None
        show()

    def _write(self, kind: str, rows: Iterable[Any]) -> None:
        for text in records.json_list(rows) if kind == "json" else records.csv_lines(rows):
            self.stdout.write(text, ending="")

    # -- lists -------------------------------------------------------------------------------------------------

    def _list(self, options: dict[str, Any]) -> Callable[[], None]:
        _refuse_with_a_list(options)
        scenario = None if options["scenario"] is None else load(options["scenario"])
        kind = options["format"]
        if options["list_knobs"]:
            return partial(self._list_knobs, scenario, kind, options)
        return partial(self._list_scenarios, [scenario] if scenario else list(all_scenarios()), kind, options)

    def _list_knobs(self, scenario: Scenario | None, kind: str, options: dict[str, Any]) -> None:
        settings = Settings({} if scenario is None else scenario.knobs)
        if kind == "table":
            self.show(tables.knobs(scenario), options)
            return
        record = records.knob_record if kind == "json" else records.knob_row
        self._write(kind, (record(knob, settings[knob.name]) for knob in KNOBS.values()))

    def _list_scenarios(self, scenarios: Sequence[Scenario], kind: str, options: dict[str, Any]) -> None:
        if kind == "table":
            self.show(tables.scenarios(scenarios), options)
            return
        record = records.scenario_record if kind == "json" else records.scenario_row
        self._write(kind, map(record, scenarios))

    # -- experiments -------------------------------------------------------------------------------------------

    def _experiment(self, options: dict[str, Any]) -> Callable[[], None]:
        if options["scenario"] is None:
            known = ", ".join(scenario.slug for scenario in all_scenarios())
            raise Refused(f"which scenario? There are {known}")
        if options["show"] and options["format"] == "json":
            raise Refused("--show is for --format table or csv; JSON always has every measure")
        request = read(_words(options))
        columns = Columns(options["show"], request.plans[0].duration_s)
        trace = _open_trace(options["trace"], request)
        return partial(self._run, request, columns, trace, options)

    def _run(self, request: Request, columns: Columns, trace: BinaryIO | None, options: dict[str, Any]) -> None:
        kind = options["format"]
        with trace or nullcontext(), closing(self._results(request, trace, kind)) as each:
            done = in_order(each)
            if kind == "table":
                numbers = [columns.numbers(result) for result in done]
                self.show(tables.report(request, columns, _grouped(numbers, request.seeds), width()), options)
            elif kind == "json":
                self._write(kind, done)
            else:
                self._write(kind, (records.result_row(result, columns) for result in done))

    def _results(self, request: Request, trace: BinaryIO | None, kind: str) -> Generator[tuple[int, Result]]:
        bar = kind == "table" or not self.stdout.isatty()  # a bar and lines on one terminal would overwrite each other
        return results(request.plans[0].recipe.scenario, request.plans, request.jobs, bar=bar, trace=trace)


def _refuse_with_a_list(options: dict[str, Any]) -> None:
    listing = "--list-knobs" if options["list_knobs"] else "--list-scenarios"
    if options["list_knobs"] and options["list_scenarios"]:
        raise Refused("--list-knobs and --list-scenarios are two questions; ask one at a time")
    for name, option in (REPEATED | SINGLE).items():
        if options[name]:
            raise Refused(f"{listing} only lists, and takes SCENARIO and --format beside it, not {option}")


def _words(options: dict[str, Any]) -> Words:
    return Words(
        scenario=options["scenario"],
        settings=options["settings_given"],
        varied=options["varied"],
        faults=options["faults"],
        changes=options["changes"],
        **{name: options[name] for name in ("seeds", "first_seed", "duration", "jobs") if options[name] is not None},
    )


def _open_trace(path: str | None, request: Request) -> BinaryIO | None:
    """Last of all, for it empties a file that is there already."""
    if path is None:
        return None
    if len(request.plans) > 1:
        raise Refused(f"--trace records one run; {len(request.plans)} are asked for (--seeds, --vary)")
    try:
        return Path(path).open("wb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Refused(f"--trace takes a file that can be written; {path[:60]!r} cannot: {reason}") from None


def _grouped(numbers: Sequence[Numbers], seeds: int) -> list[Sequence[Numbers]]:
    return [numbers[first : first + seeds] for first in range(0, len(numbers), seeds)]
