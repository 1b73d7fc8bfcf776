import logging

import pytest

from lesson.log_secrets import BlankSecrets

SECRET = "wOW9Q3p-3qKx8J_0aVbN2w"


@pytest.mark.parametrize("what", ["host", "projector", "resume"])
def test_the_secret_of_an_address_is_blanked(what):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Forbidden: %s", (f"/x/{what}/{SECRET}/",), None
    )
    assert BlankSecrets().filter(record)
    assert record.getMessage() == f"Forbidden: /x/{what}/…/"


def test_other_messages_stay_as_they_are():
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%d of /classroom/K7MPR4/host/seats/", (3,), None)
    assert BlankSecrets().filter(record)
    assert record.args == (3,)


def test_every_handler_blanks_them(settings):
    assert all("blank_secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
