"""Each of the cast has the standing that the page promises."""

import pytest

from commonplace.communities.models import Membership
from commonplace.demo.cast import CAST
from commonplace.demo.models import Sowing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sown")]


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_everyone_has_the_standing_one_tries(part):
    person = Sowing.objects.get(key=part.key).person
    here = Membership.objects.filter(person=person, community__slug="listening-stick").values_list(
        "standing", flat=True
    )
    said = {"steward": "a steward", "guest": "a guest", "member": "a member"}
    expected = {"a newcomer": "a member"}.get(str(part.standing), str(part.standing))
    assert [said[one] for one in here] == ([] if expected == "a stranger" else [expected])
