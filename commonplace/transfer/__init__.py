"""Transfer: archives that move in, through the same actions as people use, and what was left at the door.

An import has two parts. The first reads everything and decides everything (who is one person, what is one
conversation, what goes aside) and writes the decisions down; the second keeps the letters in the order decided. A run
that is killed goes on from its last kept batch, and decides nothing anew.
"""
