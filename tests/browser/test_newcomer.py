"""The story of a newcomer on the real sample: search, neighbours, relation, sentence, article, link."""

from collections.abc import Iterator

import pytest
from conftest import ROOT, NewPage, Site, serve
from playwright.sync_api import expect

from kg.sources.reading import read_articles


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    articles = [a for a in read_articles([str(ROOT / "seeds" / "articles")]) if "North Korea" in a.text]
    for site in serve(tmp_path_factory.mktemp("sample"), []):
        site.graph.ingest(articles)
        yield site


def test_from_a_search_to_a_shared_view(new_page: NewPage, sample: Site) -> None:
    page = new_page("/", url=sample.url)
    page.locator("main input[data-search]").fill("North Korea")
    expect(page.locator("main [role=option]").first).to_contain_text("North Korea")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("North Korea")
    page.get_by_role("link", name="Explore around").click()
    page.wait_for_selector("html[data-ready=graph]", timeout=20_000)
    partners = page.locator("#panel .relations .name")
    expect(partners.filter(has_text="Russia").first).to_be_visible()
    page.locator("#panel .relations button", has_text="Russia").first.click()
    expect(page.locator("#panel h2")).to_have_text("North Korea → Russia")
    quote = page.locator("#panel .sentences .quote").first
    expect(quote).to_be_visible()
    sentence = quote.inner_text()
    page.locator("#copy-link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    page.locator("#panel .sentences .source a").first.click()
    expect(page.locator("mark.lit").first).to_be_visible()
    expect(page.locator(".triples .why summary").first).to_be_visible()
    fresh = new_page(link.removeprefix(sample.url), url=sample.url)
    expect(fresh.locator("#panel h2")).to_have_text("North Korea → Russia")
    expect(fresh.locator("#panel .quote").first).to_have_text(sentence)
