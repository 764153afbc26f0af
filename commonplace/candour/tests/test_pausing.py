"""A community pauses candour: nothing more is taken, what waits is written, browsers draw on."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from commonplace.candour.actions.pausing import AlreadyPaused, pause, resume
from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import CandourPause, Draw, WaitingWord
from commonplace.candour.tests.saying import OPENING, SAY, Tokens
from commonplace.communities.models import Community, Deed, Space
from commonplace.communities.stewards import NotASteward
from commonplace.conversations.models import Conversation, Withdrawal
from commonplace.people.models import Person

PAGE, ASK, PAUSE = (f"/c/stick/candour/{words}" for words in ("", "ask", "pause"))
WHY = "Somebody was called names. Our charter says how we talk."


@pytest.fixture
def by_ines(client: Client, ines: Person) -> Client:
    client.force_login(ines)
    return client


def test_nothing_is_taken_and_what_waits_is_written(tokens: Tokens, speaker, candid, table, ines, now) -> None:
    first = speaker.request(tokens[0], **OPENING)
    sign = Client().post(SAY, first).json()["sign"]
    pause(by=ines, community=candid, why=WHY, at=now)
    more = speaker.request(tokens[1], **OPENING | {"title": "More"})
    answer = Client().post(SAY, more)
    assert (answer.status_code, answer.json()) == (409, {"refused": "paused"})
    assert Client().post(SAY, first).json() == {"sign": sign}
    write_what_waits(now=now)
    post = Conversation.objects.get().posts.get()
    assert Client().post(SAY, speaker.takes_back(post.pk)).json() == {"waits": True}
    write_what_waits(now=now)
    assert Withdrawal.objects.filter(post=post).exists()
    resume(by=ines, community=candid, at=now)
    assert Client().post(SAY, more).status_code == 200
    assert WaitingWord.objects.count() == 1


def test_browsers_draw_on(browser, hal: Person, key, candid: Community, ines: Person, now: datetime) -> None:
    pause(by=ines, community=candid, why=WHY, at=now)
    assert browser(hal).draw(now=now)
    assert Draw.objects.filter(person=hal).exists()


def test_stewards_pause_with_a_reason_that_members_read(by_ines, tokens, table: Space, candid, hal: Person) -> None:
    assert "Pause candour" in by_ines.get(PAGE).content.decode()
    empty = by_ines.post(PAUSE, {"why": " "})
    assert empty.status_code == 422
    assert not CandourPause.objects.exists()
    assert by_ines.post(PAUSE, {"why": WHY}).status_code == 302
    assert by_ines.post(PAUSE, {"why": "Twice."}).status_code == 302
    assert [one.why for one in CandourPause.objects.all()] == [WHY]
    member = Client()
    member.force_login(hal)
    for page in (PAGE, ASK):
        assert WHY in member.get(page).content.decode()
    assert "candid-words" not in member.get(ASK).content.decode()
    assert "Pause candour" not in member.get(PAGE).content.decode()
    assert WHY not in Client().get(PAGE).content.decode()
    by_ines.post(PAUSE, {"resume": "1"})
    assert "candid-words" in member.get(ASK).content.decode()
    verbs = Deed.objects.filter(verb__endswith="_candour").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["paused_candour", "resumed_candour"]


def test_nobody_else_pauses(candid: Community, hal: Person, ines: Person, now: datetime) -> None:
    member = Client()
    member.force_login(hal)
    assert member.post(PAUSE, {"why": WHY}).status_code == 404
    for act in (pause, resume):
        with pytest.raises(NotASteward):
            act(by=hal, community=candid, at=now, **({"why": WHY} if act is pause else {}))
    pause(by=ines, community=candid, why=WHY, at=now)
    with pytest.raises(AlreadyPaused):
        pause(by=ines, community=candid, why=WHY, at=now)
