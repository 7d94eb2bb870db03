"""A real server on a fictional world, a real browser, and a watch on everything a page does."""

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pydantic import SecretStr
from support import absent
from waitress.server import create_server

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.model import Coded
from kg.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

import world  # noqa: E402

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Site:
    """A running server with its graph."""

    url: str
    graph: EventGraph


@dataclass
class Watch:
    """What a page did that it must not do."""

    host: str
    allow: str = ""
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Note requests to other hosts, console errors (policy violations among them) and page errors."""
        page.on("request", lambda r: None if self._is_own(r.url) else self.foreign.append(r.url))
        page.on("console", lambda m: self._note(m.type, m.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and not (self.allow and self.allow in text):
            self.errors.append(text)

    def _is_own(self, url: str) -> bool:
        return url.startswith((self.host, "data:", "blob:", "about:"))


def serve(folder: Path, coded: list[Coded], *, token: str | None = None) -> Iterator[Site]:
    """Serve articles from a fresh store until the test is done; with a token it can be written to."""
    settings = Settings(store=str(folder / "store"), token=SecretStr(token) if token else None)
    with EventGraph.open(settings=settings) as graph:
        graph.ingest_coded(coded, coder="world")
        server = create_server(create_app(graph, settings), host="127.0.0.1", port=0, threads=8)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield Site(url=f"http://127.0.0.1:{server.effective_port}", graph=graph)
        finally:
            server.close()
            thread.join(timeout=5)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("world"), list(world.articles()))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        absent("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(chromium: Browser, site: Site) -> Iterator[NewPage]:
    """Open pages of any width and theme; what they did wrong fails the test at its end."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(
        address: str = "",
        *,
        width: int = 1400,
        theme: str = "light",
        scripts: bool = True,
        url: str = "",
        allow: str = "",
        permissions: tuple[str, ...] = ("clipboard-read", "clipboard-write"),
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900 if width > 800 else 844},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            permissions=list(permissions),
            accept_downloads=True,
        )
        contexts.append(context)
        context.add_init_script("try { localStorage.setItem('hinted', '1') } catch {}")
        page = context.new_page()
        host = url or site.url
        watch = Watch(host, allow)
        watch.attach(page)
        watches.append(watch)
        page.goto(host + address)
        if scripts and address.startswith("/explore"):
            page.wait_for_selector("html[data-ready=graph]", timeout=20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for watch in watches for url in watch.foreign] == []
    assert [text for watch in watches for text in watch.errors] == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The accessibility checker of viz/package-lock.json, from viz/node_modules or by npm."""
    installed = ROOT / "viz" / "node_modules" / "axe-core" / "axe.min.js"
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    sys.path.insert(0, str(ROOT))
    from hatch_build import install_packages

    folder = tmp_path_factory.mktemp("npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "viz" / name, folder)
    problem = install_packages(folder, dev=True)
    if problem:
        absent(f"axe-core cannot be installed: {problem}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
