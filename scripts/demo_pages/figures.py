"""The key figures, read from the results."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field

from osgeo import gdal, ogr

from . import addresses, observatories
from .runs import WALK_BREAKS

ogr.UseExceptions()
VERDICTS = ("EN_QPV", "HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE", "NON_TROUVEE", "ERREUR")
FIRM = ("EN_QPV", "HORS_QPV")


@dataclass
class Figures:
    """What the page and the maps say.

    Attributes
    ----------
    asked : addresses.Asked
        The spreadsheet.
    joined : observatories.Joined
        The figures by commune.
    verdicts : dict of str to int
    rows : list of dict
        The beneficiaries with their verdicts.
    to_check : list of dict
        Those to look at on the map.
    summary : list of dict
        One row for the whole and one per QPV of 2024.
    groups : list of dict
        One row per scheme.
    join_wrong, join_wrong_by : int, Counter
        Firm answers a plain spatial join would have given that are wrong, and why, by the verdict we give instead.
    ours_wrong : int
        Firm verdicts of ours that are wrong.
    communes : list of dict
        Coverage by France services.
    sectors : list of dict
    families : list of tuple
        (family, share of people within 15 minutes on foot, share without access), percent.
    pharmacies : list of tuple
        (minutes, share of people within them of a pharmacy on foot, percent).
    border_people, people : float
        Those whose time by car is an upper bound; all.
    """

    asked: addresses.Asked
    joined: observatories.Joined
    verdicts: dict
    rows: list
    to_check: list
    summary: list
    groups: list
    join_wrong: int
    join_wrong_by: Counter
    ours_wrong: int
    communes: list
    sectors: list
    border_people: float
    people: float
    families: list = field(default_factory=list)
    pharmacies: list = field(default_factory=list)


def table(source, name):
    """Return the rows of a table as dicts."""
    return [f.items() for f in source.GetLayerByName(name)]


def read(root, folder):
    """Read the results of the runs."""
    source = ogr.Open(str(folder / "resultats.gpkg"))
    rows = table(source, "verdicts")
    count = Counter(r["verdict"] for r in rows)
    summary = [r for r in table(source, "synthese_qpv") if r["generation"] == "2024"]
    wrong, wrong_by, ours = truth(root, source, rows)
    cells = table(source, "france_services_carreaux")
    return Figures(
        asked=addresses.read(source, folder),
        joined=observatories.read(source, folder),
        verdicts={v: count.get(v, 0) for v in VERDICTS},
        rows=rows,
        to_check=[r for r in rows if r["verdict"] == "A_VERIFIER"],
        summary=[r for r in summary if r["niveau"] in ("ensemble", "qpv")],
        groups=[r for r in summary if r["niveau"] == "groupe"],
        join_wrong=wrong,
        join_wrong_by=wrong_by,
        ours_wrong=ours,
        communes=table(source, "france_services_communes"),
        sectors=table(source, "france_services_secteurs"),
        border_people=sum(r["ind"] for r in cells if r["effet_bord"] == "OUI"),
        people=sum(r["ind"] for r in cells),
        families=families(source),
        pharmacies=pharmacies(source),
    )


def truth(root, source, rows):
    """Compare a plain spatial join, then our verdicts, with where the beneficiaries really live.

    The join is the usual one: the geocoder's point is in a perimeter or not, and a row without a point is not.
    Only in a made-up town can it be marked: `beneficiaires_verite.csv` says where everybody lives.

    Returns
    -------
    int, Counter, int
        Wrong answers of the join; the same by verdict of ours; wrong firm verdicts of ours.
    """
    with open(root / "resources" / "sample" / "beneficiaires_verite.csv", encoding="utf-8", newline="") as file:
        real = {r["identifiant"]: r["code_qp"] for r in csv.DictReader(file, delimiter=";")}
    town = ogr.Open(str(root / "resources" / "sample" / "exemple.gpkg"))
    perimeters = []
    for f in town.GetLayerByName("qpv_2024"):
        g = f.GetGeometryRef()
        gdal.PushErrorHandler("CPLQuietErrorHandler")  # one of them is invalid, on purpose
        perimeters.append((f["code_qp"], g.Clone() if g.IsValid() else g.MakeValid()))
        gdal.PopErrorHandler()
    wrong, by, ours = 0, Counter(), 0
    layer = source.GetLayerByName("verdicts")
    layer.ResetReading()
    placed = transformed(layer, town.GetLayerByName("qpv_2024").GetSpatialRef())
    for row, point in zip(rows, placed):
        joined = "" if point is None else next((code for code, g in perimeters if g.Contains(point)), "")
        if joined != real[row["identifiant"]]:
            wrong += 1
            by[row["verdict"]] += 1
        if row["verdict"] in FIRM and (row["code_qp"] or "") != real[row["identifiant"]]:
            ours += 1
    return wrong, by, ours


def transformed(layer, target):
    """Return each feature's point in another system, None where it has none."""
    from osgeo import osr

    here = layer.GetSpatialRef().Clone()
    for system in (here, target):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    move, points = osr.CoordinateTransformation(here, target), []
    for f in layer:
        g = f.GetGeometryRef()
        if g is None or g.IsEmpty():
            points.append(None)
            continue
        g = g.Clone()
        g.Transform(move)
        points.append(g)
    return points


def pharmacies(source, breaks=WALK_BREAKS):
    """Return (minutes, percent of people within them of a pharmacy) for each break."""
    rows = table(source, "pharmacies_carreaux")
    people = sum(r["ind"] for r in rows)
    return [
        (
            limit,
            100 * sum(r["ind"] for r in rows if r["minutes_tous"] is not None and r["minutes_tous"] <= limit) / people,
        )
        for limit in map(float, breaks.split(";"))
    ]


def families(source, limit=15.0):
    """Return (family, percent of people within `limit` minutes on foot, percent without access) for each family."""
    rows = table(source, "equipements_a_pied")
    people = sum(r["ind"] for r in rows)
    found = []
    for name in sorted(k for k in rows[0] if k.startswith("minutes_")):
        near = sum(r["ind"] for r in rows if r[name] is not None and r[name] <= limit)
        none = sum(r["ind"] for r in rows if r[name] is None)
        found.append((name[len("minutes_") :], 100 * near / people, 100 * none / people))
    return sorted(found, key=lambda row: -row[1])
