"""An address that was only typed proves nothing: what an account gathered before its owner showed up does not last.

Someone may come in with an address that is not theirs. Until an address is proven, nothing can be made that would open
the account again; and at the first proof all that is there goes, whoever made it (docs/decisions/0006-coming-in.md).
"""

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest

from commonplace.letters import links
from commonplace.people.models import Claim, Person
from commonplace.store.locks import lock
from commonplace.store.registry import Hook

# The mark of a session that began in an account without a proven address; only a proof in that session takes it away.
UNPROVEN = "unproven"
SIGN_IN_LINK = "sign-in"

# Lets a room throw away what opens the account of someone whose first address is being proven.
ON_FIRST_PROVEN: Hook[Person] = Hook("when someone's first address is proven")


class Unproven(ValueError):
    """None of someone's addresses is proven, so nothing may be made that would outlive a proof."""


def is_unproven(person: Person) -> bool:
    """Whether none of someone's addresses was confirmed yet."""
    proven: bool = EmailAddress.objects.filter(user=person, verified=True).exists()
    return not proven


def rests_on_a_typed_address(request: HttpRequest) -> bool:
    """Whether the session began without proof, or its person has none.

    The mark is asked too: a request that was under way while the owner proved their address comes too late.
    """
    return bool(request.session.get(UNPROVEN)) or (isinstance(request.user, Person) and is_unproven(request.user))


def wait_in_line(person_id: int) -> None:
    """Let the first proofs of one account come one after the other; call it in the transaction that confirms."""
    # Of two proofs at once the later sees what the earlier did.
    lock(Person.objects.filter(pk=person_id))


def may_be_proven(request: HttpRequest, address: EmailAddress, *, is_first: bool) -> bool:
    """Whether a code typed in this session may prove `address`; what is left of it in a proven account is taken away.

    In an account that is proven already one proves more from within, in a session that rests on a proof: whoever comes
    from outside would walk into an account that somebody else holds. An address taken out meanwhile stays out.
    """
    from_within: bool = request.user.pk == address.user_id
    if is_first:
        rows = EmailAddress.objects.filter(pk=address.pk, user=address.user)
        return rows.exists() if address.pk else from_within
    if from_within and not request.session.get(UNPROVEN):
        return True
    EmailAddress.objects.filter(pk=address.pk, verified=False).delete()
    return False


def begin_anew(request: HttpRequest, proven: EmailAddress) -> bool:
    """Throw away all that could open an account but its first proven address; whether somebody had been in there.

    The session in which it was proven goes on, and a tie to a sign-in server by which this very session came.
    """
    person: Person = proven.user
    EmailAddress.objects.filter(user=person).exclude(pk=proven.pk).delete()
    if not proven.primary:
        proven.primary = True
        proven.save(update_fields=["primary"])
    came_by = {(one.get("provider"), one.get("uid")) for one in get_authentication_records(request, person)}
    for tie in SocialAccount.objects.filter(user=person):
        if (tie.provider, tie.uid) not in came_by:
            tie.delete()
    Authenticator.objects.filter(user=person).delete()
    Claim.objects.filter(person=person, settled_at=None).delete()
    links.withdraw_about(purpose=SIGN_IN_LINK, person=person.pk)
    ON_FIRST_PROVEN(person)
    return _end_other_sessions(request, person)


def _end_other_sessions(request: HttpRequest, person: Person) -> bool:
    # A passphrase that nobody knows: what was sealed with the one before, such as a link to choose another, is void.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    if request.session.get(SESSION_KEY) == str(person.pk):
        request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    others = UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key)
    for one in others:
        one.end()
    return person.last_login is not None
