from datetime import UTC, datetime

import pytest

from playground.copyas.targets import TARGETS
from playground.exporting import exports, otlp
from playground.exporting.exports import EXPORTS
from playground.takeaway import slots
from tests.site import ROOT

EXPORT = (ROOT / "docs/export.md").read_text()
COPY = (ROOT / "docs/copy-settings.md").read_text()


@pytest.mark.parametrize("what", EXPORTS)
def test_every_export_is_explained(what):
    assert f"| `{what}` |" in EXPORT


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.slug)
def test_every_tool_is_explained(target):
    assert target.title in COPY


def test_the_limits_are_the_ones_in_force():
    limits = f"{exports.VIRTUAL_S_MAX:,.0f} virtual seconds, {exports.EVENTS_MAX:,} events ({exports.SPAN_EVENTS_MAX:,}"
    assert limits in EXPORT
    assert f"{exports.BYTES_MAX // 1_000_000} MB" in EXPORT
    assert (slots.AT_ONCE, slots.WAITING_MAX, slots.WAITING_MAX_ALL, slots.LONGEST_S) == (1, 8, 40, 120)


def test_the_epoch_is_the_one_in_force():
    assert f"{datetime.fromtimestamp(otlp.EPOCH_S, UTC):%Y-%m-%dT%H:%M:%SZ}" in EXPORT
