"""Whatever comes in is a command or is refused in words; nothing gets past as something else."""

import json

import pytest

from playground.live import protocol as p

MALFORMED = [
    "",
    "{",
    "null",
    "[1]",
    '"play"',
    "12",
    "[" * 50_000,
    '{"id": "1"}',
    '{"type": 7, "id": "1"}',
    '{"type": "play"}',
    '{"type": "play", "id": ""}',
    '{"type": "play", "id": 7}',
    json.dumps({"type": "play", "id": "x" * 41}),
    '{"type": "play", "id": "1", "extra": 2}',
    '{"type": "speed", "id": "1"}',
    '{"type": "speed", "id": "1", "value": "fast"}',
    '{"type": "speed", "id": "1", "value": 0.001}',
    '{"type": "speed", "id": "1", "value": 21}',
    '{"type": "speed", "id": "1", "value": NaN}',
    '{"type": "seek", "id": "1", "t": -1}',
    '{"type": "seek", "id": "1", "t": 1e999}',
    '{"type": "set", "id": "1", "knobs": {}}',
    '{"type": "set", "id": "1", "knobs": [1]}',
    '{"type": "reset", "id": "1", "seed": -1}',
    '{"type": "reset", "id": "1", "seed": 1.5}',
    '{"type": "reset", "id": "1", "seed": 9007199254740992}',
    '{"type": "open", "id": "1"}',
    '{"type": "open", "id": "1", "scenario": null}',
    '{"type": "ack"}',
    '{"type": "ack", "seq": "1"}',
]


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:50])
def test_what_is_not_well_formed_is_refused_in_words(text):
    with pytest.raises(p.Refused) as refusal:
        p.decode(text)
    assert refusal.value.code == "malformed"
    assert refusal.value.message.endswith(".")


def test_an_unknown_command_is_refused_with_those_there_are():
    with pytest.raises(p.Refused) as refusal:
        p.decode('{"type": "explode", "id": "1"}')
    assert refusal.value.code == "unknown_command"
    assert "“explode”" in refusal.value.message
    assert "fork, heal, open" in refusal.value.message


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"type": "explode", "id": "a7"}', "a7"),
        ('{"type": "speed", "id": "a7"}', "a7"),
        (json.dumps({"type": "play", "id": "x" * 100}), "x" * 40),
        ('{"type": "play", "id": 7}', None),
        ("{", None),
        ("[1]", None),
    ],
)
def test_a_refusal_goes_to_whoever_it_concerns_as_far_as_that_can_be_told(text, name):
    assert p.id_of(text) == name


def test_a_command_that_is_well_formed_is_what_it_says():
    assert p.decode('{"type":"speed","id":"1","value":0.25}') == p.SetSpeed(id="1", value=0.25)
    assert p.decode('{"type":"ack","seq":7}') == p.Ack(seq=7)
    assert p.decode('{"type":"open","id":"1","scenario":"sandbox"}') == p.Open(id="1", scenario="sandbox")


def test_commands_cannot_be_changed_once_they_are_in():
    command = p.decode('{"type":"seek","id":"1","t":2}')
    with pytest.raises(AttributeError):
        command.t = 3
