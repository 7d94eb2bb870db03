"""Timelines with a long empty stretch: folded into a break that is labelled, and still exact."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import world
from conftest import NewPage, Site, serve
from playwright.sync_api import Page, expect

from kg.model import Coded


def with_a_past() -> list[Coded]:
    """The fictional world of two years, and one article of 1990."""
    coded = list(world.articles())
    old = coded[0]
    key, day = "long-ago", date(1990, 5, 7)
    events = tuple(
        replace(
            event,
            id=f"evt_{place:016x}",
            evidence=replace(event.evidence, doc=key),
            date=day,
            date_end=day,
            polarity="affirmed",
            modality="asserted",
            attributed_to=None,
        )
        for place, event in enumerate(old.events)
    )
    return [*coded, replace(old, article=replace(old.article, id=key, date=day), events=events)]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("past"), with_a_past())


def search(page: Page) -> str:
    """The address after its last change."""
    page.wait_for_timeout(120)
    text: str = page.evaluate("location.search")
    return text


def test_a_break_is_visible_and_labelled(new_page: NewPage, past: Site) -> None:
    page = new_page("/explore", url=past.url)
    expect(page.locator("#brush .gap")).to_have_text("33 yNo events from June 1990 to Dec 2022")
    expect(page.locator("#window")).to_have_text("May 1990 – Dec 2024")
    bars = page.locator("#brush rect.up").evaluate_all("bars => bars.map(bar => bar.getBBox().width)")
    box = page.locator("#brush").bounding_box()
    assert box
    assert min(bars) > box["width"] / 30  # 25 months and a break; unfolded there would be 416
    page.locator("#panel .relations button").first.click()
    expect(page.locator("#panel svg.months .gap")).to_be_visible()
    actor = past.graph.dyads(limit=1)[0].source
    page.goto(f"{past.url}/")
    expect(page.locator("svg.months .gap")).to_be_visible()
    page.goto(f"{past.url}/actor/{actor}")
    assert page.locator("svg.months rect").count() > 10


def test_keys_step_over_a_break_and_the_address_is_exact(new_page: NewPage, past: Site) -> None:
    page = new_page("/explore", url=past.url)
    first, last = page.locator(".hand").all()
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#window")).to_have_text("Jan 2023 – Dec 2024")
    assert search(page) == "?since=2023-01-01"
    page.keyboard.press("ArrowLeft")
    assert search(page) == ""
    last.focus()
    page.keyboard.press("Home")
    expect(page.locator("#window")).to_have_text("May 1990")
    assert search(page) == "?until=1990-06-01"
    assert last.get_attribute("aria-valuetext") == "May 1990"
    page.keyboard.press("ArrowRight")
    assert search(page) == "?until=2023-02-01"


def test_the_brush_takes_what_is_under_it(new_page: NewPage, past: Site) -> None:
    page = new_page("/explore", url=past.url)
    box = page.locator("#brush").bounding_box()
    assert box
    high = box["y"] + 12
    page.mouse.click(box["x"] + 14, high)
    assert search(page) == "?until=1990-06-01"
    page.locator("#all-time").click()
    edges = page.evaluate(
        "(() => { const g = document.querySelector('#brush .gap').getBoundingClientRect(); return g.left + g.width / 2; })()"
    )
    page.mouse.move(edges, high)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3, high, steps=4)
    page.mouse.up()
    assert search(page) == "?since=2023-01-01"


@pytest.mark.parametrize(
    "query", ["?since=2001-07-15", "?until=1999-01-01", "?since=1991-01-01&until=2023-03-01"]
)
def test_an_address_inside_a_break_is_kept(new_page: NewPage, past: Site, query: str) -> None:
    page = new_page(f"/explore{query}", url=past.url)
    page.locator("#copy-link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    for part in query[1:].split("&"):
        assert part in link
    again = new_page(link.removeprefix(past.url), url=past.url)
    assert again.locator("#status").inner_text() == page.locator("#status").inner_text()


def test_replay_holds_no_two_sides_of_a_break(new_page: NewPage, past: Site) -> None:
    page = new_page("/explore", url=past.url)
    page.evaluate(
        "window.told = []; new MutationObserver(() => told.push(document.getElementById('window').textContent)).observe(document.getElementById('window'), {childList: true})"
    )
    page.locator("#play").click()
    expect(page.locator("#window")).to_have_text("Jan 2023 – Mar 2023")
    page.locator("#play").click()
    told = page.evaluate("told")
    assert told[:2] == ["May 1990", "Jan 2023 – Mar 2023"]
    expect(page.locator("#window")).to_have_text("May 1990 – Dec 2024")
