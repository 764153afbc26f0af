"""What is done with keys and tokens. None of it is a deed: the ledger would say when, and towards whom."""
