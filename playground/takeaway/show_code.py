"""The code that runs, with the values that a run gives it."""

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from playground.addresses import AddressError
from playground.knob import Knob
from playground.knobs import KNOBS, Settings
from playground.takeaway.governs import GOVERNED, Governed, in_file
from playground.takeaway.highlighting import highlighted
from playground.takeaway.nesting import nesting
from playground.takeaway.run_asked import RunAsked, run_asked
from playground.takeaway.sources import FILES, Source, source, sources

REFUSED = 400


class Line(msgspec.Struct, frozen=True):
    """`values` are those that are set on this line, in words; `decides` marks lines in which one of them matters."""

    number: int
    html: SafeString
    values: list[str]
    decides: bool


class Value(msgspec.Struct, frozen=True):
    """A control beside the code: what it is set to, and where that goes."""

    knob: Knob
    shown: str
    on: bool
    sets: str
    decides: str
    """Addresses of lines; `sets` may be empty."""


def overview(request: HttpRequest) -> HttpResponse:
    """How the patterns wrap a call, and all the files."""
    try:
        asked = run_asked(dict(request.GET.lists()))
    except AddressError as error:
        return _refused(request, error)
    line = GOVERNED["patterns.order"].decides.line
    context = {"layers": nesting(_settings(asked)), "files": sources(), "order_line": f"L{line}", **_run(asked)}
    return render(request, "playground/take/code.html", context)


def source_page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in FILES:
        raise Http404(f"there is no file {name[:60]!r}; there are {', '.join(FILES)}")
    try:
        asked = run_asked(dict(request.GET.lists()))
    except AddressError as error:
        return _refused(request, error)
    settings, file = _settings(asked), source(name)
    context = {
        "file": file,
        "lines": _lines(file, settings),
        "values": [_value(name, knob, found, settings) for knob, found in in_file(name, settings)],
        "files": sources(),
        **_run(asked),
    }
    return render(request, "playground/take/source.html", context)


def _refused(request: HttpRequest, error: AddressError) -> HttpResponse:
    return render(request, "playground/take/refused.html", {"message": str(error)}, status=REFUSED)


def _settings(asked: RunAsked | None) -> Settings:
    """Without a run, the declared defaults."""
    return Settings() if asked is None else asked.settings


def _run(asked: RunAsked | None) -> dict[str, Any]:
    if asked is None:
        return {"scenario": None, "query": ""}
    return {"scenario": asked.scenario, "query": asked.query, "t": asked.t}


def _lines(file: Source, settings: Settings) -> list[Line]:
    values: dict[int, list[str]] = {}
    decides: set[int] = set()
    for knob, found in in_file(file.name, settings):
        if not is_on(knob, settings):
            continue
        if found.sets is not None and found.sets.file == file.name:
            values.setdefault(found.sets.line, []).append(shown(knob, settings))
        if found.decides.file == file.name:
            decides |= set(range(found.decides.line, found.decides.last_line + 1))
    lines = highlighted(file.text, "python")
    return [Line(number, html, values.get(number, []), number in decides) for number, html in enumerate(lines, start=1)]


def shown(knob: str, settings: Settings) -> str:
    """The value; where several controls set one parameter, with the name of whose it is."""
    value = KNOBS[knob].show(settings[knob])
    several = knob.startswith("bulkhead.") and knob != "bulkhead.max_wait_s"
    return f"{knob.partition('.')[2]} {value}" if several else value


def is_on(knob: str, settings: Settings) -> bool:
    group = knob.partition(".")[0]
    return bool(settings.get(f"{group}.enabled", True))


def _value(name: str, knob: str, found: Governed, settings: Settings) -> Value:
    return Value(
        KNOBS[knob],
        KNOBS[knob].show(settings[knob]),
        is_on(knob, settings),
        sets="" if found.sets is None else address(found.sets.file, found.sets.line, name),
        decides=address(found.decides.file, found.decides.line, name),
    )


def address(file: str, line: int, here: str = "") -> str:
    """Of a line; within the page that shows the file already, only the anchor."""
    page = "" if file == here else reverse("playground:code-file", args=[file])
    return f"{page}#L{line}"


def line_of(knob: str) -> str:
    """For a control card: the address of the lines it governs; empty where it governs none."""
    found = GOVERNED.get(knob)
    return "" if found is None else address(found.decides.file, found.decides.line)
