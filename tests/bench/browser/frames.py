"""What Chromium's own trace says about drawing: which frames were shown and which were not, and how long the page's
main thread worked for each.

A frame that the display offered (BeginFrame) was drawn (DrawFrame) or dropped (DroppedFrame). Work is what the main
thread ran between the beginnings of two frames, in its own processor time: what other programs take from this core
meanwhile is not the page's doing. It does show in the dropped frames.
"""

import json
from bisect import bisect_right
from dataclasses import dataclass
from statistics import median, quantiles

from playwright.sync_api import Browser, Page

CATEGORIES = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-devtools.timeline.frame",
]
US = 1e-6


@dataclass(frozen=True)
class Drawing:
    seconds: float
    offered: int
    drawn: int
    dropped: int
    work_ms: list[float]
    """Of each frame, on the main thread."""
    scripts_ms: list[float]
    """Of that, what our own drawing took: the callbacks of requestAnimationFrame."""

    def __str__(self) -> str:
        share = self.dropped / max(self.drawn + self.dropped, 1)
        return (
            f"{self.drawn / self.seconds:.1f} frames/s of {self.offered / self.seconds:.1f} offered,"
            f" {self.dropped} dropped ({share:.1%}); main thread {told(self.work_ms)} ms a frame,"
            f" of which our drawing {told(self.scripts_ms)} ms"
        )


def told(values: list[float]) -> str:
    """Median, 95th percentile."""
    return f"{median(values):.1f} (p95 {quantiles(values, n=20)[-1]:.1f})"


def watched(browser: Browser, page: Page, seconds: float) -> Drawing:
    """What is drawn while so many seconds pass."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    page.wait_for_timeout(seconds * 1000)
    return read(json.loads(browser.stop_tracing())["traceEvents"])


def read(events: list[dict]) -> Drawing:
    """Of the process that draws the most: the page's."""
    main = thread_of(events, "FireAnimationFrame")
    mine = [event for event in events if event["pid"] == main[0]]
    begins = [event["ts"] for event in mine if event["name"] == "BeginFrame"]
    frames = sorted(event["ts"] for event in mine if event["name"] == "BeginMainThreadFrame")
    own = [event for event in mine if event["tid"] == main[1]]
    return Drawing(
        seconds=(max(begins) - min(begins)) * US,
        offered=len(begins) - 1,
        drawn=sum(event["name"] == "DrawFrame" for event in mine),
        dropped=sum(event["name"] == "DroppedFrame" for event in mine),
        work_ms=by_frame(frames, [event for event in own if event["name"] == "RunTask"]),
        scripts_ms=by_frame(frames, [event for event in own if event["name"] == "FireAnimationFrame"]),
    )


def thread_of(events: list[dict], name: str) -> tuple[int, int]:
    threads = [(event["pid"], event["tid"]) for event in events if event["name"] == name]
    return max(set(threads), key=threads.count)


def by_frame(frames: list[int], tasks: list[dict]) -> list[float]:
    """Milliseconds from each frame's beginning to the next one's."""
    spent = [0.0] * (len(frames) - 1)
    for task in tasks:
        number = bisect_right(frames, task["ts"]) - 1
        if 0 <= number < len(spent):
            spent[number] += task.get("tdur", task.get("dur", 0)) / 1000
    return spent
