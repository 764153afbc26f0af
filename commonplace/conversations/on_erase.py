"""Someone is erased: what they said of others' words is taken back, and their own stay or go as they chose."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override

from commonplace.communities.models import Hold
from commonplace.conversations.actions.attaching import let_files_go, let_uploads_go
from commonplace.conversations.actions.changing import withdraw_many
from commonplace.conversations.actions.counters import recount
from commonplace.conversations.actions.indexing import index_conversation, index_posts
from commonplace.conversations.actions.moving import refuse_to_move
from commonplace.conversations.actions.reactions import take_back_amplification, take_back_me_too, take_back_thanks
from commonplace.conversations.models import (
    Amplification,
    Closure,
    Conversation,
    Mention,
    MeToo,
    Move,
    Outcome,
    Post,
    PostTranslation,
    Revision,
    Thanks,
    Upload,
)
from commonplace.lib.text import unlinked
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.steps import Steps


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Take back gestures through the actions that keep counts and deeds; with `withdraw`, all their words.

    What was withdrawn before goes for good either way: nobody is left who could give it again.
    """
    _hold_still(person)
    take_back(person, withdraw, now)
    _unlink(person)
    let_uploads_go(list(Upload.objects.filter(person=person).values_list("pk", flat=True)))
    if withdraw:
        _withdraw_remarks(person)
        _take_translations_out(person)
    gone = Post.objects.filter(author=person, withdrawal__isnull=False)
    _forget_words(person, list(gone.values_list("pk", flat=True)))
    # Where nobody is known to have opened, each reply answers: who had only gone on talking to themselves is not told.
    opened = list(Conversation.objects.filter(author=person).values_list("pk", flat=True))
    Post.objects.filter(author=person).update(author=None)
    Conversation.objects.filter(author=person).update(author=None)
    recount(opened)


def take_back(person: Person, withdraw: bool, now: datetime) -> None:
    """Take back gestures and answers to what was asked, and with `withdraw` all their words, in short steps."""
    thanks = Thanks.objects.filter(person=person).select_related("post").order_by("pk")
    _in_steps(thanks, lambda one: take_back_thanks(by=person, post=one.post))
    too = MeToo.objects.filter(person=person).select_related("conversation").order_by("pk")
    _in_steps(too, lambda one: take_back_me_too(by=person, conversation=one.conversation))
    told = Amplification.objects.filter(by=person).select_related("conversation").order_by("pk")
    _in_steps(told, lambda one: take_back_amplification(by=person, conversation=one.conversation))
    moves = Move.objects.asked().filter(consents__person=person).select_related("conversation").distinct()
    _in_steps(moves, lambda one: refuse_to_move(by=person, move=one, at=now))
    if withdraw:
        posts = Post.objects.filter(author=person, withdrawal__isnull=True).order_by("conversation", "pk")
        keys = list(posts.values_list("pk", flat=True))
        Steps(least=20, most=100).over(keys, lambda some: withdraw_many(by=person, posts=some, at=now))


def _in_steps[Row: Model](rows: QuerySet[Row], do: Callable[[Row], object]) -> None:
    Steps(least=1, most=100).over(list(rows), lambda some: [do(one) for one in some])


def _hold_still(person: Person) -> None:
    found = Q(author=person) | Q(pk__in=Post.objects.filter(author=person).values("conversation"))
    for model, key in ((MeToo, "person"), (Amplification, "by")):
        found |= Q(pk__in=model._default_manager.filter(**{key: person}).values("conversation"))
    found |= Q(pk__in=Thanks.objects.filter(person=person).values("post__conversation"))
    found |= Q(pk__in=Mention.objects.filter(person=person).values("post__conversation"))
    lock(Conversation.objects.filter(found).only("pk"))


def _withdraw_remarks(person: Person) -> None:
    Outcome.objects.filter(person=person).update(text="")
    Closure.objects.filter(by=person).update(why="")
    mine = Q(kind="post", object_id__in=Post.objects.filter(author=person).values("pk"))
    mine |= Q(kind="conversation", object_id__in=Conversation.objects.filter(author=person).values("pk"))
    Hold.objects.filter(mine).update(appeal="")


def _take_translations_out(person: Person) -> None:
    """What they said in another language goes, also where others left it as it was."""
    theirs = PostTranslation.objects.filter(by=person, post=OuterRef("post"), language=OuterRef("language"))
    same, titled = (theirs.filter(**{name: OuterRef(name)}) for name in ("source", "title"))
    PostTranslation.objects.filter(Exists(titled)).update(title="")
    gone = list(PostTranslation.objects.filter(Exists(same)).values_list("pk", "post"))
    PostTranslation.objects.filter(pk__in=[pk for pk, _post in gone]).delete()
    standing = Post.objects.filter(pk__in={post for _pk, post in gone}, withdrawal__isnull=True)
    index_posts(standing.select_related("conversation").order_by("pk"))


def _forget_words(person: Person, posts: Collection[int]) -> None:
    """Really remove what was withdrawn: words, states before, titles, files that nobody else's words came with."""
    gone = Post.objects.filter(pk__in=posts)
    Revision.objects.filter(post__in=posts).delete()
    Mention.objects.filter(post__in=posts).delete()
    PostTranslation.objects.filter(post__in=posts).delete()
    gone.update(source="", html="")
    let_files_go(posts)
    # Of a conversation that was joined to another, the opening stands there under another number.
    opened = Conversation.objects.filter(author=person).select_related("community", "merged_into")
    for one in opened:
        home, number = (one.merged_into, one.merged_offset + 1) if one.merged_into else (one, 1)
        if not gone.filter(conversation=home, number=number).exists():
            continue
        with override(one.community.language):
            title = gettext("An opening that was withdrawn")
        Conversation.objects.filter(pk=one.pk).update(title=title)
        index_conversation(home)


def _unlink(person: Person) -> None:
    """Where others called them by name the words stay as they were written, and lead nowhere."""
    named = Post.objects.filter(mentions__person=person).select_related("conversation__community")
    for post in named:
        page = reverse("person", args=[post.conversation.community.slug, person.pk])
        Post.objects.filter(pk=post.pk).update(html=unlinked(post.html, page))
