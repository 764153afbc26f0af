"""A link carries no person: whoever has it answers for its circle, without signing in."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Community
from commonplace.fitness.actions import answering
from commonplace.fitness.actions.answering import IsFull, Words, answer_by_link
from commonplace.fitness.actions.opening import close, open_round
from commonplace.fitness.instruments import Circle
from commonplace.fitness.links import behind_link, link_of, link_token
from commonplace.fitness.models import HadSheet, Round, Sheet
from commonplace.fitness.queries import told_of
from commonplace.people.models import Person


@pytest.fixture
def around(asking: Community, ines: Person, now: datetime) -> Round:
    """A round that asks those who did not join too."""
    until = now.date() + timedelta(days=14)
    circles = [Circle.OUTSIDE]
    return open_round(by=ines, community=asking, instrument="fitness", circles=circles, until=until, at=now)


def test_five_who_did_not_join_are_told_apart(around: Round, ines: Person, client: Client) -> None:
    page = link_of(around, Circle.OUTSIDE)
    sheet = client.get(page)
    assert (sheet.status_code, "listen to one another" in sheet.text) == (200, True)
    # Whoever is outside cannot say whether those inside have the time.
    assert "Members have the time" not in sheet.text
    assert client.post(page, {}).status_code == 422
    for _someone in range(5):
        assert "Your sheet is in" in client.post(page, {"n_listening": "2", "n_time": "5"}, follow=True).text
    assert not HadSheet.objects.exists()
    assert {(one.circle, tuple(one.numbers), one.typed) for one in Sheet.objects.all()} == {
        ("outside", ("listening",), False)
    }
    close(by=ines, opened=around)
    around.refresh_from_db()
    rows = {row.item.code: row.readings for row in told_of(around).rows}
    assert [(one.circle, one.words) for one in rows["listening"] if one.middle] == [(Circle.OUTSIDE, "hardly")]
    late = client.post(page, {"n_listening": "2", "c_giving": "Gladly."})
    assert (late.status_code, "Gladly." in late.text) == (409, True)
    assert "Nobody answers any more." in client.get(page).text


def test_links_of_others_open_nothing(around: Round, client: Client) -> None:
    assert behind_link(link_token(around, Circle.OUTSIDE)) == (around, Circle.OUTSIDE)
    # Members are asked one by one, and the host's side is not asked in this round.
    for token in (link_token(around, Circle.MEMBERS), link_token(around, Circle.HOST), "made-up"):
        assert client.get(f"/round/{token}").status_code == 404
    Community.objects.filter(pk=around.community_id).update(modules=[])
    assert client.get(link_of(around, Circle.OUTSIDE)).status_code == 404


def test_a_sheet_that_is_sent_twice_is_one(around: Round, ines: Person, client: Client) -> None:
    sheet = {"n_listening": "2", "mark": "of-this-page"}
    for _time in range(2):
        client.post(link_of(around, Circle.OUTSIDE), sheet)
    client.force_login(ines)
    for _time in range(2):
        client.post("/c/stick/fitness/1/type-in", {"n_giving": "2", "mark": "of-another"})
    assert sorted(tuple(one.numbers) for one in Sheet.objects.all()) == [("giving",), ("listening",)]


def test_nobody_fills_a_round_by_a_link(around: Round, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(answering, "MOST_BY_LINK", 1)
    answer_by_link(opened=around, circle=Circle.OUTSIDE, words=Words({"giving": 3}))
    with pytest.raises(IsFull):
        answer_by_link(opened=around, circle=Circle.OUTSIDE, words=Words({"giving": 3}))
    assert client.post(link_of(around, Circle.OUTSIDE), {"n_giving": "3"}).status_code == 409


def test_a_steward_finds_the_link_and_no_member_does(around: Round, ines: Person, hal: Person, client: Client) -> None:
    for who, finds in ((ines, True), (hal, False)):
        client.force_login(who)
        assert ("/round/" in client.get("/c/stick/fitness/").text) is finds
