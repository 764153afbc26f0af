"""Devices say that something waits, against a push service on loopback that reads what a device alone can read."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from py_vapid import Vapid02

from commonplace.attention.actions import pushing
from commonplace.attention.actions.choosing import be_quiet, give_time
from commonplace.attention.actions.pushing import (
    BETWEEN,
    MOST,
    NotADevice,
    TooManyDevices,
    add_device,
    end_device,
    tell_devices,
)
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.models import Beyond, PushDevice, ReadMark, TimeTaken
from commonplace.attention.push import public_key
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.people.actions.erasing import erase

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("allowed"),
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
HOUR = timedelta(hours=1)


@pytest.fixture
def asked(hal, table, now):
    return open_conversation(
        by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?", at=now - 3 * HOUR
    )


@pytest.fixture
def answered(asked, rosa, now):
    return reply(by=rosa, conversation=asked, text="Rosa's secret words.", at=now - HOUR)


@pytest.mark.parametrize("host", ["a..b", f"{'x' * 64}.example"])
def test_a_device_at_a_name_that_is_none_holds_up_no_other(maker, device, answered, hal, now, host):
    keys = {name: said for name, said in maker.device().items() if name != "endpoint"}
    with pytest.raises(NotADevice):
        add_device(person=hal, endpoint=f"https://{host}/one", **keys, name="x", at=now - 2 * HOUR)
    # One that was let in before is asked for first.
    PushDevice.objects.create(
        person=hal, endpoint=f"https://{host}/one", **keys, name="x", told_to=now - 2 * HOUR, due_at=now - 9 * HOUR
    )
    assert tell_devices(now=now) == 1


def test_what_waits_is_said_without_a_word_of_it(maker, device, answered, hal, now, settings):
    assert tell_devices(now=now) == 1
    ((path, headers, body),) = maker.taken
    assert (path, maker.read(body)) == ("/one", b"waits")
    for word in ("Rosa", "secret", "peaks", hal.name, str(answered.pk) + "/"):
        assert word not in str(headers)
    assert headers["Content-Encoding"] == "aes128gcm"
    assert (headers["TTL"], headers["Topic"]) == ("86400", "waits")


def test_the_house_says_who_it_is_to_this_maker_alone(maker, device, answered, now, settings):
    settings.BASE_URL = "https://stick.example.org"
    tell_devices(now=now)
    _path, headers, _body = maker.taken[0]
    assert Vapid02.verify(headers["Authorization"])
    token, key = re.fullmatch(r"vapid t=([^,]+),\s*k=(.+)", headers["Authorization"]).groups()
    assert key == public_key()
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (claims["aud"], claims["sub"]) == (maker.origin, "https://stick.example.org")
    assert claims["exp"] <= (now + timedelta(hours=24)).timestamp()


def test_the_key_is_that_of_the_houses_secret(settings):
    first = public_key()
    assert public_key() == first
    assert len(first) == 87
    settings.SECRET_KEY = "another-house-with-a-secret-of-its-own"
    assert public_key() != first


def test_nothing_is_said_twice_or_too_often(maker, device, asked, answered, rosa, now):
    first = asked.posts.get(number=1)
    assert [tell_devices(now=now + n * BETWEEN) for n in range(3)] == [1, 0, 0]
    reply(by=rosa, conversation=asked, reply_to=first, text="And again.", at=now + 3 * BETWEEN)
    assert [tell_devices(now=now + 3 * BETWEEN + timedelta(hours=n)) for n in range(6)] == [1, 0, 0, 0, 0, 0]
    reply(by=rosa, conversation=asked, reply_to=first, text="And again.", at=now + 3 * BETWEEN + HOUR)
    assert tell_devices(now=now + 3 * BETWEEN + 2 * HOUR) == 0, "too soon"
    assert tell_devices(now=now + 4 * BETWEEN + 2 * HOUR) == 1
    assert len(maker.taken) == 3


def test_what_waited_before_or_was_read_makes_no_noise(maker, hal, rosa, table, now):
    talk = open_conversation(
        by=rosa, space=table, kind="idea", title="Two peaks", text=f"Ask @{hal.name}.", at=now - HOUR
    )
    add_device(person=hal, **maker.device(), name="One", at=now)
    assert tell_devices(now=now) == 0
    PushDevice.objects.update(told_to=now - 9 * HOUR, due_at=now)
    mark_read(person=hal, conversation=talk, number=1)
    assert tell_devices(now=now) == 0
    assert maker.taken == []
    ReadMark.objects.filter(person=hal).delete()
    assert tell_devices(now=now + pushing.LOOKS_AGAIN) == 1


def withdrawn(post, **_people):
    withdraw(by=post.author, post=post)


def held(post, steward):
    hold(by=steward, kind="post", object_id=post.pk, community=post.conversation.community, why="A look.")


def erased(post, **_people):
    erase(person=post.author, withdraw=True)


@pytest.mark.parametrize("end", [withdrawn, held, erased])
def test_of_what_is_gone_no_device_speaks(maker, device, asked, tomasz, ines, now, end):
    answer = reply(by=tomasz, conversation=asked, text="A word to take back.", at=now - HOUR)
    end(answer, steward=ines)
    assert (tell_devices(now=now), maker.taken) == (0, [])


def test_a_device_of_whoever_went_is_asked_no_more(maker, device, answered, hal, now):
    erase(person=hal, withdraw=False)
    assert (tell_devices(now=now), maker.taken, PushDevice.objects.exists()) == (0, [], False)


def test_a_quiet_community_and_a_week_that_is_used_up_stay_quiet(maker, device, answered, stick, hal, now):
    be_quiet(person=hal, community=stick, until=now + timedelta(days=1))
    assert tell_devices(now=now) == 0
    be_quiet(person=hal, community=stick, until=None)
    give_time(person=hal, minutes=5, beyond=Beyond.WAITS)
    TimeTaken.objects.create(person=hal, characters=10_000, at=now)
    assert tell_devices(now=now + HOUR) == 0
    give_time(person=hal, minutes=5, beyond=Beyond.COMES)
    assert tell_devices(now=now + 2 * HOUR) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_let_go(maker, device, answered, now, status):
    maker.status = status
    assert tell_devices(now=now) == 0
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("status", [400, 403, 413, 429, 500, 503])
def test_a_maker_in_trouble_is_asked_again_later_and_not_for_ever(maker, device, answered, now, status):
    maker.status = status
    assert tell_devices(now=now) == 0
    assert tell_devices(now=now + HOUR / 2) == 0
    assert len(maker.taken) == 1
    maker.status = 201
    assert tell_devices(now=now + HOUR) == 1
    assert PushDevice.objects.get().failing_since is None
    PushDevice.objects.update(told_to=now - 9 * HOUR, due_at=now, failing_since=now - timedelta(days=15))
    maker.status = status
    tell_devices(now=now + 2 * BETWEEN)
    assert not PushDevice.objects.exists()


def test_it_waits_as_long_as_it_is_told_to(maker, device, answered, now):
    maker.status, maker.headers_back = 429, {"Retry-After": str(3 * 3600)}
    tell_devices(now=now)
    assert PushDevice.objects.get().due_at == now + 3 * HOUR
    maker.headers_back = {"Retry-After": "99999999"}
    tell_devices(now=now + 3 * HOUR)
    assert PushDevice.objects.get().due_at == now + 27 * HOUR


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_where_an_answer_points_elsewhere_nobody_follows(maker, device, answered, now, status):
    maker.status, maker.headers_back = status, {"Location": f"{maker.origin}/elsewhere"}
    assert tell_devices(now=now) == 0
    assert [path for path, _headers, _body in maker.taken] == ["/one"]


def test_an_address_inside_is_never_asked_where_the_operator_did_not_say_so(maker, device, answered, now, settings):
    settings.WEB_PUSH_INSIDE = False
    PushDevice.objects.update(endpoint=f"https://127.0.0.1:{maker.server_address[1]}/one")
    assert tell_devices(now=now) == 0
    PushDevice.objects.update(endpoint="https://127.0.0.1/one", due_at=now)
    assert tell_devices(now=now) == 0
    assert maker.taken == []
    assert PushDevice.objects.get().failing_since == now


def test_two_workers_ask_once_and_one_that_died_asks_again(maker, device, answered, now, monkeypatch):
    """The second finds the moment moved; whoever dies while asking leaves it moved by a little."""

    def dies(**more):
        assert tell_devices(now=now) == 0
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pushing, "send", dies)
        with pytest.raises(KeyboardInterrupt):
            tell_devices(now=now)
    assert tell_devices(now=now + pushing.LOOKS_AGAIN) == 1
    assert len(maker.taken) == 1


def test_nobody_answers(device, answered, maker, now):
    PushDevice.objects.update(endpoint="http://127.0.0.1:9/one")
    assert tell_devices(now=now) == 0
    assert PushDevice.objects.get().due_at == now + HOUR


@pytest.mark.parametrize("wrong", ["endpoint", "p256dh", "auth", "long", "off"])
def test_what_is_no_device_is_not_kept(maker, hal, wrong, settings):
    what = maker.device()
    if wrong == "off":
        settings.WEB_PUSH = False
    elif wrong == "long":
        what["endpoint"] += "x" * 1000
    else:
        what[wrong] = "file:///etc/passwd" if wrong == "endpoint" else "AAAA"
    with pytest.raises(NotADevice):
        add_device(person=hal, **what, name="One")


def test_a_browser_that_another_signs_in_with_is_theirs_and_there_is_an_end(maker, device, hal, rosa):
    add_device(person=rosa, **maker.device(), name="One")
    assert PushDevice.objects.get().person == rosa
    for n in range(MOST - 1):
        add_device(person=rosa, **maker.device(str(n)), name="One")
    with pytest.raises(TooManyDevices):
        add_device(person=rosa, **maker.device("more"), name="One")
    assert not end_device(person=hal, pk=PushDevice.objects.first().pk)
    assert PushDevice.objects.count() == MOST


def test_off_it_asks_nobody(maker, device, answered, now, settings):
    settings.WEB_PUSH = False
    assert tell_devices(now=now) == 0
    assert maker.taken == []
