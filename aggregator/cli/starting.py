"""init, run, serve: from nothing to a running aggregator."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from aggregator.cli.configured import FILE_NAME, Place
from aggregator.cli.printing import as_json, say_json
from aggregator.config import edit
from aggregator.store.packaged import packaged


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@as_json
def init(folder: Path, as_json: bool) -> None:
    """Write the default feeds.toml into FOLDER (or here), and db/ beside it.

    A feeds.toml that is there already stays; if it has no authority yet, it is given one.
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
