"""explain, eval: why the tags are what they are, and how good they are."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

import click

from aggregator import cli, store
from aggregator.cli.configured import Place
from aggregator.cli.printing import DEADLINE, as_json, printable, say_json, table
from aggregator.cli.progress import waiting
from aggregator.cli.tagging import text_of
from aggregator.errors import Unknown
from aggregator.model import COUNTRIES, Span, Tags, Text
from aggregator.pipeline import answers
from aggregator.tag.explain import Explanation, Weighed
from aggregator.tag.explain import explain as explained
from aggregator.tag.scoring import Scores
from aggregator.tag.tagger import Tagger

# What a span is of, and how it is shown.
_COLOURS = {"country": "cyan", "ministry": "green", "topic": "magenta"}


@click.command()
@as_json
@click.argument("entry")
@click.pass_obj
def explain(place: Place, as_json: bool, entry: str) -> None:
    """Show why ENTRY has its tags: each span with its rule, what was considered and lost, and why.

    ENTRY is an entry's number, or - for a JSON object as `tag` takes it.

    \b
    aggregator explain 1234
    echo '{"title": "Kyrgyz defence minister visits Baku"}' | aggregator explain -
    """
    text, corrections = (_given(), []) if entry == "-" else _stored(place, entry)
    found = explained(Tagger.load(), text)
    if as_json:
        say_json({**_as_json(found), "corrections": corrections})
        return
    _show(text, found)
    if corrections:
        click.secho("A person's word stands over these", bold=True)
        click.echo(f"  {' '.join(corrections)}")


def _given() -> Text:
    try:
        return text_of(json.loads(sys.stdin.buffer.read()))
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"standard input: {error}") from error


def _stored(place: Place, entry: str) -> tuple[Text, list[str]]:
    """An entry's text, and what a person said of its tags, as `correct` takes it."""
    if not entry.isascii() or not entry.isdecimal() or len(entry) > 18:
        raise Unknown(f"{entry} is no entry's number, and not -")
    with store.open_reader(place.database, DEADLINE) as reader:
        text = reader.text(int(entry))
        if text is None:
            raise Unknown(f"there is no entry {entry}")
        said = reader.corrections(int(entry))
    return text, [("+" if one.add else "-") + one.tag + (f":{one.role}" if one.role else "") for one in said]


def _as_json(found: Explanation) -> dict[str, Any]:
    return {
        **answers.tags(found.tags),
        "languages": dict(found.languages),
        "lost": [
            {**answers.spans((one.span,))[0], "was": one.was, "why": one.why, "rule": None}
            for one in found.lost
        ],
        "weighed": _weighed_as_json(found.weighed),
        "judged": _weighed_as_json(found.judged),
    }


def _weighed_as_json(weighed: tuple[Weighed, ...]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "total": one.total,
            "signs": [{"sign": sign, "times": times, "weight": weight} for sign, times, weight in one.signs],
        }
        for one in weighed
    ]


def _show(text: Text, found: Explanation) -> None:
    for name in ("title", "summary", "content"):
        if whole := getattr(text, name):
            click.echo(
                _marked(whole, [(span, sort) for span, sort in _spans(found.tags) if span.field == name])
            )
            click.echo()
    for tag in found.tags.countries:
        _show_tag(f"{tag.code}  {COUNTRIES.get(tag.code, '')}, {tag.role}", tag.spans, "country")
    for ministry in found.tags.ministries:
        _show_tag(ministry.tag, ministry.spans, "ministry")
    for topic in found.tags.topics:
        _show_tag(topic.topic, topic.spans, "topic")
    _show_weighed("How each country was weighed", found.weighed)
    _show_weighed("How the topic was weighed", found.judged)
    if found.lost:
        click.secho("Considered and lost", bold=True)
        for lost in found.lost:
            where = f"{lost.span.field} {lost.span.start}–{lost.span.end}"
            click.echo(f"  {printable(lost.span.surface)} ({where}), {lost.was}: {lost.why}")


def _show_weighed(heading: str, weighed: tuple[Weighed, ...]) -> None:
    if weighed:
        click.secho(heading, bold=True)
    for one in weighed:
        signs = ", ".join(f"{sign} ×{times} ({weight:+g})" for sign, times, weight in one.signs)
        click.echo(f"  {one.code} {one.total:+g}: {signs}")


def _show_tag(name: str, spans: tuple[Span, ...], sort: str) -> None:
    click.secho(name, fg=_COLOURS[sort], bold=True)
    for span in spans:
        where = f" ({span.field} {span.start}–{span.end})" if span.start is not None else f" ({span.field})"
        click.echo(f"  {printable(span.surface)}{where}: {span.rule}")


def _spans(tags: Tags) -> list[tuple[Span, str]]:
    """Every span with what it is of; where two lie over each other, an office's is the one to show."""
    found = [(span, "ministry") for tag in tags.ministries for span in tag.spans]
    found += [(span, "country") for tag in tags.countries for span in tag.spans]
    return found + [(span, "topic") for tag in tags.topics for span in tag.spans]


def _marked(whole: str, spans: list[tuple[Span, str]]) -> str:
    sorts = [""] * len(whole)
    for span, sort in reversed(spans):
        if span.start is not None and span.end is not None:
            sorts[span.start : span.end] = [sort] * (span.end - span.start)
    pieces, start = [], 0
    for at in range(1, len(whole) + 1):
        if at == len(whole) or sorts[at] != sorts[start]:
            piece = "\n".join(printable(line) for line in whole[start:at].split("\n"))
            pieces.append(
                click.style(piece, fg=_COLOURS[sorts[start]], underline=True) if sorts[start] else piece
            )
            start = at
    return "".join(pieces)


@click.command(name="eval")
@click.argument("gold", type=click.File("rb"))
@click.option("--misses", type=click.IntRange(0), default=0, help="Show so many entries that differ.")
@as_json
def evaluate(gold: BinaryIO, misses: int, as_json: bool) -> int:
    """Compare the tagger with the labelled entries of GOLD: precision, recall and F1.

    GOLD is JSON lines as for `tag`, with `countries` ({"AZ": "subject"}), `ministries` and `defence`
    as a person gave them.

    \b
    aggregator eval --misses 20 gold.jsonl
    """
    scores, faults = Scores(), list[str]()
    with waiting("Tagging") as progress:
        tagger = Tagger.load()
        for number, line in enumerate(gold, 1):
            if not line.strip():
                continue
            progress.far = f"{number} lines"
            try:
                label = json.loads(line)
                tags = tagger.tag(text_of(label))
                scores.add(label, tags)
            except (ValueError, TypeError, AttributeError, RecursionError) as error:
                faults.append(f"line {number}: {error}")
    for fault in faults:
        click.echo(fault, err=True)
    code = cli.PARTLY if faults else 0
    if as_json:
        say_json(_figures(scores, misses))
        return code
    table(
        ("", "precision", "recall", "F1"),
        [
            (name, f"{one.precision:.4f}", f"{one.recall:.4f}", f"{one.f1:.4f}")
            for name, one in scores.tallies.items()
        ],
    )
    click.echo(f"{scores.exact} of {scores.entries} entries wholly right")
    for miss in scores.misses[:misses]:
        click.echo(f"{miss.entry}: missed {dict(miss.missed)}, too much {dict(miss.extra)}")
    return code


def _figures(scores: Scores, misses: int) -> dict[str, Any]:
    figures: dict[str, Any] = {
        name: {"precision": round(one.precision, 4), "recall": round(one.recall, 4), "f1": round(one.f1, 4)}
        for name, one in scores.tallies.items()
    }
    shown = [
        {"id": miss.entry, "missed": dict(miss.missed), "extra": dict(miss.extra)}
        for miss in scores.misses[:misses]
    ]
    return {**figures, "entries": scores.entries, "exact": scores.exact, "misses": shown}
