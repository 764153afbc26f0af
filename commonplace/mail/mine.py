"""What the post keeps of a person: the letters that they sent in."""

from commonplace.mail.models import Arrival, MailingList
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine(
        "letters_sent_in",
        Arrival,
        "person",
        Erasing.GOES,
        ("recipient", "received_at", "outcome", "community__slug"),
        order=257,
    ),
    Mine("lists_moved_in", MailingList, "by", Erasing.NAMELESS, why="a mailing list moved in for a community"),
)
