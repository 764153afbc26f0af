"""What would help this season: asked, told of five and more, answered, and asked after."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.agenda.actions import items, needs
from commonplace.agenda.actions.needs import Said
from commonplace.agenda.models import Asking, Kind, NeedAnswer, NeedTold, NeedWords, Want, Wanted
from commonplace.agenda.models.needs import Helped
from commonplace.attention.questions import in_turn
from commonplace.communities.inbox import waiting_for
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.stewards import NotASteward
from commonplace.people.models import Person
from tests.crowds import somebody

STUCK, ECHO, NO_TIME = "stuck", "own-echo", "no-time"


@pytest.fixture
def here(stick: Community) -> Community:
    stick.modules = [*stick.modules, "agenda", "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def asking(here: Community, ines: Person, now: datetime) -> Asking:
    until, last = now.date() + timedelta(days=14), now.date() + timedelta(days=84)
    return needs.ask(by=ines, community=here, until=until, lasts_to=last, at=now)


@pytest.fixture
def crowd(here: Community) -> list[Person]:
    """Five members."""
    people = [somebody(f"Member {n}") for n in range(5)]
    for person in people:
        admit(person=person, community=here)
    return people


@pytest.fixture
def told(asking: Asking, crowd: list[Person], ines: Person, now: datetime) -> NeedTold:
    """Five are stuck, of whom two hear only their own voices."""
    for number, person in enumerate(crowd):
        said = Said([STUCK, ECHO] if number < 2 else [STUCK], [NO_TIME], f"Words {number}")
        needs.say(by=person, asking=asking, said=said, at=now)
    needs.close(by=ines, asking=asking, at=now)
    return NeedTold.objects.select_related("asking__community").get()


def page(client: Client, person: Person, path: str = "") -> str:
    client.force_login(person)
    return client.get(f"/c/stick/agenda/needs{path}").content.decode()


def codes(person: Person, now: datetime) -> list[str]:
    standings = list(Membership.objects.filter(person=person))
    return [one.code for one in waiting_for(person, standings, now=now)]


def test_each_is_asked_until_they_have_said_it(asking: Asking, hal: Person, now: datetime) -> None:
    assert "what_helps" in codes(hal, now)
    needs.say(by=hal, asking=asking, said=Said([STUCK]), at=now)
    assert "what_helps" not in codes(hal, now)
    assert not Deed.objects.filter(person=hal, verb="asked_what_helps").exists()


def test_what_five_have_is_told_and_no_less(client: Client, told: NeedTold, hal: Person, crowd: list[Person]) -> None:
    assert (told.need, told.people, told.bringing) == (STUCK, 5, 0)
    seen = page(client, hal)
    assert "I am stuck on something real" in seen
    assert "We hear only our own voices" not in seen
    assert "Words 3" in seen
    assert not any(person.name in seen for person in crowd)


def test_words_lose_their_name_and_the_house_forgets_them(told: NeedTold) -> None:
    assert NeedWords.objects.count() == 5
    assert set(Wanted.objects.values_list("words", flat=True)) == {""}


def test_of_four_nothing_is_told_and_nothing_is_kept(
    client: Client, asking: Asking, crowd: list[Person], ines: Person, now: datetime
) -> None:
    for person in crowd[:4]:
        needs.say(by=person, asking=asking, said=Said([STUCK], words="Listen"), at=now)
    needs.go_on(now=now + timedelta(days=15))
    assert (NeedTold.objects.count(), NeedWords.objects.count(), Wanted.objects.count()) == (0, 0, 0)
    assert "Of fewer nothing is told" in page(client, ines)
    needs.ask(
        by=ines,
        community=asking.community,
        until=now.date() + timedelta(days=40),
        lasts_to=now.date() + timedelta(days=90),
        at=now + timedelta(days=16),
    )


def test_one_season_at_a_time(asking: Asking, ines: Person, hal: Person, now: datetime) -> None:
    days = {"until": now.date() + timedelta(days=9), "lasts_to": now.date() + timedelta(days=50)}
    with pytest.raises(needs.IsRunning):
        needs.ask(by=ines, community=asking.community, at=now, **days)
    with pytest.raises(NotASteward):
        needs.ask(by=hal, community=asking.community, at=now, **days)


def test_a_guest_is_not_asked(client: Client, asking: Asking, tomasz: Person, now: datetime) -> None:
    Membership.objects.filter(person=tomasz).update(standing="guest", until=None)
    with pytest.raises(items.Unfit):
        needs.say(by=tomasz, asking=asking, said=Said([STUCK]), at=now)
    client.force_login(tomasz)
    assert client.get("/c/stick/agenda/needs/mine").status_code == 403


def test_it_is_said_otherwise_taken_back_and_refused_once_it_is_told(
    client: Client, asking: Asking, ines: Person, hal: Person
) -> None:
    client.force_login(hal)
    client.post("/c/stick/agenda/needs/mine", {"needs": [STUCK, ECHO], "brings": [], "words": "A vet"})
    client.post("/c/stick/agenda/needs/mine", {"needs": [ECHO], "brings": [NO_TIME], "words": ""})
    assert sorted(Want.objects.values_list("need", "is_brought")) == [(NO_TIME, True), (ECHO, False)]
    four = client.post("/c/stick/agenda/needs/mine", {"needs": [STUCK, ECHO, NO_TIME, "keep-up"], "words": "Kept"})
    assert four.status_code == 422
    assert "Three are the most" in four.content.decode()
    assert "Kept" in four.content.decode()
    assert client.post("/c/stick/agenda/needs/mine", {}).status_code == 422
    client.post("/c/stick/agenda/needs/mine", {"take_back": "1"})
    assert not Wanted.objects.exists()
    needs.close(by=ines, asking=asking)
    with pytest.raises(needs.IsClosed):
        needs.say(by=hal, asking=asking, said=Said([STUCK]))


def test_a_need_is_matched_to_forms_and_answered(
    client: Client, told: NeedTold, here: Community, ines: Person, hal: Person, now: datetime
) -> None:
    assert "needs_told" in codes(ines, now)
    item = items.put(by=hal, space=here.spaces.get(slug="table"), kind=Kind.ISSUE, title="Stuck valves", at=now)
    seen = page(client, ines, f"/{told.pk}")
    assert "Case clinic" in seen
    assert "/protocols/?need=stuck" in seen
    empty = client.post(f"/c/stick/agenda/needs/{told.pk}", {"words": "", "item": ""})
    assert empty.status_code == 422
    client.post(f"/c/stick/agenda/needs/{told.pk}", {"words": "A clinic each month.", "item": item.pk})
    assert NeedAnswer.objects.get().item == item
    assert "needs_told" not in codes(ines, now)
    seen = page(client, hal, f"/{told.pk}")
    assert "A clinic each month." in seen
    assert "Stuck valves" in seen
    assert client.post(f"/c/stick/agenda/needs/{told.pk}", {"words": "Mine"}).status_code == 403


def test_whoever_asked_for_it_is_asked_whether_it_helped(
    client: Client, told: NeedTold, crowd: list[Person], ines: Person, hal: Person, now: datetime
) -> None:
    needs.answer_need(by=ines, need=told, words="A clinic each month.", at=now)
    later = told.asking.lasts_until - timedelta(days=9)
    assert in_turn(crowd[0], [], now + timedelta(days=20)) is None
    turn = in_turn(crowd[0], [], later)
    assert turn is not None
    assert turn.put.asking.url == f"/c/stick/agenda/needs/{told.pk}#helped"
    assert in_turn(hal, [], later) is None
    client.force_login(crowd[0])
    client.post(f"/c/stick/agenda/needs/{told.pk}/relevance", {"helped": "2"})
    assert in_turn(crowd[0], [], later) is None
    with pytest.raises(items.Unfit):
        needs.say_whether_it_helped(by=hal, need=told, helped=Helped.MUCH)
    for person in crowd[1:]:
        needs.say_whether_it_helped(by=person, need=told, helped=Helped.SOMEWHAT)
    assert "half of them and more found it" not in page(client, hal)
    needs.go_on(now=told.asking.lasts_until)
    told.refresh_from_db()
    assert (told.low, told.high, told.said) == (Helped.SOMEWHAT, Helped.SOMEWHAT, 5)
    assert not Wanted.objects.exists()
    assert "half of them and more found it" in page(client, hal)
    with pytest.raises(needs.IsClosed):
        needs.say_whether_it_helped(by=crowd[0], need=told, helped=Helped.NOT)


def test_whether_it_helped_four_is_not_told(
    client: Client, told: NeedTold, crowd: list[Person], ines: Person, now: datetime
) -> None:
    needs.answer_need(by=ines, need=told, words="A clinic each month.", at=now)
    for person in crowd[:4]:
        needs.say_whether_it_helped(by=person, need=told, helped=Helped.NOT)
    needs.end_season(by=ines, asking=told.asking, at=now)
    told.refresh_from_db()
    assert told.middle is None
    assert "fewer than five said so" in page(client, ines, f"/{told.pk}")


def test_words_that_hurt_are_taken_away(client: Client, told: NeedTold, ines: Person, hal: Person) -> None:
    one = NeedWords.objects.get(words="Words 3")
    client.force_login(hal)
    assert client.post("/c/stick/agenda/needs/words", {"words": one.pk}).status_code == 403
    client.force_login(ines)
    client.post("/c/stick/agenda/needs/words", {"words": one.pk})
    assert "Words 3" not in page(client, hal)


def test_a_stranger_finds_nothing(client: Client, told: NeedTold, stranger: Person) -> None:
    client.force_login(stranger)
    for path in ("needs", "needs/mine", f"needs/{told.pk}", f"seasons/{told.asking_id}"):
        assert client.get(f"/c/stick/agenda/{path}").status_code == 404
    assert client.post("/c/stick/agenda/needs/asking").status_code == 404


def test_a_season_stays_to_be_read(client: Client, told: NeedTold, ines: Person, hal: Person, now: datetime) -> None:
    needs.end_season(by=ines, asking=told.asking, at=now)
    client.force_login(ines)
    days = {"until": now.date() + timedelta(days=9), "lasts_to": now.date() + timedelta(days=50)}
    client.post("/c/stick/agenda/needs/asking", days)
    seen = page(client, hal)
    assert f"/agenda/seasons/{told.asking_id}" in seen
    assert "stuck on something" in client.get(f"/c/stick/agenda/seasons/{told.asking_id}").content.decode()
    wrong = {**days, "lasts_to": now.date() + timedelta(days=10)}
    needs.end_season(by=ines, asking=Asking.objects.get(over_at=None), at=now)
    needs.close(by=ines, asking=Asking.objects.get(over_at=None), at=now)
    client.force_login(ines)
    assert client.post("/c/stick/agenda/needs/asking", wrong).status_code == 422
