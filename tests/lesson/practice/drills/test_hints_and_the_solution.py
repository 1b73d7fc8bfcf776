from tests.lesson.practice.drills.pages import DRILL

HINTS = ["Look at the charges.", "Think of the second request.", "Send a key."]


def open_hint(person, number):
    return person.client.post(f"{DRILL}hint/", {"number": number}, follow=True)


def test_they_open_one_at_a_time_and_stay_open(person):
    for opened in range(1, 4):
        page = open_hint(person, opened)
        assert [hint in page.text for hint in HINTS] == [number <= opened for number in (1, 2, 3)]
    assert HINTS[2] in person.visit().text
    assert "What to do</button>" not in page.text, "there is none left to open"


def test_sent_twice_a_form_opens_one(person):
    open_hint(person, 1)
    assert HINTS[1] not in open_hint(person, 1).text


def test_none_can_be_skipped(person):
    for number in ("2", "3", "99", "-1", "x", ""):
        assert not any(hint in open_hint(person, number).text for hint in HINTS)


def test_the_solution_comes_with_giving_up(person):
    before = person.visit().text
    assert "<strong>Send a key</strong>" not in before
    page = person.client.post(f"{DRILL}give-up/", follow=True)
    for words in (
        "<strong>Send a key</strong> with every attempt.",
        "More answers are lost.",
        "30% of the answers of payment are lost on the way back, and the work is done; from the beginning.",
        "The bank recognises the repeat.",
        "Whoever lost an answer is told “failed”.",
        "That is it.",
    ):
        assert words in page.text
        assert words not in before
    assert "<strong>Send a key</strong>" in person.visit().text
    assert person.state.gave_up_at


def test_who_gave_up_may_still_hand_in(person, graded):
    person.client.post(f"{DRILL}give-up/")
    page = graded(person.hand_in())
    assert "2 of 2" in page.text
    assert "with the solution at hand" in person.visit().text
