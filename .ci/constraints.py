"""Writes constraints.txt: the versions of requirements.lock without hashes, for the README's commands."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = "# The versions of requirements.lock without hashes: pip takes none beside a folder. `make lock` writes it."

PIN = re.compile(r"^([A-Za-z0-9_.\[\]-]+==[^ \\;]+)( ; [^\\]*?)? ?\\?$", re.M)
pins = [name + (marker or "") for name, marker in PIN.findall((ROOT / "requirements.lock").read_text())]
(ROOT / "constraints.txt").write_text("\n".join([HEAD, *pins]) + "\n")
