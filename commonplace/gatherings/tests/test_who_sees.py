"""Who sees what of a gathering, who may do what on its pages, and what waits for whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import share
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.test_pages import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("confidence", ["ordinary", "chatham", "sealed"])
def test_who_comes_is_named_only_where_that_may_be(
    client: Client, called, hal, ines, tomasz, leila, confidence
) -> None:
    one = called(confidence=confidence)
    answer(gathering=one, says="yes", person=leila)
    answer(gathering=one, says="yes", person=tomasz)
    named = {who: "Leila Haddad" in page(client, who, one) for who in (tomasz, hal, ines)}
    assert named == {tomasz: confidence == "ordinary", hal: True, ines: True}
    assert "2 coming." in " ".join(page(client, tomasz, one).split())
    client.force_login(tomasz)
    told = client.get("/api/v1/communities/stick/gatherings").json()["items"]
    assert [(item["coming"], "Leila" in str(item)) for item in told] == [(2, False)]


def test_strangers_see_what_is_open_to_anyone_and_nobody_who_comes(
    client: Client, called, stick, window: Space, hal, leila
):
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    public = called(space=window, title="Open hour")
    answer(gathering=public, says="yes", person=leila)
    hidden = called(title="Among us")
    shown = page(client, None, public)
    assert "Open hour" in shown
    assert "Leila" not in shown
    assert "Will you come?" not in shown
    listed = client.get("/c/stick/gatherings/").text
    assert ("Open hour" in listed, "Among us" in listed) == (True, False)
    assert client.get(f"/c/stick/gatherings/{hidden.pk}/").status_code == 404


def test_members_change_nothing_that_others_hold(client: Client, clinic: Gathering, tomasz, hal, leila) -> None:
    client.force_login(tomasz)
    for deed in ("change", "calling-off", "asking", "hosts", "guests", "attendance"):
        assert client.get(f"/c/stick/gatherings/{clinic.pk}/{deed}").status_code == 403
        assert client.post(f"/c/stick/gatherings/{clinic.pk}/{deed}", {}).status_code == 403
    share(by=hal, gathering=clinic, person=tomasz, part="takes notes")
    assert client.get(f"/c/stick/gatherings/{clinic.pk}/change").status_code == 200
    assert "takes notes" in page(client, leila, clinic)


def test_attendance_is_said_in_one_screen(client: Client, clinic: Gathering, hal, tomasz, leila, amara) -> None:
    answer(gathering=clinic, says="yes", person=tomasz)
    at = timezone.now() - timedelta(hours=2)
    Gathering.objects.filter(pk=clinic.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))
    client.force_login(hal)
    assert "Who was there?" in client.get("/c/stick/").text
    address = f"/c/stick/gatherings/{clinic.pk}/attendance"
    assert f'name="came-{tomasz.pk}" value="here" checked' in client.get(address).text
    found = client.post(address, {f"came-{tomasz.pk}": "phone", "q": "amara", "find": "1"}).text
    assert f'name="came-{amara.pk}" value="walked_in"' in found
    assert f'name="came-{tomasz.pk}" value="phone" checked' in found
    client.post(address, {f"came-{tomasz.pk}": "phone", f"came-{amara.pk}": "walked_in", "others": "1"})
    assert {row.person: row.came for row in clinic.answers.all()} == {tomasz: "phone", amara: "walked_in"}
    assert "3 people were there." in " ".join(page(client, leila, clinic).split())
    assert "Who was there?" not in client.get("/c/stick/").text


def test_being_asked_by_name_waits_until_it_is_answered(client: Client, clinic: Gathering, hal, tomasz) -> None:
    client.force_login(hal)
    assert "Tomasz Wilk" in (tomasz.name, client.get(f"/c/stick/gatherings/{clinic.pk}/asking?q=tom").text)[1]
    client.post(f"/c/stick/gatherings/{clinic.pk}/asking", {"person": str(tomasz.pk)})
    client.force_login(tomasz)
    assert "asks whether you come" in client.get("/c/stick/").text
    client.post(f"/c/stick/gatherings/{clinic.pk}/answer", {"says": "no"})
    assert "asks whether you come" not in client.get("/c/stick/").text


def test_the_first_word_opens_its_conversation(client: Client, clinic: Gathering, tomasz, leila) -> None:
    client.force_login(tomasz)
    sent = client.post(f"/c/stick/gatherings/{clinic.pk}/conversation", {"text": "I bring a correlator."}, follow=True)
    clinic.refresh_from_db()
    assert clinic.conversation.title == clinic.title
    assert "About a gathering:" in sent.text
    client.force_login(leila)
    client.post(f"/c/stick/gatherings/{clinic.pk}/conversation", {"text": "And I a stick."})
    assert clinic.conversation.posts.count() == 1


def test_what_is_held_closer_than_its_space_is_talked_about_elsewhere(client: Client, called, tomasz) -> None:
    closed = called(confidence="chatham")
    client.force_login(tomasz)
    answered = client.post(f"/c/stick/gatherings/{closed.pk}/conversation", {"text": "Leila said it."})
    assert answered.status_code == 422
    closed.refresh_from_db()
    assert closed.conversation is None
