"""How much one person may write in an hour: more than anyone has to say, less than a machine would."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from commonplace.conversations.models import Post
from commonplace.people.models import Person

HOUR = timedelta(hours=1)
IN_AN_HOUR = 30
ON_THE_FIRST_DAY = 5


class TooFast(Exception):
    """Enough for this hour; `when` is the moment from which there is room again."""

    def __init__(self, when: datetime) -> None:
        super().__init__(when)
        self.when = when

    @property
    def words(self) -> str:
        """What the writer is told."""
        at = formats.time_format(timezone.localtime(self.when), "TIME_FORMAT")
        return _("You have written a great deal in the last hour. There is room again from %(time)s.") % {"time": at}


def require_room(person: Person, *, now: datetime) -> None:
    """Raise TooFast when `person` has written as much as an hour holds; counted in posts, which every process sees."""
    is_new = now - person.joined_at < timedelta(days=1)
    most = ON_THE_FIRST_DAY if is_new else IN_AN_HOUR
    written = Post.objects.filter(author=person, written_at__gt=now - HOUR).order_by("-written_at")
    moments = list(written.values_list("written_at", flat=True)[:most])
    if len(moments) == most:
        raise TooFast(moments[-1] + HOUR)
