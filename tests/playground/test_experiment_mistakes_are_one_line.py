"""A wrong name, value, range, file or combination: exit 2, and one line that says what would be right."""

import pytest

from playground import experiments
from tests.playground.command_line import END_S_MAX, ended, started

MISTAKES = {
    # names
    "": "which scenario? There are lost-response",
    "no-such-scenario": "there are lost-response",
    "sandbox extra": "unrecognized arguments: extra",
    "sandbox --no-such-option": "unrecognized arguments",
    "sandbox --seed 3": "unrecognized arguments",  # no abbreviations: --seeds and --set are near
    "sandbox --set retry.attempts=3": "retry.max_attempts",
    "sandbox --set nonsense.attempts=3": "traffic, checkout, inventory",
    "sandbox --fault payment.nonsense": "there are latency",
    "sandbox --fault nonsense.error": "payment, orders, recommendations",
    "sandbox --fault checkout.pause": "strikes one of inventory",
    "sandbox --fault payment.error:nonsense=1": "it has probability, start, duration",
    "sandbox --show nonsense": "there is no measure nonsense",
    "sandbox --format xml": "one of table, json, csv",
    # forms
    "sandbox --set": "expected one argument",
    "sandbox --set retry.enabled": "KNOB=VALUE",
    "sandbox --vary retry.enabled": "KNOB=VALUE",
    "sandbox --at 30": "SECONDS:KNOB=VALUE",
    "sandbox --at 30:retry.enabled": "KNOB=VALUE",
    "sandbox --fault payment": "SERVICE.KIND",
    "sandbox --fault payment.error:probability": "field=value",
    "sandbox --show offered+": "cannot read the formula",
    # values and ranges
    "sandbox --set retry.enabled=yes": "on or off",
    "sandbox --set traffic.rate=-1": "from 0 to 2000",
    "sandbox --set traffic.rate=nan": "from 0 to 2000",
    "sandbox --set traffic.rate=many": "from 0 to 2000",
    "sandbox --set payment.workers=1.5": "a whole number from 1 to 5000 or unlimited",
    "sandbox --set traffic.rate=unlimited": "from 0 to 2000",
    "sandbox --set retry.jitter=some": "one of none, full, equal, decorrelated",
    "sandbox --set checkout.calls=payment,payment": "a comma-separated list out of",
    "sandbox --vary retry.jitter=none,some": "one of none, full, equal, decorrelated",
    "sandbox --vary retry.jitter=": "one of none, full, equal, decorrelated",
    "sandbox --fault payment.error:probability=2": "from 0 to 1",
    "sandbox --fault payment.error:status=418": "one of 500, 503, 429",
    "sandbox --fault payment.crash:count=1.5": "a whole number from 1",
    "sandbox --seeds 0": "from 1 to 10000",
    "sandbox --seeds ten": "from 1 to 10000",
    "sandbox --first-seed -1": "from 0 to 9007199254740991",
    "sandbox --first-seed 9007199254740991 --seeds 2": "from 0 to 9007199254740990",
    "sandbox --jobs 0": "from 1 to 64",
    "sandbox --jobs 65": "from 1 to 64",
    "sandbox --duration 0": "more than 0 and at most 7200",
    "sandbox --duration nan": "more than 0 and at most 7200",
    "sandbox --duration 7201": "more than 0 and at most 7200",
    "sandbox --at=-1:retry.enabled=on": "from 0 to the duration, 60 s",
    "sandbox --at nan:retry.enabled=on": "from 0 to the duration, 60 s",
    "sandbox --at 61:retry.enabled=on": "from 0 to the duration, 60 s",
    "sandbox --fault payment.error:start=60": "less than the duration, 60 s",
    # combinations
    "sandbox --seeds 2 --seeds 3": "--seeds is given twice",
    "sandbox --set traffic.rate=1 --set traffic.rate=2": "--vary tries several",
    "sandbox --vary traffic.rate=1 --vary traffic.rate=2": "list all its values in one",
    "sandbox --vary traffic.rate=1,1.0": "each value is tried once",
    "sandbox --set traffic.rate=1 --vary traffic.rate=2,3": "both --set and --vary",
    "sandbox --fault payment.error --fault payment.error:status=503": "one fault of a kind",
    "sandbox --fault payment.error:status=500,status=503": "status twice",
    "sandbox --at 5:traffic.rate=1 --at 5.0:traffic.rate=2": "one value",
    "sandbox --seeds 9999 --vary traffic.rate=1,2,3": "at most 20000",
    "sandbox --set payment.workers=unlimited --fault payment.capacity:factor=0.5": "factor to 0 or 1",
    "sandbox --vary payment.workers=5,unlimited --fault payment.capacity:factor=0.5": "factor to 0 or 1",
    "sandbox --at 5:payment.workers=unlimited --fault payment.capacity:factor=0.5": "factor to 0 or 1",
    "sandbox --fault payment.bad_shard:shard=10": "from 0 to 9",
    "sandbox --set inventory.fan_out=5 --fault inventory.bad_shard:shard=0": "from 1 to 5",
    "sandbox --show latency_s": "latency_s is not a number",
    "sandbox --show sum(offered)": "offered is not a series",
    "sandbox --show sum(series.offered,0,61)": "from 0 to the duration, 60 s",
    "sandbox --show offered --format json": "JSON always has every measure",
    "--list-knobs --list-scenarios": "one at a time",
    "--list-knobs --seeds 2": "not --seeds",
    "sandbox --list-scenarios --set traffic.rate=1": "not --set",
    # files
    "sandbox --trace /no/such/folder/trace.jsonl": "No such file or directory",
    "sandbox --trace /": "Is a directory",
    "sandbox --trace x.jsonl --seeds 2": "2 are asked for",
    "sandbox --trace x.jsonl --vary traffic.rate=1,2": "2 are asked for",
}


@pytest.fixture
def nothing_runs(monkeypatch):
    def run(*_):
        raise AssertionError("a run was begun before everything was checked")

    monkeypatch.setattr(experiments, "run_one", run)


@pytest.mark.parametrize("words", MISTAKES)
def test_it_is_refused_before_anything_runs(words, capsys, nothing_runs):
    code, out, err = ended(capsys, *words.split())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert MISTAKES[words] in err


@pytest.mark.parametrize("text", ["x\ny", "x" * 5000, "\x1b[31m", "é=ü=ß"])
def test_a_strange_value_is_shown_in_one_short_line(text, capsys):
    for option in ("--set", "--fault", "--at", "--seeds"):
        code, _, err = ended(capsys, "sandbox", option, text)
        assert (code, err.count("\n"), "\x1b" in err) == (2, 1, False)
        assert len(err) < 400


def test_a_refusal_leaves_an_old_trace_alone(tmp_path, capsys):
    trace = tmp_path / "trace.jsonl"
    trace.write_text("kept")
    ended(capsys, "sandbox", "--trace", str(trace), "--jobs", "0")
    assert trace.read_text() == "kept"


def test_the_process_ends_with_2_and_one_line():
    with started("sandbox", "--jobs", "0") as process:
        out, err = process.communicate(timeout=END_S_MAX)
    assert (process.returncode, out, err.count("\n")) == (2, "", 1)
