"""What is withdrawn, held back or erased is gone from every door at once, and from letters that did not go yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from commonplace.api.actions import make_token
from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.actions.searching import follow_search
from commonplace.attention.actions.sending import send_as_it_happens
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.translating import translate
from commonplace.conversations.models import Conversation
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Period
from commonplace.feeds.actions import make_address
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.repertoire.actions.keeping import Source, Taken, keep
from commonplace.repertoire.actions.wording import Words
from commonplace.search.queries import Filters

WORD, TITLE = "zugzwang", "quagga"


class House(NamedTuple):
    """A conversation that stands behind many doors, and those doors."""

    talk: Conversation
    steward: Person
    author: Person
    doors: dict[str, Callable[..., HttpResponse]]


@pytest.fixture
def house(
    stick: Community,
    window: Space,
    ines: Person,
    rosa: Person,
    hal: Person,
    tomasz: Person,
    leila: Person,
    now: datetime,
) -> House:
    """Hal's words are read by strangers, listed, fed, translated, kept, found, chosen for a letter and told of."""
    for one in caches.all(initialized_only=True):
        one.clear()
    stick.visibility, stick.modules = "public", [*{*stick.modules, "repertoire"}]
    stick.save(update_fields=["visibility", "modules"])
    ago = now - timedelta(days=5)
    choose_cadence(person=leila, community=stick, cadence=Cadence.AT_ONCE)
    follow_search(person=leila, text="oxbow", filters=Filters(), at=ago)
    talk = open_conversation(
        by=hal, space=window, kind="question", title=f"A {TITLE} sings", text=f"A {WORD}, or an oxbow.",
        topics=["valves"], at=ago,
    )  # fmt: skip
    # Letters go on all the same: something else stands in them.
    open_conversation(by=ines, space=window, kind="question", title="A stand pipe?", text="Who has one?", at=ago)
    first = talk.posts.get()
    translate(
        by=tomasz, post=first, language="pl", out_of="en", text=f"To {WORD}, oxbow.", title=f"{TITLE} gra", number=1
    )
    amplify(by=rosa, conversation=talk, why="Everyone will meet it.", at=ago)
    again = reply(by=hal, conversation=talk, text=f"Another oxbow: {WORD}.")
    words = Words("A card", "For valves.", {"how": "As he said:"})
    taken = [Taken(first, "how"), Taken(again, "how")]
    card = keep(by=rosa, space=window, kind="guide", words=words, passages=taken, source=Source(conversation=talk))
    read_on()
    send_as_it_happens(now=timezone.now())
    on = (now - timedelta(days=3)).date()
    issue = make_issue(community=stick, period=Period.WEEKLY, on=on, now=now - timedelta(days=4))
    send(issue=issue, now=last_moment(on) + timedelta(minutes=1))
    make_issue(community=stick, period=Period.WEEKLY, on=(now + timedelta(days=1)).date(), now=now)
    return House(talk, rosa, hal, _doors(talk, card.pk, leila, rosa))


def _doors(talk: Conversation, card: int, leila: Person, rosa: Person) -> dict[str, Callable]:
    member, steward, stranger = Client(), Client(), Client()
    member.force_login(leila)
    steward.force_login(rosa)
    secret = f"/feeds/{make_address(person=leila, community=talk.community)[1]}"
    key = {"authorization": f"Bearer {make_token(person=leila, name='reader')[1]}"}
    page = f"/c/stick/conversations/{talk.pk}/"
    lists = ("conversations", "topics/valves", "spaces/window", f"conversations/{talk.pk}", "resources")
    feeds = [f"{one}.{form}" for one in lists for form in ("atom", "json")]
    api = "/api/v1/communities/stick"
    programs = (
        f"{api}/conversations",
        f"{api}/conversations/{talk.pk}/posts",
        f"{api}/resources",
        "/api/v1/search?q=oxbow",
    )
    pages = (
        *(page, f"{page}?in=pl", "/c/stick/", "/c/stick/conversations/", "/search?q=oxbow"),
        f"/c/stick/repertoire/{card}/",
    )

    def door(client: Client, address: str, **more: object) -> Callable[..., HttpResponse]:
        def go(**headers: str) -> HttpResponse:
            return client.get(address, headers={**more, **headers})

        return go

    return {
        **{f"stranger {one}": door(stranger, one) for one in pages},
        **{f"member {one}": door(member, one) for one in pages},
        "steward /c/stick/letter/preview": door(steward, "/c/stick/letter/preview"),
        **{f"feed {one}": door(stranger, f"/c/stick/feeds/{one}") for one in feeds},
        **{f"secret {one}": door(member, f"{secret}/{one}") for one in feeds},
        **{f"program {one}": door(stranger, one, **key) for one in programs},
        **{f"guest program {one}": door(stranger, one) for one in programs},
    }


def end_by_withdrawal(house: House) -> tuple[str, ...]:
    """The title stays above what others said below it."""
    for post in house.talk.posts.all():
        withdraw(by=house.author, post=post)
    return (WORD,)


def end_by_hold(house: House) -> tuple[str, ...]:
    """Whoever wrote it, and stewards, see it all the same: letters to them may tell of it."""
    talk = house.talk
    hold(by=house.steward, kind="conversation", object_id=talk.pk, community=talk.community, why="A look.")
    return WORD, TITLE


def end_by_erasing(house: House) -> tuple[str, ...]:
    erase(person=house.author, withdraw=True)
    return WORD, TITLE, house.author.name


@pytest.mark.parametrize("end", [end_by_withdrawal, end_by_hold, end_by_erasing])
def test_it_is_gone_from_every_door_and_from_letters_that_wait(
    house: House, end: Callable[[House], tuple[str, ...]], mailoutbox: list[EmailMessage]
) -> None:
    before = {name: door() for name, door in house.doors.items()}
    assert [name for name, answer in before.items() if not {WORD, TITLE} & set(re.findall(r"\w+", answer.text))] == []
    waiting = {f"{one.kind} {one.subject} {one.text} {one.html}" for one in Letter.objects.all()}
    assert {(one.split()[0], TITLE in one) for one in waiting} == {("digest", True), ("post", True)}
    gone = end(house)
    left = []
    for name, door in house.doors.items():
        # Whoever kept the page asks whether it is still so.
        marks = {"if-none-match": before[name].headers.get("ETag", '"none"')}
        answer = door(**marks)
        left += [f"{name}: {answer.status_code}"] if answer.status_code == 304 else []
        left += [f"{name}: {word}" for word in gone if word in answer.text]
    Letter.objects.filter(sent_at=None, given_up_at=None).update(useful_until=None, due_at=timezone.now())
    send_due(now=timezone.now() + timedelta(hours=1))
    sees = {address_for_letters(house.author), address_for_letters(house.steward)} if end is end_by_hold else set()
    for letter in (one for one in mailoutbox if one.to[0] not in sees):
        said = f"{letter.subject} {letter.body} {letter.alternatives}"
        left += [f"letter to {letter.to}: {word}" for word in gone if word in said]
    assert mailoutbox
    assert left == []
