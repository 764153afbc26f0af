"""Each letter tells the keys of candour, so that people can see whether all are told the same."""

import pytest

from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.models import CandourKey
from commonplace.candour.months import month_of
from commonplace.candour.queries import MODULE
from commonplace.communities.models import Community
from commonplace.digests.actions.sending import send
from commonplace.digests.models import Issue
from commonplace.digests.tests.outbox import letter_to
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_every_letter_tells_the_key_that_is_drawn_and_only_that(
    issue: Issue, stick: Community, hal: Person, tomasz: Person, evening
) -> None:
    Community.objects.filter(pk=stick.pk).update(modules=[*stick.modules, MODULE])
    issue.community.refresh_from_db()
    keep_keys(now=evening)
    send(issue=issue, now=evening)
    drawn, next_one = CandourKey.objects.order_by("month")
    assert drawn.month == month_of(evening)
    for person in (hal, tomasz):
        letter = letter_to(person)
        for words in (letter.text, letter.html):
            said = " ".join(words.split())
            assert drawn.spoken in said
            assert next_one.spoken not in said
        assert max(map(len, (line for line in letter.text.split("\n") if "http" not in line))) <= 72


def test_where_candour_is_not_offered_letters_say_nothing_of_it(
    issue: Issue, stick: Community, tomasz: Person, evening
) -> None:
    Community.objects.filter(pk=stick.pk).update(modules=[*stick.modules, MODULE])
    keep_keys(now=evening)
    Community.objects.filter(pk=stick.pk).update(modules=[])
    send(issue=issue, now=evening)
    assert "candour" not in letter_to(tomasz).text
