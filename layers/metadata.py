"""Saying, in a layer's own metadata, how it was made, from what, by whom and under which licence."""
from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsAbstractMetadataBase, QgsLayerMetadata

from ..sources.licences import licence

__all__ = ["Inherited", "Provenance", "describe", "inherited"]

_TOPICS = "gmd:topicCategory"


@dataclass(frozen=True)
class Provenance:
    """Where data come from.

    Attributes
    ----------
    title, abstract : str
        Of the data, in place of the output's own.
    producer, observatory, licence : str
        The licence is a code, as data.gouv.fr writes it.
    page, address : str
        Where a person reads more; where the file was taken from.
    fetched, modified, sha256 : str
        When it was taken, what the service says of its last change, what proves that it is the same.
    geography : str
        Year of its geography (COG).
    keywords : tuple of str
    credits : tuple of (str, str)
        Producer and licence of what else is in the layer: boundaries.
    """

    title: str = ""
    abstract: str = ""
    producer: str = ""
    observatory: str = ""
    licence: str = ""
    page: str = ""
    address: str = ""
    fetched: str = ""
    modified: str = ""
    sha256: str = ""
    geography: str = ""
    keywords: tuple = ()
    credits: tuple = ()

    @property
    def rights(self):
        """Whom to credit, one line each: QGIS shows them on the map (``map_credits()``)."""
        own = _credit(self.producer or self.observatory, self.licence)
        return tuple(dict.fromkeys(line for line in (own, *(_credit(*one) for one in self.credits)) if line))

    @property
    def history(self):
        """When and what, in lines."""
        said = (
            ("Obtenu le", self.fetched[:10]), ("Modifié à la source", self.modified), ("SHA-256", self.sha256),
            ("Géographie (COG)", self.geography), ("Adresse", self.address),
        )  # fmt: skip
        return tuple("{} : {}".format(name, value) for name, value in said if value)


    def trace(self, metadata):
        """Write links, licence, contact and keywords."""
        name, url = licence(self.licence)
        if name:
            metadata.setLicenses([" – ".join(word for word in (name, url) if word)])
        metadata.setIdentifier(self.address or self.page)
        links = []
        for label, kind, address in (("Page", "WWW:LINK", self.page), ("Données", "WWW:DOWNLOAD", self.address)):
            if address:
                links.append(QgsAbstractMetadataBase.Link(label, kind, address))
        metadata.setLinks(links)
        contacts = []
        for organization, role in ((self.producer, "owner"), (self.observatory, "distributor")):
            if organization:
                contact = QgsAbstractMetadataBase.Contact(organization)
                contact.organization, contact.role = organization, role
                contacts.append(contact)
        metadata.setContacts(contacts)
        if self.keywords:
            metadata.setKeywords({_TOPICS: list(self.keywords)})


@dataclass(frozen=True)
class Inherited:
    """What layers say of themselves, for a layer that is made of them.

    Attributes
    ----------
    title : str
        Of the new layer.
    layers : tuple of QgsLayerMetadata
    """

    title: str = ""
    layers: tuple = ()
    abstract = ""

    @property
    def rights(self):
        """Whom they credit, each once."""
        return self._all("rights")

    @property
    def history(self):
        """How they were made."""
        return self._all("history")

    def trace(self, metadata):
        """Write their links, licences, contacts and keywords."""
        metadata.setLicenses(list(self._all("licenses")))
        for one in self.layers:
            for link in one.links():
                metadata.addLink(link)
            for contact in one.contacts():
                metadata.addContact(contact)
        topics = dict.fromkeys(word for one in self.layers for word in one.keywords().get(_TOPICS, ()))
        if topics:
            metadata.setKeywords({_TOPICS: list(topics)})

    def _all(self, what):
        return tuple(dict.fromkeys(line for one in self.layers for line in getattr(one, what)() if line))


def inherited(title, *layers):
    """Return the `Inherited` of layers.

    Parameters
    ----------
    title : str
        Of the new layer.
    *layers : QgsMapLayer or None
    """
    told = (QgsLayerMetadata(layer.metadata()) for layer in layers if layer is not None)
    return Inherited(title, tuple(told))


def describe(layer, title, abstract, rights=(), history=(), provenance=None):
    """Write a layer's metadata.

    Parameters
    ----------
    layer : QgsMapLayer
    title, abstract : str
    rights : sequence of str
        Sources and licences to credit; also shown as the layer's attribution.
    history : sequence of str
        How it was made: algorithm, date, parameters.
    provenance : Provenance or Inherited, optional
    """
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setLanguage("FRA")
    metadata.setCrs(layer.crs())
    rights = list(rights)
    if provenance is not None:
        title = provenance.title or title
        abstract = "\n\n".join(text for text in (provenance.abstract, abstract) if text)
        rights += [line for line in provenance.rights if line not in rights]
        history = (*history, *provenance.history)
        provenance.trace(metadata)
    metadata.setTitle(title)
    metadata.setAbstract(abstract)
    if rights:
        metadata.setRights(rights)
        if not metadata.licenses():
            metadata.setLicenses(["Voir les droits de chaque source"])
    for entry in history:
        metadata.addHistoryItem(entry)
    layer.setMetadata(metadata)


def _credit(producer, code):
    return " – ".join(word for word in (producer, licence(code)[0]) if word)
