"""Settings that are legal and let a run go on for ever at one instant: exit 1 and a line that says so, no traceback."""

import pytest

from tests.playground.command_line import ended

ENDLESS = (
    *("--set", "retry.enabled=on", "--set", "retry.max_attempts=unlimited", "--set", "retry.backoff=none"),
    *("--set", "bulkhead.enabled=on", "--set", "bulkhead.payment=1", "--set", "retry.on=bulkhead"),
)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_says_when_time_stood_still(capsys, jobs):
    code, out, err = ended(capsys, "sandbox", *ENDLESS, "--seeds", "2", "--jobs", jobs)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "without an end" in err
    assert "retries without a pause" in err
