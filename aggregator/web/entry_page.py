"""The page of an entry: its text with the evidence marked, its tags, its story, its versions' differences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from starlette.requests import Request

from aggregator.model import Entry, Revision, Story
from aggregator.store import Reader
from aggregator.web import evidence
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import no_parameters
from aggregator.web.changes import Change, changes
from aggregator.web.pages import HTML, frame
from aggregator.web.problems import NotFound
from aggregator.web.rendering import render
from aggregator.web.site import Site

SHOWN = 20  # versions; the newest
OTHERS = 8  # entries of its story


@dataclass(frozen=True, slots=True)
class Step:
    """What one version changed: each field that differs, with its changes."""

    number: int
    seen_at: datetime
    fields: tuple[tuple[str, list[Change]], ...]


async def page(site: Site, request: Request) -> Answer:
    written = request.path_params["entry_id"]
    no_parameters(request.query_params)
    if not re.fullmatch(r"[0-9]{1,18}", written):
        raise NotFound(f"There is no entry {written[:40]}.")

    def read(reader: Reader) -> Answer:
        entry = reader.entry(int(written))
        if entry is None:
            raise NotFound(f"There is no entry {written}.")
        body = render(
            "entry.html",
            **frame(site),
            entry=entry,
            title=evidence.marked(entry, "title"),
            summary=[] if repeated(entry) else evidence.paragraphs(evidence.marked(entry, "summary")),
            content=evidence.paragraphs(evidence.marked(entry, "content")),
            evidence=evidence.lines(entry),
            told=others(reader, entry),
            revisions=steps(reader.revisions(entry.entry_id)) if entry.revision > 1 else [],
        )
        return prepare(body, HTML, request.headers, last_modified=None)

    return await site.readings.run(read)


@dataclass(frozen=True, slots=True)
class Others:
    """An entry's story, and the first entries of it that are not this one."""

    story: Story
    entries: tuple[Entry, ...]


def others(reader: Reader, entry: Entry) -> Others | None:
    """Who else tells of the same; None if nobody does."""
    story = reader.stories([entry.story_id]).get(entry.story_id) if entry.story_id else None
    if story is None or story.entries == 1:
        return None
    told = [one for _, one in reader.told(story.story_id, OTHERS + 1) if one.entry_id != entry.entry_id]
    return Others(story, tuple(told[:OTHERS]))


def repeated(entry: Entry) -> bool:
    """Whether the text begins with its summary, so that to show both would say it twice."""
    summary = " ".join(entry.summary.split()).rstrip(" .…")
    return bool(summary) and " ".join(entry.content.split()).startswith(summary)


def steps(versions: Sequence[Revision]) -> list[Step]:
    """The differences between versions, newest first."""
    kept = versions[-SHOWN:]
    found = [
        Step(after.revision, after.seen_at, tuple(_fields(before, after))) for before, after in pairwise(kept)
    ]
    return [step for step in reversed(found) if step.fields]


def _fields(before: Revision, after: Revision) -> list[tuple[str, list[Change]]]:
    pairs = (
        ("Title", before.title or "", after.title or ""),
        ("Summary", before.summary, after.summary),
        ("Text", before.content, after.content),
    )
    return [(name, found) for name, old, new in pairs if (found := changes(old, new))]
