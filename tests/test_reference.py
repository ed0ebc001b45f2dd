"""The reference entry's whole story: served over HTTP, polled into a fresh file, tagged, found, published."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from tests.conftest import Answer, Folder, Publisher, Running

ATOM = "{http://www.w3.org/2005/Atom}"
COUNTRIES = {"AZ": "subject", "KG": "subject", "TR": "mention"}
MINISTRIES = ["AZ/defence-industry", "KG/defence"]


def test_the_reference_entry(folder: Folder, publisher: Publisher, start: Callable[..., Running]) -> None:
    publisher.answers["/rss"] = Answer(Path(__file__).with_name("reference.rss").read_bytes())
    folder.write(
        {},
        f'[[feed]]\nid = "azernews"\nurl = "{publisher.url("/rss")}"\ntitle = "Azernews"\n'
        'home = "AZ"\nlang = "en"\nregion = "South Caucasus"\nkind = "press"\n',
    )
    assert not folder.database.exists()
    running = start()
    running.line("azernews: ok, 1 new")

    with sqlite3.connect(f"file:{folder.database}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        (entry,) = connection.execute("SELECT * FROM news").fetchall()
        countries = dict(connection.execute("SELECT country, role FROM news_country"))
        evidence = connection.execute("SELECT * FROM evidence").fetchall()
    connection.close()
    assert countries == COUNTRIES
    assert json.loads(entry["countries"]) == list(COUNTRIES)
    assert json.loads(entry["subjects"]) == ["AZ", "KG"]
    assert json.loads(entry["ministries"]) == MINISTRIES
    assert entry["title"] is None
    assert entry["published_at"] == entry["placed_at"] == "2023-07-07T13:31:00Z"
    assert entry["publisher"] == "Azernews"

    # Every tag has evidence, and each span is the text it says it is.
    assert {row["tag"] for row in evidence} >= {*COUNTRIES, *MINISTRIES}
    for row in evidence:
        if row["span_start"] is not None:
            assert entry[row["field"]][row["span_start"] : row["span_end"]] == row["surface"], dict(row)

    terms = _terms(running.get("/feed.atom"))
    assert terms["country"] == list(COUNTRIES)
    assert terms["ministry"] == MINISTRIES
    for path in ("/country/AZ.atom", "/country/KG.atom", "/ministry/AZ/defence-industry.atom"):
        document = running.get(path)
        assert _terms(document) == terms, path
        assert "<published>2023-07-07T13:31:00Z</published>" in document
    assert ElementTree.fromstring(running.get("/ministry/AZ/defence.atom")).find(f"{ATOM}entry") is None
    assert running.stop() == 0


def _terms(document: str) -> dict[str, list[str]]:
    """The categories of a feed's one entry, by the last word of their scheme."""
    (entry,) = ElementTree.fromstring(document).iter(f"{ATOM}entry")
    terms: dict[str, list[str]] = {}
    for category in entry.iter(f"{ATOM}category"):
        scheme = category.attrib["scheme"]
        assert scheme.startswith("tag:test.example,2026:ns/")
        terms.setdefault(scheme.rpartition("/")[2], []).append(category.attrib["term"])
    return terms
