"""What the words mean: verdicts, bands, travel time, coverage; arrays in, arrays out."""
