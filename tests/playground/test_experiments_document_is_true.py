"""docs/experiments.md names every measure, knob, fault and option that the code has, and no other; its examples run."""

import re
from fnmatch import fnmatchcase

import pytest
from django.core.management.base import CommandParser

from playground.checkout.faults import KINDS, SERVICES, TARGETS, declared
from playground.headless.columns import flat, plain
from playground.knobs import KNOBS
from playground.management.commands.evidence import Command as Evidence
from playground.management.commands.experiment import Command as Experiment
from playground.measures import Measures
from playground.scenarios.catalogue import load
from tests.playground.worked_examples import commands, output
from tests.site import ROOT

DOCUMENT = (ROOT / "docs/experiments.md").read_text("utf-8")


def section(title):
    return re.search(rf"^## {title}$(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)[1]


def tables(title):
    """Every row, as a list of cells."""
    lines = [line for line in section(title).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def table(title):
    """Rows that begin with a name in code."""
    return [row for row in tables(title) if row[0].startswith("`")]


# -- measures ----------------------------------------------------------------------------------------------------

PATTERNS = [row[0].strip("`") for row in table("Measures")]


def measured():
    summary = Measures().summary()
    yield from (name for name, _ in flat(summary))
    for name, series in summary["series"].items():
        yield from (
            [f"series.{name}.{service}" for service in series] if isinstance(series, dict) else [f"series.{name}"]
        )


@pytest.mark.parametrize("name", list(measured()))
def test_a_measure_is_defined_once(name):
    assert sum(matches(name, pattern) for pattern in PATTERNS) == 1


def matches(name, pattern):
    return name.count(".") == pattern.count(".") and fnmatchcase(name, pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_defined_measure_is_there(pattern):
    assert any(matches(name, pattern) for name in measured())


@pytest.mark.parametrize("pattern", [pattern for pattern in PATTERNS if pattern.endswith("*")])
def test_the_parts_of_a_measure_are_named(pattern):
    text = section("Measures")
    parts = {name.rpartition(".")[2] for name in measured() if matches(name, pattern)}
    assert [part for part in parts if f"`{part}`" not in text and f"`services.{part}`" not in text] == []


@pytest.mark.parametrize("row", table("Measures"), ids=lambda row: row[0])
def test_a_measure_has_a_unit_and_a_definition(row):
    assert len(row) == 3
    assert all(row)


# -- faults, knobs, options --------------------------------------------------------------------------------------


def test_every_fault_has_its_row():
    assert [row[0].strip("`") for row in table("Faults")] == list(KINDS)


@pytest.mark.parametrize("row", table("Faults"), ids=lambda row: row[0])
def test_a_faults_row_says_where_it_strikes_and_what_its_fields_are(row):
    kind = KINDS[row[0].strip("`")]
    where = {TARGETS: "any", SERVICES: "services", ("traffic",): "`traffic`"}
    assert row[1] == where[tuple(kind.targets)]
    own = {name: field for name, field in declared(kind).items() if name not in ("start", "duration")}
    assert set(re.findall(r"`(\w+)`", row[2])) == set(own)
    for name, field in kind.fields.items():
        default = field.default
        shown = "none" if default is None else default if isinstance(default, str) else f"{default:g}"
        assert f"`{name}` {shown}" in row[2]
        assert all(choice in row[2] for choice in field.choices)


@pytest.mark.parametrize("name", KNOBS)
def test_a_knobs_row_is_its_declaration(name):
    knob = KNOBS[name]
    default = knob.write(knob.default).replace(",", ", ")
    assert f"| `{name}` | {default} | {knob.legal} | {knob.help} |" in DOCUMENT


def test_no_other_knob_is_described():
    assert [row[0].strip("`") for row in table("Knobs")] == list(KNOBS)


@pytest.mark.parametrize(("command", "title"), [(Experiment, "^"), (Evidence, "Evidence")])
def test_every_option_is_named(command, title):
    parser = CommandParser()
    command().add_arguments(parser)
    text = DOCUMENT.split("\n## ")[0] if title == "^" else section(title)
    options = [
        option for action in parser._actions for option in action.option_strings if option not in ("-h", "--help")
    ]
    assert options
    assert [option for option in options if option not in text] == []


@pytest.mark.parametrize("row", [row for row in tables("Evidence") if "`" in row[1]], ids=lambda row: row[1])
def test_a_published_result_is_held_by_a_claim_with_these_bounds(row):
    slug, _, name = row[1].strip("`").partition("/")
    (claim,) = [claim for claim in load(slug).claims if claim.id == name]
    bounds = plain(claim.low) if claim.low == claim.high else f"{plain(claim.low)} to {plain(claim.high)}"
    assert row[2] == bounds


# -- examples ----------------------------------------------------------------------------------------------------


def test_the_document_has_examples():
    assert len(commands(DOCUMENT)) >= 3


@pytest.mark.parametrize(("command", "shown"), commands(DOCUMENT), ids=range(len(commands(DOCUMENT))))
def test_an_example_prints_what_is_shown(command, shown, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert output(command) == shown, "python -m tests.playground.worked_examples docs/experiments.md rewrites it"
