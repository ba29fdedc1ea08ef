"""A keystroke in the observatories' panel: 5,000 entries searched and their facets counted; a territory by its name.

``observatory_search.py [entries]``. The catalogue is made from a fixed seed, of the words of French statistics. The
rival is what many panels do: fold the texts once, and look for each typed word in every one of them.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from harness import Clock, Row, measure, package, show, tell

ENTRIES = 5_000
KEYSTROKE = 0.050
TYPED = (
    "taux de pauvreté des jeunes", "logements vacants", "apl médecins", "saint denis chômage", "évolution population",
)  # fmt: skip
PLACES = ("saint-denis 93", "métropole du grand paris", "bourgogne", "93010", "l'haÿ-les-roses", "st étienne")
WORDS = """
taux part nombre évolution densité médiane indice population chômage emploi emplois logements logement vacants
sociaux résidences secondaires principales ménages revenus revenu pauvreté niveau vie jeunes femmes hommes
cadres ouvriers retraités diplômés étudiants écoles collèges lycées médecins infirmiers pharmacies hôpitaux
accès soins distance temps trajet voiture transports commun vélo navettes création entreprises établissements
salariés industrie agriculture commerces services tourisme hébergements forêt surface artificialisée
consommation espaces énergie déchets eau risques inondation élections participation bénévoles associations
culture bibliothèques cinémas sport licenciés police cambriolages délinquance quartiers prioritaires montagne
littoral rural urbain communes intercommunalité fibre internet mobile couverture numérique naissances décès
migrations soldes naturel migratoire vieillissement dépendance allocations prestations familles monoparentales
enfants crèches aides impôts dette budget investissement
""".split()


def made(count):
    """Return a catalogue from a fixed seed: the words that are seen most come first, as in a language."""
    from cohesion_territoires.domain.indicators.entry import Entry
    from cohesion_territoires.domain.indicators.levels import LEVELS

    chance = random.Random(20240101)
    weights = [1 / (n + 1) for n in range(len(WORDS))]

    def said(number):
        return " ".join(chance.choices(WORDS, weights, k=number))

    return tuple(
        Entry(
            "made:{}".format(n), "file", said(chance.randint(4, 14)).capitalize(), observatory=said(1),
            themes=tuple(said(1) for _ in range(chance.randint(1, 2))), definition=said(40), producer=said(2),
            levels=tuple(chance.sample(sorted(LEVELS), 4)), licence=chance.choice(["lov2", "odc-odbl"]),
            years=tuple(str(year) for year in range(chance.randint(1968, 2020), 2024)), synonyms=(said(2),),
        )
        for n in range(count)
    )  # fmt: skip


def keystrokes(texts):
    """Yield what is in the box after each key."""
    for text in texts:
        for n in range(1, len(text) + 1):
            yield text[:n]


def timed(ask):
    """Return the worst and the middle of the times of the keystrokes, and how many there were."""
    times = []
    for text in ask.texts:
        with Clock() as clock:
            ask(text)
        times.append(clock.seconds)
    times.sort()
    return {"seconds": times[-1], "median": times[len(times) // 2], "count": len(times)}


def ours(count):
    """Time the index: what is found, and the counts of every facet."""
    from cohesion_territoires.domain.indicators.search import Index
    from cohesion_territoires.sources.catalogue import Catalogue

    entries = made(count)
    with Clock() as clock:
        index = Index(entries, Catalogue.shipped().synonyms)

    def ask(text):
        return index.look(text, {"level": {"com", "dep"}}, limit=200)

    ask.texts = list(keystrokes(TYPED))
    tell(index=clock.seconds, **timed(ask))


def plain(count):
    """Time a look for each typed word in every text, and a count of every facet one entry at a time."""
    from collections import Counter

    from cohesion_territoires.domain.indicators.search import FACETS, values_of
    from cohesion_territoires.domain.indicators.words import words

    told = ((e, " ".join((e.title, *e.themes, e.definition, *e.synonyms))) for e in made(count))
    texts = [(e, " ".join(words(text))) for e, text in told]

    def ask(text):
        typed = words(text)
        found = [e for e, said in texts if all(word in said for word in typed) and {"com", "dep"} & set(e.levels)]
        return found, {facet: Counter(v for e in found for v in values_of(e, facet)) for facet in FACETS}

    ask.texts = list(keystrokes(TYPED))
    tell(**timed(ask))


def places():
    """Time the search of a territory by name among 36,000."""
    from cohesion_territoires.sources.territories import shipped

    with Clock() as clock:
        known = shipped()
        known.find("a")

    def ask(text):
        return known.find(text)

    ask.texts = list(keystrokes(PLACES))
    tell(index=clock.seconds, **timed(ask))


def main(count):
    script = Path(__file__)
    found, rival = measure(script, "ours", count, runs=3), measure(script, "plain", count, runs=3)
    territories = measure(script, "places", runs=3)
    asked, other = "< 50 ms", "every text, each key"
    show(
        "A keystroke: search of {} entries with facets, and of a territory".format(count),
        [
            Row("worst of {} keystrokes".format(found["count"]), found["seconds"], other,
                rival["seconds"], asked, found["seconds"] < KEYSTROKE),
            Row("middle one", found["median"], other, rival["median"], asked, found["median"] < KEYSTROKE),
            Row("worst of {}, a territory".format(territories["count"]), territories["seconds"], "-", 0.0, asked,
                territories["seconds"] < KEYSTROKE),
            Row("once: index of the entries", found["index"], "-", 0.0, "-", True),
            Row("once: tables and index of territories", territories["index"], "-", 0.0, "-", True),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    package()
    job, *rest = sys.argv[1:] or ["main"]
    if job.isdigit():
        job, rest = "main", [job]
    numbers = [int(number) for number in rest]
    if job == "main":
        main(*(numbers or [ENTRIES]))
    else:
        {"ours": ours, "plain": plain, "places": places}[job](*numbers)
