"""The data page in a real browser: an article is tried and nothing is stored."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
import world
from conftest import NewPage, Site, serve
from playwright.sync_api import expect

TEXT = "Russia condemned Ukraine on Monday. China offered aid to Pakistan."


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("data"), list(world.articles())[:3])


def test_a_pasted_article_is_read_and_not_stored(new_page: NewPage, small: Site) -> None:
    page = new_page("/data", url=small.url)
    before = small.graph.counts()
    page.locator("#paste-text").fill(TEXT)
    page.locator("#paste-date").fill(date(2024, 5, 6).isoformat())
    for turn in ("with the model to load", "warm"):
        page.locator("#paste-told").evaluate("told => { told.textContent = '' }")
        began = time.perf_counter()
        page.locator("#paste-read").click()
        expect(page.locator("#paste-told")).to_contain_text("Nothing is stored", timeout=60_000)
        print(f"\npasted article read, {turn}: {(time.perf_counter() - began) * 1000:.0f} ms")
    expect(page.locator("#paste-result .story mark").first).to_be_visible()
    expect(page.locator("#paste-result .triples")).to_contain_text("Russia")
    expect(page.locator("#paste-result svg.ego .line").first).to_be_attached()
    assert small.graph.counts() == before
