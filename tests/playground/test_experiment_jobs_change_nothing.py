"""How many processes do the work is nobody's business: the output is the same to the byte."""

import pytest

from tests.playground.command_line import printed

WORDS = ("sandbox", "--duration", "4", "--seeds", "3", "--vary", "retry.enabled=off,on",
         "--fault", "payment.error:probability=0.3")  # fmt: skip


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_four_processes_print_what_one_prints(form):
    one, four = (printed(*WORDS, "--format", form, "--jobs", jobs) for jobs in ("1", "4"))
    assert one == four


def test_a_run_is_the_same_on_any_seed_range():
    """Seed 3 is seed 3, whether it comes third or first."""
    third = printed("sandbox", "--duration", "4", "--seeds", "3", "--format", "csv").splitlines()[3]
    first = printed("sandbox", "--duration", "4", "--first-seed", "3", "--format", "csv").splitlines()[1]
    assert third == first
