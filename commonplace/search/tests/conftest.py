"""Posts as search sees them without the room that writes them."""

from collections.abc import Collection, Iterator, Mapping

import pytest

from commonplace.communities import things
from commonplace.people.models import Person


@pytest.fixture
def posts() -> Iterator[None]:
    """Posts are described by a room above; here they are called by their number."""
    known = things.KINDS.get("post")

    def describe(ids: Collection[int], viewer: Person | None) -> Mapping[int, things.Thing]:
        return {pk: things.Thing(title=f"Post {pk}", url=f"/{pk}") for pk in ids}

    things.declare("post", describe)
    yield
    if known:
        things.declare("post", known)
