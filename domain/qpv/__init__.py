"""Quartiers prioritaires: codes, distances to perimeters, verdicts, bands, summaries."""
