"""What a news page carries besides its text: newsletters, credits, bylines, sign-offs, datelines."""

from __future__ import annotations

import re

_AGENCY = (
    r"(?:REUTERS|Reuters|AFP|AP|BLOOMBERG|Bloomberg|XINHUA|Xinhua|DPA|dpa|NYTIMES|WASHINGTON POST|KYODO|Kyodo|TASS|"
    r"ANSA|EFE|PTI|IANS|ANI|UPI|AAP|BERNAMA|YONHAP|Yonhap|EPA|EPA-EFE|CNA|GUARDIAN|Anadolu|AA|ANADOLU|ISNA|IRNA)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"

_LINES = {
    "newsletter": r"sign up (?:now|here|to|for)|subscribe\b|.{0,40}\bnewsletters?\b.{0,60}(?:inbox|email|sign|subscribe)|"
    r"get (?:the|our) .{0,40}(?:newsletter|app|alerts|inbox)|join (?:us|our|the conversation|st's)|download (?:the|our)|"
    r"already a subscriber|log in to|create (?:a free|an) account|become a (?:member|subscriber)|support (?:our|independent)",
    "link": r"see more on|read more\b|read also|also read|more on this|more from|related (?:stor|article|topic|news|link)|"
    r"follow topic|follow us|follow .{0,30} on (?:twitter|facebook|x|telegram|whatsapp|instagram)|topics?:|tags?:|"
    r"keywords?:|click here|watch(?: more| now)?:|listen(?: to this)?:|recommended(?: for you| stories)?$|"
    r"editor'?s? (?:picks|note)|most (?:read|popular)|trending|you may also|what to read next|back to top|skip to|"
    r"continue reading|advertisement|sponsored|promoted|comments?(?: \(\d+\))?$|\d+ comments?$|explore more|"
    r"join the discussion|have your say|view (?:all|gallery|comments)|next (?:story|article)|previous (?:story|article)",
    "share": r"share(?: this| on| via| article)?\b.{0,40}$|print(?: this)?$|email(?: this)?$|copy link|save(?: article)?$|"
    r"bookmark|tweet$|facebook$|twitter$|whatsapp$|linkedin$|telegram$|menu$|search$|home$|gift this",
    "notice": r".{0,60}\bcookies?\b.{0,80}|accept all|privacy policy|terms (?:of|and)|all rights reserved|©|\(c\) ?\d{4}|"
    r"copyright\b|this (?:article|story) (?:was|has been|is) .{0,60}|reprints?|report (?:a|an) (?:typo|error)|"
    r"this (?:site|website|page) uses|our standards:|licensing rights|error loading|javascript|please (?:enable|refresh)",
    "credit": r"\(?(?:file )?(?:photo|image|picture|video|graphic|illustration|pic|screengrab|screenshot)s?"
    r"(?: credits?| by| courtesy(?: of)?)?\s*[:/|]|credits?:|getty images|file photo\W*$|source:\s",
    "byline": r"\(?(?:additional )?(?:reporting|writing|report|editing|edited|written|compiled|translated|photographs?)"
    r"(?: and (?:writing|editing|reporting))? by\b|with (?:inputs|files|reporting|additional reporting) (?:from|by)|"
    r"(?:published|updated|last updated|posted|modified|first published)\b[: ].{0,50}\d|\d+ (?:min|minute)s? read|"
    r"\d+ (?:min(?:ute)?s?|hours?|days?) ago$",
}
_LINE = [(why, re.compile(r"\W{0,3}(?:" + pattern + r")", re.IGNORECASE)) for why, pattern in _LINES.items()]
_BYLINE = re.compile(
    r"(?:By|BY) (?:[A-Z][\w.'’-]+ ?){1,5}(?:(?:,|and|in|AND|IN|at|for|\|) ?(?:[A-Z][\w.'’-]+ ?){1,5})*(?:, .{0,60})?$"
)
_AGENCY_LINE = re.compile(rf"\W*{_AGENCY}(?:\s*[,/&]\s*{_AGENCY})*\W*$")
_DATE_LINE = re.compile(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})"
    r"(?:[,| ].{0,30})?$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(rf"(?<=[.!?”\"’'…)])\s+[-–—(\[]*{_AGENCY}(?:\s*[,/&]\s*{_AGENCY})*[)\]]*\.?$")
_CREDIT = re.compile(
    r"(?<=[.!?”\"’…)\d])\s*\(?(?:PHOTO|Photo|FILE PHOTO|File photo|IMAGE|Image|Picture|PICTURE|Photograph)s?"
    r"(?: credit| by| courtesy of)?\s*[:/]\s*[^.]{2,60}\.?$"
)
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’]+(?:[ \-/][A-ZÀ-Þ][A-ZÀ-Þ.'’]*)*"
_TAIL = rf"(?:, (?:[A-Z][A-Za-z.]+ ?){{1,3}}(?! \d))?(?:, (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)?"
_DATELINE = re.compile(
    rf"(?P<place>{_CITY}(?:/{_CITY})*{_TAIL})\s*(?P<agency>\(\s*[A-Z][\w. /&-]{{1,30}}\))?\s*(?:[-–—]{{1,2}}|:)\s+"
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
    """Place and length of a dateline at the start of a paragraph: `KYIV (Reuters) - `; ("", 0) without one."""
    found = _DATELINE.match(text) or _MIXED.match(text)
    if not found or len(text) - found.end() < 20:
        return "", 0
    place = found.group("place").strip(" ,")
    place = re.sub(rf",? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?$", "", place)
    if len(place) < 3 and place not in ("LA", "UN"):
        return "", 0
    return place, found.end()
