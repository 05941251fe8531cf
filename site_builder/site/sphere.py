"""The sphere: people as dots on arcs, closer circles further in, a sector for each side, the latest seen first.

Readable with one person and with a thousand: dots shrink until all have room, and only those who wait for a word have
their names, at most forty, in columns beside it. Where there is little room bars take its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

from markupsafe import Markup, escape

from site_builder.site.charts import _circle, _line, _n, _svg
from site_builder.site.views import Chart, Table
from site_builder.values import dataclass

NAMES = 40
WIDTH, HEIGHT = 860.0, 492.0
RADIUS, CORE = 216.0, 24.0
COLUMN = 164.0
"""Width of the names on either side."""
PITCH = 23.0
LONGEST = 20
_PAD = 8.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A person: the numbers of the ring (0 the closest) and the sector. `name`: of one whom to be in touch with."""

    ring: int
    sector: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dot stands, and how large it is."""

    x: float
    y: float
    size: float
    name: str = ""


def sphere(
    dots: Sequence[Dot], rings: Sequence[tuple[str, int]], sectors: Sequence[str], sentence: str, table: Table
) -> Chart:
    """The sphere of some people, of each ring and sector the latest seen first. `rings`: names, the closest first, and
    how many each is meant to hold (0: nothing says). The sentence and the table say the same."""
    counts = [sum(dot.ring == number for dot in dots) for number in range(len(rings))]
    edges = ring_edges(counts)
    angles = sector_angles([sum(dot.sector == number for dot in dots) for number in range(len(sectors))])
    middle = (WIDTH / 2, HEIGHT / 2)
    marks = [_circle(*middle, edge, "ring") for edge in edges[1:]]
    if len(sectors) > 1:
        marks += [_line(*_at(edges[0], angle), *_at(edges[-1], angle), "base") for angle in angles[:-1]]
    places = placed(dots, edges, angles)
    marks += [_circle(each.x, each.y, each.size, "dot") for each in places if not each.name]
    marks += _named([each for each in places if each.name])
    for number, (name, _) in enumerate(rings):
        if counts[number]:
            marks.append(_text(middle[0], middle[1] - edges[number + 1] + 3, name, "label halo"))
    for number, name in enumerate(sectors if len(sectors) > 1 else ()):
        angle = (angles[number] + angles[number + 1]) / 2
        x, y = _at(edges[-1] + 10, angle)
        side = "" if abs(cos(angle)) < 0.3 else " start" if cos(angle) > 0 else " end"
        marks.append(_text(x, y + 3 + 4 * sin(angle), _cut(name, 14), f"label halo sector{side}"))
    marks.append(_text(0, HEIGHT + 14, "The most recently met come first: from the inside, clockwise.", "label start"))
    pictures = _svg(WIDTH, HEIGHT + 18, "sphere", marks) + ring_bars(rings, counts)
    return Chart(pictures, sentence, table)


def ring_edges(counts: Sequence[int]) -> list[float]:
    """The radii between which the rings lie: each has room of its own, and the fuller ones more."""
    total = max(1, sum(counts))
    weights = [1 + 2 * sqrt(count / total) for count in counts]
    edges = [CORE]
    for weight in weights:
        edges.append(edges[-1] + weight / sum(weights) * (RADIUS - CORE))
    return edges


def sector_angles(counts: Sequence[int]) -> list[float]:
    """The angles between which the sectors lie, from twelve o'clock on: a third of the circle is shared out evenly, the
    rest by their people."""
    total = max(1, sum(counts))
    angles = [-pi / 2]
    for count in counts:
        angles.append(angles[-1] + 2 * pi * (0.35 / len(counts) + 0.65 * (count / total if sum(counts) else 0)))
    angles[-1] = 1.5 * pi
    return angles


def placed(dots: Sequence[Dot], edges: Sequence[float], angles: Sequence[float]) -> list[Place]:
    """Where each dot stands: in its ring and sector on as few arcs as hold them, the first on the inmost."""
    cells: dict[tuple[int, int], list[Dot]] = {}
    for dot in dots:
        cells.setdefault((dot.ring, dot.sector), []).append(dot)
    found = []
    for (ring, sector), those in sorted(cells.items(), key=lambda cell: cell[0]):
        begin, end = angles[sector], angles[sector + 1]
        rows, step = _rows(len(those), edges[ring], edges[ring + 1], end - begin)
        rest = iter(those)
        for radius, room in rows:
            pad = _PAD / radius
            for number in range(room):
                angle = begin + pad + (number + 0.5) / room * (end - begin - 2 * pad)
                dot = next(rest)
                size = min(4.5, step * 0.36)
                found.append(Place(*_at(radius, angle), max(size, 3.5) if dot.name else size, dot.name))
    return found


def _rows(number: int, inner: float, outer: float, angle: float) -> tuple[list[tuple[float, int]], float]:
    """The arcs on which so many dots stand: radius and how many; and the distance between two dots."""
    step = 15.0
    while True:
        deep = outer - inner - 2 * min(_PAD, step)
        for lines in range(1, max(1, int(deep / step) + 1) + 1):
            first = (inner + outer) / 2 - (lines - 1) * step / 2
            radii = [first + line * step for line in range(lines)]
            rooms = [max(1, int((radius * angle - 2 * _PAD) / step)) for radius in radii]
            if sum(rooms) >= number or step < 0.5:
                return _filled(number, radii, rooms), step
        step *= 0.94


def _filled(number: int, radii: Sequence[float], rooms: Sequence[int]) -> list[tuple[float, int]]:
    rows = []
    for line, (radius, room) in enumerate(zip(radii, rooms, strict=True)):
        here = number if line + 1 == len(radii) else min(room, number)
        rows.append((radius, here))
        number -= here
    return rows


def _named(places: Sequence[Place]) -> list[str]:
    """The dots that have names, each with a line to its name on the nearer side."""
    middle = WIDTH / 2
    left = sorted((each for each in places if each.x < middle), key=lambda each: each.x)
    right = sorted((each for each in places if each.x >= middle), key=lambda each: -each.x)
    most = max(1, int(HEIGHT / PITCH) - 1)
    left, right = [*left[:most], *right[most:]], [*right[:most], *left[most:]]
    marks = []
    for group, edge, inward, side in ((left, COLUMN, 6, " end"), (right, WIDTH - COLUMN, -6, " start")):
        group.sort(key=lambda each: (each.y, each.x))
        for each, y in zip(group, spread([each.y for each in group]), strict=True):
            bend = edge + 7 * inward
            marks.append(
                f'<path class="lead" d="M{_n(edge + inward)} {_n(y)}L{_n(bend)} {_n(y)}L{_n(each.x)} {_n(each.y)}"/>'
            )
            marks.append(_text(edge, y + 4, _cut(each.name), f"label name{side}"))
    return marks + [_circle(each.x, each.y, each.size + 1, "mark") for each in places]


def spread(wanted: Sequence[float]) -> list[float]:
    """Heights near those wanted (in order), no two closer than a line of text."""
    found: list[float] = []
    for y in wanted:
        found.append(max(y, found[-1] + PITCH if found else 12.0))
    lowest = HEIGHT - 12.0
    for number in range(len(found) - 1, -1, -1):
        found[number] = min(found[number], lowest)
        lowest = found[number] - PITCH
    return found


def ring_bars(rings: Sequence[tuple[str, int]], counts: Sequence[int]) -> Markup:
    """How many are in each ring, as bars in the frame of its room (a fuller one overflows)."""
    width, row, left, full = 320.0, 30.0, 62.0, 150.0
    most = max((1, *counts))
    marks = []
    for number, ((name, room), count) in enumerate(zip(rings, counts, strict=True)):
        y = number * row
        marks.append(_text(0, y + 17, _cut(name, 9), "label start"))
        long = max(2.0 if count else 0.0, min(1.25, count / (room or most)) * full)
        marks.append(f'<rect class="bar" x="{_n(left)}" y="{_n(y + 6)}" width="{_n(long)}" height="14"/>')
        if room:
            marks.append(f'<rect class="room" x="{_n(left)}" y="{_n(y + 3)}" width="{_n(full)}" height="20"/>')
        said = f"{count} of {room}" if room else str(count)
        marks.append(_text(left + 1.25 * full + 10, y + 17, said, "label start"))
    return _svg(width, row * len(rings), "ring-bars", marks)


def _at(radius: float, angle: float) -> tuple[float, float]:
    return WIDTH / 2 + radius * cos(angle), HEIGHT / 2 + radius * sin(angle)


def _text(x: float, y: float, text: str, name: str) -> str:
    return f'<text class="{name}" x="{_n(x)}" y="{_n(y)}">{escape(text)}</text>'


def _cut(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
