"""What is a person's in weaving: what they said to being introduced, their coffees, and notes about and by them."""

from commonplace.people.mine import Erasing, Mine
from commonplace.weaving.models import AtCoffee, CoffeeSeat, ContactNote, Introduction, Side, Unintroduced

LISTS = (
    Mine("introduced_to_nobody", Unintroduced, "person", Erasing.GOES, ("community__slug", "at"), order=374),
    Mine(
        "introductions_asked",
        Side,
        "person",
        Erasing.GOES,
        (
            "introduction__community__slug",
            "introduction__asked_at",
            "says",
            "said_at",
            "introduction__introduced_at",
            "came",
        ),
        rows=lambda person: Side.objects.filter(person=person, introduction__asked_at__isnull=False),
        order=375,
    ),
    Mine(
        "introductions_proposed",
        Introduction,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "proposed_at", "words"),
        order=376,
    ),
    Mine("at_coffee", AtCoffee, "person", Erasing.GOES, ("community__slug", "since"), order=377),
    Mine(
        "coffees",
        CoffeeSeat,
        "person",
        Erasing.GOES,
        ("coffee__draw__community__slug", "coffee__draw__month", "came"),
        order=378,
    ),
    Mine("noted_about_me", ContactNote, "person", Erasing.GOES, ("community__slug", "text", "at"), order=379),
    Mine(
        "notes_about_others",
        ContactNote,
        "by",
        Erasing.GOES,
        ("community__slug", "text", "at"),
        rows=lambda person: ContactNote.objects.visible_to(person).filter(by=person),
        order=379,
    ),
)
