import shutil

from lesson.reading.shelf import content_folder
from tests.lesson.reading.conftest import SECOND_LESSON


def test_a_folder_is_all_that_a_second_lesson_needs(settings, tmp_path, client, db):
    first = content_folder()
    settings.LESSON_CONTENT = tmp_path
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    shutil.copytree(SECOND_LESSON, tmp_path, dirs_exist_ok=True)
    html = client.get("/learn/").content.decode()
    assert "Fault tolerance and failure handling" in html
    assert "A small shop" in html
    assert client.get("/learn/fault-tolerance/aha/").status_code == 200
    assert client.get("/learn/small-shop/silence/").status_code == 200


def test_each_thing_that_a_lesson_may_hold_is_drawn(client, small_shop):
    html = client.get("/learn/small-shop/silence/").content.decode()
    for part in (
        'class="term__card"',  # a term explains itself
        '<span class="measured">100%</span>',  # a claim, filled in
        'id="what-it-means"',  # an anchor
        '<title id="figure-cup-title">A cup</title>',  # a figure with its description
        "<em>cup</em>",  # its caption
        "playground/patterns/timeout.py",  # code that ran
        'id="fn1"',  # a note
        'href="/learn/small-shop/words/"',  # a link to a section
    ):
        assert part in html, part


def test_an_unknown_address_helps(client, small_shop):
    for path in ("/learn/big-shop/", "/learn/small-shop/nowhere/", "/learn/big-shop/silence/"):
        page = client.get(path)
        assert page.status_code == 404
        assert "There is no such page" in page.content.decode()
