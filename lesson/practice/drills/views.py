"""The pages of a drill: the incident with its live shop, the cause, hints, the repair, and what came of each attempt.

Each step is a form that leads to an address one can reload, and works without JavaScript. What is wrong is said beside
what it concerns, with everything that was typed still in its place.
"""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lesson.practice.drills import diary, grader, grading, panel, stage
from lesson.practice.drills.desk import Desk, attempts_of, dashboard
from lesson.practice.drills.grading import NotAllowed
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.drills.panel import Typed
from lesson.practice.drills.result import history, result_of
from lesson.practice.drills.schema import FOUND
from lesson.practice.models import Attempt, DrillState
from lesson.practice.shelf import drills_of
from lesson.reading import readers
from lesson.reading.models import Reader
from lesson.reading.text.lesson import Lesson
from lesson.reading.views import lesson_or_404
from playground import effects
from playground.jobs.cost import minutes
from playground.jobs.job import Progress
from playground.jobs.limits import RefusedError
from playground.jobs.office import ensure_owner
from playground.knob import Value
from playground.sweeps.progress import announced

WRONG, BUSY = 422, 503
FORM_LENGTH_MAX = 40
AS_FOUND = "found"
SENT_AGAIN = "again"
"""In the address of an attempt whose form came twice."""
STALE = (
    "This drill has changed since the page was opened, so nothing was handed in. What you had entered stands below, as "
    "far as it is still possible: look at the goals again, then hand it in."
)
UNNAMED = "First name the cause; then hand in a repair. Your settings are kept."
INERT = (
    "What you changed has no effect as long as other controls stand as they do ({}). So this is still the shop that "
    "the pager is about."
)
UNCHANGED = "Nothing has been changed yet: this is the shop that the pager is about. Change a control, then hand it in."


def lesson_and_drill(lesson_slug: str, drill_slug: str) -> tuple[Lesson, NamedDrill]:
    lesson = lesson_or_404(lesson_slug)
    named = drills_of(lesson).get(drill_slug)
    if named is None:
        raise Http404(f"“{lesson.contents.title}” has no drill “{drill_slug}”. All there are stand under “Practise”.")
    return lesson, named


def address(lesson: Lesson, named: NamedDrill, anchor: str = "") -> str:
    return reverse("practice:drill", args=[lesson.slug, named.slug]) + (f"#{anchor}" if anchor else "")


def shown(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    return render(request, "practice/drills/drill.html", desk.context(), status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drill(request: HttpRequest, lesson_slug: str, drill_slug: str) -> HttpResponse:
    """GET shows the incident; POST hands in a repair."""
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    if request.method == "POST":
        return handed_in(request, Desk(lesson, named, readers.current(request)))
    return shown(request, _at(Desk(lesson, named, readers.current(request)), request.GET.get("from", "")))


def _at(desk: Desk, where: str) -> Desk:
    """With the settings as found, or of an earlier attempt, where the address names one of this reader's."""
    mine = attempts_of(desk.reader, desk.lesson, desk.named) if where else []
    settings = {AS_FOUND: {}, **{str(attempt.id): attempt.knobs for attempt in mine}}
    if where not in settings:
        return desk
    return Desk(desk.lesson, desk.named, desk.reader, panel.filled(desk.drill, settings[where]), insist=True)


def handed_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    typed = panel.typed(desk.drill, dict(request.POST.lists()))
    form, version = request.POST.get("form", "")[:FORM_LENGTH_MAX], request.POST.get("version", "")
    if not form or version != grading.version_of(desk.drill):
        return _again(request, desk, typed, STALE)
    if desk.reader is None or not may_repair(desk):
        return _again(request, desk, typed, "" if typed.errors else UNNAMED)
    try:
        knobs = grading.checked_repair(desk.drill, typed.knobs)
    except NotAllowed as error:
        typed = typed.wrong(error.knob, str(error))
    if typed.errors:
        return _again(request, desk, typed, "")
    if len(grading.without_effect(desk.drill, knobs)) == len(knobs):
        return _again(request, desk, typed, nothing_changed(desk, knobs))
    try:
        attempt, new = grader.hand_in(
            ensure_owner(request), desk.reader, desk.lesson.slug, desk.named, form=form, knobs=knobs
        )
    except RefusedError as refusal:
        return _again(request, desk, typed, f"{refusal} Your settings are kept.", status=BUSY)
    here = reverse("practice:attempt", args=[desk.lesson.slug, desk.named.slug, attempt.id])
    return redirect(here if new else f"{here}?{SENT_AGAIN}")


def _again(request: HttpRequest, desk: Desk, typed: Typed, words: str, status: int = WRONG) -> HttpResponse:
    """The page once more, with everything that was typed, and with what is wrong beside it."""
    again = Desk(desk.lesson, desk.named, desk.reader, typed, insist=True)
    return shown(request, again.complaining("form", words) if words else again, status)


def nothing_changed(desk: Desk, knobs: Mapping[str, Value]) -> str:
    """Why a repair is the shop as it was found, though perhaps something was turned."""
    if not knobs:
        return UNCHANGED
    settings = grading.settings_on(desk.drill, FOUND, knobs)
    standing = {grading.standing(effects.obstacle(name, settings), settings) for name in knobs}
    return INERT.format("; ".join(sorted(standing)))


def may_repair(desk: Desk) -> bool:
    state = diary.state_of(desk.reader, desk.lesson.slug, desk.named.slug)
    return state.named_at is not None or state.over


# --- the cause, hints, giving up -------------------------------------------------------------------------------------


@require_POST
def cause(request: HttpRequest, lesson_slug: str, drill_slug: str) -> HttpResponse:
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    chosen = next((each for each in named.drill.causes if each.id == request.POST.get("cause")), None)
    if chosen is None:
        words = "Choose one of the causes first."
        return shown(request, Desk(lesson, named, readers.current(request)).complaining("cause", words), WRONG)
    diary.name_cause(readers.ensure(request), lesson.slug, named, chosen)
    return redirect(address(lesson, named, "cause"))


@require_POST
def hint(request: HttpRequest, lesson_slug: str, drill_slug: str) -> HttpResponse:
    """`number` is the one to open: sent twice, it opens one."""
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    number = request.POST.get("number", "")
    if number.isascii() and number.isdecimal():
        diary.open_hint(readers.ensure(request), lesson.slug, named, int(number[:3]))
    return redirect(address(lesson, named, "hints"))


@require_POST
def give_up(request: HttpRequest, lesson_slug: str, drill_slug: str) -> HttpResponse:
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    diary.give_up(readers.ensure(request), lesson.slug, named)
    return redirect(address(lesson, named, "solution"))


# --- attempts ---------------------------------------------------------------------------------------------------------


def attempt_or_404(request: HttpRequest, lesson: Lesson, named: NamedDrill, attempt_id: str) -> Attempt:
    """One's own."""
    where = {"lesson": lesson.slug, "drill": named.slug, "reader": readers.current(request)}
    found = Attempt.objects.filter(pk=attempt_id, **where).first()
    if found is None:
        raise Http404("Nobody has handed in such a repair from this browser. Each reader sees their own.")
    return found


@never_cache
@require_safe
def attempt(request: HttpRequest, lesson_slug: str, drill_slug: str, attempt_id: str) -> HttpResponse:
    """What came of it, or how far it is. For htmx, which asks again and again, the changing part alone."""
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    return attempt_shown(request, lesson, named, attempt_or_404(request, lesson, named, attempt_id))


@require_POST
def cancel(request: HttpRequest, lesson_slug: str, drill_slug: str, attempt_id: str) -> HttpResponse:
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    mine = attempt_or_404(request, lesson, named, attempt_id)
    grader.cancel(mine)
    return _to(request, lesson, named, mine)


@require_POST
def grade_again(request: HttpRequest, lesson_slug: str, drill_slug: str, attempt_id: str) -> HttpResponse:
    """Of what was not graded to its end."""
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    mine = attempt_or_404(request, lesson, named, attempt_id)
    try:
        grader.begin_again(ensure_owner(request), mine, named.drill)
    except (RefusedError, NotAllowed) as refusal:
        return attempt_shown(request, lesson, named, mine, complaint=str(refusal), status=BUSY)
    return _to(request, lesson, named, mine)


def _to(request: HttpRequest, lesson: Lesson, named: NamedDrill, mine: Attempt) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return attempt_shown(request, lesson, named, mine)
    return redirect("practice:attempt", lesson.slug, named.slug, mine.id)


def attempt_shown(
    request: HttpRequest, lesson: Lesson, named: NamedDrill, mine: Attempt, *, complaint: str = "", status: int = 200
) -> HttpResponse:
    progress = grader.look(mine)
    graded = mine.state == Attempt.State.GRADED
    entry = next(
        entry for entry in history(named.drill, attempts_of(mine.reader, lesson, named)) if entry.attempt.pk == mine.pk
    )
    context = {
        "lesson": lesson,
        "named": named,
        "drill": named.drill,
        "attempt": mine,
        "entry": entry,
        "progress": progress,
        "announced": _announced(mine, progress),
        "left": minutes(progress.seconds_left or 0) if progress else "",
        "every": "2s" if progress and progress.place > 1 else "1s",
        "result": result_of(lesson, named.drill, mine) if graded else None,
        "current": grader.is_current(mine, named.drill),
        "complaint": complaint,
        "sent_again": SENT_AGAIN in request.GET,
        "following": following(mine.reader, lesson, named) if mine.passed else None,
    }
    template = "_attempt_swap.html" if request.headers.get("HX-Request") else "attempt.html"
    return render(request, f"practice/drills/{template}", context, status=status)


def _announced(mine: Attempt, progress: Progress | None) -> str:
    if progress is not None:
        return announced(progress)
    return {"graded": "Passed." if mine.passed else "Graded: not passed.", "cancelled": "Cancelled."}.get(
        mine.state, ""
    )


def following(reader: Reader, lesson: Lesson, named: NamedDrill) -> NamedDrill | None:
    """The next one that this reader has not passed."""
    passed = DrillState.objects.filter(reader=reader, lesson=lesson.slug, passed_at__isnull=False)
    done = {*passed.values_list("drill", flat=True), named.slug}
    left = [each for each in drills_of(lesson).values() if each.slug not in done]
    later = [each for each in left if each.drill.order > named.drill.order]
    return next(iter(later or left), None)


@never_cache
@require_safe
def watch(request: HttpRequest, lesson_slug: str, drill_slug: str, attempt_id: str) -> HttpResponse:
    """The worst of the graded runs, live: the same customers, the same luck, the settings that were handed in."""
    lesson, named = lesson_and_drill(lesson_slug, drill_slug)
    mine = attempt_or_404(request, lesson, named, attempt_id)
    if mine.state != Attempt.State.GRADED or not grader.is_current(mine, named.drill):
        raise Http404("There is no graded run of this attempt to watch: it was not graded, or the drill has changed.")
    worst = grader.report_of(mine).worst
    name = stage.name_of(lesson.slug, named.slug, worst.arm)
    repair = grading.checked_repair(named.drill, mine.knobs)
    context = {
        **dashboard(lesson, named, panel.filled(named.drill, mine.knobs), worst.arm),
        "recipe": stage.link_to(name, worst.seed, repair),
        "attempt": mine,
        "worst": worst,
        "changes": grading.in_words(named.drill, mine.knobs),
    }
    return render(request, "practice/drills/watch.html", context)
