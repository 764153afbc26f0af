"""The rules: who may see what. Every room's `visible_to` is built from these, and nothing else decides.

A stranger is None. *Standing* is a current membership: member, steward, or guest whose time has not run out.

- A community's existence is visible when it is public or listed, or to those with a standing or an open request, and
  to whoever sponsors it from outside.
- Its rooms are open when it is public, when it is listed and has a space that anyone may read, or to those with a
  standing; what is found in them is decided space by space.
- A space: `public` reaches anyone who may know of a public or listed community (in a private one, those with a
  standing), `members` those with a standing, `group` those with a seat and a standing, `neutral` those with a standing
  who have no say over others there (see `has_say`).
- A sponsor outside has no standing in that sense: of what is within they read what anyone does, and the sponsor's page,
  which members may read too.
- What is held reaches its author and the stewards only.
- What is lent (see `space_may_lend`) reaches members of every other community of the house, for as long as it is.
- A letter carries the words of a space that is ordinary and set so; of any other it says that there is something new.
- Outside, people are named at the door of a community only as they agreed to be, its stewards too; whoever has asked to
  come in learns who the stewards are.

What someone may be, and what that allows, is in `standing`; who may know of what, in `doors`. The rows that the rules
ask for (`models.membership`, `models.seat`, `models.moderation`) lie below, those that are asked by them above.

Each function gives a Q for filtering; `path` is the lookup that leads to the community's or person's id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from commonplace.communities.doors import (
    EVERYONE_INSIDE,
    KNOWN_OUTSIDE,
    Confidence,
    InLetters,
    SpaceVisibility,
    Visibility,
)
from commonplace.communities.models.lead import Lead
from commonplace.communities.models.membership import JoinRequest, Membership, Role
from commonplace.communities.models.moderation import Hold
from commonplace.communities.models.seat import SpaceSeat
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person

if TYPE_CHECKING:
    from commonplace.communities.models import Space

NOBODY = Q(pk__in=[])


def has_standing(person: Person | None, path: str) -> Q:
    """Rows whose community (its id at `path`) counts `person` among its members, stewards or guests."""
    if person is None:
        return NOBODY
    return Q(**{f"{path}__in": Membership.objects.communities_of(person)})


def is_stewarded(person: Person | None, path: str) -> Q:
    """Rows whose community (its id at `path`) is stewarded by `person`."""
    if person is None:
        return NOBODY
    return Q(**{f"{path}__in": Membership.objects.communities_of(person, tended=True)})


def is_sponsored(person: Person | None, path: str) -> Q:
    """Rows whose community (its id at `path`) is sponsored by `person` from outside."""
    if person is None:
        return NOBODY
    return Q(**{f"{path}__in": Membership.objects.sponsored_by(person)})


def sponsors_page_is_open(person: Person | None, path: str) -> Q:
    """Rows whose community (its id at `path`) has a sponsor's page that `person` may read: whoever sponsors it, and its
    members and stewards, who may see what a sponsor sees. Guests are here for one thing.
    """
    if person is None:
        return NOBODY
    inside = Membership.objects.filter(person=person, standing__in=LASTING)
    return is_sponsored(person, path) | Q(**{f"{path}__in": Subquery(inside.values("community_id"))})


def community_is_visible(person: Person | None) -> Q:
    """Communities that `person` may know of."""
    known = Q(visibility__in=KNOWN_OUTSIDE)
    if person is None:
        return known
    asked = JoinRequest.objects.filter(person=person, answered_at__isnull=True)
    invited = has_standing(person, "pk") | is_sponsored(person, "pk")
    return known | invited | Q(pk__in=Subquery(asked.values("community_id")))


def community_is_open(person: Person | None, *, window: Exists) -> Q:
    """Communities whose rooms `person` may enter; `window` asks for a space that anyone may read."""
    public, listed = Q(visibility=Visibility.PUBLIC), Q(window, visibility=Visibility.LISTED)
    return public | listed | has_standing(person, "pk")


def space_is_visible(person: Person | None, path: str = "") -> Q:
    """Spaces (at `path`, such as `space__`) whose contents `person` may read."""
    visibility, known = f"{path}visibility", f"{path}community__visibility__in"
    public = Q(**{visibility: SpaceVisibility.PUBLIC, known: KNOWN_OUTSIDE})
    if person is None:
        return public
    theirs = has_standing(person, f"{path}community_id")
    seats = SpaceSeat.objects.filter(person=person).values("space_id")
    seated = Q(**{visibility: SpaceVisibility.GROUP, f"{path}pk__in": Subquery(seats)})
    neutral = Q(**{visibility: SpaceVisibility.NEUTRAL}) & ~has_say(person, f"{path}community_id")
    return public | theirs & (Q(**{f"{visibility}__in": EVERYONE_INSIDE}) | seated | neutral)


def has_say(person: Person, path: str) -> Q:
    """Rows in whose community (its id at `path`) this person has a say over others: as a sponsor, by their own word, or
    by the word of somebody whom they lead. Neutral ground is not there for them.
    """
    led = Lead.objects.filter(person=person).values("community_id")
    backed = Role.objects.sponsoring().filter(membership__person=person).values("membership__community_id")
    return Q(**{f"{path}__in": Subquery(led)}) | Q(**{f"{path}__in": Subquery(backed)})


def space_is_visible_inside(path: str = "") -> Q:
    """Spaces (at `path`) that whoever has a standing in their community may read, whatever their seats: no group."""
    return Q(**{f"{path}visibility__in": EVERYONE_INSIDE})


def sends_words(path: str = "") -> Q:
    """Rows whose space (at `path`, such as `space__`) lets letters carry what is written there: from whatever is not
    ordinary none ever does.
    """
    return Q(**{f"{path}confidence": Confidence.ORDINARY, f"{path}in_letters": InLetters.WORDS})


def space_may_lend(path: str = "") -> Q:
    """Spaces (at `path`) of which something may be lent to other communities of the house: ordinary ones that everyone
    inside reads, in a community that those outside may know of.
    """
    known = Q(**{f"{path}community__visibility__in": KNOWN_OUTSIDE})
    return known & space_is_visible_inside(path) & Q(**{f"{path}confidence": Confidence.ORDINARY})


def is_member_elsewhere(person: Person | None, path: str, *, module: str) -> Q:
    """Rows whose community (its id at `path`) is not the only one: `person` is a member of another where this module is
    on, and no guest.
    """
    if person is None:
        return NOBODY
    theirs = Membership.objects.filter(person=person, standing__in=LASTING)
    theirs = theirs.alias(on=Cast("community__modules", TextField())).filter(on__contains=f'"{module}"')
    return Q(Exists(theirs.exclude(community=OuterRef(path))))


def has_say_here(community: int) -> Q:
    """Persons who have a say over others in a community: `has_say`, asked the other way round."""
    led = Lead.objects.filter(community=community).values("person_id")
    backed = Role.objects.sponsoring().filter(membership__community=community).values("membership__person_id")
    return Q(pk__in=Subquery(led)) | Q(pk__in=Subquery(backed))


def is_here(community: int) -> Q:
    """Persons with a standing in a community."""
    return Q(pk__in=Subquery(Membership.objects.current().filter(community=community).values("person_id")))


def is_here_and_reads(space: Space) -> Q:
    """Persons with a standing in the community of a space who may read what stands in it: `space_is_visible`, asked
    the other way round.
    """
    here = is_here(space.community_id)
    if space.visibility == SpaceVisibility.NEUTRAL:
        return here & ~has_say_here(space.community_id)
    if space.visibility != SpaceVisibility.GROUP:
        return here
    return here & Q(pk__in=Subquery(SpaceSeat.objects.filter(space=space).values("person_id")))


def is_not_held(
    person: Person | None, *, kind: str | OuterRef, object_id: str = "pk", author: str, community: str
) -> Q:
    """Rows no standing hold keeps back; their author (id at `author`) and the community's stewards see them all the
    same.
    """
    held = Hold.objects.filter(kind=kind, object_id=OuterRef(object_id), lifted_at__isnull=True)
    free = ~Q(Exists(held))
    if person is None:
        return free
    return free | Q(**{author: person.pk}) | is_stewarded(person, community)


def person_is_visible(person: Person | None) -> Q:
    """Persons whose page `person` may open: themselves, and whoever has or had a standing where they have one."""
    if person is None:
        return NOBODY
    beside = Membership.objects.filter(has_standing(person, "community_id"))
    return Q(pk=person.pk) | Q(pk__in=Subquery(beside.values("person_id")))


def name_is_settled_by(steward: Person, path: str) -> Q:
    """Rows whose person (their id at `path`) stands only where `steward` tends, so that whose name it is, is theirs to
    say; an operator's too, wherever it stands. One steward's word would otherwise open another community's door.
    """
    operator = Person.objects.filter(pk=steward.pk, is_operator=True)
    standings = Membership.objects.filter(person=OuterRef(path))
    elsewhere = standings.exclude(community__in=Membership.objects.communities_of(steward, tended=True))
    return Q(Exists(operator)) | Q(Exists(standings)) & ~Q(Exists(elsewhere))
