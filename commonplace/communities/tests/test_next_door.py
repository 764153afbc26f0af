"""What one community does changes and shows nothing next door, and what is counted in a day is counted in that day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.founding.actions import found
from commonplace.communities.joining import queries as arrivals
from commonplace.communities.joining.actions.inviting import A_DAY, TooManyInvitations, invite
from commonplace.communities.membership.actions.counting import count_in
from commonplace.communities.models import Community, JoinRequest, Role


@pytest.fixture
def next_door(someone):
    return found(by=someone("Petra Voss"), name="Next door", slug="next-door", visibility="public")


def state(community: Community) -> tuple:
    return Community.objects.values_list("people_count", "remembered_count", "version", "changed_at").get(
        pk=community.pk
    )


def test_counting_and_a_new_charter_leave_the_neighbour_alone(stick, next_door, ines, hal):
    before, here = state(next_door), state(stick)
    count_in(stick, [hal])
    revise_charter(community=stick, by=ines, words={"domain": "Finding water"}, summary="Shorter")
    assert state(next_door) == before
    assert state(stick)[0] == here[0] + 1
    assert state(stick)[3] > here[3]


def test_a_revision_is_found_where_it_was_made(client, stick, next_door, ines):
    number = revise_charter(community=stick, by=ines, words={"domain": "Finding water"}, summary="Shorter").number
    client.force_login(ines)
    assert client.get(reverse("charter_revision", args=["stick", number])).status_code == 200
    assert client.get(reverse("charter_revision", args=["next-door", number])).status_code == 404


def test_invitations_of_yesterday_are_not_counted_today(stick, hal, now):
    for number in range(A_DAY):
        invite(by=hal, community=stick, words="Come.", name=f"Guest {number}", at=now - timedelta(days=1, seconds=1))
    for number in range(A_DAY):
        invite(by=hal, community=stick, words="Come.", name=f"Guest {number}", at=now)
    with pytest.raises(TooManyInvitations):
        invite(by=hal, community=stick, words="Come.", name="One more", at=now)


def test_the_longest_waits_first_and_the_last_question_is_the_one_that_counts(stick, someone, now):
    asked = {}
    for name, days in (("Odile Marchand", 2), ("Wanjiru Mwangi", 5), ("Yusuf Demir", 1)):
        person = someone(name)
        at = now - timedelta(days=days)
        asked[name] = JoinRequest.objects.create(person=person, community=stick, cares_about="Frost", at=at)
    waiting = [request.person.name for request in arrivals.open_requests(stick)]
    assert waiting == ["Wanjiru Mwangi", "Odile Marchand", "Yusuf Demir"]
    first = asked["Odile Marchand"]
    JoinRequest.objects.filter(pk=first.pk).update(answered_at=now, accepted=False)
    again = [
        JoinRequest.objects.create(
            person=first.person, community=stick, cares_about=cares, at=now, answered_at=answered
        )
        for cares, answered in (("Trams", now), ("Frost again", None))
    ]
    assert arrivals.request_of(first.person, stick) == again[1], "asked in the same moment, the later one counts"


def test_a_term_covers_its_first_and_its_last_day(now):
    today, day = now.date(), timedelta(days=1)
    role = Role(name="host", since=today, until=today + day)
    assert [role.is_live(today + n * day) for n in (-1, 0, 1, 2)] == [False, True, True, False]
    assert Role(name="host", since=today).is_live(today + 900 * day) is True
