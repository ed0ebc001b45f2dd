"""Where the SQL texts lie: inside the package once installed from a wheel, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def packaged(name: str) -> Path:
    """The path of `name`, a file or folder such as `db/migrations`.

    The wheel carries db/ inside the package (hatchling's force-include); an editable install and a
    checkout have it one folder up.
    """
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name
