"""A last look at a letter that waited in the outbox: is its reader still to have it, and all that stands in it."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, StrIndex, Substr
from django.utils import timezone

from commonplace.attention.cadences import hearing
from commonplace.communities.content import CONTENT, seen_by
from commonplace.communities.models import Membership
from commonplace.conversations.models import Conversation
from commonplace.digests.composing import Composer, Words
from commonplace.digests.models import KIND, Issue, Period
from commonplace.digests.queries import CADENCE
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.people.models import Person

_FIRST = "first"
_CHANGED = " changed=0"  # as a thing that nobody may read any more


def about_letter(issue: Issue, person: Person, words: Words, *, is_first: bool = False) -> str:
    """What a letter says to the last look: whose it is, and which things it tells of."""
    things = " ".join(f"{kind}={key}" for kind, key in sorted(words.about))
    return f"{issue.pk}:{person.pk}:{_FIRST if is_first else ''}:{things}"


def may_go(letter: Letter) -> bool:
    """Whether its reader is to have it still: nobody who stopped, left or has had enough. Where something in it is not
    for them any more, it is set anew without.
    """
    if not letter.about:  # written before this was asked
        return True
    issue_id, person_id, first, things = letter.about.split(":", maxsplit=3)
    issue = Issue.objects.filter(pk=int(issue_id)).select_related("community", "words_by").first()
    standing = _standing(issue, int(person_id), is_first=bool(first)) if issue is not None else None
    if issue is None or standing is None:
        return False
    if _are_theirs(things, standing.person):
        return True
    (_standing_of, words), *_ = Composer(issue, now=timezone.now()).letters([standing])
    letter.subject, letter.text, letter.html = words.subject, words.text, words.html
    return bool(words.things)


def _standing(issue: Issue, person_id: int, *, is_first: bool) -> Membership | None:
    now = timezone.now()
    # A steward's own copy goes before the letter does, however often they hear.
    found = Membership.objects.current(now) if is_first else hearing(CADENCE[Period(issue.period)], now=now)
    theirs = found.filter(community=issue.community, person=person_id, person__is_active=True)
    standing = theirs.select_related("person").first()
    return None if standing is not None and is_first and not standing.is_steward else standing


def _are_theirs(things: str, person: Person) -> bool:
    """Whether all of these things are theirs to read, and may be told in letters."""
    told: dict[str, set[int]] = defaultdict(set)
    for thing in things.split():
        kind, key = thing.split("=")
        told[kind].add(int(key))
    talks = told.get("conversation", set())
    return all(
        kind in CONTENT and seen_by(person, kind, keys) == keys for kind, keys in told.items()
    ) and Conversation.objects.filter(pk__in=talks).told_in_letters().count() == len(talks)


def look_anew(issues: QuerySet[Issue]) -> None:
    """Have what waits of these letters set anew when it is looked at: things in it are called otherwise by now."""
    waiting = Letter.objects.filter(kind=KIND, sent_at=None).exclude(about="").exclude(text="")
    of = waiting.values_list(Substr("about", 1, StrIndex("about", Value(":")) - 1), flat=True).distinct()
    for pk in issues.filter(pk__in=[int(one) for one in of]).values_list("pk", flat=True):
        unmarked = waiting.filter(about__startswith=f"{pk}:").exclude(about__endswith=_CHANGED)
        unmarked.update(about=Concat("about", Value(_CHANGED)))


LAST_LOOK = LastLook(KIND, may_go)
