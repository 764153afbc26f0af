"""Who is here, for those who are here."""
