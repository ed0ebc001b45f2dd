"""db: the database file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from aggregator import cli, store
from aggregator.cli.asking import perform
from aggregator.cli.configured import Place
from aggregator.cli.printing import DEADLINE, as_json, moment, say_json
from aggregator.cli.progress import waiting
from aggregator.config import values


@click.group()
def db() -> None:
    """Migrate, describe, copy, prune and check the database.

    \b
    aggregator db check
    aggregator db snapshot copy.db
    """


@db.command()
@as_json
@click.pass_obj
def migrate(place: Place, as_json: bool) -> None:
    """Bring an older database to today's schema, after a snapshot; make it if there is none.

    A running daemon has to be stopped first.

    \b
    aggregator db migrate
    """
    place.database.parent.mkdir(parents=True, exist_ok=True)
    with waiting("Migrating"):
        before = store.migrate(place.database)
    if as_json:
        say_json({"database": place.database, "before": before.version, "now": before.current})
    elif before.version == before.current:
        click.echo(f"{place.database} has today's schema already")
    else:
        click.echo(f"{place.database}: schema {before.version} → {before.current}")


@db.command(name="schema")
@as_json
@click.pass_obj
def show_schema(place: Place, as_json: bool) -> None:
    """Print the database's tables and views as SQL.

    \b
    aggregator db schema | grep "CREATE VIEW"
    """
    state = store.schema_state(place.database)
    with store.open_reader(place.database, DEADLINE) as reader:
        text = reader.schema()
    if as_json:
        say_json({"state": state.kind, "version": state.version, "current": state.current, "sql": text})
    else:
        click.echo(text, nl=False)


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
@click.pass_obj
def snapshot(place: Place, file: Path, as_json: bool) -> None:
    """Copy the database to FILE, whole and consistent, while a daemon writes it.

    The copy can be read without write access to its folder.

    \b
    aggregator db snapshot /srv/share/news.db
    """
    with waiting("Copying"):
        store.take(place.database, file)
    if as_json:
        say_json({"file": file, "bytes": file.stat().st_size})
    else:
        click.echo(f"Wrote {file}, {file.stat().st_size:,} bytes")


def _age(context: click.Context, parameter: click.Parameter, value: str | None) -> timedelta | None:
    try:
        return values.duration(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@db.command()
@click.option("--older", callback=_age, metavar="AGE", help="Than what; else settings.keep, such as 365d.")
@as_json
@click.pass_obj
def prune(place: Place, older: timedelta | None, as_json: bool) -> None:
    """Forget entries older than settings.keep. They do not come back, and their counts stay.

    \b
    aggregator db prune
    """
    keep = older or place.config.settings.keep
    if keep is None:
        answer: dict[str, object] = {"before": None, "pruned": 0}
    else:
        before = datetime.now(UTC) - keep
        answer = dict(perform(place.config, "prune", {"before": before.isoformat()}))
        answer["before"] = moment(before)
    if as_json:
        say_json(answer)
    elif keep is None:
        click.echo('settings.keep is "forever": nothing to forget')
    else:
        click.echo(f"{answer['pruned']} entries placed before {answer['before']} are gone")


@db.command()
@as_json
@click.pass_obj
def check(place: Place, as_json: bool) -> int:
    """Look for damage: SQLite's own check, then the sums that must hold between the tables.

    \b
    aggregator db check && echo sound
    """
    with waiting("Checking"):
        faults = store.check(place.database)
    if as_json:
        say_json({"ok": not faults, "errors": faults})
    else:
        for fault in faults:
            click.echo(fault, err=True)
        if not faults:
            click.echo(f"{place.database} is sound")
    return cli.FAILED if faults else 0
