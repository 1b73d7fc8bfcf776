"""Every number that the text takes from a run is measured again and compared with what is recorded."""

import re
from statistics import fmean

import pytest

from lesson.reading import outcomes, recorder, runs
from lesson.reading.shelf import content_folder, read_shelf
from lesson.reading.text.blocks import Playground
from playground import experiments

LESSON = read_shelf(content_folder())[0]["fault-tolerance"]


def test_a_figure_in_the_text_is_what_the_model_does():
    """Two seeds of each: runs are deterministic, so any change of the model shows in them. When it has changed on
    purpose, `manage.py figures` measures everything anew; read the sentences that quote what moved."""
    recorded = {name: values[:2] for name, values in LESSON.figures.items()}
    assert runs.measured(LESSON.claims, seeds=[1, 2], jobs=2) == recorded


@pytest.mark.parametrize("name", sorted(LESSON.claims))
def test_every_seed_of_a_claim_is_recorded(name):
    assert len(LESSON.figures[name]) == LESSON.claims[name].seeds


@pytest.mark.parametrize("name", sorted(LESSON.playgrounds))
def test_the_answer_that_the_text_explains_is_the_one_that_its_run_gives(name):
    """The explanation after an experiment is written for one answer; the experiment must give it."""
    _, block = LESSON.playgrounds[name]
    result = experiments.run_one(runs.playground_plan(block))
    right = outcomes.right_option(block, outcomes.value_in(result.measures, block, LESSON))
    assert right is not None
    assert right.id == EXPLAINED[name]


EXPLAINED = {
    "told-failed": "all",
    "which-way": "half",
    "naive-retry": "tenth",
    "with-key": "few",
    "jitter": "longer",
    "outlived": "none",
    "shared-pool": "few",
    "breaker": "few",
    "overload": "little",
    "misordered": "six",
    "budget-repair": "no",
    "myth-timeout": "all",
    "myth-retries": "multiply",
    "myth-recovery": "some",
}


def test_a_changed_model_would_be_noticed(monkeypatch):
    claim = LESSON.claims["lost-response/ghosts"]
    figures = {**LESSON.figures, "lost-response/ghosts": [0.5] * claim.seeds}
    assert any("lost-response/ghosts" in line for line in recorder.compare(figures, LESSON.figures))


def test_what_the_text_shows_is_the_mean_that_was_measured():
    page = next(section for section in LESSON.sections if section.slug == "safe-recovery")
    html = "".join(block.html for block in explanations(page))
    shown = re.search(r'<span class="measured">([\d.]+)%</span> charged twice or more', html)
    assert shown
    assert float(shown[1]) == pytest.approx(100 * fmean(LESSON.figures["double-charge/no-key-doubles"]), abs=0.05)


def explanations(section):
    blocks = [
        block for playground in section.blocks if isinstance(playground, Playground) for block in playground.explanation
    ]
    return [block for block in blocks if block.kind == "prose"]
