"""Every control sends one command, shows what the server put in force, and says beside itself what was wrong."""

from playwright.sync_api import expect

from playground.knobs import KNOBS
from tests.browser.recorded import Recording


def card(page, name):
    return page.locator(".control").filter(has=page.get_by_role("heading", name=name, exact=True))


def test_a_switch_sends_its_knob_with_an_id(page):
    recording = Recording(page).open()
    page.get_by_role("switch", name="Retries").check()
    command = recording.wait_for("set")
    assert command["knobs"] == {"retry.enabled": True}
    assert 0 < len(command["id"]) <= 40


def test_ids_are_never_used_twice(page):
    recording = Recording(page).open()
    retries = page.get_by_role("switch", name="Retries")
    for count in (1, 2, 3):
        retries.click()
        recording.wait_for("set", count)
    ids = [message["id"] for message in recording.heard if "id" in message]
    assert len(set(ids)) == len(ids)


def test_off_a_card_is_one_quiet_line_that_names_every_parameter(page):
    Recording(page).open()
    retries = card(page, "Retries")
    expect(retries.get_by_role("slider", name="Max attempts")).to_be_hidden()
    line = retries.locator("summary").first
    for words in ("Max attempts (including the first) 3", "Backoff exponential", "Jitter none"):
        expect(line.get_by_text(words, exact=True)).to_be_visible()


def test_on_a_card_puts_its_controls_forward_and_still_names_the_others(page):
    Recording(page, **{"retry.enabled": True}).open()
    retries = card(page, "Retries")
    expect(retries.get_by_role("slider", name="Max attempts")).to_be_visible()
    line = retries.locator("summary").first
    expect(line.get_by_text("Backoff exponential", exact=True)).to_be_visible()
    expect(line.get_by_text("Max attempts")).to_be_hidden()
    expect(retries.get_by_label("Backoff", exact=True)).to_be_hidden()
    line.click()
    expect(retries.get_by_label("Backoff", exact=True)).to_be_visible()


def test_a_slider_sends_its_value_and_follows_the_run(page):
    recording = Recording(page, **{"retry.enabled": True}).open()
    slider = page.get_by_role("slider", name="Max attempts")
    slider.fill("1000")
    assert recording.wait_for("set")["knobs"] == {"retry.max_attempts": KNOBS["retry.max_attempts"].maximum}
    recording.send(recording.changed({"id": "someone-else", "knobs": {"retry.max_attempts": 1}}))
    expect(page.get_by_role("textbox", name="Max attempts (including the first)")).to_have_value("1")


def test_a_typed_number_is_sent_as_a_number(page):
    recording = Recording(page, **{"retry.enabled": True}).open()
    attempts = page.get_by_role("textbox", name="Max attempts (including the first)")
    attempts.fill("5")
    attempts.press("Enter")
    assert recording.wait_for("set")["knobs"] == {"retry.max_attempts": 5}


def test_nonsense_is_sent_as_typed_and_the_answer_stands_beside_the_control(page):
    recording = Recording(page, **{"retry.enabled": True}).open()
    recording.replies["set"] = lambda command: {
        "type": "error", "id": command["id"], "code": "knob", "knob": "retry.max_attempts",
        "message": "retry.max_attempts takes a whole number from 1 to 20, not 'many'.",
    }  # fmt: skip
    attempts = page.get_by_role("textbox", name="Max attempts (including the first)")
    attempts.fill("many")
    attempts.press("Enter")
    assert recording.wait_for("set")["knobs"] == {"retry.max_attempts": "many"}
    row = page.locator('[data-knob="retry.max_attempts"]')
    expect(row).to_contain_text("takes a whole number from 1 to 20")
    expect(row).to_contain_text("Still in force: 3.")
    expect(attempts).to_have_attribute("aria-invalid", "true")
    expect(attempts).to_have_value("many")


def test_the_next_legal_value_clears_the_error(page):
    recording = Recording(page, **{"retry.enabled": True}).open()
    recording.replies["set"] = lambda command: {
        "type": "error", "id": command["id"], "code": "knob", "knob": "retry.max_attempts", "message": "No.",
    }  # fmt: skip
    attempts = page.get_by_role("textbox", name="Max attempts (including the first)")
    row = page.locator('[data-knob="retry.max_attempts"]')
    attempts.fill("0")
    attempts.press("Enter")
    expect(row).to_contain_text("Still in force: 3.")
    del recording.replies["set"]
    attempts.fill("4")
    attempts.press("Enter")
    expect(row).not_to_contain_text("Still in force")
    expect(attempts).to_have_attribute("aria-invalid", "false")


def test_a_refused_switch_goes_back(page):
    recording = Recording(page).open()
    recording.replies["set"] = lambda command: {
        "type": "error", "id": command["id"], "code": "full", "knob": None, "message": "No.",
    }  # fmt: skip
    retries = page.get_by_role("switch", name="Retries")
    retries.click()
    recording.wait_for("set")
    expect(retries).not_to_be_checked()


def test_a_change_made_elsewhere_shows_here(page):
    recording = Recording(page).open()
    recording.send(recording.changed({"id": "someone-else", "knobs": {"idempotency.enabled": True}}))
    expect(page.get_by_role("switch", name="Idempotency key")).to_be_checked()


def test_every_parameter_in_force_is_readable_though_its_card_is_folded_away(page):
    recording = Recording(page).open()
    in_force = page.get_by_role("region", name="Also in force")
    hedging = in_force.locator("div").filter(has=page.get_by_text("Hedging", exact=True))
    expect(hedging.locator("dd")).to_have_text("off", use_inner_text=True)
    recording.send(recording.changed({"id": "someone-else", "knobs": {"network.delay_ms": 80.0}}))
    expect(in_force).to_contain_text("Network delay 80 ms")


def test_a_fault_is_struck_listed_and_healed(page):
    recording = Recording(page).open()
    page.locator("[data-strike]").first.click()
    struck = recording.wait_for("strike")["fault"]
    assert {"service", "kind"} <= struck.keys()
    fault = {"service": "payment", "kind": "latency", "start": 1.0, "end": None, "label": "payment: slow network"}
    recording.push(t=2.0, faults=[fault])
    expect(page.get_by_role("list", name="Faults in force")).to_contain_text("payment: slow network until healed")
    page.get_by_role("button", name="heal: payment: slow network").click()
    assert recording.wait_for("heal")["fault"] == "payment.latency"


def test_a_refused_fault_is_explained_where_it_was_struck(page):
    recording = Recording(page).open()
    words = "payment.latency: ms takes a number from 0 to 600000 ms."
    recording.replies["strike"] = lambda command: {
        "type": "error", "id": command["id"], "code": "fault", "knob": None, "message": words,
    }  # fmt: skip
    page.locator("[data-strike]").first.click()
    expect(page.locator('[data-part="faults"]')).to_contain_text(words)
