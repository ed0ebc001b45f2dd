"""Stories on the pages: who told it and why it is one, what a list says of it, one entry a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aggregator.config import Config
from aggregator.pipeline.stories import grouping
from tests.store.polling import TOLD
from tests.web.filled import NOW, configured, parsed, record, tagged
from tests.web.serving import Served, serve
from tests.web.test_pages import HTML, judge

TEXT = "The defence ministers of Azerbaijan and Türkiye signed a protocol on joint drone exercises in Ganja."


def told(path: Path, loaded: Config) -> None:
    """Alpha tells of a signing and of something else; beta tells of the signing, in Turkish, and again."""
    minister = parsed(
        1,
        "@signing: ministers sign drone protocol in Ganja",
        summary=TEXT,
        published_at=NOW - timedelta(hours=3),
    )
    other = parsed(2, "A parade <b>in</b> Baku", published_at=NOW - timedelta(hours=4))
    record(path, loaded, [tagged(minister, ("AZ", "subject")), tagged(other, ("AZ", "subject"))],
           now=NOW - timedelta(hours=2), grouping=TOLD)  # fmt: skip
    turkish = parsed(3, "@signing: Gence'de protokol", summary=TEXT, lang="tr", link="https://beta.example/3",
                     published_at=NOW - timedelta(hours=2))  # fmt: skip
    again = parsed(4, "@signing: what is <i>in</i> it", summary=TEXT, lang="tr", link="https://beta.example/4",
                   published_at=NOW - timedelta(hours=1))  # fmt: skip
    record(path, loaded, [tagged(turkish, ("AZ", "mention"), ("TR", "subject")), tagged(again)], feed="beta",
           now=NOW - timedelta(hours=1), grouping=TOLD)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("stories")
    loaded = configured(folder)
    path = folder / "aggregator.db"
    told(path, loaded)
    served = serve(path, loaded)
    yield served
    served.close()


def numbers(page: str) -> list[str]:
    return re.findall(r'<h3[^>]*><a href="/entries/(\d+)"', page)


def test_a_story_says_who_told_it_when_and_why_it_is_one(site: Served) -> None:
    answer = site.get("/stories/2", accept=HTML)
    page = answer.text
    judge(page)
    assert '<h1 dir="auto" lang="en">@signing: ministers sign drone protocol in Ganja</h1>' in page
    assert "3 entries of 2 outlets" in page
    assert numbers(page) == ["2", "3", "4"], "in the order of time"
    assert page.count("The first that came in") == 1
    assert re.search(r'Like <a href="/entries/\d"><bdi>[^<]+</bdi></a>’s: <bdi>[^<]+</bdi>', page)
    assert "in Turkish" in page
    assert 'href="/country/TR">Türkiye<span class="hidden"> subject' in page
    assert 'href="/country/AZ">Azerbaijan<span class="hidden"> subject' in page, "of the lead, if not of all"
    again = site.get("/stories/2", accept=HTML, if_none_match=answer.headers["etag"])
    assert again.status_code == 304


def test_a_story_of_one_entry_has_a_page_too(site: Served) -> None:
    page = site.get("/stories/1", accept=HTML).text
    judge(page)
    assert "1 entry of 1 outlet" in page
    assert numbers(page) == ["1"]
    assert "first that came" not in page


def test_an_entrys_number_leads_to_its_story(site: Served) -> None:
    answer = site.get("/stories/4", accept=HTML)
    assert (answer.status_code, answer.headers["location"]) == (302, "/stories/2")
    assert site.get("/stories/03").headers["location"] == "/stories/2"
    assert site.get("/stories/4?token=a+b").headers["location"] == "/stories/2?token=a+b"
    assert site.get("/stories/5").status_code == 404


def test_lists_and_entries_lead_to_the_story(site: Served) -> None:
    page = site.get("/", accept=HTML).text
    assert page.count('class="told" href="/stories/2">2 outlets<') == 3
    assert page.count('class="told"') == 3
    entry = site.get("/entries/3", accept=HTML).text
    judge(entry)
    assert "Also told by" in entry
    assert re.findall(r'</bdi></span> <a href="/entries/(\d)"', entry) == ["2", "4"]
    assert 'href="/stories/2">The story: 3 entries of 2 outlets' in entry
    assert "Also told by" not in site.get("/entries/1", accept=HTML).text


@pytest.mark.parametrize(
    ("path", "shown", "toggle"),
    [
        ("/", ["4", "3", "2", "1"], "/?story=one"),
        ("/?story=one", ["2", "1"], "/"),
        ("/?q=country:AZ", ["3", "2", "1"], "/?q=country:AZ&amp;story=one"),
        ("/?q=country:AZ+story:one&limit=9", ["2", "1"], "/?q=country:AZ&amp;limit=9"),
        ("/country/AZ?story=one", ["2", "1"], "/country/AZ"),
        ("/?q=-story:one", ["4", "3"], "/?q=-story:one&amp;story=one"),
    ],
)
def test_one_entry_a_story_is_one_click_away(site: Served, path: str, shown: list[str], toggle: str) -> None:
    page = site.get(path, accept=HTML).text
    assert numbers(page) == shown
    found = re.search(r'<p class="view">.*?<a href="([^"]+)">(.*?)</a>', page)
    assert found
    assert found[1] == toggle
    assert (found[2] == "Show every entry") == (len(shown) == 2 and "-" not in path)


def test_a_feed_of_stories_is_another_when_a_story_is(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = tmp_path / "aggregator.db"
    told(path, loaded)
    clock = [NOW]

    def now() -> datetime:
        return clock[0]

    site = serve(path, loaded, now=now)
    try:
        first = site.get("/feed.atom?story=one")
        assert first.text.count("<entry") == 2
        clock[0] += timedelta(minutes=5)
        # The lead leaves the news: what follows it is shown, though nothing of that is new.
        with_lead = site.get("/feed.atom?story=one", if_none_match=first.headers["etag"])
        assert with_lead.status_code == 304
        _set_aside(path, 2)
        clock[0] += timedelta(minutes=5)
        then = site.get("/feed.atom?story=one", if_none_match=first.headers["etag"])
        assert then.status_code == 200
        assert "protokol" in then.text
        assert "ministers sign" not in then.text
        assert then.headers["etag"] != first.headers["etag"]
        since = first.headers["last-modified"]
        assert site.get("/feed.atom?story=one", if_modified_since=since).status_code == 200
    finally:
        site.close()


def _set_aside(path: Path, entry_id: int) -> None:
    """As a retag does where the feed's keep_only keeps it no longer."""
    from aggregator import store
    from aggregator.model import Tags

    with store.open_writer(path) as database:
        database._connection.execute("UPDATE feed SET keep_only = 'country:KG' WHERE feed = 'alpha'")
        database.apply_tags([(entry_id, Tags())], "r2", NOW, grouping=grouping())
