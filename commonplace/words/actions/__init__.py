"""Changes to words. None is a deed: the ledger knows of no word."""
