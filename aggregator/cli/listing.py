"""feeds: what feeds.toml lists, edited with its comments kept."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from aggregator import cli, config
from aggregator.cli.asking import perform
from aggregator.cli.configured import Place
from aggregator.cli.printing import as_json, moment, printable, say_json, table
from aggregator.cli.progress import Progress, waiting
from aggregator.config import Config, edit, values
from aggregator.errors import AggregatorError, ConfigError, Unknown
from aggregator.model import PUBLISHER_KINDS, Feed
from aggregator.pipeline.discovery import Trial, discovering
from aggregator.publish import opml

_KEYS = ("id", "url", "title", "home", "lang", "region", "kind")


@click.group()
def feeds() -> None:
    """List, add, remove, rename, carry over and try the feeds of feeds.toml.

    \b
    aggregator feeds add https://example.org --home AZ
    aggregator feeds rename azernews azer-news
    aggregator feeds export -o feeds.opml
    """


@feeds.command(name="list")
@as_json
@click.pass_obj
def list_feeds(place: Place, as_json: bool) -> None:
    """List the feeds of feeds.toml.

    \b
    aggregator feeds list
    aggregator feeds list --json > feeds.json
    """
    if as_json:
        say_json(_listing(place.config))
        return
    rows = [(feed.id, feed.home, feed.lang, feed.kind, feed.title, feed.url) for feed in place.config.feeds]
    table(("id", "home", "lang", "kind", "title", "url"), rows)


def _listing(found: Config) -> dict[str, Any]:
    keys = (*_KEYS, "enabled", "keep_only")
    return {"feeds": [{key: getattr(feed, key) for key in keys} for feed in found.feeds]}


@feeds.command()
@click.argument("address")
@click.option("--id", "name", help="Its id; else made of its title.")
@click.option("--title", help="Else the document's.")
@click.option("--home", help="The publisher's country, such as AZ.")
@click.option("--lang", help="Its language, such as en; else the document's.")
@click.option("--region", help="A word of yours to filter by.")
@click.option("--kind", type=click.Choice(PUBLISHER_KINDS))
@click.option("--keep-only", help='A filter, such as "topic:defence"; what else comes is set aside.')
@click.option("--dry-run", is_flag=True, help="Only show what would be added.")
@as_json
@click.pass_obj
def add(
    place: Place, /, address: str, name: str | None, dry_run: bool, as_json: bool, **given: str | None
) -> None:
    """Add the feed at ADDRESS, or the one that the site there names. It is tried first.

    \b
    aggregator feeds add https://example.org --home AZ --kind press
    """
    url = address if "://" in address else f"https://{address}"
    with waiting("Looking for its feed"):
        trial = asyncio.run(_found(place.config, url))
    if there := next((feed.id for feed in place.config.feeds if feed.url == trial.url), None):
        raise click.UsageError(f"{trial.url} is in {place.path} already, as {there}")
    keys = {key: value or "" for key, value in given.items()}
    keys["title"] = keys["title"] or " ".join(printable(trial.parsed.title).split())[:120]
    keys["lang"] = keys["lang"] or trial.parsed.lang
    taken = {feed.id for feed in place.config.feeds}
    keys = {"id": name or _free(opml.slug(keys["title"]) or "feed", taken), "url": trial.url, **keys}
    _change(place, edit.with_feed(place.config.text, keys), dry_run)
    if as_json:
        say_json({"added": not dry_run, **keys, "entries": len(trial.parsed.entries)})
        return
    click.echo(f"{trial.url}: {trial.parsed.format}, {len(trial.parsed.entries)} entries", err=True)
    for entry in trial.parsed.entries[:3]:
        click.echo(f"  {printable(entry.title or entry.summary[:80])}", err=True)
    click.echo(edit.with_feed("", keys), nl=False)


@feeds.command()
@click.argument("name", metavar="FEED")
@as_json
@click.pass_obj
def remove(place: Place, name: str, as_json: bool) -> None:
    """Take FEED out of feeds.toml. Its entries stay, visible.

    \b
    aggregator feeds remove azernews
    """
    number = _number(place, name)
    if named := edit.naming(place.config.text, name):
        raise click.UsageError(f"{name} is named by the filter of {', '.join(named)}: change that first")
    _change(place, edit.without_feed(place.config.text, number))
    if as_json:
        say_json({"removed": name})
    else:
        click.echo(f"{name} is no longer in {place.path}; its entries stay")


@feeds.command()
@click.argument("name", metavar="FEED")
@click.argument("new", metavar="NEW")
@as_json
@click.pass_obj
def rename(place: Place, name: str, new: str, as_json: bool) -> None:
    """Give FEED the id NEW; its entries, its history and the filters that name it go with it.

    \b
    aggregator feeds rename azernews azer-news
    """
    text = edit.renamed(place.config.text, _number(place, name), new)
    _check(place, text)
    # The database first: a daemon that found the new id in the file would take it for another feed.
    perform(place.config, "rename", {"old": name, "new": new})
    _change(place, text)
    if as_json:
        say_json({"renamed": name, "to": new})
    else:
        click.echo(f"{name} is {new} now")


@feeds.command(name="import")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Only show what would be added.")
@as_json
@click.pass_obj
def import_opml(place: Place, file: BinaryIO, dry_run: bool, as_json: bool) -> None:
    """Add the feeds of an OPML list that feeds.toml has not.

    \b
    aggregator feeds import --dry-run other-reader.opml
    aggregator feeds import other-reader.opml
    """
    text = place.config.text
    taken = {feed.id for feed in place.config.feeds}
    known = {feed.url for feed in place.config.feeds}
    added: list[dict[str, str]] = []
    for feed in opml.read(file.read()):
        if feed.url not in known:
            feed = replace(feed, id=_free(feed.id, taken))
            taken.add(feed.id)
            added.append({key: str(getattr(feed, key)) for key in _KEYS})
            text = edit.with_feed(text, added[-1])
    if added:
        _change(place, text, dry_run)
    if as_json:
        say_json({"added": added})
    else:
        for keys in added:
            click.echo(f"{keys['id']}  {keys['url']}")
        click.echo(f"{len(added)} feeds {'would be ' if dry_run else ''}added")


@feeds.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file to write.")
@click.option("--json", "as_json", is_flag=True, help="Write what `feeds list --json` prints instead.")
@click.pass_obj
def export(place: Place, output: Path | None, as_json: bool) -> None:
    """Write the feeds as an OPML 2.0 list, to a file or standard output.

    \b
    aggregator feeds export -o feeds.opml
    """
    found = place.config
    if as_json:
        document = json.dumps(_listing(found), ensure_ascii=False).encode() + b"\n"
    else:
        document = opml.write(found.settings.title, found.feeds, datetime.now(UTC))
    if output is None:
        sys.stdout.buffer.write(document)
    else:
        output.write_bytes(document)


@feeds.command()
@click.argument("names", nargs=-1, metavar="[FEED|URL]...")
@as_json
@click.pass_obj
def test(place: Place, names: tuple[str, ...], as_json: bool) -> int:
    """Fetch and read feeds, or an address, and say what comes; nothing is stored.

    \b
    aggregator feeds test                           all of them
    aggregator feeds test azernews https://example.org/rss
    """
    known = {feed.id: feed for feed in place.config.feeds}
    wanted = [
        known[name] if name in known else replace(place.config.defaults, id=name, url=_address(name))
        for name in names or tuple(known)
    ]
    with waiting("Trying") as progress:
        results = asyncio.run(_tested(place.config, wanted, progress))
    if as_json:
        say_json({"feeds": results})
    for one in () if as_json else results:
        click.echo(printable(f"{one['id']}: {one['error'] or _summed(one)}"))
    return cli.PARTLY if any(one["error"] for one in results) else 0


def _summed(facts: Mapping[str, Any]) -> str:
    return f"{facts['format']}, {facts['entries']} entries, newest {facts['newest'] or 'without date'}"


def _address(name: str) -> str:
    if "://" not in name:
        raise Unknown(f"feeds.toml has no feed {name}")
    return name


async def _tested(found: Config, wanted: list[Feed], progress: Progress) -> list[dict[str, Any]]:
    done = 0
    async with discovering(found.settings) as discovery:

        async def one(feed: Feed) -> dict[str, Any]:
            nonlocal done
            try:
                return {"id": feed.id, **_facts(await discovery.test(feed)), "error": None}
            except AggregatorError as error:
                return {"id": feed.id, "error": str(error)}
            finally:
                done += 1
                progress.far = f"{done} of {len(wanted)}"

        return list(await asyncio.gather(*map(one, wanted)))


def _facts(trial: Trial) -> Mapping[str, Any]:
    parsed = trial.parsed
    dates = [entry.published_at for entry in parsed.entries if entry.published_at]
    return {
        "url": trial.url,
        "format": parsed.format,
        "title": parsed.title,
        "lang": parsed.lang,
        "entries": len(parsed.entries),
        "newest": moment(max(dates, default=None)),
        "malformed": parsed.malformed or None,
    }


async def _found(found: Config, url: str) -> Trial:
    try:
        values.url(url)
    except ValueError as error:
        raise click.BadParameter(f"ADDRESS {error}") from error
    async with discovering(found.settings) as discovery:
        return await discovery.find(replace(found.defaults, id="new", url=url))


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def _number(place: Place, name: str) -> int:
    for number, feed in enumerate(place.config.feeds):
        if feed.id == name:
            return number
    raise Unknown(f"feeds.toml has no feed {name}")


def _check(place: Place, text: str) -> None:
    """The file as it is has no faults: one in the new text is of what was asked for."""
    try:
        config.read(text.encode(), place.path)
    except ConfigError as error:
        raise click.UsageError(f"{place.path} would be wrong then:\n{error}") from error


def _change(place: Place, text: str, dry_run: bool = False) -> None:
    """Write the new text, once it is known to be right: what is there is never made worse."""
    _check(place, text)
    if not dry_run:
        edit.save(place.path, text)
