"""Stored files: what is let in, how it is kept and served. Rooms above know whose a file is and who may see it."""
