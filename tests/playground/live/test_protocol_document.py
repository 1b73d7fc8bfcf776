"""docs/protocol.md says what is so: every example decodes, every message has one, every word in it exists."""

import json
import re

import msgspec
import pytest

from playground.live import air, limits
from playground.live import protocol as p
from playground.live.simulation import CLOSING
from tests.site import ROOT

TEXT = (ROOT / "docs/protocol.md").read_text()
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]
FROM_SERVER = p.Opened | p.Changed | p.Done | p.Error | p.Ended | p.Progress | p.Frame | p.Snapshot | p.Story
FROM_PAGE_TYPES = {member.__struct_config__.tag for member in p.FromBrowser.__args__}
FROM_SERVER_TYPES = {member.__struct_config__.tag for member in FROM_SERVER.__args__}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["type"])
def test_an_example_is_a_message(example):
    text = json.dumps(example)
    if example["type"] in FROM_PAGE_TYPES:
        p.decode(text)
    else:
        decoded = msgspec.json.decode(text, type=FROM_SERVER)
        assert set(example) == set(decoded.__struct_fields__) | {"type"}


def test_every_message_has_an_example():
    assert {example["type"] for example in EXAMPLES} == FROM_PAGE_TYPES | FROM_SERVER_TYPES


def test_every_mark_is_named():
    source = (ROOT / "playground/live/air.py").read_text()
    plain = set(re.findall(r'"([a-z_]+)"\)', source)) & set(re.findall(r"`([a-z_]+)`", TEXT))
    assert {"refunded", "released", "timed_out", "shed", "paid_again", "gave_up"} <= plain
    assert all(f"`{mark}`" in TEXT for mark in air.PLAIN_MARKS)


def test_the_limits_are_those_of_the_code():
    assert f"{limits.Limits().message_length:,} characters" in TEXT
    assert f"viewer with {limits.Limits().window} unacknowledged" in TEXT
    assert f"the last {limits.Limits().replies}" in TEXT
    assert f"the list of changes is full ({limits.Limits().changes})" in TEXT
    assert all(f"| {code} |" in TEXT for code in CLOSING.values())
