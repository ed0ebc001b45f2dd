"""Every verb, option and setting stands in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from aggregator.cli import cli
from aggregator.config import tables
from tests.house.checkout import ROOT


def documents() -> str:
    """What a user reads: the README, docs/ and the READMEs of the rooms meant for users."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md")), ROOT / "deploy" / "README.md"]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def verbs(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every verb that a user can type, with its path."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child is not None, name
        if not child.hidden:
            yield from verbs(child, (*path, name))


VERBS = dict(verbs(cli))


@pytest.mark.parametrize("path", list(VERBS), ids=" ".join)
def test_every_verb_is_in_the_documents(path: tuple[str, ...]) -> None:
    assert re.search(rf"`{' '.join(map(re.escape, path))}\b", documents()), f"no `{' '.join(path)}`"


@pytest.mark.parametrize("path", list(VERBS), ids=" ".join)
def test_every_verb_says_what_it_does(path: tuple[str, ...]) -> None:
    assert VERBS[path].get_short_help_str()


def test_every_option_is_in_the_documents() -> None:
    text = documents()
    missing = {
        f"{' '.join(path)} {parameter.opts[-1]}"
        for path, command in VERBS.items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        if not re.search(rf"(?<![\w-]){re.escape(parameter.opts[-1])}\b", text)
    }
    assert not missing, missing


@pytest.mark.parametrize("table", ["SETTINGS", "DEFAULTS", "FEED", "VIEW"])
def test_every_setting_is_in_the_documents(table: str) -> None:
    text = documents()
    missing = {
        key
        for key in getattr(tables, table)
        if not re.search(rf"`{key}`|^#?\s*{key} = ", text, flags=re.MULTILINE)
    }
    assert not missing, missing


@pytest.mark.parametrize("code", [0, 1, 2, 75, 78])
def test_every_exit_code_is_in_the_documents(code: int) -> None:
    assert re.search(rf"^\| `?{code}`? \|", documents(), flags=re.MULTILINE)
