"""Someone changes what they wrote, takes it back, or gives it again; every state is kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.attaching import Files, change_files, let_files_go
from commonplace.conversations.actions.counters import keep_to_oneself, keep_with_its_conversation, recount
from commonplace.conversations.actions.deeds import record, weigh
from commonplace.conversations.actions.indexing import forget, index_conversation, index_posts
from commonplace.conversations.actions.opening import MOST_TOPICS
from commonplace.conversations.actions.rewording import ground_of, set_again
from commonplace.conversations.actions.rights import NotTheirs, require_author_or_steward
from commonplace.conversations.actions.settling import lift_if_settled_by
from commonplace.conversations.actions.wording import Wording, name_others, one_line
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Mention, Post, PostTranslation, Revision, Withdrawal
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped


class EditedMeanwhile(ValueError):
    """Someone changed the post since `on_revision`; `post` is as it stands now."""

    def __init__(self, post: Post) -> None:
        super().__init__(post.pk)
        self.post = post


def edit(
    *,
    by: Person,
    post: Post,
    text: str,
    title: str | None = None,
    on_revision: int,
    files: Files | None = None,
    at: datetime | None = None,
) -> Post:
    """Change the words of a post, and of an opening the title; for its author, or a steward. Its `files` only its
    author changes, and they have no states.

    What stood before is kept. Raises NotTheirs, EditedMeanwhile, NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    conversation = post.conversation
    require_author_or_steward(by, author_id=post.author_id, community=conversation.community)
    # Whoever wrote under a sign cannot be asked; a steward holds it back, and rewords nothing.
    if post.alias or (files is not None and by.pk != post.author_id):
        raise NotTheirs(post.pk)
    ground = ground_of(post, text)
    wording = ground.word(text)
    try:
        with transaction.atomic():
            standing = keep_with_its_conversation(post)
            if standing.revision != on_revision:
                raise EditedMeanwhile(standing)
            has_other_files = files is not None and change_files(standing, files)
            # Other pictures, or another place since: then the words are made once more.
            if (grown := ground_of(standing, text)) != ground:
                wording = grown.word(text)
            if has_other_files:
                set_again(standing)
            old_title = standing.conversation.title if standing.number == 1 else ""
            new_title = old_title if title is None or standing.number > 1 else one_line(title)
            if (standing.source, old_title) != (wording.source, new_title):
                _keep_words(standing, wording, by=by, at=at, before=old_title, title=new_title)
            elif has_other_files:
                Post.objects.filter(pk=post.pk).update(html=wording.html)
                ledger.changed([standing.conversation.community_id])
            else:
                return standing
            standing = Post.objects.select_related("conversation").get(pk=post.pk)
            if not Withdrawal.objects.filter(post=post).exists():
                index_posts([standing])
    except IntegrityError:
        # Another change kept the state of the same number a moment earlier.
        raise EditedMeanwhile(Post.objects.select_related("conversation").get(pk=post.pk)) from None
    return standing


def _keep_words(post: Post, wording: Wording, *, by: Person, at: datetime, before: str, title: str) -> None:
    """Write the new words over those that stood, which become a state; `before` and `title` are those of an opening."""
    Revision.objects.create(
        post=post,
        number=post.revision,
        title=before,
        source=post.source,
        by_id=post.edited_by_id or post.author_id,
        at=post.edited_at or post.written_at,
    )
    changed = Post.objects.filter(pk=post.pk, revision=post.revision).update(
        source=wording.source,
        html=wording.html,
        form=Post.Form.MARKDOWN,
        revision=F("revision") + 1,
        edited_at=at,
        edited_by=by,
    )
    if not changed:
        raise EditedMeanwhile(Post.objects.get(pk=post.pk))
    if title != before:
        Conversation.objects.filter(pk=post.conversation_id).update(title=title)
    name_others(post, wording, at=at)
    record("edited", by=by, conversation=post.conversation, at=at, post=post)


def refile(*, by: Person, conversation: Conversation, kind: str, topics: Iterable[str]) -> None:
    """File a conversation under another kind or other topics; for whoever opened it, or a steward. Raises NotTheirs."""
    require_author_or_steward(by, author_id=conversation.author_id, community=conversation.community)
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        # Before its topics are named, of which one may be about to go: mergers of topics wait for the community.
        ledger.changed([conversation.community_id])
        conversation.kind = Kind(kind)
        conversation.save(update_fields=["kind"])
        conversation.topics.set(name_topics(community=conversation.community, names=list(topics)[:MOST_TOPICS]))
        index_conversation(conversation)


def withdraw(*, by: Person, post: Post, at: datetime | None = None) -> None:
    """Take one's own words back: they are gone at once, their place stays. Raises NotTheirs."""
    if by.pk != post.author_id:
        raise NotTheirs(post.pk)
    with transaction.atomic():
        _take_back([keep_with_its_conversation(post)], at=at)


def withdraw_many(*, by: Person, posts: Sequence[int], at: datetime | None = None) -> None:
    """Take back many of one's own words, as `withdraw` does each; those that are moved meanwhile are left. Raises
    NotTheirs.
    """
    with transaction.atomic():
        rows = Post.objects.filter(pk__in=posts)
        if alien := rows.exclude(author=by).first():
            raise NotTheirs(alien.pk)
        kept = lock(Conversation.objects.filter(pk__in=rows.values("conversation")))
        _take_back(list(rows.filter(conversation__in=kept).select_related("conversation").order_by("pk")), at=at)


def withdraw_candid(*, posts: Sequence[int], at: datetime) -> None:
    """Take back what was written under signs, as `withdraw` does each. Who may wish it is asked by the caller."""
    with transaction.atomic():
        rows = Post.objects.filter(pk__in=posts).exclude(alias="")
        kept = lock(Conversation.objects.filter(pk__in=rows.values("conversation")))
        _take_back(list(rows.filter(conversation__in=kept).select_related("conversation").order_by("pk")), at=at)


def _take_back(posts: Sequence[Post], *, at: datetime | None) -> None:
    """Withdraw these, whose conversations nobody else changes until the transaction ends."""
    before = set(Withdrawal.objects.filter(post__in=posts).values_list("post", flat=True))
    posts = [post for post in posts if post.pk not in before]
    if not posts:
        return
    keys = [post.pk for post in posts]
    moment = at or timezone.now()
    Withdrawal.objects.bulk_create(Withdrawal(post=post, at=moment) for post in posts)
    lift_if_settled_by(posts)
    recount({post.conversation_id for post in posts})
    weigh(keys, at=at)
    ledger.changed(sorted({post.conversation.community_id for post in posts}))
    forget(keys)


def let_words_go(*, post: Post, title: str, at: datetime | None = None) -> None:
    """Take a post away for good, with all its states and files, at the wish of whoever it is about; its place says so.

    An opening's conversation is called `title` from then on. Who may wish it is asked by the caller.
    """
    at = at or timezone.now()
    with transaction.atomic():
        post = keep_with_its_conversation(post)
        conversation = post.conversation
        Withdrawal.objects.update_or_create(post=post, defaults={"at": at, "wish": Withdrawal.Wish.PRESENTER})
        lift_if_settled_by([post])
        Revision.objects.filter(post=post).delete()
        Mention.objects.filter(post=post).delete()
        PostTranslation.objects.filter(post=post).delete()
        Post.objects.filter(pk=post.pk).update(source="", html="")
        let_files_go([post.pk])
        recount([conversation.pk])
        weigh([post.pk], at=at)
        ledger.changed([conversation.community_id])
        forget([post.pk])
        if post.number == 1:
            Conversation.objects.filter(pk=conversation.pk).update(title=title)
            conversation.title = title
            index_conversation(conversation)
        to_be_wiped(now=at)


def restore(*, by: Person, post: Post) -> None:
    """Give one's withdrawn words again, as they were and when they were. Raises NotTheirs."""
    if by.pk != post.author_id:
        raise NotTheirs(post.pk)
    with transaction.atomic():
        post = keep_with_its_conversation(post)
        conversation = post.conversation
        # Of what went for good there is nothing to give again.
        if not post.html or not Withdrawal.objects.filter(post=post, wish=Withdrawal.Wish.AUTHOR).delete()[0]:
            return
        recount([conversation.pk])
        weigh([post.pk])
        index_posts([post])
