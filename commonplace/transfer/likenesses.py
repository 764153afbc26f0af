"""What speaks for two names being one person's: the pairs of a community, and the evidence for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.lib.direction import isolated
from commonplace.lib.mail.names import local_key, name_key, nick_key, organisation_key
from commonplace.people.models import Person
from commonplace.transfer.models import Handle, Likeness

# So many of one name are hardly one person, whatever else agrees.
MOST_OF_ONE_NAME = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what they wrote in the community, and from when to when."""

    person: Person
    letters: int
    since: datetime | None
    until: datetime | None

    @property
    def years(self) -> str:
        """The years in which they wrote, "2004–2006"; nothing where they wrote nothing here."""
        if self.since is None or self.until is None:
            return ""
        return str(self.since.year) + (f"–{self.until.year}" if self.until.year != self.since.year else "")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, what speaks for one person, and what against it."""

    row: Likeness
    one: Side
    other: Side
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, whoever wrote more first."""
        return self.one, self.other


def pairs_missing_in(community: int) -> list[tuple[int, int]]:
    """The pairs of unclaimed names of a community's archives that are not written down: those of one full name, and
    those of two archives that are called the same in one word.
    """
    names = (
        Handle.objects.filter(community=community, person__claimed_at__isnull=True, person__is_active=True)
        .order_by("person")
        .values_list("person", "person__name", "run")
        .distinct()
    )
    under: dict[str, list[int]] = defaultdict(list)
    nicks: dict[str, dict[int, set[int | None]]] = defaultdict(lambda: defaultdict(set))
    for pk, name, run in names:
        key = name_key(name)
        if key and pk not in under[key]:
            under[key].append(pk)
        elif nick := "" if key else nick_key(name):
            nicks[nick][pk].add(run)
    for nick, runs in nicks.items():
        # Within one archive its own place told two of one word apart.
        if len(runs) == 2 and not set.intersection(*runs.values()):
            under[nick] = list(runs)
    several = [some for some in under.values() if 1 < len(some) <= MOST_OF_ONE_NAME]
    if not several:
        return []
    wrote = dict(
        Post.objects.filter(author__in=[pk for some in several for pk in some], conversation__community=community)
        .order_by()
        .values_list("author")
        .annotate(n=Count("pk"))
    )
    known = set()
    for one, other in Likeness.objects.filter(community=community).values_list("one", "other"):
        known |= {(one, other), (other, one)}
    found = []
    for some in several:
        first, *others = sorted(some, key=lambda pk: (-wrote.get(pk, 0), pk))
        found += [(first, other) for other in others if (first, other) not in known]
    return found


def weighed(community: Community, rows: Sequence[Likeness]) -> list[Pair]:
    """The pairs with their evidence, in a handful of queries whatever their number."""
    pks = {pk for row in rows for pk in (row.one_id, row.other_id)}
    said = Post.objects.filter(author__in=pks, conversation__community=community).order_by()
    wrote: dict[int, Any] = {
        row["author"]: row
        for row in said.values("author").annotate(n=Count("pk"), since=Min("written_at"), until=Max("written_at"))
    }
    talks: dict[int, set[int]] = defaultdict(set)
    for author, talk in said.values_list("author", "conversation").distinct():
        talks[author or 0].add(talk)
    answers: dict[tuple[int, int], int] = {
        (author, to): n
        for author, to, n in said.filter(reply_to__author__in=pks)
        .values_list("author", "reply_to__author")
        .annotate(n=Count("pk"))
    }
    addresses: dict[int, list[str]] = defaultdict(list)
    archives: dict[int, set[str]] = defaultdict(set)
    handles = Handle.objects.filter(person__in=pks, community=community).order_by("pk")
    for pk, address, archive in handles.values_list("person", "address", "run__name"):
        addresses[pk].append(address)
        archives[pk] |= {archive} if archive else set()
    return [
        Pair(
            row,
            one := _side(row.one, wrote),
            other := _side(row.other, wrote),
            tuple(_evidence(one, other, addresses, archives, len(talks[row.one_id] & talks[row.other_id]))),
            tuple(_doubts(answers.get((row.one_id, row.other_id), 0) + answers.get((row.other_id, row.one_id), 0))),
        )
        for row in rows
    ]


def _side(person: Person, wrote: dict[int, Any]) -> Side:
    row = wrote.get(person.pk, {"n": 0, "since": None, "until": None})
    return Side(person, row["n"], row["since"], row["until"])


def _evidence(
    one: Side, other: Side, addresses: dict[int, list[str]], archives: dict[int, set[str]], together: int
) -> Iterator[str]:
    if not name_key(one.person.name) and nick_key(one.person.name) == nick_key(other.person.name):
        yield _("They are called the same, in one word.")
    elif one.person.name == other.person.name:
        yield _("The full name is the same.")
    else:
        yield _("The full name is the same but for initials, titles, accents or the order of its words.")
    ours, theirs = addresses[one.person.pk], addresses[other.person.pk]
    if {local_key(a) for a in ours} & {local_key(a) for a in theirs} - {""}:
        yield _("What stands before the @ is the same.")
    if {organisation_key(a) for a in ours} & {organisation_key(a) for a in theirs} - {""}:
        yield _("They wrote from the same organisation.")
    here, there = archives[one.person.pk], archives[other.person.pk]
    if here and there and not here & there:
        yield _("One spoke in “%(here)s”, the other in “%(there)s”.") % {
            "here": isolated(", ".join(sorted(here))),
            "there": isolated(", ".join(sorted(there))),
        }
    if one.since and one.until and other.since and other.until:
        begin, end = max(one.since, other.since).year, min(one.until, other.until).year
        if begin == end:
            yield _("Both wrote in %(year)s.") % {"year": begin}
        elif begin < end:
            yield _("Both wrote from %(begin)s to %(end)s.") % {"begin": begin, "end": end}
        else:
            yield _("One wrote until %(end)s, the other from %(begin)s on.") % {"begin": begin, "end": end}
    if together:
        yield ngettext(
            "They wrote in %(n)d conversation together.", "They wrote in %(n)d of the same conversations.", together
        ) % {"n": together}


def _doubts(answers: int) -> Iterator[str]:
    if answers:
        yield ngettext(
            "One answered the other %(n)d time, as two people do.",
            "They answered each other %(n)d times, as two people do.",
            answers,
        ) % {"n": answers}
