"""Conversations: an opening, its replies, what settled it and what happened then.

It knows communities (who may read and write), files (what comes with a post) and search (which it tells of every post).
Higher rooms show what they know at the places that `places.py` publishes, and hear of mergers by
`actions.merging.ON_MERGE`.
"""
