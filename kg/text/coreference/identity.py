"""One person, one actor: later names of an article linked to the full name that stood before."""

from __future__ import annotations

from typing import Any

from kg.ids import slug
from kg.text.actors.sectors import WORDING
from kg.text.syntax.words import Words

MentionRecord = dict[str, Any]

# Family names come first here, so the first word alone names the person too.
_FAMILY_FIRST = frozenset({"KOR", "PRK", "CHN", "TWN", "HKG", "VNM", "KHM", "JPN", "HUN"})
_SHORTEST = 3


class Identities:
    """The persons of one article by the words of their names."""

    def __init__(self, words: Words, at: dict[int, MentionRecord]) -> None:
        self.gender: dict[str, str] = {}
        self._surnames: dict[str, MentionRecord] = {}
        self._others: dict[str, MentionRecord] = {}
        self._unlisted = _runs(words, at)

    def surname(self, word: str) -> MentionRecord | None:
        """The person whom a bare surname means."""
        return self._surnames.get(word)

    def see(self, mention: MentionRecord, lower: list[str]) -> None:
        """Link a person's mention to an earlier one, or remember it as a new person."""
        actor = mention["actors"][0]
        name = [word for word in mention["name"].lower().split() if word != "-"]
        if not name:
            return
        earlier = self._surnames.get(name[-1]) or (self._others.get(name[0]) if len(name) == 1 else None)
        if earlier is not None and _same_person(earlier, actor, name):
            if len(name) < len(earlier["name"].split()) or actor["country"] is None:
                mention.update(
                    actors=[dict(earlier["actors"][0])], method="surname", confidence=0.9, bare=False
                )
        elif len(name) == 1 and mention["method"] == "title + name" and name[0] in self._unlisted:
            full = self._unlisted[name[0]]
            actor.update(id=slug(full), label=full)
            self._surnames[name[0]] = mention
        else:
            self._register(mention, actor, name)
        gender = _gender([*lower[mention["start"] : mention["core_end"]], *actor["label"].lower().split()])
        if gender:
            self.gender[mention["actors"][0]["id"]] = gender

    def _register(self, mention: MentionRecord, actor: dict[str, Any], name: list[str]) -> None:
        self._surnames[name[-1]] = mention
        self._surnames.setdefault(name[-1].rpartition("-")[2], mention)
        if len(name) > 1 and actor["country"] in _FAMILY_FIRST:
            self._surnames.setdefault(name[0], mention)
        for word in name[:-1]:
            if len(word) >= _SHORTEST and word not in WORDING.particles:
                self._others[word] = mention


def _same_person(earlier: MentionRecord, actor: dict[str, Any], name: list[str]) -> bool:
    """A lone name is the person before; full names must agree, and so must the countries of both."""
    known = earlier["actors"][0]
    if known["id"] == actor["id"]:
        return True
    before = earlier["name"].lower().split()
    if len(name) == 1 or len(before) == 1:
        if len(before) > 1:
            return True
        return not (known["country"] and actor["country"] and known["country"] != actor["country"])
    return bool(before[0] == name[0])


def _gender(words: list[str]) -> str | None:
    """`f` or `m` by title or first name, None where they do not tell."""
    plain = [word.rstrip(".") for word in words]
    if any(word in WORDING.female for word in plain):
        return "f"
    male = any(word in WORDING.male or word in WORDING.male_names for word in plain)
    return "m" if male else None


def _runs(words: Words, at: dict[int, MentionRecord]) -> dict[str, str]:
    """Full names that no table knows and no title introduces, by their last word: Mahsa Amini."""
    found: dict[str, str] = {}
    run: list[str] = []
    for i, text in enumerate([*words.text, ""]):
        if (
            i < len(words)
            and i not in at
            and words.pos[i] == "PROPN"
            and text[0].isupper()
            and text.isalpha()
        ):
            run.append(text)
            continue
        if 2 <= len(run) <= 3:
            found.setdefault(run[-1].lower(), " ".join(run))
        run = []
    return found
