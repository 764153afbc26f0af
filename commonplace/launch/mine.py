"""What is a person's in launches: what they said before there was a community, and that they began one or asked."""

from django.db.models import QuerySet

from commonplace.launch.models import Interview, Issue, Launch, Obstacle, Start, Step, Term
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
        "",
        Erasing.WITH_ITS_WHOLE,
        (
            "launch__community__name",
            "on",
            "name",
            "about",
            "hard",
            "talks_to",
            "would",
            "would_words",
            "agreed_at",
        ),
        rows=_said,
        order=376,
    ),
    Mine("interviews_held", Interview, "by", Erasing.NAMELESS, why="the words of whoever was asked"),
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
    Mine("launch_starts_chosen", Start, "by", Erasing.NAMELESS, ("launch__community__slug", "how", "at"), order=379),
    Mine("launch_starts_said", Start, "begun_by", Erasing.NAMELESS, ("launch__community__slug", "begun_at"), order=380),
    Mine(
        "launch_steps_crossed",
        Step,
        "by",
        Erasing.NAMELESS,
        ("launch__community__slug", "code", "state", "words", "at"),
        order=381,
    ),
    Mine(
        "launch_obstacles_noted",
        Obstacle,
        "by",
        Erasing.NAMELESS,
        ("launch__community__slug", "strand", "words", "at", "asked_of", "asked_on", "answer", "answered_on"),
        order=382,
    ),
    Mine(
        "launch_terms_said",
        Term,
        "by",
        Erasing.NAMELESS,
        ("launch__community__slug", "term", "meaning", "at"),
        order=383,
    ),
)
