"""A run of ten virtual minutes at 50 customers a second takes less than 100 MB: what is over is folded and dropped."""

import json
import subprocess
import sys

import pytest

from tests.site import ROOT

MEGABYTES_MAX = 100
RUN_S_MAX = 300


def megabytes(how, duration_s):
    command = [sys.executable, "-m", "tests.bench.memory_of_a_run", how, str(duration_s)]
    ended = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=RUN_S_MAX)
    return json.loads(ended.stdout)


def test_ten_minutes_take_less_than_100_mb():
    assert 0 < megabytes("rss", 600) < MEGABYTES_MAX


@pytest.mark.bench
def test_how_memory_grows(capsys):
    rows = [(minutes, megabytes("rss", 60 * minutes), megabytes("heap", 60 * minutes)) for minutes in (1, 5, 10)]
    with capsys.disabled():
        print("\n\nMemory of one run at 50 customers/s, timeouts and retries on (MB)")
        print(f"{'virtual minutes':>16}{'process grew by':>18}{'peak of the heap':>18}")
        for minutes, rss, heap in rows:
            print(f"{minutes:>16}{rss:>18.1f}{heap:>18.1f}")
    assert rows[-1][1] < MEGABYTES_MAX
