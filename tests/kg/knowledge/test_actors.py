"""The curated tables themselves: complete, consistent, and right about names that are easy to get wrong."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import spacy

import kg.knowledge
from kg.knowledge.files import read_tsv
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.ontology import load_ontology
from kg.knowledge.tables import read_tables

FOLDER = Path(kg.knowledge.__file__).parent / "actors"
# Uninhabited, or without a seat or people's name of their own.
NO_DEMONYM = {
    "ALA", "ATA", "ATF", "BES", "BLM", "BVT", "CCK", "GGY", "HMD", "IOT", "MAF", "SCG", "SGS", "SJM", "SPM",
    "UMI",
}  # fmt: skip
NO_CAPITAL = NO_DEMONYM | {
    "AIA", "CXR", "GIB", "GLP", "IMN", "MNP", "MSR", "NFK", "SUN", "TKL", "VGB", "YUG", "CSK", "YMD",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    return read_tables(FOLDER, load_ontology().sectors)


@pytest.fixture(scope="module")
def tokenizer():
    return spacy.blank("en").tokenizer


def test_every_state_has_names_for_its_people_and_capital(tables):
    assert {state.id for state in tables.states if not state.demonyms} <= NO_DEMONYM
    assert {state.id for state in tables.states if not state.capital} <= NO_CAPITAL


def test_every_living_state_has_an_iso_code_of_two_letters(tables):
    assert all(state.iso2 and len(state.iso2) == 2 for state in tables.states if state.until is None)
    assert all(state.successor for state in tables.states if state.until is not None)


def test_there_is_enough_of_everything(tables):
    assert len(tables.states) >= 250
    assert sum(body.kind in ("international body", "civil society") for body in tables.bodies) >= 290
    assert len(tables.groups) >= 400
    assert sum(body.kind == "media" for body in tables.bodies) >= 150
    assert sum(body.kind == "company" for body in tables.bodies) >= 80
    assert sum(place.kind == "city" for place in tables.places) >= 10_000


def test_outside_ids_are_given_once(tables):
    rows = (*tables.states, *tables.bodies, *tables.groups)
    ids = [row.wikidata for row in rows if row.wikidata]
    assert len(ids) == len(set(ids))
    assert all(qid[0] == "Q" and qid[1:].isdigit() for qid in ids)


def test_cities_have_a_position_and_a_geonames_id(tables):
    cities = [place for place in tables.places if place.population]
    assert all(place.geonames and place.country for place in cities)
    assert all(-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180 for place in cities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    text: str
    name: str
    type: str
    actor: str | None = None
    sector: str | None = None


CASES = read_tsv(Path(__file__).with_name("tricky_names.tsv"), Case)


@pytest.mark.parametrize("case", CASES, ids=[case.text for case in CASES])
def test_a_tricky_name(tokenizer, case):
    words = [token.text for token in tokenizer(case.text)]
    start = next(i for i in range(len(words)) if load_gazetteer().lookup(words, i))
    length, entries = load_gazetteer().lookup(words, start)
    first = entries[0]
    assert " ".join(words[start : start + length]) == case.name
    assert (first.type, first.actor or first.country, first.sector) == (case.type, case.actor, case.sector)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "us",
            "turkey",
            "who",
            "is",
            "Us",
            "Who",
            "Is",
            "polish",
            "chad",
            "may",
            "March 14",
            "Reading",
            "Of",
        ),
        *("Mobile", "Male", "Most", "Care", "Model", "Plan", "Nancy", "Lincoln", "Sadr", "the Hindu"),
        *("Hwasong-19", "Karabiner"),
    ],
)
def test_words_that_are_no_actors(tokenizer, text):
    words = [token.text for token in tokenizer(text)]
    hits = [load_gazetteer().lookup(words, i) for i in range(len(words))]
    readings = [entry for hit in hits if hit for entry in hit[1]]
    assert [entry for entry in readings if entry.actor] == []
    assert [entry for entry in readings if entry.type == "place" and not entry.weak] == []


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("Congo", ["COG", "COD", "COG"]),
        ("Congolese", ["COG", "COD", "COG"]),
        ("Dominicans", ["DOM", "DMA"]),
        ("Brussels", ["EU", "BEL"]),
        ("Georgia", ["GEO", None]),
        ("SPLM", ["SPLM", "SPLM_SSD"]),
        ("Kremlin", ["RUS", "SUN"]),
    ],
)
def test_an_ambiguous_name_keeps_its_readings_default_first(name, readings):
    found = [e.actor for e in load_gazetteer().readings(name) if e.type != "place" or e.weak]
    assert found == readings


@pytest.mark.parametrize(("on", "first"), [(date(1985, 1, 1), "COG"), (date(2023, 1, 1), "COD")])
def test_congo_is_the_one_so_called_on_the_day(on, first):
    assert next(entry.actor for entry in load_gazetteer().readings("Congo") if entry.holds(on)) == first


@pytest.mark.parametrize(
    ("name", "on", "sector"),
    [
        ("Taliban", date(2010, 1, 1), "REB"),
        ("Taliban", date(2023, 1, 1), "GOV"),
        ("African National Congress", date(1992, 6, 1), "OPP"),
        ("ANC", date(1999, 6, 1), "GOV"),
        ("FARC", date(2008, 1, 1), "REB"),
        ("Hayat Tahrir al-Sham", date(2025, 1, 15), "GOV"),
    ],
)
def test_a_group_has_the_sector_of_the_day(name, on, sector):
    held = [
        entry.sector
        for entry in load_gazetteer().readings(name)
        if (entry.since is None or entry.since <= on) and (entry.until is None or on < entry.until)
    ]
    assert held == [sector]


def test_the_country_of_every_actor_is_one_of_today(tables):
    today = {state.id for state in tables.states if state.until is None}
    assert {actor.country for actor in load_gazetteer().actors() if actor.country} <= today


@pytest.mark.parametrize(
    ("state", "country"),
    [("SUN", "RUS"), ("DDR", "DEU"), ("YUG", "SRB"), ("SCG", "SRB"), ("CSK", "CZE"), ("YMD", "YEM")],
)
def test_a_historic_state_keeps_its_id_and_has_a_country_of_today(state, country):
    actor, army = load_gazetteer().actor(state), load_gazetteer().actor(f"{state}.MIL")
    assert (actor.id, actor.country, army.id, army.country) == (state, country, f"{state}.MIL", country)


@pytest.mark.parametrize(
    ("person", "on", "country", "sector"),
    [
        ("alexei-navalny", date(2021, 1, 20), "RUS", "OPP"),
        ("mark-milley", date(2022, 3, 1), "USA", "MIL"),
        ("nancy-pelosi", date(2022, 8, 2), "USA", "LEG"),
        ("mikhail-gorbachev", date(1989, 11, 9), "RUS", "GOV"),
        ("kofi-annan", date(2003, 3, 1), None, "IGO"),
        ("haibatullah-akhundzada", date(2019, 1, 1), "AFG", "REB"),
        ("haibatullah-akhundzada", date(2023, 1, 1), "AFG", "GOV"),
    ],
)
def test_a_person_has_the_sector_of_the_office(person, on, country, sector):
    gazetteer = load_gazetteer()
    office = next(o for o in reversed(gazetteer.offices(person)) if o.since is None or o.since <= on)
    assert gazetteer.office_sector(office, on) == sector
    assert gazetteer.actor(person).country == country


@pytest.mark.parametrize(
    ("name", "country", "geonames"),
    [("Kyiv", "UKR", "703448"), ("Odessa", "UKR", "698740"), ("St Petersburg", "RUS", "498817")],
)
def test_a_city_is_known_by_its_old_and_short_names(name, country, geonames):
    place = load_gazetteer().place(name)
    assert (place.country, place.geonames) == (country, geonames)


def test_an_armed_group_across_borders_is_of_no_country(tables):
    assert {group.id for group in tables.groups if group.sector == "IMG"} == {
        group.id for group in tables.groups if group.kind == "armed group" and not group.country
        and group.sector != "CRM"
    }  # fmt: skip


def test_no_body_is_called_like_a_people(tables):
    """A newspaper named The Australian took the Australian prime minister."""
    peoples = {word.casefold() for state in tables.states for word in state.demonyms}
    named = [*tables.bodies, *tables.groups]
    assert not [
        (row.id, name)
        for row in named
        for name in (row.label, *row.aliases)
        if name.casefold().removeprefix("the ") in peoples
    ]
