from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lesson import env


@pytest.fixture
def value(monkeypatch):
    return lambda text: monkeypatch.setenv("THE_VARIABLE", text)


@pytest.mark.parametrize(("text", "meaning"), [("1", True), ("yes", True), ("0", False), ("Off", False), ("", False)])
def test_a_flag_reads_the_usual_words(value, text, meaning):
    value(text)
    assert env.flag("THE_VARIABLE") is meaning


@pytest.mark.parametrize(
    ("read", "text", "legal_form"),
    [
        (env.flag, "maybe", "1 or 0"),
        (lambda name: env.whole_number(name, 1, 1, 99), "100", "a whole number from 1 to 99"),
        (lambda name: env.whole_number(name, 1, 1, 99), "some", "a whole number from 1 to 99"),
        (env.secret, "short", "50 random characters"),
        (env.secret, "a" * 60, "50 random characters"),
        (env.hosts, "*", "host names"),
        (env.hosts, "https://our-site.test", "host names"),
        (env.origins, "our-site.test", "full origins"),
        (env.origins, "http://our-site.test", "full origins"),
        (env.origins, "https://*.our-site.test", "full origins"),
        (env.origins, "https://our-site.test/path", "full origins"),
        (lambda name: env.optional_url(name, env.postgresql), "mysql://host/name", "postgresql://"),
        (lambda name: env.optional_url(name, env.postgresql), "postgresql://host", "postgresql://"),
        (lambda name: env.optional_url(name, env.postgresql), "postgresql://host:port/name", "postgresql://"),
        (lambda name: env.optional_url(name, env.redis), "http://host", "redis://"),
        (lambda name: env.optional_url(name, env.redis), "redis://host:99999", "redis://"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_legal_form_but_never_shown(value, read, text, legal_form):
    value(text)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read("THE_VARIABLE")
    message = str(refusal.value)
    assert "THE_VARIABLE" in message
    assert legal_form in message
    assert text == "*" or text not in message


@pytest.mark.parametrize("read", [env.secret, env.hosts, env.origins])
def test_what_production_needs_is_asked_for_by_name(value, read):
    value("  ")
    with pytest.raises(ImproperlyConfigured, match="THE_VARIABLE is not set"):
        read("THE_VARIABLE")


def test_a_data_folder_is_made_when_missing(value, tmp_path):
    value(str(tmp_path / "deep" / "folder"))
    assert env.folder("THE_VARIABLE", Path("unused")).is_dir()


def test_a_file_is_no_data_folder(value, tmp_path):
    (tmp_path / "file").touch()
    value(str(tmp_path / "file"))
    with pytest.raises(ImproperlyConfigured, match=r"THE_VARIABLE.*folder"):
        env.folder("THE_VARIABLE", Path("unused"))


def test_origins_lose_a_trailing_slash(value):
    value("https://faultline.example/, https://www.faultline.example:8443")
    assert env.origins("THE_VARIABLE") == ["https://faultline.example", "https://www.faultline.example:8443"]


def test_a_database_may_be_reached_through_a_socket(value):
    value("postgresql://postgres:@/faultline?host=/run/postgresql")
    database = env.optional_url("THE_VARIABLE", env.postgresql)
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("/run/postgresql", "", "faultline")


def test_a_database_url_may_hold_an_escaped_password(value):
    value("postgresql://me:p%40ss@db.example:6432/faultline")
    assert env.optional_url("THE_VARIABLE", env.postgresql) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "faultline",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
    }
