"""Which of a letter's texts are kept: all, but where a multipart/alternative offers the same words as plain text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from commonplace.lib.mail import phrases
from commonplace.lib.mail.markup import rough_text, text_of_enriched, text_of_html

LONGEST_STUB = 1000  # characters; plain text that is longer is no mere note that there is HTML
MOST_WORDS_OF_A_STUB = 60
SAME_WORDS = 0.6  # share of the plain text's words that are in the HTML, where both are forms of one text
NONE_OF_ITS_OWN = 0.8  # the same, where the plain text can be left out
# Where a language sets no spaces each sign counts for itself: lines are wrapped in other places here and there.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_NO_WORDS = re.compile(r"https?://[^\s<>]*|\[(?:image|cid):[^\[\]\n]*\]", re.IGNORECASE)  # in HTML they are in no text


type Reader = Callable[[str], str]  # of HTML


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a letter as it came, and where: each multipart/alternative around it, and which of its branches."""

    text: str
    kind: str = "text/plain"
    branches: tuple[tuple[int, int], ...] = ()

    @property
    def is_markup(self) -> bool:
        """Whether the text has tags in it."""
        return self.kind != "text/plain"

    def plain(self, reader: Reader = text_of_html) -> str:
        """The text without its tags, HTML as `reader` reads it."""
        if not self.is_markup:
            return self.text
        return reader(self.text) if self.kind == "text/html" else text_of_enriched(self.text)


def kept(words: Sequence[Words]) -> list[Words]:
    """The texts in order, without those that another says better within one multipart/alternative, inner ones first."""
    left = list(words)
    for alternative in sorted({number for one in words for number, _ in one.branches}, reverse=True):
        left = _decided(left, alternative)
    return left


def _decided(words: list[Words], alternative: int) -> list[Words]:
    within = {at: branch for at, one in enumerate(words) for number, branch in one.branches if number == alternative}
    marked = [at for at in within if words[at].is_markup and words[at].text.strip()]
    plain = [at for at in within if not words[at].is_markup and words[at].text.strip()]
    # What is the same in two forms is in two branches; two texts in one branch follow each other.
    chosen = within[plain[0]] if plain else -1
    others = [at for at in marked if within[at] != chosen]
    if not others:
        return [one for at, one in enumerate(words) if at not in _forms_of_one(marked, within)]
    ours = [at for at in plain if within[at] == chosen]
    said = "\n".join(words[at].text for at in ours)
    better, worse = _weighed(said, "\n".join(words[at].text for at in others))
    dropped = set() if better else set(others) | _repeated([at for at in plain if at not in ours], words, said)
    if worse:
        dropped |= set(ours)
    if better:
        dropped |= _forms_of_one(others, within)
    return [one for at, one in enumerate(words) if at not in dropped]


def _forms_of_one(marked: list[int], within: dict[int, int]) -> set[int]:
    """Of markup in several branches, all but the last: the best comes last (RFC 2046)."""
    last = max((within[at] for at in marked), default=-1)
    return {at for at in marked if within[at] != last}


def _repeated(plain: list[int], words: list[Words], said: str) -> set[int]:
    whole = " ".join(said.split())
    return {at for at in plain if " ".join(words[at].text.split()) in whole}


def _weighed(plain: str, markup: str) -> tuple[bool, bool]:
    """Whether markup says what the plain text beside it does not; whether the plain text says nothing of its own."""
    if len(plain) > LONGEST_STUB:
        return False, False
    said = _WORD.findall(_NO_WORDS.sub(" ", plain.lower()))
    marked = _WORD.findall(unescape(rough_text(markup)).lower())
    if not marked or not said:
        # Where neither has a word (a thumb up), the plain one says it.
        return bool(marked), bool(marked)
    there = set(marked)
    share = sum(word in there for word in said) / len(said)
    if share < SAME_WORDS and len(said) <= MOST_WORDS_OF_A_STUB and phrases.SEE_MARKUP.search(plain):
        return True, True
    says_more = len(marked) > 2 * len(said) + 10
    return says_more, says_more and share >= NONE_OF_ITS_OWN
