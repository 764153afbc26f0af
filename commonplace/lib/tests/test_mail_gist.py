"""The gist of a letter tells it from others by its words, without any address."""

import re
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.mail.gist import _of_any_script, gist_of

_NEAR_AT = re.compile(r"\S{1,80}(?:@|[ \t]at[ \t])\S{1,200}")
PIECES = ["@", " at ", "\tat\t", "at", "well", "é", "1", "_", " ", "\n", "x" * 81, "\u2028", "\x85", "."]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_addresses_are_left_out_wherever_they_stand(text: str) -> None:
    told = re.sub(r"[\W\d_]", "", _NEAR_AT.sub("", text).casefold())
    latin = re.sub("[^a-z]", "", told)
    said = (latin if 2 * len(latin) > len(told) else told)[:160]
    assert gist_of(text) == (blake2b(said.encode(), digest_size=8).hexdigest() if said else "")


LINES = [
    "> " + "quoted " * 9,
    "well " * 20,
    "-- ",
    "--",
    "_" * 12 + "x",
    "hand@example.org at",
    " at noon",
    "\t>",
    "- -",
    "",
]


@given(st.lists(st.sampled_from([*LINES, *(one for one in PIECES if one.isascii())]), max_size=30).map("\n".join))
def test_letters_of_ascii_have_the_gist_that_a_whole_look_gives(text: str) -> None:
    said = _of_any_script(text[:4000])
    assert gist_of(text) == (blake2b(said.encode(), digest_size=8).hexdigest() if said else "")
