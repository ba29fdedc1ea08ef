"""Addresses as people write them: normalised, and compared with what a geocoder answered."""
