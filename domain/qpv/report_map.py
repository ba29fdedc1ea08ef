"""The map of a report: perimeters, and squares of many addresses. Nothing on it stands for one household."""

from __future__ import annotations

from html import escape

import numpy as np

from .density import ADDRESSES, CLASSES

__all__ = ["draw_map", "inner_point"]

WIDTH, TALLEST = 860.0, 760.0
MARGIN = 0.04
LABELS, TOWNS = 40, 25
_FILLS = ("#fde3c3", "#f6b26b", "#d9734e")
_LETTER, _LINE = 6.3, 14.0


def draw_map(shapes, squares, shown=(), outlines=(), towns=()):
    """Draw the map as an SVG that a page holds.

    Parameters
    ----------
    shapes : sequence of (str or None, list of ndarray)
        Code and rings of each perimeter, in metres.
    squares : density.Squares
        In the same system.
    shown : collection of int, optional
        Perimeters that the map must show whole.
    outlines : sequence of ndarray, optional
        Rings of communes.
    towns : sequence of (str, float, float), optional
        Names and places of communes, those that matter most first.

    Returns
    -------
    str
        "" where there is nothing to draw.
    """
    boxes = [_box(rings) for _code, rings in shapes]
    frame = [boxes[i] for i in shown if boxes[i] is not None]
    if len(squares.corner):
        frame.append(np.r_[squares.corner.min(axis=0), squares.corner.max(axis=0) + squares.side])
    if not frame:
        frame = [b for b in boxes if b is not None]
    if not frame:
        return ""
    frame = np.array(frame)
    west, south = frame[:, :2].min(axis=0)
    east, north = frame[:, 2:].max(axis=0)
    margin = MARGIN * max(east - west, north - south) + 50.0
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    # as wide as the page, whatever the territory's own shape
    spare = ((north - south) * WIDTH / TALLEST - (east - west)) / 2.0
    if spare > 0.0:
        west, east = west - spare, east + spare
    scale = min(WIDTH / (east - west), TALLEST / (north - south))
    width, height = scale * (east - west), scale * (north - south)

    def flat(xy):
        return np.column_stack([(xy[:, 0] - west) * scale, (north - xy[:, 1]) * scale])

    def seen(box):
        return box is not None and not (box[0] > east or box[2] < west or box[1] > north or box[3] < south)

    parts = []
    for (x, y), rank in zip(flat(squares.corner).tolist(), squares.rank.tolist()):
        side = squares.side * scale
        parts.append(
            '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" stroke="#fff" stroke-width="0.7"/>'
            .format(x, y - side, side, side, _FILLS[rank])
        )  # fmt: skip
    lines = "".join(_path(flat(ring)) for ring in outlines if seen(_box([ring])))
    if lines:
        parts.append('<path d="{}" fill="none" stroke="#8792a2" stroke-dasharray="5 3"/>'.format(lines))
    taken, labels = [], []
    for place, ((code, rings), box) in enumerate(zip(shapes, boxes)):
        if not seen(box):
            continue
        parts.append(
            '<path d="{}" fill="#0b5d8f" fill-opacity="0.08" fill-rule="evenodd" stroke="#0b5d8f" stroke-width="1.6"/>'
            .format("".join(_path(flat(ring)) for ring in rings))
        )  # fmt: skip
        if code and (place in shown or not shown) and len(labels) < LABELS:
            x, y = flat(inner_point(rings)[None])[0]
            _label(labels, taken, code, x, y + 4.0, always=True)
    names = []
    for name, x, y in towns:
        x, y = flat(np.array([[x, y]]))[0]
        if len(names) < TOWNS and 0.0 < x < width and _LINE < y < height - 3.0 * _LINE:
            _label(names, taken, name, x, y)
    legend = " · ".join(
        '<span class="mark square" style="background:{}"></span>{}'.format(fill, _range(rank))
        for rank, fill in enumerate(_FILLS)
    )
    halo = 'font-size="11" text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke"'
    return (
        '<svg viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>Périmètres et densité des adresses</title>{2}"
        '<g {6} fill="#4a5565">{7}</g><g {6} fill="#0b3c5d" font-weight="bold">{3}</g>{8}</svg>'
        "<p>Le nord est en haut. Périmètres en bleu. Carrés de {4:.0f} m où se trouvent au moins {5} adresses "
        "différentes de la liste : {9}. Les autres ne sont pas dessinés, et aucun point ne l’est.</p>"
    ).format(
        width, height, "".join(parts), "".join(labels), squares.side, ADDRESSES, halo, "".join(names),
        _bar(scale, height), legend,
    )  # fmt: skip


def inner_point(rings):
    """Return a point well inside a polygon: the middle of the longest stretch across it, at mid-height.

    Parameters
    ----------
    rings : sequence of ndarray, shapes (n, 2)

    Returns
    -------
    ndarray, shape (2,)
    """
    tall = max(rings, key=lambda ring: np.ptp(ring[:, 0]) * np.ptp(ring[:, 1]))
    best, longest = tall.mean(axis=0), 0.0
    for share in (0.5, 0.35, 0.65):
        y = tall[:, 1].min() + share * np.ptp(tall[:, 1])
        crossings = []
        for ring in rings:
            (x1, y1), (x2, y2) = ring.T, np.roll(ring, -1, axis=0).T
            across = (y1 > y) != (y2 > y)
            crossings += (x1[across] + (y - y1[across]) * (x2 - x1)[across] / (y2 - y1)[across]).tolist()
        crossings.sort()
        for left, right in zip(crossings[::2], crossings[1::2]):
            if right - left > longest:
                best, longest = np.array([(left + right) / 2.0, y]), right - left
    return best


def _label(labels, taken, text, x, y, always=False):
    """Write a text where no other one is; `always` may lie over another."""
    half = _LETTER * len(text) / 2.0
    box = (x - half, y - _LINE, x + half, y)
    if not always and any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
        return
    taken.append(box)
    labels.append('<text x="{:.0f}" y="{:.0f}">{}</text>'.format(x, y, escape(text)))


def _bar(scale, height):
    """Draw a scale bar of a round length, a fifth of the map at most."""
    most = WIDTH / 5.0 / scale
    power = 10.0 ** np.floor(np.log10(most))
    metres = next(step * power for step in (5.0, 2.0, 1.0) if step * power <= most)
    told = "{:g} km".format(metres / 1000.0) if metres >= 1000.0 else "{:g} m".format(metres)
    x, y = 14.0, height - 12.0
    return (
        '<path d="M{0:.1f},{1:.1f}v6h{2:.1f}v-6" fill="none" stroke="#1d2733" stroke-width="1.4"/>'
        '<text x="{3:.1f}" y="{4:.1f}" font-size="11" fill="#1d2733">{5}</text>'
    ).format(x, y - 6.0, metres * scale, x, y - 10.0, told.replace(".", ","))


def _range(rank):
    if rank + 1 < len(CLASSES):
        return "{} à {}".format(CLASSES[rank], CLASSES[rank + 1] - 1)
    return "{} et plus".format(CLASSES[rank])


def _box(rings):
    if not rings:
        return None
    xy = np.vstack(rings)
    return np.r_[xy.min(axis=0), xy.max(axis=0)]


def _path(xy):
    """Write a ring; points that the eye cannot tell apart are written once."""
    xy = np.round(xy, 1)
    kept = np.r_[True, (np.diff(xy, axis=0) != 0).any(axis=1)]
    return "M" + "L".join("{:g},{:g}".format(x, y) for x, y in xy[kept].tolist()) + "Z"
