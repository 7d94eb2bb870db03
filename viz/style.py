"""How the graph looks: colour tokens, shapes, bins and sizes; style sheets and scripts take theirs from here.

Colour is data. Three hues mean something: blue is cooperation, vermilion is conflict, gold is the selection.
"""

import math
from collections.abc import Mapping

from kg.model import KINDS, QUADS, Kind, Quad

LIGHT: Mapping[str, str] = {
    "canvas": "#FBFBF9",
    "page": "#F6F6F3",
    "surface": "#FFFFFF",
    "surface-2": "#F1F1ED",
    "line": "#E3E2DC",
    "line-strong": "#CFCEC7",
    "control": "#858A90",
    "ink": "#1B1F24",
    "ink-2": "#4D555F",
    "ink-3": "#646B75",
    "conflict-strong": "#A8240F",
    "conflict-mild": "#DE6B3F",
    "mixed": "#868B92",
    "cooperation-mild": "#4A8FD0",
    "cooperation-strong": "#174F94",
    "selection": "#B87700",
    "node": "#323A45",
    "tint-conflict": "#FBEAE4",
    "tint-cooperation": "#E6F0FA",
    "tint-actor": "#EEEEEA",
    "shadow": "#1B1F2426",
}
DARK: Mapping[str, str] = {
    "canvas": "#0C1015",
    "page": "#0F141A",
    "surface": "#151A21",
    "surface-2": "#1D242D",
    "line": "#28303B",
    "line-strong": "#3A4553",
    "control": "#6C7784",
    "ink": "#E8EAED",
    "ink-2": "#B1B8C2",
    "ink-3": "#8F99A6",
    "conflict-strong": "#FF7A4D",
    "conflict-mild": "#C4583A",
    "mixed": "#7E8791",
    "cooperation-mild": "#3F83C8",
    "cooperation-strong": "#74BBFF",
    "selection": "#F2B632",
    "node": "#C3CBD6",
    "tint-conflict": "#3A1F17",
    "tint-cooperation": "#14293E",
    "tint-actor": "#232A33",
    "shadow": "#00000080",
}

SHAPES: Mapping[Kind, str] = {
    "state": "dot",
    "sector": "dot",
    "international body": "hexagon",
    "armed group": "triangle",
    "person": "diamond",
    "civil society": "square",
    "company": "triangleDown",
    "media": "star",
}
KIND_LABELS: Mapping[Kind, str] = {
    "state": "State",
    "sector": "Part of a state",
    "international body": "International body",
    "armed group": "Armed group",
    "person": "Person",
    "civil society": "Civil society",
    "company": "Company",
    "media": "Media",
}
QUAD_LABELS: Mapping[Quad, str] = {
    "material cooperation": "Material cooperation",
    "verbal cooperation": "Verbal cooperation",
    "verbal conflict": "Verbal conflict",
    "material conflict": "Material conflict",
}
QUAD_TONES: Mapping[Quad, str] = {
    "material cooperation": "cooperation-strong",
    "verbal cooperation": "cooperation-mild",
    "verbal conflict": "conflict-mild",
    "material conflict": "conflict-strong",
}
TONES = ("conflict-strong", "conflict-mild", "mixed", "cooperation-mild", "cooperation-strong")
TONE_LABELS: Mapping[str, str] = {
    "conflict-strong": "Strong conflict",
    "conflict-mild": "Conflict",
    "mixed": "Mixed",
    "cooperation-mild": "Cooperation",
    "cooperation-strong": "Strong cooperation",
}

# Filled glyphs on a 16 x 16 grid, one a kind; the same outlines as the shapes on the canvas.
GLYPHS: Mapping[Kind, str] = {
    "state": "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    "sector": "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM8 5.4a2.6 2.6 0 1 0 0 5.2a2.6 2.6 0 1 0 0-5.2z",
    "international body": "M4.4 2.2h7.2L15 8l-3.4 5.8H4.4L1 8z",
    "armed group": "M8 1.8l6.6 11.6H1.4z",
    "person": "M8 1l6.2 7L8 15L1.8 8z",
    "civil society": "M2.6 2.6h10.8v10.8H2.6z",
    "company": "M8 14.2L1.4 2.6h13.2z",
    "media": "M8 .8l2 4.9l5.3.4l-4 3.4l1.2 5.2L8 11.9l-4.5 2.8l1.2-5.2l-4-3.4l5.3-.4z",
}


def tone(score: float) -> str:
    """The colour bin of a mean score: <= -5, <= -1, < 1, < 4, the rest."""
    if score <= -5:
        return "conflict-strong"
    if score <= -1:
        return "conflict-mild"
    if score < 1:
        return "mixed"
    return "cooperation-mild" if score < 4 else "cooperation-strong"


def is_conflict(tone_name: str) -> bool:
    """Is a line of this tone dashed?"""
    return tone_name.startswith("conflict")


def node_size(events: int) -> float:
    """Radius of an actor on the canvas."""
    return round(5 + min(13.0, 1.02 * math.sqrt(events)), 2)


def edge_width(events: int) -> float:
    """Width of a line on the canvas."""
    return round(0.8 + 0.85 * math.log2(max(1, events)), 2)


def edge_dashes(tone_name: str, width: float) -> list[float] | bool:
    """The dash pattern of conflict, False for a full line."""
    return [round(4 + 1.6 * width, 1), round(3 + 1.5 * width, 1)] if is_conflict(tone_name) else False


def tokens_css() -> str:
    """The colour tokens as a style sheet: light, dark by the system's wish, and either by `data-theme`."""

    def block(tokens: Mapping[str, str]) -> str:
        return "".join(f"--{name}:{value};" for name, value in tokens.items())

    return (
        f":root{{color-scheme:light;{block(LIGHT)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{block(DARK)}}}}}\n"
        f':root[data-theme="light"]{{color-scheme:light;{block(LIGHT)}}}\n'
        f':root[data-theme="dark"]{{color-scheme:dark;{block(DARK)}}}\n'
    )


def legend() -> dict[str, object]:
    """Kinds, classes and tones with their words and glyphs, for templates and scripts."""
    return {
        "kinds": [{"id": k, "label": KIND_LABELS[k], "shape": SHAPES[k], "glyph": GLYPHS[k]} for k in KINDS],
        "quads": [{"id": q, "label": QUAD_LABELS[q], "tone": QUAD_TONES[q]} for q in QUADS],
        "tones": [{"id": t, "label": TONE_LABELS[t]} for t in TONES],
    }
