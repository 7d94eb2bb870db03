"""Event data sets: invented rows in the documented order of columns, read, stored and read back."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.ontology import load_ontology
from kg.model import Coded, Event
from kg.rdf.violations import violations
from kg.settings import Settings
from kg.sources.datasets import acled, gdelt, icews, polecat
from kg.sources.datasets.reading import read_dataset
from kg.sources.datasets.world import World

WORLD = World(gazetteer=load_gazetteer(), ontology=load_ontology())

GDELT: dict[str, str] = {
    "GLOBALEVENTID": "900000001", "SQLDATE": "20241028", "MonthYear": "202410", "Year": "2024",
    "Actor1Code": "RUSMIL", "Actor1Name": "RUSSIAN ARMY", "Actor1CountryCode": "RUS", "Actor1Type1Code": "MIL",
    "Actor2Code": "UKR", "Actor2Name": "UKRAINE", "Actor2CountryCode": "UKR", "IsRootEvent": "1",
    "EventCode": "195", "EventBaseCode": "195", "EventRootCode": "19", "QuadClass": "4",
    "GoldsteinScale": "-10.0", "ActionGeo_Type": "4", "ActionGeo_FullName": "Kyiv, Kyyiv, Misto, Ukraine",
    "ActionGeo_CountryCode": "UP", "ActionGeo_Lat": "50.4333", "ActionGeo_Long": "30.5167",
    "DATEADDED": "20241028121500", "SOURCEURL": "https://www.example.org/story",
}  # fmt: skip
ICEWS: dict[str, str] = {
    "Event ID": "31000001", "Event Date": "2020-03-02", "Source Name": "Military (Russia)",
    "Source Sectors": "Military,Government", "Source Country": "Russian Federation",
    "Event Text": "Make an appeal or request", "CAMEO Code": "020", "Intensity": "3.0",
    "Target Name": "United Nations", "Target Sectors": "International Government Organization",
    "Target Country": "", "Story ID": "51", "Sentence Number": "1", "Publisher": "Example Wire",
    "City": "Moscow", "District": "", "Province": "Moskva", "Country": "Russian Federation",
    "Latitude": "55.7522", "Longitude": "37.6156",
}  # fmt: skip
POLECAT: dict[str, str] = {
    "Event ID": "20240102-1-abc", "Event Date": "2024-01-02", "Event Type": "ASSAULT", "Event Mode": "aerial",
    "Intensity": "-9.5", "Quad Code": "MATERIAL CONFLICT", "Contexts": "military", "Actor Name": "Houthis",
    "Actor Country": "YEM", "Primary Actor Sector": "REB", "Actor Sectors": "REB;UAF",
    "Recipient Name": "None", "Recipient Country": "SAU", "Primary Recipient Sector": "MIL",
    "Recipient Sectors": "MIL", "Placename": "Riyadh", "Country": "SAU", "Latitude": "24.7",
    "Longitude": "46.7", "GeoNames ID": "108410", "Source": "Example Wire", "Publication Date": "2024-01-03",
    "Language": "eng",
}  # fmt: skip
ACLED: dict[str, str] = {
    "event_id_cnty": "SDN99001", "event_date": "2024-05-06", "year": "2024", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Sudan (2019-)", "assoc_actor_1": "", "inter1": "State forces",
    "actor2": "RSF: Rapid Support Forces", "assoc_actor_2": "", "inter2": "Rebel group",
    "country": "Sudan", "location": "El Fasher", "latitude": "13.6279", "longitude": "25.3494",
    "source": "Example Post", "notes": "On 6 May 2024, invented for a test,\nthe army met the RSF.",
    "fatalities": "0",
}  # fmt: skip
ROWS = {"gdelt": GDELT, "icews": ICEWS, "polecat": POLECAT, "acled": ACLED}
KEYS = {"gdelt": "GLOBALEVENTID", "icews": "Event ID", "polecat": "Event ID", "acled": "event_id_cnty"}


def text_of(name: str, *rows: dict[str, str]) -> str:
    """Rows as a file of the data set."""
    if name == "gdelt":
        return "".join("\t".join(row.get(column, "") for column in gdelt.COLUMNS) + "\n" for row in rows)
    if name == "acled":
        out = io.StringIO()
        writer = csv.DictWriter(out, ACLED)
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def read(tmp_path: Path, name: str, *rows: dict[str, str]) -> tuple[list[Coded], list[str]]:
    file = tmp_path / f"{name}.csv"
    file.write_text(text_of(name, *rows), encoding="utf-8")
    told: list[BadInput] = []
    coded = list(read_dataset(name, [file], WORLD, problem=told.append))
    return coded, [str(error) for error in told]


def only_event(tmp_path: Path, name: str, **changes: str) -> Event:
    coded, told = read(tmp_path, name, {**ROWS[name], **changes})
    assert told == []
    (event,) = coded[0].events
    return event


def kg(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), *words])


@pytest.mark.parametrize(
    ("name", "source", "target", "plover", "mode", "cameo", "goldstein", "place"),
    [
        ("gdelt", "RUS.MIL", "UKR", "ASSAULT", "heavy-weapons", "195", -10.0, "UKR"),
        ("icews", "RUS.MIL", "UN", "REQUEST", None, "020", 3.0, "RUS"),
        ("polecat", "HOUTHIS", "SAU.MIL", "ASSAULT", "aerial", "180", None, "SAU"),
        ("acled", "SDN.MIL", "RSF", "ASSAULT", None, "190", None, "SDN"),
    ],
)
def test_record_is_an_event(
    tmp_path: Path, name: str, source: str, target: str, plover: str, mode: str, cameo: str, goldstein: Any,
    place: str,
) -> None:  # fmt: skip
    event = only_event(tmp_path, name)
    assert event.source
    assert event.target
    assert event.place
    assert (event.source.actor.id, event.target.actor.id) == (source, target)
    assert (event.plover, event.mode, event.goldstein) == (plover, mode, goldstein)
    assert event.cameo == (cameo if name != "polecat" else WORLD.ontology.default_cameo("ASSAULT"))
    assert event.quad == WORLD.ontology.quad(plover)
    assert event.place.country == place
    assert event.place.latitude
    assert event.date == event.date_end
    assert event.date_precision == "day"


@pytest.mark.parametrize("name", ROWS)
def test_evidence_is_what_the_record_says(tmp_path: Path, name: str) -> None:
    row = ROWS[name]
    coded, _ = read(tmp_path, name, row, {**row, KEYS[name]: "2"})
    for article in coded:
        for event in article.events:
            spans = [event.evidence, event.action, event.source, event.target]
            assert all(
                article.article.text[span.start : span.end] == span.text for span in spans if span is not None
            )
            for part in event.evidence.text.split(" | "):
                assert any(
                    part in cell
                    for cell in [*row.values(), f"{row.get('Event Type')} {row.get('Event Mode')}"]
                )


@pytest.mark.parametrize("name", ROWS)
def test_graph_keeps_the_records_and_passes_the_shapes(tmp_path: Path, name: str) -> None:
    file = tmp_path / "events"
    row = ROWS[name]
    file.write_text(text_of(name, row, {**row, KEYS[name]: "2"}), encoding="utf-8")
    store = tmp_path / "store"
    done = kg(store, "import", name, str(file))
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["events"] == 2
    again = json.loads(kg(store, "import", name, str(file)).stdout)
    assert (again["added"], again["replaced"], again["events"]) == (0, 0, 0)
    wanted, _ = read(tmp_path, name, row, {**row, KEYS[name]: "2"})
    with EventGraph.open(store, settings=Settings()) as graph:
        assert {coded.article.id: coded for coded in graph.coded_articles()} == {
            coded.article.id: coded for coded in wanted
        }
        assert all(violations(graph.article_triples(coded.article.id)) == [] for coded in wanted)
        assert graph.reindex().articles == len(wanted)
        assert {event.goldstein for event in graph.events().items} == {wanted[0].events[0].goldstein}
    assert kg(store, "verify").exit_code == 0


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("gdelt", {"SQLDATE": "20241399"}, "'SQLDATE' is '20241399', no date"),
        ("gdelt", {"EventCode": "999"}, "'999' is no CAMEO code"),
        ("gdelt", {"GoldsteinScale": "-11"}, "'GoldsteinScale' is -11, beyond 10"),
        ("gdelt", {"GLOBALEVENTID": ""}, "'GLOBALEVENTID' is empty"),
        ("gdelt", {"Actor1Name": "too\tmany"}, "has 62 cells, not 61"),
        ("icews", {"Latitude": "north"}, "'Latitude' is 'north', no number"),
        ("polecat", {"Event Type": "WISH"}, "'Event Type' is 'WISH', no PLOVER event type"),
        ("acled", {"time_precision": "9"}, "'time_precision' is '9', not 1, 2 or 3"),
    ],
)
def test_bad_row_is_named_and_the_others_are_read(
    tmp_path: Path, name: str, changes: dict[str, str], told: str
) -> None:
    file, row = tmp_path / "events", ROWS[name]
    file.write_text(text_of(name, {**row, **changes}, row), encoding="utf-8")
    done = kg(tmp_path / "store", "import", name, str(file))
    assert done.exit_code == 1
    line = {"gdelt": 1, "acled": 3}.get(name, 2)  # ACLED's notes span two lines
    assert f"skipped: {file}:{line}: {told}" in done.stderr
    assert json.loads(done.stdout) | {"added": 1, "failed": 1, "events": 1} == json.loads(done.stdout)


def test_row_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "events"
    good = text_of("gdelt", GDELT).encode()
    file.write_bytes(good.replace(b"UKRAINE", b"UKRA\xefNE") + good)
    told: list[BadInput] = []
    assert len(list(read_dataset("gdelt", [file], WORLD, problem=told.append))) == 1
    assert [str(error) for error in told] == [f"{file}:1: is not UTF-8"]


@pytest.mark.parametrize(
    ("name", "text", "told"), [("icews", "Event ID\tEvent Date\n", ":1: column 'Source Name' is missing"),
                               ("acled", None, ": cannot be read")]
)  # fmt: skip
def test_bad_file_is_one_sentence(tmp_path: Path, name: str, text: str | None, told: str) -> None:
    file = tmp_path / "events"
    if text is not None:
        file.write_text(text)
    done = kg(tmp_path / "store", "import", name, str(file))
    assert done.exit_code == 1
    assert f"skipped: {file}{told}" in done.stderr


@pytest.mark.parametrize(
    ("code", "name", "group", "actor", "sector"),
    [
        ("RUS", "RUSSIA", "", "RUS", None),
        ("RUSGOV", "KREMLIN", "", "RUS", "GOV"),
        ("IGOUNO", "UNITED NATIONS", "UNO", "UN", "IGO"),
        ("ROM", "ROMANIA", "", "ROU", None),
        ("SYRREB", "SYRIAN REBEL", "", "SYR.REB", "REB"),
        ("USAMED", "AMERICAN NEWSPAPER", "", "USA.JRN", "JRN"),
        ("COP", "POLICE", "", "ANY.COP", "COP"),
        ("CHRCTH", "CATHOLIC", "", None, None),
        ("", "", "", None, None),
    ],
)
def test_cameo_actor(code: str, name: str, group: str, actor: str | None, sector: str | None) -> None:
    found = WORLD.parties.cameo(code, name, date(2024, 1, 1), group=group).actor
    assert (found and found.id, found and found.sector) == (actor, sector)


def test_records_of_one_story_are_one_article(tmp_path: Path) -> None:
    rows = [{**ICEWS, "Event ID": str(n), "Story ID": "7" if n < 3 else "8"} for n in range(5)]
    coded, _ = read(tmp_path, "icews", *rows)
    assert [len(article.events) for article in coded] == [3, 2]
    assert len({event.id for article in coded for event in article.events}) == 5


@pytest.mark.parametrize(
    ("actor", "wanted"),
    [
        ("Police Forces of Kenya (2022-)", "KEN.COP"),
        ("Protesters (Kenya)", "KEN.CVL"),
        ("Government of Kenya (2022-)", "KEN"),
        ("Unidentified Armed Group (Mali)", "MLI.UAF"),
        ("Military Forces of Israel (2022-) Shin Bet", "ISR.MIL"),
    ],
)
def test_acled_actor(tmp_path: Path, actor: str, wanted: str) -> None:
    event = only_event(tmp_path, "acled", actor1=actor)
    assert event.source
    assert event.source.actor.id == wanted


def test_acled_development_without_parties_is_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, "acled", {**ACLED, "sub_event_type": "Change to group/activity"}) == ([], [])


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        with file.open("w") as out:
            for n in range(rows):
                out.write(
                    text_of("gdelt", {**GDELT, "GLOBALEVENTID": str(n), "SOURCEURL": f"https://e.org/{n}"})
                )
        tracemalloc.start()
        stream: Iterator[Coded] = read_dataset("gdelt", [file], WORLD, problem=lambda error: None)
        assert sum(1 for _ in stream) == rows
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(500)
    assert peak(4000) < peak(500) + 500_000


def test_columns_that_are_read_are_documented_ones() -> None:
    assert len(gdelt.COLUMNS) == 61
    for row, needed in ((ICEWS, icews.NEEDED), (POLECAT, polecat.NEEDED), (ACLED, acled.NEEDED)):
        assert set(needed) <= set(row)
