"""The measures of the house itself, each a few queries over the ledger and what is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, Q, QuerySet

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Deed
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation, Outcome, Settlement
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Affiliation
from commonplace.repertoire.models import Use
from commonplace.repertoire.models.use import How
from commonplace.value.measures import NOTHING, Counted, rounded
from commonplace.value.periods import Time

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
TOWARDS = ("replied", "answered_desk", "settled", "thanked", "adapted", "suggested", "commented", "was_introduced")


def _deeds(community: Community, when: Time, *verbs: str) -> QuerySet[Deed]:
    return deeds_in_force().filter(
        community=community, verb__in=verbs, happened_at__gte=when.begins_at, happened_at__lt=when.ends_at
    )


def _number(found: Iterable[int | None]) -> Counted:
    """So many, each by one person or by nobody who is known."""
    persons = list(found)
    return Counted(rounded(len(persons)), frozenset(one for one in persons if one is not None))


def _each(*verbs: str, community: Community, when: Time) -> Counted:
    return _number(_deeds(community, when, *verbs).values_list("person_id", flat=True))


def _different_people(*verbs: str, community: Community, when: Time) -> Counted:
    people = frozenset(_deeds(community, when, *verbs).exclude(person=None).values_list("person_id", flat=True))
    return Counted(rounded(len(people)), people)


def _asked(community: Community, when: Time) -> QuerySet[Conversation]:
    """What was asked then; a program asks nothing."""
    return Conversation.objects.filter(
        community=community,
        kind__in=AWAITING,
        merged_into=None,
        post_count__gt=0,
        is_automatic=False,
        opened_at__gte=when.begins_at,
        opened_at__lt=when.ends_at,
    )


def gatherings_held(community: Community, when: Time) -> Counted:
    """How many took place of which it is known who was there, and on whom that rests."""
    held, there = _held(community, when).count(), _taking_part(community, when)
    return Counted(rounded(held), frozenset(there) - {None}) if held else NOTHING  # type: ignore[arg-type]


def people_at_a_gathering(community: Community, when: Time) -> Counted:
    """How many were at one, as a mean; who held it and who came from outside count, too."""
    others = [*_held(community, when).values_list("others_came", flat=True)]
    there = _taking_part(community, when)
    if not others:
        return NOTHING
    return Counted(rounded((len(there) + sum(others)) / len(others)), frozenset(there) - {None})  # type: ignore[arg-type]


def _held(community: Community, when: Time) -> QuerySet[Gathering]:
    """Those of which somebody said who was there."""
    return Gathering.objects.convened().filter(
        community=community, starts_at__gte=when.begins_at, starts_at__lt=when.ends_at, attendance_at__isnull=False
    )


def _taking_part(community: Community, when: Time) -> list[int | None]:
    """Who took part in any of them, once for each; deeds of those in confidence tell of a week and not of which."""
    return [*_deeds(community, when, "attended", "hosted").values_list("person_id", flat=True)]


def hours_to_first_answer(community: Community, when: Time) -> Counted:
    """The median, over what was asked then and answered by the end."""
    found = _asked(community, when).filter(first_reply_at__isnull=False, first_reply_at__lt=when.ends_at)
    return _waited(found.values_list("author_id", "opened_at", "first_reply_at"))


def hours_to_settle(community: Community, when: Time) -> Counted:
    """The median, over what was settled then."""
    found = _settled(community, when)
    return _waited(found.values_list("conversation__author_id", "conversation__opened_at", "at"))


def _waited(rows: Iterable[tuple[int | None, datetime, datetime | None]]) -> Counted:
    found = list(rows)
    if not found:
        return NOTHING
    hours = [(end - begin) / HOUR for _who, begin, end in found if end is not None]
    return Counted(rounded(median(hours)), frozenset(who for who, _begin, _end in found if who is not None))


def questions_answered(community: Community, when: Time) -> Counted:
    """How many that were asked then had an answer by the end."""
    found = _asked(community, when).filter(first_reply_at__isnull=False, first_reply_at__lt=when.ends_at)
    return _number(found.values_list("author_id", flat=True))


def _settled(community: Community, when: Time) -> QuerySet[Settlement]:
    return Settlement.objects.filter(
        conversation__community=community,
        conversation__kind__in=AWAITING,
        at__gte=when.begins_at,
        at__lt=when.ends_at,
    )


def questions_settled(community: Community, when: Time) -> Counted:
    """How many were settled then, whenever they were asked."""
    return _number(_settled(community, when).values_list("conversation__author_id", flat=True))


def answers_that_helped(community: Community, when: Time) -> Counted:
    """Of how many answers somebody told then that they helped, wholly or partly."""
    found = Outcome.objects.filter(
        conversation__community=community,
        how__in=(Outcome.How.HELPED, Outcome.How.PARTLY),
        at__gte=when.begins_at,
        at__lt=when.ends_at,
    )
    return _number(found.values_list("person_id", flat=True))


def things_kept(community: Community, when: Time) -> Counted:
    """How many things were kept."""
    return _each("kept", community=community, when=when)


def adaptations(community: Community, when: Time) -> Counted:
    """How many were made out of what others kept."""
    return _each("adapted", community=community, when=when)


def _uses(community: Community, when: Time, how: Q) -> Counted:
    """Those that may be told to the community, of what it keeps or of what its members lent."""
    ours = Q(resource__community=community, used_in=None) | Q(used_in=community)
    found = Use.objects.told().filter(ours, how, at__gte=when.begins_at, at__lt=when.ends_at)
    return _number(found.values_list("person_id", flat=True))


def uses_that_helped(community: Community, when: Time) -> Counted:
    """How often something kept was used, and it helped."""
    return _uses(community, when, Q(how=How.HELPED))


def uses_that_did_not(community: Community, when: Time) -> Counted:
    """How often nothing came of it, or harm."""
    return _uses(community, when, ~Q(how=How.HELPED))


def came_of_trying(community: Community, when: Time) -> Counted:
    """How often somebody said what came of what they had taken away or had said that they would try."""
    return _each("answered_trial", "told_what_came", community=community, when=when)


def bridges(community: Community, when: Time) -> Counted:
    """How many two of different organisations did something towards each other for the first time."""
    works = _organisations(community)
    first: set[tuple[int, int]] = set()
    before: set[tuple[int, int]] = set()
    rows = deeds_in_force().filter(
        community=community, verb__in=TOWARDS, towards__isnull=False, person__isnull=False, happened_at__lt=when.ends_at
    )
    for one, other, at in rows.exclude(person=F("towards")).values_list("person_id", "towards_id", "happened_at"):
        pair = (min(one, other), max(one, other))
        (before if at < when.begins_at else first).add(pair)
    new = [(one, other) for one, other in first - before if works.get(one) and works.get(other)]
    across = [(one, other) for one, other in new if works[one] != works[other]]
    return Counted(rounded(len(across)), frozenset(who for pair in across for who in pair))


def _organisations(community: Community) -> dict[int, str]:
    """Where each works, by the place that they called the main one, or any; written large or small it is the same."""
    rows = Affiliation.objects.filter(person__in=community.memberships.values("person")).order_by("is_main", "-pk")
    return {who: name.strip().casefold() for who, name in rows.values_list("person_id", "organisation")}


def people_who_came_in(community: Community, when: Time) -> Counted:
    """How many came in or came back."""
    return _different_people("joined", "returned", community=community, when=when)


def newcomers_answered(community: Community, when: Time) -> Counted:
    """Of those who came in then, how many had an answer within a week to the first they wrote, by the end."""
    came = _different_people("joined", "returned", community=community, when=when).people
    opened = Conversation.objects.filter(
        community=community, author__in=came, opened_at__gte=when.begins_at, opened_at__lt=when.ends_at
    )
    answered = opened.filter(first_reply_at__lt=when.ends_at, first_reply_at__lte=F("opened_at") + WEEK)
    heard = frozenset(answered.exclude(author=None).values_list("author_id", flat=True))
    return Counted(rounded(len(heard)), heard, came - heard) if came else NOTHING


def people_who_answered(community: Community, when: Time) -> Counted:
    """How many different people wrote a reply."""
    return _different_people("replied", "answered_desk", community=community, when=when)


def people_who_held(community: Community, when: Time) -> Counted:
    """How many different people held a gathering, or carried a part of the learning there."""
    return _different_people("hosted", "carried_part", community=community, when=when)


def agenda_ended(community: Community, when: Time) -> Counted:
    """How many things on the learning agenda came to an end of which somebody said what came of it."""
    return _each("ended_agenda", community=community, when=when)


def words_decided(community: Community, when: Time) -> Counted:
    """How many proposals for other words of the charter were decided, and who had answered any."""
    decided = _deeds(community, when, "decided_proposal").count()
    people = _different_people("answered_proposal", "proposed", community=community, when=when).people
    return Counted(rounded(decided), people) if decided else NOTHING
