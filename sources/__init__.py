"""Where official data comes from: one module per file format or web service."""
