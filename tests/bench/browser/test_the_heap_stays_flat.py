"""The tab's heap at the beginning and at the end of ten virtual minutes at 40 checkouts a second, garbage collected
before each look.

At 20× that takes half a minute; each of its frames then stands for two seconds of the run, so of frames there are
twenty times fewer than at 1×: what a run leaves behind shows, what a frame leaves behind hardly. Therefore at 1× too.
"""

import pytest

from tests.bench.browser.conftest import load, play, wait_for_seconds

pytestmark = pytest.mark.bench

ADDRESS = "/playground/double-charge/?seed=7&retry.enabled=on"
WARM_S, MINUTES = 30, 10
GROWTH_BYTES_MAX = 1_500_000
"""Ten minutes of rows, one a second, are well below it."""


@pytest.mark.parametrize("speed", ["20×", "1×"])
def test_ten_minutes_leave_the_heap_as_it_was(page, speed):
    cdp = page.context.new_cdp_session(page)

    def heap() -> int:
        cdp.send("HeapProfiler.collectGarbage")
        return cdp.send("Runtime.getHeapUsage")["usedSize"]

    play(page, ADDRESS, speed)
    wait_for_seconds(page, WARM_S)
    start = heap()
    wait_for_seconds(page, 60 * MINUTES)
    end = heap()
    print(f"\nat {speed}, {load()}: {start / 1e6:.2f} MB after {WARM_S} s, {end / 1e6:.2f} MB after {MINUTES} minutes")
    assert end - start < GROWTH_BYTES_MAX
