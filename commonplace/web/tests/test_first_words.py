"""A newcomer's first conversation says what shows."""

import pytest

from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.web.arriving import first_words


@pytest.mark.parametrize(
    ("craft", "line", "kept"),
    [
        ("&nbsp;", "Where does it go?", "Where does it go?"),
        ("I mend", "Where does it go?", "I mend"),
        ("I mend", "[](x)", "I mend"),
        ("", "[](x)", None),
    ],
)
def test_first_words_are_those_that_show(
    hal: Person, stick: Community, table: Space, craft: str, line: str, kept: str | None
) -> None:
    hal.craft = craft
    begun = first_words(person=hal, community=stick, line=line)
    assert (begun.posts.get().source if begun is not None else None) == kept
