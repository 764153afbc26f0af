"""Pages of cultivation: the readings, and the season."""
