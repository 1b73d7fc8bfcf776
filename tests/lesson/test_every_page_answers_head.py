"""Whatever answers GET answers HEAD with the same status; and what is refused is kept by no cache."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db

NAMED = {
    "slug": "lost-response",
    "lesson_slug": "fault-tolerance",
    "section_slug": "aha",
    "drill_slug": "charged-twice",
    "code": "ZZZZZZ",
    "role": "learner",
    "what": "questions",
}
"""Parts of addresses; all others lead to what is not there, and that is an answer as well."""
OF_KIND = {"IntConverter": 1, "UUIDConverter": "00000000-0000-0000-0000-000000000000"}


def addresses(
    within: URLResolver, names: tuple[str, ...] = (), parts: dict | None = None
) -> Iterator[tuple[str, dict]]:
    for each in within.url_patterns:
        here = {**(parts or {}), **parts_of(each)}
        if isinstance(each, URLResolver):
            yield from addresses(each, (*names, each.namespace) if each.namespace else names, here)
        elif each.name:
            yield ":".join((*names, each.name)), here


def parts_of(each: URLPattern | URLResolver) -> dict[str, object]:
    kinds = {name: type(kind).__name__ for name, kind in each.pattern.converters.items()}
    groups = dict.fromkeys(each.pattern.regex.groupindex, "")
    return {name: NAMED.get(name, OF_KIND.get(kinds.get(name, ""), "x")) for name in groups}


ALL = list(addresses(get_resolver()))


def test_all_of_the_site_is_looked_at():
    assert {name.partition(":")[0] for name, _ in ALL} == {"reading", "practice", "classroom", "playground"}
    assert len(ALL) > 70


@pytest.mark.parametrize(("name", "parts"), ALL, ids=[f"{name} {' '.join(parts)}" for name, parts in ALL])
def test_head_is_answered_as_get_is(client, name, parts):
    address = reverse(name, kwargs=parts)
    got, head = client.get(address), client.head(address)
    assert head.status_code == got.status_code
    assert head.content == b""


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404),
        ("/classroom/ZZZZZZ/host/", 404),
        ("/classroom/ZZZZZZ/questions/report/", 404),
        ("/practice/nowhere/", 404),
        ("/practice/fault-tolerance/drills/nowhere/", 404),
        ("/playground/nowhere/", 404),
        ("/classroom/open/", 405),
    ],
)
def test_what_is_refused_is_kept_by_no_cache(client, address, status):
    refused = client.get(address)
    assert refused.status_code == status
    assert "no-store" in refused["Cache-Control"]


def test_a_form_without_its_token_is_refused_and_that_is_not_kept_either():
    refused = Client(enforce_csrf_checks=True).post("/classroom/join/")
    assert refused.status_code == 403
    assert "no-store" in refused["Cache-Control"]


def test_pages_for_everybody_may_be_kept(client):
    assert "no-store" not in client.get("/playground/").headers.get("Cache-Control", "")
