"""What the playground asks of a browser: bytes of script, one drawing of a chart a frame, a heap that stays flat."""

from tests.browser.recorded import Recording, row
from tests.site import ROOT

SCRIPT_BYTES_MAX = 60_000
HEAP_GROWTH_MAX = 1.25


def test_our_own_script_stays_small():
    assert sum(path.stat().st_size for path in (ROOT / "static/playground").glob("*.js")) < SCRIPT_BYTES_MAX


def test_at_most_one_chart_is_drawn_in_an_animation_frame(page):
    page.add_init_script("""
        window.most = 0;
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
