"""Stored files: what they are, what is let in, and how they are served. It knows no person; who may see a file is for rooms above."""
