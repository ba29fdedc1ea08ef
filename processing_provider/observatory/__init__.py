"""Algorithms on the observatories: indicators fetched, joined, classed and drawn."""
