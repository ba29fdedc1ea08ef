"""Rows of the BAN written by hand, column by column."""
from __future__ import annotations

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
)
WITH_IDS = HEADER + ";id_ban_adresse;id_ban_toponyme;id_ban_commune"
PLACES = (
    "id;nom_lieu_dit;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;"
    "source_position;source_nom_voie"
)
STREET = {
    "id": "93010_8110_00012", "numero": "12", "nom_voie": "Rue de l'Église", "code_postal": "93140",
    "code_insee": "93010", "nom_commune": "Bondy", "lon": "2.488881", "lat": "48.893494",
}  # fmt: skip
PLACE = {
    "id": "49001_b012", "nom_lieu_dit": "La Basse Forge", "code_postal": "49000", "code_insee": "49001",
    "nom_commune": "Clairot", "lon": "-1.2", "lat": "47.01",
}  # fmt: skip


def row(header=HEADER, **cells):
    """Return a line of the BAN: an address of Bondy, changed as asked.

    A street code and a number give the identifier, unless it is given.
    """
    base = dict(PLACE if header == PLACES else STREET)
    code = cells.pop("code", None)
    base.update(cells)
    if code is not None and "id" not in cells:
        parts = [base["code_insee"], code, base["numero"].zfill(5)] + ([base["rep"]] if base.get("rep") else [])
        base["id"] = "_".join(parts)
    return ";".join(str(base.get(name, "")) for name in header.split(";"))


def house_numbers(text):
    """Yield (number, repetition) of a list such as ``1-40 51bis``."""
    for part in text.split(" "):
        low, _, high = part.partition("-")
        if high:
            yield from ((n, "") for n in range(int(low), int(high) + 1))
        else:
            digits = "".join(c for c in low if c.isdigit())
            yield int(digits), low[len(digits) :]


def text(*rows, header=HEADER):
    """Return a file's text."""
    return "\n".join([header, *rows]) + "\n"


def write(path, *rows, header=HEADER):
    """Write a file in UTF-8 and return its path."""
    path.write_bytes(text(*rows, header=header).encode("utf-8"))
    return path
