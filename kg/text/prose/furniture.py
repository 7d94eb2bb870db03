"""What a news page carries besides its text: newsletters, credits, bylines, sign-offs, datelines."""

from __future__ import annotations

import re

_AGENCY = "(?:" + "|".join(
    ("REUTERS", "Reuters", "AFP", "AP", "BLOOMBERG", "Bloomberg", "XINHUA", "Xinhua", "DPA", "dpa", "NYTIMES",
     "WASHINGTON POST", "KYODO", "Kyodo", "TASS", "ANSA", "EFE", "PTI", "IANS", "ANI", "UPI", "AAP",
     "BERNAMA",
     "YONHAP", "Yonhap", "EPA-EFE", "EPA", "CNA", "GUARDIAN", "Anadolu", "ANADOLU", "AA", "ISNA", "IRNA")
) + ")"  # fmt: skip
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"

# How a line begins that is no text, by what it is.
_LINES = {
    "newsletter": (
        r"sign up (?:now|here|to|for)", r"subscribe\b",
        r".{0,40}\bnewsletters?\b.{0,60}(?:inbox|email|sign|subscribe)",
        r"get (?:the|our) .{0,40}(?:newsletter|app|alerts|inbox)", r"join (?:us|our|the conversation|st's)",
        r"download (?:the|our)", r"already a subscriber", r"log in to", r"create (?:a free|an) account",
        r"become a (?:member|subscriber)", r"support (?:our|independent)",
    ),
    "link": (
        r"see more on", r"read more\b", r"read also", r"also read", r"more on this", r"more from",
        r"follow topic",
        r"related (?:stor|article|topic|news|link)", r"follow us", r"topics?:", r"tags?:", r"keywords?:",
        r"follow .{0,30} on (?:twitter|facebook|x|telegram|whatsapp|instagram)", r"click here",
        r"watch(?: more| now)?:",
        r"listen(?: to this)?:", r"recommended(?: for you| stories)?$", r"editor'?s? (?:picks|note)",
        r"most (?:read|popular)", r"trending", r"you may also", r"what to read next", r"back to top",
        r"skip to",
        r"continue reading", r"advertisement", r"sponsored", r"promoted", r"comments?(?: \(\d+\))?$",
        r"\d+ comments?$",
        r"explore more", r"join the discussion", r"have your say", r"view (?:all|gallery|comments)",
        r"(?:next|previous) (?:story|article)",
    ),
    "share": (
        r"share(?: this| on| via| article)?\b.{0,40}$", r"print(?: this)?$", r"email(?: this)?$",
        r"copy link",
        r"save(?: article)?$", r"bookmark", r"tweet$", r"facebook$", r"twitter$", r"whatsapp$", r"linkedin$",
        r"telegram$", r"menu$", r"search$", r"home$", r"gift this",
    ),
    "notice": (
        r".{0,60}\bcookies?\b.{0,80}", r"accept all", r"privacy policy", r"terms (?:of|and)",
        r"all rights reserved",
        r"©", r"\(c\) ?\d{4}", r"copyright\b", r"this (?:article|story) (?:was|has been|is) .{0,60}",
        r"reprints?",
        r"report (?:a|an) (?:typo|error)", r"this (?:site|website|page) uses", r"our standards:",
        r"licensing rights",
        r"error loading", r"javascript", r"please (?:enable|refresh)",
    ),
    "credit": (
        r"\(?(?:file )?(?:photo|image|picture|video|graphic|illustration|pic|screengrab|screenshot)s?"
        r"(?: credits?| by| courtesy(?: of)?)?\s*[:/|]",
        r"credits?:", r"getty images", r"file photo\W*$", r"source:\s",
    ),
    "byline": (
        r"\(?(?:additional )?(?:reporting|writing|report|editing|edited|written|compiled|translated|"
        r"photographs?)"
        r"(?: and (?:writing|editing|reporting))? by\b",
        r"with (?:inputs|files|reporting|additional reporting) (?:from|by)",
        r"(?:published|updated|last updated|posted|modified|first published)\b[: ].{0,50}\d",
        r"\d+ (?:min|minute)s? read", r"\d+ (?:min(?:ute)?s?|hours?|days?) ago$",
    ),
}  # fmt: skip
_LINE = [
    (why, re.compile(r"\W{0,3}(?:" + "|".join(patterns) + ")", re.IGNORECASE))
    for why, patterns in _LINES.items()
]
_NAMES = r"(?:[A-Z][\w.'’-]+ ?){1,5}"
_BYLINE = re.compile(rf"(?:By|BY) {_NAMES}(?:(?:,|and|in|AND|IN|at|for|\|) ?{_NAMES})*(?:, .{{0,60}})?$")
_AGENCY_LINE = re.compile(rf"\W*{_AGENCY}(?:\s*[,/&]\s*{_AGENCY})*\W*$")
_DATE_LINE = re.compile(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})"
    r"(?:[,| ].{0,30})?$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(rf"(?<=[.!?”\"’'…)])\s+[-–—(\[]*{_AGENCY}(?:\s*[,/&]\s*{_AGENCY})*[)\]]*\.?$")
_CREDIT = re.compile(
    r"(?<=[.!?”\"’…)\d])\s*\(?(?:PHOTO|Photo|FILE PHOTO|File photo|IMAGE|Image|Picture|PICTURE|Photograph)s?"
    r"(?: credit| by| courtesy of)?\s*[:/]\s*[^.]{2,60}\.?$"
)
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’]+(?:[ \-/][A-ZÀ-Þ][A-ZÀ-Þ.'’]*)*"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_TAIL = rf"(?:, (?:[A-Z][A-Za-z.]+ ?){{1,3}}(?! \d))?(?:, {_DAY})?"
_DATELINE = re.compile(
    rf"(?P<place>{_CITY}(?:/{_CITY})*{_TAIL})\s*(?P<agency>\(\s*[A-Z][\w. /&-]{{1,30}}\))?\s*"
    r"(?:[-–—]{1,2}|:)\s+(?![a-z])"
)
_MIXED = re.compile(
    rf"(?P<place>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,3}}{_TAIL})\s*"
    rf"(?:\(\s*{_AGENCY}[^)]{{0,20}}\)\s*(?:[-–—]{{1,2}}|:)?|,? {_MONTH} \d{{1,2}} [-–—])\s+"
)


def is_furniture(line: str) -> str | None:
    """Why a line is no part of the text, None when it is one."""
    if not any(map(str.isalnum, line)):
        return "ornament"
    if len(line) > 220:
        return None
    for why, pattern in _LINE:
        if pattern.match(line) and not _reads_as_sentence(line, why):
            return why
    if _BYLINE.match(line):
        return "byline"
    if _AGENCY_LINE.match(line):
        return "agency"
    return "date" if _DATE_LINE.match(line) else None


def _reads_as_sentence(line: str, why: str) -> bool:
    """`Share prices fell on Monday.` and `Search teams found ...` are sentences."""
    words = line.split()
    if why in ("credit", "byline", "newsletter", "notice"):
        return False
    return len(words) >= 4 and line.endswith((".", "”", '"')) and ":" not in words[0]


def sign_off(text: str) -> int:
    """The end of a paragraph without the agency's name after its last sentence."""
    found = _SIGN_OFF.search(text)
    return found.start() if found else len(text)


def trailing_credit(text: str) -> int:
    """The end of a caption without its photo credit."""
    found = _CREDIT.search(text)
    return found.start() if found else len(text)


def read_dateline(text: str) -> tuple[str, int]:
    """Place and length of a dateline that opens a paragraph, `KYIV (Reuters) - `; ("", 0) without one."""
    found = _DATELINE.match(text) or _MIXED.match(text)
    if not found or len(text) - found.end() < 20:
        return "", 0
    place = found.group("place").strip(" ,")
    place = re.sub(rf",? {_DAY}$", "", place)
    if len(place) < 3 and place not in ("LA", "UN"):
        return "", 0
    return place, found.end()
