"""The demonstration: runs on the sample, maps of what they found, one page that tells it."""
