"""The feeds.toml of the demo."""

from __future__ import annotations

import json
from pathlib import Path

from aggregator.demo.outlets import Outlet, outlets

_HEAD = """\
# The demo's feeds: a newsroom on this machine. Nothing leaves it.

[settings]
database = {database}
title = "Regional defence news (demo)"
authority = "demo.example,2026"
listen = {listen}

[defaults]
interval = "5s"
min_interval = "2s"
max_interval = "15s"
host_delay = "0s"
per_host = 8
allow_private = true
"""

_VIEWS = """
[[view]]
id = "caucasus"
title = "South Caucasus"
filter = "country:AZ,GE,AM"

[[view]]
id = "industry"
title = "Defence industry"
filter = "kind:defence-industry"

[[view]]
id = "azerbaijan-and-turkiye"
title = "Azerbaijan and Türkiye"
filter = "country:AZ country:TR"
"""


def config_text(port: int, database_path: Path | str, listen: str = "127.0.0.1:8787") -> str:
    """A feeds.toml that polls the newsroom at `port` every few seconds into that database."""
    head = _HEAD.format(database=_quoted(str(database_path)), listen=_quoted(listen))
    return head + "".join(_feed(outlet, port) for outlet in outlets()) + _VIEWS


def _feed(outlet: Outlet, port: int) -> str:
    keys = {
        "id": outlet.id,
        "url": f"http://127.0.0.1:{port}{outlet.listed_path}",
        "title": outlet.title,
        "home": outlet.home,
        "lang": outlet.lang,
        "region": outlet.region,
        "kind": outlet.kind,
        "tz": outlet.tz,
        "keep_only": outlet.keep_only,
    }
    return "\n[[feed]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in keys.items() if value)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
