"""The site as it is served, with a probe: `python -m tests.bench.classroom.room_server --fd 3`."""

from lesson.serve import main
from playground.live.live_run import LiveRun
from tests.bench.classroom.probe import Probe, tasks_of


def holds() -> dict[str, int]:
    from lesson.classroom import notices  # only once Django is set up
    from playground.live import consumers

    hubs, boards = list(consumers._hubs.items()), list(notices._boards.values())
    return {
        "viewers": sum(len(hub._viewers) for _, hub in hubs),
        "audience": sum(len(there) for _, hub in hubs for there in hub._audiences.values()),
        "attentive": sum(len(entry.attentive) for _, hub in hubs for entry in hub._host._simulation.entries.values()),
        "listeners": sum(len(there) for board in boards for there in board.listeners.values()),
        "tasks": tasks_of([loop for loop, _ in hubs]),
    }


probe = Probe(holds)
draw = LiveRun.draw


def noted(live: LiveRun) -> None:
    draw(live)
    probe.note(live.seq)


if __name__ == "__main__":
    LiveRun.draw = noted
    main()
