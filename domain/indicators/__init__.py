"""Indicators of the observatories: what is offered, what was obtained, how it is joined, classed and compared."""
