"""The verbs: what they print, and their exit codes.

0 done · 1 failed · 2 usage, unknown entry or feed · 75 part of the work failed · 78 bad configuration.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from aggregator import __version__
from aggregator.cli.configured import Place
from aggregator.errors import AggregatorError

FAILED, USAGE, PARTLY, MISCONFIGURED = 1, 2, 75, 78

# Each verb with its room; a room is imported when its verb is asked for, so that `--help` is quick.
_ROOMS = {
    "init": "starting",
    "run": "starting",
    "serve": "starting",
    "poll": "polling",
    "status": "polling",
    "entries": "reading",
    "feed": "reading",
    "tag": "tagging",
    "explain": "judging",
    "retag": "retagging",
    "correct": "retagging",
    "eval": "judging",
    "feeds": "listing",
    "check": "checking",
    "db": "database",
}


class Verbs(click.Group):
    """The verbs, each loaded from its room at need."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_ROOMS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _ROOMS:
            return None
        room = import_module(f"aggregator.cli.{_ROOMS[name]}")
        commands = (one for one in vars(room).values() if isinstance(one, click.Command))
        return next(command for command in commands if command.name == name)

    def invoke(self, context: click.Context) -> object:
        try:
            result: object = super().invoke(context)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read our output has enough: that is no failure, and nothing more is to be said.
            _say_no_more()
            return 0
        return result


def _say_no_more() -> None:
    """What is still in standard output's buffer goes nowhere, and its end is no second error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-c",
    "--config",
    "path",
    type=click.Path(dir_okay=False),
    envvar="AGGREGATOR_CONFIG",
    help="The feeds.toml to use; without it AGGREGATOR_CONFIG, else feeds.toml here.",
)
@click.version_option(__version__, prog_name="aggregator")
@click.pass_context
def cli(context: click.Context, path: str | None) -> None:
    """Watch a region's defence news: poll feeds, tag countries and ministries, serve one merged feed.

    \b
    aggregator run --demo                      see it work, off line
    aggregator init news && cd news            a feeds.toml of your own
    aggregator run                             poll what it lists, serve http://127.0.0.1:8787/
    aggregator entries country:AZ since:7d     the newest entries about a country
    """
    context.obj = Place(path)


def main() -> NoReturn:
    """Run a verb and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # UTF-8 whatever the locale; half of a surrogate pair, which UTF-8 has not, as JSON escapes it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = cli.main(prog_name="aggregator", standalone_mode=False)
        sys.exit(result if isinstance(result, int) else 0)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except AggregatorError as error:
        click.echo(f"aggregator: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # A file that cannot be written, a full disk: the machine's fault, and no bug to be traced.
        _say_no_more()
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"aggregator: {where}{error.strerror or error}", err=True)
        sys.exit(FAILED)
