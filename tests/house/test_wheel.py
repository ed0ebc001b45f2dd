"""The built wheel, installed into an empty environment and run where the source cannot be seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.checkout import ROOT

LINE = {"id": "1", "title": "Kyrgyz Defence Minister visits Azerbaijan", "lang": "en"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; the libraries it needs are lent by this one.

    The loan is a .pth line: it adds the folder to the path but does not read the .pth files there,
    so an editable install of the source is not seen.
    """
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = _pip()
    _run([*pip, "--python", str(python), "install", "-q", "--no-deps", "--no-index", str(wheel)], folder)
    site = Path(
        _run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    )
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    return folder


def test_the_wheel_carries_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "aggregator/feeds.toml" in names
    assert "aggregator/db/schema.sql" in names
    for source, inside in (
        ("db/migrations", "aggregator/db/migrations"),
        ("db/queries", "aggregator/db/queries"),
    ):
        wanted = {f"{inside}/{path.name}" for path in (ROOT / source).glob("*.sql")}
        assert wanted
        assert wanted <= names
    data = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "aggregator").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
    }
    assert data <= names, data - names
    assert any(name.startswith("aggregator/tag/data/") for name in data)
    assert any(name.startswith("aggregator/web/templates/") for name in data)
    assert any(name.startswith("aggregator/demo/feeds/") for name in data)


def test_the_wheel_carries_no_live_file(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [
        n for n in names if n.endswith((".db", ".db-wal", ".db-shm", ".pyc")) or n.startswith("tests/")
    ]


def test_it_runs_with_the_source_out_of_reach(installed: Path, tmp_path: Path) -> None:
    python, aggregator = str(installed / "bin" / "python"), str(installed / "bin" / "aggregator")
    where = Path(_run([python, "-c", "import aggregator; print(aggregator.__file__)"], tmp_path).strip())
    assert installed in where.parents
    _run([aggregator, "init", "."], tmp_path)
    assert (tmp_path / "feeds.toml").is_file()
    _run([aggregator, "check"], tmp_path)
    _run([aggregator, "db", "migrate"], tmp_path)
    assert _run([aggregator, "entries", "--format", "ndjson", "country:AZ"], tmp_path) == ""


def test_it_tags_with_the_source_out_of_reach(installed: Path, tmp_path: Path) -> None:
    out = _run([str(installed / "bin" / "aggregator"), "tag"], tmp_path, json.dumps(LINE))
    tagged = json.loads(out)
    assert {country["code"] for country in tagged["countries"]} == {"AZ", "KG"}
    assert [ministry["tag"] for ministry in tagged["ministries"]] == ["KG/defence"]


def test_its_demo_is_inside(installed: Path, tmp_path: Path) -> None:
    code = "from aggregator.demo.outlets import outlets; print(len(outlets()))"
    assert int(_run([str(installed / "bin" / "python"), "-c", code], tmp_path)) >= 14


def _pip() -> list[str]:
    """A pip that can install into another environment: this one's, else the Python's it was made from."""
    for python in (sys.executable, getattr(sys, "_base_executable", sys.executable)):
        if (
            subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode
            == 0
        ):
            return [python, "-m", "pip"]
    pytest.skip("no pip here, neither in this environment nor in the Python it was made from")


def _run(command: list[str], folder: Path, given: str = "") -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "AGGREGATOR", "VIRTUAL_ENV"))}
    done = subprocess.run(
        command, cwd=folder, input=given, capture_output=True, text=True, check=False, timeout=120, env=kept
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout
