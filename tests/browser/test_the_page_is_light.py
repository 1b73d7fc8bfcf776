"""What the playground asks of a browser: bytes of script, one drawing of a chart a frame, a heap that stays flat."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.recorded import NEXT_DRAWING, Recording, row
from tests.site import ROOT

SCRIPT_BYTES_MAX = 60_000
HEAP_GROWTH_MAX = 1.25


@pytest.mark.parametrize(
    "path",
    [
        "/playground/double-charge/",
        "/playground/double-charge/embed/",
        "/playground/double-charge/sweep/?size=6",
        "/playground/double-charge/copy-as/polly/",
        "/playground/code/retry/",
        "/playground/double-charge/order/24/?seed=7&t=10",
    ],
)
def test_all_the_script_of_our_own_that_a_page_loads_or_could_load_stays_small(page, path):
    loaded = []
    page.on("response", lambda response: loaded.append(urlsplit(response.url).path))
    page.goto(path, wait_until="networkidle")
    entries = page.locator('script[type="module"]').evaluate_all("all => all.map(each => new URL(each.src).pathname)")
    modules = with_imports({ROOT / entry.lstrip("/") for entry in entries})
    ours = {ROOT / path.lstrip("/") for path in loaded if path.endswith(".js") and (ROOT / path.lstrip("/")).is_file()}
    assert ours <= modules, "something was loaded that no module names"
    assert sum(module.stat().st_size for module in modules) < SCRIPT_BYTES_MAX


IMPORTED = re.compile(r"""(?:from|import|import\()\s*["'](\.[^"']+)["']""")


def with_imports(modules):
    """Each module and all that it imports, now or later."""
    found, to_read = set(), set(modules)
    while to_read:
        module = to_read.pop()
        found.add(module)
        imported = {(module.parent / name).resolve() for name in IMPORTED.findall(module.read_text())}
        to_read |= {each for each in imported if each.is_file()} - found  # the others are other people's
    return found


def test_at_most_one_chart_is_drawn_in_an_animation_frame(page):
    page.add_init_script("""
        let frame = new Set();
        const clear = CanvasRenderingContext2D.prototype.clearRect;
        CanvasRenderingContext2D.prototype.clearRect = function (...box) {
          if (this.canvas.closest('.uplot')) frame.add(this.canvas);
          return clear.apply(this, box);
        };
        const tick = () => {
          window.most = Math.max(window.most, frame.size);
          frame = new Set();
          requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
    """)
    recording = Recording(page).open(t=1.0, series=[row(0)])
    page.evaluate("document.fonts.ready.then(() => {})")  # with other letters all of them are made anew
    page.evaluate(NEXT_DRAWING)
    page.evaluate("window.most = 0")
    for second in range(1, 12):
        recording.push(t=second + 1.0, end=second + 1.0, series=[row(second)])
    assert page.evaluate("window.most") == 1


def test_the_heap_stays_flat_while_frames_go_by(page):
    recording = Recording(page)
    recording.playing = True
    recording.open()
    cdp = page.context.new_cdp_session(page)

    def heap_after(frames):
        for count in range(frames):
            t = recording.seq / 10
            flights = [[i, "checkout", "payment", "request", t, t + 0.01, None, i] for i in range(60)]
            series = [row(recording.seq // 10)] if count % 10 == 0 else []
            recording.push(t=t, end=t, flights=flights, series=series)
        cdp.send("HeapProfiler.collectGarbage")
        return cdp.send("Runtime.getHeapUsage")["usedSize"]

    heap_after(60)
    early = heap_after(60)
    late = heap_after(240)
    assert late < HEAP_GROWTH_MAX * early
