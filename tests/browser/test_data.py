"""The data page in a real browser: an article is tried, stored and found; jobs survive a reload."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
import world
from conftest import ROOT, NewPage, Site, serve
from playwright.sync_api import Page, expect

from kg.sources.reading import read_articles

TEXT = "Russia condemned Ukraine on Monday. China offered aid to Pakistan."
TOKEN = "a-token-that-is-long-enough"
# From the click until the marks, the triples and the picture are painted.
READ = """async () => { const result = document.getElementById('paste-result'); result.replaceChildren();
const there = () => ['.story mark', '.triples .does', 'svg.ego .line'].every(name => result.querySelector(name));
const began = performance.now(); document.getElementById('paste-read').click();
while (!there()) { if (performance.now() - began > 60000) throw Error('nothing came'); await new Promise(requestAnimationFrame); }
await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); return performance.now() - began; }"""


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("data"), list(world.articles())[:3], token=TOKEN)


def paste(page: Page) -> None:
    page.locator("#paste-text").fill(TEXT)
    page.locator("#paste-title").fill("A pasted article")
    page.locator("#paste-date").fill(date(2024, 5, 6).isoformat())


def test_a_pasted_article_is_read_and_not_stored(new_page: NewPage, small: Site) -> None:
    page = new_page("/data", url=small.url)
    before = small.graph.counts()
    paste(page)
    for turn in ("with the model to load", "warm", "warm again"):
        print(f"\npasted article to marks, triples and picture, {turn}: {page.evaluate(READ):.0f} ms")
    expect(page.locator("#paste-told")).to_contain_text("Nothing is stored")
    expect(page.locator("#paste-result .story mark").first).to_be_visible()
    expect(page.locator("#paste-result .triples")).to_contain_text("Russia")
    expect(page.locator("#paste-result svg.ego .line").first).to_be_attached()
    assert small.graph.counts() == before


def test_a_pasted_article_is_stored_and_found(new_page: NewPage, small: Site) -> None:
    page = new_page("/data", url=small.url, allow="401 (UNAUTHORIZED)")
    before = small.graph.counts()
    paste(page)
    page.locator("#paste-read").click()
    page.locator("#paste-store").click(timeout=60_000)
    expect(page.locator("#paste-ask")).to_contain_text("kg token add")
    page.locator("#paste-token").fill("not-the-token-of-this-server")
    page.locator("#paste-ask button").click()
    expect(page.locator("#paste-refused")).to_contain_text("this token is not known here")
    assert small.graph.counts() == before
    page.locator("#paste-token").fill(TOKEN)
    page.locator("#paste-ask button").click()
    expect(page.locator("#paste-told")).to_contain_text("Stored, with 2 events", timeout=60_000)
    expect(page.locator("#jobs li.past", has_text="Stored")).to_be_visible()
    assert small.graph.counts().articles == before.articles + 1
    page.locator("#paste-told a").click()
    expect(page.locator("h1")).to_have_text("A pasted article")
    expect(page.locator(".story mark").first).to_be_visible()
    page.goto(f"{small.url}/articles")
    expect(page.locator("main")).to_contain_text("A pasted article")
    page.keyboard.press("/")
    page.keyboard.type("pakistan")
    expect(page.locator("[role=option]").first).to_contain_text("Pakistan")
    page.keyboard.press("Enter")
    expect(page.locator("#sentences")).to_contain_text("China offered aid to Pakistan.")


def test_a_job_survives_a_reload(new_page: NewPage, small: Site) -> None:
    page = new_page("/data", url=small.url)
    articles = [
        {"id": article.id, "text": article.text, "title": article.title}
        for article in read_articles([str(ROOT / "seeds" / "articles")])
    ][:30]
    answer = page.request.post(
        f"{small.url}/api/v1/articles",
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        data=json.dumps({"articles": articles}),
    )
    assert answer.status == 202
    page.reload()
    bar = page.locator("#jobs progress")
    expect(bar).to_be_visible(timeout=60_000)
    expect(page.locator("#jobs .job-head")).to_contain_text("a second", timeout=60_000)
    done = float(bar.get_attribute("value") or 0)
    page.reload()
    expect(page.locator("#jobs .stages")).to_have_attribute(
        "aria-label", f"Stages of job {answer.json()['id']}"
    )
    if bar.count():
        assert float(bar.get_attribute("value") or 0) >= done
    expect(page.locator("#jobs [aria-current]")).to_have_text("Stored", timeout=120_000)
    expect(page.locator("#jobs .job-head")).to_contain_text("30 of 30 articles")
    page.reload()
    expect(page.locator("#jobs [aria-current]")).to_have_text("Stored")
