"""The review panel: rows to check, one after the other, on the map."""
