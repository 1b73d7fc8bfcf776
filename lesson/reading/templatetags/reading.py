"""What the templates of the lesson need beside plain values: looking things up, marking, and the static picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString, mark_safe

from lesson.reading import outcomes, runs
from lesson.reading.models import CheckAnswer, Prediction
from lesson.reading.text.blocks import Check, Playground
from lesson.reading.text.markdown import inline_html
from lesson.reading.text.schema import Option
from playground import links

register = template.Library()

WIDTH, HEIGHT = 640, 150
CURVES = (
    ("offered", "Customers arriving"),
    ("attempts", "Calls to {service}"),
    ("browse_ok", "Browsing visits answered"),
    ("goodput", "Confirmed"),
)


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def beside(rows: list[Any], names: list[str]) -> list[tuple[str, Any]]:
    return list(zip(names, rows, strict=True))


@register.filter
def safe_html(html: str) -> SafeString:
    """HTML that text/ has sanitised."""
    return mark_safe(html)  # noqa: S308 (sanitised when it was read)


@register.filter
def inline(text: str) -> SafeString:
    """Emphasis and code in a short text of the content."""
    return mark_safe(inline_html(text))  # noqa: S308 (inline_html sanitises)


@dataclass(frozen=True)
class Mark:
    """A prediction beside what happened."""

    predicted: Option | None
    seen: Option | None
    right: Option | None
    value: str

    @property
    def was_right(self) -> bool:
        return self.predicted is not None and self.predicted == self.right

    @property
    def saw_right(self) -> bool:
        return self.seen is not None and self.seen == self.right


@register.simple_tag
def mark_of(block: Playground, prediction: Prediction | None) -> Mark | None:
    if prediction is None or prediction.value is None:
        return None
    options = {option.id: option for option in block.spec.predict.options}
    right = outcomes.right_option(block, prediction.value)
    return Mark(
        options.get(prediction.option), options.get(prediction.seen), right, outcomes.written(block, prediction.value)
    )


@register.simple_tag
def option_named(block: Playground, name: str) -> Option | None:
    return next((option for option in block.spec.predict.options if option.id == name), None)


@register.simple_tag
def all_right(block: Check, answer: CheckAnswer | None) -> bool:
    return answer is not None and set(answer.options) == {option.id for option in block.spec.options if option.right}


@dataclass(frozen=True)
class Frame:
    """The live playground that belongs to a block: where it is, and what is in force in it."""

    address: str
    full_address: str
    in_force: list[str]


@register.simple_tag
def frame_of(block: Playground) -> Frame:
    recipe = runs.playground_plan(block).recipe
    query = urlencode({"recipe": links.write(recipe)})
    place = f"/playground/{block.spec.scenario}/"
    controls = urlencode({"controls": ",".join(block.spec.controls)})
    return Frame(f"{place}embed/?{query}&{controls}", f"{place}?{query}", runs.in_force(recipe))


@dataclass(frozen=True)
class Curve:
    name: str
    label: str
    points: str
    total: int


@dataclass(frozen=True)
class Band:
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    second: int
    numbers: list[int]


@register.inclusion_tag("reading/_run.html")
def run_picture(prediction: Prediction, block: Playground) -> dict[str, Any]:
    """The run as a drawing and a table: what a page without JavaScript shows, and what stays to be looked at later."""
    seconds = min(len(prediction.series["offered"]), int(block.spec.duration_s))
    series = {name: prediction.series[name][:seconds] for name, _ in CURVES if any(prediction.series[name])}
    highest = max([1, *(value for values in series.values() for value in values)])
    labels = {name: label.format(service=prediction.series["service"]) for name, label in CURVES}
    curves = [Curve(name, labels[name], points(values, highest), sum(values)) for name, values in series.items()]
    return {
        "block": block, "curves": curves, "bands": bands(prediction.recipe, seconds), "seconds": seconds,
        "highest": highest, "rows": rows(series, seconds), "width": WIDTH, "height": HEIGHT,
    }  # fmt: skip


def points(values: list[int], highest: int) -> str:
    step = WIDTH / max(1, len(values) - 1)
    return " ".join(f"{place * step:.1f},{HEIGHT - HEIGHT * value / highest:.1f}" for place, value in enumerate(values))


def bands(recipe_text: str, seconds: int) -> list[Band]:
    """When a fault that does not last for the whole run was in force."""
    faults = links.read(recipe_text).faults if recipe_text else ()
    scale = WIDTH / max(1, seconds)
    return [
        Band(fault.start * scale, (min(fault.end or seconds, seconds) - fault.start) * scale)
        for fault in faults
        if fault.start < seconds and (fault.start > 0 or fault.end is not None)
    ]


def rows(series: dict[str, list[int]], seconds: int) -> list[Row]:
    """Ten rows or fewer, each the sum over a stretch of seconds."""
    stretch = max(1, -(-seconds // 10))
    return [
        Row(start, [sum(values[start : start + stretch]) for values in series.values()])
        for start in range(0, seconds, stretch)
    ]
