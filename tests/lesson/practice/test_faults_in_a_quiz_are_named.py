"""Every fault that an author can make is found by `manage.py check`, with file and line."""

import re

import pytest


def line_of(path, needle: str) -> int:
    return path.read_text("utf-8").split(needle)[0].count("\n") + 1


@pytest.fixture
def broken(shop, complaints):
    """`broken(old, new, at)`: replaces `old`, and wants a complaint at the line of `at` (the new text by default)."""

    def replace(old: str, new: str, at: str | None = None) -> str:
        path = shop / "quiz.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        said = complaints()
        line = line_of(path, new if at is None else at)
        assert f"quiz.toml:{line}: " in said, said
        return said

    return replace


def test_a_sound_quiz_is_not_complained_of(shop, complaints):
    assert "quiz.toml" not in complaints()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "single"', 'kind = "guess"', "kind is one of single, multiple"),
        ('objective = "doubt"', 'objective = "fame"', "there is no objective fame"),
        ('misconception = "silence-means-no"', 'misconception = "none"', "there is no misconception none"),
        ('read = "words"', 'read = "nowhere"', "there is no section nowhere"),
        ('read = "words"', 'read = "silence#nowhere"', "has no passage #nowhere"),
        ('id = "several"', 'id = "silence"', "is used twice"),
        ('id = "several"', 'id = "Not A Slug"', "is not a slug"),
        ('because = "Because of the three."', 'becuase = "x"', "unknown field `becuase`"),
        ('text = "Late."', "text = 5", "Expected `str`, got `int`"),
        ('ask = "How many charges?"', "ask = = 5", "not valid TOML"),
    ],
)
def test_it_is_named_at_its_line(broken, old, new, words):
    at = 'id = "silence"\nkind = "multiple"' if "is used twice" in words else None
    assert re.search(re.escape(words), broken(old, new, at))


WRONG = [
    ('right = true\nbecause = "Because of the nothing."', 'because = "x"', "silence", "one option is right, not 0"),
    ('because = "Because of the no."', 'because = " "', "silence", "no has no explanation"),
    ('choice = "unknown"', 'choice = "martian"', "match", "there is no choice martian"),
    ("is = 2", "is = 1", "drawn", "two options say the same"),
    ('value = "services.payment.calls"', 'value = "import os"', "number", "cannot read the formula"),
    ('because = "Because of the refused."', 'right = true\nbecause = "x"', "several", "some are wrong"),
    ('id = "late"', 'id = "lost"', "several", "have the same id"),
]


@pytest.mark.parametrize("mistake", WRONG, ids=lambda mistake: mistake[3])
def test_it_is_named_at_its_question(shop, complaints, mistake):
    old, new, item, words = mistake
    path = shop / "quiz.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    line = path.read_text("utf-8").split(f'id = "{item}"')[0].count("\n")
    said = complaints()
    assert f"quiz.toml:{line}: {item}: " in said, said
    assert words in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('scenario = "sandbox"', 'scenario = "sandpit"', "there is no scenario 'sandpit'"),
        ('"retry.max_attempts" = 4', '"retry.most" = 4', "there is no knob 'retry.most'"),
        ("payment.error:probability=1", "payment.error:probability=9", "probability takes"),
    ],
)
def test_a_run_that_there_cannot_be_is_named(broken, old, new, words):
    assert words in broken(old, new, at='run = { scenario = "sand')


def test_a_misconception_that_nobody_is_asked_about_is_named(broken):
    lonely = '[[misconceptions]]\nid = "lonely"\ntext = "x"\nsection = "words"\n\n'
    first = '[[items]]\nid = "silence"'
    said = broken(first, lonely + first, at='id = "lonely"')
    assert "no question is about lonely" in said


def test_a_broken_question_breaks_no_page(shop, client, db):
    path = shop / "quiz.toml"
    path.write_text(path.read_text("utf-8").replace('kind = "single"', 'kind = "guess"'), "utf-8")
    assert client.get("/practice/small-shop/quiz/").status_code == 200
    assert "5 questions" in client.get("/practice/small-shop/quiz/").content.decode()
