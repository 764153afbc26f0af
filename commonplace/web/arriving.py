"""From an invitation to the first written line, in one step: an account, a standing, an opening post."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.joining.actions.inviting import take_invitation
from commonplace.communities.models import Community, Invitation, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation
from commonplace.lib.addresses import one_address
from commonplace.lib.markdown import is_blank
from commonplace.lib.sending import key_of_sending
from commonplace.people.actions import register
from commonplace.people.models import Person


def arrive(
    *,
    invitation: Invitation,
    name: str,
    address: str,
    is_proven: bool,
    craft: str = "",
    line: str = "",
    language: str = "",
    at: datetime | None = None,
) -> Person:
    """Make the newcomer's account and let them in; their line opens a conversation.

    Raises AddressTaken and InvitationGone, and then nothing is made.
    """
    with transaction.atomic():
        person = register(name=name, address=address, is_confirmed=is_proven, craft=craft, language=language)
        come_in(invitation=invitation, person=person, line=line, at=at)
        return person


def come_in(
    *, invitation: Invitation, person: Person, line: str = "", at: datetime | None = None
) -> Conversation | None:
    """Let someone with an account in by an invitation; their line opens a conversation. Raises InvitationGone."""
    with transaction.atomic():
        take_invitation(invitation=invitation, person=person, cares_about=line, at=at)
        return first_words(person=person, community=invitation.community, line=line, at=at)


def first_words(*, person: Person, community: Community, line: str, at: datetime | None = None) -> Conversation | None:
    """Open a newcomer's first conversation in the first space that all members read; None without words or a space."""
    spaces = Space.objects.writable_by(person).filter(community=community, visibility=SpaceVisibility.MEMBERS)
    space = spaces.order_by("position", "pk").first()
    words = next((one for one in (person.craft, line) if not is_blank(one)), "")
    if not line or not words or space is None:
        return None
    # A question at the door asks what others have lived; it is seldom about where to find a thing.
    kind = Kind.EXPERIENCE if line.rstrip().endswith("?") else Kind.DISCUSSION
    return open_conversation(
        by=person,
        space=space,
        kind=kind,
        title=line,
        text=words,
        at=at,
        idempotency_key=key_of_sending(f"first-words-{community.pk}", line),
    )


def is_known(address: str) -> bool:
    """Whether someone signs in with this address and has proved that it is theirs."""
    known: bool = EmailAddress.objects.filter(email=one_address(address), verified=True).exists()
    return known
