"""Where the room is: each at their own pace, or led by the host to a section or to an item of the quiz.

A led page shows the place beside what else the room does; it is an address of this site that the host has chosen from a
list, never one that anybody typed. Everybody answers an item of the quiz for themselves, marked as always.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.http import Http404
from django.urls import reverse

from lesson.classroom.models import Room
from lesson.classroom.questions import labels
from lesson.classroom.questions.asking import refuse_if_closed
from lesson.classroom.questions.models import Met
from lesson.classroom.questions.refusals import Refusal
from lesson.practice.models import Asked
from lesson.practice.quiz.schema import Item
from lesson.practice.shelf import quiz_of
from lesson.reading.models import Reader
from lesson.reading.text.lesson import Lesson


class NoSuchPlace(Refusal):
    code = "no_such_place"
    status = 422


@dataclass(frozen=True)
class Place:
    """A place that a room can be moved to. `key` is what a form sends."""

    key: str
    title: str
    address: str
    item: str = ""
    """Which of the quiz's, if it is one."""
    ask: str = ""
    """All of the question that it is, in Markdown."""


@dataclass(frozen=True)
class Places:
    sections: tuple[Place, ...]
    by_concept: dict[str, list[Place]]
    """The items of the quiz."""

    @cached_property
    def by_key(self) -> dict[str, Place]:
        return {place.key: place for place in chain(self.sections, *self.by_concept.values())}

    @cached_property
    def by_address(self) -> dict[str, Place]:
        return {place.address: place for place in self.by_key.values()}


@dataclass(frozen=True)
class Pace:
    """How a room stands. A place that is not there any more is none, though the room is led."""

    led: bool
    place: Place | None


def places(room: Room, lesson: Lesson | None) -> Places:
    if lesson is None:
        return Places((), {})
    sections = [
        Place(f"section/{each.slug}", each.title, reverse("reading:section", args=[lesson.slug, each.slug]))
        for each in lesson.sections
    ]
    concepts = labels.concepts(lesson)
    by_concept: dict[str, list[Place]] = {}
    for item in quiz_of(lesson).items:
        by_concept.setdefault(concepts[item.objective], []).append(_place_of(room, item))
    return Places(tuple(sections), by_concept)


def _place_of(room: Room, item: Item) -> Place:
    address = reverse("classroom:questions:item", args=[room.code, item.id])
    return Place(f"item/{item.id}", labels.of_item(item), address, item.id, item.ask)


def pace_of(room: Room, lesson: Lesson | None) -> Pace:
    """Every page of a room asks, and most rooms are free: those need no list of all places."""
    led = room.pace == Room.LED
    return Pace(led, places(room, lesson).by_address.get(room.place) if led else None)


# -- what the host does ----------------------------------------------------------------------------------------------


def move(room: Room, key: str, found: Places) -> None:
    """To a place out of the list; an empty key sets the room free. Raises NoSuchPlace, NotNow."""
    refuse_if_closed(room)
    place = found.by_key.get(key)
    if key and place is None:
        raise NoSuchPlace("There is no such section or question here (any more). Choose one from the list.")
    if place is None:
        free(room)
        return
    room.pace, room.place = Room.LED, place.address
    room.save(update_fields=["pace", "place"])


def free(room: Room) -> bool:
    """Whether it was led until now."""
    was_led = room.pace == Room.LED
    room.pace, room.place = Room.FREE, ""
    if was_led:
        room.save(update_fields=["pace", "place"])
    return was_led


def begin(room: Room, lesson: Lesson | None) -> None:
    """A room that is opened to teach a section is at that section."""
    key = f"section/{room.section}"
    found = places(room, lesson)
    if not room.step and key in found.by_key:
        move(room, key, found)


# -- an item of the quiz, for one reader -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Answers:
    """To the item that the room is at, from people in it."""

    opened: int
    given: int


def answers(room: Room, pace: Pace) -> Answers | None:
    """How many have opened the item and answered it; None where the room is at no item."""
    if pace.place is None or not pace.place.item:
        return None
    met = Met.objects.filter(room=room, asked__item=pace.place.item)
    return Answers(met.count(), met.exclude(asked__answered_at=None).count())


def item_of(lesson: Lesson | None, name: str) -> tuple[Lesson, Item]:
    item = quiz_of(lesson).by_id.get(name) if lesson else None
    if lesson is None or item is None:
        raise Http404("This question is not in the quiz (any more).")
    return lesson, item


def asked_in(room: Room, reader: Reader, lesson: Lesson, item: Item) -> Asked:
    """The same asking whenever the learner comes back to it; a new one for somebody who met it before this class."""
    mine = Asked.objects.filter(reader=reader, lesson=lesson.slug, item=item.id)
    here = mine.filter(asked_at__gte=room.created_at).order_by("-asked_at").first()
    asked = (
        here
        or mine.filter(answered_at=None).first()
        or Asked.objects.create(reader=reader, lesson=lesson.slug, item=item.id)
    )
    Met.objects.get_or_create(room=room, asked=asked)
    return asked
