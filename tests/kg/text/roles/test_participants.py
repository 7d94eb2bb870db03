"""Who acts on whom in longer sentences, by the real pipeline."""

import pytest


def triples(found):
    return {(e.source and e.source.actor.id, e.plover, e.target and e.target.actor.id) for e in found}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Arnor urged Gondor to abide by the accord and accused Mordor of sheltering militants.",
            ("AAR", "ACCUSE", "MMO"),
        ),
        (
            "Gondor's raid drew condemnation from Arnor and Rohan.",
            ("RRO", "ACCUSE", "GGO"),
        ),
        ("Two Gondorian policemen were wounded by shelling from Mordor.", ("MMO", "ASSAULT", "GGO.COP")),
        ("Arnor warned Gondor and Rohan, which Mordor accuses of spying.", ("MMO", "ACCUSE", "RRO")),
        ("Arnor called on Gondor to free the envoys.", ("AAR", "REQUEST", "GGO")),
        ("Arnorian lawmakers urged the Arnorian government to resign.", ("AAR.LEG", "REQUEST", "AAR.GOV")),
        (
            "Arnor accused Gondor of spying, prompting Minas Tirith to demand an apology.",
            ("GGO", "REQUEST", "AAR"),
        ),
        (
            "Gondor turned down a request to arrest Arnor's king, who visited Mordor on Monday.",
            ("AAR.GOV", "CONSULT", "MMO"),
        ),
        ("Arnor's king said Fornost would not supply weapons to Gondor.", ("AAR", "REJECT", "GGO")),
        (
            "Arnor ordered Gondor and Rohan to leave the camp, accusing them of spying.",
            ("AAR", "ACCUSE", "RRO"),
        ),
        ("The Arnorian king thanked Gondor during a visit to Rohan.", ("AAR.GOV", "CONSULT", "RRO")),
    ],
)
def test_one_of_the_events(events, text, wanted):
    assert wanted in triples(events(text))


@pytest.mark.parametrize(
    ("text", "plover"),
    [
        ("Arnor and Gondor accused each other of spying.", "ACCUSE"),
        ("Arnor and Gondor expelled each other's envoys.", "SANCTION"),
        ("Arnor and Gondor traded accusations over the dam.", "ACCUSE"),
    ],
)
def test_what_two_do_to_each_other(events, text, plover):
    found = {(a[:3], kind, b[:3]) for a, kind, b in triples(events(text)) if a and b}
    assert found == {("AAR", plover, "GGO"), ("GGO", plover, "AAR")}


def test_every_pair_of_four_who_meet(events):
    found = triples(events("Arnor, Gondor, Mordor and Rohan held a summit in Bree."))
    assert {frozenset((a, b)) for a, _, b in found if a and b} == {
        frozenset(pair)
        for pair in (
            ("AAR", "GGO"), ("AAR", "MMO"), ("AAR", "RRO"), ("GGO", "MMO"), ("GGO", "RRO"), ("MMO", "RRO"),
        )
    }  # fmt: skip


def test_a_broker_is_no_party(events):
    found = triples(events("Arnor and Gondor agreed to a ceasefire brokered by Rohan."))
    assert {(a, b) for a, kind, b in found if kind == "AGREE"} == {("AAR", "GGO"), ("GGO", "AAR")}


def test_nobody_is_addressed_from_afar(events):
    found = triples(events("Arnor's king met an envoy and urged him to rein in the settlers of Gondor."))
    assert all(b is None or not b.startswith("GGO") for _, kind, b in found if kind == "REQUEST")


def test_two_who_assure_somebody_do_not_assure_each_other(events):
    found = triples(events("Arnor and Gondor assured him of their support."))
    assert all(not (a and b) for a, _, b in found)


def test_what_an_attack_led_to_is_told_once(events):
    found = triples(events("Arnor shelled Gondor on Monday, killing at least 90 people."))
    assert {(a, kind, b and b[:3]) for a, kind, b in found} == {("AAR", "ASSAULT", "GGO")}
