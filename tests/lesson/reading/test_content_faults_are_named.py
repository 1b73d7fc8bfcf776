"""Broken content fails `manage.py check` with file and line, and never a page."""

import pytest

SECTION = "01-silence.md"


def breaking(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_second_lesson_has_no_faults(own_copy, complaints):
    assert complaints() == ""


@pytest.mark.parametrize(
    "fault",
    [
        (SECTION, "{term}`timeout`", "{term}`timewarp`", 1, "no entry for “timewarp”"),
        (SECTION, "{term}`timeout`", "{turm}`timeout`", 1, "no role {turm}"),
        (SECTION, "lost-response/few percent:0", "lost-response/fewer percent:0", 1, "has a claim lost-response/fewer"),
        (SECTION, "lost-response/few percent:0", "lost-response/few parsec", 1, "parsec is none of the units"),
        (SECTION, "section:words", "section:wards", 1, "there is no section wards"),
        (SECTION, "section:words", "section:words#nowhere", 1, "no heading {#nowhere}"),
        (SECTION, "(/playground/)", "(/plaground/)", 1, "/plaground/ leads nowhere"),
        (SECTION, "(/playground/)", "(http://playground.test/)", 1, "neither section:…"),
        (SECTION, "## What it means {#what-it-means}", "## What it means", 3, "a heading needs an id"),
        (SECTION, "::: figure cup", "::: figure Cup!", 5, "needs an id"),
        (SECTION, "::: figure cup", "::: figurine cup", 5, "no directive figurine"),
        (SECTION, 'file = "cup.svg"', 'file = "mug.svg"', 5, "no figures/mug.svg"),
        (SECTION, 'caption = "A *cup*."', "caption = A cup.", 7, "not valid TOML"),
        (SECTION, 'caption = "A *cup*."', 'captoin = "A cup."', 7, "captoin"),
        (SECTION, 'scenario = "lost-response"', 'scenario = "lost-luggage"', 10, "no scenario 'lost-luggage'"),
        (SECTION, "timeout.attempt_s", "timeout.fortnights", 10, "no control timeout.fortnights"),
        (SECTION, "ghost_charges / (told_failed + told_nothing)", "ghosts(", 10, "cannot read the formula"),
        (SECTION, "from = 0.5", "from = 0.6", 10, "overlap or leave a gap"),
        (SECTION, "duration_s = 20", 'duration_s = 20\nsettings = { "retry.max_attempts" = 900 }', 10, "takes"),
        (SECTION, "duration_s = 20", 'duration_s = 20\nfaults = ["payment.gremlin"]', 10, "gremlin"),
        (SECTION, ":::: explain first-run", ":::: explain second-run", 10, "has no :::: explain first-run"),
        (SECTION, 'file = "timeout.py"', 'file = "tomeout.py"', 43, "no tomeout.py"),
        (SECTION, 'file = "timeout.py"', 'file = "timeout.py"\nsymbols = ["Nothing"]', 43, "has no Nothing"),
        (SECTION, "::: check second-thoughts", "::: check first-run", 50, "the id first-run is used twice"),
        (SECTION, "## What it means {#what-it-means}", "## What it means {#cup}", 5, "also that of a heading"),
        (SECTION, "right = true\n", "", 50, "0 right answers"),
        ("lesson.toml", 'slug = "words"', 'slug = "wirds"', 26, "no NN-wirds.md"),
        ("lesson.toml", 'slug = "words"', 'slug = "silence"', 26, "section silence is used twice"),
        ("lesson.toml", 'section = "silence"\n', 'section = "slience"\n', 11, "no section slience"),
        ("lesson.toml", "silence#what-it-means", "silence#what-it-said", 16, "no heading {#what-it-said}"),
        ("lesson.toml", 'objectives = ["doubt"]', 'objectives = ["certainty"]', 23, "unknown objective, certainty"),
        ("lesson.toml", 'objectives = ["doubt"]\n', "", 8, "the objective doubt has no section"),
        ("lesson.toml", "minutes = 2", 'minutes = "two"', 5, "Expected `int`"),
        ("lesson.toml", 'slug = "small-shop"', 'slug = "big-shop"', 1, "differs from the folder’s name"),
        ("figures.toml", '"lost-response/few"', '"lost-response/fewer"', 2, "nothing quotes lost-response/fewer"),
        ("claims.toml", "ghost_charges / told_failed", "import os", 3, "cannot read the formula"),
        ("claims.toml", "duration_s = 20", 'knobs = { "retry.enabled" = "perhaps" }', 3, "takes on or off"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_line(own_copy, complaints, fault):
    file, old, new, line, message = fault
    breaking(own_copy / file, old, new)
    said = complaints()
    assert f"{own_copy / file}:{line}: " in said, said
    assert message in said


def test_a_number_without_a_source_is_named(own_copy, complaints):
    breaking(own_copy / SECTION, "The answer was lost, not the work.", "In 17 cases the answer was lost.")
    assert f"{own_copy / SECTION}:41: a number without a source: “In 17 cases the answer was lost.”" in complaints()


def test_a_claim_that_was_never_measured_is_named(own_copy, complaints):
    (own_copy / "figures.toml").write_text("[figures]\n", "utf-8")
    assert "01-silence.md:1: lost-response/few has not been measured; run manage.py figures" in complaints()


def test_a_section_that_nothing_lists_is_named(own_copy, complaints):
    (own_copy / "03-stray.md").write_text("Stray.\n", "utf-8")
    assert "03-stray.md:1: lesson.toml has no section stray" in complaints()


def test_every_fault_is_named_not_only_the_first(own_copy, complaints):
    breaking(own_copy / SECTION, "{term}`timeout`", "{term}`timewarp`")
    breaking(own_copy / SECTION, "section:words", "section:wards")
    said = complaints()
    assert "timewarp" in said
    assert "wards" in said


DESCRIBED = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title><desc>d</desc>'


@pytest.mark.parametrize(
    "drawing",
    [
        f"{DESCRIBED}<script>1</script></svg>",
        f'{DESCRIBED}<g onclick="x()"/></svg>',
        f'{DESCRIBED}<g style="x"/></svg>',
        f'{DESCRIBED}<g fill="red"/></svg>',
        f"{DESCRIBED}<image/></svg>",
        DESCRIBED.replace("<desc>d</desc>", "") + "</svg>",
        DESCRIBED.replace(' viewBox="0 0 1 1"', "") + "</svg>",
        "<svg>",
    ],
)
def test_a_drawing_that_could_act_or_is_not_described_is_refused(own_copy, complaints, drawing):
    (own_copy / "figures" / "cup.svg").write_text(drawing, "utf-8")
    assert "cup.svg:1: " in complaints()


@pytest.mark.django_db
def test_broken_content_still_makes_a_page(own_copy, client):
    breaking(own_copy / SECTION, "{term}`timeout`", "{term}`timewarp`")
    breaking(own_copy / SECTION, 'caption = "A *cup*."', "caption = A cup.")
    page = client.get("/learn/small-shop/silence/")
    assert page.status_code == 200
    assert "timewarp" in page.content.decode()


@pytest.mark.django_db
def test_markup_in_the_text_stays_text(own_copy, client):
    breaking(
        own_copy / SECTION, "The answer was lost", "<script>alert(1)</script> <b onclick=x>The answer</b> was lost"
    )
    html = client.get("/learn/small-shop/silence/").content.decode()
    assert "<script>alert" not in html
    assert "<b onclick" not in html
    assert "&lt;script&gt;" in html


def test_once_there_is_practice_each_objective_is_asked_and_drilled(own_copy, complaints):
    (own_copy / "drills").mkdir()
    assert complaints() == ""
    (own_copy / "drills" / "one.toml").write_text('objectives = ["certainty"]\n', "utf-8")
    assert "lesson.toml:8: the objective doubt has no drill in drills/" in complaints()
    (own_copy / "drills" / "two.toml").write_text('[[parts]]\nobjective = "doubt"\n', "utf-8")
    assert "has no drill" not in complaints()
