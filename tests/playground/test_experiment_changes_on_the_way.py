"""`--at SECONDS:KNOB=VALUE`: the setting holds from that instant, and the report shows what held at the start."""

from tests.playground.command_line import printed, result

WORDS = ("double-charge", "--duration", "20", "--set", "traffic.arrivals=even")


def offered(*words):
    return result(*WORDS, *words)["measures"]["series"]["offered"]


def test_the_rate_changes_at_its_second_and_not_before():
    usual, slowed = offered(), offered("--at", "10:traffic.rate=5")
    assert slowed[:10] == usual[:10]
    assert max(slowed[11:20]) <= 6


def test_several_changes_are_made_in_the_order_of_their_times():
    series = offered("--at", "15:traffic.rate=0", "--at", "5:traffic.rate=10")
    assert (series[3], series[10], series[17]) == (40, 10, 0)


def test_two_knobs_may_change_at_one_time():
    run = result(*WORDS, "--at", "10:retry.enabled=on", "--at", "10:idempotency.enabled=on")
    assert run["measures"]["services"]["payment"]["amplification"] > 1
    assert run["measures"]["charged_twice_or_more"] == 0


def test_the_settings_reported_are_those_of_the_start():
    run = result(*WORDS, "--at", "10:retry.enabled=on", "--at", "10:traffic.rate=50")
    assert (run["settings"]["retry.enabled"], run["settings"]["traffic.rate"]) == (False, 40)


def test_a_change_may_come_at_the_very_end():
    assert (
        result(*WORDS, "--at", "20:traffic.rate=2000")["measures"]["offered"] == result(*WORDS)["measures"]["offered"]
    )


def test_the_table_names_each_change():
    assert "at 5 s" in printed(*WORDS, "--at", "5:retry.enabled=on")
