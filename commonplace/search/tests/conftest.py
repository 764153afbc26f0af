"""Posts as search sees them without the room that writes them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pytest

from commonplace.communities.content import CONTENT, Thing
from commonplace.people.models import Person


@pytest.fixture
def posts() -> Iterator[None]:
    """Posts are described by a room above; here they are called by their number."""

    def describe(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
        return {pk: Thing(title=f"Post {pk}", url=f"/{pk}") for pk in ids}

    with CONTENT.overridden(replace(CONTENT["post"], describe=describe)):
        yield
