import io

import pytest

from playground.exporting import exports
from playground.exporting.exports import EXPORTS, Job, Refused, check, export, filename


def test_too_long_a_run_is_refused_before_it_begins(simple):
    assert "at most 3,600 s" in check(Job(what="trace", recipe=simple, until=3601.0))
    assert check(Job(what="trace", recipe=simple, until=3600.0)) is None


@pytest.mark.parametrize("what", EXPORTS)
def test_too_many_events_are_refused_in_words(simple, monkeypatch, what):
    monkeypatch.setattr(exports.Export, "events_max", 100)
    monkeypatch.setattr(exports.SpansExport, "events_max", 100)
    verdict = export(Job(what=what, recipe=simple, until=30.0), io.BytesIO())
    assert isinstance(verdict, Refused)
    assert "more than 100 things had happened" in verdict.message
    assert "earlier instant" in verdict.message


def test_too_large_a_file_is_refused_in_words(simple, monkeypatch):
    monkeypatch.setattr(exports, "BYTES_MAX", 10_000)
    verdict = export(Job(what="trace", recipe=simple, until=30.0), io.BytesIO())
    assert isinstance(verdict, Refused)


def test_the_name_of_the_file_says_which_run_it_is_of(simple):
    job = Job(what="spans", recipe=simple, until=1.0, order=12)
    assert filename(job, "0123456789abcdef" * 4) == "double-charge-seed7-0123456789ab-order12-spans.otlp.json"
