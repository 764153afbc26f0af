"""What the door says, and where a face is."""

import pytest
from django.template import Context, Template

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Byline

AT_THE_DOOR = Template("{% load communities %}{% join_label community %} / {% join_label community as_guest=True %}")


@pytest.mark.parametrize(
    ("joining", "said"),
    [("open", "Come in / Become a member"), ("request", "Ask to join / Ask to become a member")],
)
def test_the_door_says_what_pressing_it_does(joining: str, said: str) -> None:
    assert AT_THE_DOOR.render(Context({"community": Community(joining=joining)})) == said


@pytest.mark.parametrize(("joining", "is_so"), [("open", False), ("request", False), ("invitation", True)])
def test_nobody_asks_at_a_door_that_opens_by_invitation(joining: str, is_so: bool) -> None:
    assert Community(joining=joining).is_by_invitation is is_so


def test_a_byline_knows_where_its_face_is() -> None:
    assert (Byline("Hal", photo_id=7).photo_url, Byline("Hal").photo_url) == ("/faces/7", "")
