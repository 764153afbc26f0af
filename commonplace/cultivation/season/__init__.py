"""The season: a year of gatherings, what in it is too little or too much, and what could be called next."""
