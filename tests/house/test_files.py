"""What no file of the project may hold, and how long one may be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, tracked

LONGEST = 300  # lines of a file of the package

# A developer's folders and a package index have no place in the project. Built from pieces, so that
# this file does not find itself.
STRAY = re.compile(
    r"(?<![\w./%-])/(?:" + "|".join(("work", "root", "home", "Users", "private")) + r")/[\w.]"
    r"|/tmp" + r"/\w"
    r"|--(?:extra-)?index" + r"-url|PIP_INDEX" + r"_URL|files\.python" + r"hosted|/py" + r"pi/simple"
)


def test_no_file_names_a_folder_of_some_machine_or_a_package_index() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a feed in an old encoding
        for number, line in enumerate(text.splitlines(), 1):
            if match := STRAY.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match.group()}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "name", ["utils", "helpers", "common", "core", "base", "manager", "service", "handler"]
)
def test_no_room_has_a_name_that_tells_nothing(name: str) -> None:
    assert not [str(p) for p in tracked() if name in p.relative_to(ROOT).with_suffix("").parts]


def test_no_file_of_the_package_is_longer_than_a_sitting() -> None:
    too_long = []
    for path in sorted((ROOT / "aggregator").rglob("*.py")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST:
            too_long.append(f"{path.relative_to(ROOT)}: {lines} lines, {LONGEST} allowed")
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "README.md", "CHANGELOG.md", ".ci/run"])
def test_the_papers_are_there(name: str) -> None:
    assert Path(ROOT / name).stat().st_size > 0


def test_every_link_between_the_papers_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked()
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not re.match(r"\w+:", target) and not (page.parent / target).exists()
    ]
    assert not broken, "\n".join(broken)
