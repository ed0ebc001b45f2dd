"""Where the checkout lies, and which of its files are the project's."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    """Every file that git tracks and that is still there."""
    done = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=30,
    )
    return [path for name in done.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
