"""Named places on the pages of lower rooms, where higher rooms show what they know.

The room whose page has the place publishes its name when it is ready, and says what it gives::

    publish("conversation.margin", "conversation: the Conversation on the page")

A higher room registers a query and a template for it in its ``offers.py``::

    register("conversation.margin", query=who_may_know, template="cultivation/who_may_know.html", order=20)

The query is called as ``query(request, **given)`` and returns the template's context, or None to show nothing;
its database queries count towards the page's. Contributions come in the order of ``order``, then of registration.
A name that nobody published fails when the page is rendered and when ``commonplace doctor`` or the tests call
``check``, so a slip of the pen is found at once. Publishing and registering may happen in any order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

Query = Callable[..., Mapping[str, Any] | None]


class UnknownPlace(LookupError):
    """A place was used or registered for under a name that no room publishes."""


@dataclass(frozen=True)
class Contribution:
    """What one room shows at one place."""

    query: Query
    template: str
    order: int


_published: dict[str, str] = {}
_contributions: dict[str, list[Contribution]] = {}


def publish(name: str, gives: str) -> None:
    """Announce a place and what its contributions are given; publishing a name twice is an error."""
    if _published.get(name, gives) != gives:
        raise ValueError(f"the place {name!r} is published twice, giving different things")
    _published[name] = gives


def register(name: str, *, query: Query, template: str = "", order: int = 50) -> None:
    """Show ``template`` with what ``query`` answers at the place ``name``; lower ``order`` comes first.

    Where the lower room draws the answers itself (see ``ask``), there is no template.
    """
    contribution = Contribution(query, template, order)
    here = _contributions.setdefault(name, [])
    if contribution not in here:
        here.append(contribution)
        here.sort(key=lambda one: one.order)


def published() -> dict[str, str]:
    """Return every published place with what it gives, by name."""
    return dict(sorted(_published.items()))


def check() -> None:
    """Raise UnknownPlace where something is registered for a place that nobody publishes."""
    if unknown := sorted(set(_contributions) - set(_published)):
        raise UnknownPlace(f"nobody publishes {', '.join(unknown)}; known places are {', '.join(sorted(_published))}")


def render(name: str, request: HttpRequest, given: Mapping[str, Any], *, around: Context) -> SafeString:
    """Return everything that is registered for the place, rendered in order; raise UnknownPlace for an unknown name.

    Each template sees what is `around` every page, what the place gives, and the answer of its query.
    """
    if name not in _published:
        raise UnknownPlace(f"nobody publishes {name!r}; known places are {', '.join(sorted(_published))}")
    parts = []
    for contribution in _contributions.get(name, ()):
        answer = contribution.query(request, **given)
        if answer is not None:
            with around.push(**given, **answer):
                parts.append(_template(contribution.template).render(around))
    # Each part comes from a template, which escaped it.
    return mark_safe("".join(parts))  # noqa: S308


def _template(name: str) -> Template:
    # Behind Django's wrapper, which would run the context processors again for each part of a page.
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    return template


def ask(name: str, request: HttpRequest, **given: Any) -> list[Mapping[str, Any]]:
    """Return what is answered at a place that its room draws itself, such as a mark on each row of a list.

    Each contribution is asked once for the whole list, so nothing is queried in a loop. Raise UnknownPlace.
    """
    if name not in _published:
        raise UnknownPlace(f"nobody publishes {name!r}; known places are {', '.join(sorted(_published))}")
    answers = (contribution.query(request, **given) for contribution in _contributions.get(name, ()))
    return [answer for answer in answers if answer is not None]


publish("page.top", "nothing: above everything, on every page")
