"""What a reader has done of a lesson, in the shape in which pages show it. For nobody (None) it is all empty."""

from dataclasses import dataclass, field

from django.utils import timezone

from lesson.reading.models import CheckAnswer, Prediction, Reader, SectionRead
from lesson.reading.text.blocks import Section
from lesson.reading.text.lesson import Lesson


@dataclass(frozen=True)
class Progress:
    lesson: Lesson
    read: frozenset[str] = frozenset()
    predictions: dict[str, Prediction] = field(default_factory=dict)
    answers: dict[str, CheckAnswer] = field(default_factory=dict)
    place: Section | None = None
    anchor: str = ""

    @property
    def started(self) -> bool:
        return bool(self.read or self.predictions or self.answers)

    @property
    def sections_read(self) -> int:
        return sum(section.slug in self.read for section in self.lesson.sections)

    @property
    def predicted(self) -> int:
        return sum(not prediction.skipped for prediction in self.predictions.values())


def progress_of(lesson: Lesson, reader: Reader | None) -> Progress:
    if reader is None:
        return Progress(lesson)
    rows = {"lesson": lesson.slug}
    here = reader.place_lesson == lesson.slug
    return Progress(
        lesson,
        frozenset(reader.sections.filter(**rows).values_list("section", flat=True)),
        {row.playground: row for row in reader.predictions.filter(**rows)},
        {row.check_id: row for row in reader.answers.filter(**rows)},
        lesson.section(reader.place_section) if here else None,
        reader.place_anchor if here else "",
    )


def mark_read(reader: Reader, lesson: Lesson, section: Section) -> None:
    SectionRead.objects.get_or_create(reader=reader, lesson=lesson.slug, section=section.slug)
    following = lesson.after(section)
    note_place(reader, lesson, following or section)


def note_place(reader: Reader, lesson: Lesson, section: Section, anchor: str = "") -> None:
    reader.place_lesson, reader.place_section, reader.place_anchor = lesson.slug, section.slug, anchor
    reader.save(update_fields=["place_lesson", "place_section", "place_anchor"])


def predict(reader: Reader, lesson: Lesson, playground: str, option: str) -> Prediction:
    """Keeps the first belief; a second one changes nothing."""
    prediction, _ = Prediction.objects.get_or_create(
        reader=reader, lesson=lesson.slug, playground=playground, defaults={"option": option}
    )
    return prediction


def say(prediction: Prediction, seen: str) -> None:
    """What the reader says they saw; the first word stands."""
    if not prediction.said_at:
        prediction.seen, prediction.said_at = seen, timezone.now()
        prediction.save(update_fields=["seen", "said_at"])


def answer(reader: Reader, lesson: Lesson, check: str, options: list[str]) -> CheckAnswer:
    row, _ = CheckAnswer.objects.get_or_create(reader=reader, lesson=lesson.slug, check_id=check)
    row.options, row.tries, row.answered_at = options, row.tries + 1, timezone.now()
    row.save(update_fields=["options", "tries", "answered_at"])
    return row
