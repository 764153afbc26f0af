"""Search: one index of everything that may be found, joined to what its reader may see."""
