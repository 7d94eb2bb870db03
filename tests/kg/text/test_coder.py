"""The coder as a whole: order, offsets, dates, batches, bad texts, version."""

import subprocess
import sys
from datetime import date

import pytest

from kg.errors import BadInput
from kg.model import Article
from kg.settings import Settings
from kg.text.coder import Coder

STORY = (
    "Sign up now: Get our newsletters delivered to your inbox\n\n"
    "EDORAS - Arnor attacked Gondor on Monday.\n\n“Free the envoys,” Rohan told Arnor.\n\n"
    "Gondor’s army invaded Mordor in February 2022 & will leave soon. REUTERS"
)


def test_every_span_quotes_the_raw_text(coded):
    events = coded(STORY).events
    assert len(events) >= 3
    for event in events:
        for part in (event.evidence, event.source, event.action, event.target):
            if part is not None:
                assert STORY[part.start : part.end] == part.text


def test_a_sentence_ends_with_its_last_sign(coded):
    assert all(event.evidence.text == event.evidence.text.strip() for event in coded(STORY).events)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Rebels shelled the Gondorian army.", "Gondor (rebels)"),
        ("The Gondorian army imposed a curfew.", "Gondor (civilians)"),
        ("Rebels shelled the army.", "rebels (country not named)"),
    ],
)
def test_a_part_is_called_after_its_country_wherever_that_is_told(events, text, label):
    found = {m.actor.label for event in events(text) for m in (event.source, event.target) if m}
    assert label in found


def test_furniture_codes_nothing(coded):
    assert all("newsletters" not in event.evidence.text for event in coded(STORY).events)


def test_date_of_the_article_is_the_default(events):
    event = events("Arnor attacked Gondor.")[0]
    assert (event.date, event.date_precision) == (date(2024, 10, 28), "day")


def test_undated_article_dates_nothing(coder):
    event = coder.code(Article(id="a", text="Arnor attacked Gondor on Monday.")).events[0]
    assert (event.date, event.date_end, event.date_precision) == (None, None, "unknown")


def test_long_past_event_is_historic(events):
    event = events("Arnor invaded Gondor in February 2022.")[0]
    assert (event.date, event.date_end, event.modality) == (date(2022, 2, 1), date(2022, 2, 28), "historic")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Arnor accused Gondor of lying after last week's clashes.", date(2024, 10, 28)),
        ("Arnor violated the 2015 deal with Gondor.", date(2024, 10, 28)),
        ("Arnor held last week's talks with Gondor.", date(2024, 10, 21)),
        ("The 2008 war between Arnor and Gondor killed hundreds.", date(2008, 1, 1)),
        ("Arnor met the Gondorian envoy on Friday.", date(2024, 10, 25)),
        ("Arnor shelled a town in Gondor on Friday, killing 12 Gondorian soldiers.", date(2024, 10, 25)),
    ],
)
def test_time_of_a_noun_is_not_the_time_of_the_act(events, text, first):
    assert events(text)[0].date == first


def test_a_time_in_front_is_shared_by_all_verbs(events):
    found = events("On Friday Arnor met the Gondorian envoy and accused Mordor of lying.")
    assert {event.date for event in found} == {date(2024, 10, 25)}
    assert {event.plover for event in found} == {"CONSULT", "ACCUSE"}


def test_event_says_why(events):
    event = events("Arnor did not meet the Gondorian envoy.")[0]
    assert event.action.rule == "consult.meet"
    assert any("CONSULT becomes REJECT" in step for step in event.why)


def test_coding_twice_gives_the_same_events(coded):
    assert coded(STORY) == coded(STORY)


def test_articles_come_back_in_order(coder):
    articles = [Article(id=str(n), text=f"Arnor sent {n} ships to Gondor.") for n in range(70)]
    assert [found.article.id for found in coder.code_many(articles)] == [a.id for a in articles]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("\x00\x01\x02\x03" * 50, "binary"),
        (
            "Der König und die Herren sind in die Stadt gegangen und haben nichts gesagt.",
            "English",
        ),
    ],
)
def test_unreadable_text_is_a_problem_and_no_event(coded, text, problem):
    found = coded(text)
    assert found.events == ()
    assert problem in found.problems[0]


def test_long_text_is_cut_and_says_so(coded):
    found = coded("Arnor attacked Gondor on the hill. " * 6000)
    assert "200000 characters" in found.problems[0]


def test_lone_surrogates_do_no_harm(coded):
    assert coded("Arnor attacked Gondor \ud800 today.").events


def test_version_names_model_and_knowledge(coder):
    model, knowledge, code = coder.version.split("+")
    assert model.startswith("en_core_web_sm")
    assert len(knowledge) == 12
    assert code


def test_unknown_model_is_bad_input():
    with pytest.raises(BadInput, match="KG_SPACY_MODEL"):
        Coder(Settings(spacy_model="no_such_model")).code(
            Article(id="a", text="Arnor attacked Gondor today.")
        )


def test_importing_the_coder_loads_no_spacy():
    script = "import sys, kg.text.coder; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
