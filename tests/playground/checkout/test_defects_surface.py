"""An unexpected error in the model ends the run with that error. It never looks like a worker that is busy."""

import pytest

from playground.runs import Run
from tests.playground.lab import ONE, recipe


def defect(*_, **__):
    raise LookupError("a defect of the model")


async def async_defect(*_, **__):
    defect()


def test_in_the_work_of_checkout():
    with Run(recipe(ONE)) as run:
        run.shop.checkout.serve = async_defect
        with pytest.raises(LookupError):
            run.advance(5)


def test_in_the_work_of_a_service():
    with Run(recipe(ONE)) as run:
        run.shop.services["payment"]._take_effect = defect
        with pytest.raises(LookupError):
            run.advance(5)


def test_in_the_sweeper():
    with Run(recipe({**ONE, "reconciliation.enabled": True})) as run:
        run.shop.repairs.sweeper.quiet = defect
        with pytest.raises(LookupError):
            run.advance(20)


def test_in_a_compensation():
    with Run(recipe({**ONE, "compensation.enabled": True}, "orders.error")) as run:
        run.shop.checkout._undo = async_defect
        with pytest.raises(LookupError):
            run.advance(5)
