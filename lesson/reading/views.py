"""The pages of the lesson, in reading order. Text comes from the shelf, what a reader did from progress.py."""

from statistics import fmean
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lesson.reading import outcomes, progress, readers
from lesson.reading.models import Prediction
from lesson.reading.shelf import lessons
from lesson.reading.text import numbers
from lesson.reading.text.blocks import Check, Playground, Section
from lesson.reading.text.lesson import Lesson
from playground.jobs.awaited import NotYetError
from playground.jobs.office import ensure_owner

INCOMPLETE = 422
HEADLINE = "double-charge/no-key-doubles"  # the number on the first screen


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    first = next(iter(lessons().values()), None)
    reached = progress.progress_of(first, readers.current(request)) if first else None
    values = first.figures.get(HEADLINE) if first else None
    doubles = numbers.written(fmean(values), "percent", 0) if values else ""
    return render(request, "reading/home.html", {"lesson": first, "progress": reached, "doubles": doubles})


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """Every lesson with its table of contents and how far this reader has come."""
    reader = readers.current(request)
    reached = [progress.progress_of(lesson, reader) for lesson in lessons().values()]
    return render(request, "reading/contents.html", {"lessons": reached, "reader": reader})


@require_safe
def lesson_contents(request: HttpRequest, lesson_slug: str) -> HttpResponse:
    lesson = lesson_or_404(lesson_slug)
    reader = readers.current(request)
    return render(
        request, "reading/contents.html", {"lessons": [progress.progress_of(lesson, reader)], "reader": reader}
    )


@require_safe
def section(request: HttpRequest, lesson_slug: str, section_slug: str) -> HttpResponse:
    lesson = lesson_or_404(lesson_slug)
    page = section_or_404(lesson, section_slug)
    reached = progress.progress_of(lesson, readers.current(request))
    return render(request, "reading/section.html", section_context(lesson, page, reached))


def section_context(lesson: Lesson, page: Section, reached: progress.Progress) -> dict[str, Any]:
    return {
        "lesson": lesson,
        "section": page,
        "progress": reached,
        "before": lesson.before(page),
        "after": lesson.after(page),
        "is_read": page.slug in reached.read,
    }


@require_POST
def mark_read(request: HttpRequest, lesson_slug: str, section_slug: str) -> HttpResponse:
    """“Read; go on”: keeps the mark and leads to the next section, or back to the contents after the last."""
    lesson = lesson_or_404(lesson_slug)
    page = section_or_404(lesson, section_slug)
    progress.mark_read(readers.ensure(request), lesson, page)
    following = lesson.after(page)
    if following is None:
        return redirect("reading:lesson", lesson.slug)
    return redirect("reading:section", lesson.slug, following.slug)


# --- Predict, run, say, explain --------------------------------------------------------------------------------------


@require_POST
def predict(request: HttpRequest, lesson_slug: str, playground: str) -> HttpResponse:
    """Step one. An answer that is none of the options is asked for again; "skip" is a legal answer."""
    lesson, page, block = playground_or_404(lesson_slug, playground)
    option = request.POST.get("option", "")
    skip = "skip" in request.POST
    if not skip and option not in {offered.id for offered in block.spec.predict.options}:
        return shown(request, lesson, page, block, complaint="Choose one of the answers, or skip the question.")
    at_once = skip or not request.htmx
    try:
        outcomes.run_the_texts(block) if at_once else outcomes.prepare(block)
    except NotYetError as wait:
        return shown(request, lesson, page, block, str(wait))
    reader = readers.ensure(request)
    prediction = progress.predict(reader, lesson, block.id, "" if skip else option)
    progress.note_place(reader, lesson, page, block.id)
    if at_once:
        outcomes.measure(prediction, block, lesson)
    return shown(request, lesson, page, block)


@require_POST
def draw(request: HttpRequest, lesson_slug: str, playground: str) -> HttpResponse:
    """The run as a drawing, for a page whose frame cannot move."""
    lesson, page, block = playground_or_404(lesson_slug, playground)
    reader = readers.current(request)
    if reader is not None:
        for prediction in reader.predictions.filter(lesson=lesson.slug, playground=block.id):
            try:
                outcomes.measure(prediction, block, lesson)
            except NotYetError as wait:
                return shown(request, lesson, page, block, str(wait))
    return shown(request, lesson, page, block)


@require_POST
def say(request: HttpRequest, lesson_slug: str, playground: str) -> HttpResponse:
    """Step two: what was seen. Marks the prediction against the run that the reader really had before them."""
    lesson, page, block = playground_or_404(lesson_slug, playground)
    seen = request.POST.get("option", "")
    if seen not in {offered.id for offered in block.spec.predict.options}:
        return shown(request, lesson, page, block, complaint="Say which of these you saw.")
    prediction = progress.predict(readers.ensure(request), lesson, block.id, "")
    try:
        complaint = marked(request, lesson, block, prediction)
    except NotYetError as wait:
        return shown(request, lesson, page, block, str(wait))
    progress.say(prediction, seen)
    return shown(request, lesson, page, block, complaint)


def marked(request: HttpRequest, lesson: Lesson, block: Playground, prediction: Prediction) -> str:
    """What has to be said about it. Raises NotYetError."""
    try:
        outcomes.measure(prediction, block, lesson, ensure_owner(request), request.POST.get("recipe", ""))
    except outcomes.UnusableRecipe as problem:
        outcomes.measure(prediction, block, lesson)
        return f"{problem} You are marked against the run as the text sets it up."
    return ""


@require_POST
def answer(request: HttpRequest, lesson_slug: str, check: str) -> HttpResponse:
    lesson, page, block = activity_or_404(lesson_slug, check)
    if not isinstance(block, Check):
        raise Http404(f"{check} is a playground, not a question.")
    chosen = [option.id for option in block.spec.options if option.id in request.POST.getlist("option")]
    if not chosen:
        return shown(request, lesson, page, block, complaint="Choose an answer first.")
    reader = readers.ensure(request)
    progress.answer(reader, lesson, block.id, chosen)
    progress.note_place(reader, lesson, page, block.id)
    return shown(request, lesson, page, block)


def shown(
    request: HttpRequest,
    lesson: Lesson,
    page: Section,
    block: Playground | Check,
    complaint: str = "",
) -> HttpResponse:
    """The activity as it now stands: alone for htmx; without it the page, at that place."""
    if not request.htmx and not complaint:
        address = reverse("reading:section", args=[lesson.slug, page.slug])
        return HttpResponseRedirect(f"{address}#{block.id}")
    reached = progress.progress_of(lesson, readers.current(request))
    context = section_context(lesson, page, reached) | {"complaint": complaint, "complaint_at": block.id}
    if request.htmx:
        return render(request, block.template, context | {"block": block})
    return render(request, "reading/section.html", context, status=INCOMPLETE)


@require_safe
def beliefs(request: HttpRequest, lesson_slug: str) -> HttpResponse:
    """What the reader believed, beside what happened."""
    lesson = lesson_or_404(lesson_slug)
    reached = progress.progress_of(lesson, readers.current(request))
    return render(request, "reading/beliefs.html", {"lesson": lesson, "progress": reached})


# --- The reader's own data -------------------------------------------------------------------------------------------


@require_safe
def you(request: HttpRequest) -> HttpResponse:
    return your_data(request)


@require_POST
def make_link(request: HttpRequest) -> HttpResponse:
    """The link is shown this once: only its hash is kept."""
    secret = readers.make_resume_secret(readers.ensure(request))
    return your_data(request, request.build_absolute_uri(reverse("reading:resume", args=[secret])))


@require_POST
def revoke_link(request: HttpRequest) -> HttpResponse:
    reader = readers.current(request)
    if reader is not None:
        readers.revoke_resume_secret(reader)
    return redirect("reading:you")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    readers.forget(request)
    return render(request, "reading/forgotten.html")


def your_data(request: HttpRequest, link: str = "") -> HttpResponse:
    reader = readers.current(request)
    reached = [progress.progress_of(lesson, reader) for lesson in lessons().values()]
    response = render(request, "reading/you.html", {"reader": reader, "lessons": reached, "link": link})
    response["Cache-Control"] = "no-store"
    return response


def resume(request: HttpRequest, secret: str) -> HttpResponse:
    """Asks first, so that neither a preview robot nor a slip of the finger changes anything."""
    reader = readers.by_secret(secret)
    here = readers.current(request)
    if reader is None:
        reached = [progress.progress_of(lesson, here) for lesson in lessons().values()]
        return render(request, "reading/stale_link.html", {"lessons": reached}, status=404)
    if request.method == "POST":
        readers.resume(request, reader)
        return redirect("reading:contents")
    context = {
        "there": [progress.progress_of(lesson, reader) for lesson in lessons().values()],
        "here": here if here and here.pk != reader.pk else None,
        "reader": reader,
        "secret": secret,
    }
    response = render(request, "reading/resume.html", context)
    response["Cache-Control"] = "no-store"
    return response


# --- Finding things --------------------------------------------------------------------------------------------------


def lesson_or_404(slug: str) -> Lesson:
    lesson = lessons().get(slug)
    if lesson is None:
        raise Http404(f"There is no lesson “{slug}”.")
    return lesson


def section_or_404(lesson: Lesson, slug: str) -> Section:
    found = lesson.section(slug)
    if found is None:
        raise Http404(f"“{lesson.contents.title}” has no section “{slug}”.")
    return found


def activity_or_404(lesson_slug: str, name: str) -> tuple[Lesson, Section, Playground | Check]:
    lesson = lesson_or_404(lesson_slug)
    found = lesson.activities.get(name)
    if found is None:
        raise Http404(f"“{lesson.contents.title}” has no activity “{name}”.")
    return lesson, *found


def playground_or_404(lesson_slug: str, name: str) -> tuple[Lesson, Section, Playground]:
    lesson, page, block = activity_or_404(lesson_slug, name)
    if not isinstance(block, Playground):
        raise Http404(f"{name} is a question, not a playground.")
    return lesson, page, block
