"""A post is said again in another language, and better each time; a machine's draft is read by a member."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions import editions
from commonplace.conversations.actions.counters import IsGone, keep_with_its_conversation
from commonplace.conversations.actions.deeds import record
from commonplace.conversations.actions.editions import NoLanguage, SaidMeanwhile, TooManyEditions
from commonplace.conversations.actions.indexing import index_posts, words_of
from commonplace.conversations.actions.rewording import in_other_words
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.actions.wording import NothingSaid, one_line
from commonplace.conversations.models import Post, PostTranslation, Withdrawal
from commonplace.lib.translating import NoDraft
from commonplace.people.models import Person

__all__ = ["IsGone", "NoDraft", "NoLanguage", "NotTheirs", "NothingSaid", "SaidMeanwhile", "TooManyEditions"]


def latest_in(post: Post, language: str) -> PostTranslation | None:
    """The latest edition in a language."""
    return PostTranslation.objects.filter(post=post, language=language).order_by("-edition").first()


def translate(
    *,
    by: Person,
    post: Post,
    language: str,
    out_of: str,
    text: str,
    title: str = "",
    number: int,
    over: int = 0,
    drafted_by: str = "",
    at: datetime | None = None,
) -> PostTranslation:
    """Say it in another language, `out_of` the one in which it is written, from its revision `number`, written over
    edition `over` (0 for none). Only an opening has a `title`; a name behind an @ calls nobody.

    The same words again of the same revision are no edition. Raises NotTheirs, IsGone, NoLanguage, SaidMeanwhile with
    the edition that stands, TooManyEditions, NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    editions.require_member(by, post.conversation.community)
    editions.require_language(out_of, spoken="")
    editions.require_language(language, spoken=out_of)
    with transaction.atomic():
        here = keep_with_its_conversation(post)
        if Withdrawal.objects.filter(post=here).exists():
            raise IsGone(here.pk)
        wording = in_other_words(here, text)
        called = one_line(title) if here.number == 1 else ""
        there = latest_in(here, language)
        said = (number, out_of, called, wording.source)
        if there is not None and (there.number, there.out_of, there.title, there.source) == said:
            there.post = here
            if there.is_unread_draft and not drafted_by:
                say_read(by=by, translation=there, at=at)
            return there
        edition = editions.edition_after(there, over=over, number=number, revision=here.revision)
        made = PostTranslation.objects.create(
            post=here,
            language=language,
            out_of=out_of,
            edition=edition,
            number=number,
            title=called,
            source=wording.source,
            html=wording.html,
            by=by,
            at=at,
            drafted_by=drafted_by,
        )
        record("said_again", by=by, conversation=here.conversation, at=at, post=here, towards=here.author)
        index_posts([here])
    return made


def draft(*, by: Person, post: Post, language: str, out_of: str, at: datetime | None = None) -> PostTranslation:
    """Have a machine say it, where nobody has yet: marked as its draft until a member has read it.

    Raises NotTheirs, IsGone, NoLanguage, SaidMeanwhile where somebody has, NothingSaid and NoDraft.
    """
    conversation = post.conversation
    editions.require_member(by, conversation.community)
    editions.require_language(out_of, spoken="")
    editions.require_language(language, spoken=out_of)
    # To have another machine say it is to let it out.
    service = editions.service_for(conversation.space) if not post.is_half_baked else None
    if service is None:
        raise NoDraft("none is named")
    if (there := latest_in(post, language)) is not None:
        raise SaidMeanwhile(there.edition)
    number = post.revision
    words = post.source if post.form == Post.Form.MARKDOWN else words_of(post)
    titles = [conversation.title] if post.number == 1 else []
    # Nothing is held still while another machine is asked.
    *called, text = service.draft([*titles, words], source=out_of, target=language)
    return translate(
        by=by,
        post=post,
        language=language,
        out_of=out_of,
        text=text,
        title="".join(called),
        number=number,
        drafted_by=service.name[:200],
        at=at,
    )


def say_read(*, by: Person, translation: PostTranslation, at: datetime | None = None) -> None:
    """Say that one has read a machine's draft, and that it says the same. Raises NotTheirs."""
    post = translation.post
    editions.require_member(by, post.conversation.community)
    with transaction.atomic():
        moment = at or timezone.now()
        if editions.was_unread(translation, by=by, at=moment):
            record("read_draft", by=by, conversation=post.conversation, at=moment, post=post)
