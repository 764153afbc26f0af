"""People: who someone is, across communities, and how they come in.

Knows files (a face) and letters (a code by mail); knows nothing of communities."""
