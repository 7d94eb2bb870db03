"""The explorer in a real browser, on the fictional world."""

import csv
import io
import json
import re
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import networkx as nx
from conftest import NewPage, Site
from playwright.sync_api import Page, expect

from kg.model import Scope


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def numbers(text: str) -> list[int]:
    """Actors, relations and events of a status line; `150 of 812 actors` counts the 150."""
    found = re.findall(r"(\d[\d,]*)(?: of \d[\d,]*)? (?:actor|relation|event)", text)
    return [int(number.replace(",", "")) for number in found]


def until(page: Page, condition: str) -> None:
    """Wait for a condition; the page's policy forbids playwright's own way, which evaluates a string inside."""
    end = time.monotonic() + 10
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never true: {condition}"
        page.wait_for_timeout(30)


def settle(page: Page) -> None:
    """Wait until the picture has looked at the same spot for a while: the page may fit it once more."""
    page.evaluate(
        """async () => { let before = '', since = performance.now();
        while (performance.now() - since < 300) {
          await new Promise((next) => setTimeout(next, 50));
          const now = eventgraph.graph.camera();
          if (now !== before) [before, since] = [now, performance.now()];
        } }"""
    )


def place(page: Page, actor: str) -> dict[str, float]:
    settle(page)
    spot: dict[str, float] = page.evaluate(
        """(id) => { const g = eventgraph.graph, box = g.element.getBoundingClientRect();
        const p = g.network.canvasToDOM(g.network.getPosition(id)); return {x: box.x + p.x, y: box.y + p.y}; }""",
        actor,
    )
    return spot


def middle(page: Page, source: str, target: str) -> dict[str, float]:
    """A point on the curve of a line that no actor covers."""
    settle(page)
    found: dict[str, float] = page.evaluate(
        """([from, to]) => { const g = eventgraph.graph, n = g.network, box = g.element.getBoundingClientRect();
        const a = n.canvasToDOM(n.getPosition(from)), b = n.canvasToDOM(n.getPosition(to));
        for (let s = 0.3; s < 0.7; s += 0.02) for (let off = -60; off <= 60; off += 2) {
          const d = Math.hypot(b.x - a.x, b.y - a.y);
          const x = Math.round(box.x + a.x + (b.x - a.x) * s - (b.y - a.y) / d * off) - box.x;
          const y = Math.round(box.y + a.y + (b.y - a.y) * s + (b.x - a.x) / d * off) - box.y;
          if (n.getNodeAt({x, y}) === undefined && n.getEdgeAt({x, y}) === `${from}>${to}`) return {x: box.x + x, y: box.y + y};
        } return null; }""",
        [source, target],
    )
    assert found, "the line is not to be hit"
    return found


def test_overview_counts_what_the_graph_holds(new_page: NewPage, site: Site) -> None:
    page = new_page("/explore")
    actors, relations, events = numbers(status(page))
    found = site.graph.subgraph(scope=Scope(rollup=True), limit=1000, edges=10_000)
    assert (actors, relations) == (len(found.actors), len(found.dyads))
    assert events == sum(dyad.events for dyad in found.dyads)


def test_click_on_an_actor_shows_its_sentences(new_page: NewPage) -> None:
    page = new_page("/explore")
    spot = place(page, "DAL")
    page.mouse.click(spot["x"], spot["y"])
    expect(page.locator("#panel h2")).to_have_text("Dale")
    expect(page.locator("#panel .sentences li").first).to_be_visible()
    assert "Dale" in page.locator("#panel .sentences li").first.inner_text()
    until(page, "location.search.includes('actor=DAL')")


def test_click_on_a_line_shows_its_sentences_and_why(new_page: NewPage) -> None:
    page = new_page("/explore")
    spot = middle(page, "ERE", "DAL")
    page.mouse.click(spot["x"], spot["y"])
    expect(page.locator("#panel h2")).to_have_text("Erebor → Dale")
    first = page.locator("#panel .sentences li").first
    expect(first.locator("mark")).to_have_count(3)
    first.locator("summary").click()
    expect(first.locator(".why li").first).to_contain_text("Rule")
    with page.expect_navigation():
        first.locator(".source a").first.click()
    expect(page.locator("main mark.lit").first).to_be_visible()


def test_hover_tells_the_best_sentence(new_page: NewPage) -> None:
    page = new_page("/explore")
    spot = middle(page, "ERE", "DAL")
    page.mouse.move(400, 140)
    page.mouse.move(spot["x"], spot["y"])
    expect(page.locator("#hover .quote")).to_be_visible()
    expect(page.locator("#hover b")).to_have_text("Erebor → Dale")


def test_filters_move_counts_lists_and_histogram(new_page: NewPage) -> None:
    page = new_page("/explore")
    before = numbers(status(page))
    bars = page.locator("#brush rect.down").count()
    page.locator("input[name=quad][value=mx]").uncheck()
    page.locator("input[name=quad][value=vx]").uncheck()
    after = numbers(status(page))
    assert after[2] < before[2]
    assert bars > 0
    assert page.locator("#brush rect.down").count() == 0
    assert page.evaluate("eventgraph.seen.lines.every(line => line.quads[2] + line.quads[3] === 0)")
    kinds = int(page.locator("label:has(input[value=state]) .number").inner_text())
    assert kinds <= before[0]
    page.locator("#undo").click()
    page.locator("#undo").click()
    assert numbers(status(page)) == before


def test_weight_and_confidence_cut_lines(new_page: NewPage) -> None:
    page = new_page("/explore")
    page.locator("#least").fill("4")
    assert page.evaluate("Math.min(...eventgraph.seen.lines.map(line => line.events))") >= 5
    page.locator("#confidence").fill("0.7")
    assert "confidence=0.7" in page.evaluate(
        "(async () => { await new Promise(r => setTimeout(r, 120)); return location.search; })()"
    )


def test_no_relation_matches_and_reset(new_page: NewPage) -> None:
    page = new_page("/explore?quad=vc&kind=media")
    expect(page.locator("#nothing")).to_contain_text("Widen the time range or switch a filter back on")
    page.locator("#reset").click()
    expect(page.locator("#nothing")).to_be_hidden()


def test_brush_by_keyboard_and_pointer(new_page: NewPage) -> None:
    page = new_page("/explore")
    hand = page.locator(".hand").first
    hand.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#window")).to_contain_text("Mar 2023")
    box = page.locator("#brush").bounding_box()
    assert box
    last = page.locator(".hand").nth(1).bounding_box()
    assert last
    page.mouse.move(last["x"] + 10, last["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, last["y"] + 20, steps=4)
    page.mouse.up()
    expect(page.locator("#window")).to_contain_text("Dec 2023")
    page.locator("#all-time").click()
    expect(page.locator("#window")).to_contain_text("Jan 2023")


def test_replay_moves_and_gives_the_window_back(new_page: NewPage) -> None:
    page = new_page("/explore")
    whole = page.locator("#window").inner_text()
    page.locator("#play").click()
    expect(page.locator("#window")).not_to_have_text(whole)
    page.locator("#play").click()
    expect(page.locator("#window")).to_have_text(whole)


def test_expand_is_one_request_and_undo_is_exact(new_page: NewPage) -> None:
    page = new_page("/explore?limit=12")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if urlsplit(r.url).path == "/graph" else None)
    picture = "JSON.stringify([eventgraph.graph.network.getPositions(), [...eventgraph.seen.busy.entries()].sort()])"
    before = page.evaluate(picture)
    actor = page.evaluate("eventgraph.view.actors.find(a => a.partners > 8).id")
    spot = place(page, actor)
    page.mouse.dblclick(spot["x"], spot["y"])
    until(page, "eventgraph.view.actors.length > 12")
    assert len(asked) == 1
    known = json.loads(before)[0]
    now = page.evaluate("eventgraph.graph.network.getPositions()")
    assert all(now[key] == known[key] for key in known)
    page.keyboard.press("Control+z")
    until(page, "eventgraph.view.actors.length <= 12")
    assert page.evaluate(picture) == before
    assert len(asked) == 1
    page.keyboard.press("Control+Shift+z")
    until(page, "eventgraph.view.actors.length > 12")


def test_path_is_told_in_sentences(new_page: NewPage) -> None:
    page = new_page("/explore")
    page.locator("#from").fill("civic")
    page.locator("#from").press("ArrowDown")
    page.locator(".path-form [role=option]").first.click()
    page.locator("#to").fill("dock workers")
    page.locator("#path-form button").click()
    expect(page.locator("#panel h2")).to_have_text("Civic Watch ··· Dock Workers Union")
    hops = page.locator(".hops > li")
    assert hops.count() >= 2
    expect(hops.first.locator(".quote")).to_be_visible()


def test_hide_and_pin_and_undo(new_page: NewPage) -> None:
    page = new_page("/explore?actor=DAL")
    actors = numbers(status(page))[0]
    page.get_by_role("button", name="Hide").click()
    assert numbers(status(page))[0] < actors
    page.locator("#unhide").click()
    assert numbers(status(page))[0] == actors
    spot = place(page, "ARN")
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.down()
    page.mouse.move(spot["x"] + 60, spot["y"] - 40, steps=5)
    page.mouse.up()
    assert "ARN" in page.evaluate("Object.keys(eventgraph.store.state.pins)")
    page.locator("#undo").click()
    assert page.evaluate("Object.keys(eventgraph.store.state.pins)") == []


def test_focus_leaves_only_partners_and_undoes(new_page: NewPage) -> None:
    page = new_page("/explore?actor=DAL")
    before = numbers(status(page))
    partners = page.evaluate(
        "new Set(eventgraph.view.lines.flatMap(l => l.from === 'DAL' ? [l.to] : l.to === 'DAL' ? [l.from] : [])).size"
    )
    page.get_by_role("button", name="Focus").click()
    until(page, "eventgraph.store.state.focus === 'DAL' && eventgraph.view.actors.length < 45")
    assert numbers(status(page))[0] == partners + 1
    expect(page.locator("#cut")).to_contain_text("Around Dale.")
    until(page, "location.search.includes('focus=DAL')")
    page.locator("#undo").click()
    until(page, "eventgraph.store.state.focus === ''")
    assert numbers(status(page)) == before
    page.locator("#redo").click()
    page.locator("#unfocus").click()
    until(page, "eventgraph.store.state.focus === ''")
    assert numbers(status(page)) == before


def test_a_sentence_is_copied_with_its_source(new_page: NewPage, site: Site) -> None:
    page = new_page("/explore?source=ERE&target=DAL")
    for address in ("", "/relation/ERE/DAL"):
        if address:
            page.goto(site.url + address)
        first = page.locator(".sentences li").first
        first.get_by_role("button", name="Copy").click()
        expect(page.locator(".toast")).to_contain_text("Sentence copied with its source")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f"“{first.locator('.quote').inner_text()}” (")
        assert first.locator(".source a").first.inner_text() in copied
        assert "https://news.example/" in copied


def test_table_is_the_equal_of_the_canvas(new_page: NewPage) -> None:
    page = new_page("/explore")
    _, relations, events = numbers(status(page))
    page.locator("#as-table").click()
    rows = page.locator("#rows tbody tr")
    if page.get_by_role("button", name="Show all").count():
        page.get_by_role("button", name="Show all").click()
    assert rows.count() == relations
    total = page.evaluate(
        "[...document.querySelectorAll('#rows tbody tr td:nth-child(3)')].reduce((s, c) => s + Number(c.textContent.replace(',', '')), 0)"
    )
    assert total == events
    rows.first.locator("td").nth(2).locator("button").click()
    expect(page.locator("#panel .sentences li").first).to_be_visible()


def test_rollup_reads_persons_as_whom_they_act_for(new_page: NewPage) -> None:
    page = new_page("/explore")
    assert page.locator("#rollup").is_checked()
    assert page.evaluate("eventgraph.view.actors.every(a => a.kind !== 'sector')")
    assert not page.evaluate("eventgraph.view.byId.has('ana-belecthor')")
    page.locator("#rollup").uncheck()
    until(page, "eventgraph.view.byId.has('ana-belecthor')")
    until(page, "location.search.includes('rollup=0')")
    again = new_page(f"/explore{page.evaluate('location.search')}")
    assert status(again) == status(page)


def test_a_part_is_found_and_shown_one_by_one(new_page: NewPage) -> None:
    page = new_page("/explore")
    page.keyboard.press("/")
    page.keyboard.type("belecthor")
    expect(page.locator(".options [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Ana Belecthor")
    assert not page.locator("#rollup").is_checked()
    named = new_page("/explore?focus=ana-belecthor&actor=ana-belecthor")
    assert not named.locator("#rollup").is_checked()
    expect(named.locator("#panel .sentences li").first).to_be_visible()


def test_more_actors_are_a_click_away(new_page: NewPage, site: Site) -> None:
    page = new_page("/explore?limit=20")
    page.locator("#more").click()
    until(page, "eventgraph.view.actors.length > 20")
    expect(page.locator("#more")).to_be_hidden()
    until(page, "location.search.includes('limit=150')")


def test_layouts_and_comparison(new_page: NewPage) -> None:
    page = new_page("/explore")
    page.locator("#layout").select_option("circle")
    assert page.evaluate(
        "eventgraph.view.actors.every(a => { const p = eventgraph.graph.network.getPosition(a.id); return Math.abs(p.x - a.ring[0]) < 1; })"
    )
    page.locator("#layout").select_option("matrix")
    expect(page.locator("#matrix svg[role=img]")).to_be_visible()
    assert page.locator("#matrix .cell").count() > 50
    page.locator("#layout").select_option("network")
    page.locator("#compare").click()
    expect(page.locator("#panel .kicker")).to_have_text("What changed")
    since, middle, _ = page.evaluate("eventgraph.store.state.compare").split("..")
    last = page.evaluate("eventgraph.view.months.at(-1)")
    assert int(last[:4]) - int(middle[:4]) <= 1  # the last year against the one before it
    assert int(middle[:4]) - int(since[:4]) == 1
    assert middle[4:] == since[4:]
    assert page.locator("#panel .changes li").count() >= 4
    page.locator("#panel .changes button").first.click()
    expect(page.locator("#panel .sentences li").first).to_be_visible()


def test_names_on_the_ring_stand_apart(new_page: NewPage) -> None:
    page = new_page("/explore?layout=circle")
    spots = page.evaluate("eventgraph.graph.labels.map(label => label.box.slice(0, 2))")
    assert len(spots) > 30
    assert all(
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 >= 12 for n, a in enumerate(spots) for b in spots[:n]
    )


def test_names_of_the_matrix_stay_in_sight(new_page: NewPage) -> None:
    page = new_page("/explore?layout=matrix")
    page.locator("#matrix").evaluate("box => box.scrollTo(120, 200)")
    spot = page.evaluate(
        """() => { const at = (name) => document.querySelector(`#matrix .${name}`).getBoundingClientRect(), box = document.getElementById('matrix').getBoundingClientRect();
        return [at('rows-of').left - box.left, at('columns-of').top - box.top]; }"""
    )
    assert spot == [0, 0]
    cell = page.locator("#matrix .cell").nth(60)
    cell.hover()
    expect(page.locator("#matrix text.at")).to_have_count(2)
    cell.click()
    expect(page.locator("#panel h2")).to_contain_text("→")


def test_the_status_line_is_whole(new_page: NewPage) -> None:
    for width in (1400, 1280, 1024, 390):
        page = new_page("/explore?limit=20", width=width)
        cut = page.locator("#status").evaluate("line => line.scrollHeight - line.clientHeight")
        assert cut <= 1, width
        strip = page.locator(".key").evaluate("strip => strip.scrollWidth - strip.clientWidth")
        assert strip <= 0, width


def test_a_path_is_whole_above_the_sheet_of_a_phone(new_page: NewPage) -> None:
    page = new_page("/explore?from=watch&to=dockers&rollup=0", width=390)
    expect(page.locator(".hops .quote").first).to_be_visible()
    settle(page)
    lowest = page.locator("#panel").bounding_box()
    assert lowest
    for actor in page.evaluate("[...eventgraph.graph.focus.strong]"):
        spot = place(page, actor)
        assert 0 < spot["x"] < 390
        assert 112 < spot["y"] < lowest["y"]


def snapshot(page: Page) -> Any:
    return page.evaluate(
        """() => ({text: document.getElementById('status').textContent, window: document.getElementById('window').textContent,
        title: document.querySelector('#panel h2').textContent, camera: eventgraph.graph.camera(), places: eventgraph.graph.network.getPositions(),
        lines: eventgraph.seen.lines.map(line => [line.line.id, line.events])})"""
    )


def test_a_link_gives_exactly_the_same_view(new_page: NewPage) -> None:
    page = new_page("/explore?limit=20&expand=UMB")
    page.locator("input[name=quad][value=mc]").uncheck()
    page.locator(".hand").first.focus()
    page.keyboard.press("ArrowRight")
    spot = place(page, "GON")
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.down()
    page.mouse.move(spot["x"] + 50, spot["y"] + 30, steps=5)
    page.mouse.up()
    spot = place(page, "UMB")
    page.mouse.click(spot["x"], spot["y"])
    page.locator("#closer").click()
    page.wait_for_timeout(500)
    page.locator("#copy-link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query)["expand"] == ["UMB"]
    again = new_page(link.removeprefix(page.evaluate("location.origin")))
    assert snapshot(again) == snapshot(page)


def fetch(url: str, *, data: bytes | None = None, accept: str = "*/*") -> bytes:
    request = urllib.request.Request(
        url,
        data=data,
        headers={"Accept": accept, "Content-Type": "application/sparql-query"}
        if data
        else {"Accept": accept},
    )
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
        return body


def test_the_copied_sparql_returns_the_count_of_the_status_line(new_page: NewPage, site: Site) -> None:
    for address in (
        "/explore",
        "/explore?quad=vx&since=2023-06-01&min=2",
        "/explore?rollup=0&quad=vx&since=2023-06-01&min=2",
        "/explore?limit=15&confidence=0.6&hide=GON",
    ):
        page = new_page(address)
        page.locator("summary", has_text="Export").click()
        page.locator("#copy-sparql-too").click()
        expect(page.locator(".toast")).to_contain_text("SPARQL of this view copied")
        query = page.evaluate("navigator.clipboard.readText()")
        rows = (
            fetch(f"{site.url}/sparql", data=query.encode(), accept="text/csv").decode().strip().splitlines()
        )
        assert len(rows) - 1 == numbers(status(page))[2]


def test_exports_open_again_with_the_same_counts(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page("/explore?quad=vx,mx&hide=GON")
    actors, relations, events = numbers(status(page))
    files: dict[str, Path] = {}
    for form in ("html", "graphml", "gexf", "csv"):
        page.locator("summary", has_text="Export").click()
        with page.expect_download() as waiting:
            page.locator(f"a[data-export={form}]").click()
        files[form] = tmp_path / f"view.{form}"
        waiting.value.save_as(files[form])
    for made in (nx.read_graphml(files["graphml"]), nx.read_gexf(files["gexf"])):
        assert (made.number_of_nodes(), made.number_of_edges()) == (actors, relations)
        assert sum(data["events"] for *_, data in made.edges(data=True)) == events
    assert 'start="2' in files["gexf"].read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text(encoding="utf-8"))))
    assert (len(rows), sum(int(row["events"]) for row in rows)) == (relations, events)
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.locator("#save-png").click()
    picture = tmp_path / "view.png"
    waiting.value.save_as(picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
    asked: list[str] = []
    wrong: list[str] = []
    alone = page.context.new_page()
    alone.on("request", lambda r: asked.append(r.url))
    alone.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    alone.goto(files["html"].as_uri())
    alone.wait_for_selector("html[data-ready=graph]", timeout=20_000)
    assert asked == [files["html"].as_uri()]
    assert wrong == []
    assert numbers(alone.locator("header p").inner_text())[:3] == [actors, relations, events]


def test_a_cut_view_says_so(new_page: NewPage) -> None:
    page = new_page("/explore?limit=20")
    assert re.match(r"\d+ of 45 actors · \d+ relations", status(page))


def test_phone_has_sheet_drawer_and_no_sideways_scroll(new_page: NewPage) -> None:
    page = new_page("/explore", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#filters-button").click()
    expect(page.locator("#filters")).to_be_visible()
    page.locator("#close-filters").click()
    page.evaluate("eventgraph.act.actor('UMB')")
    expect(page.locator("#panel h2")).to_be_visible()
    box = page.locator("#panel").bounding_box()
    assert box
    assert box["height"] <= 0.53 * 844
    page.locator("#grip").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_labels_do_not_overlap(new_page: NewPage) -> None:
    page = new_page("/explore")
    boxes = page.evaluate("eventgraph.graph.labels.map(label => label.box)")
    assert len(boxes) > 30
    named = set(page.evaluate("eventgraph.graph.labels.map(label => label.id)"))
    assert named >= set(page.evaluate("eventgraph.graph.order.slice(0, 15).map(actor => actor.id)"))
    overlaps = [
        (a, b)
        for n, a in enumerate(boxes)
        for b in boxes[:n]
        if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
    ]
    assert overlaps == []
