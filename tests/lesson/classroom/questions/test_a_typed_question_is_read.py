"""What a host types becomes a question, or a sentence beside the field that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.classroom.questions.typed import (
    OPTION_LENGTH_MAX,
    OPTIONS_MAX,
    PROMPT_LENGTH_MAX,
    Refused,
    clean,
    read,
    seconds,
)


def refused(*typed):
    with pytest.raises(Refused) as why:
        read(*typed)
    return why.value.problems


def test_a_question_with_an_answer_is_read():
    typed = read("What now?", ["Wait", "Ask again"], "1")
    assert (typed.prompt, typed.options, typed.right) == ("What now?", ("Wait", "Ask again"), 1)


def test_empty_options_are_left_out_and_the_right_one_moves_up():
    typed = read("What now?", ["", "Wait", " ", "Ask again"], "3")
    assert (typed.options, typed.right) == (("Wait", "Ask again"), 1)


def test_no_answer_need_be_right():
    assert read("Which would you build?", ["This", "That"]).right is None


def test_markup_is_text_and_stays_as_it_was_typed():
    assert read("<b>What</b> now?", ["<script>", "&amp;"]).options == ("<script>", "&amp;")


def test_a_prompt_of_ten_thousand_characters_is_refused_with_its_length():
    assert "10,000" in refused("x" * 10_000, ["a", "b"])["prompt"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (("", ["a", "b"]), "prompt"),
        ((" \u200b\n", ["a", "b"]), "prompt"),
        (("?", []), "options"),
        (("?", ["only one"]), "options"),
        (("?", list("abcdefg")), "options"),
        (("?", ["Same", "same "]), "options"),
        (("?", ["a", "x" * (OPTION_LENGTH_MAX + 1)]), "options"),
        (("?", ["a", "b"], "2"), "right"),
        (("?", ["a", "b", ""], "2"), "right"),
        (("?", ["a", "b"], "none of them"), "right"),
        (("?", ["a", "b"], "٣"), "right"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(typed, field):
    assert list(refused(*typed)) == [field]


def test_everything_that_is_wrong_is_said_at_once():
    assert set(refused("", ["a"], "5")) == {"prompt", "options", "right"}


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=8), st.text(max_size=3))
def test_whatever_is_typed_is_read_within_its_limits_or_refused(prompt, options, right):
    try:
        typed = read(prompt, options, right)
    except Refused:
        return
    assert 0 < len(typed.prompt) <= PROMPT_LENGTH_MAX
    assert 2 <= len(typed.options) <= OPTIONS_MAX
    assert typed.right is None or 0 <= typed.right < len(typed.options)


@given(st.text())
def test_cleaned_text_is_one_line_without_what_nobody_sees(text):
    line = clean(text)
    assert line == clean(line)
    assert not set(line) & set("\n\r\t\u200b\u202e\u2066\ufeff\x00")


@pytest.mark.parametrize(("typed", "read_as"), [("", None), ("  ", None), ("30", 30), ("900", 900)])
def test_a_time_is_a_number_of_seconds_or_none(typed, read_as):
    assert seconds(typed) == read_as


@pytest.mark.parametrize("typed", ["9", "901", "-30", "half a minute", "1e3", "9" * 5000])
def test_a_time_that_is_none_is_refused(typed):
    with pytest.raises(Refused, match="10 to 900 seconds"):
        seconds(typed)
