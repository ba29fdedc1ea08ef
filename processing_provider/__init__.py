"""What a user runs: one thin algorithm a file."""
