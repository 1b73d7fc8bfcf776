"""A code is typed by people: what looks alike is alike, and nothing that can be typed is worse than no room."""

import string

import pytest

from lesson.classroom import codes


def test_a_code_is_six_of_31_symbols():
    assert len(set(codes.SYMBOLS)) == 31
    drawn = {codes.draw() for _ in range(200)}
    assert all(len(code) == 6 and set(code) <= set(codes.SYMBOLS) for code in drawn)
    assert len(drawn) > 190


def test_every_letter_and_digit_means_a_symbol():
    assert all(codes.read(letter * 6) for letter in string.ascii_letters + string.digits)


@pytest.mark.parametrize("typed", ["K7M0P1", "k7m0p1", " k7m-0p1 ", "K7MOPL", "k7mqpi", "K 7 M 0 P 1"])
def test_what_looks_alike_is_alike(typed):
    assert codes.read(typed) == "K7M0P1"


@pytest.mark.parametrize("typed", ["", "K7M", "K7M0P11", "K7M0P!", "K7M0P\u0661", "é" * 6, "A" * 10_000])
def test_what_can_be_no_code_is_none(typed):
    assert codes.read(typed) == ""


def test_it_is_shown_in_halves_that_are_read_again():
    assert codes.read(codes.shown("K7M0P1")) == "K7M0P1"
