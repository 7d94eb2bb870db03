"""Whom verdicts and denials are aimed at, by the real pipeline."""

import pytest


def aimed(found, plover):
    return {e.target and e.target.actor.id for e in found if e.plover == plover}


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Arnor condemned the attack on a Gondorian convoy in Rohan.", {None}),
        ("Arnor condemned the bombing of Gondor by Mordor.", {"MMO"}),
        ("Arnor condemned Mordor's attack on Gondor.", {"MMO"}),
        ("Arnor condemned Gondor for the attack on Rohan.", {"GGO"}),
        ("Arnor blamed the attack on Gondor.", {"GGO"}),
    ],
)
def test_the_doer_of_a_deed_is_condemned(events, text, targets):
    assert aimed(events(text), "ACCUSE") == targets


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Arnor denied backing the rebels in Gondor.", {None}),
        ("Arnor denied that Rohan had paid for the war in Gondor.", {None}),
        ("Arnor denied that its troops had attacked Gondor.", {"GGO"}),
        ("Arnor denied Gondor's accusations.", {"GGO"}),
    ],
)
def test_a_denial_answers_who_was_harmed(events, text, targets):
    assert aimed(events(text), "REJECT") == targets


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Arnor freed the envoys, a step that Gondor welcomed.", ("GGO", "SUPPORT", "AAR")),
        ("Arnor closed the border, a move condemned by Gondor and Rohan.", ("RRO", "ACCUSE", "AAR")),
    ],
)
def test_a_step_is_judged_as_its_takers(events, text, triple):
    assert triple in {
        (e.source.actor.id, e.plover, e.target and e.target.actor.id) for e in events(text) if e.source
    }
