"""Questions over HTTP: votes, what a host does, the parts that pages fetch, the report. A room that is led: leading.py.

Every step is a form. With htmx the answer is the part of the page that is concerned, with what was refused beside it;
without it one is led back to the page, or shown that part alone with the refusal.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lesson.classroom import access
from lesson.classroom.access import HOST, LEARNER, PROJECTOR, host_only, seated
from lesson.classroom.models import Room, Seat
from lesson.classroom.questions import (
    asking,
    cards,
    controls,
    csv_text,
    drafts,
    oracle,
    refusals,
    report,
    show,
    telling,
    typed,
    votes,
)
from lesson.classroom.questions import desk as desks
from lesson.classroom.questions.desk import Form
from lesson.classroom.questions.drafts import TYPED, Draft
from lesson.classroom.questions.models import Question, current
from lesson.classroom.questions.origin import lesson_of, steps_of
from lesson.classroom.questions.refusals import NoSuchDraft, Refusal
from lesson.classroom.questions.votes import Ballot
from playground.jobs.office import ensure_owner

NUMBER_LENGTH_MAX = 6
FIELD_LENGTH_MAX = 20_000
"""Characters of one field that are looked at; more is refused by Django before it comes here."""
UNPROCESSABLE = 422


# -- a learner -------------------------------------------------------------------------------------------------------


@never_cache
@require_POST
@seated
def vote(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    ballot = Ballot(number, request.POST.get("round", ""), request.POST.get("option", ""))
    try:
        question, own = votes.cast(seat, ballot)
    except Refusal as refusal:
        return refused_learner(request, seat, refusal)
    question.room = seat.room
    telling.voted(question, seat)
    if request.htmx:
        return HttpResponse(cards.for_one(seat.room, question, own))
    return redirect(reverse("classroom:learner", args=[seat.room.code]) + "#question")


def refused_learner(request: HttpRequest, seat: Seat, refusal: Refusal) -> HttpResponse:
    """The card as it now stands, with what was refused above it."""
    refusals.note(seat.room, refusal, f"seat {seat.pk}")
    if request.htmx:
        return HttpResponse(own_card(seat, str(refusal)), status=refusal.status)
    context = show.for_learner(seat.room, seat, str(refusal))
    return render(request, "classroom/questions/asked.html", context, status=refusal.status)


def own_card(seat: Seat, complaint: str = "") -> str:
    question = current(seat.room)
    own = votes.own_votes(question, seat) if question else {}
    return cards.for_one(seat.room, question, own, complaint)


# -- what pages fetch ------------------------------------------------------------------------------------------------


@never_cache
@require_safe
def part(request: HttpRequest, code: str, role: str) -> HttpResponse:
    """The question as this page shows it, for whoever has a right to that page."""
    if role == LEARNER:
        return HttpResponse(own_card(access.seat_of(request, code)))
    return render(request, *PARTS[role](request, code))


def _hosts_part(request: HttpRequest, code: str) -> tuple[str, dict[str, Any]]:
    return "classroom/questions/_desk_now.html", desks.for_host(access.host_of(request, code))


def _projectors_part(request: HttpRequest, code: str) -> tuple[str, dict[str, Any]]:
    return "classroom/questions/_wall.html", show.for_projector(projectors_room(request, code))


def projectors_room(request: HttpRequest, code: str) -> Room:
    found = access.access_of(request.session, code)
    if found is None or not (found.is_projector or found.is_host):
        return access.host_of(request, code)  # refuses, and notes it
    return found.room


PARTS: dict[str, Callable[[HttpRequest, str], tuple[str, dict[str, Any]]]] = {
    HOST: _hosts_part,
    PROJECTOR: _projectors_part,
}


@never_cache
@require_safe
def votes_part(request: HttpRequest, code: str) -> HttpResponse:
    found = access.access_of(request.session, code)
    if found is None or not (found.is_host or found.seat or found.is_projector):
        raise Http404("There is no room with this code.")
    question = current(found.room)
    if question is None:
        return HttpResponse()
    return HttpResponse(cards.counted_again(found.room, question))


# -- a host asks -----------------------------------------------------------------------------------------------------


@require_POST
@host_only
def put(request: HttpRequest, room: Room) -> HttpResponse:
    """A prepared question, one of the lesson, one that was typed, or a control: whichever the form is for."""
    form = form_of(request)
    try:
        draft = draft_of(request, room, form)
        seconds = typed.seconds(form.seconds)
        question = asking.put(room, draft, seconds=seconds, after=number_of(request.POST.get("after", "")))
    except typed.Refused as refused:
        form = with_problems(form, refused)
        return desk(request, room, form=form, status=UNPROCESSABLE)
    except Refusal as refusal:
        refusals.note(room, refusal, "a host")
        return desk(request, room, complaint=str(refusal), form=form, status=refusal.status)
    telling.changed(room)
    telling.foresee(question)
    return desk(request, room)


def form_of(request: HttpRequest) -> Form:
    data = request.POST
    names = ("prompt", "right", "seconds", "knob", "values", "source")
    fields = {name: data.get(name, "")[:FIELD_LENGTH_MAX] for name in names}
    return Form(options=[text[:FIELD_LENGTH_MAX] for text in data.getlist("option")][:TYPED_OPTIONS_MAX], **fields)


TYPED_OPTIONS_MAX = 20
"""Fields for options that are looked at; a form has six."""


def with_problems(form: Form, refused: typed.Refused) -> Form:
    return replace(form, problems=refused.problems)


def draft_of(request: HttpRequest, room: Room, form: Form) -> Draft:
    """Raises typed.Refused, NoSuchDraft."""
    if "prompt" in request.POST:
        own = typed.read(form.prompt, form.options, form.right)
        return Draft(source=TYPED, prompt=own.prompt, options=own.options, right=own.right)
    if "knob" in request.POST:
        return controls.draft(room, form.knob, form.values)
    found = drafts.named(form.source, lesson_of(room), steps_of(room))
    if found is None:
        raise NoSuchDraft("This question is not among those that are prepared (any more). Choose another.")
    return found


@never_cache
@require_safe
@host_only
def preview(request: HttpRequest, room: Room) -> HttpResponse:
    """What the room would be asked, and what is right."""
    found = drafts.named(request.GET.get("source", ""), lesson_of(room), steps_of(room))
    return render(request, "classroom/questions/_preview.html", {"draft": found})


@never_cache
@require_safe
@host_only
def prepared(request: HttpRequest, room: Room) -> HttpResponse:
    """The questions of the step, or of the section, that the room stands at."""
    return render(request, "classroom/questions/_prepared.html", desks.for_host(room))


@never_cache
@require_safe
@host_only
def choices(request: HttpRequest, room: Room) -> HttpResponse:
    """The controls to be decided on, as they stand now."""
    return render(request, "classroom/questions/_choices.html", desks.for_host(room))


# -- a host goes on --------------------------------------------------------------------------------------------------


@require_POST
@host_only
def act(request: HttpRequest, room: Room, number: int, verb: str) -> HttpResponse:
    question = get_object_or_404(Question, room=room, number=number)
    question.room = room
    try:
        do(request, question, verb)
    except Refusal as refusal:
        refusals.note(room, refusal, "a host")
        return desk(request, room, complaint=str(refusal), status=refusal.status, part="_desk_now")
    telling.changed(room)
    return desk(request, room, part="_desk_now")


def do(request: HttpRequest, question: Question, verb: str) -> None:
    """Raises Refusal."""
    seen = request.POST.get("seen", "")
    if verb == "decide":
        asking.decide(question, seen, ensure_owner(request), apart="apart" in request.POST)
    elif verb == "apply":
        asking.apply(question, seen, number_of(request.POST.get("option", "")))
    elif verb in asking.VERBS:
        asking.act(question, verb, seen)
    else:
        raise Http404("A question knows no such step.")


@never_cache
@require_safe
@host_only
def deciding(request: HttpRequest, room: Room, number: int) -> HttpResponse:
    """How far the run is that decides, in words; nothing where none is under way here."""
    question = get_object_or_404(Question, room=room, number=number)
    return HttpResponse(oracle.how_far(question), content_type="text/plain; charset=utf-8")


def desk(
    request: HttpRequest,
    room: Room,
    *,
    complaint: str = "",
    form: Form | None = None,
    status: int = 200,
    part: str = "_desk",
) -> HttpResponse:
    """The host's part as it now stands: all of it, or only the question that is out."""
    if not request.htmx and status == 200:  # noqa: PLR2004 (all went well)
        return redirect(reverse("classroom:host", args=[room.code]) + "#question")
    context = desks.for_host(room, complaint=complaint, form=form)
    return render(request, f"classroom/questions/{part if request.htmx else 'desk'}.html", context, status=status)


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= NUMBER_LENGTH_MAX else None


# -- afterwards ------------------------------------------------------------------------------------------------------


@never_cache
@require_safe
@host_only
def report_page(request: HttpRequest, room: Room) -> HttpResponse:
    return render(request, "classroom/questions/report.html", {"room": room, "report": report.report_of(room)})


@never_cache
@require_safe
@host_only
def report_csv(request: HttpRequest, room: Room, what: str) -> HttpResponse:
    rows = {"questions": report.question_rows, "learners": report.learner_rows}[what](report.report_of(room))
    response = HttpResponse(csv_text.table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="room-{room.code}-{what}.csv"'
    return response
