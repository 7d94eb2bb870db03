"""Forty texts that try to run as script, and articles that carry them in every field."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kg.ids import event_id
from kg.model import KINDS, Action, Actor, Article, Coded, Event, Evidence, Mention, Place

RUN = "window.__ran=(window.__ran||0)+1"
PAYLOADS = (
    f"<img src=x onerror={RUN}>", f'<img src="x" onerror="{RUN}">', f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>", f'"><svg onload={RUN}>', f"'><svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>", f"javascript:{RUN}", f"JaVaScRiPt:{RUN}//", f"data:text/html,<script>{RUN}</script>",
    f"'-({RUN})-'", f'"-({RUN})-"', f"`-({RUN})-`", f"\\'-({RUN})//", f"${{{RUN}}}", "{{7*7}}{{constructor}}",
    f"{{{{constructor.constructor('{RUN}')()}}}}", f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<iframe src=javascript:parent.{RUN}>", f"<body onload={RUN}>", f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>", f"<video><source onerror={RUN}></video>", f"<math><mtext><script>{RUN}</script></mtext></math>",
    f"<a href='javascript:{RUN}'>x</a>", f"<style>@import 'javascript:{RUN}'</style>", f"<link rel=stylesheet href=javascript:{RUN}>",
    f"<object data=javascript:{RUN}>", f"<embed src=javascript:{RUN}>", f"<base href=javascript:{RUN}//>",
    f"<form action=javascript:{RUN}><button>go</button></form>", f"--><script>{RUN}</script>", f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>", f"</textarea><script>{RUN}</script>", f"</style><script>{RUN}</script>",
    f"\u202e<script>{RUN}</script>\u202c", f"\u2028{RUN}\u2029", f"<ScRiPt\x0b>{RUN}</sCrIpT>", f"href <b onmouseover={RUN}>href</b>",
)  # fmt: skip


def articles() -> Iterator[Coded]:
    """One article a payload: it is title, publisher, address, text, name, alias, role and reason at once."""
    for number, payload in enumerate(PAYLOADS):
        nxt = PAYLOADS[(number + 1) % len(PAYLOADS)]
        key = f"hostile {number} {payload}"
        text = f"{payload} accused {nxt} of it."
        day = date(2024, 1, 1) + timedelta(days=9 * number)
        actors = [
            Actor(
                id=f"h{place % len(PAYLOADS)} {name}"[:60],
                label=name,
                kind=KINDS[place % len(PAYLOADS) % len(KINDS)],
                country=None,
                aliases=(name + " alias",),
                same_as=(f"https://example.org/{place % len(PAYLOADS)}",),
            )
            for place, name in ((number, payload), (number + 1, nxt))
        ]
        aim = len(payload) + len(" accused ")
        source = Mention(actor=actors[0], text=payload, start=0, end=len(payload), method=payload)
        event = Event(
            id=event_id(key, 0, payload, actors[0].id, actors[1].id, len(payload) + 1),
            evidence=Evidence(doc=key, sentence=0, text=text, start=0, end=len(text)),
            source=source,
            action=Action(lemma=payload, text="accused", rule=payload, start=len(payload) + 1, end=len(payload) + 8),
            target=Mention(actor=actors[1], text=nxt, start=aim, end=aim + len(nxt), method=payload),
            plover="ACCUSE", mode=payload, cameo=payload, quad="verbal conflict", score=-2.0,
            attributed_to=actors[1], modality="reported", date=day, date_end=day, date_precision="day",
            place=Place(label=payload), confidence=0.8, why=(payload,),
        )  # fmt: skip
        article = Article(id=key, text=text, title=payload, date=day, publisher=payload, url=payload)
        yield Coded(
            article=article,
            events=(event, replace(event, id=event.id + "b", score=-3.0)),
            problems=(payload,),
        )
