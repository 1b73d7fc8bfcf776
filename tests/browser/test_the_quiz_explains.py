"""The quiz as people meet it: at a desk and on a phone, with a keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from lesson.practice.quiz import runs
from lesson.practice.quiz.marking import right_options
from lesson.practice.quiz.schema import Item, Matching, Numeric, Ordering
from lesson.practice.shelf import quiz_of
from lesson.reading.shelf import lessons
from tests.browser.screens import ALL_SCREENS, DESKTOP, PHONE

QUIZ = "/practice/fault-tolerance/quiz/"
LESSON = lessons()["fault-tolerance"]


def item_on(page: Page) -> Item:
    """Which question this is, by what it asks."""
    asked = re.sub(r"\W", "", page.locator("#ask").inner_text())
    return next(
        item for item in quiz_of(LESSON).items if re.sub(r"\W|python", "", item.ask) == re.sub("python", "", asked)
    )


def begin(page: Page) -> None:
    page.goto(QUIZ)
    go(page, "Begin")


def go(page: Page, button: str) -> None:
    """Presses it and waits for the page that it leads to, script and all."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=button, exact=True).click()


def answer(page: Page, *, right: bool, script: bool = True) -> Item:
    item = item_on(page)
    if isinstance(item, Numeric):
        page.get_by_label("Your answer").fill(f"{runs.true_value(item.answer):.4f}" if right else "123456")
    elif isinstance(item, Matching):
        for pair in item.pairs:
            other = next(choice.id for choice in item.choices if choice.id != pair.choice)
            page.locator(f"#pair-{pair.id}").select_option(pair.choice if right else other)
    elif isinstance(item, Ordering):
        put_in_order(page, item if right else None, script=script)
    else:
        wanted = right_options(item)
        chosen = wanted if right else {next(each.id for each in item.options if each.id not in wanted)}
        for name in chosen:
            page.locator(f'input[name="option"][value="{name}"]').check()
    go(page, "Answer")
    return item


def put_in_order(page: Page, item: Ordering | None, *, script: bool) -> None:
    """None: in an order that is wrong, which the one shown always is."""
    fields = page.locator("[data-step] select")
    names = [fields.nth(place).get_attribute("name") for place in range(fields.count())]
    if not script:
        order = names if item is None else [f"place-{step.id}" for step in item.steps]
        for place, name in enumerate(order, 1):
            page.locator(f'[name="{name}"]').select_option(str(place))
    elif item is not None:
        for place, step in enumerate(item.steps):
            move_to(page, step.id, place)


def move_to(page: Page, step: str, place: int) -> None:
    row = page.locator("[data-step]", has=page.locator(f'[name="place-{step}"]'))
    while row.evaluate("row => [...row.parentElement.children].indexOf(row)") > place:
        row.get_by_role("button", name=re.compile("^Move up")).click()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_a_round_of_ten_from_the_first_question_to_how_one_stands(page):
    begin(page)
    wrong = answer(page, right=False)
    expect(page.get_by_role("heading", name=re.compile("^Not right"))).to_be_visible()
    expect(page.get_by_text(wrong.why[:30], exact=False).first).to_be_visible()
    for _ in range(9):
        go(page, "Next question")
        answer(page, right=True)
        expect(page.get_by_role("heading", name="Right.")).to_be_visible()
    page.get_by_role("link", name="see how you stand").click()
    expect(page.locator(".standing__number")).to_have_text(re.compile(r"\d+ of \d+ known"))
    expect(page.get_by_role("heading", name="By objective")).to_be_visible()


def test_a_wrong_one_comes_back_after_a_few_others(page):
    begin(page)
    wrong = answer(page, right=False).id
    between = []
    while not between or between[-1] != wrong:
        go(page, "Next question")
        between.append(answer(page, right=True).id)
        assert len(between) < 10
    assert len(between) > 2


def test_everything_works_without_javascript(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    begin(page)
    kinds = set()
    for turn in range(20):
        kinds.add(type(answer(page, right=turn % 3 != 0, script=False)).__name__)
        expected = "Right." if turn % 3 else re.compile("^Not right")
        expect(page.get_by_role("heading", name=expected)).to_be_visible()
        go(page, "Next question")
    assert {"Single", "Multiple", "Numeric", "Ordering", "Matching", "TraceItem"} <= kinds


def test_going_back_and_answering_again_shows_the_first_answer(page):
    begin(page)
    answer(page, right=False)
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("^Not right"))).to_be_visible()


def test_a_question_can_be_answered_with_the_keyboard_alone(page):
    begin(page)
    while page.locator('input[type="radio"]').count() == 0:
        go(page, "I do not know")
        go(page, "Next question")
    page.keyboard.press("2")
    expect(page.locator(".choice").nth(1).locator("input")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator("#verdict")).to_be_focused()


def test_after_marking_one_can_read_on_and_see_it_run(page):
    begin(page)
    while page.get_by_role("link", name="See it run").count() == 0:
        go(page, "I do not know")
        if page.get_by_role("link", name="See it run").count() == 0:
            go(page, "Next question")
    page.get_by_role("link", name="See it run").first.click()
    expect(page.locator("[data-playground]")).to_be_visible()


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_its_pages_are_accessible_and_nothing_sticks_out(page, axe):
    def look() -> None:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto("/practice/")
    look()
    page.goto(QUIZ)
    look()
    go(page, "Begin")
    seen = set()
    for _ in range(16):
        kind = type(item_on(page)).__name__
        if kind not in seen:
            look()
        go(page, "I do not know")
        if kind not in seen:
            look()
        seen.add(kind)
        go(page, "Next question")
    assert len(seen) >= 5
    page.goto(QUIZ)
    look()
