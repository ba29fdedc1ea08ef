"""The file that stands for the answer of SIG Ville's file service: one row per row, in order, in its columns."""

from __future__ import annotations

import csv
from pathlib import Path

from ...domain.errors import QT_TRANSLATE_NOOP, OutputError
from ...domain.qpv.codes import commune_code
from ...domain.qpv.official_list import EMPTY_COMMUNE
from ...domain.qpv.sig_ville_export import COLUMNS, loccom, row, street_code
from ...sources.reasons import reason
from .addressing import FOUND
from .known_streets import KnownStreets

__all__ = ["SigVilleFile"]

_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default", "The file {path} cannot be written ({why}): check that it is not open elsewhere."
)
_BANDS = ("300", "500")


class SigVilleFile:
    """Writes the file chunk by chunk: semicolons, UTF-8 with its mark, as Excel in French opens it.

    Parameters
    ----------
    path : str
    index : sources.address_index.AddressIndex or None
    official : domain.qpv.official_list.OfficialList or None
    generation : georeferencing.GenerationRun
    bands : sequence of str
        Ends of the names of the bands, in the order of their columns.
    """

    def __init__(self, path, index, official, generation, bands):
        self._path, self._official, self._generation = path, official, generation
        self._bands = [6 + bands.index(b) if b in bands else None for b in _BANDS]
        self._streets, self._count = KnownStreets(index), 0
        try:
            self._stream = open(path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115 - closed by close()
            self._writer = csv.writer(self._stream, delimiter=";", lineterminator="\r\n")
            self._writer.writerow(COLUMNS)
        except OSError as error:
            raise _refused(path, error) from error

    def add(self, part, decided, identifiers):
        """Write a chunk.

        Parameters
        ----------
        part : addressing.Located
        decided : address_verdicts.Verdicts
        identifiers : list or None
            The rank of the row stands for what is missing.

        Raises
        ------
        OutputError
        """
        verdict, reason = decided.judged.decision.verdict, decided.judged.decision.reason
        rows = []
        for i, (answer, query, status) in enumerate(zip(part.answers, part.queries, part.statuses)):
            self._count += 1
            known = None if identifiers is None else identifiers[i]
            known = self._count if known is None else known
            if isinstance(known, float) and known.is_integer():
                # a column of decimals: 12.0 is the file number 12
                known = int(known)
            facts = self._facts(answer, query) if status == FOUND else {}
            street = int(decided.street[i])
            if street >= 0:
                agreed = decided.agreed
                counts = (agreed.total[street], agreed.inside[street], agreed.close[street])
                facts["street_ref"] = street_code(*(int(c) for c in counts))
            code, name = decided.columns[1][i], decided.columns[2][i]
            if code is None and street >= 0 and decided.agreed.inside[street]:
                at = decided.agreed.polygon[street]
                code, name = self._generation.codes[at], self._generation.names[at]
            elif code is None:
                code, name = decided.columns[4][i], decided.columns[5][i]
            bands = [None if at is None else decided.columns[at][i] for at in self._bands]
            cells = row(known, int(verdict[i]), int(reason[i]), code=code, name=name, bands=bands, **facts)
            told = getattr(answer, "told", None)
            if told is not None and status == FOUND:
                # its own words are kept as they are
                cells[COLUMNS.index("LOCADR_REF")] = told.code
                cells[COLUMNS.index("LOCCOM_REF")] = told.commune
            rows.append(cells)
        try:
            self._writer.writerows(rows)
        except OSError as error:
            raise _refused(self._path, error) from error

    def close(self):
        """Let the file go."""
        try:
            self._stream.close()
        except OSError as error:
            raise _refused(self._path, error) from error

    def _facts(self, answer, query):
        facts = {"insee": answer.insee, "score": answer.score, "loccom_ref": self._loccom(answer.insee)}
        street = self._streets.street(answer)
        if street is not None:
            own = query.postcode if query.postcode in street.postcodes else "".join(street.postcodes[:1])
            number = "" if answer.number_found is None else str(answer.number_found)
            facts.update(
                number=" ".join(p for p in (number, answer.rep_found) if p), street=street.name, postcode=own,
                commune=street.commune, similarity=self._streets.similarity(answer, query),
            )  # fmt: skip
        elif hasattr(answer, "city"):
            facts.update(
                number=answer.number, street=answer.street or answer.name, postcode=answer.postcode,
                commune=answer.city,
            )  # fmt: skip
        return facts

    def _loccom(self, insee):
        code, official = commune_code(insee), self._official
        if code is None or official is None:
            return ""
        has = bool(official.expected((code,)))
        return loccom(has, has or official.status({code}) == EMPTY_COMMUNE)


def _refused(path, error):
    return OutputError(_UNWRITABLE, path=Path(path).name, why=reason(error))
