"""JSON for programs: the shape and the names are an interface."""

import pytest

from tests.playground.command_line import printed, result, results

KEYS = ["scenario", "seed", "settings", "faults", "duration_s", "fingerprint", "measures"]
MEASURES = [
    "offered", "told_confirmed", "told_failed", "told_nothing", "charges", "charged_once",
    "charged_twice_or_more", "ghost_charges", "paid_without_order", "order_without_payment",
    "stranded_reservations", "goodput_per_s", "browse_success_share", "shed", "latency_s.mean",
    "latency_s.p50", "latency_s.p95", "latency_s.p99", "latency_s.p999", "belief_truth", "series.offered",
    "series.attempts", "series.goodput", "series.failed",
]  # fmt: skip
OF_A_SERVICE = [
    "calls", "first_calls", "amplification", "effects", "waited_share", "wait_s.mean", "wait_s.p99",
    "sojourn_s.mean", "sojourn_s.p99", "utilisation", "breaker_opened",
]  # fmt: skip
SERVICES = ["inventory", "payment", "orders", "recommendations"]


@pytest.fixture(scope="module")
def run():
    return result("sandbox", "--duration", "10", "--fault", "payment.error:probability=0.2")


def at(path, tree):
    for name in path.split("."):
        tree = tree[name]
    return tree


def test_a_run_has_these_keys_in_this_order(run):
    assert list(run) == KEYS


@pytest.mark.parametrize("path", MEASURES)
def test_a_measure_is_there_under_its_name(run, path):
    assert at(path, run["measures"]) is not None


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("path", OF_A_SERVICE)
def test_each_service_has_its_measures(run, service, path):
    at(path, run["measures"]["services"][service])


def test_the_matrix_counts_everybody_once(run):
    matrix = run["measures"]["belief_truth"]
    assert sum(count for row in matrix.values() for count in row.values()) == run["measures"]["offered"]


def test_a_series_has_a_number_for_each_second(run):
    offered = run["measures"]["series"]["offered"]
    assert len(offered) >= 10
    assert sum(offered) == run["measures"]["offered"]


def test_the_run_says_what_it_ran(run):
    assert (run["scenario"], run["seed"], run["duration_s"]) == ("sandbox", 1, 10)
    assert run["settings"]["payment.workers"] == 10
    assert run["settings"]["checkout.queue_limit"] is None
    assert run["settings"]["retry.enabled"] is False
    assert run["settings"]["checkout.calls"] == ["inventory", "payment", "orders"]
    (fault,) = run["faults"]
    assert (fault["service"], fault["kind"]) == ("payment", "error")
    assert fault["probability"] == 0.2


def test_seeds_come_in_order_within_each_combination():
    runs = results("sandbox", "--duration", "1", "--vary", "traffic.rate=10,20", "--vary", "retry.enabled=off,on",
                   "--seeds", "2", "--first-seed", "7")  # fmt: skip
    order = [(run["settings"]["traffic.rate"], run["settings"]["retry.enabled"], run["seed"]) for run in runs]
    assert order == [(rate, retry, seed) for rate in (10, 20) for retry in (False, True) for seed in (7, 8)]


def test_each_run_is_one_line():
    lines = printed("sandbox", "--duration", "1", "--seeds", "3", "--format", "json").splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("[", "]", 5)
