"""What is a person's in feeds."""

from commonplace.feeds.models import SecretAddress
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine(
        "feed_addresses",
        SecretAddress,
        "person",
        Erasing.GOES,
        ("opens", "community__slug", "space__slug", "made_at"),
        order=265,
    ),
)
