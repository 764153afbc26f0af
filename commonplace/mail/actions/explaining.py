"""A human explanation to a human: why no post came of their letter, and where they can go on.

A few a day to each address and to strangers in all, so that nobody who writes in another's name fills their mailbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonplace.communities.models import Community
from commonplace.letters.actions import write
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.lib.names import holds_address
from commonplace.mail.actions.posting import Posting, Refused
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.reading import Incoming
from commonplace.people.languages import in_language_of

KIND: Final = "mail"
TO_STRANGERS: Final = "mail-stranger"
MOST_A_DAY: Final = 3
MOST_TO_STRANGERS: Final = 100
SILENT: Final = (Outcome.TWICE,)


def explain(arrival: Arrival, letter: Incoming, refused: Refused, *, now: datetime) -> Letter | None:
    """Tell whoever wrote a letter why nothing came of it; None where they were told enough. Raises LetterRefused."""
    if refused.outcome in SILENT:
        return None
    person = refused.by
    with override(_house_language(refused.community)) if person is None else in_language_of(person):
        where = community_named(refused.community.name) if refused.community is not None else ""
        return _write(
            arrival,
            letter,
            now=now,
            is_known=person is not None,
            # No word for a sealed space stays in a letter.
            opening=_opening(letter if person is not None and refused.outcome is not Outcome.SEALED else None),
            why=_why(refused.outcome, where),
            link=_link(refused),
            lines=(),
        )


def tell_of_files(
    arrival: Arrival, letter: Incoming, posting: Posting, refused: Iterable[tuple[str, str]], *, now: datetime
) -> Letter | None:
    """Write to whoever wrote a letter which of its files did not come along, and why."""
    conversation = posting.conversation
    page = reverse("conversations", args=[posting.space.community.slug])
    if conversation is not None:
        page = reverse("conversation", args=[posting.space.community.slug, conversation.pk])
    with in_language_of(posting.by):
        return _write(
            arrival,
            letter,
            now=now,
            is_known=True,
            opening=_("Your words stand in the conversation, but not everything that you sent with them."),
            why=_("These files were not taken:"),
            link=f"{settings.BASE_URL}{page}",
            lines=tuple(f"{name}: {reason}" for name, reason in refused),
        )


def _write(
    arrival: Arrival,
    letter: Incoming,
    *,
    now: datetime,
    is_known: bool,
    opening: str,
    why: str,
    link: str,
    lines: tuple[str, ...],
) -> Letter | None:
    lately = Letter.objects.filter(kind__in=(KIND, TO_STRANGERS), created_at__gt=now - timedelta(days=1))
    if lately.filter(to=letter.sender).count() >= MOST_A_DAY:
        return None
    if not is_known and lately.filter(kind=TO_STRANGERS).count() >= MOST_TO_STRANGERS:
        return None
    return write(
        to=letter.sender,
        template="mail/letters/refused" if not lines else "mail/letters/files",
        context={"opening": opening, "why": why, "link": link, "lines": lines},
        kind=KIND if is_known else TO_STRANGERS,
        key=f"mail:{arrival.pk}",
        headers={"Auto-Submitted": "auto-replied"} | _answering(letter),
        at=now,
    )


def _answering(letter: Incoming) -> dict[str, str]:
    """So that their mail program shows it beside what they sent."""
    return {"In-Reply-To": f"<{letter.own_id}>", "References": f"<{letter.own_id}>"} if letter.own_id else {}


def _house_language(community: Community | None) -> str:
    return community.language if community is not None else settings.LANGUAGE_CODE


def _opening(letter: Incoming | None) -> str:
    """What did not happen; a stranger's subject is not repeated: it may be anybody's advertisement."""
    if letter is None or not letter.subject or holds_address(letter.subject):
        return _("Nothing came of your mail: it stands in no conversation.")
    return _("Nothing came of your mail “%(subject)s”: it stands in no conversation.") % {
        "subject": letter.subject[:120]
    }


def _why(outcome: Outcome, community: str) -> str:
    """The reason in words for whoever wrote, and what they can do."""
    words = {
        Outcome.UNKNOWN: _(
            "The address that you wrote from belongs to nobody who may write there. If you are a member, write from"
            " the address that you sign in with, or add this one on your own page."
        ),
        Outcome.NOT_THEIRS: _(
            "You answered by an address that was given to somebody else, in a letter to them. Nobody can write in"
            " their name. Write from the address that you sign in with, or answer on the page."
        ),
        Outcome.UNPROVEN: _(
            "No mail server vouches that it is from you, and nobody should write here in your name. Answer one of our"
            " letters instead, or write on the page."
        ),
        Outcome.OUTSIDE: _("You may not write there.")
        if not community
        else _("You are not among those who may write there, in %(community)s.") % {"community": community},
        Outcome.GONE: _("What you answered cannot be read any more, at least not by you."),
        Outcome.CLOSED: _("The conversation has been closed. You can still read it, and begin another."),
        Outcome.SEALED: _(
            "The space is sealed and takes no mail, for mail is kept elsewhere too. Write it on the page."
        ),
        Outcome.OVER: _(
            "The letter that you answered is more than a year old. Read first what became of it, and answer there."
        ),
        Outcome.NOTHING_SAID: _("We found no words of yours in it, beside what you quoted."),
        Outcome.TOO_LONG: _("It is too long for a post. Send a part of it, or the whole as a file."),
        Outcome.TOO_LARGE: _("It is larger than this house takes, which is %(limit)s with all that came with it.")
        % {"limit": filesizeformat(settings.MAIL_MAX_BYTES)},
        Outcome.TOO_FAST: _("You have written a great deal in the last hours. Please send it again tomorrow."),
    }
    return words[outcome]


def _link(refused: Refused) -> str:
    """Where they can go on, as far as they may know of it."""
    if refused.conversation is not None:
        page = reverse("conversation", args=[refused.conversation.community.slug, refused.conversation.pk])
        return f"{settings.BASE_URL}{page}"
    if refused.community is not None and refused.by is not None:
        return f"{settings.BASE_URL}{reverse('community', args=[refused.community.slug])}"
    return settings.BASE_URL
