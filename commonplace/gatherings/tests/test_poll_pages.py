"""The pages of a date being looked for, as members, hosts, strangers and bearers of a link see them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Draft
from commonplace.gatherings.actions.polling import choose, say_when
from commonplace.gatherings.by_link import token_for
from commonplace.gatherings.models import Gathering, Poll, PollVote
from commonplace.gatherings.tests.test_pages import NEW, page, said
from commonplace.gatherings.tests.test_polls import day, keys
from commonplace.people.models import Person
from commonplace.ui.context import ZONE

pytestmark = pytest.mark.django_db
Asked = Callable[..., Gathering]


def open_date(**changed: str) -> dict[str, str]:
    """What a form says that asks when it could be: two times."""
    first, second = (f"{day(n):%Y-%m-%d}" for n in (9, 11))
    rows = {"day_1": first, "hour_1": "15:00", "day_3": second, "hour_3": "10:30"}
    return said(**{"dating": "open", "on": "", "at": "", "asks": "everyone", "ask_until": "", **rows, **changed})


def where(one: Gathering, deed: str = "") -> str:
    return f"/c/stick/gatherings/{one.pk}/{deed}"


def shown(client: Client, person: Person | None, one: Gathering) -> str:
    return " ".join(page(client, person, one).split())


def test_a_member_asks_when_it_could_be_in_one_page(client: Client, stick, hal) -> None:
    client.force_login(hal)
    client.post(NEW, open_date(), follow=True)
    poll = Poll.objects.get()
    walls = [one.wall for one in poll.times.order_by("starts_at")]
    assert walls == [day(9), day(11, 10, 30)]
    assert (poll.asks_everyone, poll.gathering.state, poll.gathering.zone) == (True, "draft", "Europe/Warsaw")
    listed = client.get("/c/stick/gatherings/").text
    assert "Bring a noise" in listed.partition("When could it be?")[2].partition("Just been")[0]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day_3": "", "hour_3": ""}, "Propose two times at least."),
        ({"hour_3": ""}, "It has no hour yet."),
        ({"day_3": ""}, "It has no day yet."),
        ({"day_3": "2020-01-01"}, "That is over already."),
        ({"day_3": "2026-02-30"}, "That is no day."),
        ({"day_3": "9999-12-31"}, "No gathering can be then."),
        ({"hour_3": "25:00"}, "That is no hour."),
        ({"day_3": f"{day(9):%Y-%m-%d}", "hour_3": "15:00"}, "This time stands here twice."),
        ({"day_3": "2027-03-28", "hour_3": "02:30"}, "No clock there shows this hour on that day"),
        ({"ask_until": "2020-01-01"}, "That day is over already."),
        ({"ask_until": "soon"}, "That is no day."),
        ({"zone": "Atlantis"}, "No time zone is named so."),
        ({"title": ""}, "It has no name."),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(client: Client, stick, hal, changed, words) -> None:
    client.force_login(hal)
    answered = client.post(NEW, open_date(**changed))
    assert answered.status_code == 422
    assert words in answered.text
    assert "An hour to listen." in answered.text
    assert re.search(rf'name="day_1" value="{day(9):%Y-%m-%d}"', answered.text)
    if changed.get("day_3", "2").startswith("2"):
        assert f'name="day_3" value="{changed.get("day_3", f"{day(11):%Y-%m-%d}")}"' in answered.text
    assert 'value="open" id="id_dating_1" checked' in " ".join(answered.text.split())
    assert not Gathering.objects.exists()


def test_what_is_typed_on_the_other_side_stands_in_nobodys_way(client: Client, stick, hal) -> None:
    client.force_login(hal)
    client.post(NEW, open_date(on="2020-01-01", at="nonsense", repeat="rule", rule="-"))
    client.post(NEW, said(title="Another", dating="set", day_1="2020-01-01", hour_2="nonsense", ask_until="never"))
    assert sorted(Gathering.objects.values_list("state", flat=True)) == ["convened", "draft"]


def test_times_are_kept_in_a_draft_that_nobody_else_sees(client: Client, stick, hal, tomasz) -> None:
    client.force_login(hal)
    client.post(NEW, open_date(draft="1"))
    assert not Gathering.objects.exists()
    draft = Draft.objects.get(person=hal)
    again = client.get(f"{NEW}?draft={draft.pk}").text
    assert f'name="day_3" value="{day(11):%Y-%m-%d}"' in again
    client.force_login(tomasz)
    assert "Bring a noise" not in client.get(f"{NEW}?draft={draft.pk}").text


def test_everyone_reads_it_by_their_own_clock_with_that_of_the_gathering_beside_it(
    client, asked: Asked, tomasz
) -> None:
    one = asked()
    client.force_login(tomasz)
    client.cookies[ZONE] = "Asia/Tokyo"
    text = " ".join(client.get(where(one)).text.split())
    there = one.starts_at.astimezone(timezone.get_fixed_timezone(9 * 60))
    assert f"{there:%H:%M} to" in text
    assert "15:00 in Warsaw" in text
    assert "by the clock of Tokyo" in text


def test_one_says_when_one_can_and_otherwise_later(client: Client, asked: Asked, tomasz) -> None:
    one = asked()
    first, second, third = keys(one)
    client.force_login(tomasz)
    sent = client.post(where(one, "when"), {f"can-{first}": "yes", f"can-{second}": "no", "comes": "1"}, follow=True)
    assert "Kept. You can say it otherwise" in sent.text
    assert re.search(rf'name="can-{first}" value="yes"\s+checked', sent.text)
    assert not re.search(rf'name="can-{third}" value="\w+"\s+checked', sent.text)
    assert one.answers.get(person=tomasz).comes_if_can
    client.post(where(one, "when"), {f"can-{first}": "maybe"})
    assert dict(PollVote.objects.values_list("time", "can")) == {first: "maybe", second: "no"}
    assert not one.answers.get(person=tomasz).comes_if_can
    gone = client.post(where(one, "when"), {f"can-{third}": "yes", "can-99999": "no"}, follow=True)
    assert "but for a time that was taken out" in gone.text


@pytest.mark.parametrize("typed", [{}, {"can-x": "yes"}, {"can-1": "perhaps"}, {"comes": "1"}])
def test_saying_nothing_comes_back(client: Client, asked: Asked, tomasz, typed) -> None:
    client.force_login(tomasz)
    answered = client.post(where(asked(), "when"), typed)
    assert (answered.status_code, "Say it of one time at least" in answered.text) == (422, True)
    assert not PollVote.objects.exists()


@pytest.mark.parametrize("confidence", ["ordinary", "chatham", "sealed"])
def test_who_can_when_is_named_only_where_that_may_be(
    client: Client, asked: Asked, hal, ines, tomasz, leila, confidence: str
) -> None:
    one = asked(confidence=confidence)
    say_when(gathering=one, person=leila, can={keys(one)[0]: "yes"})
    texts = {who: shown(client, who, one) for who in (tomasz, hal, ines)}
    assert {who: "Leila Haddad" in text for who, text in texts.items()} == dict.fromkeys(
        (tomasz, hal, ines), confidence == "ordinary"
    )
    assert all("1 can" in text and "Best so far:" in text for text in texts.values())
    for who in (tomasz, hal):
        client.force_login(who)
        told = client.get("/api/v1/communities/stick/gatherings").json()["items"][0]
        assert (told["times"][0]["yes"], len(told["times"]), "Leila" in str(told)) == (1, 3, False)


def test_strangers_see_when_it_could_be_and_nobody_who_can(client: Client, asked: Asked, stick, window: Space, leila):
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    public, hidden = asked(space=window), asked()
    say_when(gathering=public, person=leila, can={keys(public)[0]: "yes"})
    text = shown(client, None, public)
    assert ("When could it be?" in text, "1 can" in text, "Leila" in text, "radio" in text) == (
        True,
        True,
        False,
        False,
    )
    assert client.get(where(hidden)).status_code == 404
    for deed in ("when", "times", "choosing"):
        assert client.post(where(public, deed), {}).status_code in (302, 404)


def test_members_propose_and_choose_nothing_that_others_hold(client: Client, asked: Asked, tomasz) -> None:
    one = asked()
    client.force_login(tomasz)
    for deed in ("times", "choosing", "change", "calling-off"):
        assert client.get(where(one, deed)).status_code == 403
        assert client.post(where(one, deed), {"out": keys(one)[0], "time": keys(one)[0]}).status_code == 403
    assert len(keys(one)) == 3


def test_hosts_propose_take_out_and_choose(client: Client, asked: Asked, hal, tomasz) -> None:
    one = asked()
    first, second, _third = keys(one)
    client.force_login(hal)
    sent = client.post(where(one, "times"), {"day_1": f"{day(20):%Y-%m-%d}", "hour_1": "09:00"}, follow=True)
    assert "1 time is proposed." in sent.text
    twice = client.post(where(one, "times"), {"day_2": f"{day(20):%Y-%m-%d}", "hour_2": "09:00"})
    assert (twice.status_code, "stands here twice" in twice.text) == (422, True)
    client.post(where(one, "times"), {"out": str(first)})
    assert first not in keys(one)
    say_when(gathering=one, person=tomasz, can={second: "yes"}, comes_if_can=True)
    choosing = " ".join(client.get(where(one, "choosing")).text.split())
    assert "1 person asked to be counted as coming if they can" in choosing
    assert re.search(rf'name="time" value="{second}"[^>]* checked', choosing)
    assert client.post(where(one, "choosing"), {"time": str(first)}).status_code == 422
    client.post(where(one, "choosing"), {"time": str(second), "repeat": "fortnightly"})
    one.refresh_from_db()
    assert (one.state, one.wall, one.series is not None) == ("convened", day(8, 10), True)
    assert one.answers.get(person=tomasz).says == "yes"
    assert client.get(where(one, "choosing")).status_code == 403


def test_a_rule_that_the_time_is_none_of_comes_back(client: Client, asked: Asked, hal) -> None:
    walls = [day(7 * n) for n in (1, 2, 3)]
    one = asked(walls=[min(walls, key=lambda wall: wall.day), day(30)])
    client.force_login(hal)
    answered = client.post(where(one, "choosing"), {"time": str(keys(one)[0]), "repeat": "last"})
    assert (answered.status_code, "would not be at the time" in answered.text) == (422, True)


def test_it_waits_until_it_is_answered(client: Client, asked: Asked, hal, tomasz, leila) -> None:
    everyone, named = asked(title="For all"), asked(title="For some", asks_everyone=False)
    client.force_login(hal)
    assert "asks when you can" not in client.get("/c/stick/").text
    client.post(where(named, "asking"), {"person": str(tomasz.pk)})
    waits = {}
    for who in (tomasz, leila):
        client.force_login(who)
        text = client.get("/c/stick/").text
        waits[who] = ("“For all”. Its date is open" in text, "“For some”. Its date is open" in text)
    assert waits == {tomasz: (True, True), leila: (True, False)}
    client.post(where(everyone, "when"), {f"can-{keys(everyone)[0]}": "no"})
    assert "asks when you can" not in client.get("/c/stick/").text


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_what_waits_tells_the_title_of_nothing_sealed(client: Client, asked: Asked, tomasz, confidence: str) -> None:
    asked(title="Under the stairs", confidence=confidence)
    client.force_login(tomasz)
    text = client.get("/for-you").text
    assert ("asks when you can" in text, "Under the stairs" in text) == (True, confidence == "chatham")


def test_once_it_has_closed_it_waits_for_whoever_holds_it(client: Client, asked: Asked, hal, tomasz) -> None:
    one = asked()
    Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    client.force_login(tomasz)
    assert "asks when you can" not in client.get("/c/stick/").text
    assert 'type="radio"' not in client.get(where(one)).text
    sent = client.post(where(one, "when"), {f"can-{keys(one)[0]}": "yes"}, follow=True)
    assert "Nobody is asked when they can any more." in sent.text
    client.force_login(hal)
    assert "one of the times can be chosen" in client.get("/c/stick/").text


def test_the_link_in_a_letter_leads_to_the_grid_and_looking_changes_nothing(
    client: Client, asked: Asked, tomasz, leila
):
    one = asked()
    say_when(gathering=one, person=leila, can={keys(one)[0]: "yes"})
    first, second, _third = keys(one)
    path = f"/gatherings/answer/{token_for(one.pk, person=tomasz.pk)}"
    for look in (client.get, client.head):
        assert look(f"{path}?can-{first}=yes").status_code == 200
    assert not PollVote.objects.filter(person=tomasz).exists()
    text = client.get(path).text
    assert (f'name="can-{first}"' in text, "Leila" in text) == (True, False)
    assert client.post(path, {}).status_code == 422
    assert "Kept." in client.post(path, {f"can-{first}": "yes", f"can-{second}": "no", "comes": "1"}).text
    assert dict(PollVote.objects.filter(person=tomasz).values_list("time", "can")) == {first: "yes", second: "no"}
    choose(by=one.convener, gathering=one, time=first)
    assert "You have said" in client.get(path).text
    one.community.memberships.filter(person=tomasz).update(standing="alumnus")
    assert client.get(path).status_code == 410


def test_what_was_changed_by_one_sign_opens_no_grid(client: Client, asked: Asked, tomasz) -> None:
    token = token_for(asked().pk, person=tomasz.pk)
    for torn in (token[:-1], f"{token}x", token.replace(token[3], "~", 1)):
        assert client.post(f"/gatherings/answer/{torn}", {}).status_code == 410


def test_what_is_said_of_it_is_changed_on_its_page(client: Client, asked: Asked, hal) -> None:
    one = asked()
    client.force_login(hal)
    form = client.get(where(one, "change")).text
    assert 'name="title"' in form
    assert not re.search(r'name="(on|at|zone|day_1)"', form)
    changed = {"title": "Another name", "minutes": "90", "confidence": "ordinary"}
    assert client.post(where(one, "change"), changed).status_code == 302
    one.refresh_from_db()
    assert (one.title, one.wall, one.minutes) == ("Another name", day(7), 90)


def test_a_poll_costs_few_queries_however_many_answer(
    client: Client, asked: Asked, someone, come_in, tomasz, django_assert_max_num_queries
) -> None:
    one = asked(walls=[day(n) for n in range(5, 17)])
    for n in range(12):
        who = come_in(someone(f"{chr(65 + n)}ora Voter"), 10)
        say_when(gathering=one, person=who, can=dict.fromkeys(keys(one), "yes"))
    client.force_login(tomasz)
    with django_assert_max_num_queries(12):
        assert client.get(where(one)).status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get("/c/stick/gatherings/").status_code == 200
    client.force_login(one.convener)
    for deed in ("times", "choosing"):
        with django_assert_max_num_queries(12):
            assert client.get(where(one, deed)).status_code == 200
