"""What is low in a round is talked about at a gathering, and each leads to the other."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.founding.actions import found
from commonplace.communities.models import Membership, Space
from commonplace.communities.tendings import TENDINGS, Bed, with_rows
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.actions.answering import Words, answer
from commonplace.fitness.actions.bringing import bring_survey
from commonplace.fitness.actions.deciding import IsElsewhere, IsStillOpen, decide, talk
from commonplace.fitness.actions.opening import close, open_round
from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Decision, Round, Talk
from commonplace.fitness.surveying import read
from commonplace.fitness.tendings import CODE
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person

PAGE = "/c/stick/fitness/1"


@pytest.fixture
def low(opened: Round, ines: Person, crowd: list[Person], now: datetime) -> Round:
    """A closed round in which time is low."""
    opened.community.modules = [*opened.community.modules, "gatherings"]
    opened.community.save(update_fields=["modules"])
    for person in crowd:
        answer(by=person, opened=opened, words=Words({"time": 2, "giving": 5}))
    close(by=ines, opened=opened, at=now)
    opened.refresh_from_db()
    return opened


def an_evening(by: Person, space: Space, title: str = "An hour about time") -> Gathering:
    """A week from now."""
    wall = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=7)
    return convene(by=by, space=space, plan=Plan(title=title, wall=wall, zone="UTC"))


def test_whoever_is_called_from_a_round_is_called_to_talk_about_it(
    low: Round, table: Space, ines: Person, hal: Person, client: Client
) -> None:
    client.force_login(ines)
    page = client.get(PAGE).text
    calling = re.search(r'href="(/c/stick/gatherings/new\?[^"]*for=round[^"]*)"', page)
    assert calling is not None
    address = calling[1].replace("&amp;", "&")
    asked = client.get(address).text
    assert ("It is called to talk about" in asked, 'name="for" value="round:1:time"' in asked) == (True, True)
    day = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    plan = {"title": "An hour about time", "on": day, "at": "19:00", "zone": "UTC", "minutes": "60", "dating": "set"}
    said = plan | {"space": table.slug, "confidence": "ordinary", "for": "round:1:time", "idempotency_key": "a" * 22}
    made = client.post("/c/stick/gatherings/new", said, follow=True)
    (kept,) = Talk.objects.all()
    assert (kept.round, kept.item, kept.gathering.title) == (low, "time", "An hour about time")
    assert "How we are doing, round 1" in made.text
    client.force_login(hal)
    assert f"/c/stick/gatherings/{kept.gathering_id}" in client.get(PAGE).text
    assert "How we are doing, round 1" in client.get(f"/c/stick/gatherings/{kept.gathering_id}/").text


def test_what_names_no_round_or_is_not_a_stewards_ties_nothing(
    low: Round, ines: Person, hal: Person, client: Client
) -> None:
    client.force_login(ines)
    for said in ("round:2:time", "round:1:none", "round:x:time", f"round:{'9' * 70}:time", "other:1:time", "", "\x00"):
        page = client.get("/c/stick/gatherings/new", {"for": said})
        assert (page.status_code, 'name="for"' in page.text) == (200, False), said
    client.force_login(hal)
    assert 'name="for"' not in client.get("/c/stick/gatherings/new", {"for": "round:1:time"}).text


def test_what_was_decided_there_leads_back(
    low: Round, table: Space, ines: Person, hal: Person, client: Client, now: datetime
) -> None:
    held, other = an_evening(ines, table), an_evening(ines, table, "Something else")
    talk(by=ines, closed=low, item="time", gathering=held)
    talk(by=ines, closed=low, item="time", gathering=held)
    assert Talk.objects.count() == 1
    client.force_login(ines)
    wrong = client.post(f"{PAGE}/decide", {"words": "Less.", "gathering": str(other.pk)})
    assert (wrong.status_code, Decision.objects.count()) == (422, 0)
    kept = client.post(f"{PAGE}/decide", {"words": "Less, and better.", "gathering": str(held.pk)}, follow=True)
    assert ("decided at" in kept.text, Decision.objects.get().gathering) == (True, held)
    client.force_login(hal)
    assert "Less, and better." in client.get(f"/c/stick/gatherings/{held.pk}/").text
    with pytest.raises(IsElsewhere):
        decide(by=ines, closed=low, words="More.", gathering=other)


def test_a_gathering_that_is_called_already_is_named(
    low: Round, table: Space, ines: Person, hal: Person, client: Client
) -> None:
    held = an_evening(ines, table)
    said = {"gathering": str(held.pk), "item": "time"}
    client.force_login(hal)
    assert client.post(f"{PAGE}/talk", said).status_code == 404
    client.force_login(ines)
    for other in ({"gathering": "999999999999999999999"}, {"item": "giving"}, {"gathering": ""}):
        assert client.post(f"{PAGE}/talk", said | other).status_code == 422
    assert not Talk.objects.exists()
    assert "Talked about at" in client.post(f"{PAGE}/talk", said, follow=True).text
    assert Talk.objects.get().gathering == held


def test_nobody_is_sent_where_they_may_not_go(
    low: Round, circle: Space, ines: Person, hal: Person, client: Client
) -> None:
    """A gathering of a few stands beside a round only for those who may see it."""
    held = an_evening(ines, circle, "A few of us")
    talk(by=ines, closed=low, item="time", gathering=held)
    client.force_login(hal)
    assert "A few of us" not in client.get(PAGE).text
    assert client.get("/api/v1/communities/stick/fitness-rounds").json()["items"][0]["talks"] == []


def test_stewards_are_asked_to_call_people_together_until_somebody_did(
    low: Round, table: Space, ines: Person, now: datetime
) -> None:
    seen = Viewpoint(ines, low.community, Membership.objects.get(person=ines, community=low.community))
    bed = with_rows(Bed(low.community, seen, now))
    (offered,) = TENDINGS[CODE].offer(bed)
    assert "for=round%3A1%3Atime" in offered.url
    held = an_evening(ines, table)
    talk(by=ines, closed=low, item="time", gathering=held)
    assert list(TENDINGS[CODE].offer(with_rows(bed))) == []
    call_off(by=ines, gathering=held, why="Nobody can.")
    assert len(list(TENDINGS[CODE].offer(with_rows(bed)))) == 1


def test_an_open_round_and_a_gathering_of_others_are_refused(
    opened: Round, ines: Person, table: Space, now: datetime
) -> None:
    with pytest.raises(IsStillOpen):
        talk(by=ines, closed=opened, item="time", gathering=an_evening(ines, table))
    close(by=ines, opened=opened, at=now)
    opened.refresh_from_db()
    there = found(by=ines, name="Elsewhere", slug="elsewhere", domain="Other things")
    held = an_evening(ines, Space.objects.filter(community=there)[0])
    with pytest.raises(IsElsewhere):
        talk(by=ines, closed=opened, item="time", gathering=held)


def test_it_stays_as_quick_as_a_page(
    low: Round, table: Space, ines: Person, client: Client, django_assert_max_num_queries
) -> None:
    for title in ("One evening", "Another"):
        held = an_evening(ines, table, title)
        talk(by=ines, closed=low, item="time", gathering=held)
        decide(by=ines, closed=low, words=f"{title}: less.", gathering=held)
    survey = read([["How well?"], *[["4"]] * 5])
    bring_survey(community=low.community, name="elsewhere.csv", digest="0" * 64, found=survey)
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        assert client.get("/c/stick/fitness/").status_code == 200
    until = (datetime.now(UTC) + timedelta(days=9)).date()
    open_round(by=ines, community=low.community, instrument="belonging", circles=list(Circle), until=until)
    for page in (PAGE, "/c/stick/fitness/", f"/c/stick/gatherings/{held.pk}/"):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
