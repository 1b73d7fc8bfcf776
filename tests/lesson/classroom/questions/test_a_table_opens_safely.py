"""No cell of a report is run as a formula by whoever opens it, and numbers stay numbers."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.classroom.questions.csv_text import MARK, neutral, table


def rows_of(text):
    assert text.startswith(MARK)
    return list(csv.reader(StringIO(text.removeprefix(MARK))))


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|cmd", "%0A=1", " =1", "＝1", "\u00a0=HYPERLINK(0)"]
)
def test_what_a_spreadsheet_would_run_becomes_text(typed):
    assert neutral(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "quiet otter", "5 - 3", "a=b", "O'Brien"])
def test_what_is_text_already_stays_as_it_is(typed):
    assert neutral(typed) == typed


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert rows_of(table([["x", -3, 0.5, None]])) == [["x", "-3", "0.5", ""]]


@given(
    st.lists(
        st.lists(st.text(alphabet=st.characters(exclude_characters="\r\n\0", codec="utf-8")), min_size=2, max_size=4),
        max_size=5,
    )
)
def test_no_cell_begins_as_a_formula_and_no_text_is_lost(rows):
    read = rows_of(table(rows))
    for row, written in zip(rows, read, strict=True):
        assert [cell.removeprefix("'") for cell in written] == [cell.removeprefix("'") for cell in row]
        assert not any(
            cell.lstrip(" \u00a0")[:1] in set("=+-@\t|%＝＋－＠") for cell in written if cell.strip(" \u00a0")
        )


def test_what_stands_behind_a_semicolon_begins_a_cell_for_some_spreadsheets():
    assert neutral("four;=1+1") == "four;'=1+1"
    assert neutral('a; "=1') == "a; \"'=1"
    assert neutral("a; b") == "a; b"
