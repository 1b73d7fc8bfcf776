"""What the `experiment` command prints for programs: JSON and CSV, run by run, in the order of the plans."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any

import msgspec

from playground.checkout import faults as fault_rules
from playground.experiments import Result
from playground.headless.columns import Columns
from playground.knob import Knob
from playground.knobs import write
from playground.scenarios.catalogue import Scenario

FAULTS_APART = " "


def json_list(records: Iterable[Any]) -> Iterator[str]:
    """A JSON array, one element a line."""
    opening = "["
    for record in records:
        yield opening + "\n" + msgspec.json.encode(record).decode()
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A header and a line for each row, all with the keys of the first."""
    header = True
    for row in rows:
        buffer = StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        if header:
            writer.writerow(row)
            header = False
        writer.writerow(row.values())
        yield buffer.getvalue()


def result_row(result: Result, columns: Columns) -> dict[str, Any]:
    """Flat: what was run, then the measures by dotted name, then every setting as `--set` takes it."""
    return {
        "scenario": result.scenario,
        "seed": result.seed,
        "duration_s": f"{result.duration_s:g}",
        "faults": FAULTS_APART.join(fault_rules.write(fault_rules.check(fault)) for fault in result.faults),
        "fingerprint": result.fingerprint,
        **columns.numbers(result),
        **{name: write(name, value) for name, value in result.settings.items()},
    }


def knob_record(knob: Knob, value: Any) -> dict[str, Any]:
    """A declaration. `value` is what is in force; null means unlimited."""
    spanned = knob.kind in ("number", "integer")
    return {
        "name": knob.name,
        "group": knob.group,
        "label": knob.label,
        "kind": knob.kind,
        "unit": knob.unit,
        "minimum": knob.minimum if spanned else None,
        "maximum": knob.maximum if spanned else None,
        "choices": knob.choices,
        "unlimited": knob.unlimited,
        "default": knob.default,
        "value": value,
        "legal": knob.legal,
        "help": knob.help,
        "off": knob.off,
        "also": knob.also,
    }


def knob_row(knob: Knob, value: Any) -> dict[str, Any]:
    """The same for CSV: lists and values as `--set` takes them."""
    return knob_record(knob, value) | {
        "choices": ",".join(knob.choices),
        "unlimited": "yes" if knob.unlimited else "no",
        "default": knob.write(knob.default),
        "value": knob.write(value),
        "also": "; ".join(f"{library}: {name}" for library, name in knob.also.items()),
    }


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    return {
        "scenario": scenario.slug,
        "title": scenario.title,
        "story": scenario.story,
        "duration_s": scenario.duration_s,
        "settings": {name: write(name, value) for name, value in scenario.knobs.items()},
        "faults": [fault_rules.write(fault) for fault in scenario.faults],
    }


def scenario_row(scenario: Scenario) -> dict[str, Any]:
    record = scenario_record(scenario)
    settings = (f"{name}={value}" for name, value in record["settings"].items())
    return record | {"settings": " ".join(settings), "faults": FAULTS_APART.join(record["faults"])}
