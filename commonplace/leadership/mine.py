"""What is a person's in leadership groups: the parts they carried."""

from commonplace.gatherings.mine import gathering_titled
from commonplace.leadership.models import Part
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine(
        "parts_carried",
        Part,
        "person",
        Erasing.GOES,
        ("community__slug", "gathering_id", "group", "until", "at", "ended_at"),
        named=gathering_titled("gathering"),
        order=370,
    ),
)
