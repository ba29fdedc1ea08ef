"""The built-in sample holds what it promises, and comes out the same at every run."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import csv
import re
import subprocess
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

ogr = pytest.importorskip("osgeo.ogr")

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
MADE_WITH_NUMPY = "1.24."  # of the libraries that the shipped sample was made with


def layer(name, folder=SAMPLE):
    """Return [(attributes, geometry)] of a layer."""
    source = ogr.Open(str(folder / "exemple.gpkg"))
    return [(f.items(), f.GetGeometryRef().Clone()) for f in source.GetLayerByName(name)]


def table(name, delimiter=";", folder=SAMPLE):
    """Return (header, rows as dicts) of a CSV."""
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        return reader.fieldnames, list(reader)


def vertices(geometry):
    return [p[:2] for p in geometry.GetPoints()]


def parts(lines):
    """Return the connected parts of lines that join at shared vertices, largest first: lists of line numbers."""
    parent = {}

    def root(k):
        while parent.setdefault(k, k) != k:
            k = parent[k]
        return k

    for line in lines:
        for p in line[1:]:
            parent[root(p)] = root(line[0])
    found = defaultdict(list)
    for n, line in enumerate(lines):
        found[root(line[0])].append(n)
    return sorted(found.values(), key=len, reverse=True)


@pytest.fixture(scope="module")
def osm():
    return layer("voirie_osm")


@pytest.fixture(scope="module")
def bdtopo():
    return layer("voirie_bdtopo")


@pytest.fixture(scope="module")
def river():
    return layer("surface_hydrographique")[0][1]


def test_all_of_it_is_under_two_megabytes():
    assert sum(f.stat().st_size for f in SAMPLE.iterdir()) < 2_000_000


def test_communes_are_a_clean_partition_of_forty_thousand_people():
    rows = layer("communes")
    assert [a["code_insee"] for a, _ in rows] == [f"99{n:03d}" for n in range(1, 13)]
    assert sum(a["population"] for a, _ in rows) == 40_000
    union = ogr.Geometry(ogr.wkbMultiPolygon)
    for n, (_, a) in enumerate(rows):
        assert a.IsValid()
        for _, b in rows[n + 1 :]:
            assert a.Intersection(b).Area() < 1.0
        union = union.Union(a)
    assert union.GetGeometryCount() == 1 or union.GetGeometryName() == "POLYGON"
    shell = union if union.GetGeometryName() == "POLYGON" else union.GetGeometryRef(0)
    assert shell.GetGeometryCount() == 1, "a hole between communes"


def test_both_networks_have_the_fields_their_profiles_read(osm, bdtopo):
    assert {
        "osm_id",
        "highway",
        "name",
        "oneway",
        "maxspeed",
        "foot",
        "access",
        "bridge",
        "tunnel",
        "layer",
        "surface",
    } <= set(osm[0][0])
    assert {
        "cleabs", "nature", "nom_1_gauche", "nom_1_droite", "importance", "sens_de_circulation", "vitesse_moyenne_vl",
        "acces_vehicule_leger", "acces_pieton", "etat_de_l_objet", "fictif", "position_par_rapport_au_sol", "urbain", "nombre_de_voies",
    } <= set(bdtopo[0][0])  # fmt: skip
    natures = Counter(a["nature"] for a, _ in bdtopo)
    assert {"Type autoroutier", "Bretelle", "Rond-point", "Route à 1 chaussée", "Escalier", "Chemin", "Sentier"} <= set(
        natures
    )
    assert {a["sens_de_circulation"] for a, _ in bdtopo} == {"Double sens", "Sens direct", "Sens inverse", "Sans objet"}
    assert {"En service", "En construction"} == {a["etat_de_l_objet"] for a, _ in bdtopo}
    kinds = Counter(a["highway"] for a, _ in osm)
    assert {"motorway", "motorway_link", "steps", "footway", "track", "residential", "primary", "pedestrian"} <= set(
        kinds
    )
    assert {"yes", "-1", None} == {a["oneway"] for a, _ in osm}
    assert len({a["osm_id"] for a, _ in osm}) == len(osm)
    assert len({a["cleabs"] for a, _ in bdtopo}) == len(bdtopo)


def test_osm_ways_run_through_crossings_and_bdtopo_lines_end_there(osm, bdtopo):
    inner = Counter(p for _, g in osm for p in vertices(g)[1:-1])
    ends = Counter(p for _, g in osm for p in (vertices(g)[0], vertices(g)[-1]))
    assert sum(1 for p, n in inner.items() if n + ends[p] > 1) > 500
    # a vertex shared inside two BD TOPO lines is an overpass, and only that
    shared = Counter(p for _, g in bdtopo for p in set(vertices(g)[1:-1]))
    over = [p for p, n in shared.items() if n > 1]
    assert len(over) >= 4
    for a, g in bdtopo:
        if set(vertices(g)[1:-1]) & set(over):
            assert a["nature"] == "Type autoroutier" or a["position_par_rapport_au_sol"] == "1"


def test_the_river_is_crossed_at_three_bridges_only(osm, river):
    bridges = set()
    for attributes, g in osm:
        if g.Intersects(river):
            assert attributes["bridge"] == "yes" and attributes["layer"] == "1", attributes
            bridges.add(attributes["name"])
    assert bridges == {"Pont Vieux", "Pont du Nord", "Pont des Essarts"}


def test_the_railway_is_passed_at_one_underpass(osm):
    rail = layer("troncon_de_voie_ferree")[0][1]
    over = [a for a, g in osm if g.Intersects(rail)]
    assert [a["tunnel"] for a in over if a["highway"] != "motorway"] == ["yes"]
    assert {a["bridge"] for a in over if a["highway"] == "motorway"} == {"yes"}


def test_the_islet_is_joined_to_nothing(osm, bdtopo, river):
    for rows in (osm, bdtopo):
        found = parts([vertices(g) for _, g in rows])
        assert len(found) == 2
        assert len(found[1]) >= 4
        shell = ogr.Geometry(ogr.wkbPolygon)
        for n in range(river.GetGeometryCount()):
            if river.GetGeometryRef(n).GetGeometryCount() > 1:
                shell = ogr.Geometry(ogr.wkbPolygon)
                shell.AddGeometry(river.GetGeometryRef(n).GetGeometryRef(1))
        for n in found[1]:
            assert rows[n][1].Within(shell), "the islet's paths lie on the island"


def test_slip_roads_join_the_motorway_to_the_roads(osm):
    fast = {p for a, g in osm if a["highway"] == "motorway" for p in vertices(g)}
    slow = {p for a, g in osm if not a["highway"].startswith("motorway") for p in vertices(g)}
    assert not fast & slow
    slips = [vertices(g) for a, g in osm if a["highway"] == "motorway_link"]
    assert len(slips) == 8
    for line in slips:
        assert {line[0] in fast, line[-1] in fast} == {True, False}
        assert line[0] in slow or line[-1] in slow


def test_cars_can_take_the_motorway(bdtopo):
    """From one interchange to the other and back, on whole lines, one-ways respected."""
    arcs = defaultdict(set)
    for a, g in bdtopo:
        if a["acces_vehicule_leger"] == "Libre":
            first, last = vertices(g)[0], vertices(g)[-1]
            if a["sens_de_circulation"] != "Sens inverse":
                arcs[first].add(last)
            if a["sens_de_circulation"] != "Sens direct":
                arcs[last].add(first)
    slips = [vertices(g) for a, g in bdtopo if a["nature"] == "Bretelle"]
    fast = {p for a, g in bdtopo if a["nature"] == "Type autoroutier" for p in (vertices(g)[0], vertices(g)[-1])}
    for line in slips:
        start = line[0]
        if start in fast:
            continue
        seen, todo = {start}, [start]
        while todo:
            for p in arcs[todo.pop()] - seen:
                seen.add(p)
                todo.append(p)
        assert len(seen & fast) >= 4
        assert len(seen) > 1_000, "the motorway leads back to the town"


def test_perimeters_have_the_official_fields_codes_and_oddities(osm):
    new, old = layer("qpv_2024"), layer("qpv_2015")
    assert list(new[0][0]) == [
        "code_qp",
        "lib_qp",
        "insee_reg",
        "lib_reg",
        "insee_dep",
        "lib_dep",
        "insee_com",
        "lib_com",
        "siren_epci",
    ]
    assert list(old[0][0]) == ["code_qp", "nom_qp", "commune_qp"]
    assert all(re.fullmatch(r"QN099\d\d[NMI]", a["code_qp"]) for a, _ in new) and len(new) == 6
    assert all(re.fullmatch(r"QP099\d{3}", a["code_qp"]) for a, _ in old) and len(old) == 5
    assert [a["insee_com"] for a, _ in new if "," in a["insee_com"]] == ["99001, 99004"]
    assert [a["code_qp"] for a, g in new if not g.IsValid()] == ["QN09904M"]
    # one perimeter runs along a street's centre line, vertex for vertex
    followed = next(g for a, g in new if a["lib_qp"] == "La Croix-Blanche")
    ring = set(vertices(followed.GetGeometryRef(0).GetGeometryRef(0)))
    longest = max(len([p for p in vertices(g) if p in ring]) for a, g in osm)
    assert longest >= 5
    # the two-commune one really lies in both
    towns = {a["code_insee"]: g for a, g in layer("communes")}
    both = next(g for a, g in new if "," in a["insee_com"])
    assert min(both.Intersection(towns[c]).Area() for c in ("99001", "99004")) > 10_000


def test_the_official_list_names_the_same_neighbourhoods():
    header, rows = table("liste_qp_2024.csv")
    assert (
        ";".join(header) == "code_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci"
    )
    assert (SAMPLE / "liste_qp_2024.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert {r["code_qp"] for r in rows} == {a["code_qp"] for a, _ in layer("qpv_2024")}
    assert '="99001;99004"' in {r["insee_com"] for r in rows}


def test_addresses_are_the_bans(osm):
    header, rows = table("adresses_ban.csv")
    assert ";".join(header) == (
        "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;"
        "type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;cad_parcelles"
    )
    assert len(rows) == len({r["id"] for r in rows}) == 4_000
    assert {r["type_position"] for r in rows} == {
        "", "entrée", "bâtiment", "cage d’escalier", "logement", "service technique", "délivrance postale", "parcelle", "segment",
    }  # fmt: skip
    assert {"bis", "ter"} <= {r["rep"] for r in rows}
    # odd numbers stand on one side of their street, even ones on the other
    streets = defaultdict(list)
    for a, g in osm:
        if a["name"]:
            streets[a["name"]].append(np.array(vertices(g)))
    right, wrong = 0, 0
    for r in rows[::7]:
        point = np.array([float(r["x"]), float(r["y"])])
        best = None
        for line in streets[r["nom_voie"]]:
            a, d = line[:-1], np.diff(line, axis=0)
            t = np.clip(((point - a) * d).sum(1) / (d**2).sum(1), 0, 1)
            v = point - a - d * t[:, None]
            gap = np.hypot(*v.T)
            i = int(gap.argmin())
            if best is None or gap[i] < best[0]:
                best = (gap[i], d[i, 0] * v[i, 1] - d[i, 1] * v[i, 0])
        if r["type_position"] != "segment" and "Île" not in r["nom_voie"]:
            assert best[0] < 30
            left = best[1] > 0
            right, wrong = (right + 1, wrong) if left == (int(r["numero"]) % 2 == 1) else (right, wrong + 1)
    assert wrong < 0.03 * right


def test_beneficiaries_hold_every_kind_of_answer():
    header, rows = table("beneficiaires.csv")
    assert header[:7] == ["identifiant", "adresse", "code_postal", "commune", "montant", "date_aide", "dispositif"]
    assert header[7:25] == (
        "longitude,latitude,result_score,result_score_next,result_label,result_type,result_id,result_housenumber,result_name,result_street,"
        "result_postcode,result_city,result_context,result_citycode,result_oldcitycode,result_oldcity,result_district,result_status"
    ).split(",")
    assert len(rows) == 200
    kinds = Counter(r["result_type"] or r["result_status"] for r in rows)
    assert kinds["housenumber"] > 140 and 20 <= kinds["street"] <= 30
    assert kinds["locality"] and kinds["municipality"] and kinds["not-found"]
    assert all(not r["longitude"] for r in rows if r["result_status"] == "not-found")
    assert sum(float(r["result_score"]) < 0.6 for r in rows if r["result_score"]) >= 5
    assert sum(r["commune"] != r["result_city"] for r in rows if r["result_city"]) >= 4
    assert {True, False} == {r["date_aide"] < "2024-01-01" for r in rows}
    assert len({r["dispositif"] for r in rows}) >= 3 and all(int(r["montant"]) > 0 for r in rows)
    _, truth = table("beneficiaires_verite.csv")
    assert [r["identifiant"] for r in truth] == [r["identifiant"] for r in rows]
    assert 40 < sum(bool(r["code_qp"]) for r in truth) < 120


def test_cells_are_filosofis():
    rows = layer("carreaux_200m")
    assert {
        "idcar_200m",
        "idcar_1km",
        "i_est_200",
        "lcog_geo",
        "ind",
        "men",
        "men_pauv",
        "ind_snv",
        "ind_0_3",
        "ind_80p",
    } <= set(rows[0][0])
    people = sum(a["ind"] for a, _ in rows)
    assert 39_000 < people < 42_000
    assert 0.05 < np.mean([a["i_est_200"] for a, _ in rows]) < 0.6
    for a, g in rows:
        y, x = map(int, re.fullmatch(r"CRS3035RES200mN(\d+)E(\d+)", a["idcar_200m"]).groups())
        assert x % 200 == y % 200 == 0 and g.GetEnvelope() == (x, x + 200, y, y + 200)
    assert any(len(a["lcog_geo"]) > 5 for a, _ in rows), "a cell on two communes"


def test_facilities_and_sites():
    rows = layer("equipements")
    assert len(rows) == 120 and len({a["famille"] for a, _ in rows}) == 9
    assert all(re.fullmatch(r"[A-F]\d{3}", a["typequ"]) for a, _ in rows)
    header, sites = table("france_services.csv", ",")
    assert header == (
        "id_fs,insee_dep,lib_fs,adresse,complement_adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,telephone,h_lundi,h_mardi,"
        "h_mercredi,h_jeudi,h_vendredi,h_samedi,prise_rdv,commentaire,type_fs,format_fs,groupe_fs,labellisation_fs"
    ).split(",")
    assert len(sites) == 9
    assert {s["format_fs"] for s in sites} == {"Fixe", "Fixe_antenne(s)", "Multisites", "Bus_équivalent", "Itinérante"}
    assert {s["type_fs"] for s in sites} == {"Principal", "Antenne"}
    assert all(46 < float(s["latitude"]) < 47 and 0 < float(s["longitude"]) < 2 for s in sites)
    assert not any(s["mail"] or s["telephone"] for s in sites)


def test_the_spreadsheet_holds_sixty_addresses_and_nobody():
    source = ogr.Open(str(SAMPLE / "demandes.xlsx"))
    sheet = source.GetLayer(0)
    rows = [f.items() for f in sheet]
    assert len(rows) == 60 and sheet.GetName() == "Demandes"
    assert all(re.fullmatch(r"EXEMPLE \d+", r["Bénéficiaire"]) for r in rows)
    assert all(r["Téléphone"].startswith("01 99 00 ") for r in rows), "numbers kept for fiction"
    kinds = {d.GetName(): d.GetTypeName() for d in sheet.schema}
    assert kinds["Date de dépôt"] == "Date" and kinds["Code postal"] == "String" and kinds["Aide (€)"] == "Integer"
    assert sum(r["Adresse"] is None for r in rows) == 1


def make(*folders):
    """Make samples, all at once."""
    command = str(ROOT / "scripts" / "make_sample")
    for made in [subprocess.Popen([command, str(folder)], stdout=subprocess.DEVNULL) for folder in folders]:
        assert made.wait(240) == 0


def test_it_comes_out_the_same_again(tmp_path):
    """What is shipped comes out again where it was made; elsewhere two runs agree with each other.

    The last digits of a cosine follow the libraries, and a street traced by steps follows the last digits.
    """
    again, there = tmp_path / "again", np.__version__.startswith(MADE_WITH_NUMPY)
    shipped = SAMPLE if there else tmp_path / "first"
    make(*([again] if there else [again, shipped]))
    source = ogr.Open(str(shipped / "exemple.gpkg"))
    names = [source.GetLayer(n).GetName() for n in range(source.GetLayerCount())]
    assert len(names) == 9
    for name in names:
        before, after = layer(name, shipped), layer(name, again)
        assert [a for a, _ in before] == [a for a, _ in after], name
        assert all(g.ExportToWkb() == h.ExportToWkb() for (_, g), (_, h) in zip(before, after)), name
    for name in (
        "adresses_ban.csv",
        "beneficiaires.csv",
        "beneficiaires_verite.csv",
        "demandes.xlsx",
        "france_services.csv",
        "indicateurs.csv",
        "liste_qp_2024.csv",
        "mouvements_communes.csv",
    ):
        assert (shipped / name).read_bytes() == (again / name).read_bytes(), name
