"""The build hook: an editor from npm where there is one, a notice and a plain text field where not."""

import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import hatch_build  # noqa: E402


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "viz").mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "viz" / name, tmp_path / "viz")
    return tmp_path


def test_a_build_without_npm_goes_on_with_a_notice(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(hatch_build, "npm_command", lambda: None)
    assert not hatch_build.fill_vendor(tree)
    assert "npm was not found" in capsys.readouterr().err


def test_what_is_there_is_not_fetched_again(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = tree / "viz" / "static" / "vendor"
    vendor.mkdir(parents=True)
    wanted = json.loads((tree / "viz" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    (vendor / "versions.json").write_text(json.dumps(wanted), encoding="utf-8")
    monkeypatch.setattr(hatch_build, "install_packages", lambda folder: pytest.fail("asked npm"))
    assert hatch_build.fill_vendor(tree)


def test_the_lock_file_names_no_address() -> None:
    packages = json.loads((ROOT / "viz" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)
