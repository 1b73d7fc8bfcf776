import pytest

from lesson.practice.drills import grading
from lesson.practice.models import Attempt
from playground.jobs.cost import expected_events
from tests.lesson.practice.drills.pages import address_of, words


@pytest.fixture
def idle(open_office):
    """An office in which nobody works: whatever is handed in waits."""
    office = open_office()
    office.runner._crew.turn = lambda ready: None
    return office


def test_it_can_be_cancelled_and_is_kept_with_its_settings(repairer, idle):
    attempt = repairer.hand_in().context["attempt"]
    page = repairer.client.post(address_of(attempt, "cancel/"), follow=True)
    assert "Cancelled before it was graded." in page.text
    assert repairer.attempts[0].state == Attempt.State.CANCELLED
    assert "cancelled" in words(repairer.visit()).partition("What you have handed in")[2]


def test_what_was_cancelled_can_be_graded_after_all_with_the_same_seeds(repairer, idle, graded):
    attempt = repairer.hand_in().context["attempt"]
    repairer.client.post(address_of(attempt, "cancel/"))
    page = graded(repairer.client.post(address_of(attempt, "again/"), follow=True))
    assert "2 of 2" in page.text
    assert repairer.attempts[0].seeds == attempt.seeds
    assert len(repairer.attempts) == 1


def test_a_server_that_has_let_go_of_the_runs_says_so_and_grades_again(repairer, idle, open_office, graded):
    attempt = repairer.hand_in().context["attempt"]
    open_office()
    page = repairer.visit(address_of(attempt))
    assert "The grading was interrupted." in page.text
    page = graded(repairer.client.post(address_of(attempt, "again/"), follow=True))
    assert "2 of 2" in page.text


def test_what_is_graded_is_not_graded_again(repairer, graded):
    page = graded(repairer.hand_in())
    attempt = repairer.attempts[0]
    repairer.client.post(address_of(attempt, "again/"))
    repairer.client.post(address_of(attempt, "cancel/"))
    assert repairer.attempts[0].job == attempt.job
    assert repairer.visit(page.wsgi_request.path).context["result"] is not None


def test_a_full_queue_refuses_a_second_grading_in_words(repairer, idle, open_office):
    attempt = repairer.hand_in().context["attempt"]
    open_office(jobs=0)
    page = repairer.client.post(address_of(attempt, "again/"))
    assert page.status_code == 503
    assert "the queue takes no more" in page.text


def test_a_run_that_grows_too_large_makes_no_verdict_and_says_why(repairer, open_office):
    """Retries are not foreseen when it is admitted, so it is stopped on the way."""
    drill = repairer.visit().context["drill"]
    runs = grading.trials({"found": [1], "variation": [1]})
    costs = map(expected_events, grading.plans(drill, {"idempotency.enabled": True}, runs))
    office = open_office(events_run=int(max(costs)) + 1)
    attempt = repairer.hand_in().context["attempt"]
    office.runner.future(attempt.job).result(60)
    page = repairer.visit(address_of(attempt))
    assert "It could not be graded." in page.text
    assert "things had happened" in page.text
    assert repairer.attempts[0].state == Attempt.State.FAILED
    assert not repairer.state.passed_at
