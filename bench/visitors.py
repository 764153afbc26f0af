"""Who comes to look: sessions, a token, and what they search for."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from bench.habits import give_habits, give_things_to_tend
from bench.language import Language
from commonplace.api.actions import make_token
from commonplace.attention.models import ReadMark
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

WRITERS = 200


def sign_in(members: Sequence[int], language: Language, dice: np.random.Generator) -> dict[str, Any]:
    """Sessions of those who write and of who tends, a token for the first of them, and words to search for."""
    writers = list(Person.objects.filter(pk__in=[int(pk) for pk in members[:WRITERS]]).order_by("pk"))
    community = Community.objects.get(pk=1)
    give_habits(writers, community)
    give_things_to_tend(community, writers)
    sessions = [session_of(one) for one in writers]
    tending = Membership.objects.filter(community=community, standing=Standing.STEWARD).select_related("person")
    # The one who reads is a member like others, not a steward, and has read some of it.
    reader = Person.objects.get(pk=int(members[-1]))
    latest = Conversation.objects.filter(community=1).order_by("-last_post_at")[:60]
    # Whoever wrote somewhere has a mark there from the ledger's readers.
    ReadMark.objects.bulk_create(
        (ReadMark(person=reader, conversation=one, number=one.last_number // 2) for one in latest),
        update_conflicts=True,
        unique_fields=["person", "conversation"],
        update_fields=["number"],
    )
    words = language.words
    # Words so common that even a small house has a full page of hits for two of them.
    pairs = [" ".join(words[at] for at in dice.integers(5, 60, size=2)) for _ in range(100)]
    return {
        "sessions": sessions,
        "steward": session_of(tending.earliest("person").person),
        "session": session_of(reader),
        "token": make_token(person=reader, name="bench")[1],
        "searches": pairs,
    }


def session_of(person: Person) -> str:
    """The key of a session in which someone is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)
