"""What a coder must get right, one phenomenon a case, by the real pipeline."""

import pytest

# text; type, source, target of its first event
FIRST = {
    "active": ("Arnor attacked Gondor.", "ASSAULT", "AAR", "GGO"),
    "passive with agent": ("Gondor was attacked by Arnor.", "ASSAULT", "AAR", "GGO"),
    "passive without agent": ("A Gondorian diplomat was arrested.", "COERCE", None, "GGO.GOV"),
    "moved troops act": ("Arnorian troops have been sent to Gondor.", "MOBILIZE", "AAR.MIL", "GGO"),
    "relative clause": ("Arnor, which has invaded Gondor, is rich.", "ASSAULT", "AAR", "GGO"),
    "reduced relative": ("A Gondorian envoy arrested by Arnor was ill.", "COERCE", "AAR", "GGO.GOV"),
    "participle": (
        "Angry at the raids, Arnor shelled Gondor, killing three people.",
        "ASSAULT",
        "AAR",
        "GGO",
    ),
    "object control": ("Arnor urged Gondor to release the prisoners.", "REQUEST", "AAR", "GGO"),
    "raised subject": ("Arnor wants Gondor to open the border.", "REQUEST", "AAR", "GGO"),
    "that-clause": ("Arnor demanded that Gondor free the envoys.", "REQUEST", "AAR", "GGO"),
    "light verb": ("Arnor held talks with Gondor.", "CONSULT", "AAR", "GGO"),
    "light verb, passive": ("Sanctions were imposed on Gondor by Arnor.", "SANCTION", "AAR", "GGO"),
    "undergoing verb": ("Gondor received aid from Arnor.", "AID", "AAR", "GGO"),
    "nominal event": ("Arnor's attack on Gondor surprised everyone.", "ASSAULT", "AAR", "GGO"),
    "possessor in the object": ("Arnor praised Gondor's efforts.", "SUPPORT", "AAR", "GGO"),
    "modifier in the object": ("Arnor rejected a Gondorian offer.", "REJECT", "AAR", "GGO"),
    "stative passive": ("Arnor is opposed to Gondorian mediation.", "REJECT", "AAR", "GGO"),
    "capital acts as government": ("Fornost urged Gondor to withdraw.", "REQUEST", "AAR", "GGO"),
    "statement says it": ("Arnor issued a statement condemning Gondor.", "ACCUSE", "AAR", "GGO"),
    "future conflict": ("Arnor will attack Gondor.", "THREATEN", "AAR", "GGO"),
    "possible conflict": ("Arnor may impose sanctions on Gondor.", "THREATEN", "AAR", "GGO"),
    "future cooperation": ("Arnor will send grain to Gondor.", "AGREE", "AAR", "GGO"),
    "promised cooperation": ("Arnor promised to send food to Gondor.", "AGREE", "AAR", "GGO"),
    "threatened conflict": ("Arnor threatened to bomb Gondor.", "THREATEN", "AAR", "GGO"),
    "promise not to fight": ("Arnor agreed not to attack Gondor.", "AGREE", "AAR", "GGO"),
    "refused cooperation": ("Arnor refused to negotiate with Gondor.", "REJECT", "AAR", "GGO"),
    "negated cooperation": ("Arnor did not meet the Gondorian envoy.", "REJECT", "AAR", "GGO.GOV"),
    "will not": ("Arnor said it would not send troops to Gondor.", "REJECT", "AAR", "GGO"),
    "announced retreat": ("Arnor will lift its sanctions on Gondor.", "CONCEDE", "AAR", "GGO"),
    "cancelled meeting": ("Arnor cancelled talks with Gondor.", "REJECT", "AAR", "GGO"),
    "talks collapsed": ("Talks between Arnor and Gondor collapsed.", "REJECT", "AAR", "GGO"),
    "halted aid": ("Arnor suspended aid to Gondor.", "SANCTION", "AAR", "GGO"),
    "lifted sanction": ("Arnor lifted its sanctions on Gondor.", "RETREAT", "AAR", "GGO"),
    "continued act": ("Arnor continued to shell Gondor.", "ASSAULT", "AAR", "GGO"),
    "preparation": ("The Arnorian army prepared to attack Gondor.", "MOBILIZE", "AAR.MIL", "GGO"),
    "conditional threat": ("Arnor will attack Gondor if the talks fail.", "THREATEN", "AAR", "GGO"),
    "obligation in a speech": ("Arnor said Gondor must free the envoys.", "REQUEST", "AAR", "GGO"),
    "blame in a speech": ("Arnor said Gondor was behind the attack.", "ACCUSE", "AAR", "GGO"),
    "quoted imperative": ("“Stop the raids,” Arnor told Gondor.", "REQUEST", "AAR", "GGO"),
    "self-report": ("Arnor said it had attacked Gondor.", "ASSAULT", "AAR", "GGO"),
    "role without country": ("Rohirric police arrested protesters.", "COERCE", "RRO.COP", "RRO.CVL"),
    "role of a place": ("Demonstrators in Gondor burned an Arnorian flag.", "PROTEST", "GGO.CVL", "AAR"),
    "trailing report": ("Arnor attacked Gondor, officials said.", "ASSAULT", "AAR", "GGO"),
    "event occurs": (
        "Fighting raged between Arnorian troops and Mordorian rebels.",
        "ASSAULT",
        "AAR.MIL",
        "MMO.REB",
    ),
    "killed in an attack beside": (
        "Ten Arnorian soldiers were killed when Mordorian rebels ambushed their convoy.",
        "ASSAULT",
        "MMO.REB",
        "AAR.MIL",
    ),
    "part of an exercise": (
        "Arnorian and Gondorian marines crossed a lake as part of joint exercises.",
        "COOPERATE",
        "AAR.MIL",
        "GGO.MIL",
    ),
    "protest at home": ("Gondorian students went on strike.", "PROTEST", "GGO.EDU", "GGO.GOV"),
    "coerced at home": ("The Mordorian army declared martial law.", "COERCE", "MMO.MIL", "MMO.CVL"),
    "two exercise": (
        "Arnorian and Gondorian troops began naval drills off the coast.",
        "COOPERATE",
        "AAR.MIL",
        "GGO.MIL",
    ),
    "border of two": ("Arnor and Gondor reopened their border.", "RETREAT", "AAR", "GGO"),
    "clash at home": (
        "Clashes between the Mordorian army and insurgents went on.",
        "ASSAULT",
        "MMO.MIL",
        "MMO.REB",
    ),
    "hours to leave": ("Arnor gave two Gondorian diplomats 48 hours to leave.", "SANCTION", "AAR", "GGO.GOV"),
    "captives at home": ("Mordorian rebels freed ten soldiers.", "RETREAT", "MMO.REB", "MMO.MIL"),
    "verb with a hyphen": ("Arnor test-fired a missile over Gondor.", "MOBILIZE", "AAR", "GGO"),
    "title case": ("Arnor Imposes New Sanctions on Gondor Over Border Raids", "SANCTION", "AAR", "GGO"),
}
NOTHING = (
    "Ten Gondorian miners were killed when a bus plunged into a ravine.",
    "Ten people were killed in a train crash in Gondor.",
    "An Arnorian airliner crashed in Gondor, killing all on board.",
    "Oil prices rose in Gondor.",
    "Arnor did not attack Gondor.",
    "Arnor did not break off relations with Gondor.",
    "There were reports about an attack on Gondor.",
    "Arnor is a country north of Gondor.",
    "If Arnor attacked Gondor, oil would be dear.",
    "The Arnorian player attacked from the left and scored.",
)


@pytest.mark.parametrize(("text", "plover", "source", "target"), FIRST.values(), ids=FIRST)
def test_first_event(events, text, plover, source, target):
    event = events(text)[0]
    assert (event.plover, _id(event.source), _id(event.target)) == (plover, source, target)


@pytest.mark.parametrize("text", NOTHING)
def test_codes_nothing(events, text):
    assert events(text) == ()


def test_compound_actors_give_one_event_a_pair(events):
    found = _sides(events("Arnor and Rohan accused Gondor and Mordor of treason."))
    assert found == [("AAR", "GGO"), ("AAR", "MMO"), ("RRO", "GGO"), ("RRO", "MMO")]


@pytest.mark.parametrize(
    "text",
    [
        "Arnor and Gondor signed a treaty.",
        "Arnor signed a treaty with Gondor.",
        "Delegations from Arnor and Gondor met in Edoras.",
    ],
)
def test_mutual_act_gives_one_event_a_direction(events, text):
    assert {(a[:3], b[:3]) for a, b in _sides(events(text))} == {("AAR", "GGO"), ("GGO", "AAR")}


def test_conjoined_verbs_share_their_subject(events):
    found = {
        (e.plover, _id(e.source), _id(e.target))
        for e in events("Arnor expelled the Gondorian envoy and accused Gondor of spying.")
    }
    assert found == {("SANCTION", "AAR", "GGO.GOV"), ("ACCUSE", "AAR", "GGO")}


def test_not_denied_is_no_denial(events):
    assert all(e.plover != "REJECT" for e in events("Arnor did not deny that its troops were in Gondor."))


def test_content_of_a_demand_is_no_event(events):
    assert [e.plover for e in events("Arnor urged Rohan to attack Gondor.")] == ["REQUEST"]


def _id(mention):
    return mention.actor.id if mention else None


def _sides(found):
    return [(_id(e.source), _id(e.target)) for e in found]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Arnor condemned the killing of Gondorians by Mordor.", {"MMO"}),
        ("Arnor condemned the attack; Gondor praised Rohan.", {None}),
    ],
)
def test_victim_of_a_condemned_act_is_not_blamed(events, text, targets):
    blamed = {e.target and e.target.actor.id for e in events(text) if e.plover == "ACCUSE"}
    assert blamed == targets


def test_where_two_agreed_is_no_party(events):
    found = events("Arnor and Gondor agree in Edoras to restore ties")
    assert {(e.source.actor.id, e.target.actor.id) for e in found} == {("AAR", "GGO"), ("GGO", "AAR")}


def test_who_joins_another_acts_too(events):
    found = [e for e in events("Arnor joined Rohan in rejecting the plan.") if e.plover == "REJECT"]
    assert {e.source.actor.id for e in found} == {"AAR", "RRO"}


def test_brokers_of_a_deal_do_not_agree_with_each_other(events):
    found = events("A ceasefire brokered by Arnor and Gondor came into effect on Monday.")
    assert all(e.source is None or e.target is None for e in found)


def test_mutual_act_of_many_is_told_between_the_first(events):
    found = events("Arnor, Gondor and Rohan held talks with Mordor, Umbar and Harad in Bree.")
    parties = {m.actor.id for e in found for m in (e.source, e.target) if m}
    assert len(parties) <= 4


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("North and South Korea exchanged fire on Monday.", ("PRK", "KOR")),
        (
            "Russia hosted a summit in Pyongyang. Mr Putin met Mr Kim on Monday.",
            ("vladimir-putin", "kim-jong-un"),
        ),
        ("Defence Minister Yoav Gallant met Mr Austin in Washington.", ("yoav-gallant", "lloyd-austin")),
        ("Mr Smith met Mr Kim in Paris.", ("smith", "kim")),
    ],
)
def test_halves_of_names_and_common_surnames(events, text, pair):
    assert pair in [(e.source.actor.id, e.target.actor.id) for e in events(text) if e.source and e.target]


def test_whom_a_call_is_with_is_not_judged(events):
    found = events(
        "Arnorian President Aldor sounded the alarm during telephone calls with Nato chief Mark Rutte."
    )
    assert [e for e in found if e.plover == "ACCUSE" and e.target] == []
