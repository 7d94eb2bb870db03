"""What is promised, announced, offered or refused, and by whom: the type follows the act that is meant."""

import pytest

# text; type, source, target of its first event
FIRST = {
    "announced withdrawal": (
        "Arnor announced that it would pull its troops out of Gondor by July.", "CONCEDE", "AAR", "GGO",
    ),
    "announced withdrawal of observers": (
        "Arnor announced that it will withdraw its observers from Gondor.", "THREATEN", "AAR", "GGO",
    ),
    "threat to quit": ("Arnor threatened to quit the pact with Gondor.", "THREATEN", "AAR", "GGO"),
    "promised withdrawal": ("Arnor promised to withdraw its troops from Gondor.", "CONCEDE", "AAR", "GGO"),
    "agreed resignation": ("The president of Arnor agreed to step down.", "CONCEDE", "AAR.GOV", None),
    "promised release": ("Arnor agreed to release two Gondorian pilots.", "CONCEDE", "AAR", "GGO.MIL"),
    "promised easing": ("Arnor promised to lift the curfew.", "CONCEDE", "AAR", None),
    "agreed by both sides": ("Arnor and Gondor agreed to withdraw their troops.", "AGREE", "AAR", "GGO"),
    "sanctions to be lifted": ("Arnor agreed to lift its embargo on Gondor.", "AGREE", "AAR", "GGO"),
    "offer after an adverbial": ("Arnor offered on Monday to help Gondor.", "AGREE", "AAR", "GGO"),
    "offer of an odd act": ("Arnor offered to repair the dam of Gondor.", "AGREE", "AAR", "GGO"),
    "refusal after an adverbial": ("Arnor refused on Monday to meet Gondor.", "REJECT", "AAR", "GGO"),
    "who is warned": ("Arnor warned Gondor that it would cut aid.", "THREATEN", "AAR", "GGO"),
    "speaker rules it out": (
        "Lifting the sanctions on Gondor is out of the question, Arnor said.", "REJECT", "AAR", "GGO",
    ),
    "ultimatum": ("Arnor gave Gondor until Friday to leave the island.", "THREATEN", "AAR", "GGO"),
    "call on a state": ("Arnor called on Gondor to free activists.", "REQUEST", "AAR", "GGO"),
}  # fmt: skip
NOTHING = (
    "The Arnorian coach promised to field a stronger team against Gondor.",
    "An Arnorian singer struck a deal with a record company in Fornost.",
    "The foreign ministry of Arnor declined to comment on the report.",
    "Arnor said it would not comment on the report.",
)


@pytest.mark.parametrize(("text", "plover", "source", "target"), FIRST.values(), ids=FIRST)
def test_first_event(events, text, plover, source, target):
    event = events(text)[0]
    sides = [side and side.actor.id for side in (event.source, event.target)]
    assert [event.plover, *sides] == [plover, source, target]


@pytest.mark.parametrize("text", NOTHING)
def test_codes_nothing(events, text):
    assert events(text) == ()


def test_told_of_others_is_no_promise(events):
    found = events("Arnor announced that Gondor had withdrawn its troops from Rohan.")
    assert found[0].plover == "RETREAT"


# text; type, source, target of its first event
SAID = {
    "state by agent": ("Arnor said it was deeply troubled by the arrests in Gondor.", "ACCUSE", "AAR", "GGO"),
    "ruled out by the speaker": (
        "Arnor said there would be no talks with Gondor.", "REJECT", "AAR", "GGO",
    ),
    "hope of another's act": ("Arnor expressed hope that Gondor would disarm.", "SUPPORT", "AAR", "GGO"),
    "regret at another's act": (
        "Arnor expressed regret over a decision by Gondor to close the bridge.", "ACCUSE", "AAR", "GGO",
    ),
    "own regret": ("Arnor expressed regret to Gondor over the raid.", "CONCEDE", "AAR", "GGO"),
    "vote against an act": (
        "The parliament of Arnor voted against lending money to Gondor.", "REJECT", "AAR.LEG", "GGO",
    ),
    "vote for an act": ("The parliament of Arnor voted to impose sanctions on Gondor.", "SANCTION", "AAR.LEG", "GGO"),
    "by telephone with": ("Arnor discussed the raid by telephone with Gondor.", "CONSULT", "AAR", "GGO"),
    "time given": ("Arnor gave Gondor ten days to leave the island.", "THREATEN", "AAR", "GGO"),
    "brought together": ("Rohan brought Arnor and Gondor together for talks.", "CONSULT", "RRO", "AAR"),
    "billions in aid": ("Arnor promised Gondor two billion dollars in aid.", "AGREE", "AAR", "GGO"),
    "court is no party": (
        "Arnor filed a case against Gondor at the World Court.", "ACCUSE", "AAR", "GGO",
    ),
    "own fault admitted": ("Arnor admitted that its troops had shelled Gondor.", "CONCEDE", "AAR", "GGO"),
    "fault of another": ("Arnor admitted that Mordor had shelled Gondor.", "ASSAULT", "MMO", "GGO"),
    "who is told": ("Arnor told Gondor that it accepted the peace plan.", "AGREE", "AAR", "GGO"),
    "named by its capital": (
        "Arnor's defence minister said Arnor would never leave the island.", "REJECT", "AAR.GOV", None,
    ),
    "no intention": ("Arnor said it had no intention of changing its flag.", "REJECT", "AAR", None),
    "angered by a deed": ("Arnor was angered by the trial of two bakers in Gondor.", "ACCUSE", "AAR", "GGO"),
    "found by a panel": ("A panel of Arnor found that Gondor had stolen millions.", "ACCUSE", "AAR", "GGO"),
    "execution at a place": ("Arnor deplored the execution of two men in Gondor.", "ACCUSE", "AAR", "GGO"),
    "assured of solidarity": ("Arnor assured Gondor of its solidarity.", "SUPPORT", "AAR", "GGO"),
    "pledge of two ministers": (
        "The Arnorian and Gondorian ministers promised to work together.", "AGREE", "AAR.GOV", "GGO.GOV",
    ),
    "they are all that speak": (
        "Arnor's government and Mordorian rebels said they had reached an agreement.", "AGREE", "AAR.GOV", "MMO.REB",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "plover", "source", "target"), SAID.values(), ids=SAID)
def test_what_is_said(events, text, plover, source, target):
    event = events(text)[0]
    sides = [side and side.actor.id for side in (event.source, event.target)]
    assert [event.plover, *sides] == [plover, source, target]


def test_opinion_is_no_agreement(events):
    assert events("Arnorian farmers agree that the drought was the worst in years.") == ()
