"""feeds.toml: every fault at once, each on its line."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import config
from aggregator.config import locate, values
from aggregator.errors import ConfigError
from aggregator.model import COUNTRIES

SHIPPED = Path(__file__).parent.parent / "feeds.toml"
FEED = '[[feed]]\nid = "a"\nurl = "https://a.example/rss"\n'


def faults_of(text: str, name: str = "feeds.toml") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        config.read(text.encode(), Path(name))
    return list(caught.value.faults)


def test_the_shipped_list_is_right_and_says_who_publishes() -> None:
    shipped = config.load(SHIPPED)
    assert 45 <= len(shipped.feeds) <= 60
    assert shipped.settings.authority == ""  # `init` writes one
    for feed in shipped.feeds:
        assert feed.title, feed
        assert feed.home in COUNTRIES, feed
        assert feed.lang, feed
        assert feed.region, feed
        assert feed.kind, feed
        if feed.kind in ("agency", "press"):
            assert feed.keep_only == "topic:defence", feed
        if feed.kind == "trade" or feed.title.startswith("Ministry"):
            assert feed.keep_only == "", feed


def test_defaults_fill_what_a_feed_does_not_set() -> None:
    read = config.read(
        b'[settings]\ndatabase = "x/y.db"\nlisten = "[::1]:0"\nkeep = "365d"\n'
        b'[defaults]\ninterval = "1h30m"\nmax_bytes = "2MiB"\nhost_delay = "0s"\n'
        b'[[feed]]\nid = "a"\nurl = "https://a.example/"\n'
        b'[[feed]]\nid = "b"\nurl = "https://b.example/"\ninterval = "5m"\nhome = "az"\n'
        b'headers = { Accept = "text/xml" }\ntz = "Asia/Baku"\n',
        Path("somewhere/feeds.toml"),
    )
    one, two = read.feeds
    assert (one.interval, one.interval_is_own) == (timedelta(minutes=90), False)
    assert (two.interval, two.interval_is_own) == (timedelta(minutes=5), True)
    assert one.max_bytes == two.max_bytes == 2 * 2**20
    assert one.host_delay == timedelta(0)
    assert two.home == "AZ"
    assert two.headers == (("Accept", "text/xml"),)
    assert read.settings.database == Path("somewhere/x/y.db").absolute()
    assert read.settings.listen == ("::1", 0)
    assert read.settings.keep == timedelta(days=365)


def test_every_fault_at_once_in_the_order_of_lines() -> None:
    text = """\
[settings]
titel = "News"
concurrency = "many"
[defaults]
interval = 30
[[feed]]
id = "one"
url = "https://one.example/rss"
hom = "AZ"
[[feed]]
id = "one"
url = "https://one.example/rss"
home = "UK"
kind = "wire"
[[feed]]
id = "Two"
[[view]]
id = "v"
filter = "country:QQ"
[feads]
"""
    found = faults_of(text)
    expected = [
        (2, "titel", "title"),
        (3, "concurrency", "many"),
        (5, "interval", "30m"),
        (9, "feed one", "did you mean home?"),
        (11, "feed one", "line 7"),
        (12, "feed one", "line 8"),
        (13, "feed one", "did you mean GB?"),
        (14, "feed one", "wire"),
        (15, "feed Two", "url is missing"),
        (16, "feed Two", "small letters"),
        (19, "view v", "QQ"),
        (20, "feads", "did you mean feed?"),
    ]
    assert [int(fault.split(":")[1]) for fault in found] == [line for line, *_ in expected]
    for fault, (_, *words) in zip(found, expected, strict=True):
        assert all(word in fault for word in words), fault


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('url = "ftp://a.example/"', "http or https"),
        ('url = "https:///rss"', "http or https"),
        ('url = "https://a.example:99999/"', "http or https"),
        ("url = 3", "must be a string, not 3"),
        ("enabled = 1", "true or false"),
        ('home = "AZE"', "AZ"),
        ('lang = "english please"', "BCP 47"),
        ('kind = "offical"', "did you mean official?"),
        ('encoding = "klingon-1"', "character encoding"),
        ('tz = "Asia/Bakuu"', "Asia/Baku"),
        ('tz = "../../etc/passwd"', "IANA"),
        ('interval = "0s"', "longer than nothing"),
        ('interval = "soon"', "30m"),
        ('interval = "30 m"', "30m"),
        ('interval = "99999999w"', "hundred years"),
        ('min_interval = "48h"', "longer than max_interval"),
        ('max_bytes = "8"', "8MiB"),
        ('max_bytes = "0MiB"', "8MiB"),
        ("per_host = 0", "from 1 to 100"),
        ("per_host = true", "from 1 to 100"),
        ('headers = "x"', "table"),
        ('headers = { Range = "bytes=0-" }', "Range"),
        ('headers = { User-Agent = "x" }', "user_agent"),
        ('headers = { X = "a\\nb" }', "one line"),
        ('keep_only = "topic:defense"', "defence"),
        ('keep_only = "feed:b"', "b"),
        ('title = "a\\u0007b"', "control"),
    ],
)
def test_what_a_feed_may_not_say(line: str, words: str) -> None:
    start = '[[feed]]\nid = "a"\n' if line.startswith("url") else FEED
    (fault,) = faults_of(start + line + "\n")
    assert fault.startswith(f"feeds.toml:{(start + line).count(chr(10)) + 1}: feed a: "), fault
    assert line.split()[0] in fault
    assert words in fault


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('listen = "8787"', "HOST:PORT"),
        ('listen = "localhost:99999"', "HOST:PORT"),
        ('authority = "example.org"', "example.org,2026"),
        ('base_url = "https://a.example/?x"', "query"),
        ('keep = "a while"', "365d"),
        ("concurrency = 0", "from 1 to 1000"),
        ('hub = "hub"', "http or https"),
    ],
)
def test_what_the_settings_may_not_say(line: str, words: str) -> None:
    (fault,) = faults_of(f"[settings]\n{line}\n")
    assert fault.startswith("feeds.toml:2: [settings]: ")
    assert words in fault


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"[settings\n", "feeds.toml:1: no TOML"),
        (b'[settings]\ntitle = "x\n', "feeds.toml:2: no TOML"),
        (b'title = "a"\ntitle = "b"\n', "feeds.toml:"),
        (b'# \xff\n[settings]\ntitle = "\xfe"\n', "feeds.toml:1: not UTF-8"),
        (b"settings = 1\n", "feeds.toml:1: settings must be a table"),
        (b"[feed]\nid = 'a'\n", "feeds.toml:1: feed must be a list"),
        (b"a = " + b"[" * 20000, "feeds.toml:"),
    ],
)
def test_what_is_no_configuration(data: bytes, start: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.read(data, Path("feeds.toml"))
    assert caught.value.faults[0].startswith(start)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        config.load(tmp_path / "none.toml")


def test_lines_are_found_whatever_the_style() -> None:
    text = (
        '# a "comment" [x]\n\n[settings]\ntitle = """\n[feed]\nid = 1\n"""\n'
        "[[feed]]  # first\n  id = 'a' # [[feed]]\nheaders = {\"X\" = \"]\", 'Y' = '#'}\n"
        "[[feed]]\n\"id\" = 'b'\nheaders.Accept = '''a\nb'''\n"
        "[feed.more]\nx = [\n 1, # ]\n 2]\ny = 1\n[view]\n"
    )
    found = locate.lines(text)
    assert found[("settings", "title")] == 4
    assert found[("feed",)] == found[("feed", 0)] == 8
    assert found[("feed", 0, "id")] == 9
    assert found[("feed", 1)] == 11
    assert found[("feed", 1, "id")] == 12
    assert found[("feed", 1, "headers", "Accept")] == 13
    assert found[("feed", 1, "more", "y")] == 19
    assert found[("view",)] == 20
    assert locate.of(found, ("feed", 0, "headers", "X")) == 10


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_raise_a_config_error(data: bytes) -> None:
    with contextlib.suppress(ConfigError):
        config.read(data, Path("feeds.toml"))


@given(st.integers(0, 99), st.integers(0, 59), st.integers(1, 59))
def test_durations_add_up(hours: int, minutes: int, seconds: int) -> None:
    assert values.duration(f"{hours}h{minutes}m{seconds}s") == timedelta(
        hours=hours, minutes=minutes, seconds=seconds
    )
