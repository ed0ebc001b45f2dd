"""entries, feed: what a filter finds, for people, for programs, for feed readers."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from aggregator import filter as filters
from aggregator import store
from aggregator.cli.configured import Place
from aggregator.cli.printing import DEADLINE, as_json, moment, say_json, table
from aggregator.cli.progress import waiting
from aggregator.filter import Filter, Vocabulary
from aggregator.model import Entry
from aggregator.publish import atom, jsonfeed, rss
from aggregator.publish.merged import MergedFeed, headline, tag_uri
from aggregator.store import Reader

_FORMATS = ("table", "json", "ndjson", "csv")
_WRITERS = {"atom": atom.write, "rss": rss.write, "json": jsonfeed.write}
# All that follows the first word of a filter is part of it, `-TR` too.
_AS_WRITTEN = {"allow_interspersed_args": False}


@click.command(context_settings=_AS_WRITTEN)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many at most.")
@as_json
@click.argument("terms", nargs=-1, metavar="FILTER")
@click.pass_obj
def entries(place: Place, form: str, limit: int, as_json: bool, terms: tuple[str, ...]) -> None:
    """List the entries that FILTER finds, newest first. Options come before it.

    \b
    aggregator entries country:AZ,KG since:7d
    aggregator entries --format csv --limit 1000 kind:defence > defence.csv
    aggregator entries -- -country:RU topic:defence
    """
    with waiting("Searching"), store.open_reader(place.database, DEADLINE) as reader:
        found = reader.page(_filter(place, reader, terms), limit)
    match "json" if as_json else form:
        case "json":
            say_json([_flat(entry) for entry in found])
        case "ndjson":
            for entry in found:
                say_json(_flat(entry))
        case "csv":
            _write_csv(found)
        case _:
            table(
                ("id", "placed", "feed", "countries", "title"),
                [
                    (
                        entry.entry_id,
                        moment(entry.placed_at),
                        entry.feed_id,
                        " ".join(tag.code for tag in entry.tags.countries),
                        headline(entry),
                    )
                    for entry in found
                ],
            )


@click.command(context_settings=_AS_WRITTEN)
@click.option("--format", "form", type=click.Choice(tuple(_WRITERS)), default="atom", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file to write.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many at most.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.argument("terms", nargs=-1, metavar="FILTER")
@click.pass_obj
def feed(
    place: Place, form: str, output: Path | None, limit: int, as_json: bool, terms: tuple[str, ...]
) -> None:
    """Write the merged feed that FILTER finds, to a file or standard output. Options come before it.

    \b
    aggregator feed country:AZ > az.atom
    aggregator feed --format rss -o out.rss kind:defence-industry
    """
    form = "json" if as_json else form
    with waiting("Searching"), store.open_reader(place.database, DEADLINE) as reader:
        asked = _filter(place, reader, terms)
        found = reader.page(asked, limit)
    document = _WRITERS[form](_merged(place, asked, form, found), found)
    if output is None:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(document)


def _filter(place: Place, reader: Reader, terms: Sequence[str]) -> Filter:
    """Feeds that only the database still knows may be named too."""
    known, stored = place.config.vocabulary, reader.vocabulary()
    both = Vocabulary(known.feeds | stored.feeds, known.regions | stored.regions)
    return filters.parse(" ".join(terms), both, datetime.now(UTC))


def _merged(place: Place, asked: Filter, form: str, found: Sequence[Entry]) -> MergedFeed:
    from aggregator.web.asked import Asked
    from aggregator.web.site import AUTHORITY

    settings = place.config.settings
    host, port = settings.listen
    base = settings.base_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    authority = settings.authority or AUTHORITY
    query = Asked(asked, tuple(asked.params())).query()
    updated = max((entry.updated_at for entry in found), default=datetime.now(UTC))
    return MergedFeed(
        title=f"{settings.title}: {asked.text}" if asked.text else settings.title,
        id=tag_uri(authority, f"merged/feed{query}"),
        self_url=f"{base}/feed.{form}{query}",
        html_url=f"{base}/{query}",
        updated=updated,
        authority=authority,
        hub=settings.hub,
        base_url=base,
    )


def _write_csv(found: Sequence[Entry]) -> None:
    rows = [_flat(entry) for entry in found]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        cells = (row[name] for name in _COLUMNS)
        writer.writerow(
            json.dumps(cell, ensure_ascii=False) if isinstance(cell, list) else cell for cell in cells
        )


# The columns of the view `news`, in its order.
_COLUMNS = (
    "entry_id", "published_at", "placed_at", "title", "link", "summary", "content", "author", "lang", "feed",
    "publisher", "publisher_kind", "home", "region", "countries", "subjects", "ministries", "defence",
    "story_id", "first_seen_at", "updated_at", "revision", "notes",
)  # fmt: skip


def _flat(entry: Entry) -> dict[str, Any]:
    """An entry as the view `news` has it."""
    tags = entry.tags
    return {
        "entry_id": entry.entry_id,
        "published_at": moment(entry.published_at),
        "placed_at": moment(entry.placed_at),
        "title": entry.title,
        "link": entry.link,
        "summary": entry.summary,
        "content": entry.content,
        "author": entry.author or None,
        "lang": entry.lang or None,
        "feed": entry.feed_id,
        "publisher": entry.publisher,
        "publisher_kind": entry.publisher_kind or None,
        "home": entry.home or None,
        "region": entry.region or None,
        "countries": [tag.code for tag in tags.countries],
        "subjects": [tag.code for tag in tags.countries if tag.role == "subject"],
        "ministries": [tag.tag for tag in tags.ministries],
        "defence": any(tag.topic == "defence" for tag in tags.topics),
        "story_id": entry.story_id,
        "first_seen_at": moment(entry.first_seen_at),
        "updated_at": moment(entry.updated_at),
        "revision": entry.revision,
        "notes": list(entry.notes),
    }
