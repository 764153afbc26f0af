"""Gaps in words: why each is one, with its numbers, and what could be done."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.knowledge.gaps import Gap, Missing
from commonplace.lib.direction import isolated
from commonplace.ui import words


def reason(gap: Gap, *, names: Sequence[str] = (), is_oneself: bool = False) -> str:
    """Why this is a gap, in a sentence.

    By whom alone something is answered is told to stewards (`names`) and to that person (`is_oneself`); to everyone
    else that few answer.
    """
    one = gap.figures
    number = words.number_word
    match gap.missing:
        case Missing.RARELY_ANSWERED if not one.answered:
            return ngettext(
                "Asked %(asked)s time within a year, and never answered.",
                "Asked %(asked)s times within a year, and never answered.",
                one.asked,
            ) % {"asked": number(one.asked)}
        case Missing.RARELY_ANSWERED:
            return ngettext(
                "Asked %(asked)s time within a year; answers: %(answered)s.",
                "Asked %(asked)s times within a year; answers: %(answered)s.",
                one.asked,
            ) % {"asked": number(one.asked), "answered": number(one.answered)}
        case Missing.FEW_ANSWER:
            return _few(gap, names, is_oneself=is_oneself)
        case Missing.NOTHING_KEPT:
            return ngettext(
                "Answered %(n)s time within a year, and nothing of it is kept.",
                "Answered %(n)s times within a year, and nothing of it is kept.",
                one.answered,
            ) % {"n": number(one.answered)}
        case Missing.STALE:
            return ngettext(
                "%(n)s thing is kept, and nobody has looked at it for too long.",
                "%(n)s things are kept, and nobody has looked at any of them for too long.",
                one.kept,
            ) % {"n": words.number_word(one.kept).capitalize()}
        case _:
            return ngettext(
                "%(n)s person says that one may ask them, and nobody asked within a year.",
                "%(n)s people say that one may ask them, and nobody asked within a year.",
                len(one.declared),
            ) % {"n": words.number_word(len(one.declared)).capitalize()}


def _both(names: Sequence[str]) -> str:
    if len(names) == 1:
        return isolated(names[0])
    return _("%(one)s and %(other)s") % {"one": isolated(names[0]), "other": isolated(names[1])}


def _few(gap: Gap, names: Sequence[str], *, is_oneself: bool) -> str:
    answered = gap.figures.answered
    told = {"n": words.number_word(answered)}
    if is_oneself and len(gap.figures.answerers) == 1:
        said = ngettext(
            "All %(n)s answer within a year came from you.", "All %(n)s answers within a year came from you.", answered
        )
        return said % told
    if is_oneself:
        said = ngettext(
            "All %(n)s answer within a year came from you and one other.",
            "All %(n)s answers within a year came from you and one other.",
            answered,
        )
        return said % told
    if names:
        told["names"] = _both(names)
        said = ngettext(
            "All %(n)s answer within a year came from %(names)s.",
            "All %(n)s answers within a year came from %(names)s.",
            answered,
        )
        return said % told
    said = ngettext(
        "Few answer: %(n)s question was answered within a year.",
        "Few answer: %(n)s questions were answered within a year.",
        answered,
    )
    return said % told
