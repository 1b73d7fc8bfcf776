"""What the server's picture says is what the shop on the page shows; held to exact frames."""

import pytest
from playwright.sync_api import expect

from tests.browser.recorded import AT_REST, Recording, edge, picture, station
from tests.browser.screens import DESKTOP, PHONE, Screen
from tests.browser.test_a_class_is_taught import Class

ALL_CALLS = ("inventory", "payment", "orders", "recommendations")

MANY = {"bulkhead.enabled": True, "checkout.calls": list(ALL_CALLS)}
ACKNOWLEDGED = 8
"""Of so many frames a page of a room acknowledges the last."""
OUT_OF_ITS_CARD = """() => [...document.querySelectorAll('.node')].flatMap(card => {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    return [...card.querySelectorAll(':not(.breaker, .breaker *)')]
        .map(part => [part.textContent, part.getBoundingClientRect(), part.scrollWidth - part.clientWidth])
        .filter(([, box]) => box.width)
        .filter(([words, box, over]) => box.left < left || box.right > right || box.top < top || box.bottom > bottom
            || (words && over > 1 && box.right + over > right))
        .map(([words]) => words);
})"""


def crowded(limit):
    """99,999 of whatever can be many."""
    busy = station(queue=99_999, queue_limit=limit, busy=10, abandoned=10)
    unlimited = station(workers=None, busy=99_999, queue=99_999, queue_limit=limit)
    return picture(
        dict.fromkeys(ALL_CALLS, busy) | {"checkout": unlimited},
        {name: edge(pool_size=20, pool_busy=20, pool_waiting=99_999) for name in ALL_CALLS},
        customers_waiting=99_999,
        customers_paying_again=99_999,
    )


def node(page, name):
    return page.locator(f'[data-station="{name}"]')


def slots(page, name):
    """(idle, busy, abandoned)"""
    counts = [node(page, name).locator(f".slots > i{kind}").count() for kind in ("", ".busy", ".abandoned")]
    return counts[0] - counts[1] - counts[2], counts[1], counts[2]


def order_of_services(page):
    shown = page.locator(".node--service:visible")
    return shown.evaluate_all("nodes => nodes.map(node => node.dataset.station)")


def test_slots_are_idle_busy_or_held_for_callers_who_left(page):
    recording = Recording(page).open()
    recording.push(picture=picture({"payment": station(workers=10, busy=7, abandoned=3)}))
    assert slots(page, "payment") == (3, 4, 3)
    expect(node(page, "payment")).to_contain_text("7 of 10")
    expect(node(page, "payment")).to_contain_text("3 busy for callers who left")


def test_many_workers_become_one_bar(page):
    recording = Recording(page).open()
    recording.push(picture=picture({"payment": station(workers=400, busy=100, abandoned=40)}))
    bar = node(page, "payment").locator(".slots--bar")
    assert bar.evaluate("bar => [bar.childElementCount, bar.style.getPropertyValue('--taken')]") == [0, "25%"]
    recording.push(picture=picture())
    assert slots(page, "payment") == (10, 0, 0)


@pytest.mark.parametrize(
    ("queue", "limit", "words"), [(0, None, "empty"), (7, None, "7"), (0, 40, "0 of 40"), (12, 40, "12 of 40")]
)
def test_the_queue_says_how_many_wait_and_how_many_may(page, queue, limit, words):
    recording = Recording(page).open()
    recording.push(picture=picture({"checkout": station(queue=queue, queue_limit=limit)}))
    assert node(page, "checkout").locator('[data-field="queue-words"]').inner_text() == words


@pytest.mark.parametrize("screen", [DESKTOP, Screen(1100, 800), PHONE], ids=str)
@pytest.mark.parametrize("limit", [None, 100_000])
def test_however_many_wait_the_number_stays_within_its_card(page, limit):
    recording = Recording(page, **MANY).open()
    recording.push(picture=crowded(limit))
    expect(node(page, "payment").locator('[data-field="queue-words"]')).to_have_text(
        "99.9k of 100k" if limit else "99.9k"
    )
    page.evaluate(AT_REST)
    assert page.evaluate(OUT_OF_ITS_CARD) == []


@pytest.mark.parametrize("asked", [False, True])
def test_however_many_wait_the_number_stays_within_its_card_on_the_wall(open_page, asked):
    room, wall = Class(open_page), open_page(Screen(1920, 1080))
    if asked:
        room.ask("Silence")
    recording = Recording(wall, "**/ws/classroom/**", **MANY)
    recording.seq = ACKNOWLEDGED - 1
    recording.open(room.host.get_by_label("The projector, on another computer").input_value())
    recording.seq = 2 * ACKNOWLEDGED - 1
    recording.push(picture=crowded(100_000))
    expect(node(wall, "payment")).to_contain_text("99.9k of 100k")
    assert wall.locator("[data-question]").count() == asked
    wall.evaluate(AT_REST)
    assert wall.evaluate(OUT_OF_ITS_CARD) == []


@pytest.mark.parametrize(("state", "words"), [("down", "down"), ("paused", "standing still")])
def test_a_service_that_does_not_work_says_so(page, state, words):
    recording = Recording(page).open()
    recording.push(picture=picture({"orders": station(state=state)}))
    expect(node(page, "orders").locator('[data-field="busy"]')).to_have_text(words)


def test_services_stand_in_the_order_in_which_checkout_calls_them(page):
    Recording(page, **{"checkout.calls": ["payment", "inventory"]}).open()
    assert order_of_services(page) == ["payment", "inventory"]


def test_a_change_of_calls_redraws_the_shop(page):
    recording = Recording(page).open()
    assert order_of_services(page) == ["inventory", "payment", "orders"]
    recording.send(recording.changed({"id": "other", "knobs": {"checkout.calls": list(ALL_CALLS)}}))
    expect(node(page, "recommendations")).to_be_visible()
    assert page.locator(".shop__edges path").count() == 5


@pytest.mark.parametrize("state", ["closed", "half_open", "open"])
def test_a_breaker_is_a_switch_on_its_edge(page, state):
    recording = Recording(page, **{"breaker.enabled": True}).open()
    recording.push(picture=picture(edges={"payment": edge(breaker=state)}))
    switch = page.get_by_role("img", name=f"Breaker to payment: {state.replace('_', ' ')}")
    expect(switch).to_be_visible()
    expect(page.get_by_role("img", name="Breaker to orders")).to_be_hidden()


def test_bulkheads_are_compartments_of_checkout(page):
    recording = Recording(page).open()
    pools = page.get_by_role("list", name="Bulkheads")
    expect(pools).to_be_hidden()
    recording.send(recording.changed({"id": "other", "knobs": {"bulkhead.enabled": True}}))
    recording.push(picture=picture(edges={"payment": edge(pool_size=5, pool_busy=5, pool_waiting=2)}))
    payment = pools.locator('[data-pool="payment"]')
    assert payment.locator(".busy").count() == 5
    expect(payment).to_contain_text("+2")


def test_gateways_stand_between_customers_and_checkout(page):
    recording = Recording(page, **{"gateway.hops": 2}).open()
    gateways = {f"gateway {number}": station(workers=None, busy=number) for number in (1, 2)}
    recording.push(picture=picture(gateways))
    expect(node(page, "gateway 2")).to_contain_text("2 busy, no limit")
    expect(node(page, "gateway 3")).to_be_hidden()


def test_a_fan_out_is_drawn_as_a_stack(page):
    Recording(page, **{"inventory.fan_out": 100}).open()
    expect(node(page, "inventory")).to_contain_text("Inventory × 100")


@pytest.mark.parametrize(("screen", "beside"), [(DESKTOP, True), (PHONE, False)], ids=str)
def test_on_a_phone_the_shop_is_a_vertical_path(page, beside):
    Recording(page).open()
    checkout, payment = (node(page, name).bounding_box() for name in ("checkout", "payment"))
    assert (payment["x"] > checkout["x"] + checkout["width"]) is beside
    assert (payment["y"] > checkout["y"] + checkout["height"]) is not beside
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
