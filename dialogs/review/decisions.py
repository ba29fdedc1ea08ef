"""What an agent decides on the row in hand: in, out, elsewhere; undone, redone, saved."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsExpressionContextUtils, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QDateTime, QObject

from ...domain.errors import CohesionError
from ...domain.qpv.bands import band_metres, one_band
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...domain.qpv.review import DECIDED, FIRM, IN, OPEN, OUT, PICKED, PLACED, decide
from ...layers.crs import authority
from ...translation import localize, tr

__all__ = ["Decisions", "author"]

LAYER_INCOMPLETE = "Périmètres incomplets"


def author():
    """Return who decides: QGIS's own variable for the user. It is written to the layer and nowhere else."""
    scope = QgsExpressionContextUtils.globalScope()
    return str(scope.variable("user_full_name") or scope.variable("user_account_name") or "")


class Decisions(QObject):
    """Writes decisions, one undoable command each.

    Parameters
    ----------
    desk : dialogs.review.controller.Controller
    """

    def __init__(self, desk, parent=None):
        super().__init__(parent)
        self.desk = desk

    def decide(self, choice, code=None, comment=""):
        """Write a decision on the row in hand, and go on to the next.

        Parameters
        ----------
        choice : str
            One of `domain.qpv.review.CHOICES`.
        code : str, optional
            The QPV, where it is in one.
        comment : str, optional

        Returns
        -------
        bool
            Whether it was written.
        """
        if self.desk.current is None:
            return False
        if choice == IN and not code:
            self.desk.told.emit(tr("Choose the QPV first: none is known near this position."))
            return False
        row, referee = self.desk.current.row, self.desk.referee()
        name = next((n.name for n in self.desk.current.nearby if n.code == code), None)
        if name is None and referee is not None and code:
            name = referee.name_of(code)
        if name is None and code and code == row.near:
            name = self.desk.session.review.value(self.desk.current.feature, "nom_qp_proche") or None
        values = decide(row.initial, choice, code, name)
        if choice == IN:
            values.update(dict.fromkeys(self._bands(), "OUI"))
        elif row.decision == IN:
            # the answers that being in a QPV had given
            tolerance = self.desk.current.tolerance
            names = self._bands()
            values.update({at: one_band(row.distance, tolerance, band_metres(name)) for at, name in names.items()})
        title = {
            IN: tr("Review: in QPV {code}").format(code=code),
            OUT: tr("Review: out of any QPV"),
            OPEN: tr("Review: stays to check"),
        }[choice]
        if not self._write(values, comment or DECIDED[choice], title):
            return False
        self.desk.step(1)
        return True

    def _bands(self):
        places, fields = self.desk.session.review.places, self.desk.session.layer.fields()
        return {place: fields.at(place).name() for place in places.bands}

    def _write(self, values, reason, title, point=None):
        values = {
            **values,
            "decision_par": author() or None,
            "decision_le": QDateTime.currentDateTime(),
            "decision_motif": reason,
        }
        self.desk.busy = True
        try:
            self.desk.session.review.store(self.desk.current.row.key, values, title, point)
        except CohesionError as error:
            self.desk.told.emit(localize(error))
            return False
        finally:
            if self.desk.session is not None:
                self.desk.session.refresh_now()
            self.desk.busy = False
        self.desk.told.emit("")
        return True

    def _moved(self, point, crs, kind, reason, title, position=None, more=()):
        """Write a new position of the row in hand, judged again."""
        references, review = self.desk.references, self.desk.session.review
        referee, older, both = self.desk.referee(), None, review.places.get("verdict_2015") is not None
        if both:
            older = references.referee(PREVIOUS)
        if referee is None or references.reading(PREVIOUS):
            self.desk.told.emit(references.problems.get(CURRENT if referee is None else PREVIOUS, ""))
            return False
        feature, row = self.desk.current.feature, self.desk.current.row
        incomplete = LAYER_INCOMPLETE in review.value(feature, "motif")
        values = referee.verdict(point, crs, kind, incomplete, position)
        choice = values["verdict"] if values["verdict"] in FIRM else OPEN
        names = self._bands()
        values.update(zip(names, referee.bands(point, crs, [band_metres(n) for n in names.values()], kind, position)))
        if both:
            # a distance measured elsewhere would be a lie
            none = {"verdict_2015": OPEN, "code_qp_2015": None, "nom_qp_2015": None, "distance_2015_m": None}
            values.update(none if older is None else older.verdict(point, crs, kind, position=position))
        values.update(more)
        values.update(verdict_initial=row.initial, decision=choice)
        if not self._write(values, reason, title, (point, crs)):
            return False
        self.desk.draw()
        return True

    def pick(self, number, comment=""):
        """Hold another candidate of the index: the row moves there and is judged again.

        Parameters
        ----------
        number : int
            From 0.
        """
        if self.desk.current is None or not 0 <= number < len(self.desk.current.candidates):
            return False
        found = self.desk.current.candidates[number]
        more = {
            "adresse_retenue": found.label,
            "id_ban": found.id or None,
            "type_resultat": found.kind,
            "position": found.position or None,
            "score": float(found.score),
            "ecart_second_candidat": None,
        }
        if len(found.id) > 5 and found.id[5] == "_":
            more["code_insee"] = found.id[:5]
        reason = comment or PICKED
        point = QgsPointXY(found.lon, found.lat)
        title = tr("Review: other address")
        kind = found.kind or "commune"
        return self._moved(point, authority(4326), kind, reason, title, found.position or None, more)

    def place_on_map(self, point, comment=""):
        """Write the position that the agent has chosen, in the map's system."""
        self.desk.stop_placing()
        if self.desk.current is None:
            return False
        change = QgsCoordinateTransform(
            self.desk.canvas.mapSettings().destinationCrs(), authority(4326), QgsProject.instance()
        )
        try:
            place = change.transform(point)
        except QgsCsException:
            return False
        return self._moved(place, authority(4326), None, comment or PLACED, tr("Review: point placed"))

    # undo and save -----------------------------------------------------------------------------------

    @property
    def editing(self):
        """The layer, where it has an edit buffer; else None."""
        session = self.desk.session
        return session.layer if session is not None and session.layer.isEditable() else None

    def _ours(self, text):
        heads = (tr("Review: in QPV {code}").split("{")[0], tr("Review: out of any QPV"), tr("Review: stays to check"),
                 tr("Review: other address"), tr("Review: point placed"))  # fmt: skip
        return text.startswith(heads)

    def can_undo(self):
        """Say whether the last edit is a decision of ours: others' edits are not ours to undo."""
        layer = self.editing
        return layer is not None and layer.undoStack().canUndo() and self._ours(layer.undoStack().undoText())

    def can_redo(self):
        """Say whether the edit undone last is a decision of ours."""
        layer = self.editing
        return layer is not None and layer.undoStack().canRedo() and self._ours(layer.undoStack().redoText())

    def undo(self):
        """Undo the last decision."""
        if self.can_undo():
            self._replay(self.editing.undoStack().undo)

    def redo(self):
        """Decide again what was undone."""
        if self.can_redo():
            self._replay(self.editing.undoStack().redo)

    def _replay(self, act):
        touched = []
        self.desk.session.changed.connect(touched.extend)
        self.desk.busy = True
        act()
        self.desk.session.refresh_now()
        self.desk.busy = False
        self.desk.session.changed.disconnect(touched.extend)
        if touched:
            self.desk.select(touched[0])
        self.desk.session.layer.triggerRepaint()

    def save(self):
        """Save the layer's edits.

        Returns
        -------
        bool
        """
        layer = self.editing
        if layer is None:
            return False
        if layer.commitChanges(False):
            self.desk.told.emit(
                tr("Decisions are saved in the layer, which is temporary: save it as a GeoPackage to keep them.")
                if layer.isTemporary()
                else tr("Decisions are saved in the layer.")
            )
            return True
        self.desk.told.emit(tr("The layer could not be saved: {why}").format(why=" ".join(layer.commitErrors())))
        return False
