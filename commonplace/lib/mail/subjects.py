"""Subjects without what mail programs and lists put before them."""

import re
from functools import lru_cache

# Reply and forward marks of mail programs in some thirty languages.
_REPLY = (
    "re|r|aw|antw|antwort|sv|vs|odp|odpowiedź|res|resp|rif|ref|réf|rép|vl|bls|"
    "ynt|tr|atb|att|να|απ|σχετ|回复|回覆|答复|答覆|答|返|на|отв|від|vá|svar|odg"
)
_FORWARD = "fwd?|fw|wg|wtr|doorst|enc|rv|ilt|továbbítás|转发|轉寄|转|轉"
_MARK = re.compile(
    rf"^\s*(?:(?P<reply>{_REPLY})|(?P<forward>{_FORWARD}))(?:\s*[\[(]\d{{1,3}}[\])]|\^\d{{1,3}}|\d{{0,2}})\s*[:：]\s*",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^\s*\[(?P<list>[^\[\]]{1,60})\]\s*")
_WAS = re.compile(r"\s*[(\[]\s*(?:was|war|was re|vorher)\s*:?\s.*[)\]]\s*$", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def bare_subject(subject: str) -> str:
    """The subject as a key to compare by: no reply and forward marks, no bracketed prefixes, no '(was: ...)', no
    case.
    """
    rest, _ = _stripped(subject, None)
    return (_WAS.sub("", rest) or rest).casefold()


def shown_subject(subject: str, prefix: str = "") -> str:
    """The subject as a title: without reply and forward marks and without the list's prefix, given without its
    brackets.
    """
    rest, _ = _stripped(subject, prefix)
    return rest


def list_prefix(subject: str) -> str:
    """What stands in brackets at the beginning, after any marks; an archive's most frequent one is its list's."""
    rest, _ = _stripped(subject, "")
    found = _PREFIX.match(rest)
    return found["list"] if found else ""


def is_reply(subject: str) -> bool:
    """Whether the subject carries a reply mark: 'Re:', 'AW:', 'Odp:' and so on; a forward mark alone is none."""
    _, replied = _stripped(subject, None)
    return replied


# Subjects repeat, and of each the same is asked again and again while an archive is sorted.
@lru_cache(maxsize=4096)
def _stripped(subject: str, only: str | None) -> tuple[str, bool]:
    """The subject without marks and prefixes (all of them, or `only` that one), and whether a reply mark was among
    them.
    """
    rest = _SPACE.sub(" ", subject[:1000]).strip()
    replied = False
    while True:
        if mark := _MARK.match(rest):
            replied = replied or mark["reply"] is not None
            rest = rest[mark.end() :]
        elif (prefix := _PREFIX.match(rest)) and rest[prefix.end() :] and only in (None, prefix["list"]):
            rest = rest[prefix.end() :]
        else:
            return rest.strip(), replied
