"""What is a person's in the constellation."""

from commonplace.constellation.models import Crossing, HostEye, Relation, Told, Voice
from commonplace.people.mine import Erasing, Mine

_OF_A_COMMUNITY = "a steward’s word for a community; it stands in its ledger"
LISTS = (
    Mine("looks_for_host", HostEye, "person", Erasing.GOES, ("at",), order=390),
    Mine("named_to_look_for_host", HostEye, "by", Erasing.NAMELESS, ("at",), order=391),
    Mine(
        "told_to_host", Told, "by", Erasing.NAMELESS, ("community__slug", "line", "words", "at", "ended_at"), order=392
    ),
    Mine("ended_telling_host", Told, "ended_by", Erasing.NAMELESS, why=_OF_A_COMMUNITY),
    Mine(
        "related_communities",
        Relation,
        "by",
        Erasing.NAMELESS,
        ("one__slug", "other__slug", "kind", "words", "at", "agreed_at", "ended_at"),
        order=393,
    ),
    Mine("agreed_to_be_related", Relation, "agreed_by", Erasing.NAMELESS, why=_OF_A_COMMUNITY),
    Mine("ended_relations", Relation, "ended_by", Erasing.NAMELESS, why=_OF_A_COMMUNITY),
    Mine(
        "asked_to_cross",
        Voice,
        "person",
        Erasing.GOES,
        (
            *("crossing__community__slug", "crossing__kind", "crossing__name", "crossing__asked_at"),
            *("words", "words_at", "coming", "coming_at", "came_at"),
        ),
        rows=lambda person: Voice.objects.filter(person=person, crossing__asked_at__isnull=False),
        order=394,
    ),
    Mine(
        "crossings_planned",
        Crossing,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "kind", "name", "domain", "words", "at", "asked_at", "done_at"),
        order=395,
    ),
    Mine("crossings_agreed", Crossing, "agreed_by", Erasing.NAMELESS, why=_OF_A_COMMUNITY),
    Mine("crossings_begun", Crossing, "begun_by", Erasing.NAMELESS, why=_OF_A_COMMUNITY),
    Mine("crossings_called_off", Crossing, "called_off_by", Erasing.NAMELESS, why=_OF_A_COMMUNITY),
)
