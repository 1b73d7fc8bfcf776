"""Until it is revealed nothing that learners or the projector get says who leads, be it a page or a socket."""

import re

import pytest

from lesson.classroom import access

pytestmark = pytest.mark.django_db


def everything_sent(host, learners, announced):
    """What five learners and the wall are told while a question is open and closed."""
    parts = [learner.card() for learner in learners]
    parts += [host.get("part", "projector").content.decode(), host.get("votes").content.decode()]
    return [*parts, *(html for _, by_role in announced for html in by_role.values())]


def without_own(html):
    """A card without what belongs to its own learner."""
    html = re.sub(r'data-own-(first|second)="\d?"|aria-pressed="\w+"| hidden', "", html)
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
    return re.sub(r"(Question |questions/|data-question=\"|vote-)\d+", r"\1N", html)


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_what_is_sent_is_the_same_whoever_leads(host, learners, announced, closed):
    """Two questions alike, one with all votes here and one with all votes there, look alike to everybody."""
    seen = []
    for option in (0, 2):
        host.type("Which?", ["one", "two", "three"], right="2")
        announced.clear()
        for learner in learners:
            learner.vote(option)
        if closed:
            host.act("close")
        texts = everything_sent(host, learners, announced)
        seen.append([without_own(text) for text in texts])
    assert seen[0] == seen[1]


def test_no_share_and_no_right_answer_is_in_a_hidden_card(host, learners):
    host.put()
    for learner in learners:
        learner.vote(2)
    host.act("close")
    for html in (learners[0].card(), host.get("part", "projector").content.decode()):
        assert "%" not in re.sub(r"&\w+;", "", html)
        assert "right" not in html
        assert "tally__" not in html


def test_learners_see_how_many_have_voted(host, learners):
    host.put()
    for learner in learners[:3]:
        learner.vote(2)
    assert "<b>3</b> of 5 have voted" in learners[4].card()


def test_whoever_has_voted_is_there_though_the_socket_has_not_come_yet(host, learners, monkeypatch):
    monkeypatch.setattr("lesson.classroom.notices.seats_present", lambda room: {learners[0].seat.pk})
    host.put()
    learners[1].vote(2)
    assert "<b>1</b> of 2 have voted" in host.get("part", "host").content.decode()


def test_the_host_sees_the_tally_once_the_vote_is_over_and_not_before(host, learners):
    host.put()
    for learner in learners:
        learner.vote(2)
    assert "tally__" not in host.get("part", "host").content.decode()
    closed = host.act("close").content.decode()
    assert "Only you see this tally" in closed
    assert "<b>100%</b>" in closed


def test_after_the_reveal_everybody_sees_it(host, learners, announced):
    host.put("quiz/giving-up")
    learners[0].vote(0)
    host.act("close")
    host.act("reveal")
    assert "<b>100%</b>" in learners[3].card()
    assert "<b>100%</b>" in host.get("part", "projector").content.decode()
    assert "<b>100%</b>" in announced[-1][1][access.LEARNER]


def test_what_a_run_has_to_decide_is_not_told_with_the_tally(host, learners):
    host.put()
    learners[0].vote(2)
    host.act("reveal")
    html = learners[0].card()
    assert "the run will tell" in html
    assert "✓ right" not in html


def test_learners_are_told_who_will_see_their_vote(host, learner, room):
    host.put()
    assert "beside your name; nobody else sees it" in learner.card()
    type(room).objects.filter(pk=room.pk).update(anonymous=True)
    host.put()
    assert "nobody is shown what you chose" in learner.card()


def test_a_learner_may_not_fetch_the_hosts_part(host, learner):
    host.put()
    assert learner.get("part", "host").status_code == 403
    assert learner.get("report").status_code == 403


def test_a_stranger_may_fetch_nothing(host, client, room):
    host.put()
    for view, *arguments in (("part", "learner"), ("part", "projector"), ("part", "host"), ("report",)):
        assert client.get(host.address(view, *arguments)).status_code == 404
    assert client.get(host.address("votes")).status_code == 404


def test_one_rendering_serves_all_learners_and_holds_nobodys_vote(host, learners, announced):
    host.put()
    for learner in learners:
        learner.vote(1)
    announced.clear()
    host.act("close")
    ((topic, by_role),) = announced
    assert topic == "question"
    assert list(by_role) == [access.LEARNER]
    assert "data-personal" not in by_role[access.LEARNER]
    assert "csrfmiddlewaretoken" not in by_role[access.LEARNER]
