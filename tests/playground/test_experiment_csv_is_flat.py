"""CSV for spreadsheets: one row a run, the same columns always, values as `--set` takes them."""

import pytest

from playground.knobs import KNOBS, parse
from tests.playground.command_line import result, rows

WORDS = ("sandbox", "--duration", "5", "--fault", "payment.error:probability=0.2,start=1")


@pytest.fixture(scope="module")
def row():
    (only,) = rows(*WORDS)
    return only


@pytest.fixture(scope="module")
def run():
    return result(*WORDS)


def test_its_numbers_are_those_of_the_json(row, run):
    assert row["fingerprint"] == run["fingerprint"]
    assert float(row["latency_s.p99"]) == run["measures"]["latency_s"]["p99"]
    assert int(row["services.payment.calls"]) == run["measures"]["services"]["payment"]["calls"]


def test_every_setting_is_there_and_can_be_read_back(row, run):
    read = {name: parse(name, row[name]) for name in KNOBS}
    assert {name: list(value) if isinstance(value, tuple) else value for name, value in read.items()} == run["settings"]


def test_a_fault_is_written_as_it_was_typed(row):
    assert row["faults"] == "payment.error:probability=0.2,start=1"


def test_what_has_no_value_is_an_empty_cell(row):
    assert row["services.recommendations.amplification"] == ""


def test_there_is_one_row_for_each_run():
    both = rows("sandbox", "--duration", "2", "--vary", "traffic.rate=10,20", "--seeds", "2")
    assert [(row["traffic.rate"], row["seed"]) for row in both] == [("10", "1"), ("10", "2"), ("20", "1"), ("20", "2")]


def test_show_chooses_the_numbers():
    (only,) = rows(*WORDS, "--show", "charges / offered")
    assert 0 < float(only["charges / offered"]) < 1
    assert "offered" not in only
