"""init, run, serve: from nothing to a running aggregator."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from aggregator.cli.configured import FILE_NAME, Place
from aggregator.cli.printing import as_json, say_json
from aggregator.config import Config, edit, values
from aggregator.store.packaged import packaged


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@as_json
def init(folder: Path, as_json: bool) -> None:
    """Write the default feeds.toml into FOLDER (or here), and db/ beside it.

    A feeds.toml that is there already stays; if it has no authority yet, it is given one.

    \b
    aggregator init news && cd news && aggregator run
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "db").mkdir(exist_ok=True)
    path = folder / FILE_NAME
    there = path.exists()
    if there:
        Place(str(path)).config  # noqa: B018 - what cannot be read must not be rewritten
    source = path if there else packaged(FILE_NAME)
    before = source.read_text(encoding="utf-8")
    after = edit.with_authority(before, _authority())
    if not there or after != before:
        edit.save(path, after)
    if as_json:
        say_json({"config": str(path), "written": not there, "authority_added": after != before})
    elif there:
        click.echo(f"{path} was there already" + (": gave it an authority" if after != before else ""))
    else:
        click.echo(f"Wrote {path}. Next: aggregator -c {path} run")


def _authority() -> str:
    """A tag authority (RFC 4151) that nobody else has; who owns a domain may write it instead, at once."""
    return f"aggregator-{secrets.token_hex(4)}.local,{datetime.now(UTC).year}"


def _listen(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, int] | None:
    if value is None:
        return None
    try:
        return values.listen(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_listen_option = click.option(
    "--listen", callback=_listen, metavar="HOST:PORT", help="Where to listen instead; port 0 is any free one."
)
_json_lines = click.option("--json", "as_json", is_flag=True, help="Log JSON, a line an event.")


@click.command()
@click.option("--demo", is_flag=True, help="Off line: poll the bundled newsroom, in a temporary folder.")
@_listen_option
@_json_lines
@click.pass_obj
def run(place: Place, demo: bool, listen: tuple[str, int] | None, as_json: bool) -> None:
    """Run the daemon: poll what is due, tag it, serve it. Ctrl-C ends it and loses nothing.

    \b
    aggregator run --demo     see it work, off line
    aggregator run            poll what feeds.toml lists
    """
    from aggregator import daemon
    from aggregator.daemon import lines, rehearsal

    lines.set_up(as_json=as_json)
    if demo:
        asyncio.run(rehearsal.run(listen))
    else:
        asyncio.run(daemon.run(_listening(place.config, listen)))


@click.command()
@_listen_option
@_json_lines
@click.pass_obj
def serve(place: Place, listen: tuple[str, int] | None, as_json: bool) -> None:
    """Serve the web alone, from a database that something else writes, or nobody.

    \b
    aggregator serve --listen 127.0.0.1:9000   beside a cron job that polls
    """
    from aggregator.daemon import lines, showing

    lines.set_up(as_json=as_json)
    asyncio.run(showing.run(_listening(place.config, listen)))


def _listening(config: Config, listen: tuple[str, int] | None) -> Config:
    return replace(config, settings=replace(config.settings, listen=listen)) if listen else config
