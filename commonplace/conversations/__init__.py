"""Conversations: an opening, its replies, what settled it and what happened then.

It knows communities (who may read and write), files (what comes with a post) and search (which it tells of every post).
Higher rooms show what they know at the places that `places.py` publishes, and hear of conversations
joined and taken apart by `actions.merging.ON_MERGE` and `actions.splitting.ON_SPLIT`.
"""
