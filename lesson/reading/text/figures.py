"""Our drawings: SVG files that take their colours from the page's classes and carry their own title and description.

They are set into the page, so they may hold no script, no style of their own and no reference to anything outside.
"""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from lesson.reading.text.problems import Problems

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {
    "svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "defs", "marker", "use", "clipPath",
}  # fmt: skip
FORBIDDEN_ATTRIBUTES = re.compile(r"^(on|style$|fill$|stroke$|href$|.*\}href$)")


def read_figure(path: Path, figure_id: str, problems: Problems) -> str:
    """The SVG's text, ready to be set into a page under `figure_id`; empty where it cannot be used."""
    try:
        root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 (our own files)
    except (OSError, ET.ParseError) as error:
        problems.add(path, 1, f"not a readable SVG: {error}")
        return ""
    complaint = _complaint(root)
    if complaint:
        problems.add(path, 1, complaint)
        return ""
    return _inline(root, figure_id)


def _complaint(root: ET.Element) -> str:
    if root.tag != f"{SVG}svg" or not root.get("viewBox"):
        return "the root must be an <svg> with a viewBox"
    for name in ("title", "desc"):
        if not (root.findtext(f"{SVG}{name}") or "").strip():
            return f"needs a <{name}> that says what is drawn"
    for element in root.iter():
        tag = str(element.tag).removeprefix(SVG)
        if tag not in TAGS:
            return f"<{tag}> is not allowed in a figure"
        bad = next((name for name in element.attrib if FORBIDDEN_ATTRIBUTES.match(name)), None)
        if bad:
            return f"the attribute {bad} is not allowed; colours come from classes"
    return ""


def _inline(root: ET.Element, figure_id: str) -> str:
    root.set("role", "img")
    root.set("aria-labelledby", f"{figure_id}-title {figure_id}-desc")
    root.set("class", " ".join(filter(None, ["figure-svg", root.get("class")])))
    for name in ("title", "desc"):
        root.find(f"{SVG}{name}").set("id", f"{figure_id}-{name}")  # type: ignore[union-attr]
    ET.register_namespace("", SVG[1:-1])
    return ET.tostring(root, encoding="unicode").replace(f' xmlns="{SVG[1:-1]}"', "", 1)
