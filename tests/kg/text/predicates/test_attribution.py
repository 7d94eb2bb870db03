"""Who says so: reported speech and quotations, by the real pipeline."""

import pytest


def speaker(events, plover):
    event = next(e for e in events if e.plover == plover)
    return event.attributed_to.id if event.attributed_to else None, event.modality


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("Gondor said Arnor had attacked Rohan.", ("GGO", "reported")),
        ("Arnor attacked Rohan, Gondor said.", ("GGO", "reported")),
        ("According to Gondor, Arnor attacked Rohan.", ("GGO", "reported")),
        ("Gondor confirmed that Arnor had attacked Rohan.", ("GGO", "asserted")),
        ("Arnor said it had attacked Rohan.", ("AAR", "asserted")),
        ("“Arnor has attacked Rohan,” Gondor said.", ("GGO", "reported")),
        ("“Arnor has attacked Rohan. We are sad,” Gondor said on Monday.", ("GGO", "reported")),
        ("Gondor said: “Arnor has attacked Rohan.”", ("GGO", "reported")),
        ("“This is grave,” Gondor said. “Arnor has attacked Rohan.”", ("GGO", "reported")),
        ("Arnor attacked Rohan; Gondor said little.", (None, "asserted")),
        ("Arnor attacked Rohan.", (None, "asserted")),
    ],
)
def test_speaker(events, text, said_by):
    assert speaker(events(text), "ASSAULT") == said_by


def test_demand_is_the_speakers_own_act(events):
    (event,) = events("“Free the envoys now,” Gondor said.")
    assert (event.plover, event.source.actor.id, event.target, event.attributed_to) == (
        "REQUEST",
        "GGO",
        None,
        None,
    )


def test_vocative_is_the_target_of_an_imperative(events):
    event = events("“Arnor, bring your troops home,” Gondor said.")[0]
    assert (event.plover, event.source.actor.id) == ("REQUEST", "GGO")


def test_judgement_in_a_report_is_the_speakers(events):
    event = events("Rohan said the Mordorian deployment constituted a threat to peace.")[0]
    assert (event.plover, event.source.actor.id, event.target.actor.id) == ("ACCUSE", "RRO", "MMO")
