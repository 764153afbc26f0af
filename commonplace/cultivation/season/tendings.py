"""What the season suggests to stewards, each with its reason: too little, too much, one form, nobody to hold it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending
from commonplace.cultivation.season.marks import A_YEAR, CALLED_BEFORE, Full, Silence
from commonplace.cultivation.season.meeting import Meeting, ahead, been
from commonplace.cultivation.season.reading import Season
from commonplace.lib.direction import isolated
from commonplace.lib.weeks import monday_of
from commonplace.ui import words

HOST_WITHIN = timedelta(days=14)
ANSWERS_WITHIN, CALLED_SINCE = timedelta(days=7), timedelta(days=3)
TOO_MUCH_WITHIN = timedelta(days=56)
EACH = 5
# So many gatherings in a year are enough to have had a guest.
A_YEAR_OF = 6


def day_said(day: date) -> str:
    """A day of this year, within a sentence."""
    return date_format(day, pgettext("day of this year", "j F"))


def _season(bed: Bed) -> Season | None:
    season = bed.readings.season
    return season if isinstance(season, Season) else None


def _at(bed: Bed, name: str, *more: int) -> str:
    return reverse(name, args=[bed.community.slug, *more])


def no_gathering(bed: Bed) -> Iterator[Tending]:
    """A silence that is going on, or lies ahead within the time in which gatherings are called."""
    season = _season(bed)
    for one in season.silences if season else ():
        if season and one.last > season.today and one.first <= season.today + CALLED_BEFORE:
            yield Tending(
                code="no_gathering",
                about=f"since:{one.first.toordinal()}",
                title=_("Call people together, or name the pause"),
                text=_("The planner proposes days and hours that were attended well. A pause that is named is a rest."),
                why=why_silent(one),
                action=_("Look at the season"),
                url=f"{_at(bed, 'season')}#proposals",
            )


def why_silent(one: Silence) -> str:
    """How long it is, beside what is usual here."""
    usual = ngettext("%(n)d day", "%(n)d days", round(one.usual)) % {"n": round(one.usual)}
    if one.is_open:
        return _("Because nothing is planned from %(day)s on; here people usually meet again within %(usual)s.") % {
            "day": day_said(one.first),
            "usual": usual,
        }
    return ngettext(
        "Because nobody meets for %(n)d day from %(day)s on; here people usually meet again within %(usual)s.",
        "Because nobody meets for %(n)d days from %(day)s on; here people usually meet again within %(usual)s.",
        one.days,
    ) % {"n": one.days, "day": day_said(one.first), "usual": usual}


def too_much(bed: Bed) -> Iterator[Tending]:
    """Weeks ahead that hold more than members have time for."""
    season = _season(bed)
    for one in season.full if season else ():
        if season and monday_of(season.today) <= one.monday <= season.today + TOO_MUCH_WITHIN:
            yield Tending(
                code="too_much",
                about=f"week:{one.monday.toordinal()}",
                title=_("Move something out of the week of %(day)s") % {"day": day_said(one.monday)},
                text=_("Whoever cannot come to all of it soon comes to none. A week later is early enough for most."),
                why=why_full(one),
                action=_("Look at the season"),
                url=f"{_at(bed, 'season')}#year",
            )


def why_full(one: Full) -> str:
    """How long people would meet, beside what they have time for."""
    said = {"long": hours(one.minutes), "most": hours(one.allowed.minutes)}
    if one.allowed.is_declared:
        return (
            _(
                "Because its gatherings take %(long)s; half of those who said how much time they give have %(most)s a"
                " week."
            )
            % said
        )
    return (
        _("Because its gatherings take %(long)s, more than twice as long as is usual here (at most %(most)s).") % said
    )


def hours(minutes: int) -> str:
    """A length of time in hours and minutes."""
    whole, rest = divmod(minutes, 60)
    said = []
    if whole:
        said.append(ngettext("%(n)d hour", "%(n)d hours", whole) % {"n": whole})
    if rest or not whole:
        said.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(said)


def spark(bed: Bed) -> Iterator[Tending]:
    """Half a year of one form."""
    season = _season(bed)
    if season and (one := season.same_form):
        yield Tending(
            code="same_form",
            about=f"form:{one.form}"[:40],
            title=_("Add a spark"),
            text=_("What comes again is a home; now and then something else wakes it: a visit, a guest, a hot topic."),
            why=ngettext(
                "Because the %(n)d gathering of six months had one form: %(form)s.",
                "Because all %(n)d gatherings of six months had one form: %(form)s.",
                one.gatherings,
            )
            % {"n": one.gatherings, "form": isolated(one.name)},
            action=_("Call something else"),
            url=_at(bed, "convening"),
        )


def no_guest(bed: Bed) -> Iterator[Tending]:
    """A year of gatherings to which nobody from outside was invited, remembered by the year."""
    season = _season(bed)
    held = [one for one in been(season.meetings, bed.now) if one.starts_at > bed.now - A_YEAR] if season else []
    if (
        season
        and len(held) >= A_YEAR_OF
        and not any(one.has_guests for one in (*held, *ahead(season.meetings, bed.now)))
    ):
        yield Tending(
            code="no_guest",
            about=f"year:{season.today.year}",
            title=_("Invite somebody from outside"),
            text=_("Someone who does the same elsewhere asks what nobody here asks any more. An hour is enough."),
            why=ngettext(
                "Because %(n)s gathering was held within a year, and no guest was invited to it.",
                "Because %(n)s gatherings were held within a year, and no guest was invited to any.",
                len(held),
            )
            % {"n": words.number_word(len(held))},
            action=_("Look at the gatherings"),
            url=_at(bed, "gatherings"),
        )


def no_host(bed: Bed) -> Iterator[Tending]:
    """Gatherings of the next fortnight that nobody who is here holds."""
    for one in _soon(bed, HOST_WITHIN):
        if not one.is_held:
            yield Tending(
                code="no_host",
                about=f"gathering:{one.pk}",
                title=_("Find someone to hold “%(title)s”") % {"title": isolated(one.title)},
                text=_("To welcome people and keep the clock is enough; nobody has to know everything."),
                why=_("Because it is on %(day)s, and whoever called it is not here any more.")
                % {"day": day_said(one.day)},
                action=_("Ask someone"),
                url=_at(bed, "gathering_hosts", one.pk),
            )


def nobody_answered(bed: Bed) -> Iterator[Tending]:
    """Gatherings of the next week, called days ago, to which nobody has said a word."""
    for one in _soon(bed, ANSWERS_WITHIN):
        if not one.answered and one.called_at <= bed.now - CALLED_SINCE:
            yield Tending(
                code="nobody_answered",
                about=f"gathering:{one.pk}",
                title=_("Ask a few people by name to “%(title)s”") % {"title": isolated(one.title)},
                text=_("A hello that names someone is answered where a notice is not. Three names are enough."),
                why=_("Because it is on %(day)s, and nobody has said whether they come.") % {"day": day_said(one.day)},
                action=_("Ask by name"),
                url=_at(bed, "gathering_asking", one.pk),
            )


def _soon(bed: Bed, within: timedelta) -> list[Meeting]:
    season = _season(bed)
    coming = ahead(season.meetings, bed.now) if season else []
    return [one for one in coming if bed.now < one.starts_at < bed.now + within][:EACH]


GARDENERS = (
    Gardener(
        "no_host",
        gettext_lazy("Find somebody to hold a gathering"),
        no_host,
        order=34,
        principle=Principle.LEVELS,
        most=EACH,
    ),
    Gardener(
        "nobody_answered",
        gettext_lazy("Ask people to a gathering by name"),
        nobody_answered,
        order=36,
        principle=Principle.SPACES,
        most=EACH,
    ),
    Gardener(
        "no_gathering",
        gettext_lazy("Call people together, or name the pause"),
        no_gathering,
        order=42,
        principle=Principle.RHYTHM,
    ),
    Gardener(
        "too_much", gettext_lazy("Take something out of a full week"), too_much, order=44, principle=Principle.RHYTHM
    ),
    Gardener("same_form", gettext_lazy("Add a spark"), spark, order=46, principle=Principle.EXCITEMENT, quotes=True),
    Gardener(
        "no_guest", gettext_lazy("Invite somebody from outside"), no_guest, order=48, principle=Principle.DIALOGUE
    ),
)
