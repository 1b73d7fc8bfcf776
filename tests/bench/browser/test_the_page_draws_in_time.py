"""Frames a second, dropped frames and the main thread's work, from Chromium's trace, at 40 checkouts a second."""

from statistics import median

import pytest

from tests.bench.browser.conftest import load, play, wait_for_seconds
from tests.bench.browser.frames import watched

pytestmark = pytest.mark.bench

ADDRESS = "/playground/double-charge/?seed=7&retry.enabled=on"
WARM_S, SECONDS = 3, 10
FRAMES_PER_S_MIN = 59
WORK_MS_MAX = 8
CHART_DRAWINGS = """
    window.charts = [];
    let drawn = new Set();
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      if (this.canvas.closest('.uplot')) drawn.add(this.canvas);
      return clear.apply(this, box);
    };
    const tick = () => {
      window.charts.push(drawn.size);
      drawn = new Set();
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
"""


def test_sixty_frames_a_second_with_little_work(browser, page):
    play(page, ADDRESS, "1×")
    wait_for_seconds(page, WARM_S)
    drawing = watched(browser, page, SECONDS)
    print(f"\n40 checkouts/s, 1440×900, {load()}: {drawing}")
    assert median(drawing.work_ms) < WORK_MS_MAX
    assert drawing.drawn / drawing.seconds >= FRAMES_PER_S_MIN


def test_at_most_one_chart_is_drawn_in_a_frame(page):
    page.add_init_script(CHART_DRAWINGS)
    play(page, ADDRESS, "1×")
    wait_for_seconds(page, WARM_S)
    page.evaluate("window.charts = []")
    wait_for_seconds(page, WARM_S + SECONDS)
    charts = page.evaluate("window.charts")
    print(f"\n{load()}: in {len(charts)} frames {sum(charts)} charts were drawn, at most {max(charts)} in one")
    assert max(charts) == 1
