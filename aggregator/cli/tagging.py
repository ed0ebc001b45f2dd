"""tag: what the tagger says, without a database."""

from __future__ import annotations

import json
import re
import sys
from typing import Any, BinaryIO

import click

from aggregator import cli
from aggregator.cli.printing import as_json
from aggregator.model import Text
from aggregator.pipeline import answers
from aggregator.tag.tagger import Tagger

_FIELDS = ("title", "summary", "content", "lang", "home", "source")
_SURROGATE = re.compile("[\ud800-\udfff]")


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@as_json
def tag(file: BinaryIO, as_json: bool) -> int:
    """Tag JSON lines from FILE or standard input: an answer for each line, as it comes.

    A line may have id, title, summary, content, lang, home and source (the publisher's name).

    \b
    echo '{"id": 1, "title": "Kyrgyz defence minister visits Baku"}' | aggregator tag
    """
    tagger = Tagger.load()
    code = 0
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            text = text_of(asked)
        except (ValueError, RecursionError) as error:
            click.echo(f"line {number}: {error}", err=True)
            code = cli.PARTLY
            continue
        answer = {"id": asked.get("id"), **answers.tags(tagger.tag(text))}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return code


def text_of(asked: Any) -> Text:
    """What an object of JSON gives the tagger. Raises ValueError if it is no such object."""
    if not isinstance(asked, dict):
        raise ValueError("not a JSON object")
    given = {name: asked[name] for name in _FIELDS if asked.get(name) is not None}
    for name, value in given.items():
        if not isinstance(value, str):
            raise ValueError(f"{name} must be a string")
    # Half of a surrogate pair is no character: one that stands for it keeps every offset right.
    return Text(**{name: _SURROGATE.sub("\ufffd", value) for name, value in given.items()})
