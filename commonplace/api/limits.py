"""How often one may ask: a token for itself, everyone else by address, and whoever makes tokens up by address too."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from commonplace.api.actions import digest_of
from commonplace.api.models import Token
from commonplace.limits.limit import Limit, sender
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

SECONDS = 60
KNOWN = "_api_token"


def seconds_to_wait(request: HttpRequest) -> int:
    """Count this request; 0 when it may go on, else the seconds until there is room for it.

    Tokens count apart, so that programs behind one address do not stand in each other's way; but one that nobody
    knows counts for its address, and where too many came from there, none is even looked up.
    """
    most = settings.API_READS_A_MINUTE
    # Some of them ahead: a read is often not much dearer than counting it.
    reads, guesses = Limit("api reads", most, SECONDS, ahead=max(1, most // 50)), Limit("api guesses", most, SECONDS)
    address = sender(request)
    if not request.headers.get("Authorization"):
        return reads.take(address)
    if seconds := guesses.wait(address):
        return seconds
    token = token_of(request)
    return guesses.take(address) if token is None else reads.take(f"token {token.pk}")


def token_of(request: HttpRequest) -> Token | None:
    """The token that this request shows, if somebody let in here made it; looked up once."""
    if not hasattr(request, KNOWN):
        setattr(request, KNOWN, _known(request.headers.get("Authorization", "")))
    found: Token | None = getattr(request, KNOWN)
    return found


def person_of(request: HttpRequest) -> Person | None:
    """Whose token this request shows."""
    token = token_of(request)
    return token.person if token else None


def _known(said: str) -> Token | None:
    scheme, *words = said.split(None, 1) or [""]
    if scheme.lower() != "bearer" or not words:
        return None
    digest = digest_of(words[0].strip())
    return next(iter(_tokens(digest=digest)), None)


@prepared
def _tokens(*, digest: str) -> QuerySet[Token]:
    return Token.objects.filter(digest=digest, person__is_active=True).select_related("person")
