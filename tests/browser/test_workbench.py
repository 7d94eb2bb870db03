"""The SPARQL workbench and the data page in a real browser."""

import re

import pytest
from conftest import NewPage
from playwright.sync_api import expect
from support import absent

from viz.workbench import ready_queries


@pytest.mark.parametrize("name", [query.id for query in ready_queries()])
def test_ready_queries_answer_their_question(new_page: NewPage, name: str) -> None:
    page = new_page("/sparql")
    page.locator(f"a[data-ready={name}]").click()
    expect(page.locator("#told")).to_contain_text(" ms", timeout=15_000)
    assert page.locator("#result tbody tr").count() > 0


def test_chart_graph_and_download(new_page: NewPage) -> None:
    page = new_page("/sparql#ready=busiest_relations")
    expect(page.locator("#told")).to_contain_text("25 rows")
    means = page.locator("#result td:nth-child(4)").all_inner_texts()
    assert all(re.fullmatch(r"−?\d+\.\d\d", mean) for mean in means)
    page.locator("[data-show=chart]").click()
    assert page.locator("#result .bars rect").count() == 25
    page.locator("[data-show=graph]").click()
    expect(page.locator("#result canvas")).to_be_visible()
    with page.expect_download() as waiting:
        page.locator("#download").click()
    assert waiting.value.path().read_text(encoding="utf-8").startswith("source,target,events")


def test_an_error_names_line_and_column(new_page: NewPage) -> None:
    page = new_page(
        "/sparql#query=SELECT%20%3Fa%20WHERE%20%7B%0A%20%20%3Fa%20%3Fb%20%0A%7D", allow="status of 400"
    )
    expect(page.locator("#complaint")).to_contain_text("Line ")


def test_queries_are_saved_and_shared(new_page: NewPage) -> None:
    page = new_page("/sparql#ready=aid")
    page.locator("#save").click()
    expect(page.locator("#saved li")).to_have_count(1)
    expect(page.locator("#saved")).to_contain_text("Who helps whom?")
    page.locator("#share").click()
    assert "query=" in page.evaluate("navigator.clipboard.readText()")


def test_completion_offers_the_words_of_this_store(new_page: NewPage) -> None:
    page = new_page("/sparql")
    if page.locator(".CodeMirror").count() == 0:
        absent("the editor of @zazuko/yasqe is not built in: run `python hatch_build.py`")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n# \n")
    page.keyboard.type("eg:attr")
    expect(page.locator(".CodeMirror-hints")).to_contain_text("eg:attributedTo")
