"""How much one person may write in an hour."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.communities import rate_limit
from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

IN_AN_HOUR = 30
ON_THE_FIRST_DAY = 5


class TooFast(rate_limit.TooFast):
    """As much was written as an hour holds."""

    said = _("You have written a great deal in the last hour. There is room again from %(time)s.")


def require_room(person: Person, *, now: datetime) -> None:
    """Raise TooFast when `person` has written as much as an hour holds; counted in posts, which every process sees."""
    is_new = now - person.joined_at < timedelta(days=1)
    most = ON_THE_FIRST_DAY if is_new else IN_AN_HOUR
    written = _written(person=person, since=now - rate_limit.HOUR)
    rate_limit.require_room(written[:most], most=most, error=TooFast)


@prepared
def _written(*, person: Person, since: datetime) -> QuerySet[Post, datetime]:
    written = Post.objects.filter(author=person, written_at__gt=since).order_by("-written_at")
    return written.values_list("written_at", flat=True)[:IN_AN_HOUR]
