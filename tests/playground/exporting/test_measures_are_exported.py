import csv
import io
import json

import pytest
from msgspec.structs import replace

from playground import links
from playground.exporting.tables import csv_text, harmless
from playground.headless.columns import flat
from playground.runs import Change, Run


def rows_of(text: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.decode(), newline="")))


def test_the_table_has_every_measure_and_setting_and_the_recipe(simple, exported):
    text, done = exported("measures-csv", simple)
    found = dict(rows_of(text))
    with Run(simple) as run:
        run.skip(6.0)
        for name, value in flat(run.summary()):
            assert found[name] == ("" if value is None else str(value))
        assert found["retry.enabled"] == ("on" if run.settings["retry.enabled"] else "off")
    assert found["fingerprint"] == done.fingerprint
    assert links.read(found["recipe"]) == simple


def test_the_json_has_the_series_too(simple, exported):
    found = json.loads(exported("measures-json", simple)[0])
    with Run(simple) as run:
        run.skip(6.0)
        assert found["measures"] == json.loads(json.dumps(run.summary()))
        assert found["fingerprint"] == run.fingerprint
    assert found["faults"][0]["kind"] == "response_lost"


def test_settings_are_those_in_force_at_the_instant(simple, exported):
    changed = replace(simple, changes=(Change(at=4.0, knobs={"retry.max_attempts": 5}),))
    assert json.loads(exported("measures-json", changed, 3.0)[0])["settings"]["retry.max_attempts"] != 5
    assert json.loads(exported("measures-json", changed, 5.0)[0])["settings"]["retry.max_attempts"] == 5


def test_each_second_is_a_line_and_the_lines_add_up(simple, exported):
    head, *lines = rows_of(exported("series-csv", simple, 6.0)[0])
    assert [line[0] for line in lines] == [str(second) for second in range(6)]
    with Run(simple) as run:
        run.skip(6.0)
        offered = run.summary()["offered"]
    assert sum(int(line[head.index("offered")]) for line in lines) == offered


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_none(cell):
    assert harmless(cell) == f"'{cell}"
    assert rows_of("".join(csv_text([(cell,)])).encode()) == [[f"'{cell}"]]


@pytest.mark.parametrize("cell", [-1.5, 0, "plain", "1.abc", ""])
def test_numbers_and_plain_words_stay_as_they_are(cell):
    assert harmless(cell) == cell
