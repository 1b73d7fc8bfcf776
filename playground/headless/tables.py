"""What the `experiment` command shows a person: readable at 80 columns, in the names that formulas and JSON use."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from playground.checkout import faults as fault_rules
from playground.checkout.ledger import BELIEFS, TRUTHS
from playground.experiments import Plan
from playground.headless.columns import Columns, Numbers, span, with_interval
from playground.headless.request import Request
from playground.knob import Value
from playground.knobs import GROUPS, KNOBS, SERVICES, Settings, show
from playground.scenarios.catalogue import Scenario, load

LINE = 13
"""How long a line of a broken name gets, in characters, where it can be helped."""


def report(request: Request, columns: Columns, rows: Sequence[Sequence[Numbers]], width: int) -> RenderableType:
    """`rows` holds the numbers of each seed for each combination."""
    if request.varies:
        body: list[RenderableType] = [comparison(request, columns, rows, width)]
    elif columns.formulas:
        body = [_list(rows[0], [formula.text for formula in columns.formulas])]
    else:
        body = _everything(rows[0])
    return Group(_heading(request), *body, *_notes(request))


def _heading(request: Request) -> RenderableType:
    first, last = request.plans[0], request.plans[-1]
    seeds = f"seed {first.recipe.seed}"
    if request.seeds > 1:
        seeds = f"seeds {first.recipe.seed} to {last.recipe.seed}"
    title = Text(f"{load(first.recipe.scenario).title}", style="bold")
    title.append(f"   {first.recipe.scenario}, {seeds}, {first.duration_s:g} s", style="not bold dim")
    lines = [title, *(_line(*each) for each in _conditions(first, request.combinations[0]))]
    return Group(*lines)


def _line(label: str, text: str) -> Text:
    return Text.assemble((f"{label:<9}", "dim"), text)


def _conditions(plan: Plan, varied: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """What differs from the scenario's own settings, what strikes, and what changes on the way."""
    scenario = load(plan.recipe.scenario)
    usual = Settings(scenario.knobs)
    settings = Settings(plan.recipe.knobs)
    given = [f"{name} {show(name, value)}" for name, value in settings.items() if usual[name] != value]
    given = [text for text in given if text.partition(" ")[0] not in varied]
    if given:
        yield "with", "; ".join(given)
    if plan.recipe.faults:
        yield "faults", "; ".join(map(fault_rules.write, plan.recipe.faults))
    for change in plan.recipe.changes:
        yield f"at {change.at:g} s", "; ".join(f"{name} {show(name, value)}" for name, value in change.knobs.items())


# -- one combination ---------------------------------------------------------------------------------------------


def _everything(runs: Sequence[Numbers]) -> list[RenderableType]:
    tables = ("belief_truth.", "services.", *(f"{kind}." for kind in _latency_kinds(runs[0])))
    rest = [name for name in runs[0] if not name.startswith(tables)]
    return [_list(runs, rest), _latencies(runs), _matrix(runs), _services(runs)]


def _list(runs: Sequence[Numbers], names: Sequence[str]) -> Table:
    several = len(runs) > 1
    table = ruled("measure", "mean ± 95%" if several else "value")
    if several:
        table.add_column("lowest to highest", justify="right", style="dim")
    for name in names:
        values = [run[name] for run in runs]
        table.add_row(name, with_interval(values), *([span(values)] if several else []))
    return table


def _latencies(runs: Sequence[Numbers]) -> Table:
    kinds = _latency_kinds(runs[0])
    table = ruled("of all told", *kinds)
    for point in _below(runs[0], kinds[0]):
        table.add_row(point, *(with_interval([run[f"{kind}.{point}"] for run in runs]) for kind in kinds))
    return table


def _latency_kinds(numbers: Numbers) -> list[str]:
    return [name.removesuffix(".mean") for name in numbers if name.endswith("latency_s.mean")]


def _matrix(runs: Sequence[Numbers]) -> Table:
    table = ruled("what really happened", *(f"told {belief}" for belief in BELIEFS))
    for truth in TRUTHS:
        cells = [with_interval([run[f"belief_truth.{belief}.{truth}"] for run in runs]) for belief in BELIEFS]
        table.add_row(truth, *("·" if cell in ("0", "0 ±0") else cell for cell in cells))
    return table


def _services(runs: Sequence[Numbers]) -> Table:
    """Of those that were called."""
    called = [name for name in SERVICES if any(run[f"services.{name}.calls"] for run in runs)]
    table = ruled("service", *called)
    for measure in _below(runs[0], f"services.{SERVICES[0]}"):
        table.add_row(measure, *(with_interval([run[f"services.{name}.{measure}"] for run in runs]) for name in called))
    return table


def _below(numbers: Numbers, prefix: str) -> list[str]:
    return [name.removeprefix(prefix + ".") for name in numbers if name.startswith(prefix + ".")]


def ruled(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


# -- several combinations ----------------------------------------------------------------------------------------


class Column:
    """One measure over all combinations: its header, broken where a name may break, and a cell for each."""

    def __init__(self, name: str, cells: Sequence[Sequence[float | None]]) -> None:
        self.header = broken(name)
        self.cells = [_cell(values) for values in cells]
        self.varies = len({value for values in cells for value in values}) > 1

    @property
    def width(self) -> int:
        return _widest(self.header, *self.cells)


def _widest(*cells: str) -> int:
    return max(len(line) for cell in cells for line in cell.split("\n"))


def comparison(request: Request, columns: Columns, rows: Sequence[Sequence[Numbers]], width: int) -> Table:
    """One row a combination."""
    names = list(request.combinations[0])
    labels = [[show(name, varied[name]) for varied in request.combinations] for name in names]
    used = sum(_widest(broken(name), *label) + 2 for name, label in zip(names, labels, strict=True))
    measured = [Column(name, [[run[name] for run in runs] for runs in rows]) for name in columns.overview]
    shown = measured if columns.formulas else fitting(measured, width - used)
    table = ruled(*map(broken, names), *(column.header for column in shown))
    for varied, *cells in zip(zip(*labels, strict=True), *(column.cells for column in shown), strict=True):
        table.add_row(*varied, *cells)
    return table


def fitting(columns: Sequence[Column], width: int) -> list[Column]:
    """As many as fit beside each other, in their order; those that are the same in every run go first."""
    kept = list(columns)
    for column in (*reversed([each for each in columns if not each.varies]), *reversed(columns)):
        if sum(each.width + 2 for each in kept) <= width or len(kept) == 1:
            break
        if column in kept:
            kept.remove(column)
    return kept


def broken(name: str) -> str:
    """A dotted name on several short lines; a formula as it is."""
    if not name.replace(".", "").replace("_", "").isalnum():
        return name
    lines = [""]
    for part in re.findall(r"[^._]+[._]?", name):
        if lines[-1] and len(lines[-1]) + len(part) > LINE:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _cell(values: Sequence[float | None]) -> str:
    spread = span(values, 3, "–")
    return with_interval(values, 3) + (f"\n{spread}" if spread else "")


def _notes(request: Request) -> Iterator[RenderableType]:
    notes = []
    if request.seeds > 1:
        beneath = "; beneath, the lowest and the highest" if request.varies else ""
        notes.append(f"Means over {request.seeds} seeds and their 95% intervals{beneath}.")
    if request.varies:
        notes.append("Every row has the same customers and the same luck. --show FORMULA chooses the columns.")
    yield Text(" ".join(notes), style="dim")


# -- lists -------------------------------------------------------------------------------------------------------


def knobs(scenario: Scenario | None) -> RenderableType:
    """Every declaration; with a scenario, the values that it sets."""
    settings = Settings({} if scenario is None else scenario.knobs)
    table = ruled("knob", "default" if scenario is None else f"in {scenario.slug}")
    table.columns[0].no_wrap = True
    table.columns[1].max_width = 15
    table.add_column("takes")
    for group in GROUPS:
        for knob in (knob for knob in KNOBS.values() if knob.group == group):
            about = Text(knob.help, style="dim")
            table.add_row(knob.name, knob.write(settings[knob.name]).replace(",", ", "), Group(knob.legal, about))
        table.add_section()
    return table


def scenarios(all_of_them: Sequence[Scenario]) -> RenderableType:
    table = ruled("scenario")
    table.add_column("story")
    for scenario in all_of_them:
        title = Text(f"{scenario.title} ({scenario.duration_s:g} s)", style="bold")
        table.add_row(scenario.slug, Group(title, scenario.story))
        table.add_section()
    return table
