"""A whole room in one sitting: lines that people leave in a community's guestbook.

It stands in no house: `tests/test_a_new_room.py` installs it and finds it everywhere, though nothing else names it.
"""
