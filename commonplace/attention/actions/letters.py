"""Letters at once: someone was named, answered, or their question is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.attention.models import NoLetters, ReadMark
from commonplace.communities.models import Membership
from commonplace.communities.readers import Read, Reader
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Mention, Post
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.lib.names import holds_address
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters

KIND = "notice"
SALT = "attention.letters.stop"
# What is older than this is no news any more: it waits in the house.
NEWS_FOR = timedelta(days=3)
MOST_A_DAY = 20
# Whoever names more people than this in one post is not calling each of them.
MOST_FOR_A_POST = 30


class Told(NamedTuple):
    """Somebody to be told of a post, why, and who did it."""

    person_id: int
    post_id: int
    why: str
    by_id: int | None


def take(deeds: Sequence[Read]) -> None:
    """Write to whom a deed concerns, in the transaction in which it is taken in: nobody is left out or told twice."""
    now = timezone.now()
    news = [
        deed
        for deed in deeds
        if deed.part_id and not deed.origin and not deed.reverses_id and deed.happened_at > now - NEWS_FOR
    ]
    for told in _told(news):
        _write(told, now=now)


def _told(deeds: Iterable[Read]) -> list[Told]:
    """Who is to be told of what, once for each post: an answer says more than a name in it."""
    written = {deed.part_id: deed for deed in deeds if deed.verb in ("opened", "replied")}
    found: dict[tuple[int, int], Told] = {}
    for pk, deed in written.items():
        if deed.verb == "replied" and deed.towards_id is not None and pk is not None:
            found[deed.towards_id, pk] = Told(deed.towards_id, pk, "answered", deed.person_id)
    for post_id, person_id in (
        Mention.objects.standing().filter(post__in=list(written)).values_list("post", "person").order_by("pk")
    ):
        by = written[post_id].person_id
        found.setdefault((person_id, post_id), Told(person_id, post_id, "named", by))
    settled = {deed.part_id: deed for deed in deeds if deed.verb == "settled"}
    asked = Post.objects.filter(pk__in=list(settled), conversation__settlement__post__in=list(settled))
    for post_id, asker in asked.values_list("pk", "conversation__author"):
        if asker is not None:
            found[asker, -post_id] = Told(asker, post_id, "settled", settled[post_id].person_id)
    each: Counter[int] = Counter()
    kept = []
    for told in found.values():
        each[told.post_id] += 1
        if told.person_id != told.by_id and each[told.post_id] <= MOST_FOR_A_POST:
            kept.append(told)
    return kept


def _write(told: Told, *, now: datetime) -> None:
    person = Person.objects.filter(pk=told.person_id, is_active=True, claimed_at__isnull=False).first()
    if person is None or NoLetters.objects.filter(person=person).exists():
        return
    readable = Post.objects.visible_to(person).filter(pk=told.post_id)
    post = readable.select_related("conversation__community").first()
    if post is None:
        return
    community = post.conversation.community
    standing = Membership.objects.current(now).filter(person=person, community=community).first()
    read = ReadMark.objects.filter(person=person, conversation=post.conversation, number__gte=post.number)
    if standing is None or (told.why != "settled" and read.exists()):
        return
    sent = Letter.objects.filter(kind=KIND, to=address_for_letters(person), created_at__gt=now - timedelta(days=1))
    if sent.count() >= MOST_A_DAY:
        return
    stop = f"{settings.BASE_URL}{reverse('stop_letters', args=[stop_token(person)])}"
    page = reverse("conversation", args=[community.slug, post.conversation_id])
    with in_language_of(person):
        by = Person.objects.filter(pk=told.by_id or 0).first()
        name = person_named(Viewpoint(person, community, standing).name_of(by))
        title = post.conversation.title
        context = {
            "sentence": _sentence(told.why, name, "" if holds_address(title) else title),
            "community": community_named(community.name),
            "link": f"{settings.BASE_URL}{page}?from={post.number}#p{post.number}",
            "stop": stop,
        }
    write_to(
        person,
        template="attention/letters/notice",
        context=context,
        kind="notice",
        key=f"notice:{told.why}:{told.post_id}:{person.pk}",
        useful_until=now + NEWS_FOR,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _sentence(why: str, name: str, title: str) -> str:
    """What happened; a title that holds an address is left out, so that nobody sends links into others' mail."""
    if not title:
        bare = {
            "answered": _("%(name)s answered you."),
            "named": _("%(name)s named you."),
            "settled": _("%(name)s said what settled your question."),
        }
        return bare[why] % {"name": name}
    whole = {
        "answered": _("%(name)s answered you in “%(title)s”."),
        "named": _("%(name)s named you in “%(title)s”."),
        "settled": _("%(name)s said what settled “%(title)s”."),
    }
    return whole[why] % {"name": name, "title": title}


# --- Wanting them or not -------------------------------------------------------------------------------------------


def want_no_letters(*, person: Person, at: datetime | None = None) -> None:
    """Write to them no more when they are named or answered; saying it twice is saying it once."""
    NoLetters.objects.get_or_create(person=person, defaults={"since": at or timezone.now()})


def want_letters(*, person: Person) -> None:
    """Write to them again."""
    NoLetters.objects.filter(person=person).delete()


def stop_token(person: Person) -> str:
    """What stands in the link that stops these letters: it opens nothing else, and never runs out."""
    return signing.dumps(person.pk, salt=SALT)


def behind_stop_token(token: str) -> Person | None:
    """Whose letters a link stops; None where it was not made here."""
    try:
        return Person.objects.filter(pk=signing.loads(token, salt=SALT), is_active=True).first()
    except signing.BadSignature:
        return None


LETTERS = Reader("letters", take, order=60)
