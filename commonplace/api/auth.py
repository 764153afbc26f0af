"""Who asks: by a token, by the session of a browser, or nobody in particular."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from commonplace.api.limits import person_of
from commonplace.people.models import Person
from commonplace.people.viewer import viewer


class Stranger:
    """Whoever asks without saying who they are; sees what strangers see."""


class Bearer(HttpBearer):
    """`Authorization: Bearer cp_...`; a token that is not known is refused rather than passed over."""

    def __call__(self, request: HttpRequest) -> Person | None:
        if not request.headers.get("Authorization"):
            return None
        person = person_of(request)
        if person is None:
            raise AuthenticationError(message=_("This token is not known here; it may have been revoked."))
        return person

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The person behind a token, which stands in the request."""
        return person_of(request)


class Session(APIKeyCookie):
    """The session of a browser, for reading only: nothing here can be changed by a forged link."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        """The person signed in, if anyone is."""
        return viewer(request)


class Anyone:
    """Lets strangers ask too."""

    openapi_security_schema: ClassVar[dict[str, str]] = {}  # tells the document that there is nothing to show

    def __call__(self, request: HttpRequest) -> Stranger:
        return Stranger()


SIGNED_IN = [Bearer(), Session(csrf=False)]
ANYONE = [*SIGNED_IN, Anyone()]


def asking(request: HttpRequest) -> Person | None:
    """The person who asks, or None for a stranger."""
    auth: Any = getattr(request, "auth", None)
    return auth if isinstance(auth, Person) else None
