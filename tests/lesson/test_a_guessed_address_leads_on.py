"""Whoever types what they guess comes to where it is, with a slash or without."""

import pytest

pytestmark = pytest.mark.django_db

TEACH, JOIN, PRACTISE = "/classroom/", "/classroom/join/", "/practice/"


@pytest.mark.parametrize(
    ("guess", "place"),
    [
        *((guess, TEACH) for guess in ("/teach", "/teach/", "/rooms", "/room/", "/class", "/classroom", "/host")),
        *((guess, JOIN) for guess in ("/join", "/join/", "/classroom/join")),
        ("/join/?code=K7MPR4", f"{JOIN}?code=K7MPR4"),
        ("/join/K7MPR4", "/classroom/K7MPR4/"),
        ("/join/k7m-pr4/", "/classroom/K7MPR4/"),
        ("/room/K7M-PR4/", "/classroom/K7MPR4/"),
        *((guess, PRACTISE) for guess in ("/practise", "/quiz/", "/drills")),
    ],
)
def test_a_guess_leads_to_the_place(client, guess, place):
    answer = client.get(guess, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == place


def test_what_nobody_can_mean_is_still_not_there(client):
    assert client.get("/teach/nothing/").status_code == 404
