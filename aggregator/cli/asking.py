"""How a verb that writes gets its work done: by itself, or by the daemon that holds the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from aggregator import control
from aggregator.cli.progress import waiting
from aggregator.config import Config
from aggregator.errors import Locked

_DOING = {
    "poll": "Polling",
    "prune": "Forgetting old entries",
    "rename": "Renaming",
    "retag": "Tagging again",
    "correct": "Tagging again",
}
_FILL_SECONDS = 5.0  # of a poll without a daemon, for the stories of what an older release stored
_PATIENCE_SECONDS = 5.0  # for another verb to finish, or a daemon to be ready for requests


def perform(config: Config, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answer to a request. Raises Locked, naming the pid, if another process keeps the database."""
    with waiting(_DOING[verb]):
        return _answer(config, verb, arguments)


def _answer(config: Config, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        answer = control.ask(config.settings.database, verb, arguments)
        if answer is not None:
            return answer
        try:
            return asyncio.run(_alone(config, verb, arguments))
        except Locked:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


async def _alone(config: Config, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    from aggregator.pipeline.engine import Engine  # late: most of the time it is the daemon's to import

    async with Engine(config) as engine:
        answer = await engine.request(verb, arguments)
        if verb == "poll":
            await engine.fill_stories(_FILL_SECONDS)
        return answer
