"""A link holds a whole run; what was altered, cut off or outdated is told apart, in words."""

import zlib
from base64 import urlsafe_b64encode

import msgspec
import pytest

from playground import links
from playground.checkout import faults
from playground.links import LinkError
from playground.runs import Change, Recipe, Run
from playground.scenarios.catalogue import all_scenarios, load

BUSY = Recipe(
    scenario="double-charge",
    seed=2**53 - 1,
    knobs={"traffic.rate": 12.5, "checkout.workers": None, "retry.on": ("timeout", "reset"), "retry.backoff": "none"},
    faults=(faults.parse("payment.response_lost:probability=0.25,start=3,duration=4"),),
    changes=(
        Change(at=1.0000000001, knobs={"retry.enabled": True}),
        Change(at=2.5, strike=(faults.parse("orders.crash:probability=1,count=1"),)),
        Change(at=2.5, heal=("orders.crash",)),
    ),
    ends_at=60.0,
)


@pytest.mark.parametrize(
    "recipe", [BUSY, *(scenario.recipe(7) for scenario in all_scenarios())], ids=lambda r: r.scenario
)
def test_what_is_written_is_read_back_exactly(recipe):
    assert links.read(links.write(recipe)) == recipe


def test_whoever_opens_the_link_gets_the_same_run():
    fingerprints = []
    for recipe in (BUSY, links.read(links.write(BUSY))):
        with Run(recipe) as run:
            run.skip(10)
            fingerprints.append(run.fingerprint)
    assert fingerprints[0] == fingerprints[1]


def test_a_link_needs_no_escaping():
    assert set(links.write(BUSY)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_even_a_run_with_a_full_list_of_changes_fits():
    changes = tuple(Change(at=n / 7, knobs={"traffic.rate": 20 + n / 13}) for n in range(300))
    text = links.write(msgspec.structs.replace(load("sandbox").recipe(7), changes=changes))
    assert len(text) < links.TEXT_LENGTH_MAX


TEXT = links.write(BUSY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a whole link"),
        ("hello", "not a whole link"),
        (TEXT[:11], "not a whole link"),
        (TEXT[:-3], "check sum"),
        (TEXT.replace(TEXT[40], "x" if TEXT[40] != "x" else "y", 1), "check sum"),
        ("2" + TEXT[1:], "another version"),
        ("1.00000000.ünïcode", "characters that do not belong"),
        ('{"scenario": "double-charge"}', "does not describe a run"),
        ('{"scenario": "double-charge", "seed": 1, "knobs": {"retry.wobble": 1}}', "retry.wobble"),
        ('{"scenario": "double-charge", "seed": 1, "knobs": {"retry.max_attempts": 0}}', "Max attempts"),
        ('{"scenario": "double-charge", "seed": 1, "changes": [{"at": 5}, {"at": 4}]}', "order of their times"),
        ('{"scenario": "double-charge", "seed": 1, "changes": [{"at": -5}]}', "0 s or later"),
        (('{"scenario": "double-charge", "seed": 1,"knobs":{"payment.workers": null}, "faults": [{"service":"payment",'
         '"kind": "capacity", "start": 0, "duration": null, "probability": 1, "fields": {"factor": 0.5}}]}'),
         "Payment: workers"),
        (('{"scenario": "double-charge", "seed": 1, "faults": [{"service": "payment", "kind": "flood", "start": 0,'
         '"duration": null, "probability": 1, "fields": {}}]}'), "'flood'"),
    ],
)  # fmt: skip
def test_what_is_no_link_is_refused_in_words(text, words):
    with pytest.raises(LinkError, match=words):
        links.read(text)


def test_a_link_that_unpacks_to_more_than_a_run_can_hold_is_refused():
    packed = zlib.compress(b" " * 10_000_000)
    text = f"{links.VERSION}.{links.check_sum(packed)}.{urlsafe_b64encode(packed).decode()}"
    with pytest.raises(LinkError, match="far more than a run can"):
        links.read(text)
