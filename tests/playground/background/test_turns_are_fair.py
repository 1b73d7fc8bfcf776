from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from playground.jobs.job import Job
from playground.jobs.turns import Turns
from tests.playground.background.plans import short

numbers = count(1)


def job(owner, runs=1, cost=1.0):
    plans = short() * runs
    return Job(f"job-{next(numbers)}", owner, plans, [cost] * runs)


def line(quantum, *jobs):
    turns = Turns(quantum)
    for each in jobs:
        turns.add(each)
    return turns


def handed_out(turns, most=1000):
    """The owners of the runs, as they are handed out."""
    owners = []
    while len(owners) < most and (turn := turns.next()):
        owners.append(turn[0].owner)
    return "".join(owners)


def test_nobody_waits_nothing_is_handed_out():
    assert Turns(10).next() is None


def test_a_job_that_fits_into_a_turn_is_done_in_one_go():
    assert handed_out(line(10, job("a", 3), job("b", 3))) == "aaabbb"


def test_a_long_job_steps_aside_after_its_turn():
    assert handed_out(line(2, job("a", 5), job("b", 3), job("c", 1))) == "aabbcaaba"


def test_an_owner_of_many_jobs_has_one_turn_like_everybody():
    jobs = [job("a"), job("a"), job("a"), job("b"), job("c")]
    assert handed_out(line(10, *jobs)) == "abcaa"


def test_whoever_comes_late_waits_for_a_turn_of_the_others_not_for_their_end():
    turns = line(2, job("a", 6))
    assert handed_out(turns, 1) == "a"
    turns.add(job("b"))
    assert handed_out(turns) == "abaaaa"


def test_a_source_of_many_owners_has_one_turn_like_every_source():
    turns = line(10, job("x.a"), job("x.b"), job("x.c"), job("y.d"), job("y.e"))
    assert handed_out(turns) == "x.ay.dx.by.ex.c"


def test_ten_sessions_of_one_source_do_not_keep_a_reader_waiting_for_more_than_one_turn():
    turns = line(2, *(job(f"x.{number}", 6) for number in range(10)))
    assert handed_out(turns, 1) == "x.0"
    turns.add(job("y.reader"))
    assert handed_out(turns, 2) == "x.0y.reader"


def test_within_a_source_owners_take_turns():
    assert handed_out(line(2, job("x.a", 5), job("x.b", 1), job("y.c", 2))) == "x.ax.ay.cy.cx.bx.ax.ax.a"


def test_places_count_sources_and_owners():
    jobs = [job("x.a", 9), job("x.a"), job("x.b"), job("y.c"), job("d")]
    turns = line(2, *jobs)
    assert [turns.place(each) for each in jobs] == [1, 5, 4, 2, 3]


def test_a_run_of_a_source_that_is_put_back_comes_first():
    turns = line(10, job("x.a"), job("x.b"), job("y.c"))
    turn = turns.next()
    turns.put_back(*turn)
    assert turns.next() == turn
    assert handed_out(turns) == "y.cx.b"


def test_a_dear_run_uses_up_a_turn():
    assert handed_out(line(4, job("a", 2, cost=9), job("b", 4))) == "abbbba"


def test_a_run_that_is_put_back_comes_first():
    turns = line(10, job("a", 2), job("b"))
    first, run = turns.next()
    turns.put_back(first, run)
    assert turns.next() == (first, run)
    assert handed_out(turns) == "ab"


def test_the_last_run_of_a_job_can_be_put_back_as_well():
    turns = line(10, job("a"), job("b"))
    turn = turns.next()
    turns.put_back(*turn)
    assert turns.next() == turn
    assert handed_out(turns) == "b"


def test_what_is_dropped_is_not_handed_out():
    dropped = job("a", 5)
    turns = line(10, dropped, job("b"), job("a"))
    turns.next()
    turns.drop(dropped)
    assert handed_out(turns) == "ba"


def test_places_are_those_of_the_first_turns():
    jobs = [job("a", 9), job("a"), job("b"), job("c"), job("c")]
    turns = line(2, *jobs)
    assert [turns.place(each) for each in jobs] == [1, 4, 2, 3, 5]
    turns.next(), turns.next()
    assert [turns.place(each) for each in jobs] == [3, 5, 1, 2, 4]


def test_a_job_that_has_been_handed_out_has_no_place():
    only = job("a")
    turns = line(2, only)
    turns.next()
    assert turns.place(only) == 0


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 9), st.integers(1, 5)), min_size=1), st.integers(1, 9)
)
def test_everything_is_handed_out_and_nobody_waits_for_more_than_one_turn_of_each_other(jobs, quantum):
    made = [job(owner, runs, float(cost)) for owner, runs, cost in jobs]
    turns = line(quantum, *made)
    since_their_turn = dict.fromkeys("abcd", 0.0)
    for _ in range(sum(runs for _, runs, _ in jobs)):
        waiting = {each.owner for each in made if each.pending}
        served, run = turns.next()
        for owner in waiting - {served.owner}:
            since_their_turn[owner] += served.costs[run]
            assert since_their_turn[owner] <= 3 * (quantum + 5), "others had more than a turn each"
        since_their_turn[served.owner] = 0.0
    assert turns.next() is None
