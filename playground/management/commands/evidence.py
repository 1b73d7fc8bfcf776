"""Runs what the scenarios claim, over many seeds, and says whether it is so."""

from contextlib import closing
from typing import Any

from django.core.management.base import CommandParser

from playground.experiments import JOBS_MAX, SEEDS_MAX
from playground.headless import evidence, records
from playground.headless.evidence import Evidence, Finding
from playground.headless.request import one_of, whole
from playground.management.console import Once, QuietCommand, Refused
from playground.management.running import results
from playground.scenarios.catalogue import Scenario, all_scenarios, load

EXIT_A_CLAIM_FAILS = 1
FORMATS = ("table", "json")


class Command(QuietCommand):
    help = "Run every claim of the scenarios and print what was expected beside what was measured; exit 1 if one fails."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scenario", action="append", default=[], help="only this one; may be given several times")
        parser.add_argument("--seeds", action=Once, metavar="N", help="so many seeds a claim (default: its own number)")
        parser.add_argument("--jobs", action=Once, metavar="N", help="processes (default 1)")
        parser.add_argument("--format", action=Once, metavar="FORMAT", help="table (the default) or json")

    def work(self, options: dict[str, Any]) -> None:
        try:
            kind = one_of("--format", options["format"] or FORMATS[0], FORMATS)
            gathered, jobs = _read(options)
        except ValueError as error:
            raise Refused(error) from None
        in_json = kind == "json"
        bar = not (in_json and self.stdout.isatty())
        with closing(results("evidence", gathered.plans, jobs, bar=bar)) as each:
            for place, result in each:
                gathered.take(place, result)
        findings = gathered.findings()
        self._print(findings, options, in_json=in_json)
        if not all(finding.holds for finding in findings):
            raise SystemExit(EXIT_A_CLAIM_FAILS)

    def _print(self, findings: list[Finding], options: dict[str, Any], *, in_json: bool) -> None:
        if in_json:
            for text in records.json_list(findings):
                self.stdout.write(text, ending="")
        else:
            self.show(evidence.table(findings), options)


def _read(options: dict[str, Any]) -> tuple[Evidence, int]:
    seeds = None if options["seeds"] is None else whole("--seeds", options["seeds"], 1, SEEDS_MAX)
    jobs = whole("--jobs", options["jobs"] or "1", 1, JOBS_MAX)
    return Evidence(_scenarios(options["scenario"]), seeds), jobs


def _scenarios(slugs: list[str]) -> list[Scenario]:
    if len(set(slugs)) < len(slugs):
        raise Refused("--scenario is given twice with the same name")
    chosen = [load(slug) for slug in slugs]
    for scenario in chosen:
        if not scenario.claims:
            raise Refused(f"--scenario {scenario.slug} claims nothing; those that do: {', '.join(_claiming())}")
    return chosen or list(all_scenarios())


def _claiming() -> list[str]:
    return [scenario.slug for scenario in all_scenarios() if scenario.claims]
