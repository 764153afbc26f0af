"""Everything that changes a community; each action is atomic, keyword-only, and writes one deed."""
