"""The first steps of whoever comes: what the house offers where stewards wrote none, and which it notices by deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.record.models.welcome import MOST_STEP, STEPS
from commonplace.ui.addresses import address


@dataclass(frozen=True)
class Known:
    """A step that the house knows: its words, the page it is done on, and the verbs of deeds that tell of it."""

    code: str
    words: str | Promise
    page: str
    verbs: tuple[str, ...] = ()


KNOWN: Final[Mapping[str, Known]] = {
    one.code: one
    for one in (
        Known("hello", _("Say hello, or answer somebody"), "conversations", ("replied", "thanked", "me_too")),
        Known("charter", _("Read what this community is about"), "about"),
        Known("ask", _("Ask something, however small"), "compose", ("opened",)),
        Known("come", _("Come to a gathering, or say that you will"), "gatherings", ("said_yes", "attended")),
        Known("kept", _("Look at what the others kept"), "repertoire"),
        Known("faces", _("See who is here, and who does what you do"), "people"),
    )
}
OFFERED: Final = ("hello", "charter", "ask")


@dataclass(frozen=True)
class Step:
    """One step as a community has it: `code` names what the house knows of it, or is empty."""

    code: str
    words: str

    @property
    def known(self) -> Known | None:
        """What the house knows of it."""
        return KNOWN.get(self.code)

    def url(self, slug: str) -> str:
        """Where it is done; "" where the house does not know."""
        return address(self.known.page, slug) if self.known else ""


def offered() -> list[Step]:
    """The steps of a community whose stewards wrote none, in the reader's language."""
    return [Step(code, str(KNOWN[code].words)) for code in OFFERED]


def written(steps: list[Mapping[str, str]]) -> list[Step]:
    """Those that stewards wrote; what they left as the house offers it is said in the reader's language."""
    found = [Step(one["code"], one["words"]) for one in steps]
    return [Step(one.code, str(one.known.words)) if one.known and not one.words else one for one in found][:STEPS]


def fit(said: Any) -> None:
    """Whether another house wrote steps; raises TypeError, ValueError or LookupError where it did not."""
    if not isinstance(said, list) or len(said) > STEPS:
        raise TypeError(said)
    for one in said:
        if set(one) != {"code", "words"} or not all(isinstance(word, str) for word in one.values()):
            raise TypeError(one)
        if len(one["words"]) > MOST_STEP or one["code"] not in ("", *KNOWN):
            raise ValueError(one)
