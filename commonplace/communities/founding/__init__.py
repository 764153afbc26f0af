"""How a community begins."""
