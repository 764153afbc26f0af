"""What is a person's in orientations: what they drew, and that they asked others to."""

from commonplace.orientations.models import Leaning, Profile
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine(
        "orientations_drawn",
        Leaning,
        "person",
        Erasing.GOES,
        ("profile__community__slug", "profile__ends_at", "orientation", "today", "wanted"),
        order=372,
    ),
    Mine(
        "orientations_asked_for",
        Profile,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "at", "ends_at", "closed_at"),
        order=373,
    ),
)
