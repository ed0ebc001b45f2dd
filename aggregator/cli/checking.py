"""check: every error of feeds.toml and of the gazetteer at once."""

from __future__ import annotations

import click

from aggregator import cli
from aggregator.cli.configured import Place
from aggregator.cli.printing import as_json, say_json
from aggregator.errors import ConfigError, GazetteerError
from aggregator.tag import gazetteer
from aggregator.tag.lint import lint


@click.command()
@as_json
@click.pass_obj
def check(place: Place, as_json: bool) -> int:
    """Read feeds.toml and the gazetteer, and say all that is wrong with them.

    \b
    aggregator check
    aggregator -c other/feeds.toml check --json
    """
    faults: list[str] = []
    summary = ""
    try:
        found = place.config
        summary = f"{found.path}: {len(found.feeds)} feeds, {len(found.views)} views"
    except ConfigError as error:
        faults += error.faults
    try:
        faults += [f"gazetteer: {fault}" for fault in lint(gazetteer.load())]
    except GazetteerError as error:
        faults += str(error).splitlines()
    if as_json:
        say_json({"ok": not faults, "errors": faults})
    else:
        for fault in faults:
            click.echo(fault, err=True)
        if not faults:
            click.echo(f"{summary}; the gazetteer is right")
    return cli.MISCONFIGURED if faults else 0
