"""Foreign text stays text: forty payloads in every field of articles, actors and events run nowhere."""

from collections.abc import Iterator
from urllib.parse import quote

import hostile
import pytest
from conftest import NewPage, Site, serve
from playwright.sync_api import Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("trap"), list(hostile.articles()))


def ran(page: Page) -> int:
    count: int = page.evaluate("window.__ran || 0")
    return count


def test_there_are_forty_payloads() -> None:
    assert len(set(hostile.PAYLOADS)) == 40


def test_nothing_runs_in_the_explorer(new_page: NewPage, trap: Site) -> None:
    page = new_page("/explore", url=trap.url)
    assert page.evaluate("eventgraph.view.actors.length") == 40
    for actor in page.evaluate("eventgraph.view.actors.map(a => a.id)"):
        page.evaluate("id => eventgraph.act.actor(id)", actor)
    page.wait_for_timeout(300)
    for line in page.evaluate("eventgraph.seen.lines.map(l => l.line.id)"):
        page.evaluate(
            "id => { const l = eventgraph.view.lineById.get(id); eventgraph.act.line(l.from, l.to); eventgraph.graph.act.hover({line: id}, {x: 300, y: 300}); }",
            line,
        )
        page.wait_for_timeout(110)
    for summary in page.locator("#panel summary").all():
        summary.click()
    page.locator("#as-table").click()
    page.locator("#as-graph").click()
    page.locator("#layout").select_option("matrix")
    page.locator("#layout").select_option("network")
    for text in ("script", "img", "javascript", "svg"):
        page.locator("header input[data-search]").fill(text)
        page.wait_for_timeout(200)
    page.keyboard.press("Escape")
    page.evaluate(
        "([a, b]) => eventgraph.act.path(a, b)",
        page.evaluate("eventgraph.view.actors.slice(0, 2).map(a => a.id)"),
    )
    page.wait_for_timeout(400)
    assert ran(page) == 0


def test_nothing_runs_on_the_pages(new_page: NewPage, trap: Site) -> None:
    actors = [actor.id for actor in trap.graph.subgraph(limit=60).actors]
    articles = [f"/article/{quote(article.id, safe='')}" for article in trap.graph.articles(limit=60).items]
    addresses = ["/", "/articles", "/data", "/sparql", "/search?q=" + quote(hostile.PAYLOADS[0])]
    addresses += [f"/actor/{quote(actor, safe='')}" for actor in actors[:40]] + articles[:40]
    page = new_page("/", url=trap.url)
    for address in addresses:
        page.goto(trap.url + address)
        for summary in page.locator("main summary").all()[:3]:
            summary.click()
        for mark in page.locator("mark[data-events]").all()[:3]:
            mark.hover()
        assert ran(page) == 0, address
        assert page.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0, address


def test_nothing_runs_in_the_offline_page(new_page: NewPage, trap: Site, tmp_path: object) -> None:
    page = new_page("/explore", url=trap.url)
    with page.expect_download() as waiting:
        page.locator("summary", has_text="Export").click()
        page.locator("a[data-export=html]").click()
    file = waiting.value.path()
    alone = page.context.new_page()
    alone.goto(f"file://{file}")
    alone.set_content(file.read_text(encoding="utf-8"))
    alone.wait_for_selector("html[data-ready=graph]", timeout=20_000)
    for x in range(100, 1000, 90):
        for y in range(120, 800, 80):
            alone.mouse.click(x, y)
    assert ran(alone) == 0


@pytest.mark.parametrize(
    "address", ["/", "/explore", "/articles", "/sparql", "/data", "/graph", "/nowhere", "/graph.html"]
)
def test_every_answer_carries_the_policy(new_page: NewPage, site: Site, address: str) -> None:
    page = new_page("/articles")
    answer = page.request.get(site.url + address)
    assert answer.headers["content-security-policy"] == POLICY
