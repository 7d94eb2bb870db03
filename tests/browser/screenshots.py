"""Makes the pictures of the README anew: `python tests/browser/screenshots.py [STORE]`.

Without a store the sample articles are read into a temporary one first.
"""

import base64
import shutil
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402
from waitress.server import create_server  # noqa: E402

from api.app import create_app  # noqa: E402
from kg.eventgraph import EventGraph  # noqa: E402
from kg.settings import Settings  # noqa: E402
from kg.sources.reading import read_articles  # noqa: E402

FOLDER = ROOT / "viz" / "docs"
MOST_BYTES = 300_000
SIZE = {"width": 1280, "height": 820}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


def lighter(page: Page, picture: bytes) -> bytes:
    """The same PNG with fewer shades, which nobody sees and which halves the file."""
    blank = page.context.new_page()
    made = blank.evaluate(
        """async (text) => { const image = new Image(); image.src = 'data:image/png;base64,' + text; await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), {width: image.width, height: image.height});
        const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
        const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
        const dots = new Uint32Array(pixels.data.buffer), often = new Map();
        for (const dot of dots) often.set(dot, (often.get(dot) || 0) + 1);
        for (let n = 0; n < dots.length; n += 1) if (often.get(dots[n]) < 1200) for (let part = 4 * n; part < 4 * n + 3; part += 1)
          pixels.data[part] = Math.min(255, Math.round(pixels.data[part] / 24) * 24);
        context.putImageData(pixels, 0, 0); return canvas.toDataURL('image/png').split(',')[1]; }""",
        base64.b64encode(picture).decode(),
    )
    blank.close()
    return base64.b64decode(made)


def shoot(page: Page, url: str, name: str) -> None:
    """One picture, when what it shows has settled."""
    page.goto(url)
    if "/explore" in url:
        page.wait_for_selector("html[data-ready=graph]", timeout=30_000)
    page.wait_for_timeout(900)
    path = FOLDER / f"{name}.png"
    path.write_bytes(lighter(page, page.screenshot()))
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size / 1000:.0f} KB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} has {size} bytes, more than {MOST_BYTES}")


def make(store: str) -> None:
    """The four pictures."""
    settings = Settings(store=store)
    with EventGraph.open(settings=settings) as graph:
        if not graph.counts().articles:
            graph.ingest(list(read_articles([str(ROOT / "seeds" / "articles")])))
        server = create_server(create_app(graph, settings), host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        base = f"http://127.0.0.1:{server.effective_port}"
        found = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=found, args=list(ARGUMENTS))
            for theme, address, name in (
                ("light", "/explore", "explorer"),
                ("dark", "/explore?focus=RUS&source=RUS&target=UKR", "relation-dark"),
                ("light", "/article/000_d94bf1c66bf91e63", "article"),
                ("light", "/sparql#ready=busiest_relations", "workbench"),
            ):
                context = browser.new_context(viewport=SIZE, color_scheme=theme)  # type: ignore[arg-type]
                context.add_init_script("try { localStorage.setItem('hinted', '1') } catch {}")
                shoot(context.new_page(), base + address, name)
                context.close()
            browser.close()
        server.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    if len(sys.argv) > 1:
        make(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            make(folder)
