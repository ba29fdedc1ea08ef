"""The file in SIG Ville's form has the columns and codes that the spreadsheets of agents read."""

from __future__ import annotations

import itertools

import pytest
from cohesion_territoires.domain.qpv import sig_ville_export
from cohesion_territoires.domain.qpv.reasons import Reason
from cohesion_territoires.domain.qpv.verdict import EN_QPV, VERDICTS
from cohesion_territoires.domain.qpv.verdict import HORS_QPV as OUT

# what programs that read the service's files name (reference/qpv.md, 1.3)
READ_BY_AGENTS = (
    "_IDENTIFIANT", "NOM_VOIE", "CODE_COMMUNE_INSEE", "NOM_COMMUNE_REF", "LOCCOM_REF", "TYPE_QUARTIER", "LOCVOIE_REF",
    "LOCADR_REF", "SIMILITUDE_VOIE", "SCORE", "CODE_QUARTIER", "NOM_QUARTIER", "QP_BANDE_300", "QP_BANDE_500",
)  # fmt: skip
CODES = {"", "OUI", "NON", "VOIE_ENTIERE", "VOIE_EN_PARTIE", "VOIE_EN_LIMITE"}


def test_the_columns_are_those_that_agents_read():
    columns = sig_ville_export.COLUMNS
    assert set(READ_BY_AGENTS) <= set(columns) and len(set(columns)) == len(columns)
    assert columns[0] == "_IDENTIFIANT"
    # scripts take the block from LOCCOM_REF to TYPE_QUARTIER by its two ends: all answers are in it
    block = columns[columns.index("LOCCOM_REF") : columns.index("TYPE_QUARTIER") + 1]
    assert {"LOCVOIE_REF", "LOCADR_REF", "SIMILITUDE_VOIE", "SCORE", "CODE_QUARTIER", "NOM_QUARTIER"} < set(block)


@pytest.mark.parametrize("bands", [("OUI", "OUI"), ("A_VERIFIER", "NON"), (None, None)])
def test_whatever_the_verdict_a_row_has_official_codes_only(bands):
    streets = ("", "NON", "VOIE_ENTIERE", "VOIE_EN_PARTIE", "VOIE_EN_LIMITE")
    for verdict, reason, street in itertools.product(range(len(VERDICTS)), Reason, streets):
        row = sig_ville_export.row(
            "007", verdict, reason, street_ref=street, similarity=1.0, score=0.875, code="QN09301M", name="Là",
            bands=bands,
        )  # fmt: skip
        cells = dict(zip(sig_ville_export.COLUMNS, row))
        assert len(row) == len(sig_ville_export.COLUMNS) and all(isinstance(cell, str) for cell in row)
        assert cells["_IDENTIFIANT"] == "007" and cells["LOCADR_REF"] in CODES
        # formulas count "in" and "out" by these codes: firm verdicts, and no others
        assert (cells["LOCADR_REF"] in ("OUI", "VOIE_ENTIERE")) == (verdict == EN_QPV)
        assert (cells["LOCADR_REF"] == "NON") == (verdict == OUT)
        assert cells["TYPE_QUARTIER"] == ("QP" if cells["CODE_QUARTIER"] else "")
        assert (cells["QP_BANDE_300"], cells["QP_BANDE_500"]) == tuple(b if b in ("OUI", "NON") else "" for b in bands)
        assert (cells["SIMILITUDE_VOIE"], cells["SCORE"]) == ("100", "87,5")
