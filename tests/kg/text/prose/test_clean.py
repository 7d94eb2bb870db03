from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.prose.clean import MAX_CHARS, clean

SEED = Path(__file__).parents[4] / "seeds" / "articles" / "000_d94bf1c66bf91e63.txt"


def test_the_given_article_keeps_its_sentences_only() -> None:
    raw = SEED.read_text(encoding="utf-8")
    cleaned = clean(raw)
    for furniture in ("Sign up", "PHOTO", "Follow topic", "See more on", "REUTERS", "BRUSSELS"):
        assert furniture not in cleaned.text
    assert cleaned.dateline == "BRUSSELS"
    assert cleaned.text.count("A Ukrainian army vehicle passes") == 1
    assert "said on Oct 24 that the first North Korean units" in cleaned.text
    assert "since staging a major incursion in August." in cleaned.text
    assert "\n\nPartnership treaty\n\nUkrainian Foreign Minister" in cleaned.text


def test_offsets_lead_back_to_the_raw_text() -> None:
    raw = SEED.read_text(encoding="utf-8")
    cleaned = clean(raw)
    for needle in ("Mark Rutte", "his office said", "a major incursion", "“growing desperation”"):
        at = cleaned.text.index(needle)
        start, end = cleaned.raw(at, at + len(needle))
        assert raw[start:end] == needle


@pytest.mark.parametrize(
    ("raw", "text", "dateline"),
    [
        ("KYIV (Reuters) - Arnor attacked Gondor on Monday.", "Arnor attacked Gondor on Monday.", "KYIV"),
        ("WASHINGTON, Oct 28 (AP) — Arnor thanked Gondor.", "Arnor thanked Gondor.", "WASHINGTON"),
        ("Kyiv, Ukraine (AP) — Arnor thanked Gondor today.", "Arnor thanked Gondor today.", "Kyiv, Ukraine"),
        (
            "NEW YORK/LONDON, Sept 3 (Reuters) – Oil fell on Tuesday.",
            "Oil fell on Tuesday.",
            "NEW YORK/LONDON",
        ),
        (
            "UN - sponsored talks began in Geneva on Friday.",
            "UN - sponsored talks began in Geneva on Friday.",
            "",
        ),
        ("Arnor thanked Gondor. AFP", "Arnor thanked Gondor.", ""),
        ("Share prices fell on Monday.", "Share prices fell on Monday.", ""),
        (
            "By Monday the troops had left the town for good.",
            "By Monday the troops had left the town for good.",
            "",
        ),
        ("By John Smith and Mary Jones", "", ""),
        ("Arnor&#39;s king &amp; queen", "Arnor's king & queen", ""),
        ("Gondorâ€™s army", "Gondor’s army", ""),
        ("a\u00a0b\u200bc\x00d", "a bc d", ""),
        ("lone \ud800 surrogate", "lone \ufffd surrogate", ""),
        ("A caption by the sea. PHOTO: REUTERS", "A caption by the sea.", ""),
    ],
)
def test_clean(raw: str, text: str, dateline: str) -> None:
    cleaned = clean(raw)
    assert (cleaned.text, cleaned.dateline) == (text, dateline)


def test_clean_caps_long_texts() -> None:
    cleaned = clean("Arnor thanked Gondor. " * 20_000)
    assert len(cleaned.text) <= MAX_CHARS
    assert cleaned.dropped[-1].why.startswith("beyond the limit")


@given(st.text(max_size=400))
def test_spans_are_ordered_and_inside_the_text(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    assert all(0 <= start <= end <= len(raw) for start, end in zip(cleaned.starts, cleaned.ends, strict=True))
    assert list(cleaned.starts) == sorted(cleaned.starts)
    assert cleaned.raw(0, len(cleaned.text))[1] <= len(raw)
