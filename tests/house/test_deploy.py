"""The systemd unit and the Containerfile say what is true."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.checkout import ROOT

UNIT = ROOT / "deploy" / "aggregator.service"


def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze here")
    # The program and its user are not installed on a developer's machine: another stands in for it.
    text = UNIT.read_text(encoding="utf-8").replace("/opt/aggregator/bin/aggregator", "/bin/true")
    unit = tmp_path / UNIT.name
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert unit.name not in done.stderr, done.stderr


@pytest.mark.parametrize("line", ["Type=notify", "NoNewPrivileges=yes", "ProtectSystem=strict"])
def test_the_unit_notifies_and_is_hardened(line: str) -> None:
    assert line in UNIT.read_text(encoding="utf-8").splitlines()


def test_the_container_copies_what_there_is() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, flags=re.MULTILINE)
        for name in line.split()
    ]
    assert copied
    assert not [name for name in copied if not (ROOT / name).exists()]
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert not [name for name in copied if f"!{name}" not in allowed]
