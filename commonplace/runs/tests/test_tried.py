"""What came of the takeaways of a year, told of five people and more."""

from datetime import timedelta

import pytest

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import asking, noting
from commonplace.runs.queries.tried import tried_of
from commonplace.runs.tests.test_pages import as_

pytestmark = pytest.mark.django_db


def test_it_is_counted_from_five_people_on_and_for_a_year(
    run, stick, hal, tomasz, leila, ines, rosa, amara, now
) -> None:
    seen = Viewpoint(amara, stick, Membership.objects.get(person=amara, community=stick))
    came = ((hal, "helped"), (tomasz, "nothing"), (leila, "helped"), (ines, "rest"), (ines, "helped"), (hal, "helped"))
    for person, how in came:
        line = noting.note(run=run, phase=6, kind=Capture.TAKEAWAY, words="I dig.", person=person)
        asking.say_what_came(captured=line, by=person, came=how)
    assert tried_of(seen, now=now) is None
    assert "What came of it" not in as_(amara).get("/c/stick/gatherings/").text
    line = noting.note(run=run, phase=6, kind=Capture.TAKEAWAY, words="I dig.", person=rosa)
    asking.say_what_came(captured=line, by=rosa, came="nothing")
    assert tried_of(seen, now=now) == (6, 4, 5)
    assert (
        "6 things that people took along were tried; 4 of them helped." in as_(amara).get("/c/stick/gatherings/").text
    )
    assert tried_of(seen, now=now + timedelta(days=366)) is None
