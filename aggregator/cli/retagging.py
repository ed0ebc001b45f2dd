"""retag, correct: the tags of what is stored, made again, or put right by a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from aggregator import store
from aggregator.cli.asking import perform
from aggregator.cli.configured import Place
from aggregator.cli.printing import DEADLINE, as_json, say_json
from aggregator.cli.progress import waiting
from aggregator.config import values
from aggregator.errors import Unknown
from aggregator.pipeline import answers
from aggregator.pipeline.stories import grouping
from aggregator.store import Difference
from aggregator.tag.tagger import Tagger


def _since(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A day, or an age back from now."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=found.tzinfo or UTC)
    except ValueError:
        pass
    try:
        return datetime.now(UTC) - values.duration(value)
    except ValueError as error:
        raise click.BadParameter("must be an age such as 7d, or a day such as 2026-11-01") from error


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--since", callback=_since, metavar="WHEN", help="Entries since then: 7d, 2026-11-01.")
@click.option("--all", "everything", is_flag=True, help="Those that today's rules tagged already, too.")
@as_json
@click.pass_obj
def retag(place: Place, dry_run: bool, since: datetime | None, everything: bool, as_json: bool) -> None:
    """Tag stored entries again, those that older rules tagged; say what changes. Twice is no change.

    Stories are made again too, all of them, where older rules made them.

    \b
    aggregator retag --dry-run
    aggregator retag --all --since 30d
    """
    if dry_run:
        answer = _rehearsed(place, since, everything)
    else:
        asked = {"since": since.isoformat() if since else None, "everything": everything}
        answer = dict(perform(place.config, "retag", asked))
    if as_json:
        say_json(answer)
        return
    verb = "would change" if dry_run else "changed"
    click.echo(f"{answer['entries']} entries looked at, {answer['changed']} {verb}")
    for sign, tags in (("+", answer["added"]), ("-", answer["removed"])):
        for tag, times in sorted(tags.items(), key=lambda pair: (-pair[1], pair[0])):
            click.echo(f"  {sign}{tag}  {times}")
    if answer["regrouped"]:
        click.echo(f"{answer['regrouped']} entries {'would have' if dry_run else 'have'} another story")
    for sample in answer["samples"]:
        words = [f"+{tag}" for tag in sample["added"]] + [f"-{tag}" for tag in sample["removed"]]
        click.echo(f"entry {sample['entry_id']}: {' '.join(words)}")


def _rehearsed(place: Place, since: datetime | None, everything: bool) -> dict[str, Any]:
    with waiting("Tagging again") as progress, store.open_reader(place.database, DEADLINE) as reader:
        tagger = Tagger.load()
        found, looked = Difference(), 0
        for batch in reader.compare_all(tagger.tag, tagger.ruleset, everything=everything, since=since):
            found += batch
            progress.far = f"{found.entries} entries"
        all_stories = everything and since is None
        for done in reader.compare_stories(grouping(), everything=all_stories):
            found += Difference(regrouped=done.changed)
            looked += done.entries
            progress.far = f"{found.entries} entries, the stories of {looked}"
    return answers.difference(found)


@click.command(context_settings={"allow_interspersed_args": False})
@click.option("--clear", is_flag=True, help="Forget what was said of the entry before.")
@as_json
@click.argument("entry")
@click.argument("words", nargs=-1, metavar="[+TAG|-TAG]...")
@click.pass_obj
def correct(place: Place, clear: bool, as_json: bool, entry: str, words: tuple[str, ...]) -> None:
    """Put the tags of ENTRY right, for good: a person's word stands over every retag.

    \b
    aggregator correct 1234 +AZ/defence -TR +KG:mention +topic:defence
    aggregator correct 1234 --clear
    """
    if not entry.isascii() or not entry.isdecimal() or len(entry) > 18:
        raise Unknown(f"{entry} is no entry's number")
    clear = clear or "--clear" in words
    words = tuple(word for word in words if word != "--clear")
    if not words and not clear:
        raise click.UsageError("say what is right, such as +AZ/defence or -TR, or --clear")
    answer = perform(place.config, "correct", {"entry": int(entry), "words": list(words), "clear": clear})
    if as_json:
        say_json(answer)
    else:
        countries = [f"{one['code']} ({one['role']})" for one in answer["countries"]]
        others = [one["tag"] for one in (*answer["ministries"], *answer["topics"])]
        click.echo(f"entry {entry}: {', '.join([*countries, *others]) or 'no tags'}")
