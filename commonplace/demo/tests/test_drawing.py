"""The community of the demo has drawn how it is together, and something came of it."""

import pytest

from commonplace.communities.models import Community
from commonplace.orientations.models import Profile
from commonplace.orientations.queries import told_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sown")]


def test_it_drew_itself_and_wants_more_of_some_and_less_of_other() -> None:
    profile = Profile.objects.get(community=Community.objects.get(slug="listening-stick"))
    told = told_of(profile)
    assert (profile.drawn, len(told)) == (9, 9)
    assert {one.wants for one in told} == {0, 1}
    assert {str(one.orientation) for one in told if one.wants > 0} >= {"content", "individual"}
