"""poll, status: one pass over the feeds, and how they are."""

from __future__ import annotations

from typing import Any

import click

from aggregator import cli, store
from aggregator.cli.asking import perform
from aggregator.cli.configured import Place
from aggregator.cli.printing import DEADLINE, as_json, moment, printable, say_json, table
from aggregator.cli.progress import waiting
from aggregator.fetch.rhythm import shown
from aggregator.model import FeedHealth, without_credentials


@click.command()
@click.argument("feeds", nargs=-1, metavar="[FEED]...")
@click.option("--all", "every", is_flag=True, help="Poll every feed, due or not.")
@as_json
@click.pass_obj
def poll(place: Place, feeds: tuple[str, ...], every: bool, as_json: bool) -> int:
    """Poll what is due, once; a FEED that is named is polled now, due or not.

    \b
    aggregator poll                 what is due
    aggregator poll azernews trend  these two
    aggregator poll --all --json    everything, for a program
    """
    answer = perform(place.config, "poll", {"feeds": list(feeds), "every": every})
    if as_json:
        say_json(answer)
    else:
        for feed in answer["feeds"]:
            click.echo(_line(feed))
        click.echo(f"{answer['new']} new, {answer['changed']} changed")
    return cli.PARTLY if any(feed["outcome"] == "error" for feed in answer["feeds"]) else 0


def _line(feed: dict[str, Any]) -> str:
    line = f"{feed['id']}: {feed['outcome']}"
    if feed["new"] or feed["changed"]:
        line += f", {feed['new']} new, {feed['changed']} changed"
    return printable(f"{line}: {feed['error']}" if feed["error"] else line)


@click.command()
@as_json
@click.pass_obj
def status(place: Place, as_json: bool) -> None:
    """Show every feed's state, its last success, its next poll and why then, and its rhythm.

    \b
    aggregator status
    aggregator status --json > health.json
    """
    with waiting("Reading"), store.open_reader(place.database, DEADLINE) as reader:
        feeds = reader.health()
    if as_json:
        wal = store.wal_bytes(place.database)
        say_json({"feeds": [_facts(feed) for feed in feeds], "wal_bytes": wal})
        return
    table(
        ("feed", "state", "last success", "next poll", "a day", "kept", "aside", "what to know"),
        [
            (
                feed.state.feed_id,
                feed.state.state,
                moment(feed.state.last_success_at),
                moment(feed.state.next_poll_at),
                None if feed.state.entries_per_day is None else shown(feed.state.entries_per_day),
                feed.entries - feed.set_aside,
                feed.set_aside,
                _words(feed),
            )
            for feed in feeds
        ],
    )
    if growth := store.wal_growth(place.database):
        click.echo(growth, err=True)


def _facts(feed: FeedHealth) -> dict[str, Any]:
    """A feed as the view `feed_health` has it, and what it has not."""
    state = feed.state
    return {
        "feed": state.feed_id,
        "url": state.url,
        "title": feed.title,
        "home": feed.home or None,
        "region": feed.region or None,
        "publisher_kind": feed.kind or None,
        "state": state.state,
        "last_success_at": moment(state.last_success_at),
        "next_poll_at": moment(state.next_poll_at),
        "failures": state.failures,
        "last_error": state.last_error or None,
        "entries_per_day": state.entries_per_day,
        "notes": list(state.notes),
        "next_poll_why": state.next_poll_why,
        "last_poll_at": moment(state.last_poll_at),
        "entries": feed.entries,
        "set_aside": feed.set_aside,
        "moved_from": feed.config_url if _moved(feed) else None,
    }


def _words(feed: FeedHealth) -> str:
    """What is wrong and what to do, else what to change in feeds.toml, else why it is polled when it is."""
    if feed.state.last_error:
        return f"{feed.state.last_error} ({feed.state.failures} in a row)"
    if _moved(feed):
        return f"it moved for good: in feeds.toml, set url to {feed.state.url}"
    return feed.state.next_poll_why


def _moved(feed: FeedHealth) -> bool:
    return without_credentials(feed.state.url) != without_credentials(feed.config_url)
