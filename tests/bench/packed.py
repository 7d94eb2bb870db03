"""The made-up graph as parcels, straight from its dice: for indices of millions of events."""

import datetime as dt
import random
from collections.abc import Iterator
from functools import cache

import zstandard

from kg.ids import event_id
from kg.model import QUADS
from kg.parcels import Parcel, face_of
from tests.bench.synthetic import ACTS, DAYS, EVENTS_PER_ARTICLE, FIRST, Zipf, actor

_EVENT = (
    '{{"sentence":{n},"start":{start},"end":{end},"source":{{{one},"text":"{one_label}","start":{start},'
    '"end":{one_end},"method":"gazetteer","confidence":1.0}},"action":{{"lemma":"{verb}","text":"{verb}",'
    '"rule":"{rule}","start":{verb_at},"end":{verb_end}}},"target":{{{two},"text":"{two_label}",'
    '"start":{two_at},"end":{two_end},"method":"gazetteer","confidence":1.0}},"plover":"{plover}",'
    '"mode":null,"cameo":"{cameo}","quad":"{quad}","score":{score},"polarity":"affirmed",'
    '"modality":"asserted","attributed_to":null,"date":"{day}","date_end":"{day}","date_precision":"day",'
    '"place":null,"confidence":0.9,"why":[]}}'
)


@cache
def _named(rank: int) -> tuple[str, str, str, str]:
    """Id, label, face and the actor's part of a mention."""
    one = actor(rank)
    face = face_of(one)
    return one.id, one.label, face, face[1 : face.index(',"aliases"')]


def parcels(*, events: int, seed: int = 1) -> Iterator[Parcel]:
    """What `pack` makes of `synthetic` articles, in a quarter of the time."""
    source, packer = random.Random(seed), zstandard.ZstdCompressor(level=3, write_checksum=True)
    zipf = Zipf(max(100, events // 20), source)
    for number in range(-(-events // EVENTS_PER_ARTICLE)):
        count = min(EVENTS_PER_ARTICLE, events - number * EVENTS_PER_ARTICLE)
        ranks = zipf.draw(2 * count)
        yield _parcel(number, ranks, source, packer)


def _parcel(number: int, ranks: list[int], source: random.Random, packer: zstandard.ZstdCompressor) -> Parcel:
    day = FIRST + dt.timedelta(days=source.randrange(DAYS))
    doc, ordinal, start = f"synthetic-{number}", day.toordinal(), 0
    faces: dict[str, int] = {}
    sentences, rows, lines = [], [], []
    for n in range(len(ranks) // 2):
        first, second = ranks[2 * n], ranks[2 * n + 1]
        one_id, one_label, one_face, one = _named(first)
        two_id, two_label, two_face, two = _named(second if second != first else first + 1)
        plover, cameo, quad, score, verb = source.choice(ACTS)
        text = f"{one_label} {verb} {two_label} over the matter of number {number}."
        rule = f"{plover.lower()}.synthetic"
        verb_at = start + len(one_label) + 1
        two_at = verb_at + len(verb) + 1
        rows.append(
            (
                event_id(doc, start, rule, one_id, two_id, verb_at), n,
                faces.setdefault(one_face, len(faces)), faces.setdefault(two_face, len(faces)), None,
                ordinal, plover, QUADS.index(quad), round(score * 1000), 900, 1,
            )
        )  # fmt: skip
        lines.append(
            _EVENT.format(
                n=n, start=start, end=start + len(text), one=one, one_label=one_label, one_end=verb_at - 1,
                verb=verb, rule=rule, verb_at=verb_at, verb_end=two_at - 1, two=two, two_label=two_label,
                two_at=two_at, two_end=two_at + len(two_label), plover=plover, cameo=cameo, quad=quad,
                score=score, day=day,
            )
        )  # fmt: skip
        sentences.append((n, start, text))
        start += len(text) + 1
    return Parcel(
        article=[doc, " ".join(text for _, _, text in sentences), f"Matter {number}", ordinal,
                 f"Synthetic Times {number % 20}", "", "en"],
        problems=(),
        faces=list(faces),
        sentences=sentences,
        rows=rows,
        events=packer.compress("\n".join(lines).encode()),
    )  # fmt: skip
