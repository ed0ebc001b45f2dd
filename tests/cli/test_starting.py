"""init, the configuration's place, exit codes, and what has no verb."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

import click
import pytest

from aggregator.cli import cli
from tests.conftest import Folder, environment


def test_init_writes_the_default_list_with_an_authority_of_its_own(folder: Folder) -> None:
    ran = folder.run("init", "news")
    assert ran.returncode == 0, ran.stderr
    text = (folder.path / "news" / "feeds.toml").read_text()
    assert (folder.path / "news" / "db").is_dir()
    authority = tomllib.loads(text)["settings"]["authority"]
    assert authority.endswith(tuple("0123456789"))
    assert "," in authority
    assert text.count("#") > 10  # the comments are there
    again = folder.json("init", "--json", "news")
    assert again["written"] is False
    assert (folder.path / "news" / "feeds.toml").read_text() == text


def test_init_gives_an_authority_to_a_file_that_has_none_and_changes_nothing_else(folder: Folder) -> None:
    before = '# mine\n[settings]  # here\nauthority = ""  # to come\ntitle = "T"\n'
    folder.config.write_text(before)
    assert folder.run("init").returncode == 0
    after = folder.config.read_text()
    authority = tomllib.loads(after)["settings"]["authority"]
    assert authority
    assert after == before.replace('""', f'"{authority}"')


def test_init_leaves_what_it_cannot_read(folder: Folder) -> None:
    folder.config.write_text("[settings\n")
    assert folder.run("init").returncode == 78
    assert folder.config.read_text() == "[settings\n"


def test_without_a_configuration_it_says_how_to_get_one(folder: Folder) -> None:
    ran = folder.run("status")
    assert ran.returncode == 78
    assert "aggregator init" in ran.stderr
    assert "AGGREGATOR_CONFIG" in ran.stderr
    named = folder.run("-c", "other.toml", "status")
    assert named.returncode == 78
    assert "other.toml" in named.stderr


def test_a_bad_configuration_says_all_that_is_wrong_and_polls_nothing(folder: Folder) -> None:
    folder.config.write_text(
        '[settings]\nhub = 1\n[[feed]]\nid = "a"\nurl = "http://127.0.0.1:9/"\nhom = "AZ"\n'
    )
    for verb in (["check"], ["poll"], ["run"]):
        ran = folder.run(*verb)
        assert ran.returncode == 78, verb
        said = ran.stderr + ran.stdout
        assert "feeds.toml:2" in said
        assert "feeds.toml:6" in said
    assert not folder.database.exists()
    found = folder.run("check", "--json")
    assert found.returncode == 78
    errors = json.loads(found.stdout)["errors"]
    assert len([error for error in errors if error.startswith("feeds.toml:")]) == 2


def test_usage_errors_exit_with_2(folder: Folder) -> None:
    assert folder.run("frobnicate").returncode == 2
    assert folder.run("poll", "--frobnicate").returncode == 2


def test_every_verb_has_help_with_what_it_does(folder: Folder) -> None:
    listed = folder.run("--help").stdout
    context = click.Context(cli)
    for name in cli.list_commands(context):
        assert name in listed
        command = cli.get_command(context, name)
        assert command
        parts = {name: command}
        if isinstance(command, click.Group):
            parts |= {f"{name} {part}": one for part, one in command.commands.items()}
        for path, one in parts.items():
            assert f"aggregator {path} " in f"{one.help} ".replace("\n", " "), "it has an example"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(folder: Folder, shell: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "aggregator"],
        cwd=folder.path,
        env={**environment(), "_AGGREGATOR_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "aggregator" in ran.stdout
