from __future__ import annotations

from datetime import date

import pytest

from kg.knowledge.gazetteer import load_gazetteer
from kg.text.actors.mentions import Finder
from kg.text.actors.phrases import Phrases
from kg.text.syntax.words import words_in


def ids(text: str) -> list[list[str]]:
    mentions = Finder(Phrases(load_gazetteer())).find(words_in(text), date(2024, 6, 1))
    return [[actor["id"] for actor in mention["actors"]] for mention in mentions]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "the defence ministers of Japan, South Korea and the United States",
            ["JPN.GOV", "KOR.GOV", "USA.GOV"],
        ),
        ("foreign ministers of France and Germany", ["FRA.GOV", "DEU.GOV"]),
        ("the foreign minister of France and Germany", ["stephane-sejourne"]),
        ("an oil refinery in Russia's Ryazan region", ["RUS.BUS"]),
        ("a hospital in Sudan's Darfur region", ["SDN.MED"]),
        ("forces loyal to Khalifa Haftar", ["LBY.MIL"]),
        ("ministers from the Gulf Cooperation Council", ["GCC"]),
        ("several thousand Macedonian Albanians", ["MKD.CVL"]),
        ("Guatemalan Indians", ["GTM.CVL"]),
        ("Japanese whalers", ["JPN.LAB"]),
    ],
)
def test_of_and_in_phrases_give_the_countries(text: str, first: list[str]) -> None:
    assert ids(text)[0] == first
