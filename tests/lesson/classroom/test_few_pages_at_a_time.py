"""The turnstile: a crowd at the door is let in a few at a time, in the order in which it came; others do not notice."""

import asyncio

from lesson.classroom.turnstile import AT_ONCE, turnstile


class Desk:
    """An application that answers when it is told to."""

    def __init__(self):
        self.began = []
        self.waiting = []

    async def answer(self, scope, receive, send):
        self.began.append(scope["path"])
        done = asyncio.get_running_loop().create_future()
        self.waiting.append(done)
        await done


async def test_the_crowd_is_let_in_in_turn():
    desk = Desk()
    enter = turnstile(desk.answer)
    paths = [f"/classroom/K7MPR4/{number}/" for number in range(AT_ONCE + 2)]
    crowd = [asyncio.ensure_future(enter({"path": path}, None, None)) for path in paths]
    await settled()
    assert desk.began == paths[:AT_ONCE]
    desk.waiting[1].set_result(None)
    await settled()
    assert desk.began == paths[: AT_ONCE + 1]
    for _ in range(3):
        for done in [done for done in desk.waiting if not done.done()]:
            done.set_result(None)
        await settled()
    assert all(answer.done() for answer in crowd)
    assert desk.began == paths


async def test_a_crowd_at_one_room_is_not_felt_at_another():
    desk = Desk()
    enter = turnstile(desk.answer)
    paths = [*["/classroom/K7MPR4/host/"] * (AT_ONCE + 5), "/classroom/W2XTA9/"]
    crowd = [asyncio.ensure_future(enter({"path": path}, None, None)) for path in paths]
    await settled()
    assert desk.began == ["/classroom/K7MPR4/host/"] * AT_ONCE + ["/classroom/W2XTA9/"]
    for task in crowd:
        task.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)


async def test_other_pages_do_not_wait_for_it():
    desk = Desk()
    enter = turnstile(desk.answer)
    crowd = [asyncio.ensure_future(enter({"path": "/classroom/"}, None, None)) for _ in range(AT_ONCE + 1)]
    reader = asyncio.ensure_future(enter({"path": "/learn/"}, None, None))
    await settled()
    assert desk.began == ["/classroom/"] * AT_ONCE + ["/learn/"]
    for task in (*crowd, reader):
        task.cancel()
    await asyncio.gather(*crowd, reader, return_exceptions=True)


async def settled():
    for _ in range(10):
        await asyncio.sleep(0)
