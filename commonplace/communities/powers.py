"""Who in a community has a say over others or over the place: named beside every composer, before one writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.access import has_say_here
from commonplace.communities.models import Community, Lead, Membership, Role
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint
from commonplace.letters.naming import person_named
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

# With more than this, each kind is told by its number.
MOST_NAMES = 6


class Power(NamedTuple):
    """Somebody with a say, and of what kind.

    `leads` is by their own word, which everyone may know; `leads_viewer` by the viewer's, which is told to nobody else.
    `has_say` is by anybody's: neutral ground is not for them. Who sponsors from outside (`is_outside`) reads no talk,
    and has a say all the same; `is_sponsor` is whoever does so inside.
    """

    person_id: int
    name: str
    is_claimed: bool
    is_steward: bool
    is_sponsor: bool
    leads: bool
    leads_viewer: bool
    is_operator: bool
    has_say: bool
    is_outside: bool = False

    @property
    def words(self) -> str:
        """What say it is."""
        said = (
            (self.is_steward, _("steward")),
            (self.is_sponsor, _("sponsor")),
            (self.leads, _("leads people here")),
            (self.leads_viewer, _("leads you, as you said")),
            (self.is_operator, _("looks after the house")),
        )
        return ", ".join(words for holds, words in said if holds)


def having_say(viewpoint: Viewpoint) -> Sequence[Power]:
    """Everyone with a say, by name, sponsors outside among them, for whoever is inside; one query. Those outside are
    told of nobody.
    """
    if viewpoint.person is None or not viewpoint.is_member:
        return ()
    return [Power(*row) for row in _powers(community=viewpoint.community, viewer=viewpoint.person)]


@prepared
def _powers(*, community: Community, viewer: Person) -> QuerySet[Membership, tuple[Any, ...]]:
    said = Lead.objects.filter(community=community, person=OuterRef("person"))
    backed = Role.objects.sponsoring().filter(membership=OuterRef("pk"))
    persons = Person.objects.filter(has_say_here(community.pk), pk=OuterRef("person"))
    rows = Membership.objects.current_or_sponsoring().filter(community=community)
    rows = rows.annotate(
        is_steward_here=ExpressionWrapper(Q(standing=Standing.STEWARD), output_field=BooleanField()),
        is_sponsor_here=Exists(backed),
        leads=Exists(said.own()),
        leads_viewer=Exists(said.of_others().said_by(viewer)),
        has_say=Exists(persons),
        is_outside=ExpressionWrapper(Q(standing=Standing.SPONSOR), output_field=BooleanField()),
    )
    shown = Q(is_steward_here=True) | Q(is_sponsor_here=True) | Q(leads=True) | Q(leads_viewer=True)
    shown |= Q(is_outside=True)
    rows = rows.filter(shown | Q(person__is_operator=True)).order_by("person__name", "person_id")
    return rows.values_list(
        "person_id",
        "person__name",
        ExpressionWrapper(Q(person__claimed_at__isnull=False), output_field=BooleanField()),
        "is_steward_here",
        "is_sponsor_here",
        "leads",
        "leads_viewer",
        F("person__is_operator"),
        "has_say",
        "is_outside",
    )


def said_of(powers: Sequence[Power], viewpoint: Viewpoint) -> str:
    """In a sentence, who of these is here: a few by name, many by number; "" for nobody."""
    powers = [one for one in powers if not one.is_outside]
    if not powers:
        return ""
    if len(powers) <= MOST_NAMES:
        who = ", ".join(
            _("%(name)s (%(say)s)")
            % {
                # The sentence stands in letters, too.
                "name": isolated(
                    person_named(viewpoint.byline_of(one.person_id, one.name, is_claimed=one.is_claimed).name)
                ),
                "say": one.words,
            }
            for one in powers
        )
    else:
        who = ", ".join(_counted(powers))
    return _("With a say here: %(who)s.") % {"who": who}


def sponsors_said(powers: Sequence[Power], reading: Sequence[Power]) -> str:
    """How many sponsors can read, in a sentence, of all with a say and of those among them who read; "" where the
    community has none.
    """
    if not any(one.is_sponsor or one.is_outside for one in powers):
        return ""
    count = sum(one.is_sponsor or one.is_outside for one in reading)
    if not count:
        return _("No sponsor can read this.")
    return ngettext("%(n)d sponsor can read this.", "%(n)d sponsors can read this.", count) % {"n": count}


def _counted(powers: Sequence[Power]) -> list[str]:
    stewards, sponsors = sum(one.is_steward for one in powers), sum(one.is_sponsor for one in powers)
    leading, operators = sum(one.leads or one.leads_viewer for one in powers), sum(one.is_operator for one in powers)
    said = (
        (stewards, ngettext("%(n)d steward", "%(n)d stewards", stewards)),
        (sponsors, ngettext("%(n)d sponsor", "%(n)d sponsors", sponsors)),
        (leading, ngettext("%(n)d who leads people here", "%(n)d who lead people here", leading)),
        (operators, ngettext("%(n)d who looks after the house", "%(n)d who look after the house", operators)),
    )
    return [words % {"n": n} for n, words in said if n]
