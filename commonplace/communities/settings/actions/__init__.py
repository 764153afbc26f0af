"""Its changes; each action is atomic, keyword-only, and writes one deed."""
