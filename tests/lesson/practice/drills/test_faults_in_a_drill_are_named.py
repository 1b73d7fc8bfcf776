import shutil

import pytest

from lesson.reading.shelf import lessons

DRILL = lessons()["fault-tolerance"].folder / "drills" / "charged-twice.toml"


@pytest.fixture
def broken(shop, complaints):
    """`broken(old, new, at)`: a drill of the small shop with one mistake; wants a complaint at the line of `at`."""
    folder = shop / "drills"
    folder.mkdir()
    path = folder / "charged-twice.toml"
    shutil.copy(DRILL, path)
    text = (
        path.read_text("utf-8").replace('"safe-recovery"', '"doubt"').replace("retries-always-help", "silence-means-no")
    )
    path.write_text(text.replace("safe-recovery#idempotency", "silence"), "utf-8")

    def replace(old: str, new: str, at: str) -> str:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        said = complaints()
        line = path.read_text("utf-8").split(at)[0].count("\n") + 1
        assert f"charged-twice.toml:{line}: " in said, said
        return said

    return replace


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('objectives = ["doubt"]', 'objectives = ["fame"]', "objectives", "there is no objective fame"),
        ('"hedging.enabled",', '"hedging.on",', '"hedging.on"', "there is no control hedging.on"),
        ('"hedging.enabled",', '"traffic.rate",', '"traffic.rate"', "not a control of whoever is on call"),
        ('headline = "doubles"', 'headline = "fame"', "headline", "there is no headline fame"),
        ('payment.response_lost:probability=0.1"', 'payment.response_lost:chance=1"', "[shop]", "has no field"),
        ('"hedging.enabled",', "", '"hedging.delay_s"', "hedging.delay_s has no effect here"),
        ('"hedging.enabled",', '"hedging.max", "breaker.open_s",', '"breaker.open_s"', "breaker.open_s has no effect"),
        ("probability=0.18", "probability=18", "[variation]", "probability takes"),
        ("at_most = 1.35\n", "", 'id = "requests"', "has no threshold"),
        ('value = "ghost_charges"', 'value = "import os"', 'id = "no-ghost-charge"', "cannot read the formula"),
        ("right = true\n", "", "[[causes]]", "exactly one cause is right, not 0"),
        ('"hedging.delay_s" = 0.03', '"hedging.delay_s" = -3', "[shop]", "hedging.delay_s takes"),
        ('misses = ["no-double-charge"]', 'misses = ["fame"]', 'id = "reconciliation-alone"', "there is no goal fame"),
        ('{ "timeout.attempt_s" = 1.5 }', '{ "payment.workers" = 9 }', 'id = "longer-timeout"', "not among"),
        ("minutes = 10", 'minutes = "ten"', "minutes", "Expected `int`, got `str`"),
        ("minutes = 10", "minuets = 10", "minuets", "unknown field `minuets`"),
        ("minutes = 10", "minutes = = 10", "minutes", "not valid TOML"),
    ],
)  # fmt: skip
def test_it_is_named_at_its_line(broken, old, new, at, words):
    assert words in broken(old, new, at)


def test_a_fourth_hint_is_one_too_many(broken):
    assert "there are 3 hints, not 4" in broken("hints = [", 'hints = [\n  "One more.",', "hints")


def test_a_broken_drill_breaks_no_page(broken, client, db):
    broken("minutes = 10", 'minutes = "ten"', "minutes")
    assert client.get("/practice/").status_code == 200
