"""The weeks before a community is one: who was spoken with, of what, who would help, and how it begins."""
