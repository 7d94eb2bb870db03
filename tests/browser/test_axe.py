"""Every page against all rules of axe: light and dark, 1400 and 390 pixels wide."""

import pytest
from conftest import NewPage, Site

STATES = {
    "home": "/",
    "explorer": "/explore",
    "explorer with an actor": "/explore?actor=UMB",
    "explorer with a relation": "/explore?source=free-umbar&target=UMB",
    "explorer as a table": "/explore?view=table",
    "explorer as a matrix": "/explore?layout=matrix",
    "explorer with a path": "/explore?from=watch&to=dockers",
    "explorer comparing": "/explore?compare=2023-01-01..2024-01-01..2025-01-01",
    "explorer without a match": "/explore?quad=vc&kind=media",
    "actor": "/actor/UMB",
    "relation": "/relation/free-umbar/UMB",
    "article": "ARTICLE",
    "articles": "/articles",
    "search": "/search?q=umbar",
    "workbench": "/sparql#ready=event_types",
    "api": "/api/docs",
    "api with parameters": "/api/docs#get-api-v1-actors-actor_id-neighbours",
    "api with a body": "/api/docs#post-api-v1-articles",
    "api with a shape": "/api/docs#shape-EventShape",
    "data": "/data",
    "ontology": "/ontology",
    "no match": "/search?q=nobodyofthatname",
}
# All rules, best practices and experimental ones too, but AAA's contrast of 7:1: the tokens promise AA's 4.5:1.
RUN = """async () => { const all = axe.getRules().map(rule => rule.ruleId).filter(id => id !== 'color-contrast-enhanced');
const found = await axe.run(document, {rules: Object.fromEntries(all.map(id => [id, {enabled: true}])), resultTypes: ['violations']});
return found.violations.map(v => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message || n.all[0]?.message || n.none[0]?.message || '')).join(' | ')})`); }"""


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_is_violated(new_page: NewPage, site: Site, axe: str, theme: str, width: int) -> None:
    article = site.graph.articles(limit=1).items[0]
    page = new_page("/articles", theme=theme, width=width)
    found: dict[str, list[str]] = {}
    for name, address in STATES.items():
        page.goto(site.url + (f"/article/{article.id}" if address == "ARTICLE" else address))
        if address.startswith("/explore"):
            page.wait_for_selector("html[data-ready=graph]", timeout=20_000)
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.evaluate("scrollTo(0, 0)")  # what has scrolled beneath the top bar counts as too small a target
        page.evaluate(axe)
        violations = page.evaluate(RUN)
        if violations:
            found[name] = violations
    page.goto("about:blank")
    assert found == {}, "\n".join(f"{name}: {text}" for name, texts in found.items() for text in texts)
