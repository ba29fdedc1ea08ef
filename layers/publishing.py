"""Styling and documenting results, whether QGIS loads them or only writes them."""
from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsMapLayerType,
    QgsMessageLog,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from .journal import plugin_version
from .metadata import describe
from .vectors import sublayer_names

__all__ = ["Publisher"]

# how long a style's name may be in a GeoPackage
_STYLE_NAME = 30
_GEOPACKAGE = ".gpkg"
# QGIS keeps no reference to post-processors: without this one they are never called
_ALIVE = {}


@dataclass
class _Result:
    destination: str
    aliases: dict
    style: object
    title: str
    abstract: str
    rights: tuple
    history: tuple
    rank: int
    provenance: object = None
    ours: bool = False
    kept: bool = False


class Publisher:
    """Applies names, styles and metadata to the layers of one run.

    Parameters
    ----------
    made_by : str
        The algorithm's name, as shown.
    """

    def __init__(self, made_by):
        self.made_by = made_by
        self._results = []
        self._hooked = set()
        self._loaded = {}

    def add(self, sink, style, abstract, rights, history, rank, provenance=None):
        """Remember what to do with a destination; see `CohesionAlgorithm.publish`."""
        aliases = {f.name(): f.alias() for f in sink.fields if f.alias()}
        self._results.append(
            _Result(
                sink.destination, aliases, style, sink.label, abstract, tuple(rights), tuple(history), rank, provenance,
                sink.ours,
            )
        )  # fmt: skip

    def hook(self, sink, context):
        """Have QGIS call us when it loads the destination."""
        result = self._results[-1]
        processor = _Processor(self, result)
        _ALIVE[sink.destination] = processor
        self._hooked.add(sink.destination)
        context.layerToLoadOnCompletionDetails(sink.destination).setPostProcessor(processor)

    def store(self, context):
        """Store style and metadata in the GeoPackages that this run has made; in its own thread, once they are written.

        A disk that is busy holds the run, not the window. The layers stay open in the context, which QGIS hands over to
        the main thread: there nothing more is asked of the disk. In a file that was there before, which the window may
        have open, two threads could wait for each other: it is left to `finish` or to the post-processor.
        """
        options = QgsVectorLayer.LayerOptions(context.transformContext())
        options.loadDefaultStyle, options.skipCrsValidation = False, True
        for result in self._results:
            if not result.ours or not result.destination.lower().endswith(_GEOPACKAGE):
                continue
            # never by QgsProcessingUtils, which may find a layer of the project under this name: it is the window's
            layer = QgsVectorLayer(result.destination, Path(result.destination).stem, "ogr", options)
            if layer.isValid():
                self.dress(layer, result)
                self.keep(layer)
                result.kept = context.temporaryLayerStore().addMapLayer(layer) is not None

    def finish(self, context):
        """Store them in the other files, those that QGIS does not load now; main thread."""
        for result in self._results:
            if result.destination in self._hooked or result.kept:
                continue
            layer = QgsProcessingUtils.mapLayerFromString(result.destination, context)
            if layer is None or layer.type() != QgsMapLayerType.VectorLayer:
                continue
            self.dress(layer, result)
            self.keep(layer)

    def dress(self, layer, result):
        """Set aliases, style and metadata on a layer."""
        for name, alias in result.aliases.items():
            position = layer.fields().lookupField(name)
            if position >= 0:
                layer.setFieldAlias(position, alias)
        if result.style is not None:
            result.style(layer)
            layer.triggerRepaint()
        made = "{} — Cohésion des territoires {} — {}".format(
            self.made_by, plugin_version(), datetime.date.today().isoformat()
        )
        describe(layer, result.title, result.abstract, result.rights, (made,) + result.history, result.provenance)

    def stack(self, layer, result):
        """Put the layers of this run one above the other: points, lines, polygons, then by rank.

        QGIS loads them in no order that a user would choose, and zones may hide what lies in them.
        """
        self._loaded[layer.id()] = (-int(layer.geometryType()), result.rank)
        root = QgsProject.instance().layerTreeRoot()
        nodes = [node for node in root.findLayers() if node.layerId() in self._loaded]
        if len({id(node.parent()) for node in nodes}) > 1:
            return
        ordered = sorted(nodes, key=lambda node: self._loaded[node.layerId()], reverse=True)
        if ordered == nodes:
            return
        parent = nodes[0].parent()
        top = parent.children().index(nodes[0])
        # copies go in first: a layer that leaves the tree leaves the project
        for place, node in enumerate(ordered):
            parent.insertChildNode(top + place, node.clone())
        for node in nodes:
            parent.removeChildNode(node)

    @staticmethod
    def keep(layer):
        """Store style and metadata inside a GeoPackage, so that it opens dressed anywhere."""
        if layer.providerType() != "ogr" or layer.dataProvider().storageType() != "GPKG":
            return
        registry = QgsProviderRegistry.instance()
        parts = registry.decodeUri("ogr", layer.source())
        if not parts.get("layerName"):
            parts["layerName"] = sublayer_names(layer)[0]
        save = getattr(layer, "saveStyleToDatabaseV2", None) or layer.saveStyleToDatabase
        save(parts["layerName"][:_STYLE_NAME], "", True, "")
        saved, why = registry.saveLayerMetadata("ogr", registry.encodeUri("ogr", parts), layer.metadata())
        if not saved:
            QgsMessageLog.logMessage(why, "Cohésion des territoires", Qgis.MessageLevel.Warning)


class _Processor(QgsProcessingLayerPostProcessorInterface):
    def __init__(self, publisher, result):
        super().__init__()
        self.publisher = publisher
        self.result = result

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        if layer is not None and layer.isValid():
            # again: QGIS may have given it the style that the user's options name
            self.publisher.dress(layer, self.result)
            if not self.result.kept:
                self.publisher.keep(layer)
            self.publisher.stack(layer, self.result)
        _ALIVE.pop(self.result.destination, None)
