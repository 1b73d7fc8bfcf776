"""What is refused on a page is said in the labels of its cards; the names that are typed stay where they are typed."""

import pytest

from playground import addresses, conflicts
from playground.addresses import AddressError
from playground.checkout import faults
from playground.checkout.faults import KINDS, FaultError
from playground.conflicts import ConflictError
from playground.knob import KnobError
from playground.knobs import KNOBS
from playground.live.protocol import Refused
from playground.runs import Recipe
from playground.scenarios.catalogue import load

FIELDS = [(kind, name) for kind in KINDS for name in faults.declared(KINDS[kind])]


@pytest.mark.parametrize("name", KNOBS)
def test_a_control_is_called_by_its_label(name):
    with pytest.raises(KnobError) as refused:
        KNOBS[name].check({"no": "such value"})
    assert str(refused.value).startswith(f"{name} takes")
    assert refused.value.words.startswith(f"{KNOBS[name].label} takes")
    assert name not in refused.value.words


def test_what_a_control_takes_is_called_as_its_options_are():
    with pytest.raises(KnobError) as refused:
        KNOBS["checkout.queue"].check("stack")
    assert "fifo, lifo, codel" in str(refused.value)
    assert "oldest first, newest first, CoDel" in refused.value.words


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_a_fault_and_its_field_are_called_by_their_labels(kind, name):
    service = KINDS[kind].targets[-1]
    with pytest.raises(FaultError) as refused:
        faults.check({"service": service, "kind": kind, name: "nonsense"})
    assert str(refused.value).startswith(f"{service}.{kind}: {name} takes")
    words = refused.value.words
    assert words.startswith(KINDS[kind].label)
    assert f"“{faults.declared(KINDS[kind])[name].label}” takes" in words
    assert f"{service}.{kind}" not in words


def test_no_label_of_a_fault_is_given_twice():
    for kind in KINDS.values():
        labels = [field.label for field in faults.declared(kind).values()]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("fault", "knobs", "words"),
    [
        ("payment.capacity:factor=0.5", {"payment.workers": None}, "Set “Payment: workers” to a number"),
        ("payment.bad_shard:shard=10", {}, "One bad shard at payment: with 10 shards, “Shard” takes a whole number"),
    ],
)
def test_what_makes_no_sense_together_is_told_in_labels(fault, knobs, words):
    with pytest.raises(ConflictError) as refused:
        conflicts.check(Recipe(scenario="any", seed=1, knobs=knobs, faults=(faults.parse(fault),)))
    assert words in refused.value.sentence
    assert "payment.workers" not in refused.value.sentence


def test_the_wire_says_the_sentence_for_people_and_names_the_control_beside_it():
    with pytest.raises(KnobError) as refused:
        KNOBS["retry.max_attempts"].check(0)
    reply = Refused.saying(refused.value).reply("a1")
    assert (reply.code, reply.knob) == ("knob", "retry.max_attempts")
    assert reply.message.startswith("Max attempts (including the first) takes")
    assert reply.message.endswith(".")


def test_an_address_is_refused_in_words_too():
    with pytest.raises(AddressError, match=r"Max attempts .* takes a whole number"):
        addresses.read(load("sandbox"), {"retry.max_attempts": ["0"]}, 1)
