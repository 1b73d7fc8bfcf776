"""The pages show the files from which the patterns are imported, and every control of a pattern leads into them."""

import ast
import html
import inspect
import re
from pathlib import Path

import pytest

from playground import links
from playground.checkout import policies
from playground.knobs import KNOBS, PATTERN_ORDER, Settings
from playground.patterns import retry
from playground.runs import Change, Recipe
from playground.takeaway.governs import GOVERNED, governed
from playground.takeaway.highlighting import highlighted
from playground.takeaway.nesting import nesting
from playground.takeaway.sources import FILES, source

PATTERN_GROUPS = {
    "timeout", "retry", "retry_budget", "idempotency", "hedging", "breaker", "bulkhead", "shedding", "fallback",
    "compensation", "reconciliation", "patterns",
}  # fmt: skip


def page(client, path, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_pattern_file_is_shown():
    folder = Path(inspect.getfile(retry)).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(FILES) - {"policies"}


@pytest.mark.parametrize("name", FILES)
def test_the_page_holds_the_file_to_the_letter(client, name):
    lines = re.findall(
        r'<span class="line__text">(.*?)</span>(?:<b |\n</span>)', page(client, f"/playground/code/{name}/")
    )
    shown = [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in lines]
    assert "\n".join(shown) == source(name).text.rstrip("\n")


def test_the_shown_module_is_the_imported_one():
    assert source("retry").text == Path(inspect.getfile(retry)).read_text("utf-8")
    assert source("policies").text == Path(inspect.getfile(policies)).read_text("utf-8")


def test_no_control_of_a_pattern_is_without_code():
    assert {knob.name for knob in KNOBS.values() if knob.group in PATTERN_GROUPS} == set(GOVERNED)


@pytest.mark.parametrize("knob", GOVERNED)
def test_what_a_control_governs_is_there(knob):
    found = governed(knob, Settings())
    for place in filter(None, (found.sets, found.decides)):
        assert 1 <= place.line <= place.last_line <= len(source(place.file).text.splitlines())


@pytest.mark.parametrize("kind", ["ratio", "bucket", "throttle"])
def test_what_a_control_sets_is_used_by_the_code_that_it_decides_in(kind):
    """The name of the parameter stands in the lines that the card leads to."""
    settings = Settings({"retry_budget.kind": kind})
    for knob in GOVERNED:
        found = governed(knob, settings)
        if found.sets is not None and knob not in {"retry.backoff", "retry.jitter"}:
            lines = source(found.decides.file).text.splitlines()[found.decides.line - 1 : found.decides.last_line]
            assert found.sets.symbol.rpartition(".")[2] in "\n".join(lines), knob


def test_a_line_shows_the_value_that_it_gets(client):
    text = page(
        client, "/playground/code/retry/", scenario="sandbox", **{"retry.enabled": "on", "retry.max_attempts": "7"}
    )
    line = source("retry").symbols["Retry.max_attempts"][0]
    shown = re.search(rf'id="L{line}".*?\n', text)[0]
    assert '<b class="line__value">7</b>' in shown


def test_a_value_changed_on_the_way_is_shown_as_at_the_instant(client):
    recipe = Recipe(scenario="sandbox", seed=1, knobs={"retry.enabled": True},
                    changes=(Change(at=5.0, knobs={"retry.max_attempts": 9}),))  # fmt: skip
    text = links.write(recipe)
    assert 'line__value">9<' in page(client, "/playground/code/retry/", recipe=text, t="6")
    assert 'line__value">9<' not in page(client, "/playground/code/retry/", recipe=text, t="4")


def test_what_is_off_sets_nothing(client):
    assert "line__value" not in page(client, "/playground/code/retry/", scenario="sandbox")


def test_the_nesting_is_the_order_of_the_patterns():
    order = ["breaker", "retry", "timeout", "bulkhead", "hedging", "deadline", "shedding"]
    on = {"breaker.enabled": True, "retry.enabled": True}
    layers = nesting(Settings({"patterns.order": order, **on}))
    assert [layer.name for layer in layers] == order
    assert [layer.name for layer in layers if layer.on] == ["breaker", "retry"]
    assert set(order) == set(PATTERN_ORDER)


def test_the_picture_nests_them(client):
    text = page(client, "/playground/code/", scenario="sandbox", **{"retry.enabled": "on", "breaker.enabled": "on"})
    names = re.findall(r'class="nest__name">\s*<a href="[^"]*">([^<]+)', text)
    assert names.index("Retries") < names.index("Circuit breaker") < names.index("Attempt timeout")
    assert text.count('data-on="true"') == 2


def test_a_card_leads_to_the_lines(client):
    text = page(client, "/playground/double-charge/")
    first, last = source("retry").symbols["Retry.run"]
    assert f'href="/playground/code/retry/#L{first}"' in text
    assert "async def run" in source("retry").text.splitlines()[first - 1]
    assert last > first


def test_an_unknown_file_is_not_found(client):
    assert client.get("/playground/code/manage/").status_code == 404
    assert client.get("/playground/code/__init__/").status_code == 404


def test_a_broken_link_is_refused_in_words(client):
    response = client.get("/playground/code/", {"recipe": "1.a.b"})
    assert response.status_code == 400
    assert "This link" in response.content.decode()


# -- highlighting ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["python", "csharp", "yaml", "json", "ini"])
def test_every_language_has_a_highlighter_that_loses_no_letter(language):
    text = 'a: "<b>&"  # one\n\n  x = [1, 2]\n'
    lines = highlighted(text, language)
    assert [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in lines] == text.rstrip("\n").split("\n")
    assert not any("style=" in line for line in lines)


def test_a_docstring_is_marked_on_each_of_its_lines():
    first, second = highlighted('"""One\ntwo."""', "python")
    assert first == '<span class="sd">&quot;&quot;&quot;One</span>'
    assert second == '<span class="sd">two.&quot;&quot;&quot;</span>'


def test_the_files_are_valid_python():
    for name in FILES:
        ast.parse(source(name).text)
