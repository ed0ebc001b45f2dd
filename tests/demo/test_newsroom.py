"""The newsroom over real HTTP: formats, conditional requests, schedule, and its ill-behaved outlets."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from aggregator.config import load
from aggregator.demo import Newsroom, config_text
from aggregator.demo.outlets import Outlet, duration, outlets

START = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
OPEN = [outlet for outlet in outlets() if outlet.answer in ("feed", "moved")]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def after(self, text: str) -> None:
        self.now = START + duration(text)


@asynccontextmanager
async def visiting(clock: Callable[[], datetime]) -> AsyncIterator[httpx.AsyncClient]:
    newsroom = Newsroom(clock)
    port = await newsroom.start()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        await newsroom.stop()


def get(path: str, at: str = "0s") -> httpx.Response:
    """What a path says so long after the newsroom's start."""

    async def ask() -> httpx.Response:
        clock = Clock()
        async with visiting(clock) as client:
            clock.after(at)
            return await client.get(path)

    return asyncio.run(ask())


def named(outlet_id: str) -> Outlet:
    return next(outlet for outlet in outlets() if outlet.id == outlet_id)


def test_it_is_a_dozen_feeds_and_more_in_six_formats_and_seven_languages() -> None:
    assert len(outlets()) >= 14
    assert {o.format for o in outlets()} == {"rss091", "rss10", "rss20", "atom03", "atom10", "json11"}
    assert {o.lang for o in outlets()} >= {"en", "ru", "az", "tr", "uk", "ka", "ar"}
    assert 80 <= sum(len(o.reports) for o in outlets()) <= 130


@pytest.mark.parametrize("outlet", outlets(), ids=lambda o: o.id)
def test_every_outlet_says_that_it_is_a_demo(outlet: Outlet) -> None:
    assert "demo" in outlet.title


@pytest.mark.parametrize("outlet", OPEN, ids=lambda o: o.id)
def test_every_document_is_well_formed_and_has_what_is_published(outlet: Outlet) -> None:
    answer = get(outlet.path, at="1h")
    assert answer.status_code == 200
    if outlet.format == "json11":
        count = len(json.loads(answer.content)["items"])
    else:
        root = ElementTree.fromstring(answer.content)
        count = sum(1 for e in root.iter() if e.tag.rpartition("}")[2] in ("item", "entry"))
    assert count == len(outlet.reports)


@pytest.mark.parametrize("outlet", OPEN, ids=lambda o: o.id)
def test_a_slug_and_a_link_name_one_report(outlet: Outlet) -> None:
    slugs = [report.slug for report in outlet.reports]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize(
    ("outlet_id", "sent", "header"),
    [
        ("caspian-courier", "etag", "if-none-match"),
        ("caspian-courier", "last-modified", "if-modified-since"),
        ("bosphorus-brief", "last-modified", "if-modified-since"),
        ("azernews-archive", "last-modified", "if-modified-since"),
        ("savunma-postasi", "etag", "if-none-match"),
    ],
)
def test_an_unchanged_document_is_answered_304(outlet_id: str, sent: str, header: str) -> None:
    async def twice() -> tuple[httpx.Response, httpx.Response]:
        async with visiting(Clock()) as client:
            path = named(outlet_id).path
            first = await client.get(path)
            return first, await client.get(path, headers={header: first.headers[sent]})

    first, second = asyncio.run(twice())
    assert (first.status_code, second.status_code) == (200, 304)
    assert second.content == b""
    assert second.headers[sent] == first.headers[sent]


def test_validators_change_when_a_report_comes() -> None:
    async def story() -> list[int]:
        clock = Clock()
        async with visiting(clock) as client:
            path = named("wire-line").path
            first = await client.get(path)
            asked = {
                "if-none-match": first.headers["etag"],
                "if-modified-since": first.headers["last-modified"],
            }
            same = await client.get(path, headers=asked)
            clock.after("10s")
            grown = await client.get(path, headers=asked)
            return [
                same.status_code,
                grown.status_code,
                grown.text.count("<item>") - first.text.count("<item>"),
            ]

    assert asyncio.run(story()) == [304, 200, 1]


def test_a_report_is_edited_on_time() -> None:
    path = named("caspian-courier").path
    assert "receives his Turkish counterpart" in get(path, at="59s").text
    assert "sign cooperation plan" in get(path, at="60s").text


def test_dates_count_from_the_start_and_stay_put() -> None:
    for at in ("0s", "40s"):
        atom = get(named("stepnoy-telegraf").path, at).text
        assert "<published>2026-11-24T02:03:04+05:00</published>" in atom  # five hours before, at +05:00
        assert "24 noyabr 2026, 02:53" in get(named("xezer-xeber").path, at).text  # 3h10m before, at +04:00


def test_the_reference_report_stands_in_its_feed_without_a_headline() -> None:
    item = ElementTree.fromstring(get(named("azernews-archive").path).content).findall("channel/item")
    assert len(item) == 1
    assert item[0].find("title") is None
    assert item[0].findtext("pubDate") == "Fri, 07 Jul 2023 17:31:00 +0400"
    text = item[0].findtext("description") or ""
    assert text.startswith("<p>Azerbaijani Defence Industry Minister Madat Guliyev welcomed")
    assert text.count("<p>") == 9


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (named("ankara-ledger").listed_path, 301),
        (named("gazette-closed").path, 410),
        (named("broken-herald").path, 200),
        ("/", 404),
        ("/caspian-courier/gunners-competition", 404),  # not published yet
        ("/caspian-courier/turkish-minister-in-baku?from=feed", 200),
    ],
)
def test_ill_behaved_outlets_and_pages(path: str, status: int) -> None:
    assert get(path).status_code == status


def test_a_move_leads_to_the_feed() -> None:
    answer = get(named("ankara-ledger").listed_path)
    assert answer.headers["location"].endswith(named("ankara-ledger").path)


def test_other_methods_and_babble_are_refused() -> None:
    async def babble() -> bytes:
        newsroom = Newsroom(Clock())
        reader, writer = await asyncio.open_connection("127.0.0.1", await newsroom.start())
        writer.write(b"what is this\r\n\r\n")
        answer = await reader.read()
        writer.close()
        await newsroom.stop()
        return answer

    assert asyncio.run(babble()).startswith(b"HTTP/1.1 400 ")

    async def post() -> int:
        async with visiting(Clock()) as client:
            return (await client.post("/")).status_code

    assert asyncio.run(post()) == 405


def test_head_has_no_body() -> None:
    async def head() -> httpx.Response:
        async with visiting(Clock()) as client:
            return await client.head(named("wire-line").path)

    answer = asyncio.run(head())
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 1000


def test_stop_lets_waiting_clients_go() -> None:
    async def story() -> bytes:
        newsroom = Newsroom(Clock())
        reader, writer = await asyncio.open_connection("127.0.0.1", await newsroom.start())
        writer.write(b"GET / HTTP/1.1\r\n")
        rest = b""
        await writer.drain()
        async with asyncio.timeout(5):
            await newsroom.stop()
            with suppress(ConnectionResetError):
                rest = await reader.read()
        writer.close()
        return rest

    assert asyncio.run(story()) == b""


def test_feeds_toml_lists_every_outlet() -> None:
    data = tomllib.loads(config_text(4321, 'a "quoted" folder/demo.db'))
    assert data["settings"]["database"] == 'a "quoted" folder/demo.db'
    assert [feed["id"] for feed in data["feed"]] == [outlet.id for outlet in outlets()]
    assert all(feed["url"].startswith("http://127.0.0.1:4321/") for feed in data["feed"])
    assert data["defaults"]["allow_private"] is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2d3h", timedelta(days=2, hours=3)), ("45m", timedelta(minutes=45)), ("20s", timedelta(seconds=20))],
)
def test_durations(text: str, expected: timedelta) -> None:
    assert duration(text) == expected


@pytest.mark.parametrize("text", ["", "2", "h", "2 h", "-1h"])
def test_no_durations(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        duration(text)


def test_feeds_toml_is_one_that_the_program_reads(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(config_text(4321, tmp_path / "demo.db"), encoding="utf-8")
    config = load(path)
    assert len(config.feeds) == len(outlets())
    assert config.settings.database == tmp_path / "demo.db"
