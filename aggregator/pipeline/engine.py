"""All that polling needs, opened and closed together, for the daemon and for a verb alike."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from aggregator import __version__
from aggregator.config import Config
from aggregator.errors import Unknown
from aggregator.fetch import policy
from aggregator.fetch.client import Client
from aggregator.model import Digest, Document
from aggregator.pipeline import answers
from aggregator.pipeline.digest import digest, tagger
from aggregator.pipeline.poll import Polled, Stages
from aggregator.pipeline.retagging import correct, retag
from aggregator.pipeline.rounds import Rounds
from aggregator.pipeline.stories import fill, grouping
from aggregator.pipeline.writer import Writer
from aggregator.publish.merged import ministry_label
from aggregator.store import Database, Regrouped
from aggregator.tag.gazetteer import load
from aggregator.work import Pool

DOCUMENT_SECONDS = 10.0
DOCUMENT_MB = 512


class Engine:
    """Enter it to take the database's lock, migrate, and make the database's feeds feeds.toml's."""

    def __init__(
        self, config: Config, *, patient: bool = False, told: Callable[[Polled], None] = lambda _: None
    ) -> None:
        self.config = config
        self.writer = Writer(config.settings.database, patient=patient)
        self._told = told
        self._pool: Pool[Document, Digest] | None = None

    async def __aenter__(self) -> Engine:
        try:
            await self._open()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def _open(self) -> None:
        gazetteer = await asyncio.to_thread(load)  # a bad one is found before anything is written
        await self.writer.open()
        names = {tag: ministry_label(*tag.split("/")) for tag in gazetteer.names}
        await self.writer.do(Database.know_ministries, names)
        await self.writer.do(Database.begin_stories, grouping().ruleset, fill=True)
        settings = self.config.settings
        self.client = client = Client(
            version=__version__, contact=settings.contact, concurrency=settings.concurrency
        )
        for feed_id, url, seconds in policy.limits((await self.writer.do(Database.states)).values(), now()):
            client.hosts.limited(urlsplit(url).hostname or "", feed_id, seconds)
        # Last: children that are ended while they start complain of it, over a file that was refused above.
        self._pool = Pool(digest, min(4, os.cpu_count() or 1), DOCUMENT_SECONDS, DOCUMENT_MB, warm=tagger)
        stages = Stages(client.exchange, self._pool.run, self.writer, now)
        self.rounds = Rounds(stages, self.config, self._told)
        await self.rounds.follow(self.config)

    async def __aexit__(self, *_: object) -> None:
        await self.writer.close()
        if self._pool:
            await self._pool.close()

    async def follow(self, config: Config) -> None:
        self.config = config
        await self.rounds.follow(config)

    async def prune(self, before: datetime) -> int:
        """Forget what was placed before, while polls go on; how many entries that was."""
        total = 0
        while gone := await self.writer.do(Database.prune_some, before):
            total += gone
        return total

    async def fill_stories(self, seconds: float = float("inf")) -> Regrouped:
        """Give what an older release stored its stories, while polls go on."""
        return await fill(self.writer, seconds)

    async def request(self, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a verb that writes asks for: of the daemon by its socket, or of an engine of its own."""
        match verb:
            case "poll":
                return answers.polls(await self.rounds.ask(arguments["feeds"], every=arguments["every"]))
            case "prune":
                return {"pruned": await self.prune(datetime.fromisoformat(arguments["before"]))}
            case "rename":
                await self.writer.do(Database.rename, arguments["old"], arguments["new"])
                return {}
            case "retag":
                since = arguments["since"] and datetime.fromisoformat(arguments["since"])
                return answers.difference(await retag(self.writer, now(), since, arguments["everything"]))
            case "correct":
                entry, words, clear = arguments["entry"], arguments["words"], arguments["clear"]
                return answers.tags(await correct(self.writer, entry, words, clear, now()))
        raise Unknown(f"this daemon takes no request {verb}: it runs another version")


def now() -> datetime:
    return datetime.now(UTC)
