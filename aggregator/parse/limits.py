"""How much of each thing is kept. What is longer is cut, and the entry says `truncated`."""

from __future__ import annotations

TITLE = 1_000  # code points, as all below
AUTHOR = 300
CATEGORY = 200
CATEGORIES = 100
ENCLOSURES = 50
GUID = 2_000
URL = 4_000
HTML = 100 * 1024  # nh3 is quadratic on deep nesting, so an entry's HTML is cut before it
DEPTH = 200  # of tags in HTML; deeper ones are all dropped
DATE = 120
ENTRIES = 20_000  # a document of 8 MiB can hold a million empty items
PAST = f"past the first {ENTRIES} entries of a document"  # why an entry is skipped
