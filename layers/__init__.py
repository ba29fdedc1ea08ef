"""QGIS in and out: layers and tables to arrays and back, projections, styles."""
