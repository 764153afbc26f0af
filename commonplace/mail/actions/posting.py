"""From a letter to a post: whose it is, where it may stand, and with which files; or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.attaching import MOST
from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.opening import already_made, open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.uploading import bring
from commonplace.conversations.actions.wording import MAX_TITLE, NothingSaid
from commonplace.conversations.enclosures import Enclosure
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.files.refusals import FileRefused
from commonplace.lib import markdown
from commonplace.lib.text import one_line
from commonplace.mail.addresses import ReplyMail, SpaceMail
from commonplace.mail.authentication import Verdict
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.queries import (
    answered_post,
    conversation_by_now,
    message_mark,
    person_of,
    was_sent_to_a_reply_address,
)
from commonplace.mail.reading import Incoming
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import person_by_now


class Refused(Exception):
    """No post comes of a letter: why, whose it is as far as that is known, and what it was about."""

    def __init__(
        self,
        outcome: Outcome,
        *,
        by: Person | None = None,
        community: Community | None = None,
        conversation: Conversation | None = None,
        when: datetime | None = None,
    ) -> None:
        super().__init__(outcome)
        self.outcome, self.by, self.community, self.conversation = outcome, by, community, conversation
        # From when there is room again, where it came too fast.
        self.when = when


class Files(NamedTuple):
    """The files of a letter that were taken, and the names of those that were not, each with the reason."""

    taken: list[Enclosure]
    refused: list[tuple[str, str]]


@dataclass(frozen=True)
class Posting:
    """A post that a letter asks for, by somebody who may write it there."""

    letter: Incoming
    by: Person
    space: Space
    conversation: Conversation | None = None
    reply_to: Post | None = None

    @property
    def outcome(self) -> Outcome:
        return Outcome.OPENED if self.conversation is None else Outcome.REPLIED

    @property
    def key(self) -> str:
        """What makes a letter one post, by whatever way and to however many of our addresses it came."""
        where = f"space {self.space.pk}" if self.conversation is None else str(self.conversation.pk)
        return f"mail {message_mark(self.letter.message_id)} {self.letter.gist} in {where}"

    def bring_files(self, *, at: datetime) -> Files:
        """Take in the letter's files, as if they were brought on the page."""
        files = Files([], [])
        if already_made(self.by, self.key):
            return files
        with in_language_of(self.by):
            for one in self.letter.attachments:
                name = one.name or "attachment"
                if len(files.taken) == MOST:
                    files.refused.append((name, _("A post holds ten files at most.")))
                    continue
                try:
                    upload = SimpleUploadedFile(name, one.data, one.content_type)
                    brought = bring(
                        by=self.by, community=self.space.community, upload=upload, beside=files.taken, at=at
                    )
                except FileRefused as refusal:
                    files.refused.append((name, refusal.reason))
                else:
                    if brought not in files.taken:
                        files.taken.append(brought)
        return files

    def make(self, files: Sequence[Enclosure], *, at: datetime) -> Post:
        """Write the post. Raises Refused."""
        is_half_baked, text = _half_baked(self.letter.text.strip())
        if not text and files:
            # A picture is something to see, and a file has at least a name.
            text = "\n\n".join(one.sign if one.is_picture else one.called for one in files)
        try:
            if self.conversation is not None:
                return reply(
                    by=self.by,
                    conversation=self.conversation,
                    text=text,
                    reply_to=self.reply_to,
                    attachments=files,
                    is_half_baked=is_half_baked,
                    idempotency_key=self.key,
                    at=at,
                )
            made = open_conversation(
                by=self.by,
                space=self.space,
                kind=_kind(self.letter.subject),
                title=_title(self.letter.subject, text),
                text=text,
                attachments=files,
                is_half_baked=is_half_baked,
                idempotency_key=self.key,
                at=at,
            )
            return Post.objects.get(conversation=made, idempotency_key=self.key)
        except IsClosed:
            raise self._refused(Outcome.CLOSED) from None
        except IsGone:
            raise self._refused(Outcome.GONE) from None
        except NothingSaid:
            raise self._refused(Outcome.NOTHING_SAID) from None
        except markdown.TextTooLong:
            raise self._refused(Outcome.TOO_LONG) from None

    def _refused(self, outcome: Outcome) -> Refused:
        return Refused(outcome, by=self.by, community=self.space.community, conversation=self.conversation)


def posting_of(
    letter: Incoming, meant: ReplyMail | SpaceMail, verdict: Verdict, *, same_letter: Arrival, now: datetime
) -> Posting:
    """The post that a letter to an address asks for. Raises Refused."""
    by = person_of(letter.sender)
    if isinstance(meant, ReplyMail):
        posting = _reply(letter, meant, by, now)
    else:
        posting = _to_space(letter, meant, by, verdict, same_letter)
    if posting.space.is_sealed:
        # What comes by mail lies elsewhere too, where it does not go after its days.
        raise Refused(
            Outcome.SEALED, by=posting.by, community=posting.space.community, conversation=posting.conversation
        )
    if already_made(posting.by, posting.key) is None:
        try:
            require_room(posting.by, now=now)
        except TooFast as too_fast:
            raise Refused(
                Outcome.TOO_FAST, by=posting.by, community=posting.space.community, when=too_fast.when
            ) from None
    return posting


def _reply(letter: Incoming, meant: ReplyMail, by: Person | None, now: datetime) -> Posting:
    """By a reply address: who may write is said by its token, and that they wrote by their own address."""
    if by is None or by != person_by_now(meant.person_id):
        raise Refused(Outcome.NOT_THEIRS, by=by)
    conversation = conversation_by_now(meant.conversation_id, by)
    if conversation is None:
        raise Refused(Outcome.GONE, by=by)
    if meant.is_over:
        raise Refused(Outcome.OVER, by=by, community=conversation.community, conversation=conversation)
    answered = answered_post(letter.answers, conversation.community_id)
    return _within(letter, by, conversation, answered)


def _to_space(letter: Incoming, meant: SpaceMail, by: Person | None, verdict: Verdict, same: Arrival) -> Posting:
    """By a space's address, which anybody may know: so somebody has to vouch for the sender, where anybody can."""
    if by is None:
        raise Refused(Outcome.UNKNOWN)
    if verdict is Verdict.UNSAID:
        raise Refused(Outcome.UNPROVEN, by=by)
    # Whoever answers all writes to the space as well as by the address that was theirs: that is one answer.
    if was_sent_to_a_reply_address(same):
        raise Refused(Outcome.TWICE, by=by)
    answered = answered_post(letter.answers, meant.community_id)
    if answered is not None and (there := conversation_by_now(answered.conversation_id, by)) is not None:
        return _within(letter, by, there, answered)
    space = Space.objects.writable_by(by).filter(pk=meant.space_id).select_related("community").first()
    if space is None:
        known = Community.objects.visible_to(by).filter(pk=meant.community_id).first()
        raise Refused(Outcome.OUTSIDE, by=by, community=known)
    return Posting(letter, by, space)


def _within(letter: Incoming, by: Person, conversation: Conversation, answered: Post | None) -> Posting:
    """The answer in a conversation that `by` may read: that they may write there is asked as on its page."""
    if answered is not None and answered.conversation_id != conversation.pk:
        # What is answered was taken out into a conversation of its own since.
        there = conversation_by_now(answered.conversation_id, by)
        if there is not None and there.community_id == conversation.community_id:
            conversation = there
    if standing_of(by, conversation.community) is None:
        raise Refused(Outcome.OUTSIDE, by=by, community=conversation.community, conversation=conversation)
    is_there = (
        answered is not None and Post.objects.visible_to(by).filter(pk=answered.pk, conversation=conversation).exists()
    )
    return Posting(letter, by, conversation.space, conversation, reply_to=answered if is_there else None)


def _half_baked(text: str) -> tuple[bool, str]:
    """Whether the first line says that it is half-baked, in a language of the house, and the words below that line."""
    first, _line, below = text.partition("\n")
    if len(first) > 80:
        return False, text
    said = one_line(first).strip(" .:*_[]()").casefold()
    for code, _name in settings.LANGUAGES:
        with override(code):
            # As letters of the house say it above such words, or its first word alone.
            sentence = gettext("Half-baked: please do not quote").casefold()
        if said and said in (sentence, sentence.partition(":")[0]):
            return True, below.strip()
    return False, text


def _kind(subject: str) -> Kind:
    """What a subject that asks is, is a question: so it is among those that wait for an answer."""
    return Kind.QUESTION if "?" in subject or "؟" in subject or "？" in subject else Kind.DISCUSSION


def _title(subject: str, text: str) -> str:
    """The subject, or the beginning of the words where there is none."""
    title = one_line(subject)
    if not title:
        words = one_line(markdown.render(text[: markdown.MAX_SOURCE]).text.partition("\n")[0])
        title = words if len(words) <= 80 else f"{words[:80].rpartition(' ')[0] or words[:79]}…"
    return title[:MAX_TITLE]
