from pathlib import Path

import pytest

from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.heads import Heads
from tests.kg.knowledge.test_gazetteer import WORLD


@pytest.mark.parametrize("folder", [None, WORLD])
def test_every_curated_actor_is_the_gazetteers(folder: Path | None) -> None:
    gazetteer, heads = load_gazetteer(folder), Heads(folder)
    ids = [actor.id for actor in gazetteer.actors()]
    assert len(ids) > 10
    for actor_id in [*ids, f"{ids[-1]}.MIL", "PRK.MIL", "PRK.", "nobody", "NOBODY.GOV", ""]:
        assert heads.actor(actor_id) == gazetteer.actor(actor_id), actor_id


def test_a_folder_without_tables_has_no_actors(tmp_path: Path) -> None:
    assert Heads(tmp_path).actor("RUS") is None
