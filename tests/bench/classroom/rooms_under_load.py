"""Servers and crowds for the bench: ours and the stock room, both with a probe, both under the same viewers."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil

from tests.lesson.classroom.people import Person
from tests.site import ROOT, Site

PROCESSES = 4
"""Of clients; the server has one."""
ANSWER_S_MAX = 180


class Measured(Site):
    """A server of `module` in a process of its own."""

    def __init__(self, folder, module, **environment):
        self.probe_file = folder / "probe.json"
        super().__init__(folder, {"FAULTLINE_PROBE": str(self.probe_file), **environment})
        self.module = module

    def probe(self):
        """What the server notes about itself now."""
        self.probe_file.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        ends = time.monotonic() + ANSWER_S_MAX
        while not self.probe_file.exists():
            assert time.monotonic() < ends, "The server does not answer"
            time.sleep(0.05)
        found = json.loads(self.probe_file.read_text())
        return {int(seq): at for seq, at in found["drawn"].items()}, found["holds"]

    def holds(self):
        return self.probe()[1]

    @property
    def cpu_s(self):
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system

    @property
    def memory(self):
        return psutil.Process(self.process.pid).memory_info().rss


class Crowds:
    """Viewers in processes of their own, all told the same at once."""

    def __init__(self, site, path, cookies, *, processes=PROCESSES, reads=True):
        parts = [cookies[n::processes] for n in range(processes)]
        self.number = len(cookies)
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.bench.classroom.crowd", self._argument(site, path, part, reads)],
                cwd=ROOT, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            for part in parts
        ]  # fmt: skip

    @staticmethod
    def _argument(site, path, cookies, reads):
        return json.dumps({"port": site.port, "path": path, "cookies": cookies, "reads": reads})

    def tell(self, what):
        for process in self._processes:
            process.stdin.write(f"{what}\n")
            process.stdin.flush()
        answers = [process.stdout.readline() for process in self._processes]
        assert all(answers), f"A crowd died at “{what}”"
        return [json.loads(answer) for answer in answers]

    def joined(self):
        return [took for answer in self.tell("connect") for took in answer["joined"]]

    def close(self):
        for process in self._processes:
            process.stdin.close()
            process.wait(ANSWER_S_MAX)
            process.stdout.close()


class Taught:
    """A room on a measured site: its host, who plays, and seats for a crowd."""

    def __init__(self, site, seats):
        self.site = site
        self.host = Person(site)
        self.code = self.host.open_room(recipe='{"scenario":"double-charge","seed":7}')
        command = [sys.executable, "-m", "tests.bench.classroom.seats", self.code, str(seats)]
        listed = subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True, text=True)
        self.cookies = listed.stdout.split()
        self.path = f"/ws/classroom/{self.code}/learner/"

    def hosting(self):
        return self.host.socket(self.code, "host")


def delays(arrivals, drawn):
    return [at - drawn[seq] for seq, at in arrivals if seq in drawn]


def measured(site, crowds, seconds):
    """Over a window: the delays, deliveries, and what the server spent."""
    crowds.tell("measure")
    spent, began = site.cpu_s, time.monotonic()
    time.sleep(seconds)
    spent, passed = site.cpu_s - spent, time.monotonic() - began
    answers = crowds.tell("stop")
    arrivals = [arrival for answer in answers for arrival in answer["arrivals"]]
    drawn, _ = site.probe()
    return {
        "delays": delays(arrivals, drawn),
        "delivered": len(arrivals),
        "a_second_each": len(arrivals) / passed / crowds.number,
        "core": spent / passed,
        "us_each": 1e6 * spent / max(len(arrivals), 1),
    }


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def spread(values):
    return ", ".join(f"p{share * 100:g} {percentile(values, share) * 1000:.0f} ms" for share in (0.5, 0.95, 0.99))
