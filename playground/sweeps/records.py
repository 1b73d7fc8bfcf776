"""The runs of a sweep for other programs: CSV with one line a run, JSON with what was asked beside."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from playground.headless.records import csv_lines
from playground.jobs.job import Answer, Failure
from playground.knobs import write
from playground.sweeps.outcomes import OUTCOMES, Reading, formula_text
from playground.sweeps.sweep import Sweep


def csv(sweep: Sweep, answers: Sequence[Answer]) -> str:
    return "".join(csv_lines(_flat(row) for row in _runs(sweep, answers)))


def json(sweep: Sweep, answers: Sequence[Answer]) -> bytes:
    document = {
        "scenario": sweep.base.scenario,
        "varied": {axis.knob: axis.values for axis in sweep.axes},
        "seeds": [sweep.first_seed, sweep.first_seed + sweep.seeds - 1],
        "duration_s": sweep.duration_s,
        "recipe": sweep.base,
        "outcomes": {
            name: {"title": outcome.title, "formula": formula_text(outcome, sweep.duration_s), "unit": outcome.unit}
            for name, outcome in OUTCOMES.items()
        },
        "runs": list(_runs(sweep, answers)),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def _runs(sweep: Sweep, answers: Sequence[Answer]) -> Iterator[dict[str, Any]]:
    """Those that are over, in the order of the seeds."""
    combinations = sweep.combinations
    for place, answer in enumerate(answers):
        if answer is None:
            continue
        values = answer.values if isinstance(answer, Reading) else dict.fromkeys(OUTCOMES)
        yield {
            "seed": sweep.seed(place),
            "settings": combinations[place % len(combinations)],
            "fingerprint": answer.fingerprint if isinstance(answer, Reading) else None,
            "failure": answer.words if isinstance(answer, Failure) else None,
            "values": values,
        }


def _flat(run: dict[str, Any]) -> dict[str, Any]:
    settings = {name: write(name, value) for name, value in run["settings"].items()}
    return {
        "seed": run["seed"],
        **settings,
        "fingerprint": run["fingerprint"],
        **run["values"],
        "failure": run["failure"],
    }
