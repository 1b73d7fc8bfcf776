"""Laws of the lesson's pages: they weigh little, and no link in them leads nowhere."""

import gzip
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve

from lesson.reading.shelf import content_folder, read_shelf

LESSON = read_shelf(content_folder())[0]["fault-tolerance"]
PATHS = [f"/learn/fault-tolerance/{section.slug}/" for section in LESSON.sections]
PAGE_BYTES_MAX = 120_000
FONT = re.compile(r'url\("(?P<path>[^"]+\.woff2)"\)')

pytestmark = pytest.mark.django_db


class Seen(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.loaded, self.styles, self.headings = [], [], [], 0, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.styles += "style" in given or any(name.startswith("on") for name in given)
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        loads = {
            "link": given.get("href") if "stylesheet" in given.get("rel", "") else None,
            "script": given.get("src"),
        }
        self.loaded += [loads[tag]] if loads.get(tag) else []


@pytest.fixture(scope="module", params=PATHS)
def path(request):
    return request.param


def test_ids_are_unique_and_nothing_is_inline(client, path):
    seen = Seen(client.get(path).content.decode())
    assert len(seen.ids) == len(set(seen.ids)), sorted(name for name in seen.ids if seen.ids.count(name) > 1)
    assert seen.styles == 0


def test_headings_do_not_skip_a_level(client, path):
    levels = Seen(client.get(path).content.decode()).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels)), levels


def test_every_link_leads_somewhere(client, path):
    seen = Seen(client.get(path).content.decode())
    for href in set(seen.links):
        if href.startswith("https://"):
            continue
        target, _, anchor = href.partition("#")
        if target:
            resolve(target.partition("?")[0])
        if anchor:
            ids = Seen(client.get(target or path).content.decode()).ids
            assert anchor in ids, href


def test_it_is_light_with_everything_it_loads(client, path):
    html = client.get(path).content
    loaded = Seen(html.decode()).loaded
    assert len(loaded) >= 5
    weight = zipped(html) + sum(weight_of(address.removeprefix("/static/"), set()) for address in loaded)
    assert weight < PAGE_BYTES_MAX, f"{weight:,} bytes"


def weight_of(name, counted):
    """Of a static file and whatever it loads in turn."""
    if name in counted:
        return 0
    counted.add(name)
    data = Path(finders.find(name)).read_bytes()
    text = "" if name.endswith(".woff2") else data.decode()
    folder = name.rpartition("/")[0]
    inside = [f"{folder}/{found[2:]}" for found in re.findall(r'from "(\./[^"]+)"', text)]
    inside += [found["path"].removeprefix("../") for found in FONT.finditer(text)]
    own = len(data) if name.endswith(".woff2") else zipped(data)
    return own + sum(weight_of(each, counted) for each in inside)


def zipped(data):
    return len(gzip.compress(data, 6))


def test_the_text_has_the_length_of_an_hour():
    assert 5_000 <= sum(section.words for section in LESSON.sections) <= 7_000


def test_each_concept_and_each_myth_is_predicted_before_it_is_explained():
    by_slug = {section.slug: section for section in LESSON.sections}
    assert len(by_slug["myths"].playgrounds) == 3
    for slug in ("aha", "partial-failure", "safe-recovery", "containment", "composition"):
        assert by_slug[slug].playgrounds, slug
        assert by_slug[slug].checks or slug == "aha"


def test_every_drawing_says_what_it_shows():
    drawings = list((LESSON.folder / "figures").glob("*.svg"))
    used = "".join(path.read_text("utf-8") for path in LESSON.folder.glob("*.md"))
    assert len(drawings) >= 10
    for drawing in drawings:
        assert f'file = "{drawing.name}"' in used, f"{drawing.name} is not used"
