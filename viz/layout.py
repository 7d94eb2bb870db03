"""Where the actors stand: seeded layouts computed on the server and kept by node set.

The network layout is a force model on numpy arrays (pairs repel by degree, lines attract by weight), then
overlaps are moved apart. 300 actors take about 0.3 s and 1,000 about one; the browser never has to run its physics.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

Places = dict[str, tuple[float, float]]
Line = tuple[str, str, float]
SEED = 7
FEW = 150  # actors; the eigenvectors of more are taken nearly, without threads that wait on a busy machine
ASPECT = 1.28  # wider than high, as screens are
FRAME = 1.15  # of the picture, with its names
SPACING = (48.0, 30.0)  # for a few actors, and for many
ROOM = (20.0, 16.0)  # beside and beneath an actor
NAMED = 200  # actors; beyond, most names are left out of the picture
LONGEST = 26  # signs of a name that the layout makes room for
SIGN = (4.0, 2.6)  # half the width of a sign for 70 actors, and for 150, whose names cannot all be drawn
NAME = (20.0, 15.0)  # height of a name
Floats = NDArray[np.float64]


def network(
    actors: Sequence[str],
    lines: Iterable[Line],
    radii: Mapping[str, float] | None = None,
    names: Mapping[str, str] | None = None,
) -> Places:
    """Places of the force layout, with room for the names; the same arguments give the same places.

    Radii are rounded up to even numbers, and pulls to whole ones: a picture that hardly changes stays as it is,
    which is easier to read, and is not computed anew with every article.
    """
    given = tuple(
        (
            actor,
            2 * math.ceil((radii or {}).get(actor, 8.0) / 2),
            min(LONGEST, len((names or {}).get(actor, ""))),
        )
        for actor in sorted(set(actors))
    )
    return dict(_network(given, _pulls({actor for actor, *_ in given}, lines)))


def _pulls(actors: Collection[str], lines: Iterable[Line]) -> tuple[Line, ...]:
    """How strongly each pair of actors attracts each other, in either direction."""
    weights: dict[tuple[str, str], float] = {}
    for source, target, weight in lines:
        if source != target and source in actors and target in actors:
            pair = (min(source, target), max(source, target))
            weights[pair] = weights.get(pair, 0.0) + weight
    return tuple((*pair, float(round(math.log2(1 + weights[pair])))) for pair in sorted(weights))


@lru_cache(maxsize=64)
def _network(
    actors: tuple[tuple[str, int, int], ...], pulls: tuple[Line, ...]
) -> tuple[tuple[str, tuple[float, float]], ...]:
    names = [name for name, *_ in actors]
    count = len(names)
    if count == 0:
        return ()
    if count == 1:
        return ((names[0], (0.0, 0.0)),)
    row = {name: index for index, name in enumerate(names)}
    both = sorted(
        (row[end], row[other], pull) for one, two, pull in pulls for end, other in ((one, two), (two, one))
    )
    ends = np.array([pair[:2] for pair in both], dtype=np.int64).reshape(-1, 2)
    attraction = csr_array(([pull for *_, pull in both], (ends[:, 0], ends[:, 1])), shape=(count, count))
    places = _forces(attraction, rounds=_rounds(count))
    places = _frame(places, count)
    radius = np.array([float(size) for _, size, _ in actors])
    if count <= NAMED:
        places = _name_apart(places, radius, np.array([length for *_, length in actors]))
    else:
        places = _apart(places, radius)
    return tuple(
        (name, (round(float(x), 1), round(float(y), 1))) for name, (x, y) in zip(names, places, strict=True)
    )


def _rounds(count: int) -> int:
    return 320 if count <= 150 else 220 if count <= 300 else 110 if count <= 600 else 70


def _forces(attraction: csr_array, *, rounds: int) -> Floats:
    """A force model after ForceAtlas2: degree-weighted repulsion, so that leaves stand around their hub.

    Pairs are taken in single precision and without a threaded matrix product, which waits on a busy machine.
    """
    degree = np.diff(attraction.indptr) + 1.0
    root = np.sqrt(degree)
    pull = attraction.sum(axis=1)
    places = _start(attraction)
    speed = 1.0
    before = np.zeros_like(places)
    weights = np.empty((len(places), 3), dtype=np.float32)
    for step in range(rounds):
        x, y = places.astype(np.float32).T
        near, other = np.subtract.outer(x, x), np.subtract.outer(y, y)
        np.square(near, out=near)
        np.square(other, out=other)
        near += other
        near += 0.01
        np.reciprocal(near, out=near)
        weights[:, 0], weights[:, 1], weights[:, 2] = root, root * x, root * y
        push = np.einsum("ij,jk->ik", near, weights).astype(float)
        force = 1.1 * root[:, None] * (places * push[:, :1] - push[:, 1:])
        force -= 0.030 * (places * pull[:, None] - attraction @ places)
        force -= 0.022 * places * root[:, None]
        swing = np.linalg.norm(force - before, axis=1)
        size = np.linalg.norm(force, axis=1)
        step_size = speed / (1.0 + speed * np.sqrt(swing))
        moved = force * step_size[:, None] / root[:, None]
        length = np.linalg.norm(moved, axis=1) + 1e-9
        cap = 2.0 * (1 - step / rounds) + 0.02
        places = places + moved * np.minimum(1.0, cap / length)[:, None]
        before = force
        if size.max() < 1e-3:
            break
    return places


def _start(attraction: csr_array) -> Floats:
    """A seeded start: the two smoothest eigenvectors with a little noise, so that components do not cross."""
    count = attraction.shape[0]
    noise = np.random.default_rng(SEED).normal(0, 1, (count, 2))
    if count <= FEW:
        weights = (attraction.toarray() > 0) + 1e-3
        _, vectors = np.linalg.eigh(np.diag(weights.sum(axis=1)) - weights)
        smooth = vectors[:, 1:3] if count > 2 else noise * 0
    else:
        smooth = _smooth(attraction)
    for column in range(smooth.shape[1]):  # an eigenvector's sign is not determined
        pivot = np.argmax(np.abs(smooth[:, column]))
        smooth[:, column] *= np.sign(smooth[pivot, column])
    return np.asarray(smooth * np.sqrt(count) * 6 + noise, dtype=float)


def _smooth(attraction: csr_array, *, rounds: int = 100) -> Floats:
    """The two smoothest eigenvectors of a large graph nearly, by repeated averaging over neighbours."""
    count = attraction.shape[0]
    links = attraction.copy()
    links.data = np.ones_like(links.data)
    degree = np.diff(links.indptr) + 1.0
    vectors = np.random.default_rng(SEED).normal(0, 1, (count, 2))
    for _ in range(rounds):
        vectors = (vectors + (links @ vectors + vectors) / degree[:, None]) / 2
        vectors -= vectors.mean(axis=0)
        vectors[:, 0] /= np.linalg.norm(vectors[:, 0])
        vectors[:, 1] -= vectors[:, 0] * (vectors[:, 0] * vectors[:, 1]).sum()
        vectors[:, 1] /= np.linalg.norm(vectors[:, 1])
    return vectors


def _frame(places: Floats, count: int) -> Floats:
    """Turn the longest axis level and scale to a frame that grows with the number of actors."""
    places = places - places.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(places.T))
    turned = places @ vectors[:, ::-1]
    spread = np.sqrt((turned**2).mean(axis=0)) + 1e-9
    spacing = float(np.interp(count, (50, 150), SPACING))
    want = np.array([ASPECT**0.5, ASPECT**-0.5]) * spacing * np.sqrt(count) * 0.62
    factor = want / spread
    even = np.sqrt(factor.prod())
    factor = even * (factor / even) ** 0.75
    # Draw far outliers in: distances from the centre are compressed beyond one spread.
    framed = turned * factor
    distance = np.linalg.norm(framed / want, axis=1, keepdims=True) + 1e-9
    drawn = (1.1 + 0.8 * np.log1p(np.maximum(distance - 1.1, 0))) / distance
    return np.asarray(framed * np.where(distance > 1.1, drawn, 1.0))


def _apart(places: Floats, radius: Floats, *, rounds: int = 60) -> Floats:
    """Move actors apart until circles, with room for a label beneath, do not overlap."""
    places = places.copy()
    reach = float(2 * radius.max() + ROOM[0])
    for _ in range(rounds):
        pairs = cKDTree(places).query_pairs(reach, output_type="ndarray")
        if not len(pairs):
            break
        first, second = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        gap = places[first] - places[second]
        room = (radius[first] + radius[second])[:, None] + np.array(ROOM)
        overlap = 1 - np.sqrt(((gap / room) ** 2).sum(axis=1))
        close = overlap > 0
        if not close.any():
            break
        length = np.linalg.norm(gap[close], axis=1)[:, None] + 1e-6
        push = 0.28 * overlap[close][:, None] * gap[close] / length * room[close]
        np.add.at(places, first[close], push)
        np.add.at(places, second[close], -push)
    return places


def _name_apart(places: Floats, radius: Floats, signs: NDArray[np.int64], *, rounds: int = 150) -> Floats:
    """Move actors apart until they and the names beneath them stand free, along the shorter way each."""
    places = places.copy()
    count = len(places)
    half = float(np.interp(count, (70, 150), SIGN)) * signs
    name = float(np.interp(count, (70, 150), NAME))
    first, second = np.triu_indices(count, k=1)
    wide = np.maximum(radius, half)
    reach = wide[first] + wide[second] + 3
    tall = radius[first] + radius[second] + name + 2  # from the top of an actor to the foot of its name
    for turn in range(rounds):
        gap = places[first] - places[second]
        over_x = reach - np.abs(gap[:, 0])
        over_y = tall - np.abs(gap[:, 1])
        close = (over_x > 0) & (over_y > 0)
        if not close.any():
            break
        extent = np.ptp(places, axis=0) + 1.0
        upward = (
            over_y * (FRAME * extent[1] / extent[0]) ** 3 < over_x
        )  # what has grown too high grows sideways
        strength = 0.30 if turn < rounds // 2 else 0.22
        for axis, over, mine in ((0, over_x, close & ~upward), (1, over_y, close & upward)):
            sign = np.where(gap[mine, axis] >= 0, 1.0, -1.0)
            push = strength * over[mine] * sign
            np.add.at(places[:, axis], first[mine], push)
            np.add.at(places[:, axis], second[mine], -push)
    return places


def beside(known: Places, added: Sequence[str], lines: Iterable[Line]) -> Places:
    """Places for added actors, near those they touch, without moving a known one."""
    order = sorted(set(added) - known.keys())
    if not order:
        return dict(known)
    near: dict[str, list[str]] = {name: [] for name in order}
    for source, target, _ in sorted(lines):
        if source in near and target in known:
            near[source].append(target)
        if target in near and source in known:
            near[target].append(source)
    places = dict(known)
    taken = list(known.values())
    golden = np.pi * (3 - np.sqrt(5))
    centre = np.mean(taken, axis=0) if taken else np.zeros(2)
    for index, name in enumerate(order):
        anchors = [known[other] for other in near[name]] or [tuple(centre)]
        anchor = np.mean(anchors, axis=0)
        out = anchor - centre
        start = float(np.arctan2(out[1], out[0])) if np.linalg.norm(out) > 1 else 0.0
        others = np.array(taken) if taken else np.zeros((0, 2))
        best, best_room = anchor, -1.0
        for ring in range(1, 40):
            angle = start + golden * (index + ring) * 0.5
            spot = anchor + (46 + 9 * ring) * np.array([np.cos(angle), np.sin(angle)])
            room = float(np.min(np.linalg.norm(others - spot, axis=1))) if len(others) else 1e9
            if room > best_room:
                best, best_room = spot, room
            if room >= 52:
                break
        place = (round(float(best[0]), 1), round(float(best[1]), 1))
        places[name] = place
        taken.append(place)
    return places


def communities(actors: Sequence[str], lines: Iterable[Line]) -> dict[str, int]:
    """The community of each actor (0 is the largest), by seeded Louvain on the undirected weights."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(actors))
    for source, target, weight in sorted(lines):
        if source != target and source in graph and target in graph:
            before = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
            graph.add_edge(source, target, weight=before + weight)
    if graph.number_of_edges() == 0:
        return dict.fromkeys(graph, 0)
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    ranked = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))
    return {actor: index for index, group in enumerate(ranked) for actor in group}


def circle(actors: Sequence[str], community: Mapping[str, int], events: Mapping[str, int]) -> Places:
    """Places on a ring, community by community, busiest first, with a gap between communities."""
    order = sorted(actors, key=lambda actor: (community.get(actor, 0), -events.get(actor, 0), actor))
    if not order:
        return {}
    groups = len({community.get(actor, 0) for actor in order})
    slots = len(order) + groups * 1.5
    radius = max(150.0, slots * 30 / (2 * np.pi))
    places: Places = {}
    slot, last = 0.0, community.get(order[0], 0)
    for actor in order:
        if community.get(actor, 0) != last:
            slot, last = slot + 1.5, community.get(actor, 0)
        angle = 2 * np.pi * slot / slots - np.pi / 2
        places[actor] = (
            round(float(radius * np.cos(angle)), 1),
            round(float(radius * np.sin(angle)), 1),
        )
        slot += 1
    return places
