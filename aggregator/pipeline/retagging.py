"""Stored entries tagged again, in a child process of their own, batch by batch."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from aggregator import store
from aggregator.errors import Unknown
from aggregator.model import Tags, Text
from aggregator.pipeline.digest import retagged, tagger
from aggregator.pipeline.stories import grouping, regroup
from aggregator.pipeline.writer import Writer
from aggregator.store import Database, Difference
from aggregator.tag.tagger import Tagger
from aggregator.work import Pool

_BATCH = 200
_BATCH_SECONDS = 120.0
_MEMORY_MB = 512


async def retag(writer: Writer, now: datetime, since: datetime | None, everything: bool) -> Difference:
    """Tag again what older rules tagged, or everything, and make stories again where other rules made them.

    Each batch is a transaction: it may end at any.
    """
    pool: Pool[Sequence[Text], tuple[str, tuple[Tags | None, ...]]]
    pool = Pool(retagged, 1, _BATCH_SECONDS, _MEMORY_MB, warm=tagger)
    difference, after = Difference(), 0
    try:
        ruleset, _ = await pool.run(())
        while found := await writer.do(
            Database.stale, ruleset, after, _BATCH, everything=everything, since=since
        ):
            _, tags = await pool.run([text for _, text in found])
            numbers = [entry_id for entry_id, _ in found]
            difference += await writer.do(
                Database.apply_tags,
                list(zip(numbers, tags, strict=True)),
                ruleset,
                now,
                grouping=grouping(),
            )
            after = numbers[-1]
    finally:
        await pool.close()
    regrouped = await regroup(writer, everything=everything and since is None)
    return difference + Difference(regrouped=regrouped.changed)


async def correct(writer: Writer, entry_id: int, words: Sequence[str], clear: bool, now: datetime) -> Tags:
    """Keep a person's word on an entry. Raises Unknown for no such entry, FilterError for a bad word."""
    text = _text(writer.path, entry_id)
    ruleset, tags = await asyncio.to_thread(_tagged, text)
    return await writer.do(
        Database.correct, entry_id, words, lambda _: tags, ruleset, now, clear=clear, grouping=grouping()
    )


def _tagged(text: Text) -> tuple[str, Tags]:
    """In a thread: one text is too little to start a child for, and rare enough to load the tagger for."""
    loaded = Tagger.load()
    return loaded.ruleset, loaded.tag(text)


def _text(path: Path, entry_id: int) -> Text:
    with store.open_reader(path) as reader:
        text = reader.text(entry_id)
    if text is None:
        raise Unknown(f"there is no entry {entry_id}")
    return text
