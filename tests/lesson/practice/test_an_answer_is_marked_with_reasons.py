import pytest

from lesson.practice.quiz.marking import Unanswerable, mark, read_number


def notes(marking) -> dict:
    return {note.part: note for note in marking.notes}


def test_a_wrong_option_gets_its_own_reason_and_place_to_read(items):
    marking = mark(items["silence"], {"option": ["no"]})
    assert not marking.right
    assert marking.counted == ("no",)
    wrong = notes(marking)["no"]
    assert (wrong.chosen, wrong.belongs, wrong.because, wrong.read) == (True, False, "Because of the no.", "silence")
    assert notes(marking)["nothing"].read == "words"


def test_of_several_each_is_right_or_wrong_by_itself(items):
    marking = mark(items["several"], {"option": ["lost", "refused"]})
    assert not marking.right
    assert {name: note.right for name, note in notes(marking).items()} == {
        "lost": True,
        "late": False,
        "refused": False,
    }


def test_a_number_is_compared_with_a_run(items):
    assert mark(items["number"], {"number": ["4"]}).right
    assert mark(items["number"], {"number": [" 4 requests "]}).right


def test_a_wrong_number_is_explained_by_the_idea_that_leads_to_it(items):
    marking = mark(items["number"], {"number": ["3"]})
    assert not marking.right
    assert (marking.number, marking.notes[0].because) == ("4", "Because of the three.")


def test_any_other_wrong_number_is_explained_too(items):
    marking = mark(items["number"], {"number": ["17"]})
    assert (marking.counted, marking.notes[0].because) == (("other",), "Because of another number.")


def test_each_step_says_whether_it_stands_where_it_belongs(items):
    marking = mark(items["order"], {"place-ask": ["1"], "place-wait": ["3"], "place-leave": ["2"]})
    assert not marking.right
    assert {name: note.right for name, note in notes(marking).items()} == {"ask": True, "wait": False, "leave": False}
    assert marking.counted == ("ask@1", "leave@2", "wait@3")


def test_a_wrong_match_says_what_both_are(items):
    marking = mark(items["match"], {"pair-heard": ["refuted"], "pair-unheard": ["unknown"]})
    wrong = notes(marking)["heard"].because
    assert "Because of the known." in wrong
    assert "Because of the refuted." in wrong


def test_what_a_trace_came_to_is_read_off_its_run(items):
    assert mark(items["drawn"], {"option": ["two"]}).right
    assert not mark(items["drawn"], {"option": ["one"]}).right


@pytest.mark.parametrize("name", ["silence", "several", "number", "order", "match", "drawn"])
def test_i_do_not_know_is_not_right_and_explains_everything(items, name):
    marking = mark(items[name], None)
    assert not marking.right
    assert marking.counted == ("none",)
    assert marking.notes or marking.number


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("silence", {}, "Choose an answer"),
        ("silence", {"option": ["martians"]}, "Choose an answer"),
        ("silence", {"option": ["no", "nothing"]}, "Only one"),
        ("several", {"option": ["lost", "martians"]}, "none that this question offers"),
        ("number", {"number": [""]}, "as a number"),
        ("number", {"number": ["lots"]}, "as a number"),
        ("number", {"number": ["1e999"]}, "as a number"),
        ("number", {"number": ["9" * 400]}, "as a number"),
        ("order", {"place-ask": ["1"], "place-wait": ["1"], "place-leave": ["2"]}, "place of its own, from 1 to 3"),
        ("order", {"place-ask": ["1"], "place-wait": ["2"]}, "place of its own"),
        ("match", {"pair-heard": ["known"]}, "for each line"),
        ("match", {"pair-heard": ["known"], "pair-unheard": ["martians"]}, "for each line"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(items, name, given, words):
    with pytest.raises(Unanswerable, match=words):
        mark(items[name], given)


@pytest.mark.parametrize(
    ("text", "number"),
    [("27", 27), (" 1,234 ", 1234), ("63%", 63), ("0.5", 0.5), (".5", 0.5), ("-2", -2), ("6 s", 6), ("+3.60s", 3.6)],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert read_number(text) == number
