"""What somebody did to the room's run, in words, for the hosts who did not do it themselves."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from playground.live import protocol as p

VALUE_LENGTH_MAX = 60


class Deed(msgspec.Struct, frozen=True, tag="deed", tag_field="type"):
    """`by` is “another host” or the name of the learner who has the controls."""

    by: str
    words: str


class Reply(msgspec.Struct, frozen=True):
    type: str
    id: str | None = None


NO_REPLY = re.compile(r'\{"type":"(?:frame|snapshot|notice|progress)"')
"""How the many messages begin that answer no command."""
read_reply = msgspec.json.Decoder(Reply).decode


def _set(command: p.Set) -> str:
    return "set " + ", ".join(f"{name} to {shown(value)}" for name, value in list(command.knobs.items())[:3])


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "unlimited" if value is None else str(value)[:VALUE_LENGTH_MAX]


WORDS: dict[type[p.Command], Callable[[Any], str]] = {
    p.Play: lambda _: "pressed play",
    p.Pause: lambda _: "paused the run",
    p.SetSpeed: lambda command: f"set the speed to {command.value:g}×",
    p.Step: lambda _: "stepped to the next event",
    p.Reset: lambda _: "started the run over",
    p.Set: _set,
    p.Strike: lambda command: f"struck a fault at {str(command.fault.get('service', 'the shop'))[:VALUE_LENGTH_MAX]}",
    p.Heal: lambda command: f"healed {command.fault[:VALUE_LENGTH_MAX]}",
    p.Seek: lambda command: f"went to {command.t:.1f} s",
    p.Fork: lambda command: f"began another future at {command.t:.1f} s",
    p.Compare: lambda command: "began to compare" if command.on else "ended the comparison",
}


def told(by: str, command: p.Command) -> str | None:
    """The message; None for what nobody else need know."""
    words = WORDS.get(type(command))
    return None if words is None else msgspec.json.encode(Deed(by, words(command))).decode()
