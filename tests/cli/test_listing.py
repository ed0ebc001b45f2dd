"""feeds: the list edited, its comments kept, and the history that goes with a name."""

from __future__ import annotations

import json

from aggregator import config
from aggregator.config import edit
from tests.conftest import Answer, Folder, Publisher, rss

COMMENTED = """\
# My list

[defaults]
allow_private = true  # for the tests

# --- the first part

[[feed]]
id = "one"  # the first
url = "https://one.example/rss"
headers = { Accept = "text/xml" }

# --- the second part

[[feed]]
# inside
id = "two"
url = "https://two.example/rss"
[feed.headers]
X = '''
a'''  # its end

# --- the end
[[view]]
id = "v"
filter = "home:AZ"
"""


def test_a_feed_is_taken_out_and_the_comments_around_it_stay(folder: Folder) -> None:
    without = edit.without_feed(COMMENTED, 1)
    assert "two.example" not in without
    assert "inside" not in without
    for comment in (
        "# My list",
        "# for the tests",
        "# --- the first",
        "# the first",
        "# --- the second",
        "# --- the end",
    ):
        assert comment in without
    assert 'id = "v"' in without
    assert [feed.id for feed in config.read(without.replace("X = ", "").encode(), folder.config).feeds] == [
        "one"
    ]
    assert edit.without_feed(COMMENTED, 0).count("[[feed]]") == 1


def test_remove_list_and_unknown_names(folder: Folder) -> None:
    folder.config.write_text(COMMENTED.replace("[feed.headers]\nX = '''\na'''  # its end\n", ""))
    assert [feed["id"] for feed in folder.json("feeds", "list", "--json")["feeds"]] == ["one", "two"]
    assert folder.run("feeds", "remove", "three").returncode == 2
    assert folder.run("feeds", "remove", "one").returncode == 0
    assert "two.example" in folder.run("feeds", "list").stdout
    assert "# --- the first part" in folder.config.read_text()


def test_add_finds_the_feed_that_a_site_names(folder: Folder, publisher: Publisher) -> None:
    page = '<html><head><base href="/a/"><link rel="alternate" type="application/rss+xml" href="rss"></head>'
    publisher.answers["/"] = Answer(page.encode(), headers={"Content-Type": "text/html"})
    publisher.answers["/a/rss"] = rss("One", "Two", feed="Caspian “News”")
    folder.config.write_text("# mine\n[defaults]\nallow_private = true\nhost_delay = '0s'\n")
    shown = folder.run("feeds", "add", publisher.url("/"), "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "2 entries" in shown.stderr
    assert "[[feed]]" not in folder.config.read_text()
    added = folder.json("feeds", "add", "--json", publisher.url("/"), "--home", "AZ", "--kind", "press")
    assert (added["id"], added["url"]) == ("caspian-news", publisher.url("/a/rss"))
    text = folder.config.read_text()
    assert text.startswith("# mine\n")
    (feed,) = config.load(folder.config).feeds
    assert (feed.title, feed.home, feed.kind) == ("Caspian “News”", "AZ", "press")
    again = folder.run("feeds", "add", publisher.url("/a/rss"))
    assert again.returncode == 2  # it is there already: the file is right, what was asked for is not
    assert "already" in again.stderr
    assert folder.config.read_text() == text
    assert folder.run("feeds", "add", publisher.url("/none")).returncode == 1


def test_add_prefers_the_feed_with_the_news(folder: Folder, publisher: Publisher) -> None:
    links = {
        "/dead": "Old",
        "/comments/feed": "Site » Comments Feed",
        "/empty": "Events",
        "/feed": "Site » Feed",
    }
    page = "".join(
        f'<link rel=alternate type="application/rss+xml" title="{title}" href={href}>'
        for href, title in links.items()
    )
    page = f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>{page}</head></html>'
    publisher.answers["/"] = Answer(page.encode(), headers={"Content-Type": "text/html"})
    publisher.answers["/comments/feed"] = rss("Great article!", feed="Comments for Site")
    publisher.answers["/empty"] = rss(feed="Events")
    publisher.answers["/feed"] = rss("One", "Two", feed="Site")
    folder.config.write_text("[defaults]\nallow_private = true\nhost_delay = '0s'\n")
    assert folder.json("feeds", "add", "--json", "--dry-run", publisher.url("/"))["url"].endswith("/feed")
    publisher.answers["/feed"] = publisher.answers["/comments/feed"] = Answer(status=500)
    assert folder.json("feeds", "add", "--json", "--dry-run", publisher.url("/"))["url"].endswith("/empty")


def test_rename_carries_the_history(folder: Folder, publisher: Publisher) -> None:
    publisher.answers["/az"] = rss("One")
    folder.write({"az": publisher.url("/az")})
    folder.run("poll")
    assert folder.run("feeds", "rename", "az", "baku").returncode == 0
    assert [entry["feed"] for entry in folder.json("entries", "--json", "feed:baku")] == ["baku"]
    assert folder.json("poll", "--json", "baku")["new"] == 0
    assert [feed["feed"] for feed in folder.json("status", "--json")["feeds"]] == ["baku"]
    assert folder.run("feeds", "rename", "baku", "No Id").returncode == 2


VIEWS = """
[[view]]
id = "two"  # what I read first
title = "feed:az"
filter = 'country:AZ -FEED:az,"gone-by",azz "feed:az" -drone'  # not the others

[[feed]]
id = "gone-by"
url = "https://gone.example/rss"
keep_only = "feed:az,gone-by"
[[feed]]
id = "azz"
url = "https://azz.example/rss"
"""


def test_a_filter_that_names_a_feed_goes_with_its_id_and_keeps_it_from_removal(
    folder: Folder, publisher: Publisher
) -> None:
    folder.write({"az": publisher.url("/az")})
    folder.config.write_text(folder.config.read_text() + VIEWS)
    refused = folder.run("feeds", "remove", "az")
    assert refused.returncode == 2
    assert "az is named by the filter of view two, feed gone-by" in refused.stderr
    before = folder.config.read_text()
    renamed = folder.run("feeds", "rename", "az", "baku")
    assert renamed.returncode == 0, renamed.stderr
    text = folder.config.read_text()
    assert "# what I read first" in text
    assert "# not the others" in text
    found = config.load(folder.config)
    assert found.views[0].filter == 'country:AZ -FEED:baku,"gone-by",azz "feed:az" -drone'
    assert found.views[0].title == "feed:az"
    assert {feed.id: feed.keep_only for feed in found.feeds}["gone-by"] == "feed:baku,gone-by"
    assert len(text.splitlines()) == len(before.splitlines())
    assert folder.run("feeds", "remove", "baku").returncode == 2


def test_a_list_goes_out_and_comes_back_whole(folder: Folder) -> None:
    folder.config.write_text(
        COMMENTED.replace('id = "two"', 'id = "two"\ntitle = "Zwei & <drei>"\nhome = "DE"\nkind = "trade"')
    )
    before = folder.json("feeds", "list", "--json")
    assert folder.run("feeds", "export", "-o", "list.opml").returncode == 0
    assert folder.json("feeds", "export", "--json") == before
    assert folder.json("feeds", "import", "--json", "list.opml")["added"] == []
    folder.config.write_text("# empty\n")
    assert len(folder.json("feeds", "import", "--json", "list.opml")["added"]) == 2
    assert folder.config.read_text().startswith("# empty\n")
    assert folder.json("feeds", "list", "--json") == before
    assert folder.run("feeds", "import", "feeds.toml").returncode == 1


def test_feeds_are_tried_and_nothing_is_stored(folder: Folder, publisher: Publisher) -> None:
    publisher.answers["/az"] = rss("One", "Two")
    folder.write({"az": publisher.url("/az"), "no": publisher.url("/no")})
    ran = folder.run("feeds", "test", "--json")
    assert ran.returncode == 75
    good, bad = json.loads(ran.stdout)["feeds"]
    assert (good["format"], good["entries"], good["newest"]) == ("rss20", 2, "2023-07-07T13:31:00Z")
    assert "404" in bad["error"]
    assert "2 entries" in folder.run("feeds", "test", publisher.url("/az")).stdout
    assert folder.run("feeds", "test", "azz").returncode == 2
    told = folder.run("feeds", "test", publisher.url("/none"))
    assert (told.returncode, told.stderr) == (75, "")
    assert "404" in told.stdout
    assert not folder.database.exists()
