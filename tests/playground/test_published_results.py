"""Published figures, reproduced by running our own model (published_results.toml). Little's law is in laws/."""

import tomllib
from functools import cached_property
from pathlib import Path
from statistics import fmean

import pytest

from playground.checkout import faults
from playground.experiments import plan
from playground.formulas import Formula
from playground.scenarios.catalogue import load

PUBLISHED = tomllib.loads(Path(__file__).with_name("published_results.toml").read_text(encoding="utf-8"))["results"]
SEEDS = 20
PLAIN = {"traffic.browse_rate": 0}


class Check:
    """One figure of one result."""

    def __init__(self, result, check):
        self.result, self.check = result, check
        self.expected = check["expected"]
        self.margin = check["within"] if "within" in check else self.expected * check["tolerance"]

    def __str__(self):
        return f"{self.result['id']}: {self.check['what']}"

    @cached_property
    def plans(self):
        check = self.check
        plain = PLAIN if "scenario" not in check else {}
        knobs = {**plain, **self.result.get("knobs", {}), **check.get("knobs", {})}
        struck = [faults.parse(each) for each in check.get("faults", ())]
        scenario = load(check.get("scenario", "sandbox"))
        seeds = range(1, check.get("seeds", SEEDS) + 1)
        return [plan(scenario, seed, check.get("duration_s"), knobs=knobs, faults=struck) for seed in seeds]

    def agrees(self, value):
        return value is not None and abs(value - self.expected) <= self.margin + 1e-9


CHECKS = [Check(result, check) for result in PUBLISHED for check in result["checks"]]


def marks(check):
    why = check.check.get("not_reproduced")
    return [pytest.mark.xfail(reason=" ".join(why.split()), strict=True)] if why else []


@pytest.mark.parametrize("check", [pytest.param(check, marks=marks(check), id=str(check)) for check in CHECKS])
def test_our_model_reproduces(check, results):
    formula = Formula(check.check["value"])
    values = [formula(result.measures) for result in results.of(check.plans)]
    said = f"expected {check.expected} ± {check.margin:g}, got {values} for {check.result['setting']}"
    if check.check.get("each"):
        assert all(map(check.agrees, values)), said
    elif "share_of_seeds" in check.check:
        assert sum(map(check.agrees, values)) >= check.check["share_of_seeds"] * len(values), said
    else:
        assert check.agrees(fmean(values)), f"{fmean(values):g}: {said}"


@pytest.mark.parametrize("result", PUBLISHED, ids=lambda result: result["id"])
def test_every_figure_has_a_source_and_a_setting(result):
    assert result["source"]
    assert result["setting"]
    assert result["checks"]
