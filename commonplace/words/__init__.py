"""Words: letters within the house, to one person or a few.

They stand above nearly every other room, so that none below can know of one; see docs/decisions/0023-words.md.
"""
