import pytest
from hypothesis import HealthCheck, given, settings

from kg.errors import BadInput
from kg.model import Coded
from kg.parcels import contents, pack, parcel_text, read_parcel, unpack
from tests.bench.packed import parcels
from tests.bench.synthetic import synthetic
from tests.kg.rdf.test_mapping import codeds
from tests.kg.world import chronicle


@given(codeds)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_article_is_unpacked_exactly(coded: Coded) -> None:
    text = parcel_text(pack(coded))
    assert text.isascii()
    assert unpack(read_parcel(text)) == coded
    assert parcel_text(pack(coded)) == text
    assert contents(read_parcel(text)) == contents(pack(coded))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: "2" + text[1:], "version '2'"),
        (lambda text: "", "version ''"),
        (lambda text: text[: len(text) // 3], "damaged"),
        (lambda text: text.replace(text[40:44], "AAAA"), "damaged"),
        (lambda text: "1.KLUv/SQAAQAAmenYUQ==.", "damaged"),
    ],
)
def test_a_damaged_record_is_told(change, told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput, match=told):
        read_parcel(change(parcel_text(pack(chronicle()[0]))))


def test_a_damaged_end_is_told_when_events_are_read() -> None:
    text = parcel_text(pack(chronicle()[0]))
    with pytest.raises(BadInput, match="records of an article's events"):
        unpack(read_parcel(f"{text[:-8]}AAAAAA=="))


def test_made_up_parcels_are_those_of_made_up_articles() -> None:
    assert list(parcels(events=203)) == [pack(coded) for coded in synthetic(events=203)]
