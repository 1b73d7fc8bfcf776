"""Runs the published figures that the model reproduces, and records what came out."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import msgspec
from django.core.management.base import CommandParser

from playground.experiments import JOBS_MAX, Plan, Result
from playground.headless.request import whole
from playground.management.console import Once, QuietCommand, Refused
from playground.management.running import results
from playground.published import catalogue


class Command(QuietCommand):
    help = "Run every published figure that the model reproduces and write playground/published/measured.toml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs", action=Once, metavar="N", help="processes (default 1)")

    def work(self, options: dict[str, Any]) -> None:
        try:
            jobs = whole("--jobs", options["jobs"] or "1", 1, JOBS_MAX)
        except ValueError as error:
            raise Refused(error) from None
        wanted = {result.name(check): result.plans_of(check) for result, check in catalogue.every_check()}
        done = _run({_key(plan): plan for plans in wanted.values() for plan in plans}, jobs)
        means = {}
        for result, check in catalogue.every_check():
            name = result.name(check)
            values = catalogue.values_of(check, [done[_key(plan)] for plan in wanted[name]])
            means[name] = catalogue.mean_of(values)
            self.stdout.write(f"{_verdict(check, values)} {name}: {check.expected:g} -> {means[name]:g}")
        (catalogue.FOLDER / "measured.toml").write_text(catalogue.as_toml(means), "utf-8")


def _key(plan: Plan) -> bytes:
    return msgspec.json.encode(plan)


def _run(plans: dict[bytes, Plan], jobs: int) -> dict[bytes, Result]:
    keys = list(plans)
    with closing(results("published figures", list(plans.values()), jobs, bar=True)) as each:
        return {keys[place]: result for place, result in each}


def _verdict(check: catalogue.Check, values: Sequence[float]) -> str:
    if check.not_reproduced:
        return "not ours"
    return "agrees  " if check.holds(values) else "DIFFERS "
