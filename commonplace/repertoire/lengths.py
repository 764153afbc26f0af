"""How long what is kept may be, in characters."""

MAX_TITLE = 200
MAX_GOOD_FOR = 400
MAX_ADDRESS = 1000
MAX_WHERE = 200
MAX_ACCOUNT = 2000
MOST_PASSAGES = 40  # in one resource
