"""The dock of the observatories: search, queue, cache, and the reference data of a département."""
