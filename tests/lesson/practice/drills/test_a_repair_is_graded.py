"""From the form to the report, with real workers and without JavaScript."""

import pytest

from lesson.practice import shelf
from lesson.practice.drills import grader, grading
from lesson.practice.drills.stage import name_of
from lesson.practice.models import AnswerCount
from playground import links
from playground.experiments import run_one
from playground.live import veil
from playground.runs import Run
from tests.lesson.practice.drills.pages import DRILL, REPAIR, WRONG, Person, address_of, words


def test_handing_in_leads_to_a_page_that_can_be_reloaded(repairer, open_office):
    open_office()
    page = repairer.hand_in()
    assert page.redirect_chain == [(address_of(repairer.attempts[0]), 302)]
    again = repairer.visit(page.redirect_chain[0][0])
    assert again.status_code == 200
    assert len(repairer.attempts) == 1


def test_progress_is_shown_with_its_place_and_asks_again_by_itself(repairer, open_office):
    open_office(workers=1)
    page = repairer.hand_in()
    assert page.context["progress"].total == 16
    assert "Beginning." in page.text or "runs are done" in page.text
    assert 'hx-trigger="every 1s"' in page.text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.text
    alone = repairer.client.get(page.redirect_chain[0][0], headers={"HX-Request": "true"})
    assert words(alone).startswith("Grading · Two charges, one order · Faultline"), "and with it the title"
    assert "<main" not in alone.text, "htmx gets the changing part alone"


def in_order(said: str, *parts: str) -> None:
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_the_report_says_of_each_goal_what_was_measured_what_was_wanted_and_why(repairer, graded):
    page = graded(repairer.hand_in(WRONG))
    said = words(page)
    assert "1 of 2 objectives met" in said
    in_order(
        said, "Customers are served", "Wanted: at least 90% on average. As found:", "Missed. Too many heard “failed”."
    )
    in_order(
        said, "Nobody is charged twice", "Wanted: none in every run. As found:", "Met. Every repeat was recognised."
    )
    assert '<a href="/learn/small-shop/words/">Read: Words</a>' in page.text
    line = page.context["result"].lines[1]
    assert [len(day.runs) for day in line.days] == [10, 6]
    assert all(0.5 < float(day.main.rstrip("%")) / 100 < 0.9 for day in line.days)
    assert "to" in line.days[0].beside
    assert "hx-trigger" not in page.text, "nothing is asked for any more"


def test_what_is_measured_is_what_a_headless_run_of_these_seeds_gives(repairer, graded):
    graded(repairer.hand_in(WRONG))
    attempt = repairer.attempts[0]
    drill = repairer.visit().context["drill"]
    values = grading.values_of(drill)
    runs = grader.trials_of(attempt)
    assert attempt.answers == [values(run_one(plan)) for plan in grading.plans(drill, attempt.knobs, runs)]


def test_a_repair_that_passes_opens_the_solution(repairer, graded):
    page = graded(repairer.hand_in())
    assert "2 of 2" in page.text
    assert "Read the solution" in page.text
    assert repairer.state.passed_at
    assert "<strong>Send a key</strong>" in repairer.visit().text


def test_the_list_says_how_one_stands(person, graded):
    def state():
        return words(person.visit("/practice/")).partition("Drills")[2]

    assert "not tried" in state()
    person.name("no-key")
    assert "begun" in state()
    graded(person.hand_in(WRONG))
    assert "tried 1 repair handed in" in state()
    graded(person.hand_in())
    assert "✓ passed 2 repairs handed in" in state()


def test_what_was_graded_while_nobody_looked_is_kept_by_whoever_looks_next(repairer, open_office):
    office = open_office()
    attempt = repairer.hand_in().context["attempt"]
    office.runner.future(attempt.job).result(60)
    assert "✓ passed" in repairer.visit("/practice/").text


def test_every_attempt_can_be_read_again(repairer, graded):
    graded(repairer.hand_in(WRONG))
    graded(repairer.hand_in())
    entries = repairer.visit().context["history"]
    assert [(entry.number, entry.attempt.passed, entry.changes) for entry in entries] == [
        (2, True, [("Idempotency key", "on")]),
        (1, False, [("Retries", "off")]),
    ]
    assert "1 of 2" in repairer.visit(address_of(entries[1].attempt)).text


def test_the_form_stands_at_the_latest_repair_and_can_be_taken_back_to_an_earlier_one(repairer, graded):
    graded(repairer.hand_in(WRONG))
    graded(repairer.hand_in({**REPAIR, "retry.max_attempts": "6"}))
    first = repairer.attempts[0]

    def standing(address):
        rows = {row.knob.name: row for item in repairer.visit(address).context["panel"].cards for row in item.rows}
        return rows["retry.max_attempts"].text

    assert standing(DRILL) == "6"
    assert standing(f"{DRILL}?from={first.pk}") == "4"
    assert standing(f"{DRILL}?from=found") == "4"
    assert standing(f"{DRILL}?from=nonsense") == "6"


def test_the_worst_seed_live_is_the_very_run_that_was_graded(repairer, graded):
    graded(repairer.hand_in(WRONG))
    attempt = repairer.attempts[0]
    page = repairer.visit(address_of(attempt, "watch/"))
    worst = grader.report_of(attempt).worst
    shop = veil.find(name_of("small-shop", "small", worst.arm))
    live = shop.whole(links.read(page.context["recipe"]))
    drill = page.context["drill"]
    headless = grading.plan_of(drill, worst.arm, worst.seed, attempt.knobs).recipe
    seconds = drill.shop.duration_s - 0.001
    with Run(live) as one, Run(headless) as other:
        one.advance(seconds)
        other.advance(seconds)
        assert one.fingerprint == other.fingerprint


def test_what_is_not_graded_has_no_worst_seed(repairer, open_office):
    office = open_office()
    attempt = repairer.hand_in().context["attempt"]
    repairer.client.post(address_of(attempt, "cancel/"))
    office.runner.future(attempt.job).result(60)
    assert repairer.visit(address_of(attempt, "watch/")).status_code == 404


def test_grading_is_counted_once_for_the_owner(repairer, graded):
    page = graded(repairer.hand_in(WRONG))
    repairer.visit(page.wsgi_request.path)
    graded(repairer.hand_in())
    rows = {
        (row.answer, row.first): row.count
        for row in AnswerCount.objects.filter(item="drill:small")
        if not row.answer.startswith("cause:")
    }
    assert rows == {
        ("graded", True): 1,
        ("missed:confirmed", True): 1,
        ("graded", False): 1,
        ("passed", False): 1,
    }


def test_a_drill_that_changes_leaves_old_reports_as_they_were(repairer, graded, shop):
    page = graded(repairer.hand_in(WRONG))
    path = shop / "drills" / "small.toml"
    path.write_text(path.read_text("utf-8").replace("at_least = 0.9", "at_least = 0.1"), "utf-8")
    shelf._drills.cache_clear()
    again = repairer.visit(page.wsgi_request.path)
    assert "at least 90%" in again.text
    assert "The drill has changed since this was graded." in again.text
    assert "Watch the worst seed" not in again.text


@pytest.mark.parametrize("name", ["", "cancel/", "again/", "watch/"])
def test_nobody_sees_or_touches_the_attempts_of_others(repairer, open_office, name):
    open_office()
    attempt = repairer.hand_in().context["attempt"]
    other = Person()
    send = other.client.get if name in ("", "watch/") else other.client.post
    assert send(address_of(attempt, name)).status_code == 404
