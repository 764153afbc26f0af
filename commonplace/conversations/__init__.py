"""Conversations: an opening, its replies, what settled it and what happened then."""
