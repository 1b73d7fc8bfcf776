"""`manage.py evidence`: each claim beside what was measured; a claim that fails is an exit code."""

import json

import msgspec
import pytest

from playground.headless.evidence import Evidence, runs_needed
from playground.management.commands import evidence
from playground.scenarios.catalogue import all_scenarios, load
from tests.playground.command_line import ended

LOST = load("lost-response")
QUICK = msgspec.structs.replace(LOST, duration_s=20.0, claims=tuple(
    msgspec.structs.replace(claim, duration_s=20.0, seeds=2) for claim in LOST.claims))  # fmt: skip


@pytest.fixture
def claims(monkeypatch):
    """`evidence` with a quick scenario whose claims the test chooses."""

    def give(*changed):
        scenario = msgspec.structs.replace(QUICK, claims=changed)
        monkeypatch.setattr(evidence, "all_scenarios", lambda: (scenario,))

    return give


def claim(**changes):
    return msgspec.structs.replace(QUICK.claims[0], **changes)


def found(capsys, *words):
    code, out, _ = ended(capsys, "--format", "json", *words, command="evidence")
    return code, json.loads(out)


def test_a_claim_that_holds_is_said_to_hold(claims, capsys):
    claims(claim(value="told_failed / offered", low=0, high=0.5))
    code, (finding,) = found(capsys)
    assert (code, finding["holds"], finding["seeds"]) == (0, True, 2)
    assert finding["measured"] == pytest.approx(sum(finding["values"]) / 2)


def test_a_claim_that_does_not_is_an_exit_code_of_one(claims, capsys):
    claims(claim(value="told_failed / offered", low=0.9, high=1.0))
    code, (finding,) = found(capsys)
    assert (code, finding["holds"]) == (1, False)


def test_each_seed_counts_where_the_claim_says_so(claims, capsys):
    claims(claim(value="told_failed", low=0, high=1e9))
    _, (finding,) = found(capsys)
    low, high = min(finding["values"]), max(finding["values"])
    assert low < high, "choose other seeds: these two agree"
    mean = finding["measured"]
    claims(claim(value="told_failed", low=mean, high=mean), claim(value="told_failed", low=mean, high=mean, each=True))
    _, findings = found(capsys)
    assert [finding["holds"] for finding in findings] == [True, False]


def test_a_formula_without_a_value_holds_nothing(claims, capsys):
    claims(claim(value="browse_success_share", low=0, high=1), claim(value="mean(series.goodput, 500, 600)", low=0))
    code, findings = found(capsys)
    assert code == 1
    assert [(finding["measured"], finding["holds"]) for finding in findings] == [(None, False), (None, False)]


def test_the_table_fits_and_counts_what_fails(claims, capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    claims(claim(value="offered", low=0, high=1e9), claim(value="offered", low=1e9, high=1e9))
    code, out, _ = ended(capsys, command="evidence")
    assert code == 1
    assert "1 of 2 claims fail" in out
    assert out.count("FAILS") == 1
    assert max(map(len, out.splitlines())) <= 80


def test_claims_with_the_same_settings_share_their_runs():
    double = load("double-charge")
    gathered = Evidence([double], 2)
    kinds = {msgspec.json.encode((each.knobs, [fault.as_dict() for fault in each.faults])) for each in double.claims}
    assert len(gathered.cases) > len(kinds)
    assert len(gathered.plans) == runs_needed([double], 2) == 2 * len(kinds)


def test_every_claim_of_every_scenario_is_run():
    gathered = Evidence(all_scenarios(), None)
    assert len(gathered.cases) == sum(len(scenario.claims) for scenario in all_scenarios())
    assert all(len(case.values) == case.claim.seeds for case in gathered.cases)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--scenario nonsense", "there are lost-response"),
        ("--scenario sandbox", "those that do: lost-response"),
        ("--scenario overload --scenario overload", "given twice"),
        ("--seeds 0", "from 1 to 10000"),
        ("--seeds 5000", "ask for fewer --seeds"),
        ("--jobs 0", "from 1 to 64"),
        ("--format csv", "one of table, json"),
    ],
)
def test_a_mistake_is_one_line(words, told, capsys):
    code, out, err = ended(capsys, *words.split(), command="evidence")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err
