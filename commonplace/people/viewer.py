"""Who is looking, as every query wants to know it."""

from django.http import HttpRequest
from django.utils.functional import LazyObject, empty

from commonplace.people.models import Person


def viewer(request: HttpRequest) -> Person | None:
    """The signed-in person, or None for a stranger."""
    user = _unwrapped(request.user)
    return user if isinstance(user, Person) else None


def require_viewer(request: HttpRequest) -> Person:
    """The signed-in person, in views that `login_required` guards; raises TypeError elsewhere."""
    user = _unwrapped(request.user)
    if not isinstance(user, Person):
        raise TypeError("this view needs login_required")
    return user


def _unwrapped(user: object) -> object:
    # Django hands out a proxy, which asks itself several questions for each attribute that a page reads.
    if isinstance(user, LazyObject):
        if user._wrapped is empty:
            user._setup()
        return user._wrapped
    return user
