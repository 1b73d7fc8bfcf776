"""Copy settings as …: a page for each tool, which opens beside the run."""

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from playground.addresses import AddressError
from playground.copyas.copied import File, Note
from playground.copyas.in_force import in_force
from playground.copyas.targets import TARGETS, Target
from playground.knobs import KNOBS, Settings
from playground.takeaway.highlighting import highlighted
from playground.takeaway.run_asked import RunAsked, run_asked
from playground.views import find

FIRST = next(iter(TARGETS))
REFUSED = 400
KINDS = {
    "missing": ("Cannot be said there", "bad"),
    "differs": ("Means something else there", "unknown"),
    "yours": ("Yours to do", "note"),
}


class Shown(msgspec.Struct, frozen=True):
    """A file, and its lines as HTML."""

    file: File
    lines: list[SafeString]


class Group(msgspec.Struct, frozen=True):
    """Notes of one kind."""

    title: str
    tone: str
    notes: list[Note]


class Parameter(msgspec.Struct, frozen=True):
    label: str
    name: str
    shown: str


def page(request: HttpRequest, slug: str, target: str = FIRST) -> HttpResponse:
    scenario = find(slug)
    if target not in TARGETS:
        raise Http404(f"there is no tool {target[:60]!r}; there are {', '.join(TARGETS)}")
    try:
        asked = run_asked(dict(request.GET.lists()), slug)
    except AddressError as error:
        context = {"scenario": scenario, "message": str(error)}
        return render(request, "playground/refused.html", context, status=REFUSED)
    return render(request, "playground/take/copy.html", _context(asked, TARGETS[target]) if asked else {})


def _context(asked: RunAsked, target: Target) -> dict[str, Any]:
    copied = target.copy(asked.settings)
    return {
        "scenario": asked.scenario,
        "target": target,
        "targets": TARGETS.values(),
        "files": [Shown(file, highlighted(file.text, file.language)) for file in copied.files],
        "groups": [
            Group(title, tone, [note for note in copied.notes if note.kind == kind])
            for kind, (title, tone) in KINDS.items()
        ],
        "parameters": parameters(asked.settings),
        "query": asked.query,
        "t": asked.t,
    }


def parameters(settings: Settings) -> list[Parameter]:
    """Those in force, in the order of their declaration."""
    names = set(in_force(settings))
    return [
        Parameter(knob.label, knob.name, knob.show(settings[knob.name]))
        for knob in KNOBS.values()
        if knob.name in names
    ]
