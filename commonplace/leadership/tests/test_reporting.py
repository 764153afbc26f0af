"""A group reports back once for each gathering, in the conversation that belongs to it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.conversations.actions.changing import withdraw
from commonplace.gatherings.models import Gathering
from commonplace.leadership.actions.carrying import carry, carry_for_season
from commonplace.leadership.actions.reporting import (
    HeldCloser,
    NotBegun,
    NotTheirPart,
    report_back,
)
from commonplace.leadership.groups import Group
from commonplace.leadership.models import Report
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(clinic: Gathering, leila: Person) -> Gathering:
    """The clinic has begun, and Leila is its critical friend."""
    carry(by=leila, gathering=clinic, group=Group.FRIENDS)
    now = timezone.now()
    Gathering.objects.filter(pk=clinic.pk).update(
        starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(minutes=30)
    )
    return Gathering.objects.select_related("community", "space", "conversation").get(pk=clinic.pk)


def test_it_begins_the_conversation_and_goes_on_with_it(begun: Gathering, leila: Person, tomasz: Person) -> None:
    first = report_back(by=leila, gathering=begun, group=Group.FRIENDS, text="Less talk at first.")
    begun.refresh_from_db()
    carry(by=tomasz, gathering=begun, group=Group.REPORTERS)
    second = report_back(by=tomasz, gathering=begun, group=Group.REPORTERS, text="We laughed twice.")
    assert begun.conversation is not None
    assert (first.post.number, second.post.number) == (1, 2)
    assert first.post.conversation_id == second.post.conversation_id == begun.conversation.pk
    assert first.post.source.startswith("**Critical friends**")
    assert set(Report.objects.visible_to(tomasz)) == {first, second}
    assert not Report.objects.visible_to(None).exists()


def test_what_is_sent_twice_is_one_report_and_a_second_is_another(begun: Gathering, leila: Person, hal: Person) -> None:
    made = report_back(by=leila, gathering=begun, group=Group.FRIENDS, text="Less.", idempotency_key="k")
    begun.refresh_from_db()
    assert report_back(by=leila, gathering=begun, group=Group.FRIENDS, text="Less.", idempotency_key="k") == made
    more = report_back(by=leila, gathering=begun, group=Group.FRIENDS, text="More.", idempotency_key="l")
    withdraw(by=leila, post=more.post)
    assert list(Report.objects.visible_to(hal)) == [made]


def test_who_carries_it_for_the_season_reports_too_and_nobody_else(begun, hal: Person, stick: Community) -> None:
    with pytest.raises(NotTheirPart):
        report_back(by=hal, gathering=begun, group=Group.DETECTIVES, text="Three mean to try it.")
    carry_for_season(by=hal, community=stick, group=Group.DETECTIVES, until=timezone.now().date() + timedelta(days=90))
    assert report_back(by=hal, gathering=begun, group=Group.DETECTIVES, text="Three mean to try it.").post.author == hal


def test_not_before_it_has_begun_nor_where_it_is_held_closer(clinic: Gathering, begun, leila: Person) -> None:
    clinic.starts_at = timezone.now() + timedelta(days=1)
    with pytest.raises(NotBegun):
        report_back(by=leila, gathering=clinic, group=Group.FRIENDS, text="Too early.")
    begun.confidence = Confidence.SEALED
    with pytest.raises(HeldCloser):
        report_back(by=leila, gathering=begun, group=Group.FRIENDS, text="Too far.")
    assert not Report.objects.exists()


def test_the_pages(client: Client, begun: Gathering, leila: Person, hal: Person, stick: Community) -> None:
    client.force_login(leila)
    page = f"/c/stick/gatherings/{begun.pk}/"
    assert "Report back" in client.get(page).text
    form = client.get(f"{page}report/critical-friends")
    assert "Propose one change for next time" in form.text
    empty = client.post(f"{page}report/critical-friends", {"text": "  "})
    assert (empty.status_code, "It has no words yet" in empty.text) == (422, True)
    sent = client.post(f"{page}report/critical-friends", {"text": "Less talk at first.", "idempotency_key": "a"})
    assert sent.status_code == 302
    assert "Less talk at first." in client.get(sent["Location"].split("#")[0]).text
    assert "What they found" in client.get(page).text
    assert "Leila Haddad" in client.get("/c/stick/leadership/critical-friends").text
    client.force_login(hal)
    assert client.get(f"{page}report/critical-friends").status_code == 302
    assert client.get(f"{page}report/no-such-group").status_code == 404


def test_carrying_by_pressing(client: Client, clinic: Gathering, leila: Person, stick: Community) -> None:
    client.force_login(leila)
    page = f"/c/stick/gatherings/{clinic.pk}/"
    assert client.get(page).text.count("I’ll do this") == 7
    assert client.post(f"{page}part", {"group": "social-reporters"})["Location"] == f"{page}#parts"
    text = client.get(page).text
    assert (text.count("Rather this"), text.count("Put it down")) == (6, 1)
    client.post(f"{page}part", {"group": "no-such-group"})
    assert "Put it down" in client.get(page).text
    client.post(f"{page}part", {"group": ""})
    assert client.get(page).text.count("I’ll do this") == 7
    stick.modules = [one for one in stick.modules if one != "leadership"]
    stick.save(update_fields=["modules"])
    assert "one part" not in client.get(page).text
    assert client.post(f"{page}part", {"group": "social-reporters"}).status_code == 404
    assert client.get("/c/stick/leadership/").status_code == 404


def test_a_season_by_the_page(client: Client, leila: Person, hal: Person, stick: Community) -> None:
    client.force_login(leila)
    page = "/c/stick/leadership/external-messengers"
    late = client.post(page, {"until": (timezone.now().date() + timedelta(days=900)).isoformat()})
    assert (late.status_code, "A season ends between a week and a year" in late.text) == (422, True)
    until = timezone.now().date() + timedelta(days=80)
    assert client.post(page, {"until": until.isoformat()})["Location"] == f"{page}#season"
    assert "Change the day" in client.get(page).text
    assert "You have carried it once." in client.get("/c/stick/leadership/").text
    client.force_login(hal)
    seen = client.get("/c/stick/leadership/").text
    assert ("Leila Haddad" in seen, "You have carried it" in seen) == (True, False)
    assert "External messengers" in client.get(f"/c/stick/people/{leila.pk}/").text
    client.logout()
    assert client.post(page, {"until": until.isoformat()}).status_code == 302
    client.force_login(leila)
    client.post(page, {"end": "1"})
    assert "Change the day" not in client.get(page).text


def test_before_there_is_a_date_nobody_carries_anything(client: Client, clinic: Gathering, leila: Person) -> None:
    Gathering.objects.filter(pk=clinic.pk).update(state="draft")
    client.force_login(leila)
    assert "one part" not in client.get(f"/c/stick/gatherings/{clinic.pk}/").text
