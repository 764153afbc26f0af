"""Gaps in words: why each is one, with its numbers, and what could be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.knowledge.figures import FEWEST, Figures, Waits
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


def record(one: Figures, took: Waits) -> Iterator[tuple[str, str]]:
    """From asked to known in sentences, each with its number; "" stands for none."""

    def said(number: int) -> str:
        return words.count(number) if number else ""

    yield said(one.asked), _("asked within a year")
    answered = _("answered")
    if took.to_answer is not None:
        answered = _("answered, half of them within %(time)s") % {"time": _span(took.to_answer)}
    yield said(one.answered), answered
    settled = _("settled")
    if took.to_settle is not None:
        settled = _("settled, half of them within %(time)s") % {"time": _span(took.to_settle)}
    yield said(one.settled), settled
    kept = _("kept")
    if one.newest_at is not None:
        kept = _("kept, the latest change in %(month)s") % {
            "month": date_format(timezone.localtime(one.newest_at), _("F Y"))
        }
    yield said(one.kept), kept
    yield said(len(one.declared)), _("say “ask me about it”")
    others = len(one.showed.keys() - one.named)
    shown = len(one.shown) + (others if others >= FEWEST else 0)
    yield said(shown), _("have shown it") if shown or not others else _("a few have shown it")
    yield said(len(one.learning)), _("learn about it")


def _span(hours: float) -> str:
    """A length of time as a sentence says it: minutes, hours, or from two days on days."""
    whole = timedelta(hours=hours)
    if hours < 1:
        minutes = max(1, round(whole.total_seconds() / 60))
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", round(hours)) % {"n": round(hours)}
    return ngettext("%(n)d day", "%(n)d days", round(hours / 24)) % {"n": round(hours / 24)}
