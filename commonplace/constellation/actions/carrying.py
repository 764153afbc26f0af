"""A crossing is carried out by the worker, in short steps: killed at any of them, the next run goes on where it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonplace.communities import ledger
from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Membership
from commonplace.constellation.actions.asking import KIND
from commonplace.constellation.actions.keeping_along import carry_kept
from commonplace.constellation.actions.planning import end, held, is_closing
from commonplace.constellation.models import Crossing, Going, Voice
from commonplace.constellation.queries import may_go
from commonplace.constellation.quotes import own_words
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.importing_since import Settles, import_settlements
from commonplace.conversations.models import Closure, Conversation, Post
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.steps import Steps

__all__ = ["carry", "carry_on"]
SAYS = Voice.Says


def carry_on(*, now: datetime) -> None:
    """Take every crossing further that was begun, until it is done."""
    for crossing in Crossing.objects.under_way().order_by("pk"):
        carry(crossing, now=now)


def carry(crossing: Crossing, *, now: datetime, steps: Steps | None = None) -> None:
    """Take one to its end."""
    steps = steps or Steps(least=5, most=50)
    while steps.take(lambda size: _step(crossing, size, now)):
        pass


def _step(crossing: Crossing, size: int, now: datetime) -> int:
    """Do some of what is left; 0 once there is nothing."""
    going = _next(crossing)
    _keep_people_still(crossing, going, size)
    here = held(crossing)
    if here.begun_at is None or here.is_over:
        return 0
    if not _stands(here):
        end(here, by=None, at=now)
        return 0
    if came := _admit_some(here, size, now):
        return came
    going = _next(here)
    if going is None:
        Crossing.objects.filter(pk=here.pk).update(done_at=now)
        ledger.changed([here.community_id])
        return 0
    if going.resource is not None:
        carry_kept(here, going, at=now)
        return 1
    return _carry_talk(here, going, size, now)


def _next(crossing: Crossing) -> Going | None:
    found = Going.objects.filter(crossing=crossing, closed_at=None)
    return found.select_related("conversation__space", "resource__space").order_by("pk").first()


def _keep_people_still(crossing: Crossing, going: Going | None, size: int) -> None:
    """Nobody whose words are at hand is erased meanwhile; persons are kept first, as everywhere."""
    people = {crossing.by_id, crossing.begun_by_id}
    if going is not None and going.conversation is not None:
        people |= {one.author_id for one in _ahead(going.conversation, going, size)}
    if going is not None and going.resource is not None:
        people |= may_go.authors_of_kept([going.resource.pk])
    lock(Person.objects.filter(pk__in=sorted(pk for pk in people if pk is not None)))


def _stands(here: Crossing) -> bool:
    """Whether the other community, and what was said to be read by its members alone, still are so."""
    space = here.space
    return (
        here.to is not None
        and space is not None
        and not is_closing(here.to)
        and space.visibility == SpaceVisibility.MEMBERS
        and space.confidence == Confidence.ORDINARY
    )


def _admit_some(here: Crossing, size: int, now: datetime) -> int:
    """Let some of those in who said that they come, and who are still here."""
    assert here.to is not None
    voices = list(
        Voice.objects.filter(crossing=here, coming=SAYS.YES, came_at=None)
        .select_related("person")
        .order_by("pk")[:size]
    )
    inside = Membership.objects.current(now).filter(community=here.community_id)
    still = dict(inside.filter(person__in=[one.person_id for one in voices]).values_list("person_id", "cares_about"))
    for one in voices:
        if one.person_id in still:
            admit(person=one.person, community=here.to, cares_about=still[one.person_id], at=now)
    Voice.objects.filter(pk__in=[one.pk for one in voices]).update(came_at=now)
    return len(voices)


def _ahead(talk: Conversation, going: Going, size: int) -> list[Post]:
    """The next posts, gone or not."""
    return list(talk.posts.filter(number__gt=going.through, withdrawal=None).order_by("number")[:size])


def _carry_talk(here: Crossing, going: Going, size: int, now: datetime) -> int:
    """Copy the next posts, of those alone who let their words go; without its opening a conversation stays."""
    assert going.conversation is not None
    lock(Conversation.objects.filter(pk=going.conversation.pk))
    agreed = may_go.agreeing(here)
    talk = may_go.talk_that_may_go(here.community).filter(pk=going.conversation.pk).select_related("space").first()
    # Whoever opened it may say no after all while it runs: then what is still here stays.
    if talk is None or talk.author_id not in agreed or not may_go.all_seated_agree(talk.space_id, agreed):
        _close(going, talk=talk, at=now)
        return 1
    ahead = _ahead(talk, going, size)
    free = set(may_go.posts_of(talk).filter(author__in=agreed).values_list("pk", flat=True))
    words = {one.pk: said for one in ahead if one.pk in free and (said := own_words(one)) is not None}
    is_without_opening = going.talk_there is None and (going.through or not ahead or ahead[0].number != 1)
    if not ahead or is_without_opening or (going.through == 0 and ahead[0].pk not in words):
        _close(going, talk=talk, at=now)
        return 1
    _copy(here, going, talk, [one for one in ahead if one.pk in words], words)
    Going.objects.filter(pk=going.pk).update(
        talk_there=going.talk_there,
        through=ahead[-1].number,
        stayed=going.stayed + sum(one.pk not in words for one in ahead),
    )
    return len(ahead)


def _copy(
    here: Crossing, going: Going, talk: Conversation, posts: list[Post], words: dict[int, tuple[str, str | None]]
) -> None:
    """Write them where they go, each by its author and at its moment."""
    assert here.space is not None
    place = {one.pk: at for at, one in enumerate(posts)}
    before = _copies(here, [one.reply_to_id for one in posts if one.reply_to_id and one.reply_to_id not in place])
    arrivals = []
    authors = Person.objects.in_bulk([one.author_id for one in posts])
    for one in posts:
        source, html = words[one.pk]
        is_opening = one.number == 1
        parent: Post | int | None = None
        if one.reply_to_id is not None:
            parent = place.get(one.reply_to_id, before.get(one.reply_to_id))
        arrivals.append(
            Arrival(
                author=authors[one.author_id],
                at=one.written_at,
                source=source,
                html=html,
                form=one.form,
                title=talk.title if is_opening else "",
                kind=talk.kind,
                into=None if is_opening else going.talk_there or 0,
                reply_to=parent,
                idempotency_key=key_of(here, one.pk),
                topics=[topic.name for topic in talk.topics.order_by("name")] if is_opening else (),
                edited_at=one.edited_at,
            )
        )
    if arrivals:
        made = import_posts(space=here.space, arrivals=arrivals, origin=f"{KIND}-{here.pk}")
        going.talk_there = made[0].conversation


def key_of(crossing: Crossing, post: int) -> str:
    """By which the copy of a post is found again."""
    return f"{KIND}:{crossing.pk}:{post}"


def _copies(here: Crossing, posts: list[int]) -> dict[int, Post]:
    """The copies of these, by the keys of the posts they were made of."""
    keys = {key_of(here, pk): pk for pk in posts}
    # Each index begins with the author.
    authors = Post.objects.filter(pk__in=posts, author__isnull=False).values("author")
    found = Post.objects.filter(author__in=authors, idempotency_key__in=list(keys))
    return {keys[one.idempotency_key or ""]: one for one in found}


def _close(going: Going, *, talk: Conversation | None, at: datetime) -> None:
    """There is no more to do: what settled it or ended it did so there, too; words on it stay."""
    there = going.talk_there
    if talk is not None and there is not None:
        settlement = getattr(talk, "settlement", None)
        copy = _copies(going.crossing, [settlement.post_id]).get(settlement.post_id) if settlement is not None else None
        if settlement is not None and copy is not None:
            import_settlements(settled=[Settles(post=copy.pk, at=settlement.at)], origin=f"{KIND}-{going.crossing_id}")
        elif settlement is not None or hasattr(talk, "closure"):
            Closure.objects.get_or_create(
                conversation=there, defaults={"at": at, "origin": f"{KIND}-{going.crossing_id}"}
            )
    Going.objects.filter(pk=going.pk).update(closed_at=at)


def carry_now(crossing: Crossing, *, now: datetime) -> None:
    """The same at once, for what tells a story of the past: in one transaction."""
    with transaction.atomic():
        carry(crossing, now=now)
