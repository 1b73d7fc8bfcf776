"""Headline, matrix, recent checkouts, notes, charts and their tables, the one voice for screen readers."""

import pytest
from playwright.sync_api import expect

from tests.browser.recorded import NEXT_DRAWING, OWN_TIME, Recording, matrix, row
from tests.browser.screens import ALL_SCREENS, Screen

NOTE = {"t": 3.0, "kind": "first_double", "text": "first double charge", "link": "safe-recovery#idempotency"}
DOUBLES = {"number": "131", "words": "customers charged twice", "detail": "of 1,436", "tone": "double"}
DOUBLE = {"order": 1093, "t": 3.0, "verdict": "double", "text": "was charged twice."}


def test_the_headline_is_the_consequence(page):
    recording = Recording(page).open()
    recording.push(headline=DOUBLES)
    expect(page.locator(".verdict")).to_contain_text("131 customers charged twice of 1,436")


def test_the_matrix_marks_what_should_not_be(page):
    recording = Recording(page).open()
    recording.push(matrix=matrix(confirmed={"charged_and_ordered": 1184, "charged_twice_or_more": 131}))
    table = page.get_by_role("region", name="What the customer was told")
    good, bad = (table.locator(f'td[data-tone="{tone}"]') for tone in ("good", "bad"))
    expect(good).to_have_text("1,184")
    expect(bad).to_have_text("131")


def test_recent_checkouts_are_told_in_words_newest_first(page):
    recording = Recording(page).open()
    recording.push(recent=[DOUBLE, DOUBLE | {"order": 1, "t": 2.0, "text": "confirmed."}])
    items = page.locator(".recent li")
    expect(items.nth(0)).to_contain_text("Order 1093 was charged twice.")
    expect(items.nth(1)).to_contain_text("Order 1 confirmed.")


def test_a_later_sentence_about_an_order_replaces_the_earlier_one(page):
    recording = Recording(page).open()
    recording.push(recent=[DOUBLE])
    recording.push(recent=[DOUBLE | {"text": "was refunded."}])
    expect(page.locator(".recent li")).to_have_count(1)
    expect(page.locator(".recent li")).to_contain_text("was refunded.")


def test_a_checkout_opens_into_its_story(page):
    recording = Recording(page).open()
    recording.replies["order"] = lambda command: {
        "type": "story", "id": command["id"], "order": command["order"], "verdict": "double", "text": "Charged twice.",
        "lines": [{"t": 1.0, "text": "the answer was lost", "known": False}], "events": [],
    }  # fmt: skip
    recording.push(recent=[DOUBLE])
    page.get_by_role("button", name="See every message of order 1093").click()
    dialog = page.get_by_role("dialog", name="Order 1093")
    expect(dialog).to_contain_text("Charged twice.")
    expect(dialog).to_contain_text("the answer was lost the caller cannot know this")


def test_notes_are_numbered_as_their_pins_are(page):
    recording = Recording(page).open()
    recording.push(t=4.0, notes=[NOTE])
    notes = page.get_by_role("list", name="Notes, newest first")
    expect(notes).to_contain_text("first double charge")
    expect(notes.get_by_role("link")).to_have_attribute("href", "/learn/fault-tolerance/safe-recovery/#idempotency")
    expect(page.locator(".timeline .pin")).to_have_text("1")


def test_a_note_that_came_again_takes_the_place_of_the_one_before(page):
    recording = Recording(page).open()
    dragged = NOTE | {"kind": "setting_changed", "of": "timeout.attempt_s"}
    recording.push(t=4.0, notes=[NOTE, dragged | {"text": "Attempt timeout: 2 s."}])
    recording.push(t=4.1, notes=[dragged | {"text": "Attempt timeout: 3 s.", "again": True}])
    notes = page.get_by_role("list", name="Notes, newest first").locator("li")
    expect(notes).to_have_count(2)
    expect(notes.first).to_contain_text("2Attempt timeout: 3 s.")


def test_a_fault_is_a_band_on_every_clock(page):
    recording = Recording(page).open()
    fault = {"service": "payment", "kind": "latency", "start": 1.0, "end": 9.0, "label": "payment: slow network"}
    recording.push(t=4.0, faults=[fault])
    assert page.locator(".band").count() == page.locator('[data-field="bands"]').count() == 3


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        ("Checkouts a second", ["offered", "attempts", "goodput", "40", "120"]),
        ("How long a checkout took", ["confirmed, p99", "240 ms", "told “failed”, p50"]),
        ("Waiting in a queue", ["checkout", "payment"]),
        ("Workers busy", ["checkout", "payment", "2"]),
        ("Of these, busy for callers who left", ["checkout", "payment"]),
        ("Retry tokens", ["retry tokens"]),
        ("Circuit breakers", ["inventory", "payment", "off"]),
    ],
)
def test_every_chart_has_a_table(page, chart, words):
    recording = Recording(page, **{"breaker.enabled": True, "retry_budget.enabled": True})
    recording.open(t=2.0, series=[row(0), row(1)])
    figure = page.locator("figure").filter(has=page.get_by_text(chart, exact=True))
    figure.get_by_text("As a table").click()
    table = figure.get_by_role("table")
    for word in words:
        expect(table).to_contain_text(word)
    expect(table.locator("tbody tr")).to_have_count(2)


def test_a_table_follows_the_run(page):
    recording = Recording(page).open(t=1.0, series=[row(0)])
    page.get_by_text("As a table").first.click()
    recording.push(t=2.0, series=[row(1, offered=77)])
    expect(page.get_by_role("table").filter(has_text="goodput")).to_contain_text("77")


def test_screen_readers_hear_summaries_and_no_log(page):
    """The newest summary, and the next one five seconds later."""
    page.add_init_script(OWN_TIME)
    recording = Recording(page).open()
    spoken = page.locator('[data-part="announcer"]')
    first = spoken.inner_text()
    page.evaluate("window.frameTime += 4999")
    for count in range(132, 142):
        recording.push(headline=DOUBLES | {"number": str(count)})
    assert spoken.inner_text() == first
    page.evaluate("window.frameTime += 1")
    recording.push(headline=DOUBLES)
    expect(spoken).to_contain_text("131 customers charged twice")
    assert page.locator("[aria-live]:not([aria-live=off]), [role=log]").count() == 0


@pytest.mark.parametrize("screen", [Screen(1440, 900, motion="reduce")], ids=str)
def test_under_reduced_motion_the_picture_steps_once_a_second(page):
    page.add_init_script("""
        const clear = CanvasRenderingContext2D.prototype.clearRect;
        window.drawings = 0;
        CanvasRenderingContext2D.prototype.clearRect = function (...box) {
          if (this.canvas.dataset.part === 'sky') window.drawings++;
          return clear.apply(this, box);
        };
    """)
    page.add_init_script(OWN_TIME)
    Recording(page).open()
    page.evaluate("window.drawings = 0")
    for _ in range(25):
        page.evaluate("window.frameTime += 100")
        page.evaluate(NEXT_DRAWING)
    assert page.evaluate("window.drawings") == 2


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_a_busy_page_breaks_no_rule_of_wcag_22_aa(page, axe):
    knobs = {"retry.enabled": True, "breaker.enabled": True, "bulkhead.enabled": True}
    fault = {"service": "payment", "kind": "latency", "start": 1.0, "end": None, "label": "payment: slow network"}
    recording = Recording(page, **knobs).open(t=2.0, series=[row(0), row(1)])
    told = matrix(confirmed={"charged_and_ordered": 9, "charged_twice_or_more": 2}, failed={"charged_no_order": 1})
    recording.push(t=4.0, headline=DOUBLES, matrix=told, recent=[DOUBLE], notes=[NOTE], faults=[fault])
    for summary in page.locator("summary:visible").filter(has_text="As a table").all():
        summary.click()
    axe(page)
