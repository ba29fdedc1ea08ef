"""The map of a report: perimeters, and squares of many addresses. Nothing on it stands for one household."""

from __future__ import annotations

from html import escape

import numpy as np

from .density import ADDRESSES, CLASSES

__all__ = ["draw_map"]

WIDTH, TALLEST = 860.0, 760.0
MARGIN = 0.04
LABELS = 40
_FILLS = ("#fbd9b5", "#f4a259", "#c8553d")


def draw_map(shapes, squares, shown=()):
    """Draw the map as an SVG that a page holds.

    Parameters
    ----------
    shapes : sequence of (str or None, list of ndarray)
        Code and rings of each perimeter, in metres.
    squares : density.Squares
        In the same system.
    shown : collection of int, optional
        Perimeters that the map must show whole.

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
    scale = min(WIDTH / (east - west), TALLEST / (north - south))
    width, height = scale * (east - west), scale * (north - south)

    def flat(xy):
        return np.column_stack([(xy[:, 0] - west) * scale, (north - xy[:, 1]) * scale])

    parts = []
    for (x, y), rank in zip(flat(squares.corner).tolist(), squares.rank.tolist()):
        side = squares.side * scale
        parts.append(
            '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>'.format(
                x, y - side, side, side, _FILLS[rank]
            )
        )
    labels = []
    for place, ((code, rings), box) in enumerate(zip(shapes, boxes)):
        if box is None or box[0] > east or box[2] < west or box[1] > north or box[3] < south:
            continue
        path = "".join(_path(flat(ring)) for ring in rings)
        parts.append(
            '<path d="{}" fill="#0b5d8f" fill-opacity="0.12" fill-rule="evenodd" stroke="#0b5d8f"/>'.format(path)
        )
        if code and (place in shown or not shown) and len(labels) < LABELS:
            x, y = flat(np.array([[(box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0]]))[0]
            labels.append('<text x="{:.0f}" y="{:.0f}">{}</text>'.format(x, y, escape(code)))
    legend = " · ".join(
        '<span class="mark square" style="background:{}"></span>{}'.format(fill, _range(rank))
        for rank, fill in enumerate(_FILLS)
    )
    return (
        '<svg viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>Périmètres et densité des adresses</title>{2}"
        '<g font-size="11" text-anchor="middle" fill="#0b3c5d">{3}</g></svg>'
        "<p>Périmètres en bleu. Carrés de {4:.0f} m où se trouvent au moins {5} adresses différentes de la liste : "
        "{6}. Les autres ne sont pas dessinés, et aucun point ne l’est.</p>"
    ).format(width, height, "".join(parts), "".join(labels), squares.side, ADDRESSES, legend)


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
