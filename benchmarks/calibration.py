"""What a score is worth: how often answers are right at each step of it, and the thresholds that follow.

Rows weigh so that `MISSING` of the streets asked for are not in the BAN, and as many numbers of the streets it has.

- The threshold of trust is the lowest score from which, in every step of `STEP`, `RIGHT` of the numbers are right.
- The floor is the lowest worth of a name (commune and street) from which, in every step, more streets are right than
  wrong: below it a street is no answer.
"""

from __future__ import annotations

__all__ = ["MISSING", "RIGHT", "STEP", "draw", "tell"]

STEP, RIGHT, MISSING = 0.02, 0.99, 0.05
HALF = 0.5


def draw(told, folder):
    """Derive both thresholds and draw what they come from.

    Parameters
    ----------
    told : list of (str, int, list)
        What the index has or lacks ("present", "street", "number"), how many rows were asked, and for each of them
        whether a number was answered, its score, whether it is right; the worth of the name, whether the street is.
    folder : pathlib.Path

    Returns
    -------
    dict
    """
    import numpy as np
    from cohesion_territoires.domain.addresses.resolve import FLOOR, TRUST

    share = {"present": 1 - 2 * MISSING, "street": MISSING, "number": MISSING}
    weights = np.concatenate([np.full(len(rows), share[what] / asked) for what, asked, rows in told])
    number, score, right, worth, street = (np.array(c) for c in zip(*(row for _w, _n, rows in told for row in rows)))
    number, right, street = number.astype(bool), right.astype(bool), street.astype(bool)
    trust = _steps(np, score[number], weights[number], right[number], RIGHT)
    some = worth > 0
    floor = _steps(np, worth[some], weights[some], street[some], HALF)
    _figure(np, trust, floor, (score[number], right[number], weights[number]), folder)
    trusted = number & (score >= trust[2])
    return {
        "threshold": trust[2], "in_code": TRUST, "floor": floor[2], "floor_in_code": FLOOR,
        "wrong_trusted": float(weights[trusted & ~right].sum()),
        "right_trusted": float(weights[trusted & right].sum()),
        "steps": _listed(trust), "floor_steps": _listed(floor),
    }  # fmt: skip


def tell(told, path):
    """Print what `draw` found."""
    print(
        "\ncalibration: threshold {:.2f} (in the code {:.2f}); from it {:.2f} % of all rows are trusted and right, "
        "{:.3f} % trusted and wrong; floor {:.2f} (in the code {:.2f}); drawn in {}".format(
            told["threshold"], told["in_code"], 100 * told["right_trusted"], 100 * told["wrong_trusted"],
            told["floor"], told["floor_in_code"], path,
        )
    )  # fmt: skip
    for title, steps in (("score of a number", told["steps"]), ("worth of a name", told["floor_steps"])):
        print(title)
        for step, rows, share in steps:
            print("  {:.2f} {:9.4f} % of rows {:7.2f} % right".format(step, 100 * rows, 100 * share))


def _steps(np, values, weights, right, least):
    """Return the weight of each step, the share that is right, and the value from which all steps are at `least`."""
    count = round(1 / STEP)
    steps = np.clip((values / STEP + 1e-6).astype(int), 0, count - 1)
    total = np.bincount(steps, weights, minlength=count)
    good = np.bincount(steps, weights * right, minlength=count)
    share = np.divide(good, total, out=np.ones_like(total), where=total > 0)
    below = np.flatnonzero(share < least)
    return total, share, round(float((below[-1] + 1) * STEP) if len(below) else 0.0, 2)


def _listed(steps):
    total, share, _least = steps
    return [[round(i * STEP, 2), float(t), float(s)] for i, (t, s) in enumerate(zip(total, share)) if t]


def _figure(np, trust, floor, answers, folder):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(2, 2, figsize=(13, 8), sharex="col", height_ratios=(3, 2))
    texts = (
        ("numéros justes", "score", "seuil de confiance {:.2f}", RIGHT, trust),
        ("voies justes", "valeur du nom (commune et voie)", "plancher {:.2f}", HALF, floor),
    )
    middle = (np.arange(round(1 / STEP)) + 0.5) * STEP
    for (top, bottom), (label, under, title, least, (total, share, found)) in zip(axes.T, texts):
        some = total > 0
        top.plot(middle[some], 100 * share[some], "o-", color="#00447a", label=label + " dans ce pas")
        top.axhline(100 * least, color="#888", lw=0.8, ls=":")
        top.set_ylabel("% de réponses justes")
        top.set_title(title.format(found).replace(".", ","))
        bottom.set_xlim(0.4, 1.01)
        bottom.bar(middle, 100 * total, width=STEP * 0.9, color="#7ab1e8")
        bottom.set_yscale("log")
        bottom.set_ylabel("% des lignes (échelle log)")
        bottom.set_xlabel(under)
        for axis in (top, bottom):
            axis.axvline(found, color="#c9191e", ls="--", lw=1)
    score, right, weights = answers
    order = np.argsort(-score)
    bad = np.cumsum((weights * ~right)[order]) / np.cumsum(weights[order])
    axes[0, 0].plot(score[order], 100 * (1 - bad), color="#c9191e", lw=1, label="justes à ce score ou au-dessus")
    for axis in axes[0]:
        axis.legend(loc="lower right")
    figure.suptitle(
        "Bondy et ses voisines : {:.0f} % de voies absentes de la BAN, autant de numéros".format(100 * MISSING)
    )
    figure.tight_layout()
    figure.savefig(folder / "calibration.png", dpi=120)
