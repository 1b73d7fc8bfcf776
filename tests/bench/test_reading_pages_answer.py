"""How long the server takes for a page of the lesson once it is warm."""

import time
from statistics import median

import pytest

from lesson.reading.shelf import content_folder, read_shelf

ROUNDS = 15

pytestmark = [pytest.mark.bench, pytest.mark.django_db]


def milliseconds(client, path):
    began = time.process_time()
    assert client.get(path).status_code == 200
    return 1000 * (time.process_time() - began)


def test_how_long_a_page_takes(client, capsys):
    rows = []
    for lesson in read_shelf(content_folder())[0].values():
        for section in lesson.sections:
            path = f"/learn/{lesson.slug}/{section.slug}/"
            client.get(path)
            rows.append((path, median(milliseconds(client, path) for _ in range(ROUNDS))))
    with capsys.disabled():
        print("\n\nProcessor time of a warm page, median (ms; meant to stay under 50)")
        for path, taken in rows:
            print(f"{path:<50}{taken:>8.1f}")
