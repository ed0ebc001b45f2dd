"""The pages in a real Chromium, where one is installed: search, marks, paging, themes, a phone, axe, XSS."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from aggregator.model import Enclosure
from tests.store.polling import TOLD
from tests.web.filled import NOW, configured, fill, parsed, record, tagged
from tests.web.serving import Served, serve
from tests.web.test_pages import ALL_ONE
from tests.web.vectors import LINKS, VECTORS

PAGES = ("/", "/country/AZ", "/ministry/AZ/defence", "/feeds", "/entries/1", "/feed.atom", "/?q=country:XX")
# One of each template; the front page and a ministry's are a country's without its partners.
TEMPLATES = (
    "/country/AZ",
    "/feeds",
    "/entries/1",
    "/stories/62",
    "/entries/63",
    "/feed.atom",
    "/?q=country:XX",
)
LOOKS = (("light", 1280), ("dark", 360))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        if os.environ.get("AGGREGATOR_ALL_TESTS"):
            pytest.fail("no Chromium is installed (apt install chromium)")
        pytest.skip("no Chromium is installed (apt install chromium)")
    with sync_playwright() as playwright:
        # Its own sandbox wants rights that root and containers lack; these pages are our own.
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Entries, one of them revised, and a feed that fails."""
    folder = tmp_path_factory.mktemp("browser")
    loaded = configured(folder)
    path = fill(folder, loaded, 60)
    again = [tagged(parsed(60, "Entry 60 of Georgia"), ("GE", "subject"), ("AZ", "mention"))]
    record(path, loaded, again, now=NOW)
    summary = "Ministers of Azerbaijan and Türkiye signed a protocol on drones in Ganja on Monday."
    english = parsed(600, "@signing of a protocol on drones in Ganja", summary=summary)
    record(path, loaded, [tagged(english, ("AZ", "subject"))], now=NOW, grouping=TOLD)
    arabic = parsed(
        601, "بروتوكول @signing الطائرات", summary=summary, lang="ar", link="https://beta.example/2"
    )
    both = [tagged(arabic, ("AZ", "mention"), ("TR", "subject"))]
    record(path, loaded, both, feed="beta", now=NOW, grouping=TOLD)
    record(path, loaded, [], feed="beta", now=NOW, outcome="error", error="403 Forbidden")
    served = serve(path, loaded)
    yield served
    served.close()


@pytest.fixture
def page(browser: Browser, news: Served) -> Iterator[Page]:
    context = browser.new_context(base_url=news.url)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert [text for text in complaints if "status of 400" not in text] == []


def test_search_narrows_and_its_feed_is_one_click_away(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("searchbox", name="Search, or a filter")
    box.fill("country:GE -lang:tr")
    box.press("Enter")
    expect(page.locator("article.item")).to_have_count(1)
    expect(box).to_have_value("country:GE -lang:tr")
    page.get_by_role("link", name="Atom").click()
    address = page.get_by_label("The feed's address").input_value()
    assert address.endswith("/feed.atom?q=country:GE+-lang:tr")
    assert (
        page.request.get(address, headers={"accept": "*/*"})
        .headers["content-type"]
        .startswith("application/atom+xml")
    )


def test_a_bad_filter_is_explained_where_it_stands(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("searchbox")
    box.fill("kind:defense")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("did you mean defence")
    page.get_by_role("link", name="kind:defence").click()
    expect(page.locator("article.item").first).to_be_visible()
    expect(box).to_have_value("kind:defence")


def test_the_address_of_a_feed_is_copied_by_a_button(browser: Browser, news: Served) -> None:
    context = browser.new_context(base_url=news.url, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/country/AZ.atom")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{news.url}/country/AZ.atom"
    context.close()


def test_a_ministry_has_the_gazetteers_names(page: Page) -> None:
    page.goto("/ministry/AZ/defence")
    expect(page.locator(".names")).to_contain_text("national defence")
    page.goto("/ministry/us/defence")
    expect(page.locator(".names")).to_contain_text("Pentagon")


def test_tags_lead_on_and_paging_comes_to_the_end(page: Page) -> None:
    page.goto("/")
    page.locator(".tag.office").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Azerbaijan: Defence")
    page.goto("/?limit=25")
    seen: list[str] = []
    while True:
        seen += page.locator("article.item h3 a").evaluate_all("all => all.map(one => one.pathname)")
        older = page.get_by_role("link", name="Older entries")
        if not older.count():
            break
        older.click()
    assert len(seen) == len(set(seen)) == 63


def test_marks_say_tag_and_rule_and_revisions_differ(page: Page) -> None:
    page.goto("/entries/1")
    mark = page.locator(".text mark", has_text="Ministry of Defence").first
    expect(mark).to_have_attribute("title", "Azerbaijan: Defence, by office")
    expect(page.get_by_role("table").first).to_contain_text("country:name")
    page.goto("/?q=Georgia")
    page.locator("article.item h3 a").first.click()
    expect(page.locator(".diff ins").first).to_contain_text("Georgia")


def test_a_story_is_reached_and_leads_to_its_accounts(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="2 outlets").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("@signing of a protocol on drones in Ganja")
    expect(page.locator(".accounts > li")).to_have_count(2)
    expect(page.locator(".accounts")).to_contain_text("in Arabic")
    expect(page.locator(".why").last).to_contain_text("Like Alpha’s")
    assert page.locator(".accounts h3[lang=ar]").evaluate("one => getComputedStyle(one).direction") == "rtl"
    page.locator(".accounts h3 a").last.click()
    expect(page.get_by_role("heading", name="Also told by")).to_be_visible()
    page.get_by_role("link", name="The story: 2 entries of 2 outlets").click()
    page.go_back()
    page.goto("/")
    page.get_by_role("link", name="One entry a story").click()
    expect(page.locator("article.item")).to_have_count(50)
    expect(page.get_by_role("link", name="2 outlets")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value("story:one")
    page.get_by_role("link", name="Show every entry").click()
    expect(page.get_by_role("link", name="2 outlets")).to_have_count(2)


def test_times_show_the_readers_own_on_hover(browser: Browser, news: Served) -> None:
    context = browser.new_context(base_url=news.url, timezone_id="Asia/Baku", locale="en-GB")
    page = context.new_page()
    page.goto("/entries/1")
    time = page.locator(".facts time").first
    expect(time).to_have_text(re.compile("UTC"))
    expect(time).to_have_attribute("title", re.compile(r"\+4|\+04"))
    context.close()


def test_all_works_without_scripts(browser: Browser, news: Served) -> None:
    context = browser.new_context(base_url=news.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?q=country:AZ")
    assert page.locator("article.item").count() == 50
    page.get_by_text("As a table").first.click()
    context.close()


@pytest.mark.parametrize(("theme", "width"), LOOKS)
@pytest.mark.parametrize("path", TEMPLATES)
def test_axe_finds_nothing_and_a_phone_fits(
    browser: Browser, news: Served, path: str, theme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=news.url,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if theme == "dark" else "light",
        bypass_csp=True,  # axe is a script of its own
    )
    page = context.new_page()
    page.goto(path)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(20, 23, 26)") is (theme == "dark")
    context.close()


def test_the_keyboard_reaches_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_nothing_goes_to_a_third_party(page: Page, news: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(path)
    assert asked
    assert all(url.startswith(news.url + "/") for url in asked)


def test_hostile_texts_run_nothing(browser: Browser, tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = tmp_path / "aggregator.db"
    entries = []
    for number, vector in enumerate(VECTORS):
        link = LINKS[number % len(LINKS)]
        entry = parsed(
            number + 1,
            f"{vector} {number}",
            summary=vector,
            content=f"{vector}\nAzerbaijan {vector}",
            author=vector,
            link=link,
            guid=f"{vector}{number}",
            categories=(vector,),
            enclosures=(Enclosure(link, vector),),
        )
        entries.append(tagged(entry, ("AZ", "subject")))
    record(path, loaded, entries, grouping=ALL_ONE)
    site = serve(path, loaded)
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: happened.append(message.text))
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("request", lambda request: request.url.startswith(site.url) or happened.append(request.url))
    try:
        page.goto("/?limit=500")
        assert page.locator("article.item").count() == len(VECTORS)
        for number in range(1, len(VECTORS) + 1):
            page.goto(f"/entries/{number}")
            page.mouse.move(300, 200)
            assert page.locator("main h1").count() == 1
        page.goto("/stories/1")
        assert page.locator(".accounts > li").count() == len(VECTORS)
        assert happened == []
    finally:
        context.close()
        site.close()
