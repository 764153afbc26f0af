"""Candour: tokens that show that somebody is a member, and not which; drawn in one month and spent in the next.

What is promised with them, against whom, and what is not, stands in docs/candour.md.
"""
