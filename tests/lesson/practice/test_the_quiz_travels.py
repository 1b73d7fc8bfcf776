"""Moodle XML and GIFT: what is written is read back, by our reader and by one that shares no code with ours."""

import json
import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET

import msgspec
import pytest
from django.core.management import call_command

from lesson.practice.exchange import gift, moodle
from lesson.practice.exchange.moodle import MoodleError
from lesson.practice.exchange.neutral import LOSSES, item_of, neutral_of
from lesson.practice.exchange.toml_text import item_text
from lesson.practice.quiz.schema import KINDS, Numeric, Ordering
from tests.site import ROOT

NASTY = "a {b} = ~c #d: e\\f -> <b>&amp;</b> “ü”\n\n\tsecond `x = {1}` line"


@pytest.fixture(scope="module")
def questions(quiz):
    return [neutral_of(item) for item in quiz.items]


def as_gift_has_it(question):
    """The stated losses: an ordering is a matching with places, its reasons in the feedback; an arrow joins a pair."""
    if question.kind == "matching":
        arrows = tuple((left.replace("->", "→"), right.replace("->", "→")) for left, right in question.pairs)
        return msgspec.structs.replace(question, pairs=arrows)
    if question.kind != "ordering":
        return question
    reasons = "\n".join(f"- {step.text} {step.because}" for step in question.steps)
    pairs = tuple((step.text.replace("->", "→"), str(place)) for place, step in enumerate(question.steps, 1))
    return msgspec.structs.replace(question, kind="matching", pairs=pairs, steps=(), why=f"{question.why}\n\n{reasons}")


def test_moodle_xml_reads_back_the_same(questions):
    assert moodle.read(moodle.write(questions, "A lesson")) == (questions, [])


def test_gift_reads_back_the_same_but_for_the_stated_losses(questions):
    assert gift.read(gift.write(questions, "A lesson")) == ([as_gift_has_it(question) for question in questions], [])


def spoilt(question):
    """With a nasty text wherever there is a text, and still with no two sides of a match alike."""
    replace = msgspec.structs.replace
    return replace(
        question,
        ask=NASTY,
        why=NASTY,
        choices=tuple(replace(each, text=NASTY, because=NASTY) for each in question.choices),
        pairs=tuple((left and NASTY, f"{NASTY}{place}") for place, (left, _) in enumerate(question.pairs)),
        steps=tuple(replace(each, text=f"{NASTY}{place}") for place, each in enumerate(question.steps)),
    )


@pytest.mark.parametrize("way", [moodle, gift])
def test_no_character_is_special_enough_to_break_it(questions, way):
    nasty = [spoilt(question) for question in questions]
    expected = nasty if way is moodle else [as_gift_has_it(question) for question in nasty]
    assert way.read(way.write(nasty, "A lesson"))[0] == expected


def unmarked(text):
    """That parser leaves its marks for escaped characters in the right-hand sides: `&&058;` for a colon."""
    return re.sub(r"&&(\d+);", lambda found: chr(int(found[1])), text)


def test_a_parser_of_other_people_reads_our_gift(questions, tmp_path):
    node = shutil.which("node")
    assert node, "make setup installs one"
    (tmp_path / "quiz.gift").write_text(gift.write(questions, "A lesson"), "utf-8")
    read = f'const {{ parse }} = require("{ROOT}/node_modules/gift-pegjs"); const fs = require("fs");'
    write = 'console.log(JSON.stringify(parse(fs.readFileSync(process.argv[1], "utf8"))));'
    command = [node, "-e", read + write, str(tmp_path / "quiz.gift")]
    parsed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
    found = {each["id"]: each for each in parsed if each["type"] != "Category"}
    assert set(found) == {question.id for question in questions}
    for question in map(as_gift_has_it, questions):
        theirs = found[question.id]
        assert theirs["stem"]["text"].split() == question.ask.split()
        if question.kind == "choice":
            assert [each["text"]["text"] for each in theirs["choices"]] == [each.text for each in question.choices]
            assert [each["feedback"]["text"] for each in theirs["choices"]] == [
                each.because for each in question.choices
            ]
            worth = [
                each["weight"] if each["weight"] is not None else 100.0 * each["isCorrect"]
                for each in theirs["choices"]
            ]
            assert worth == [each.share for each in question.choices]
        elif question.kind == "matching":
            sides = [(pair["subquestion"]["text"], unmarked(pair["subanswer"])) for pair in theirs["matchPairs"]]
            assert sides == list(question.pairs)
        else:
            assert theirs["choices"][0]["text"]["number"] == question.numbers[0].value


def test_moodle_gets_what_its_importer_wants(questions, quiz):
    root = ET.fromstring(moodle.write(questions, "A lesson"))
    types = {node.get("type") for node in root.iter("question")}
    assert types == {"category", "multichoice", "numerical", "matching", "ordering"}
    for node in root.iter("question"):
        if node.get("type") == "multichoice":
            fractions = [float(each.get("fraction")) for each in node.findall("answer")]
            assert sum(share for share in fractions if share > 0) == pytest.approx(100, abs=0.01)
        if node.get("type") == "ordering":
            assert [float(each.get("fraction")) for each in node.findall("answer")] == list(
                range(1, len(node.findall("answer")) + 1)
            )
        if node.get("type") == "numerical":
            assert node.findall("answer")[-1].findtext("text") == "*"


def test_every_kind_travels_or_its_loss_is_stated(quiz):
    kinds = {name for name, kind in KINDS.items() if any(type(item) is kind for item in quiz.items)}
    assert kinds == set(KINDS)
    stated = {*LOSSES["all"], *LOSSES["gift"]}
    assert {"numeric", "trace", "matching", "ordering"} <= stated
    text = (ROOT / "docs" / "writing-practice.md").read_text("utf-8")
    for losses in LOSSES.values():
        assert all(loss in text for loss in losses.values())


def test_what_comes_in_is_a_table_for_quiz_toml(quiz, questions):
    for item, question in zip(quiz.items, questions, strict=True):
        table, todo = item_of(question)
        (read,) = tomllib.loads(item_text(table))["items"]
        assert read == table
        assert (read["id"], read["objective"], read["read"]) == (item.id, item.objective, item.read)
        if isinstance(item, Numeric):
            assert any("a number needs a run" in what for what in todo)
        if isinstance(item, Ordering):
            assert [step["text"] for step in read["steps"]] == [step.text for step in item.steps]
            assert not todo


def test_a_file_becomes_questions_that_the_check_accepts(shop, complaints, capsys, tmp_path):
    """Out as Moodle XML, in again, into quiz.toml: only what was said to be missing is missing."""
    call_command("quiz_export", "small-shop", "--to", "moodle", "--output", str(tmp_path / "quiz.xml"))
    call_command("quiz_import", str(tmp_path / "quiz.xml"))
    captured = capsys.readouterr()
    head = (shop / "quiz.toml").read_text("utf-8").partition("[[items]]")[0]
    (shop / "quiz.toml").write_text(head + captured.out, "utf-8")
    said = complaints()
    assert "match: known has no explanation" not in said
    assert "match: choice-1 has no explanation" in said
    assert "number" in said
    assert "silence: " not in said
    assert "a number needs a run" in captured.err


def test_links_to_runs_travel_when_it_is_said_where_to(quiz):
    item = quiz.by_id["what-a-timeout-says"]
    there = neutral_of(item, "https://faultline.example/").why
    assert there.endswith("[See it run](https://faultline.example/playground/lost-response/?seed=4)")


@pytest.mark.parametrize(
    ("text", "words"),
    [("<quiz", "not well-formed"), ('<!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>', "entities")],
)
def test_a_file_that_is_none_is_refused(text, words):
    with pytest.raises(MoodleError, match=words):
        moodle.read(text)


def test_what_has_no_counterpart_is_left_out_in_words():
    found, refused = moodle.read('<quiz><question type="essay"><name><text>Why?</text></name></question></quiz>')
    assert (found, refused) == ([], ["Why?: there is nothing here like “essay”"])
    found, refused = gift.read("::Yes?:: Is it?{TRUE}\n\n::Fine:: Which?{=this ~that}")
    assert [question.id for question in found] == ["Fine"]
    assert refused == ["Yes?: there is nothing here like its kind of question"]
