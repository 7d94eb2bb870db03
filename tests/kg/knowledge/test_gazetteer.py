import shutil
from datetime import date
from pathlib import Path

import pytest

from kg.errors import BadKnowledge
from kg.knowledge.gazetteer import load_gazetteer

WORLD = Path(__file__).parent / "world"


@pytest.fixture(scope="module")
def world():
    return load_gazetteer(WORLD)


def found(gazetteer, text):
    """Names of a text with the types and ids of their readings; blanks separate tokens."""
    words, names, i = text.split(), {}, 0
    while i < len(words):
        hit = gazetteer.lookup(words, i)
        if hit:
            names[" ".join(words[i : i + hit[0]])] = [(e.type, e.actor or e.country) for e in hit[1]]
        i += hit[0] if hit else 1
    return names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Arnor met Gondor .", {"Arnor": [("actor", "ARN")], "Gondor": [("actor", "GON")]}),
        ("the Realm of Arnor", {"Realm of Arnor": [("actor", "ARN")]}),
        ("ARNOR", {"ARNOR": [("actor", "ARN")]}),
        ("arnor", {}),
        ("MD M.D. md Md", {"MD": [("actor", "MOR")], "M.D.": [("actor", "MOR")]}),
        ("Barad - dur", {"Barad - dur": [("capital", "MOR")]}),
        ("Barad Dûr", {"Barad Dûr": [("capital", "MOR")]}),
        ("M.D.-led", {"M.D.-led": [("actor", "MOR")]}),
        ("M.D.-19", {}),
        ("Gondor 's Tower Guard", {"Gondor": [("actor", "GON")], "Tower Guard": [("seat", "GON")]}),
        ("Whco and WHCO", {"Whco": [("actor", "WHITECOUNCIL")], "WHCO": [("actor", "WHITECOUNCIL")]}),
        ("the council of the wise", {"the council of the wise": [("description", "WHITECOUNCIL")]}),
        ("Rohirrim", {"Rohirrim": [("demonym", "ROH")]}),
        ("Hobbits", {"Hobbits": [("demonym", "ARN")]}),
        ("Border guards", {"Border guards": [("role", None)]}),
        ("the defense ministers", {"defense ministers": [("role", None)]}),
        ("chiefs of staff", {"chiefs of staff": [("role", None)]}),
        ("women 's groups", {"women 's groups": [("role", None)]}),
        ("two parties", {"parties": [("role", None)]}),
        ("Fornost", {"Fornost": [("capital", "ARN"), ("place", "ARN")]}),
        ("Osgiliath", {"Osgiliath": [("place", "GON"), ("place", "ARN")]}),
        ("Faramir Mardil", {"Faramir Mardil": [("person", "faramir-mardil")]}),
        ("Uruk - hai", {"Uruk - hai": [("actor", "URUKHAI"), ("actor", "URUKHAI")]}),
    ],
)
def test_the_longest_name_is_found_as_it_is_written(world, text, names):
    assert found(world, text) == names


def test_a_group_changes_its_sector_with_the_day(world):
    before, after = world.readings("Uruk-hai")
    assert (before.sector, before.until) == ("REB", date(3019, 3, 15))
    assert (after.sector, after.since) == ("GOV", date(3019, 3, 15))


def test_a_historic_state_ends(world):
    (entry,) = world.readings("Angmar")
    assert (entry.actor, entry.until) == ("ANG", date(1976, 1, 1))


@pytest.mark.parametrize(
    ("on", "ids"),
    [
        (date(3019, 3, 14), ("denethor-mardil", "faramir-mardil")),
        (date(3019, 3, 15), ("faramir-mardil", "denethor-mardil")),
        (date(3020, 1, 1), ("faramir-mardil", "denethor-mardil")),
        (None, ("faramir-mardil", "denethor-mardil")),
    ],
)
def test_a_surname_is_the_office_holder_of_the_day(world, on, ids):
    assert world.person("Mardil", on) == ids


@pytest.mark.parametrize("name", ["Saruman al-Isengard", "Isengard", "al-Isengard", "curuniir"])
def test_a_person_is_found_by_all_names(world, name):
    assert world.person(name) == ("saruman-al-isengard",)


@pytest.mark.parametrize(
    ("role", "on", "person"),
    [
        ("head of state", date(3000, 1, 1), "denethor-mardil"),
        ("steward", date(3019, 4, 1), "faramir-mardil"),
        ("defence minister", date(2970, 1, 1), "denethor-mardil"),
        ("head of state", date(3019, 5, 1), None),
        ("head of state", None, None),
    ],
)
def test_the_holder_of_an_office_by_date(world, role, on, person):
    assert world.holder(role, "GON", on) == person


def test_a_person_acts_for_the_last_office(world):
    actor = world.actor("denethor-mardil")
    assert (actor.label, actor.kind, actor.country, actor.sector, actor.affiliation) == (
        "Denethor Mardil", "person", "GON", "GOV", "GON",
    )  # fmt: skip
    assert actor.aliases == ("Denethor II",)
    assert [office.role for office in world.offices("denethor-mardil")] == [
        "defence minister",
        "head of state",
    ]


def test_a_part_of_a_state_is_an_actor(world):
    actor = world.actor("GON.MIL")
    assert (actor.kind, actor.country, actor.sector) == ("sector", "GON", "MIL")
    assert world.actor("XXX.MIL") is None


@pytest.mark.parametrize(
    ("actor", "country"), [("ANG", "ARN"), ("ANG.MIL", "ARN"), ("ARN", "ARN"), ("URUKHAI", "MOR")]
)
def test_a_historic_state_counts_for_the_one_that_continues_it(world, actor, country):
    assert world.actor(actor).country == country


def test_a_state_that_is_no_more_has_the_country_of_another(world):
    assert (world.country("ANG"), world.country("GON")) == ("ARN", "GON")


def test_a_place_by_name_and_country(world):
    place = world.place("Citadel of Stars")
    assert (place.label, place.country, place.latitude, place.longitude) == ("Osgiliath", "GON", 31.5, 40.25)
    assert world.place("Osgiliath", "ARN").latitude is None
    assert world.place("Osgiliath", "MOR") is None


def test_members_demonyms_and_roles(world):
    assert world.members("WHITECOUNCIL") == ("ARN", "GON")
    assert world.demonym("MOR") == "Mordorian"
    assert world.role("border guards") == "MIL"
    assert world.role("wizard") is None


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("groups.tsv", "URUKHAI", "GON", "groups.tsv:2: id 'GON' is taken by states.tsv:4"),
        ("groups.tsv", "\tMOR\t", "\tMRD\t", "groups.tsv:2: 'country': no state 'MRD'"),
        ("groups.tsv", "GOV:3019-03-15", "GOV:now", "groups.tsv:2: 'later_sector': GOV: 'now' is not a date"),
        ("groups.tsv", "GOV:3019-03-15", "GVT:3019", "groups.tsv:2: 'later_sector': no sector 'GVT'"),
        ("groups.tsv", "\tREB\t", "\tRBL\t", "groups.tsv:2: 'sector': no sector 'RBL'"),
        ("roles.tsv", "\tMIL\t", "\tMLT\t", "roles.tsv:2: 'sector': no sector 'MLT'"),
        ("states.tsv", "Tower Guard:MIL", "Tower Guard:MLT", "states.tsv:4: 'seats': no sector 'MLT'"),
        ("states.tsv", "|M.D.|", "|M.D.<now|", "states.tsv:5: M.D.: 'now' is not a date"),
        ("states.tsv", "1975\tARN", "1975\tRNA", "states.tsv:7: 'successor': no state 'RNA'"),
        ("bodies.tsv", "ARN|GON", "ARN|GOD", "bodies.tsv:2: 'members': no state 'GOD'"),
        ("places.tsv", "\tGON\t", "\tGOD\t", "places.tsv:2: 'country': no state 'GOD'"),
        ("holders.tsv", "\tGON\t", "\tGOD\t", "holders.tsv:2: 'of': no state, body or group 'GOD'"),
    ],
)
def test_tables_are_checked_against_each_other(tmp_path, table, old, new, message):
    shutil.copytree(WORLD, tmp_path / "world")
    path = tmp_path / "world" / "actors" / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadKnowledge) as caught:
        load_gazetteer(tmp_path / "world")
    assert str(caught.value).startswith(message)
