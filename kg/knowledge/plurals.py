"""English forms of role nouns: plurals, and British and American spellings."""

_IRREGULAR = {
    "man": "men", "woman": "women", "person": "people", "child": "children", "wife": "wives",
    "thief": "thieves", "police": "police", "staff": "staff", "clergy": "clergy", "personnel": "personnel",
    "aircraft": "aircraft", "corps": "corps", "forces": "forces", "crisis": "crises",
}  # fmt: skip
_POSTPOSED = frozenset({"general", "elect", "designate", "martial"})
_SPELLINGS = (
    ("defence", "defense"), ("labour", "labor"), ("organisation", "organization"), ("centre", "center"),
    ("programme", "program"), ("neighbour", "neighbor"), ("organised", "organized"), ("armour", "armor"),
    ("mobilised", "mobilized"), ("counsellor", "counselor"), ("jewellery", "jewelry"),
)  # fmt: skip


def plurals_of(noun: str) -> tuple[str, ...]:
    """`border guard` -> `border guards`; `chief of staff` -> `chiefs of staff`."""
    words = noun.split(" ")
    for link in ("of", "in", "to", "for", "at"):
        if link in words[1:]:
            at = words.index(link, 1)
            head = _plural(words[at - 1])
            return (" ".join([*words[: at - 1], head, *words[at:]]),)
    last = " ".join([*words[:-1], _plural(words[-1])])
    if len(words) > 1 and words[-1] in _POSTPOSED:
        return " ".join([*words[:-2], _plural(words[-2]), words[-1]]), last
    return (last,)


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("man", "woman")) and not word.endswith(("human", "german", "shaman")):
        return word[:-3] + "men"
    if word.endswith("person"):
        return word[:-6] + "people"
    if word.endswith("in-chief"):
        return _plural(word.removesuffix("-in-chief")) + "-in-chief"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def spellings_of(noun: str) -> tuple[str, ...]:
    """The noun in British and in American spelling."""
    other = noun
    for british, american in _SPELLINGS:
        if british in other:
            other = other.replace(british, american)
        elif american in other and british not in noun:
            other = other.replace(american, british)
    return (noun,) if other == noun else (noun, other)
