"""Who is looking, as every query wants to know it."""

from django.http import HttpRequest

from commonplace.people.models import Person


def viewer(request: HttpRequest) -> Person | None:
    """The signed-in person, or None for a stranger."""
    return request.user if isinstance(request.user, Person) else None


def require_viewer(request: HttpRequest) -> Person:
    """The signed-in person, in views that `login_required` guards; raises TypeError elsewhere."""
    if not isinstance(request.user, Person):
        raise TypeError("this view needs login_required")
    return request.user
