"""Communities under one host, what each released of itself, and how they are related, part, unite and found others."""
