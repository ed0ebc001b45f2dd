"""The pages: what they show, that nothing of a publisher becomes markup, and what is wrong is said."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from aggregator.model import COUNTRIES, Enclosure
from aggregator.store import Grouping
from aggregator.web import worldmap
from tests.web.filled import NOW, configured, fill, parsed, record, tagged
from tests.web.serving import Served, serve
from tests.web.vectors import LINKS, VECTORS

HTML = "text/html"
ALL_ONE = Grouping(lambda new, _: [new[0].entry_id] * len(new), timedelta(days=4), "one")
PAGES = [
    "/",
    "/country/AZ",
    "/ministry/AZ/defence",
    "/kind/defence",
    "/view/caucasus",
    "/feeds",
    "/entries/1",
    "/stories/1",
]


class _Markup(HTMLParser):
    """The tags and attributes of a page, and where it breaks the rules that keep it harmless."""

    void = frozenset({"meta", "link", "input", "br", "img", "hr", "path", "rect", "circle"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.targets: list[str] = []
        self.feed(page)
        self.close()
        if self.open:
            self.bad.append(f"not closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "style", "img", "template", "math"):
            self.bad.append(f"<{tag}>")
        if tag == "script" and not (found.get("src") or "").startswith("/"):
            self.bad.append("a script that is not ours")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.bad.append(f"{name}={value}")
            if name in ("href", "src", "action"):
                self.targets.append(value or "")
            if name == "id":
                self.ids.append(value or "")
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.void:
            return
        if not self.open or self.open.pop() != tag:
            self.bad.append(f"</{tag}> closes nothing")


def judge(page: str) -> _Markup:
    markup = _Markup(page)
    assert markup.bad == []
    assert len(markup.ids) == len(set(markup.ids))
    for target in markup.targets:
        assert re.match(r"(/(?!/)|#|https?://)", target), target
    return markup


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_sound(site: Served, path: str) -> None:
    answer = site.get(path, accept=HTML)
    assert answer.status_code == 200
    markup = judge(answer.text)
    page = answer.text
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert len(re.findall("<h1", page)) == 1
    assert "<main" in page
    assert "content" in markup.ids
    outside = {t for t in markup.targets if t.startswith("http")}
    assert all(re.match(r"https://(alpha|beta)\.example/", target) for target in outside)


def test_news_shows_tags_as_links_and_the_feed_of_what_is_seen(site: Served) -> None:
    page = site.get("/?country=AZ&kind=defence", accept=HTML).text
    assert 'href="/country/TR">Türkiye<span class="role"> mention</span>' in page
    assert 'href="/ministry/AZ/defence">Azerbaijan: Defence</a>' in page
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert 'href="/feed.atom?country=AZ&amp;kind=defence"' in page
    assert 'value="country:AZ kind:defence"' in page
    feed = site.get("/feed.atom?country=AZ&kind=defence")
    assert feed.status_code == 200


def test_pages_page_by_key(site: Served) -> None:
    path, seen = "/?limit=4", []
    while path:
        page = site.get(path, accept=HTML).text
        seen += re.findall(r'<h3[^>]*><a href="/entries/(\d+)"', page)
        following = re.search(r'<a href="([^"]+)" rel="next">', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 13


def test_the_pictures_have_tables(site: Served) -> None:
    page = site.get("/", accept=HTML).text
    assert page.count("<circle") == 3
    assert page.count("<rect x=") == 30
    assert page.count("<summary>As a table</summary>") == 2
    assert re.search(r"Azerbaijan</a></td><td class=\"n\">12</td>", page)
    assert 'aria-label="Azerbaijan and Türkiye: 12"' in page


def test_a_search_draws_the_newest_that_it_finds(site: Served) -> None:
    page = site.get("/?q=Entry", accept=HTML).text
    assert re.search(r"Azerbaijan</a></td><td class=\"n\">12</td>", page)
    assert 'aria-label="Azerbaijan and Türkiye: 12"' in page
    assert "Counted over" not in page


def test_a_country_shows_its_partners_over_time(site: Served) -> None:
    page = site.get("/country/AZ", accept=HTML).text
    assert "Partners week by week" in page
    assert 'aria-label="0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 0"' in page or "0, 12" in page


def test_evidence_is_marked_and_says_tag_and_rule(site: Served) -> None:
    page = site.get("/entries/1", accept=HTML).text
    assert '<mark class="subject" title="Azerbaijan (subject), by country:name">Azerbaijan</mark>' in page
    assert '<mark class="office" title="Azerbaijan: Defence, by office">Ministry of Defence</mark>' in page
    assert '<mark class="mention" title="Türkiye (mention), by country:name">Türkiye</mark>' in page
    assert (
        '<th scope="rowgroup" rowspan="1"><a href="/ministry/AZ/defence">Azerbaijan: Defence</a></th>' in page
    )


def test_revisions_show_what_changed(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded, 1)
    record(path, loaded, [tagged(parsed(1, "Entry 1 of <b>Georgia</b>"), ("GE", "subject"))], now=NOW)
    site = serve(path, loaded)
    try:
        page = site.get("/entries/1", accept=HTML).text
        assert "<h3>Revision 2" in page
        assert re.search(r"<del>Azerbaijan</del>.*<ins>&lt;b&gt;Georgia", page)
        assert "revised" in site.get("/", accept=HTML).text
        judge(page)
    finally:
        site.close()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country:XX", "there is no country XX"),
        ("kind:defense", "did you mean defence"),
        ('"open', "not closed"),
        ("<script>alert(1)</script>:x", "there is no key"),
    ],
)
def test_a_bad_filter_is_explained_in_its_box(site: Served, query: str, said: str) -> None:
    answer = site.get(f"/?q={quote(query)}", accept=HTML)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith(HTML)
    assert said in answer.text
    assert 'aria-invalid="true" aria-describedby="q-problem"' in answer.text
    judge(answer.text)


def test_feeds_are_told_in_words(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded)
    record(path, loaded, [], now=NOW, outcome="error", error="403 Forbidden: it may refuse our name")
    site = serve(path, loaded)
    try:
        page = site.get("/feeds", accept=HTML).text
        assert "Failed once: 403 Forbidden" in page
        assert "user_agent = &#34;Mozilla/5.0 …&#34;" in page
        assert '<rect class="error"' in page
        assert "2 feeds, 13 entries: 1 failing, 1 ok." in page
        judge(page)
    finally:
        site.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    loaded = configured(folder)
    path = folder / "aggregator.db"
    entries = []
    for number, vector in enumerate(VECTORS):
        link = LINKS[number % len(LINKS)]
        entry = parsed(
            number + 1,
            f"{vector} {number}",
            summary=vector,
            content=f"{vector}\nAzerbaijan",
            content_html="",
            author=vector,
            link=link,
            guid=f"{vector}{number}",
            categories=(vector,),
            enclosures=(Enclosure(link, vector),),
            lang=vector[:20],
        )
        entries.append(tagged(entry, ("AZ", "subject")))
    record(path, loaded, entries, grouping=ALL_ONE)
    served = serve(path, loaded)
    yield served
    served.close()


def test_nothing_of_a_publisher_becomes_markup(hostile: Served) -> None:
    judge(hostile.get("/?limit=500", accept=HTML).text)
    for number in range(1, len(VECTORS) + 1):
        answer = hostile.get(f"/entries/{number}", accept=HTML)
        assert answer.status_code == 200
        judge(answer.text)
    story = hostile.get("/stories/1", accept=HTML).text
    assert story.count("<li>") > len(VECTORS)
    assert story.count('class="why"') > len(VECTORS) / 2
    judge(story)


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_of_a_request_becomes_markup(site: Served, vector: str) -> None:
    for path in (
        f"/?q={quote(vector)}",
        f"/?{quote(vector)}=1",
        f"/feed.atom?feed={quote(vector)}",
        f"/country/{quote(vector, safe='')}",
        f"/view/{quote(vector, safe='')}",
        f"/entries/{quote(vector, safe='')}",
        f"/stories/{quote(vector, safe='')}",
        f"/?limit={quote(vector)}",
        f"/?before={quote(vector)}",
    ):
        answer = site.get(path, accept=HTML)
        assert answer.status_code in (200, 400, 404)
        judge(answer.text)


def test_a_few_hundred_strange_requests_meet_no_fault(site: Served) -> None:
    chance = random.Random(6)
    pieces = [
        "/", "feed", ".atom", ".rss", ".json", "country", "AZ", "ministry", "kind", "view", "entries", "1",
        "stories",
        "?", "&", "=", "q=", "limit=", "before=", "since:", "-", '"', "%", "%00", "%ff", "%2e%2e", "..", ";",
        "country:", "role:subject", ",", "ü", "国防", "99999999999999999999", "*", "NEAR(", "AND", "OR", "(",
        "\\", "'", "--", "{", "}", "~", "2026-11-24T02:03:04Z~7", "token=x", "+", "%20", "static", "site.css",
    ]  # fmt: skip
    for _ in range(600):
        path = "/" + "".join(chance.choice(pieces) for _ in range(chance.randint(1, 8)))
        accept = chance.choice(["*/*", HTML, "", "application/atom+xml", ";;,q=", "a/b;q=x"])
        answer = site.get(site.url + path, accept=accept)
        assert answer.status_code < 500, path


def test_every_country_has_a_place_on_the_map() -> None:
    assert set(worldmap.PLACES) == set(COUNTRIES)
    for longitude, latitude in worldmap.PLACES.values():
        assert 0 <= worldmap.x(longitude) <= 360
        assert 0 <= worldmap.y(latitude) <= 155
