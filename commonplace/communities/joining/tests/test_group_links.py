"""One link for a group: its places, its last day, its end, and who came by it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import (
    InvitationGone,
    invitation_behind,
    is_proven,
    take_invitation,
)
from commonplace.communities.joining.actions.linking import (
    IN_FORCE_AT_ONCE,
    LinkEnded,
    Opened,
    TooManyLinks,
    end_link,
    open_link,
)
from commonplace.communities.joining.queries import invitations
from commonplace.communities.models import Community, GroupLink, Invitation, Membership
from commonplace.communities.stewards import NotASteward
from commonplace.people.models import Person

PAGE = "/c/stick/invitations/links/"


@pytest.fixture
def opened(rosa: Person, stick: Community) -> Opened:
    """Two places for a week."""
    ends_at = timezone.now() + timedelta(days=7)
    return open_link(by=rosa, community=stick, words="Come, all of you", places=2, ends_at=ends_at)


def come(opened: Opened, person: Person) -> Membership:
    found = invitation_behind(opened.token, now=timezone.now())
    assert found is not None
    return take_invitation(invitation=found, person=person)


def test_as_many_come_in_as_there_are_places(opened: Opened, someone, stick: Community) -> None:
    first, second, third = (someone(name) for name in ("First", "Second", "Third"))
    late = invitation_behind(opened.token, now=timezone.now())
    assert [come(opened, one).standing for one in (first, second)] == ["member", "member"]
    assert invitation_behind(opened.token, now=timezone.now()) is None
    with pytest.raises(InvitationGone):
        take_invitation(invitation=late, person=third)
    assert not Membership.objects.filter(person=third).exists()
    # They are no letters of anybody's, and count as none.
    assert list(invitations(stick)) == []


def test_one_person_takes_one_place(opened: Opened, stranger: Person) -> None:
    found = invitation_behind(opened.token, now=timezone.now())
    come(opened, stranger)
    with pytest.raises(InvitationGone):
        take_invitation(invitation=found, person=stranger)
    assert Invitation.objects.filter(link=opened.link).count() == 1


def test_it_opens_nothing_after_its_day_or_its_end(opened: Opened, rosa: Person, stranger: Person) -> None:
    found = invitation_behind(opened.token, now=timezone.now())
    assert invitation_behind(opened.token, now=opened.link.ends_at) is None
    end_link(by=rosa, link=opened.link)
    assert invitation_behind(opened.token, now=timezone.now()) is None
    with pytest.raises(InvitationGone):
        take_invitation(invitation=found, person=stranger)
    with pytest.raises(LinkEnded):
        end_link(by=rosa, link=opened.link)


def test_stewards_alone_open_and_end_it(opened: Opened, hal: Person, stick: Community, client: Client) -> None:
    with pytest.raises(NotASteward):
        open_link(by=hal, community=stick, words="Come", places=1, ends_at=timezone.now() + timedelta(days=1))
    with pytest.raises(NotASteward):
        end_link(by=hal, link=opened.link)
    client.force_login(hal)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{opened.link.pk}/end").status_code == 404


def test_sent_twice_it_is_one_and_there_are_not_many(rosa: Person, stick: Community) -> None:
    asked = {"by": rosa, "community": stick, "words": "Come", "places": 900}
    ends_at, key = timezone.now() + timedelta(days=900), uuid4()
    one, same = (open_link(**asked, ends_at=ends_at, idempotency_key=key) for _ in range(2))
    assert (one.link, one.url, one.link.places) == (same.link, same.url, 200)
    assert one.link.ends_at < timezone.now() + timedelta(days=93)
    for _ in range(IN_FORCE_AT_ONCE - 1):
        open_link(**asked, ends_at=ends_at)
    with pytest.raises(TooManyLinks):
        open_link(**asked, ends_at=ends_at)


def test_only_a_digest_is_kept_and_no_link_proves_an_address(opened: Opened) -> None:
    assert opened.token not in str(GroupLink.objects.values().get())
    found = invitation_behind(opened.token, now=timezone.now())
    assert not is_proven(found, "")


def test_newcomer_comes_in_by_the_page_and_steward_sees_who_came(
    opened: Opened, rosa: Person, client: Client, django_assert_max_num_queries
) -> None:
    door = f"/in/{opened.token}"
    assert "Come, all of you" in client.get(door).text
    sent = client.post(door, {"name": "Ada Byron", "address": "ada@example.org", "line": "Where does it go?"})
    assert (sent.status_code, sent["Location"]) == (302, "/c/stick/")
    assert Membership.objects.get(person__name="Ada Byron").standing == "member"
    client.force_login(rosa)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).text
    assert ("Ada Byron" in page, "1 of 2 places taken" in " ".join(page.split())) == (True, True)
    client.post(f"{PAGE}{opened.link.pk}/end")
    client.logout()
    assert client.get(door).status_code == 410


def test_by_form_it_is_shown_once(rosa: Person, client: Client) -> None:
    client.force_login(rosa)
    assert PAGE in client.get("/c/stick/invitations/").text
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    answer = client.post(PAGE, {"words": "Come", "places": "5", "ends_at": day})
    assert (answer.status_code, answer.text.count("/in/") > 0) == (200, True)
    assert "/in/" not in client.get(PAGE).text
    far = (timezone.localdate() + timedelta(days=100)).isoformat()
    for wrong in ({"places": "0", "ends_at": day}, {"places": "201", "ends_at": day}, {"places": "5", "ends_at": far}):
        assert client.post(PAGE, {"words": "Come", **wrong}).status_code == 422
    assert GroupLink.objects.count() == 1
