"""The simulation thread shares its interpreter with the event loop: a short job is done in one go, a long one rests."""

from playground.live.host import BATCH_S, BURST_S, REST_SHARE, rest_after


def rests(seconds: float) -> list[float]:
    """After each batch of a job that takes so many real seconds."""
    batches = round(seconds / BATCH_S)
    return [rest_after(BATCH_S, BATCH_S * (number + 1)) for number in range(batches)]


def test_a_scrub_that_takes_less_than_half_a_second_never_rests():
    assert set(rests(BURST_S * 0.9)) == {0.0}


def test_what_takes_longer_rests_after_every_batch_from_then_on():
    late = rests(2 * BURST_S)[round(BURST_S / BATCH_S) + 1 :]
    assert late
    assert set(late) == {REST_SHARE * BATCH_S}
