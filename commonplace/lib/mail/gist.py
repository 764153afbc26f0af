"""What tells a letter's words from another's, whatever a list or an archive made of them."""

import re
from hashlib import blake2b

from commonplace.lib.text import letters_alone

GIST_FROM = 4000  # characters of a letter looked at for its gist
GIST = 160  # and letters of those that make it
_NOT_WRITTEN = re.compile(r"^[ \t]{0,8}>.*$", re.MULTILINE)
_ENDS_WORDS = re.compile(r"^(?:-- ?|[_=-]{10,}+.*)$", re.MULTILINE)
_HAS_AT = re.compile(r"^.*(?:@|[ \t]at[ \t]).*$", re.MULTILINE)  # a line at a time: the next begins at every sign
_NEAR_AT = re.compile(r"\S{1,80}(?:@|[ \t]at[ \t])\S{1,200}")
_LATIN = re.compile(r"[a-z]+")


def gist_of(text: str) -> str:
    """A digest of the first words that somebody wrote: no quotes, no footer, no addresses, no signs; empty where there
    are none.
    """
    text = text[:GIST_FROM]
    told = _latin(text) if text.isascii() else _of_any_script(text)
    return blake2b(told.encode(), digest_size=8).hexdigest() if told else ""


# Archives hide addresses, cut lines and add footers, each in its own way.
def _of_any_script(text: str) -> str:
    written = _NOT_WRITTEN.sub("", _ENDS_WORDS.split(text, maxsplit=1)[0])
    told = letters_alone(_HAS_AT.sub(lambda line: _NEAR_AT.sub("", line[0]), written).casefold())
    latin = "".join(_LATIN.findall(told))
    return (latin if 2 * len(latin) > len(told) else told)[:GIST]


def _latin(text: str) -> str:
    """The same where nothing else than ASCII is: no more lines are looked at than it takes."""
    told = ""
    for line in text.split("\n"):
        if line[:1] in ("-", "_", "=") and _ENDS_WORDS.match(line):
            break
        if ">" in line[:9] and _NOT_WRITTEN.match(line):
            continue
        told += letters_alone(
            _NEAR_AT.sub("", line) if "@" in line or " at" in line or "\tat" in line else line
        ).lower()
        if len(told) >= GIST:
            break
    return told[:GIST]
