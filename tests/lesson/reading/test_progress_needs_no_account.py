"""Progress, resume link, forget me. A cookie comes with the first thing worth keeping and not before."""

from datetime import timedelta

import pytest
from django.test import Client

from lesson.reading import readers
from lesson.reading.models import CheckAnswer, Prediction, Reader, SectionRead

READ = "/learn/small-shop/silence/read/"
PREDICT = "/learn/small-shop/predict/first-run/"


@pytest.fixture
def elsewhere() -> Client:
    """The same person's other browser."""
    return Client()


@pytest.fixture
def link(client, small_shop) -> str:
    """A reader with one section read, and the link that was shown to them."""
    client.post(READ)
    html = client.post("/learn/you/link/").content.decode()
    return html.partition('<p class="secret"><a href="http://testserver')[2].partition('"')[0]


@pytest.mark.parametrize(
    "path",
    ["/", "/learn/", "/learn/small-shop/", "/learn/small-shop/silence/", "/learn/small-shop/beliefs/", "/learn/you/"],
)
def test_looking_sets_no_session(client, small_shop, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "sessionid" not in client.cookies
    assert not Reader.objects.exists()


def test_a_section_marked_as_read_leads_on(client, small_shop):
    assert client.post(READ).url == "/learn/small-shop/words/"
    assert client.post("/learn/small-shop/words/read/").url == "/learn/small-shop/"
    assert SectionRead.objects.count() == 2
    assert "2 of 2 sections read" in client.get("/learn/").content.decode()


def test_reading_twice_counts_once(client, small_shop):
    client.post(READ)
    client.post(READ)
    assert SectionRead.objects.count() == 1


def test_one_goes_on_where_one_left_off(client, small_shop):
    client.post(PREDICT, {"option": "none"}, headers={"HX-Request": "true"})
    assert "/learn/small-shop/silence/#first-run" in client.get("/learn/").content.decode()
    client.post(READ)
    assert "Go on: Words" in client.get("/learn/").content.decode()


def test_the_secret_is_kept_only_as_a_hash(link):
    secret = link.rstrip("/").rpartition("/")[2]
    assert len(secret) == 32
    reader = Reader.objects.get()
    assert secret not in str(vars(reader))
    assert reader.resume_hash == readers.hash_of(secret)


def test_the_link_is_shown_once(client, link):
    assert link not in client.get("/learn/you/").content.decode()


def test_following_a_link_asks_first(elsewhere, link):
    html = elsewhere.get(link).content.decode()
    assert "Go on here?" in html
    assert "1 of 2 sections read" in html
    assert "sessionid" not in elsewhere.cookies


def test_the_other_device_goes_on_as_the_same_reader(client, elsewhere, link, reader_of):
    elsewhere.post(link)
    assert reader_of(elsewhere) == reader_of(client)


def test_both_devices_together_lose_nothing(client, elsewhere, link):
    elsewhere.post("/learn/small-shop/words/read/")
    elsewhere.post(PREDICT, {"option": "all"}, headers={"HX-Request": "true"})
    elsewhere.post("/learn/small-shop/answer/second-thoughts/", {"option": "unknown"})
    elsewhere.post(link)
    reader = Reader.objects.get()
    assert sorted(reader.sections.values_list("section", flat=True)) == ["silence", "words"]
    assert reader.predictions.get().option == "all"
    assert reader.answers.get().options == ["unknown"]


@pytest.mark.parametrize(("hours", "stands"), [(-1, "none"), (1, "all")])
def test_of_two_beliefs_about_the_same_the_earlier_stands(client, elsewhere, link, hours, stands):
    client.post(PREDICT, {"option": "all"}, headers={"HX-Request": "true"})
    elsewhere.post(PREDICT, {"option": "none"}, headers={"HX-Request": "true"})
    there = Prediction.objects.get(option="none")
    there.predicted_at += timedelta(hours=hours)
    there.save()
    elsewhere.post(link)
    assert Prediction.objects.get().option == stands


@pytest.mark.parametrize("undo", ["/learn/you/link/revoke/", "/learn/you/link/", "/learn/you/forget/"])
def test_a_stale_link_says_so_and_changes_nothing(client, elsewhere, link, reader_of, undo):
    elsewhere.post("/learn/small-shop/words/read/")
    before = reader_of(elsewhere)
    client.post(undo)
    for page in (elsewhere.get(link), elsewhere.post(link)):
        assert page.status_code == 404
        assert "This link no longer works" in page.content.decode()
    assert reader_of(elsewhere) == before
    assert before.sections.count() == 1


def test_the_link_is_told_to_no_other_site_and_kept_in_no_cache(elsewhere, link):
    page = elsewhere.get(link)
    assert page["Referrer-Policy"] == "same-origin"  # stricter, and browsers would not say that our form is ours
    assert page["Cache-Control"] == "no-store"


def test_forgetting_leaves_nothing(client, link):
    client.post(PREDICT, {"option": "none"}, headers={"HX-Request": "true"})
    client.post("/learn/small-shop/answer/second-thoughts/", {"option": "no"})
    page = client.post("/learn/you/forget/")
    assert "deleted" in page.content.decode()
    assert not any(model.objects.exists() for model in (Reader, SectionRead, Prediction, CheckAnswer))
    assert client.cookies["sessionid"].value == ""


@pytest.mark.parametrize("path", ["/learn/you/link/revoke/", "/learn/you/forget/"])
def test_nobody_can_ask_for_nothing_to_be_undone(client, small_shop, path):
    assert client.post(path).status_code in {200, 302}


@pytest.mark.parametrize("path", [READ, PREDICT, "/learn/you/link/", "/learn/you/forget/"])
def test_what_changes_something_is_no_link(client, small_shop, path):
    assert client.get(path).status_code == 405
