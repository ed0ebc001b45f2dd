"""Stories as the pipeline makes them: of what a poll brings at once, of what is stored batch by batch."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from functools import cache

from aggregator import cluster
from aggregator.model import Account
from aggregator.pipeline.writer import Writer
from aggregator.store import Database, Grouping, Regrouped

log = logging.getLogger(__name__)


@cache
def grouping() -> Grouping:
    """How a poll's entries find their stories."""
    return Grouping(_group, cluster.WINDOW, cluster.ruleset())


def _group(new: Sequence[Account], recent: Sequence[Account]) -> list[int]:
    """Whatever goes wrong, each is a story of its own and none is lost."""
    try:
        found = cluster.group(new, recent)
        known = {one.entry_id for one in new} | {one.story_id for one in recent}
        if len(found) == len(new) and known.issuperset(found):
            return found
        log.error("a bug of ours: %d accounts were given stories that there are not", len(new))
    except Exception:
        log.exception("a bug of ours: %d accounts could not be grouped", len(new))
    return [one.entry_id for one in new]


async def fill(writer: Writer, seconds: float = float("inf")) -> Regrouped:
    """Give what an older release stored its stories, within about so many seconds; the rest next time.

    As long as a batch takes, the writer is left to the polls after it.
    """
    return await _make(writer, seconds, fill=True)


async def regroup(writer: Writer, *, everything: bool = False) -> Regrouped:
    """Make all stories again if other rules made them, or in any case; it may be stopped anywhere."""
    return await _make(writer, everything=everything)


async def _make(
    writer: Writer, seconds: float = float("inf"), *, fill: bool = False, everything: bool = False
) -> Regrouped:
    made, until = Regrouped(), time.monotonic() + seconds
    if not await writer.do(Database.begin_stories, grouping().ruleset, fill=fill, everything=everything):
        return made
    while (began := time.monotonic()) < until:
        batch = await writer.do(Database.make_stories, grouping())
        if not batch.entries:
            break
        made += batch
        if fill:
            await asyncio.sleep(time.monotonic() - began)
    return made
