"""The streets of Bondy's QPV against its addresses measured one by one with OGR: nothing wrong, nothing left out."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import pytest
import street_ranges
from real_data import bondy_addresses, transformation

ogr = pytest.importorskip("osgeo.ogr")

pytestmark = pytest.mark.usefixtures("qgis_processing")
TOLERANCE = {"parcelle": 25.0, "": 15.0}
LONG = {"av": "avenue", "mal": "marechal", "gal": "general", "dr": "docteur", "st": "saint", "onze": "11"}
SMALL = {"de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "en", "sur", "sous"}


def words(name):
    """Spell a street's name so that its ways of being written are one."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", " ")).encode("ascii", "ignore").decode()
    return " ".join(LONG.get(w, w) for w in re.findall("[a-z0-9]+", plain) if w not in SMALL)


@pytest.fixture(scope="module", params=["qpv2015", "qpv2024_clip"])
def listed(request, shared_data, tmp_path_factory, qgis_processing):
    """The rows of the algorithm, and what OGR says of each address: QPV, street, number, and whether it is sure."""
    from cohesion_territoires.processing_provider.qpv.qpvstreetindex import QpvStreetIndex
    from cohesion_territoires.sources.address_index import build
    from qgis import processing
    from qgis.core import QgsProcessingFeedback

    bondy, folder = shared_data / "bondy", tmp_path_factory.mktemp("voies")
    build([bondy / "adresses-93010.csv.gz"], folder / "bondy.sqlite")
    contours = bondy / "contours_bondy.gpkg"
    results = processing.run(
        QpvStreetIndex().create(),
        {
            "QPV": "{}|layername={}".format(contours, request.param),
            "ADDRESS_INDEX": str(folder / "bondy.sqlite"),
            "OUTPUT": "memory:",
        },
        feedback=QgsProcessingFeedback(False),
    )
    names = results["OUTPUT"].fields().names()
    rows = [dict(zip(names, feature.attributes())) for feature in results["OUTPUT"].getFeatures()]
    change = transformation()
    data = ogr.Open(str(contours))
    table = data.GetLayerByName(request.param)
    code = "code_qp" if "code_qp" in [f.name for f in table.schema] else "code_qp_deduced"
    areas = [(f.GetField(code), f.GetGeometryRef().Clone().MakeValid()) for f in table if f.GetField(code)]
    truth = defaultdict(lambda: defaultdict(set))
    for row in bondy_addresses(shared_data):
        x, y, _z = change.TransformPoint(float(row["lon"]), float(row["lat"]))
        point = ogr.CreateGeometryFromWkt("POINT({!r} {!r})".format(x, y))
        number = int(row["numero"]), row["rep"].lower()
        reach = TOLERANCE[row["type_position"]]
        gaps = [area.GetBoundary().Distance(point) for _code, area in areas]
        for (code, area), gap in zip(areas, gaps):
            told = "edge" if gap <= reach else "in" if area.Contains(point) and min(gaps) > reach else "out"
            truth[code, words(row["nom_voie"])][number].add(told)
    return rows, truth


def test_every_number_is_told_as_it_is(listed):
    rows, truth = listed
    found, numbers = {}, 0
    for row in rows:
        key = row["code_qp"], words(row["voie"])
        assert key not in found
        found[key] = row
    for key, told in truth.items():
        row = found.get(key)
        sure = {number for number, places in told.items() if places == {"in"}}
        edge = {number for number, places in told.items() if places not in ({"in"}, {"out"})}
        if row is None:
            assert not sure and not edge, key
            continue
        numbers += len(told)
        odd, even = ("" if row[side] is None else str(row[side]) for side in ("numeros_impairs", "numeros_pairs"))
        odd, even = ("" if text == "NULL" else text for text in (odd, even))
        for number, rep in told:
            claimed = street_ranges.claims(odd, number, rep, 1) or street_ranges.claims(even, number, rep, 0)
            assert claimed == ((number, rep) in sure), (key, number, rep, odd, even)
        check = "" if str(row["numeros_a_verifier"]) in ("NULL", "None") else row["numeros_a_verifier"]
        assert set(filter(None, check.split(", "))) == {street_ranges.label(*number) for number in edge}, key
        counts = row["nb_numeros"], row["nb_dans"], row["nb_a_verifier"]
        assert counts == (len(told), len(sure), len(edge))
        assert (row["etendue"] == "ENTIERE") == (len(sure) == len(told))
        assert (row["etendue"] == "EN_PARTIE") == (bool(sure) and len(sure) + len(edge) < len(told))
    assert numbers > 3000
    assert set(found) <= set(truth)
