"""Every note leads to a paragraph of the lesson that exists."""

import re
import tomllib

import pytest

from tests.site import ROOT

LESSON = ROOT / "lesson/content/fault-tolerance"
SECTIONS = [section["slug"] for section in tomllib.loads((LESSON / "lesson.toml").read_text())["sections"]]
SOURCES = sorted((ROOT / "playground/narrator").glob("*.py"))
LINKS = {link for path in SOURCES for link in re.findall(r'"([a-z-]+#[a-z-]+)"', path.read_text())}


def anchors_of(section):
    (path,) = LESSON.glob(f"[0-9][0-9]-{section}.md")
    return set(re.findall(r"\{#([a-z0-9-]+)\}", path.read_text()))


def test_the_notes_have_links():
    assert len(LINKS) >= 8


@pytest.mark.parametrize("link", sorted(LINKS))
def test_a_note_leads_to_a_paragraph_that_exists(link):
    section, _, anchor = link.partition("#")
    assert section in SECTIONS
    assert anchor in anchors_of(section)
