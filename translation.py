"""One way to French: every string a user sees goes through `tr`."""
from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QDate, QLocale, QTranslator

__all__ = ["decimal", "french", "install_translator", "localize", "remove_translator", "tr", "worded"]

I18N = Path(__file__).resolve().parent / "i18n"


def tr(text):
    """Translate an English source string to the user's language."""
    return QCoreApplication.translate("@default", text)


def french(text):
    """Translate an English source string to French whatever QGIS's language: for what stands in a French page."""
    # as bytes: PyQt takes but ASCII for a text here
    return _french().translate(b"@default", text.encode("utf-8")) or text


@lru_cache(maxsize=1)
def _french():
    translator = QTranslator()
    translator.load(str(I18N / "cohesion_territoires_fr.qm"))
    return translator


def localize(error, word=tr):
    """Word a `domain.errors.CohesionError`, or `domain.errors.Words`, in the user's language.

    Parameters
    ----------
    error : domain.errors.CohesionError or domain.errors.Words
    word : callable
        `tr`, or `french`.
    """
    return worded(error.template, error.values, word)


def worded(template, values, word=tr):
    """Word a sentence in the user's language, and what it quotes that has words of its own: errors, dates.

    Parameters
    ----------
    template : str
    values : dict
    word : callable
        `tr`, or `french`.
    """
    return word(template).format(**{name: _told(value, word) for name, value in values.items()})


def _told(value, word):
    if isinstance(value, date):
        locale = QLocale("fr" if word is french else language())
        return locale.toString(QDate(value.year, value.month, value.day), QLocale.FormatType.ShortFormat)
    return localize(value, word) if hasattr(value, "template") else value


def language():
    """Return QGIS's language, such as ``fr`` or ``en_US``."""
    return str(QgsSettings().value("locale/userLocale", "") or QLocale().name())


def decimal(value, digits):
    """Write a number as the user's language does: 1,5 and not 1.5 in French."""
    return QLocale(language()).toString(float(value), "f", digits)


def install_translator():
    """Load the catalogue of QGIS's language, where there is one.

    Returns
    -------
    QTranslator or None
        To be kept alive and given to `remove_translator`.
    """
    catalogue = I18N / "cohesion_territoires_{}.qm".format(language()[:2])
    if not catalogue.exists():
        return None
    translator = QTranslator()
    if not translator.load(str(catalogue)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translator(translator):
    """Undo `install_translator`."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
