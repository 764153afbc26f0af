"""An address that was only typed proves nothing: what an account gathered before its owner showed up does not last.

Someone may come in with an address that is not theirs. When its owner signs in there by a code for the first time,
every session that began without proof ends; a passphrase cannot have been set before (see `Adapter.clean_password`).
"""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from commonplace.people.models import Person

UNPROVEN = "unproven"


def is_unproven(person: Person) -> bool:
    """Whether none of someone's addresses was confirmed yet."""
    proven: bool = EmailAddress.objects.filter(user=person, verified=True).exists()
    return not proven


def end_unproven_sessions(request: HttpRequest, person: Person) -> int:
    """End other sessions of `person` that began before any address was confirmed; how many there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for one in UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key):
        if store(one.session_key).get(UNPROVEN):
            one.end()
            ended += 1
    return ended
