"""SIG Ville's georeferencing service (ANCT): is this address in a QPV? One question at a time, gently.

It wants an account (HTTP Basic), which the session carries: `layers.network_transport.session(feedback, authcfg)`. ::

    service = SigVille(session)
    run = service.locate(rows, folder, tick)        # rows: address_rows.AddressRow
    run.answers                                     # one SigVilleAnswer a row, in order
    run.finish()                                    # once the results are written

Three states: OUI, NON, or no clear answer, whose code is kept as the service wrote it. Only NON is a NON: an unknown
code, a contradiction, an error or silence never is. Equal addresses are asked once, each answer is in the journal
before the next question leaves.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import ExitStack
from typing import NamedTuple

from ..domain.errors import DamagedAnswerError, ServiceDownError, ServiceRefusedError
from ..domain.progress import silent
from .address_rows import asked
from .batch_journal import Journal, JournaledRun, key
from .http import Client, require_tls

__all__ = ["NO", "OTHER", "SERVICE", "YES", "Quarter", "SigVille", "SigVilleAnswer", "SigVilleRun"]

SERVICE = "https://wsa.sig.ville.gouv.fr/api/v2.json"
QP, QP_2015 = "QP", "QP_2015"
YES, NO, OTHER, SKIPPED, ERROR = "OUI", "NON", "AUTRE", "IGNOREE", "ERREUR"
PAUSE = 0.2
"""Seconds between two questions: no limit is published, and the service is often overloaded."""
PATIENCE = 4
_CLIENT = {"timeout": (15.0, 20.0), "tries": 3, "stays": True}
_OF_THE_ADDRESS = (ServiceDownError, ServiceRefusedError, DamagedAnswerError)
# what every known caller sends, even with a GET
_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
_LINE = re.compile(r"(.+?),? (\d{5}) ([a-z][a-z' -]+)")


class Quarter(NamedTuple):
    """What is said for one kind of neighbourhood.

    Attributes
    ----------
    kind : str
        "QP" (2024), "QP_2015", "ZFU".
    answer, code, name, info_code, info : str
        As the service wrote them.
    """

    kind: str
    answer: str
    code: str = ""
    name: str = ""
    info_code: str = ""
    info: str = ""


class SigVilleAnswer(NamedTuple):
    """What the service says of a row.

    Attributes
    ----------
    state : str
        `YES`, `NO`, `OTHER` (no clear answer, see `code`), "IGNOREE" (nothing was asked), "ERREUR" (no answer).
    code : str
        ``code_reponse`` for the first kind asked for, as written.
    quarter_code, quarter_name : str
        Of the first kind asked for; "" where there is none.
    info : str
        The service's own sentence.
    label : str
        Address as the service understood it.
    score : float
        0 to 1, NaN where it is not told.
    commune : str
        ``loccom_ref``, such as COMMUNE_AVEC_QUARTIER.
    quarters : tuple of Quarter
        One a kind asked for.
    """

    state: str
    code: str = ""
    quarter_code: str = ""
    quarter_name: str = ""
    info: str = ""
    label: str = ""
    score: float = float("nan")
    commune: str = ""
    quarters: tuple = ()


class SigVilleRun(JournaledRun):
    """What a run obtained: ``answers`` in order; ``counts`` (``rows, asked, requests, kept, errors``)."""

    __slots__ = ()

    def answer(self, row):
        """Return the answer of a row, wherever it stands in the table now."""
        question = _question(row)
        return SigVilleAnswer(SKIPPED) if question is None else self.known.get(question, SigVilleAnswer(ERROR))


class SigVille:
    """Ask SIG Ville.

    Parameters
    ----------
    session : requests.Session
        Carries the account.
    url : str, optional
    kinds : sequence of str, optional
        Neighbourhoods to ask for; the first decides `SigVilleAnswer.state`.
    rest : float, optional
        Seconds between two questions.
    **client
        For `http.Client`.
    """

    def __init__(self, session, url=SERVICE, kinds=(QP,), rest=PAUSE, **client):
        self.session, self.url, self.kinds, self.rest = session, url, tuple(kinds), rest
        self.client = {**_CLIENT, **client}

    def locate(self, rows, folder=None, tick=silent):
        """Ask for rows.

        Parameters
        ----------
        rows : sequence of AddressRow
            A row that has neither postcode nor city, even at the end of its address, is not asked for.
        folder : str or pathlib.Path, optional
            Where the journal is kept.
        tick : callable, optional
            Progress; may raise `Cancelled`.

        Returns
        -------
        SigVilleRun

        Raises
        ------
        SourceError
            The service cannot be used now. What was obtained is in the journal.
        Cancelled, DataError, OutputError
        """
        require_tls(self.url)
        questions, owners = {}, []
        for row in rows:
            question = _question(row)
            owners.append(-1 if question is None else questions.setdefault(question, len(questions)))
        counts = Counter(rows=len(owners), asked=len(questions))
        journal = None
        with ExitStack() as held:
            if folder is not None and questions:
                job = key("sig ville", self.url, self.kinds, list(questions))
                journal = held.enter_context(Journal(folder, job))
            found = self._all(list(questions), journal, counts, tick)
        answers = [SigVilleAnswer(SKIPPED) if owner < 0 else found[owner] for owner in owners]
        counts["errors"] = sum(answer.state == ERROR for answer in answers)
        return SigVilleRun(answers, counts, journal, dict(zip(questions, found)))

    def _all(self, questions, journal, counts, tick):
        """Return an answer for each question."""
        found = dict(journal.take()) if journal is not None else {}
        counts["kept"], failures = len(found), 0

        def pulse():
            tick(min(len(found) / max(len(questions), 1), 1.0))

        client = Client(self.session, pulse, **self.client)

        def ask(question):
            if counts["requests"]:
                client.sleep(self.rest)
            counts["requests"] += 1
            return client.json(self.url, params=self._params(question), headers=_HEADERS, read=_read)

        def keep(number, value):
            if journal is not None:
                journal.append([number, value])
            found[number] = value

        for number, question in enumerate(questions):
            if number in found:
                continue
            try:
                keep(number, ask(question))
                failures = 0
            except _OF_THE_ADDRESS:
                failures += 1
                if failures == len(questions):
                    raise
                if failures >= PATIENCE:
                    # several addresses in a row may break a service that is well: another must be answered
                    probe = next(iter(found), len(questions) - 1)
                    value = ask(questions[probe])
                    if probe not in found:
                        keep(probe, value)
                    failures = 0
        tick(1.0)
        return [self._built(found[i]) if i in found else SigVilleAnswer(ERROR) for i in range(len(questions))]

    def _params(self, question):
        """Return the question as version 2 wants it; a bis or ter stays with its number in the street's line."""
        kinds = [("type_quartier", self.kinds[0])]
        if len(self.kinds) > 1:
            kinds = [("type_quartier[]", kind) for kind in self.kinds]
        return [
            *kinds, ("type_adresse", "MIXTE"), ("adresse[code_postal]", question.postcode),
            ("adresse[nom_commune]", question.city), ("adresse[nom_voie]", question.street),
        ]  # fmt: skip

    def _built(self, value):
        """Make an answer of what the journal holds."""
        root, label, score, commune, replies = value
        quarters = tuple(Quarter(*reply) for reply in replies)
        own = [q for q in quarters if q.kind == self.kinds[0]]
        chosen = next((q for q in own if q.answer == YES), own[0] if own else Quarter("", root))
        codes = {q.answer for q in own}
        if len(self.kinds) == 1:
            # the root is the synthesis of the one kind asked for: where it says otherwise, nothing is clear
            yes, no = root == YES and (YES in codes or not quarters), root == NO and codes <= {NO}
        else:
            yes, no = YES in codes, codes == {NO}
        return SigVilleAnswer(
            YES if yes else NO if no else OTHER, chosen.answer, chosen.code if yes else "", chosen.name if yes else "",
            chosen.info, label, float("nan") if score is None else score / 100.0, commune, quarters,
        )  # fmt: skip


def _question(row):
    """Return what is asked of a row, None where there is nothing to ask."""
    question = _split(asked(row))
    sayable = not question.blank and question.street and (question.postcode or question.city)
    return question if sayable else None


def _split(question):
    """Take postcode and city out of the street's line, where they end it."""
    found = _LINE.fullmatch(question.street)
    if not found:
        return question
    street, postcode, city = found.groups()
    return question._replace(street=street, postcode=question.postcode or postcode, city=question.city or city)


def _read(data):
    """Return what is kept of a reply, as JSON holds it; ValueError where it is no reply of this service."""
    if not isinstance(data, dict) or not isinstance(data.get("code_reponse", 0), (str, type(None))):
        raise ValueError("no code_reponse")
    replies = data.get("reponses") or []
    address = data.get("adresse") or {}
    if not isinstance(replies, list) or not all(isinstance(r, dict) for r in replies) or not isinstance(address, dict):
        raise ValueError("unknown form")
    score = address.get("score")
    names = ("type_quartier", "code_reponse", "code_quartier", "nom_quartier", "code_info", "info")
    return [
        _text(data["code_reponse"]),
        _text(address.get("label")),
        float(score) if isinstance(score, (int, float)) and 0 <= score <= 100 else None,
        _text(data.get("loccom_ref")),
        [[_text(reply.get(name)) for name in names] for reply in replies],
    ]


def _text(value):
    return "" if value is None else str(value)
