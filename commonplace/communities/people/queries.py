"""Who is here and what one may ask them: in no order of merit."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import formats, timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from commonplace.communities.models import Community, Greeting, Membership, Role
from commonplace.communities.standing import Standing
from commonplace.lib.direction import isolated
from commonplace.lib.folding import folded
from commonplace.people.models import Affiliation, Person
from commonplace.store.along import along, moment
from commonplace.ui import words

A_NEWCOMER_FOR = timedelta(days=60)
MOST_WORDS = 6

SAID = ("person__ask_about", "person__craft", "person__learning_about", "person__name", "cares_about")
SIEVES = ("everyone", "ask", "arrived", "stewards", "archive")
MOST_OFFERS = 60  # looked at for the few that are shown
HELLOS = 12  # on somebody's page, the first ones
MOST_ROLES = 12  # to choose from; whoever tends a community with more looks for a word


def directory(
    community: Community, *, sieve: str, asked: str, now: datetime, role: str = ""
) -> tuple[QuerySet[Membership], Sequence[str]]:
    """Those whom `sieve` lets through, who hold `role` and may know about `asked`, with the order to page them by; each
    with the `organisation` that stands beside the name.

    Names known from an archive alone stand apart from the people, in a sieve of their own.
    """
    belongs = Affiliation.objects.filter(person=OuterRef("person_id")).order_by("-is_main", "pk")
    rows: QuerySet[Membership] = (
        Membership.objects.current(now)
        .filter(community=community, person__claimed_at__isnull=sieve == "archive")
        .select_related("person")
        .annotate(organisation=Subquery(belongs.values("organisation")[:1]))
    )
    words = asked.split()[:MOST_WORDS]
    for word in words:
        rows = rows.filter(_says(word, *SAID) | Exists(_belongs(word)))
    if sieve == "ask":
        rows = rows.exclude(person__ask_about="")
    elif sieve == "arrived":
        rows = rows.filter(joined_at__gt=now - A_NEWCOMER_FOR)
    elif sieve == "stewards":
        rows = rows.filter(standing=Standing.STEWARD)
    if role:
        held = Role.objects.filter(live_on(timezone.localdate(now)), membership=OuterRef("pk"), name=role)
        rows = rows.filter(Exists(held))
    if words:
        offers = Q()
        for word in words:
            offers &= _says(word, "person__ask_about")
        place = Case(When(offers, then=Value(0)), default=Value(1), output_field=IntegerField())
        return rows.annotate(place=place), ("place", "person__name", "pk")
    if sieve == "arrived":
        return rows, ("-joined_at", "-pk")
    return rows, ("person__name", "pk")


def who_offer(
    community: Community, names: Sequence[str], *, but: Collection[int | None] = (), now: datetime
) -> Sequence[tuple[Membership, Sequence[str]]]:
    """Those here, besides the persons `but`, who say that one may ask them about any of these, by name, each with those
    they speak of; not who asked for no nudges. One query.
    """
    offered = Q()
    for name in names:
        offered |= _says(name, "person__ask_about")
    rows = Membership.objects.current(now).filter(offered, community=community, person__claimed_at__isnull=False)
    rows = rows.exclude(pace=Membership.Pace.FOLLOW)
    found = rows.exclude(person__in=[pk for pk in but if pk]).select_related("person").order_by("person__name", "pk")
    # As a word, or the beginning of one: who asks about air is not led to whoever repairs.
    words = {name: re.compile(rf"\b{re.escape(folded(name))}") for name in names if folded(name)}
    said_by = ((one, " ".join(map(folded, one.person.ask_about.split()))) for one in found[:MOST_OFFERS])
    fitting = ((one, [name for name, word in words.items() if word.search(about)]) for one, about in said_by)
    return [(one, spoken_of) for one, spoken_of in fitting if spoken_of]


def live_on(day: date) -> Q:
    """Roles held on this day: the term covers it (as `Role.is_live` says it of one), and it is not being learned."""
    return Q(Q(until=None) | Q(until__gte=day), since__lte=day, is_shadow=False)


def roles_held(community: Community, *, now: datetime) -> Sequence[str]:
    """The roles that people here hold today, by name."""
    here = Membership.objects.current(now).filter(community=community, person__claimed_at__isnull=False)
    held = Role.objects.filter(live_on(timezone.localdate(now)), membership__in=here)
    return list(held.order_by("name").values_list("name", flat=True).distinct()[:MOST_ROLES])


def _says(word: str, *fields: str) -> Q:
    """Rows with `word` in any of the fields; SQLite folds only ASCII letters, so the other cases are asked for too."""
    match = Q()
    for spelt in {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}:
        for field in fields:
            match |= Q(**{f"{field}__icontains": spelt})
    return match


def _belongs(word: str) -> QuerySet[Affiliation]:
    """Where the person of the outer row works or belongs, if it is called by `word`."""
    return Affiliation.objects.filter(_says(word, "organisation", "unit"), person=OuterRef("person_id"))


def time_there(person: Person, *, now: datetime) -> str:
    """The hour where someone is, as the reader’s hours run ("15:42"), or "" where they have not said."""
    if not person.time_zone:
        return ""
    try:
        with timezone.override(ZoneInfo(person.time_zone)):
            return words.hour(now)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def whereabouts(person: Person, *, now: datetime) -> str:
    """Place and hour in a line: "Ledbury, 14:42 there"."""
    hour = time_there(person, now=now)
    if person.place and hour:
        return _("%(place)s, %(hour)s there") % {"place": isolated(person.place), "hour": hour}
    return person.place or (_("%(hour)s there") % {"hour": hour} if hour else "")


def languages_of(person: Person) -> str:
    """Their languages by name, in the reader's language."""
    names = []
    for code in person.languages:
        try:
            name = Locale.parse(str(code), sep="-").get_display_name(get_language() or "en")
        except (UnknownLocaleError, ValueError):
            name = str(code)
        names.append(name or str(code))
    return ", ".join(names)


@dataclass(frozen=True)
class Standings:
    """What someone is in the community, in words: a standing, and roles with their terms."""

    standing: str
    roles: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """All of it in a row, the standing first."""
        return ", ".join([self.standing, *self.roles])


def standings_of(membership: Membership, roles: Sequence[Role], *, now: datetime) -> Standings:
    """Standing and live roles as the person's page says them: "coordinator until January 2027"."""
    today = timezone.localdate(now)
    said = []
    for role in roles:
        if not role.is_live(today):
            continue
        if role.is_shadow:
            said.append(_("learns the role of %(role)s") % {"role": isolated(role.name)})
            continue
        if role.until is None:
            said.append(isolated(role.name))
        else:
            until = formats.date_format(role.until, _("F Y"))
            said.append(_("%(role)s until %(month)s") % {"role": isolated(role.name), "month": until})
    return Standings(_standing(membership, now), tuple(said))


def _standing(membership: Membership, now: datetime) -> str:
    """The standing in words."""
    if membership.standing == Standing.ALUMNUS:
        if membership.left_at is None:
            return _("was here before")
        return _("was here until %(month)s") % {"month": formats.date_format(membership.left_at, _("F Y"))}
    if membership.is_sponsor:
        if membership.until is None:
            return _("sponsor, from outside")
        return _("was a sponsor until %(month)s") % {"month": formats.date_format(membership.until, _("F Y"))}
    if membership.is_guest:
        if membership.until is None:
            return _("guest")
        day = formats.date_format(timezone.localtime(membership.until), pgettext("day of another year", "j F Y"))
        if membership.is_current(now):
            return _("guest until %(day)s") % {"day": day}
        return _("was a guest until %(day)s") % {"day": day}
    return str(membership.get_standing_display())


def with_all(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Memberships with what `Beside` reads, asked along: somebody's page has enough to ask for."""
    first = Greeting.objects.filter(membership=OuterRef(OuterRef("pk"))).order_by("at", "pk").values("pk")[:HELLOS]
    hellos = Greeting.objects.filter(pk__in=Subquery(first))
    belongs = Affiliation.objects.filter(person=OuterRef("person_id"))
    held = Role.objects.filter(membership=OuterRef("pk"))
    by = {"by": "by_id", "name": "by__name", "claimed_at": "by__claimed_at"}
    return rows.annotate(
        hellos_along=along(hellos, id="pk", words="words", at="at", **by),
        places_along=along(belongs, id="pk", organisation="organisation", unit="unit", is_main="is_main"),
        roles_along=along(held, id="pk", name="name", since="since", until="until", is_shadow="is_shadow"),
    )


@dataclass(frozen=True)
class Hello:
    """A hello and whose it is."""

    by_id: int
    by_name: str
    is_claimed: bool
    words: str
    at: datetime


@dataclass(frozen=True)
class Beside:
    """What hangs on a membership of `with_all`: hellos, roles in the order of their terms, where the person belongs."""

    hellos: Sequence[Hello]
    roles: Sequence[Role]
    affiliations: Sequence[Affiliation]


def beside(membership: Membership) -> Beside:
    """What came along with it."""
    hellos = sorted(_along(membership, "hellos"), key=lambda one: (moment(one["at"]), one["id"]))
    roles = sorted(_along(membership, "roles"), key=lambda one: (one["since"], one["id"]))
    places = sorted(_along(membership, "places"), key=lambda one: (not one["is_main"], one["id"]))
    return Beside(
        [
            Hello(one["by"], one["name"], one["claimed_at"] is not None, one["words"], moment(one["at"]))
            for one in hellos
        ],
        [
            Role(
                pk=one["id"],
                membership=membership,
                name=one["name"],
                since=date.fromisoformat(one["since"]),
                until=date.fromisoformat(one["until"]) if one["until"] else None,
                is_shadow=bool(one["is_shadow"]),
            )
            for one in roles
        ],
        [
            Affiliation(
                pk=one["id"],
                person_id=membership.person_id,
                organisation=one["organisation"],
                unit=one["unit"],
                is_main=bool(one["is_main"]),
            )
            for one in places
        ],
    )


def _along(membership: Membership, name: str) -> Sequence[dict[str, Any]]:
    return getattr(membership, f"{name}_along") or ()
