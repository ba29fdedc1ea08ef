"""The parameter that names the local index of addresses, the same in every algorithm that reads it."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterFile

from ..domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ..translation import tr
from . import reference_data

__all__ = ["ADDRESS_INDEX", "add_address_index", "index_path", "open_address_index"]

ADDRESS_INDEX = "ADDRESS_INDEX"


def add_address_index(algorithm, optional=False, text_help=""):
    """Add the parameter; the index set among the reference data is its default.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    optional : bool
        Where an online service may answer instead.
    text_help : str
        Translated sentence, in place of the usual one.
    """
    algorithm.add(
        QgsProcessingParameterFile(
            ADDRESS_INDEX,
            tr("Local index of addresses (BAN)"),
            QgsProcessingParameterFile.Behavior.File,
            "",
            reference_data.get("address_index"),
            optional,
            tr("Address indexes (*.sqlite *.db);;All files (*.*)"),
        ),
        text_help or tr("The file made by “Build the address index”. No address leaves this computer."),
    )


def index_path(algorithm, parameters, context):
    """Return the path of the index, "" where it is left blank."""
    given = parameters.get(ADDRESS_INDEX)
    if given == "":
        return ""
    return algorithm.parameterAsString(parameters, ADDRESS_INDEX, context).split("|")[0].strip()


def open_address_index(algorithm, parameters, context):
    """Open the index that a run reads; to be called, and the index closed, in the thread of `work`.

    Returns
    -------
    AddressIndex

    Raises
    ------
    ParameterError
        When it is left blank.
    DataError
        When it is not a whole index.
    """
    from ..sources.address_index import AddressIndex

    path = index_path(algorithm, parameters, context)
    if not path:
        raise ParameterError(_BLANK, name=algorithm.label(ADDRESS_INDEX))
    return AddressIndex.open(path)


_BLANK = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” is blank: make an index with “Build the address index”, and set it once among your reference data.",
)
