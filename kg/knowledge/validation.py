"""All mistakes of a knowledge folder at once, for those who edit it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.errors import BadKnowledge
from kg.knowledge.cues import read_cues
from kg.knowledge.files import collecting, note
from kg.knowledge.lexicon import read_lexicon
from kg.knowledge.ontology import read_ontology
from kg.knowledge.tables import FILES, read_tables
from kg.knowledge.wording import read_wording

_BUILT_IN = Path(__file__).parent
_ONTOLOGY = ("types.tsv", "sectors.tsv", "scores.tsv", "cameo.tsv")


def mistakes(folder: Path | None = None) -> list[str]:
    """What breaks the rules in a knowledge folder (None: the built-in one), `file:line: message` each."""
    given = folder or _BUILT_IN
    if not given.is_dir():
        return [f"{given}: is no folder of curated knowledge"]
    own = given / "ontology"
    with collecting() as found:
        _look_for_strays(given)
        try:
            ontology = read_ontology(own if own.is_dir() else _BUILT_IN / "ontology")
        except BadKnowledge as error:
            note(error)
        else:
            readers: tuple[tuple[str, Callable[[Path], object]], ...] = (
                ("actors", lambda path: read_tables(path, ontology.sectors)),
                ("lexicon", lambda path: read_lexicon(path, ontology)),
                ("cues.yml", lambda path: read_cues(path, ontology)),
                ("wording.yml", read_wording),
            )
            for name, read in readers:
                if (given / name).exists():
                    _try(read, given / name)
                elif name in ("lexicon", "cues.yml"):
                    note(BadKnowledge(f"{given}: has no {name}, so no article can be coded with it"))
    return [str(error) for error in found]


def _try(read: Callable[[Path], object], path: Path) -> None:
    """Read, and note what makes the rest unreadable."""
    try:
        read(path)
    except BadKnowledge as error:
        note(error)


def _look_for_strays(folder: Path) -> None:
    """A table with a misspelt name would be left out silently."""
    for name, known in (("actors", FILES), ("ontology", _ONTOLOGY)):
        for path in sorted((folder / name).glob("*")):
            if path.is_file() and path.name not in known:
                note(BadKnowledge(f"{name}/{path.name}: is no table; known: {', '.join(known)}"))
