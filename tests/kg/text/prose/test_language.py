import pytest

from kg.errors import BadInput
from kg.text.prose.language import check_text, problem_of


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" \n", "is empty"),
        ("\0\1\2abc", "is binary, not text"),
        ("1234 55", "has no words"),
        ("Der König hat gesagt, dass die Truppen nicht in der Stadt sind.", "is not in English"),
        ("Россия напала на Украину в понедельник", "is not in English"),
        ("习近平访问俄罗斯", "is not in English"),
        (
            "Ulkoministeri Pekka Haavisto tapasi maanantaina Helsingissä Viron ulkoministerin Eva-Maria Liimetsin "
            "neuvotteluissa Ukrainan sodasta ja Euroopan turvallisuudesta yhdessä Ruotsin Tobias Billströmin kanssa",
            "is not in English",
        ),
        ("British lawmakers overwhelmingly voted down Prime Minister Theresa May's Brexit deal.", None),
        ("Arnor to send troops", None),
        (
            "Australian Foreign Minister Alexander Downer promised to help train Papua New Guinea's police.",
            None,
        ),
        ("Yemen's President Ali Abdullah Saleh agreed to hand over power within 30 days.", None),
        ("The king of Arnor said on Monday that his army will leave the town.", None),
    ],
)
def test_problem_of(text: str, problem: str | None) -> None:
    assert problem_of(text) == problem


def test_check_text_names_the_text() -> None:
    with pytest.raises(BadInput, match=r"^a\.txt: is empty$"):
        check_text("", "a.txt")
