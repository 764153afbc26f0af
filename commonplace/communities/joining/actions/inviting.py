"""One person's own words to another, with a door behind them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from commonplace.communities import ledger
from commonplace.communities.joining.actions.linking import NoPlace, digest_of, link_of, place_behind, take_place
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.sponsoring import become_sponsor
from commonplace.communities.models import Community, Invitation, Membership
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import standing_of
from commonplace.letters.actions import write
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.lib.addresses import one_address
from commonplace.lib.names import holds_address
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.store.locks import lock

LIVES = timedelta(days=30)
A_DAY = 40
A_STEWARDS_DAY = 200
AT_ONCE = 100


class MayNotInvite(ValueError):
    """Members and stewards invite; guests and strangers do not. Sponsors are invited by stewards."""


class AddressInWords(ValueError):
    """A letter to somebody who did not ask for it has one link, the one that leads here."""


class TooManyInvitations(ValueError):
    """More in a day than a person writes with their own words."""


class InvitationGone(ValueError):
    """It was taken, withdrawn, or its thirty days are over."""


@dataclass(frozen=True)
class Whom:
    """Somebody to invite: their mail address, and their name where it is known."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Invited:
    """An invitation with the token of its link, which is known only now: the row keeps a digest."""

    invitation: Invitation
    token: str

    @property
    def url(self) -> str:
        """The link to hand over."""
        return link_of(self.token)


def invite(
    *,
    by: Person,
    community: Community,
    words: str,
    name: str = "",
    address: str = "",
    guest_until: datetime | None = None,
    as_sponsor: bool = False,
    idempotency_key: UUID | None = None,
    at: datetime | None = None,
) -> Invited:
    """Invite someone as a member, as a guest until a moment, or to sponsor it; by letter where there is an address and
    it happens now.

    The same one sent twice with the same `idempotency_key` is one invitation. Raises MayNotInvite, TooManyInvitations,
    and where there is an address AddressInWords and Unproven.
    """
    now = at or timezone.now()
    sending = key_of_sending(
        idempotency_key, by.pk, community.pk, words, name, one_address(address), guest_until, *["sponsor"] * as_sponsor
    )
    token = secrets.token_hex(20) if sending is None else _token_of(sending)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if (same := Invitation.objects.filter(digest=digest_of(token)).first()) is not None:
            return Invited(same, token)
        standing = standing_of(by, community, now=now)
        if standing is None or standing.is_guest or (as_sponsor and not standing.is_steward):
            raise MayNotInvite(by.pk)
        if address and at is None:
            _check_letter(by, words)
        _require_room(standing, 1, now)
        whom = Whom(one_address(address), name)
        kind = Standing.SPONSOR if as_sponsor else Standing.GUEST if guest_until else Standing.MEMBER
        invited = _open(by, community, words, whom, kind=kind, guest_until=guest_until, token=token, now=now)
        if whom.address and at is None:
            _send(invited)
    return invited


def invite_many(
    *,
    by: Person,
    community: Community,
    words: str,
    whom: Sequence[Whom],
    idempotency_key: UUID,
    at: datetime | None = None,
) -> Sequence[Invited]:
    """Invite several as members in the same words, each by a letter with a link of their own; for stewards.

    Whoever has an invitation that is still good is passed over, so that a list sent twice is sent once. All or nothing.
    Raises MayNotInvite, TooManyInvitations, AddressInWords and Unproven.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        # Another steward may be sending the same list.
        lock(Community.objects.filter(pk=community.pk))
        standing = standing_of(by, community, now=now)
        if standing is None or not standing.is_steward:
            raise MayNotInvite(by.pk)
        _check_letter(by, words)
        wanted = {one_address(one.address): one.name for one in reversed(whom)}
        open_to = Invitation.objects.opening(now).filter(community=community, address__in=wanted)
        for address in open_to.values_list("address", flat=True):
            wanted.pop(address, None)
        # What the same form made stays made, even where it was taken or withdrawn since.
        tokens = {address: _token_of(f"many {by.pk} {community.pk} {idempotency_key} {address}") for address in wanted}
        made = set(
            Invitation.objects.filter(digest__in=[digest_of(token) for token in tokens.values()]).values_list(
                "digest", flat=True
            )
        )
        todo = [
            Whom(address, wanted[address]) for address in reversed(wanted) if digest_of(tokens[address]) not in made
        ]
        if len(todo) > AT_ONCE:
            raise TooManyInvitations(by.pk)
        _require_room(standing, len(todo), now)
        sent = [_open(by, community, words, one, token=tokens[one.address], now=now) for one in todo]
        for invited in sent:
            _send(invited)
    return sent


def _token_of(sending: str) -> str:
    """The token of an invitation that a form sends, so that a second sending of it is given the same link."""
    return salted_hmac("commonplace.invitation.token", sending, algorithm="sha256").hexdigest()[:40]


def _require_room(standing: Membership, wanted: int, now: datetime) -> None:
    """Raise TooManyInvitations where this person would have made more in a day than they may."""
    most = A_STEWARDS_DAY if standing.is_steward else A_DAY
    made = Invitation.objects.filter(by=standing.person_id, link=None, made_at__gt=now - timedelta(days=1)).count()
    if made + wanted > most:
        raise TooManyInvitations(standing.person_id)


def _open(
    by: Person,
    community: Community,
    words: str,
    whom: Whom,
    *,
    token: str,
    now: datetime,
    kind: Standing = Standing.MEMBER,
    guest_until: datetime | None = None,
) -> Invited:
    invitation = Invitation.objects.create(
        community=community,
        by=by,
        words=words,
        name=whom.name,
        address=whom.address,
        standing=kind,
        guest_until=guest_until,
        digest=digest_of(token),
        made_at=now,
        expires_at=now + LIVES,
    )
    ledger.record(verb="invited", person=by, community=community, at=now, what="invitation", what_id=invitation.pk)
    return Invited(invitation, token)


def withdraw_invitation(*, invitation: Invitation, at: datetime | None = None) -> None:
    """Close the door behind an invitation that nobody has taken; raises InvitationGone."""
    still = Invitation.objects.filter(pk=invitation.pk, taken_at=None, withdrawn_at=None)
    if not still.update(withdrawn_at=at or timezone.now()):
        raise InvitationGone(invitation.pk)


def withdraw_all(*, invitations: QuerySet[Invitation], at: datetime | None = None) -> int:
    """Close the doors behind those of these invitations that nobody has taken; how many."""
    still = invitations.filter(taken_at=None, withdrawn_at=None)
    return still.update(withdrawn_at=at or timezone.now())


def invitation_behind(token: str, *, now: datetime) -> Invitation | None:
    """The invitation whose link this is, while it is good, or a free place of a link for a group."""
    found = Invitation.objects.opening(now).filter(digest=digest_of(token)).select_related("community", "by").first()
    return found or place_behind(token, now=now)


def take_invitation(
    *, invitation: Invitation, person: Person, cares_about: str = "", at: datetime | None = None
) -> Membership:
    """Come in by an invitation, once; a guest who is invited as a member becomes one, and whoever was asked to sponsor
    it does so. Raises InvitationGone.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=invitation.community_id))
        good = Invitation.objects.opening(now).filter(pk=invitation.pk)
        if invitation.link_id is not None:
            try:
                take_place(link_id=invitation.link_id, person=person, at=now)
            except NoPlace as error:
                raise InvitationGone(invitation.link_id) from error
        elif not good.update(taken_at=now, taken_by=person):
            raise InvitationGone(invitation.pk)
        if invitation.asks_a_sponsor:
            return become_sponsor(person=person, community=invitation.community, at=now)
        return admit(
            person=person,
            community=invitation.community,
            standing=invitation.standing,
            until=invitation.guest_until,
            cares_about=cares_about,
            at=now,
        )


def proof_for(invitation: Invitation) -> str:
    """What only the letter's link carries: who has it, reads mail at the invitation's address.

    The inviter sees the bare link and so cannot confirm an address that is not theirs.
    """
    return salted_hmac(
        "commonplace.invitation.letter", f"{invitation.pk}:{invitation.address}", algorithm="sha256"
    ).hexdigest()[:24]


def is_proven(invitation: Invitation, proof: str) -> bool:
    """Whether the link came by the letter to the invitation's address."""
    return bool(invitation.address) and constant_time_compare(proof, proof_for(invitation))


def _check_letter(by: Person, words: str) -> None:
    if is_unproven(by):
        raise Unproven(by.pk)
    if holds_address(words):
        raise AddressInWords(by.pk)


def _send(invited: Invited) -> None:
    invitation = invited.invitation
    context = {
        "inviter": person_named(invitation.by.name),
        "community": community_named(invitation.community.name),
        "words": invitation.words,
        "link": f"{invited.url}?by={proof_for(invitation)}",
    }
    asks_a_sponsor = "_to_a_sponsor" if invitation.asks_a_sponsor else ""
    write(
        to=invitation.address,
        template=f"communities/letters/invitation{asks_a_sponsor}",
        context=context,
        kind="invitation",
        about=str(invitation.pk),
        useful_until=invitation.expires_at,
    )


def _may_go(letter: Letter) -> bool:
    """Whether its link still opens anything: the invitation may have been withdrawn, or whoever wrote it be erased."""
    # Letters from before this was asked tell of none.
    return not letter.about or Invitation.objects.opening(timezone.now()).filter(pk=int(letter.about)).exists()


LAST_LOOK = LastLook("invitation", _may_go)
