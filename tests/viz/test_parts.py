"""Layouts, months, marks, words and styles."""

from datetime import date

import pytest

from kg.answers import Month
from viz import layout, words
from viz.charts import months_chart
from viz.months import Span, breaks, span_of
from viz.passages import cut
from viz.style import DARK, LIGHT, edge_dashes, edge_width, node_size, tokens_css, tone

LINES = [(f"N{n}", f"N{(n * 7 + 1) % 30}", float(n % 5 + 1)) for n in range(60) if n % 30 != (n * 7 + 1) % 30]
NAMES = [f"N{n}" for n in range(30)]


def test_the_same_actors_get_the_same_places() -> None:
    first = layout.network(NAMES, LINES)
    layout._network.cache_clear()
    assert layout.network(list(reversed(NAMES)), list(reversed(LINES))) == first


def test_layout_stays_until_a_relation_has_grown_by_much() -> None:
    source, target, _ = LINES[0]
    rest = LINES[1:]
    first = layout.network(NAMES, [*rest, (source, target, 30.0)], dict.fromkeys(NAMES, 9.2))
    assert layout.network(NAMES, [*rest, (source, target, 36.0)], dict.fromkeys(NAMES, 9.8)) == first
    assert layout.network(NAMES, [*rest, (source, target, 300.0)], dict.fromkeys(NAMES, 9.2)) != first
    assert layout.network(NAMES, [*rest, (source, target, 30.0)], dict.fromkeys(NAMES, 13.0)) != first


def test_actors_do_not_stand_on_one_another() -> None:
    places = list(layout.network(NAMES, LINES).values())
    gaps = [
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for n, a in enumerate(places) for b in places[:n]
    ]
    assert min(gaps) > 14


def test_names_have_room_beneath_their_actors() -> None:
    names = dict.fromkeys(NAMES, "A name of some length")
    places = layout.network(NAMES, LINES, None, names)

    def overlaps(given: layout.Places) -> int:
        spots = list(given.values())
        return sum(
            abs(a[0] - b[0]) < 8 * len("A name of some length") and abs(a[1] - b[1]) < 2 * 8 + 20
            for n, a in enumerate(spots)
            for b in spots[:n]
        )

    assert overlaps(places) == 0 < overlaps(layout.network(NAMES, LINES))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_actors_have_places_too(count: int) -> None:
    assert len(layout.network(NAMES[:count], [])) == count


def test_added_actors_do_not_move_known_ones() -> None:
    known = layout.network(NAMES[:20], LINES)
    after = layout.beside(known, NAMES[20:], LINES)
    assert {name: after[name] for name in known} == known
    assert len(set(after.values())) == 30


def test_the_ring_keeps_communities_together() -> None:
    community = layout.communities(NAMES, LINES)
    ring = layout.circle(NAMES, community, dict.fromkeys(NAMES, 1))
    assert len(set(ring.values())) == 30


def test_a_span_folds_long_empty_stretches() -> None:
    span = span_of([2024 * 12, 2024 * 12 + 3, 1990 * 12, 0])
    assert span.names == ("1990-01", "2024-01", "2024-02", "2024-03", "2024-04")
    assert span.index(1990 * 12) == 0
    assert span.index(2024 * 12 + 3) == 4
    assert span.index(0) == -1
    assert breaks(span.months) == [(1, 34 * 12 - 1)]
    assert span_of([]).names == ()
    assert len(span_of([2024 * 12], least=12).months) == 12


@pytest.mark.parametrize(("months", "drawn"), [(9, 10), (10, 2)])
def test_only_long_stretches_are_folded(months: int, drawn: int) -> None:
    assert len(span_of([2020 * 12, 2020 * 12 + months]).months) == drawn


def test_a_window_counts_whole_months() -> None:
    span = Span(months=tuple(range(2024 * 12, 2024 * 12 + 12)))
    assert span.window(None, None) == (0, 12)
    assert span.window(date(2024, 3, 1), date(2024, 6, 1)) == (2, 5)
    assert span.window(date(2024, 3, 2), None) == (3, 12)


def test_a_window_may_end_inside_a_break() -> None:
    span = span_of([1990 * 12, *range(2024 * 12, 2024 * 12 + 12)])
    assert span.window(date(1999, 5, 5), None) == (1, 13)
    assert span.window(None, date(1999, 5, 5)) == (0, 1)
    assert span.window(date(1999, 1, 1), date(2001, 1, 1)) == (1, 1)


def test_a_chart_gives_its_width_to_months_with_events() -> None:
    months = [
        Month(month=name, quads=(1, 0, 1, 0), events=2, score=0.0)
        for name in ("1974-01", "2024-01", "2024-06")
    ]
    chart = months_chart(months)
    (fold,) = chart.breaks
    assert (fold.text, fold.told) == ("50 y", "1974-02 to 2023-12")
    assert len(chart.axis) == 2
    assert sum(end - start for start, end in chart.axis) + fold.width == pytest.approx(chart.width, abs=0.1)
    assert [bar.width for bar in chart.bars] == pytest.approx([(1088 - 40) / 7 - 2] * 6, abs=0.1)
    assert [tick.text for tick in chart.ticks] == ["1974", "2024"]
    assert "nothing from 1974-02 to 2023-12" in chart.label


def test_overlapping_marks_share_parts() -> None:
    parts = cut(
        "Arnor urged Gondor",
        10,
        [(10, 15, "actor", "e1"), (10, 21, "conflict", "e2"), (22, 99, "actor", "e1")],
    )
    assert [(part.text, part.roles) for part in parts] == [
        ("Arnor", ("actor", "conflict")),
        (" urged", ("conflict",)),
        (" ", ()),
        ("Gondor", ("actor",)),
    ]


def test_a_text_is_cut_without_loss() -> None:
    text = "a" * 50
    parts = cut(text, 0, [(n, n + 7, "actor", str(n)) for n in range(0, 60, 3)])
    assert "".join(part.text for part in parts) == text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//host", "", "http://[", "ftp://a"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert words.safe_link(address) == ""


def test_numbers_and_dates_in_words() -> None:
    assert words.number(1586) == "1,586"
    assert words.signed(-7.66) == "−7.7"
    assert words.signed(-0.01) == "0.0"
    assert words.plural(1, "actor") == "1 actor"
    assert words.when(date(2024, 8, 1), date(2024, 8, 31), "month") == "Aug 2024"
    assert words.when(date(2024, 8, 1), date(2024, 8, 14), "interval") == "1 Aug 2024 – 14 Aug 2024"
    assert words.when(None, None) == "no date"


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (-10, "conflict-strong"),
        (-5, "conflict-strong"),
        (-1, "conflict-mild"),
        (0, "mixed"),
        (1, "cooperation-mild"),
        (4, "cooperation-strong"),
    ],
)
def test_bins_of_scores(score: float, name: str) -> None:
    assert tone(score) == name


def test_sizes_follow_the_design() -> None:
    assert node_size(1) == 6.02
    assert node_size(10_000) == 18
    assert edge_width(1) == 0.8
    assert edge_width(64) == 5.9
    assert edge_dashes("cooperation-mild", 2) is False
    assert edge_dashes("conflict-mild", 2) == [7.2, 6.0]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_colours_can_be_told_from_their_ground(tokens: dict[str, str]) -> None:
    for name in (
        "conflict-strong",
        "conflict-mild",
        "mixed",
        "cooperation-mild",
        "cooperation-strong",
        "selection",
    ):
        assert contrast(tokens[name], tokens["canvas"]) >= 3.1, name
    for name in ("ink", "ink-2", "ink-3"):
        for ground in ("canvas", "page", "surface", "surface-2"):
            assert contrast(tokens[name], tokens[ground]) >= 4.5, (name, ground)


def test_both_themes_have_every_token() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert tokens_css().count("--canvas:") == 4
