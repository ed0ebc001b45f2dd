"""Pool with real children: time, memory, death, and that nobody else waits for any of it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from aggregator.errors import WorkError
from aggregator.work import Pool
from tests import work_items

ROOT = Path(__file__).parents[1]
Doing = tuple[str, object]


def with_pool(
    story: Callable[[Pool[Doing, object]], Awaitable[None]], deadline: float = 10.0, workers: int = 2
) -> float:
    """Run a story over a fresh pool; the longest that the event loop stood still, in seconds."""
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            worst = max(worst, time.monotonic() - before - 0.01)

    async def run() -> None:
        pool = Pool(work_items.do, workers, deadline, 512, warm=work_items.warm)
        watcher = asyncio.create_task(watch())
        try:
            await story(pool)
        finally:
            await pool.close()
            watcher.cancel()

    asyncio.run(run())
    return worst


def least_lag(story: Callable[[Pool[Doing, object]], Awaitable[None]], deadline: float = 10.0) -> float:
    """The least of up to three runs: a busy machine stops everybody's loop now and then."""
    lag = float("inf")
    for _ in range(3):
        lag = min(lag, with_pool(story, deadline))
        if lag < 0.1:
            break
    return lag


def test_results_and_errors_come_back_as_they_are() -> None:
    async def story(pool: Pool[Doing, object]) -> None:
        results = await asyncio.gather(*(pool.run(("double", n)) for n in range(50)))
        assert results == [2 * n for n in range(50)]
        assert await pool.run(("warmed", 0)) == 1
        assert await pool.run(("interrupt", 0)) == "survived"
        with pytest.raises(ValueError, match="my own"):
            await pool.run(("raise", "my own"))
        big = await pool.run(("double", b"x" * (8 << 20)))
        assert isinstance(big, bytes)
        assert len(big) == 16 << 20

    with_pool(story)


def test_a_large_result_does_not_stop_the_loop() -> None:
    async def story(pool: Pool[Doing, object]) -> None:
        result = await pool.run(("many", 20_000))
        assert isinstance(result, list)
        assert len(result) == 20_000

    assert least_lag(story) < 0.1


def test_an_item_past_its_deadline_costs_its_child_and_nobody_else_waits() -> None:
    async def story(pool: Pool[Doing, object]) -> None:
        await asyncio.gather(pool.run(("double", 1)), pool.run(("double", 1)))  # both are up
        began = time.monotonic()
        stuck = asyncio.create_task(pool.run(("spin", 0)))
        slowest = 0.0
        while not stuck.done():
            before = time.monotonic()
            assert await pool.run(("double", 2)) == 4
            slowest = max(slowest, time.monotonic() - before)
            await asyncio.sleep(0.01)
        with pytest.raises(WorkError) as caught:
            await stuck
        assert caught.value.reason == "time"
        assert time.monotonic() - began < 5
        assert slowest < 1.4
        assert await asyncio.gather(*(pool.run(("double", n)) for n in range(4))) == [0, 2, 4, 6]

    assert least_lag(story, deadline=1.5) < 0.1


def test_a_deadline_is_of_work_and_a_longer_one_of_all_that_an_item_may_take() -> None:
    async def story(pool: Pool[Doing, object]) -> None:
        assert await pool.run(("sleep", 0.8)), "a busy machine is not the document's fault"
        with pytest.raises(WorkError) as caught:
            await pool.run(("sleep", 60))
        assert caught.value.reason == "time"

    with_pool(story, deadline=0.5)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_an_item_that_takes_too_much_memory_costs_its_child() -> None:
    async def story(pool: Pool[Doing, object]) -> None:
        assert await pool.run(("eat", 200)) == 200 * 2**20
        for word in ("eat", "hoard"):
            with pytest.raises(WorkError) as caught:
                await pool.run((word, 700))
            assert caught.value.reason == "memory"
        assert await pool.run(("double", 3)) == 6

    with_pool(story)


def test_a_child_that_is_killed_is_replaced_whether_it_works_or_waits(tmp_path: Path) -> None:
    async def story(pool: Pool[Doing, object]) -> None:
        assert await pool.run(("die-once", str(tmp_path / "died"))) == "done"
        with pytest.raises(WorkError) as caught:
            await pool.run(("die", 0))
        assert caught.value.reason == "died"
        for _ in range(2):  # all of them, idle: Pebble's pool breaks, ours does not
            pids = set(await asyncio.gather(*(pool.run(("sleep", 0.2)) for _ in range(2))))
            for pid in pids:
                os.kill(int(str(pid)), signal.SIGKILL)
            await asyncio.sleep(0.3)
            assert list(await asyncio.gather(*(pool.run(("double", n)) for n in (4, 5)))) == [8, 10]

    with_pool(story)


def test_a_child_that_cannot_warm_up_still_answers() -> None:
    async def run() -> None:
        pool = Pool(work_items.do, 1, warm=work_items.fail_to_warm)
        first, second = await pool.run(("pid", 0)), await pool.run(("pid", 0))
        assert first == second
        await pool.close()

    asyncio.run(run())


def test_close_waits_for_what_runs() -> None:
    async def run() -> None:
        pool = Pool(work_items.do, 1)
        running = [asyncio.create_task(pool.run(("sleep", 0.1))) for _ in range(3)]
        await asyncio.sleep(0)
        await pool.close()
        assert all(task.done() for task in running)
        with pytest.raises(RuntimeError, match="closed"):
            await pool.run(("double", 1))

    asyncio.run(run())


_PROGRAM = """
import asyncio, sys
sys.path.insert(0, {root!r})
from aggregator.work import Pool
from tests import work_items

async def main():
    pool = Pool(work_items.do, 2)
    print(await pool.run(("pid", 0)), flush=True)
    await asyncio.gather(pool.run(("spin", 0)), pool.run(("sleep", 60)))

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM.format(root=str(ROOT)))
    parent = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while time.monotonic() < until and _lives(child):
        time.sleep(0.05)
    assert not _lives(child)


def _lives(pid: int) -> bool:
    """Whether a process runs; one that is dead and that nobody has asked after does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return sys.platform != "linux"
