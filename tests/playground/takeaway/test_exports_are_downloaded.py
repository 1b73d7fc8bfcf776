"""A download is the run again, to the byte, in a process of its own; what cannot be had is refused in words."""

import asyncio
import io
import json
import sys
import tempfile
from collections import Counter

import msgspec
import pytest

from playground import links
from playground.exporting.exports import EXPORTS, Job, Refused
from playground.runs import Change, Recipe, Run
from playground.scenarios.catalogue import load
from playground.takeaway import slots as module
from playground.takeaway.slots import BusyError, FailedError, Slots

RECIPE = Recipe(
    scenario="double-charge", seed=7, knobs=load("double-charge").knobs, faults=load("double-charge").faults,
    changes=(Change(at=2.0, knobs={"idempotency.enabled": True}),),
)  # fmt: skip


def address(what, **parameters) -> tuple[str, dict]:
    return f"/playground/export/{what}/", {"recipe": links.write(RECIPE), "t": "3.5", **parameters}


@pytest.mark.parametrize("what", EXPORTS)
async def test_every_kind_is_a_file_with_the_run_in_its_name(visitor, content, what):
    response = await visitor.get(*address(what))
    assert response.status_code == 200
    with Run(RECIPE) as run:
        run.skip(3.5)
        assert response["X-Fingerprint"] == run.fingerprint
        expected = f'attachment; filename="double-charge-seed7-{run.fingerprint[:12]}-{EXPORTS[what].suffix}"'
    assert response["Content-Disposition"] == expected
    assert response["Content-Type"] == EXPORTS[what].content_type
    assert len(await content(response)) == int(response["Content-Length"]) > 0


async def test_a_recipe_may_be_posted_where_an_address_is_too_short_for_it(visitor, content):
    got = await content(await visitor.get(*address("trace")))
    posted = await content(await visitor.post(*address("trace")))
    assert got == posted


async def test_a_scenario_with_settings_will_do_instead_of_a_recipe(visitor, content):
    query = {"scenario": "double-charge", "seed": "9", "retry.max_attempts": "2", "t": "1"}
    found = json.loads(await content(await visitor.get("/playground/export/measures-json/", query)))
    assert (found["seed"], found["settings"]["retry.max_attempts"]) == (9, 2)


async def test_one_order_may_be_asked_for_and_another_epoch(visitor, content):
    response = await visitor.get(*address("spans", order="3", epoch="1800000000"))
    assert "-order3-" in response["Content-Disposition"]
    body = await content(response)
    assert b'"startTimeUnixNano":"18000000' in body


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"t": "4000"}, "at most 3,600 s"),
        ({"t": "soon"}, "An instant is a number of seconds"),
        ({"recipe": "1.abc.def"}, "check sum is wrong"),
        ({"recipe": ""}, "names no run"),
        ({"order": "many"}, "order is a whole number"),
        ({"epoch": "-1"}, "epoch is a whole number"),
    ],
)
async def test_what_cannot_be_had_is_said_in_words(visitor, change, words):
    path, query = address("trace", **change)
    as_page = await visitor.get(path, query)
    assert as_page.status_code == 400
    assert words in as_page.content.decode()
    as_json = await visitor.get(path, query, headers={"accept": "application/json"})
    assert as_json.status_code == 400
    assert words in as_json.json()["message"]


async def test_an_unknown_kind_is_not_found(visitor):
    assert (await visitor.get(*address("everything"))).status_code == 404


async def test_a_run_that_turned_out_too_large_is_refused_in_words(visitor, monkeypatch):
    async def too_large(*_):
        return Refused("By 3 s more than 400,000 things had happened."), io.BytesIO()

    monkeypatch.setattr(Slots, "run", too_large)
    response = await visitor.get(*address("spans"))
    assert response.status_code == 400
    assert "more than 400,000 things had happened" in response.content.decode()


# -- places ------------------------------------------------------------------------------------------------------------


def job(until: float = 1.0) -> Job:
    return Job(what="trace", recipe=RECIPE, until=until)


@pytest.fixture
def never_ending(monkeypatch):
    """Processes that start, take the job and do nothing until they are ended. A queue of them, as they start."""
    started: asyncio.Queue = asyncio.Queue()
    create = asyncio.create_subprocess_exec

    async def idle(*_, **options):
        wait = "import sys; sys.stdin.buffer.readline(); sys.stdin.buffer.read()"
        process = await create(sys.executable, "-c", wait, **options)
        started.put_nowait(process)
        return process

    monkeypatch.setattr(module.asyncio, "create_subprocess_exec", idle)
    return started


async def test_who_would_wait_too_long_is_told_so(never_ending):
    places = Slots(at_once=1, waiting_max=2)
    waiting = [asyncio.create_task(places.run(job(), "here")) for _ in range(2)]
    await never_ending.get()
    with pytest.raises(BusyError):
        await places.run(job(), "here")
    assert never_ending.empty()
    await end(waiting)


async def test_others_have_a_place_in_the_line_all_the_same_until_it_is_full(never_ending):
    places = Slots(waiting_max=2, waiting_max_all=3)
    waiting = [asyncio.create_task(places.run(job(), source)) for source in ("here", "here", "there")]
    await never_ending.get()
    with pytest.raises(BusyError, match="from your address"):
        await places.run(job(), "here")
    with pytest.raises(BusyError, match="Others are waiting"):
        await places.run(job(), "elsewhere")
    await end(waiting)
    assert (places.free, places.inside) == (1, Counter())


async def test_sources_take_turns_however_many_files_one_of_them_asks_for(monkeypatch):
    done = []

    async def at_once(self, job):
        done.append(job.what)
        await asyncio.sleep(0)

    monkeypatch.setattr(Slots, "_run", at_once)
    places = Slots()
    asked = [("a1", "here"), ("a2", "here"), ("a3", "here"), ("b1", "there"), ("b2", "there")]
    jobs = [(msgspec.structs.replace(job(), what=what), source) for what, source in asked]
    await asyncio.gather(*(places.run(each, source) for each, source in jobs))
    assert done == ["a1", "a2", "b1", "a3", "b2"]


async def test_whoever_leaves_the_line_is_passed_over(never_ending):
    places = Slots()
    first, second, third = (asyncio.create_task(places.run(job(), "here")) for _ in range(3))
    await never_ending.get()
    await end([second])
    await end([first])
    await never_ending.get()
    assert places.inside == Counter(here=1)
    await end([third])


async def test_a_busy_site_answers_503_and_when_to_come_back(visitor, monkeypatch):
    async def busy(*_):
        raise BusyError("Others are waiting.")

    monkeypatch.setattr(Slots, "run", busy)
    response = await visitor.get(*address("trace"))
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Others are waiting." in response.content.decode()


async def test_whoever_goes_away_frees_the_place_and_ends_the_process(never_ending):
    places = Slots(at_once=1)
    first = asyncio.create_task(places.run(job(), "here"))
    process = await never_ending.get()
    await end([first])
    assert process.returncode is not None
    assert not places.inside
    assert places.free == 1


async def test_an_export_that_takes_too_long_is_stopped_in_words(never_ending):
    with pytest.raises(FailedError, match="took longer"):
        await Slots(longest_s=0.05).run(job(), "here")
    assert never_ending.get_nowait().returncode is not None


async def test_an_export_that_dies_is_told_of(monkeypatch):
    create = asyncio.create_subprocess_exec
    monkeypatch.setattr(
        module.asyncio, "create_subprocess_exec", lambda *_, **options: create(sys.executable, "-c", "", **options)
    )
    with pytest.raises(FailedError, match="without a result"):
        await Slots().run(job(), "here")


async def test_one_that_dies_before_it_has_heard_what_to_do_is_told_of_as_well(monkeypatch):
    async def broken(self):
        raise ConnectionResetError("Connection lost")

    monkeypatch.setattr(asyncio.StreamWriter, "drain", broken)
    create = asyncio.create_subprocess_exec
    monkeypatch.setattr(
        module.asyncio, "create_subprocess_exec", lambda *_, **options: create(sys.executable, "-c", "", **options)
    )
    with pytest.raises(FailedError, match="without a result"):
        await Slots().run(job(), "here")


async def test_the_event_loop_is_free_meanwhile():
    """A frame is due every 100 ms; here the loop turns many times while one export runs."""
    turns = 0
    running = asyncio.create_task(Slots().run(job(until=5.0), "here"))
    while not running.done():
        turns += 1
        await asyncio.sleep(0)
    verdict, file = await running
    file.close()
    assert not isinstance(verdict, Refused)
    assert turns > 100


async def test_the_process_ends_with_its_parent():
    """Its standard input closes, as it would if this server were killed."""
    with tempfile.TemporaryFile() as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "playground.exporting.job", str(out.fileno()), cwd=module.ROOT,
            pass_fds=[out.fileno()], stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        process.stdin.write(msgspec.json.encode(job(until=3000.0)) + b"\n")
        await process.stdin.drain()
        process.stdin.close()
        async with asyncio.timeout(30):
            assert await process.wait() == 1


async def end(tasks) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
