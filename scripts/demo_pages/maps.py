"""The maps, one for each question, and the project that holds them."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsPalLayerSettings,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsSingleSymbolRenderer,
)

from . import observatories
from .html_parts import french
from .layers import BACKGROUND, OUTSIDE, PLAN, Layers, avoid, copy_background, labelled
from .runs import CAR_REFERENCE, CAR_THRESHOLDS, WALKING_SPEED
from .sheets import Sheet, text

FARTHEST = CAR_THRESHOLDS.split(";")[-1]
TERRITORY = QgsRectangle(545_150, 6_595_050, 558_950, 6_605_450)
ESSARTS = QgsRectangle(550_180, 6_596_220, 551_480, 6_597_200)
TOWN = QgsRectangle(549_150, 6_598_150, 554_950, 6_602_500)


def draw(root, folder, package, found, answers):
    """Write the maps and the project."""
    copy_background(root / "resources" / "sample", folder / "resultats.gpkg")
    layers = Layers(folder, package)
    first, one, two, three, under = "1. Demandes", "2. Bénéficiaires", "3. France services", "4. À pied", "Plan"
    four = "5. Observatoires"
    layers.open("demandes", "Demandes : verdicts", first)
    layers.open("demandes_synthese", "Synthèse des demandes", first)
    layers.open("fond_qpv_2024", "QPV 2024", first)
    layers.open("fond_qpv_2015", "QPV 2015", first, False)
    layers.open("verdicts", "Bénéficiaires : verdicts", one, False)
    layers.open("synthese_qpv", "Synthèse par QPV", one)
    layers.open("france_services_sites", "Espaces France services", two, False)
    layers.open("france_services_secteurs", "Secteurs à plus de {} min".format(FARTHEST), two, False)
    layers.open("france_services_carreaux", "Minutes en voiture, par carreau", two, False)
    layers.open("france_services_communes", "Part couverte, par commune", two, False)
    layers.open("france_services_synthese", "Synthèse de la couverture", two)
    layers.open("pharmacies", "Pharmacies", three, False)
    layers.open("pharmacies_rues", "Rues atteintes", three, False)
    layers.open("pharmacies_a_pied", "À pied d'une pharmacie", three, False)
    layers.open("equipements_a_pied", "Minutes à pied par famille d'équipements", three, False)
    layers.open(observatories.RATES + "_classes", "Taux de pauvreté, par commune", four, False)
    layers.open("portrait", "Chiffres du portrait", four)
    for name, title in BACKGROUND.items():
        if "fond_" + name not in layers.named and name != "communes":
            layers.open("fond_" + name, title, under)
    layers.open("fond_communes", "Communes", under)
    layers.style_background()

    crs = layers.project.crs()
    draw_verdicts(layers, ASKED, found.asked.verdicts, folder, crs)
    draw_verdicts(layers, GIVEN, found.verdicts, folder, crs)
    draw_coverage(layers, found, answers["coverage"], folder, crs)
    draw_walking(layers, found, folder, crs)
    observatories.draw(layers, answers["observatories"], folder, TERRITORY, crs)
    for title, shown in (
        (four, (observatories.RATES + "_classes",)),
        (three, ("pharmacies", "fond_qpv_2024", "pharmacies_a_pied", *PLAN)),
        (
            two,
            ("france_services_sites", "france_services_secteurs", "france_services_carreaux", *PLAN),
        ),
        (one, ("verdicts", "fond_qpv_2024", *PLAN)),
        (first, ("demandes", "fond_qpv_2024", *PLAN)),
    ):
        layers.theme(title, *shown)
    view = layers.project.viewSettings()
    view.setDefaultViewExtent(QgsReferencedRectangle(TOWN, crs))
    layers.project.write(str(folder / "cohesion_demo.qgz"))
    print("   cohesion_demo.qgz")


@dataclass(frozen=True)
class Verdicts:
    """A map of verdicts: its table, its words, the expression that names a row, the file it goes to."""

    table: str
    name: str
    title: str
    subtitle: str
    label: str
    lost: str
    credits: str
    file: str


ASKED = Verdicts(
    "demandes",
    "1. Demandes",
    "60 adresses tapées dans un tableur : {firm} réponses fermes, {A_VERIFIER} à vérifier",
    "Retrouvées dans l'index local des adresses, sans connexion ; ce qui n'est pas sûr n'est pas tranché en silence",
    "regexp_replace(\"adresse_retenue\", ' [0-9]{5} .*', '')",
    "non trouvées, sans position : jamais comptées « hors QPV »",
    "Modèles : ANCT (contours QPV), BAN (adresses).",
    "carte_1_demandes.png",
)
GIVEN = Verdicts(
    "verdicts",
    "2. Bénéficiaires à vérifier",
    "{A_VERIFIER} adresses à vérifier sur la carte, sur 200 bénéficiaires",
    "Trop près d'une limite pour la précision de leur position, ou trouvées dans une autre commune : "
    "rien n'est tranché en silence",
    '"result_name"',
    "non trouvées ou mal trouvées : jamais comptées « hors QPV »",
    "Modèles : ANCT (contours QPV), BAN (réponses du géocodeur).",
    "carte_2_beneficiaires_a_verifier.png",
)


def draw_verdicts(layers, what, count, folder, crs):
    """Map verdicts: those to check stand out."""
    firm, layer = count["EN_QPV"] + count["HORS_QPV"], layers.named[what.table]
    sheet = Sheet(layers.project, what.name, what.title.format(firm=firm, **count), what.subtitle)
    avoid(layer)
    shown = [layer, *layers.pick("fond_qpv_2024", *PLAN)]
    sheet.map(shown, TOWN, crs)
    sheet.north()
    sheet.legend([(layer, "Verdict", None), (layers.named["fond_qpv_2024"], "", None)], 58)
    sheet.figure(str(firm), "réponses fermes : {} en QPV, {} hors QPV".format(count["EN_QPV"], count["HORS_QPV"]))
    sheet.figure(str(count["ADRESSE_IMPRECISE"]), "adresses imprécises (rue, lieu-dit, commune) : demander le numéro")
    sheet.figure(str(count["NON_TROUVEE"]), what.lost)
    centre, near = densest(layer)
    if centre is not None:
        close = layer.clone()
        labelled(
            close,
            "CASE WHEN \"verdict\" = 'A_VERIFIER' THEN {} || '\\n' || \"precision\" || ', ' "
            "|| replace(to_string(abs(round(\"distance_m\", 1))), '.', ',') || ' m' END".format(what.label),
            text(7, True, "#8a3a00"),
            placement=QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint,
            distance=0.8,
            always=True,
        )
        edge = layers.named["fond_qpv_2024"].clone()
        edge.setLabelsEnabled(False)
        plan = [edge, *layers.pick(*PLAN[:-1])]
        reach = QgsRectangle(centre.x() - 160, centre.y() - 110, centre.x() + 160, centre.y() + 110)
        sheet.inset("De près : position et distance à la limite", [close, *plan], reach, crs, 47)
        layers.kept += [close, edge]
    village = layers.named["fond_qpv_2024"].clone()
    village.setLabelsEnabled(False)
    layers.kept.append(village)
    sheet.overlay("Les Essarts-sur-Ardelle", [layer, village, *layers.pick(*PLAN[:-1])], ESSARTS, crs, 58, 44)
    away = sum(not (TOWN.contains(p) or ESSARTS.contains(p)) for p in to_check(layer))
    if away:
        sheet.aside("{} autre{} à vérifier, dans les villages hors de la carte.".format(away, "s" if away > 1 else ""))
    sheet.credits(what.credits)
    sheet.save(folder / what.file)


def to_check(layer):
    """Return where the rows to check are, in Lambert-93."""
    request = QgsFeatureRequest().setFilterExpression("\"verdict\" = 'A_VERIFIER'")
    request.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:2154"), QgsProject.instance().transformContext())
    return [f.geometry().asPoint() for f in layer.getFeatures(request) if f.hasGeometry()]


def densest(layer, reach=140.0):
    """Return the row to check that has most others around it: its place, and how many there are."""
    points = to_check(layer)
    best = max(points, key=lambda p: (sum(p.distance(q) < reach for q in points), -p.x()), default=None)
    return best, sum(best.distance(q) < reach for q in points) if best is not None else 0


def draw_coverage(layers, found, shares, folder, crs):
    """Map the minutes by car to the nearest France services site."""
    sheet = Sheet(
        layers.project,
        "3. France services",
        "France services : minutes en voiture jusqu'au site le plus proche",
        "Sites fixes et antennes ; les bus n'ont qu'une base et ne comptent pas ; "
        "trafic fluide, réseau aux champs de la BD TOPO",
    )
    sites = layers.named["france_services_sites"]
    avoid(sites)
    communes = layers.named["fond_communes"]
    plan = layers.pick("fond_troncon_de_voie_ferree", "fond_voirie_osm")
    outline = communes.clone()
    outline.setLabelsEnabled(False)
    outline.setRenderer(
        QgsSingleSymbolRenderer(layers.common.fill("#ffffff", "#6a6353", 0.35, opacity=0, outline_style="dash"))
    )
    layers.outline = outline
    gaps = layers.named["france_services_secteurs"]
    cells = layers.named["france_services_carreaux"]
    # the river's name would lie on the cells
    water = layers.named["fond_surface_hydrographique"].clone()
    water.setLabelsEnabled(False)
    layers.water = water
    sheet.map([sites, gaps, outline, *plan, cells, water, communes], TERRITORY, crs)
    sheet.north()
    sheet.legend(
        [
            (sites, "Espaces France services", {0: "site fixe", 1: "antenne", 2: "bus ou équipe itinérante : base"}),
            (cells, "Avec antennes, par carreau habité", None),
            (gaps, "Secteurs éloignés", {1: "plus de {} min, ou sans accès".format(FARTHEST)}),
        ],
        88,
    )
    sheet.figure(
        "{} %".format(french(shares["SHARE_ANTENNES"])), "à {} min au plus, avec les antennes".format(CAR_REFERENCE)
    )
    sheet.figure(
        "{} %".format(french(shares["SHARE_FIXE"])), "à {} min au plus, sites fixes seuls".format(CAR_REFERENCE)
    )
    sheet.figure(
        french(found.border_people, 0),
        "habitants des carreaux hachurés\u00a0: plus près du bord que d'un site, le temps est un maximum",
    )
    sheet.credits("Population des carreaux (ménages fiscaux), modèle Insee Filosofi ; sites, modèle ANCT.")
    sheet.save(folder / "carte_3_france_services.png")


def draw_walking(layers, found, folder, crs):
    """Map how far one walks to a pharmacy."""
    sheet = Sheet(
        layers.project,
        "4. À pied d'une pharmacie",
        "Jusqu'à 5, 10 et 15 minutes à pied d'une pharmacie",
        "{} km/h, par les rues et chemins réels : l'Ardelle se passe à trois ponts, "
        "la voie ferrée à un seul passage".format(WALKING_SPEED),
    )
    qpv = layers.named["fond_qpv_2024"].clone()
    qpv.setRenderer(QgsSingleSymbolRenderer(layers.common.fill("#c2185b", "#c2185b", 0.7, opacity=0)))
    labelled(qpv, '"lib_qp"', text(8.5, True, "#8e0f42"), placement=OUTSIDE)
    layers.walking_qpv = qpv
    water = layers.named["fond_surface_hydrographique"]
    bands = layers.named["pharmacies_a_pied"]
    plan = layers.pick("fond_troncon_de_voie_ferree", "fond_voirie_osm")
    sheet.map([layers.named["pharmacies"], qpv, water, *plan, bands, layers.named["fond_communes"]], TOWN, crs)
    sheet.north()
    sheet.legend(
        [
            (layers.named["pharmacies"], "Pharmacie", None),
            (bands, "À pied", None),
            (qpv, "Quartiers prioritaires 2024", None),
        ],
        44,
    )
    sheet.note("Part de la population des carreaux qui rejoint une pharmacie à pied :", 10)
    for minutes, near in found.pharmacies:
        sheet.figure("{} %".format(french(near)), "en {:g} minutes au plus".format(minutes))
    sheet.note("Ces parts sont comptées carreau par carreau, jamais d'après le dessin des zones.", 12)
    sheet.credits("Rues, modèle OpenStreetMap ; équipements, modèle BPE.")
    sheet.save(folder / "carte_4_a_pied.png")
