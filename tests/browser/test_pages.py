"""The pages around the explorer, with and without scripts, and a newcomer's way through all of them."""

import re

import pytest
from conftest import NewPage, Site
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "Who did what to whom"),
        ("/explore", "Free Umbar Front"),
        ("/actor/HAR", "Sentences, newest first"),
        ("/relation/free-umbar/UMB", "All sentences"),
        ("/articles", "newest first"),
        ("/search?q=harad", "Harad"),
        ("/sparql", "PREFIX eg:"),
        ("/api/docs", "The actors around one actor"),
        ("/data", "Publishers"),
    ],
)
def test_pages_are_readable_without_scripts(new_page: NewPage, address: str, words: str) -> None:
    page = new_page(address, scripts=False)
    main = page.locator("main")
    text = main.inner_text() + "".join(area.input_value() for area in main.locator("textarea").all())
    assert words in text
    assert page.locator("h1").count() == 1


def test_filters_work_without_scripts(new_page: NewPage) -> None:
    page = new_page("/explore", scripts=False)
    before = page.locator("#status").inner_text()
    page.locator("input[value=mx]").uncheck()
    page.locator("input[value=vx]").uncheck()
    page.get_by_role("button", name="Apply").click()
    assert page.locator("#status").inner_text() != before
    assert page.locator("#rows .dot.conflict-strong").count() == 0


def test_every_number_of_the_start_page_leads_on(new_page: NewPage, site: Site) -> None:
    page = new_page("/")
    links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) > 15
    for link in sorted(set(links)):
        answer = page.request.get(site.url + link, headers={"Accept": "text/html"})
        assert answer.status == 200, link


def test_pages_have_a_json_twin(new_page: NewPage, site: Site) -> None:
    page = new_page("/actor/HAR")
    for address in ("/actor/HAR", "/relation/free-umbar/UMB"):
        page.goto(site.url + address)
        twin = page.locator("link[rel=alternate][type='application/json']").get_attribute("href")
        assert page.request.get(f"{site.url}{twin}").json()


def test_the_api_page_describes_and_sends(new_page: NewPage, site: Site) -> None:
    page = new_page("/api/docs")
    document = page.request.get(f"{site.url}/openapi.json").json()
    described = page.locator(".operation form").evaluate_all(
        "forms => forms.map(form => [form.dataset.method.toLowerCase(), form.dataset.path])"
    )
    assert sorted(map(tuple, described)) == sorted(
        (method, path) for path, methods in document["paths"].items() for method in methods
    )
    assert page.locator(".shape").count() == len(document["components"]["schemas"])
    page.goto(f"{site.url}/api/docs#get-api-v1-actors-actor_id-neighbours")
    form = page.locator("details[open] form")
    form.locator("[name=actor_id]").fill("HAR")
    form.locator("[name=limit]").fill("2")
    form.locator("[name=quad]").fill("verbal conflict, material conflict")
    expect(form.locator(".command").first).to_have_text(
        f"curl -s '{site.url}/api/v1/actors/HAR/neighbours?quad=verbal+conflict&quad=material+conflict&limit=2'"
    )
    form.get_by_role("button", name="Send").click()
    expect(form.locator("[role=status]")).to_contain_text("200 OK in")
    expect(form.locator(".answer")).to_contain_text('"label": "Harad"')
    page.locator("details[open] .answers a", has_text="NeighbourhoodShape").click()
    expect(page.locator("#shape-NeighbourhoodShape table")).to_be_visible()


def test_a_relation_shows_one_type_and_all(new_page: NewPage) -> None:
    page = new_page("/relation/free-umbar/UMB")
    page.locator("a.chip").first.click()
    expect(page.locator("#sentences h2")).to_contain_text("Sentences of type ASSAULT")
    assert set(page.locator("#sentences .type").all_inner_texts()) == {"ASSAULT"}


def test_an_actor_answers_machines_in_rdf(new_page: NewPage, site: Site) -> None:
    page = new_page("/articles")
    answer = page.request.get(f"{site.url}/actor/HAR", headers={"Accept": "text/turtle"})
    assert "eg:Actor" in answer.text()


def test_an_unknown_actor_gets_a_page_that_helps(new_page: NewPage, site: Site) -> None:
    page = new_page("/articles")
    answer = page.request.get(f"{site.url}/actor/nobody", headers={"Accept": "text/html"})
    assert answer.status == 404
    assert "Explore the graph" in answer.text()


@pytest.mark.parametrize(
    ("address", "title", "detail"),
    [
        ("/nowhere", "Nothing is here", "There is no page at this address."),
        ("/actor/nobody", "Nothing is here", "No actor 'nobody' in the graph."),
        ("/explore?since=abc", "This address cannot be read", "'abc' is not a date like 2024-10-28."),
    ],
)
def test_errors_say_what_happened_and_what_to_do(
    new_page: NewPage, address: str, title: str, detail: str
) -> None:
    page = new_page("/articles", allow="Failed to load resource")
    page.goto(f"{page.evaluate('location.origin')}{address}")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main .lead")).to_contain_text(detail)
    expect(page.get_by_role("link", name="Explore the graph")).to_be_visible()


def test_theme_is_kept(new_page: NewPage, site: Site) -> None:
    page = new_page("/", theme="light")
    page.locator("#theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto(site.url + "/articles")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_newcomer_finds_the_sentence_and_shares_the_view(new_page: NewPage, site: Site) -> None:
    page = new_page("/")
    page.keyboard.press("/")
    page.keyboard.type("harad lib")
    expect(page.locator(".options [role=option]").first).to_contain_text("Harad Liberation Army")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Harad Liberation Army")
    page.get_by_role("link", name="Explore around").click()
    page.wait_for_selector("html[data-ready=graph]", timeout=20_000)
    expect(page.locator("#panel h2")).to_have_text("Harad Liberation Army")
    page.locator("#panel .relations button").first.click()
    expect(page.locator("#panel h2")).to_have_text("Harad Liberation Army → Harad")
    expect(page.locator("#panel .sentences li").first).to_be_visible()
    page.locator("#copy-link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    sentence = page.locator("#panel .sentences .quote").first.inner_text()
    page.locator("#panel .sentences .source a").first.click()
    expect(page.locator("mark.lit").first).to_be_visible()
    assert sentence[:40] in page.locator(".story").inner_text()
    fresh = new_page(link.removeprefix(site.url))
    expect(fresh.locator("#panel h2")).to_have_text("Harad Liberation Army → Harad")
    expect(fresh.locator("#panel .quote").first).to_have_text(sentence)


def test_the_whole_route_by_keyboard(new_page: NewPage) -> None:
    page = new_page("/explore")
    page.keyboard.press("/")
    page.keyboard.type("umbar")
    expect(page.locator(".options [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .relations button").first).to_be_visible()

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"no way to {selector} by Tab")

    tab_to("#panel .relations button")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(re.compile("→"))
    expect(page.locator("#panel .sentences li").first).to_be_visible()
    tab_to("#panel .sentences .source a")
    page.keyboard.press("Enter")
    expect(page.locator(".story")).to_be_visible()


def test_an_empty_store_says_how_to_begin(
    new_page: NewPage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from conftest import serve

    for empty in serve(tmp_path_factory.mktemp("empty"), []):
        page = new_page("/", url=empty.url)
        expect(page.get_by_role("button", name="Load the sample")).to_be_visible()
        expect(page.locator("main")).to_contain_text("kg ingest")
        for address in ("/articles", "/data", "/sparql"):
            page.goto(empty.url + address)
            expect(page.locator("main")).to_be_visible()
        page.goto(f"{empty.url}/explore")
        expect(page.locator("#nothing h2")).to_have_text("The graph is empty")
