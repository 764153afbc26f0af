"""What is a person's in launches: what they said before there was a community, and that they began one or asked."""

from django.db.models import QuerySet

from commonplace.launch.models import Interview, Issue, Launch
from commonplace.people.actions.erasing import addresses_of
from commonplace.people.mine import Erasing, Mine
from commonplace.people.models import Person


def _said(person: Person) -> QuerySet[Interview]:
    """Conversations that are written down with an address of theirs."""
    return Interview.objects.filter(address__in=list(addresses_of(person)))


LISTS = (
    Mine(
        "interviews_given",
        Interview,
        "by",
        Erasing.NAMELESS,
        ("launch__community__name", "on", "name", "about", "hard", "talks_to", "would", "would_words", "agreed_at"),
        rows=_said,
        order=376,
    ),
    Mine(
        "launches_begun",
        Launch,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "at"),
        order=377,
    ),
    Mine(
        "launch_issues_named",
        Issue,
        "by",
        Erasing.NAMELESS,
        ("launch__community__slug", "name", "about", "at"),
        order=378,
    ),
)
