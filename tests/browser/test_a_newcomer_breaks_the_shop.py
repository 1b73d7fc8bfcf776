"""The real server, the real engine, a real browser: patterns are switched, and the outcome changes on the page."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.live import (
    LIVE,
    cell,
    open_at_20,
    open_live,
    pause,
    shop_seconds,
    switch,
    switch_on,
    verdict,
    visit,
    wait_for_seconds,
)
from tests.browser.recorded import NEXT_DRAWING, Recording, until


def test_retries_without_a_key_charge_twice_and_a_key_stops_it(page):
    open_at_20(page, "/playground/double-charge/?seed=7")
    switch(page, "Retries").check()
    until(page, lambda: cell(page, "charged_twice_or_more", "confirmed") > 20)
    expect(page.locator(".verdict")).to_contain_text("customers charged twice")
    switch_on(page, "Idempotency key")
    wait_for_seconds(page, 10)  # those that were on their way
    doubles = cell(page, "charged_twice_or_more", "confirmed")
    confirmed = cell(page, "charged_and_ordered", "confirmed")
    wait_for_seconds(page, 30)
    assert cell(page, "charged_twice_or_more", "confirmed") == doubles
    assert cell(page, "charged_and_ordered", "confirmed") > confirmed + 500


def test_a_lost_answer_leaves_a_customer_charged_and_told_that_it_failed(page):
    open_at_20(page, "/playground/lost-response/?seed=7")
    ghosts = "charged_no_order"
    until(page, lambda: cell(page, ghosts, "failed") > 5)
    switch_on(page, "Retries")
    wait_for_seconds(page, 10)
    before = cell(page, ghosts, "failed")
    wait_for_seconds(page, 30)
    assert cell(page, ghosts, "failed") <= before + 3


def test_a_bulkhead_lets_browsing_go_on(page):
    """Seen at one instant, in the middle of the outage."""
    open_at_20(page, "/playground/shared-pool/?seed=7")
    until(page, lambda: shop_seconds(page) > 20)
    pause(page)
    visit(page, 20)
    expect(page.locator(".verdict")).to_contain_text(re.compile(r"^\s*1?\d%"))
    page.get_by_role("button", name="reset").click()
    expect(page.locator(".transport__time")).to_have_text("00:00.0")
    switch_on(page, "Bulkheads")
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, lambda: shop_seconds(page) > 20)
    pause(page)
    visit(page, 20)
    expect(page.locator(".verdict")).to_contain_text(re.compile(r"^\s*(9[5-9]|100)%"))


def test_the_outage_outlives_its_cause_until_somebody_stops_retrying(page):
    open_at_20(page, "/playground/retry-storm/?seed=7")
    until(page, lambda: shop_seconds(page) > 40)
    expect(page.get_by_text("No fault is in force.")).to_be_visible()
    assert verdict(page).startswith("0")
    expect(page.locator('[data-station="payment"]')).to_contain_text("busy for callers who left")


def test_the_sandbox_takes_a_fault_and_lets_it_be_healed(page):
    open_live(page, "/playground/sandbox/?seed=7")  # time stands still: the fault does not pass meanwhile
    page.get_by_role("button", name="Lose payment answers").click()
    expect(page.get_by_role("list", name="Faults in force")).to_contain_text("payment")
    expect(page.locator(".notes")).to_contain_text("payment")
    page.get_by_role("button", name="heal").click()
    expect(page.get_by_text("No fault is in force.")).to_be_visible()


def test_every_press_of_a_control_is_drawn(page):
    open_live(page, "/playground/sandbox/?seed=7")
    page.evaluate("""() => {
      const pools = document.querySelector('[data-part="pools"]');
      window.switched = [];
      new MutationObserver(() => window.switched.push(!pools.hidden)).observe(pools, { attributeFilter: ['hidden'] });
    }""")
    bulkheads = switch(page, "Bulkheads")
    for count in range(1, 6):
        bulkheads.click()
        until(page, lambda count=count: page.evaluate("window.switched.length") == count)
    assert page.evaluate("window.switched") == [True, False, True, False, True]


def test_what_is_out_of_range_is_explained_by_the_server_beside_the_control(page):
    open_live(page, "/playground/double-charge/")
    switch(page, "Retries").check()
    attempts = page.get_by_role("textbox", name="Max attempts (including the first)")
    attempts.fill("0")
    attempts.press("Enter")
    expect(page.locator('[data-knob="retry.max_attempts"]')).to_contain_text("takes a whole number from 1 to")


def test_a_reload_is_back_at_the_same_instant_of_the_same_run(page):
    open_at_20(page, "/playground/double-charge/?seed=7")
    until(page, lambda: shop_seconds(page) > 10)
    pause(page)
    before = shop_seconds(page)
    offered = cell(page, "charged_and_ordered", "confirmed")
    page.reload()
    page.wait_for_selector(LIVE)
    until(page, lambda: cell(page, "charged_and_ordered", "confirmed") == offered)
    assert abs(shop_seconds(page) - before) <= 1


def test_a_step_shows_one_event_and_says_what_it_was(page):
    open_live(page, "/playground/lost-response/?seed=7")
    page.get_by_role("button", name="Step to the next event").click()
    expect(page.locator(".transport__said")).not_to_be_empty()


def test_scrubbing_back_and_forth_ends_where_it_began(page):
    open_at_20(page, "/playground/double-charge/?seed=7")
    until(page, lambda: shop_seconds(page) > 20)
    pause(page)
    scrubber = page.get_by_role("slider", name="Go to an instant of the run")
    end, charged = scrubber.input_value(), cell(page, "charged_and_ordered", "confirmed")
    scrubber.fill("5")
    until(page, lambda: cell(page, "charged_and_ordered", "confirmed") < charged)
    scrubber.fill(end)
    until(page, lambda: abs(cell(page, "charged_and_ordered", "confirmed") - charged) <= 4)  # the thumb rests on tenths


def test_a_checkout_opens_into_its_story(page):
    open_at_20(page, "/playground/double-charge/?seed=7")
    until(page, lambda: page.locator(".recent li").count() > 0)
    pause(page)
    page.get_by_role("button", name="See every message").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Payment")


@pytest.mark.parametrize("name", ["lost-response", "double-charge", "shared-pool", "retry-storm", "sandbox"])
def test_the_gallery_leads_to_every_scenario(page, name):
    page.goto("/playground/")
    page.locator(f'a[href="/playground/{name}/"]').click()
    page.wait_for_selector(LIVE)


FRAMED = """() => {
  const frame = document.createElement('iframe');
  frame.src = '/playground/double-charge/embed/?seed=7';
  frame.width = frame.height = 700;
  const space = document.createElement('p');
  space.style.setProperty('height', '3000px');
  window.heard = [];
  addEventListener('message', ({ data }) => window.heard.push(data.type));
  document.querySelector('main').replaceChildren(frame, space);
}"""


def test_an_embedded_run_plays_while_it_is_seen_and_only_then(page):
    said = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda text: said.append(json.loads(text)["type"])))
    page.goto("/playground/")
    page.evaluate(FRAMED)
    until(page, lambda: said.count("play") == 1)
    page.evaluate("scrollTo(0, 2500)")
    until(page, lambda: said.count("pause") == 1)
    page.evaluate("scrollTo(0, 0)")
    until(page, lambda: said.count("play") == 2)
    assert {"recipe", "height"} <= set(page.evaluate("window.heard"))


def test_an_embedded_run_stops_though_the_reader_scrolled_on_before_its_first_frame(page):
    recording = Recording(page)
    recording.replies["play"] = lambda command: None
    page.goto("/playground/")
    page.evaluate(FRAMED)
    play = recording.wait_for("play")
    page.evaluate("scrollTo(0, 2500)")
    page.evaluate(NEXT_DRAWING)
    assert not recording.commands("pause")
    recording.send({"type": "done", "id": play["id"], "t": 0.0, "text": "", "playing": True})
    recording.wait_for("pause")
