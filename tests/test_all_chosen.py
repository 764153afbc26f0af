"""The page of what reaches one, for somebody who chose all there is to choose."""

import pytest

from commonplace.attention.models import PushDevice, SearchFollow, SubjectFollow
from commonplace.gatherings.models import Answer
from commonplace.letters.pauses import note_bounce
from commonplace.people.queries import address_for_letters
from commonplace.words.actions.choosing import take_no_more
from tests.furnished import Furnished

pytestmark = pytest.mark.django_db


def test_all_that_one_chose_takes_twelve_queries(client, house: Furnished, now, django_assert_max_num_queries) -> None:
    person = house.member
    SubjectFollow.objects.create(person=person, community=house.community, whom=house.steward)
    for model in (PushDevice, SearchFollow, Answer):
        assert model.objects.filter(person=person).exists(), model
    take_no_more(person=person, whom=house.steward)
    note_bounce(address=address_for_letters(person), is_hard=True, words="550 5.1.1 Nobody", now=now)
    client.force_login(person)
    client.get("/me/attention")
    with django_assert_max_num_queries(12):
        page = client.get("/me/attention").text
    assert house.steward.name in page
