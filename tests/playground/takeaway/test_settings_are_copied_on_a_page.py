import re

import pytest

from playground import links
from playground.copyas.targets import TARGETS
from playground.runs import Change, Recipe


@pytest.mark.parametrize("target", TARGETS)
def test_each_tool_has_a_page_with_its_file_and_its_notes(client, target):
    response = client.get(
        f"/playground/double-charge/copy-as/{target}/", {"retry.enabled": "on", "timeout.enabled": "on"}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert TARGETS[target].title in text
    assert "Yours to do" in text
    assert text.count('aria-current="page"') == 2  # the section of the site, and the tool
    assert "style=" not in text


def test_without_a_tool_the_first_is_shown(client):
    assert "Settings as Polly" in client.get("/playground/double-charge/copy-as/").content.decode()


def test_the_settings_are_those_at_the_instant(client):
    recipe = Recipe(scenario="sandbox", seed=1, knobs={"retry.enabled": True},
                    changes=(Change(at=5.0, knobs={"retry.max_attempts": 9}),))  # fmt: skip
    query = {"recipe": links.write(recipe)}
    path = "/playground/sandbox/copy-as/polly/"
    assert "8" in attempts(client.get(path, {**query, "t": "5"}))
    assert "2" in attempts(client.get(path, {**query, "t": "4.9"}))
    assert "8" in attempts(client.get(path, query))


def attempts(response) -> str:
    text = response.content.decode()
    return text[text.index("MaxRetryAttempts") :][:120]


def test_links_between_tools_keep_the_run(client):
    text = client.get(
        "/playground/double-charge/copy-as/grpc/", {"retry.enabled": "on", "retry.max_attempts": "4"}
    ).content.decode()
    address = text.split("copy-as/tenacity/?", 1)[1].split('"', 1)[0].replace("&amp;", "&")
    other = client.get(f"/playground/double-charge/copy-as/tenacity/?{address}").content.decode()
    assert re.search(r"stop_after_attempt.{0,60}>4<", other)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/playground/double-charge/copy-as/hystrix/", 404),
        ("/playground/nowhere/copy-as/polly/", 404),
        ("/playground/double-charge/copy-as/polly/?retry.max_attempts=0", 400),
        ("/playground/double-charge/copy-as/polly/?recipe=1.a.b", 400),
        ("/playground/double-charge/copy-as/polly/?t=never", 400),
    ],
)
def test_what_is_not_there_is_said(client, path, status):
    assert client.get(path).status_code == status
