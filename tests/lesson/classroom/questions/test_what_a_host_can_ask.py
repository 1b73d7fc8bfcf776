"""From the plan, from the lesson and its quiz, or typed on the spot; what cannot be asked is said beside its field."""

import pytest

from lesson.classroom.questions import drafts
from lesson.classroom.questions.labels import LABEL_LENGTH_MAX
from lesson.classroom.questions.models import Question
from lesson.reading.shelf import lessons

pytestmark = pytest.mark.django_db
LESSON = lessons()["fault-tolerance"]
DRAFTS = [draft for group in drafts.of_lesson(LESSON) for draft in group.drafts]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.source)
def test_everything_in_the_list_can_be_asked_and_shown(host, learner, draft):
    host.put(draft.source)
    learner.vote(0)
    host.act("reveal")
    assert learner.card().count('class="tally__bar"') == len(draft.options)


def test_every_one_has_a_name_that_a_phone_shows_whole():
    titles = [draft.title for draft in DRAFTS]
    assert len(titles) == len(set(titles))
    assert not [title for title in titles if len(title) > LABEL_LENGTH_MAX or "…" in title]


def test_the_list_holds_predictions_checks_and_quiz_items():
    kinds = [draft.source.partition("/")[0] for draft in DRAFTS]
    assert {kind: kinds.count(kind) > 4 for kind in kinds} == {"prediction": True, "check": True, "quiz": True}


def test_what_is_chosen_from_has_one_right_answer_or_a_run_that_tells():
    assert all((draft.right is None) == (draft.decide is not None) for draft in DRAFTS)


def test_a_question_keeps_the_order_of_its_options_in_every_room():
    assert drafts.of_lesson(LESSON) == drafts.of_lesson(LESSON)
    again = drafts.named("quiz/giving-up", LESSON, ())
    assert again == next(draft for draft in DRAFTS if draft.source == "quiz/giving-up")


def test_not_every_quiz_item_has_its_right_answer_in_the_same_place():
    assert len({draft.right for draft in DRAFTS if draft.source.startswith("quiz/")}) > 2


def test_a_typed_question_is_asked_as_it_was_typed(host, learner):
    host.type("Is <b>this</b> right?", ["<script>alert(1)</script>", "A & B"])
    html = learner.card()
    assert "&lt;b&gt;this&lt;/b&gt;" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "A &amp; B" in html
    assert "<script>" not in html


def test_markup_stays_text_in_every_view_and_in_the_report(host, learner):
    host.type("<img src=x onerror=alert(1)>", ["<i>one</i>", "*two*"], right="")
    learner.vote(0)
    host.act("reveal")
    pages = [host.get("part", role).content.decode() for role in ("host", "projector")]
    pages += [learner.card(), host.get("report").content.decode()]
    for html in pages:
        assert "<img" not in html
        assert "<i>" not in html
        assert "*two*" in html


def test_ten_thousand_characters_are_refused_beside_the_field_and_nothing_typed_is_lost(host):
    refused = host.type("x" * 10_000)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "this one has 10,000." in html
    assert 'aria-invalid="true"' in html
    assert 'value="Ask again"' in html
    assert not Question.objects.exists()


def test_one_answer_is_not_enough(host):
    refused = host.type("Which?", ["only one"], right="")
    assert refused.status_code == 422
    assert "Give 2 to 6 answers" in refused.content.decode()


def test_a_time_that_is_none_is_refused(host):
    refused = host.type(seconds="5")
    assert refused.status_code == 422
    assert "open for 10 to 900 seconds" in refused.content.decode()


def test_a_question_that_is_not_prepared_is_refused(host):
    refused = host.post("put", source="quiz/no-such-question")
    assert refused.status_code == 422
    assert "not among those that are prepared" in refused.content.decode()


def test_a_room_of_no_lesson_is_asked_from_the_first_there_is(host, room):
    type(room).objects.filter(pk=room.pk).update(lesson="", step="")
    assert host.put("plan/key").source == "plan/key"


def test_a_preview_shows_what_is_right_to_the_host_alone(host, learner):
    assert "✓ right" in host.get("preview", source="quiz/giving-up").content.decode()
    assert learner.get("preview", source="quiz/giving-up").status_code == 403


def test_a_plans_step_is_marked_as_asked(host):
    assert "✓ asked" not in host.get("part", "host").content.decode()
    html = host.post("put", source="plan/silence").content.decode()
    assert html.count("✓ asked") == 1
