"""HTTP in, one call, HTML out."""
