"""Letters at once: someone was named, answered, or their question is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.attention.actions.calling_back import call_back_posts
from commonplace.attention.cadences import comes_as_it_happens
from commonplace.attention.models import NoLetters, ReadMark
from commonplace.communities.models import Membership
from commonplace.communities.readers import Read, Reader
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.deeds import deeds_of
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Mention, Post
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.lib.names import holds_address
from commonplace.mail.sending import about_post
from commonplace.mail.sending import may_go as may_be_told
from commonplace.people.actions.writing import written_to
from commonplace.people.farewells import ways_out
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
OF_NOTICES = "leave-notices"  # the farewell to these letters
_MENTION = ("person_id", "named_at", "dropped_at", "post__author_id")


class Told(NamedTuple):
    """Somebody to be told of a post, why, and who did it."""

    person_id: int
    post_id: int
    why: str
    by_id: int | None


def ready(deeds: Sequence[Read]) -> list[Callable[[], Letter]]:
    """Write to whom a deed concerns; what posts each letter."""
    now = timezone.now()
    since = now - NEWS_FOR
    done = [deed for deed in deeds if deed.part_id and not deed.origin and not deed.reverses_id]
    today: Counter[int] = Counter()
    letters = []
    for told in _told(done, since=since):
        letter = _written(told, now=now, beside=today[told.person_id])
        if letter is not None:
            today[told.person_id] += 1
            letters.append(letter)
    return letters


def take(letters: Sequence[Callable[[], Letter]]) -> None:
    """Post them, in the transaction in which the deeds are taken in: nobody is left out or told twice."""
    for letter in letters:
        letter()


def _told(deeds: Sequence[Read], *, since: datetime) -> list[Told]:
    """Who is to be told of what, once for each post: an answer says more than a name in it."""
    news = [deed for deed in deeds if deed.happened_at > since]
    found: dict[tuple[int, int], Told] = {}
    for deed in news:
        if deed.verb == "replied" and deed.towards_id is not None and deed.part_id is not None:
            found[deed.towards_id, deed.part_id] = Told(deed.towards_id, deed.part_id, "answered", deed.person_id)
    for told in _named(deeds, since=since):
        found.setdefault((told.person_id, told.post_id), told)
    settled = {deed.part_id: deed for deed in news if deed.verb == "settled"}
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


def _named(deeds: Iterable[Read], *, since: datetime) -> Iterator[Told]:
    """Whom a post names since it was written, or since it was changed.

    What is given back after a hold counts its names from when they were written into it.
    """
    written: dict[int | None, int | None] = {}
    changed: dict[tuple[int | None, datetime], int | None] = {}
    for deed in deeds:
        if deed.verb in ("opened", "replied"):
            written[deed.part_id] = deed.person_id
        elif deed.verb == "edited":
            changed[deed.part_id, deed.happened_at] = deed.person_id
    posts = {*written, *(post for post, _at in changed)}
    # Those whose name was taken out again too: whoever is called by turns calls no more people than at once.
    mentions = Mention.objects.filter(post__in=posts).select_related("post").only(*_MENTION).order_by("pk")
    each: Counter[int] = Counter()
    for one in mentions:
        each[one.post_id] += 1
        by = changed.get((one.post_id, one.named_at), written.get(one.post_id))
        is_news = one.named_at > since and ((one.post_id, one.named_at) in changed or one.post_id in written)
        is_called = one.dropped_at is None and one.person_id != one.post.author_id
        if is_news and is_called and each[one.post_id] <= MOST_FOR_A_POST:
            yield Told(one.person_id, one.post_id, "named", by)


def _written(told: Told, *, now: datetime, beside: int) -> Callable[[], Letter] | None:
    """A letter to them, where they want it and may read the post; `beside` so many that are about to be posted."""
    person = Person.objects.filter(pk=told.person_id, is_active=True, claimed_at__isnull=False).first()
    if person is None or NoLetters.objects.filter(person=person).exists():
        return None
    readable = Post.objects.visible_to(person).filter(pk=told.post_id)
    post = readable.select_related("conversation__community", "conversation__space").first()
    if post is None:
        return None
    community = post.conversation.community
    standing = Membership.objects.current(now).filter(person=person, community=community).first()
    if standing is None or (told.why != "settled" and _has_read(person, post)) or _was_called(told, post):
        return None
    if told.why != "settled" and comes_as_it_happens(person, community.pk, now=now):
        # The post itself goes to them.
        return None
    sent = Letter.objects.filter(kind=KIND, to=address_for_letters(person), created_at__gt=now - timedelta(days=1))
    if sent.count() + beside >= MOST_A_DAY:
        return None
    stop = signed_link("stop_letters", person.pk, salt=SALT)
    page = reverse("conversation", args=[community.slug, post.conversation_id])
    with in_language_of(person):
        by = Person.objects.filter(pk=told.by_id or 0).first()
        viewpoint = Viewpoint(person, community, standing)
        # Nobody known wrote it: then it is said of the post whose it is.
        byline = byline_of(post, viewpoint) if by is None and told.why != "settled" else viewpoint.byline_for(by)
        name = byline.name if byline.is_alias else person_named(byline.name)
        title = post.conversation.title
        context = {
            "sentence": _sentence(told.why, name, "" if holds_address(title) else title)
            if post.conversation.space.sends_words
            else _("Someone answered you, named you, or settled your question."),
            "community": community_named(community.name),
            "link": f"{settings.BASE_URL}{page}?from={post.number}#p{post.number}",
            "stop": stop,
        }
    return written_to(
        person,
        template="attention/letters/notice",
        context=context,
        kind="notice",
        key=f"notice:{told.why}:{told.post_id}:{person.pk}",
        about=about_post(post, person),
        useful_until=now + NEWS_FOR,
        headers=ways_out(stop, OF_NOTICES, person.pk),
    )


def _has_read(person: Person, post: Post) -> bool:
    """Whether someone was shown a post with all that concerns them in it."""
    read = ReadMark.objects.filter(person=person, conversation=post.conversation, number__gte=post.number)
    named = Mention.objects.filter(post=post, person=person).values("named_at")
    return read.annotate(named_at=Subquery(named)).filter(Q(named_at=None) | Q(told_to__gte=F("named_at"))).exists()


def _was_called(told: Told, post: Post) -> bool:
    """Whether someone who is named by now was told of the post when it was written, for it answers them."""
    if told.why != "named":
        return False
    return deeds_of(post.conversation, "replied").filter(part_id=post.pk, towards=told.person_id, origin="").exists()


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
    """Write to them no more when they are named or answered, nor each post; saying it twice is saying it once."""
    with transaction.atomic():
        NoLetters.objects.get_or_create(person=person, defaults={"since": at or timezone.now()})
        call_back_posts(person)


def end_notices(person: Person, _about: int, at: datetime) -> None:
    """The same for whoever ends them by mail."""
    want_no_letters(person=person, at=at)


def want_letters(*, person: Person) -> None:
    """Write to them again."""
    NoLetters.objects.filter(person=person).delete()


def may_go(letter: Letter) -> bool:
    """Whether its reader wants such letters still, and may know what it tells."""
    person = int(letter.about.split(":")[1]) if letter.about else 0
    return may_be_told(letter) and not NoLetters.objects.filter(person=person).exists()


def behind_stop_token(token: str) -> Person | None:
    """Whose letters a link stops, which never runs out; None where it was not made here."""
    return Person.objects.filter(pk=told_by(token, salt=SALT) or 0, is_active=True).first()


LAST_LOOK = LastLook(KIND, may_go)
LETTERS = Reader("letters", take, order=60, most=20, ready=ready)
