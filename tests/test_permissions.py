"""What a person may not see is nowhere in the bytes of any page, search result or API row.

Random worlds are built by the real actions, then one person (or a stranger) opens every page that the house has,
as its urls list them, so that a page made tomorrow is tested too.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Membership, Space
from commonplace.devices.actions import digest_of
from commonplace.devices.models import DevicePassword
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.composing import Composer
from commonplace.digests.models import Issue
from commonplace.digests.models import Period as PeriodOfDigests
from commonplace.ui.kept_parts import parts
from tests.pages import Route, routes
from tests.plans import COMMON, CommunityPlan, PostPlan, SpacePlan, communities, viewers
from tests.pools import fitting, pools
from tests.promises import forbidden, let_out, told_beside, unquotable, yours
from tests.reads import may_enter, reads_post
from tests.worlds import World, build

TAKEN_ALONG = "/me/everything"
# Neutral ground in two communities, for whoever another says to be led by in one and who is a sponsor in the other.
LED = CommunityPlan(
    visibility="listed",
    joining="request",
    standings=("member", "member", "steward", "none"),
    named=frozenset(),
    spaces=(SpacePlan("neutral", frozenset(), (PostPlan(2, "stands"), PostPlan(1, "stands")), is_held_whole=False),),
    leads=((1, 2),),
)
# Words under a sign, one that stands and one that is held back, for whoever is a guest in one community and no more.
CANDID = CommunityPlan(
    visibility="listed",
    joining="request",
    standings=("member", "member", "guest", "none"),
    named=frozenset(),
    spaces=(
        SpacePlan("members", frozenset(), (PostPlan(1, "stands"),) * 2, is_held_whole=False, candid="stands"),
        SpacePlan("public", frozenset(), (PostPlan(1, "stands"),) * 2, is_held_whole=False, candid="held"),
    ),
)
# One example opens thousands of addresses; the thorough profile draws many more worlds.
EXAMPLES = max(4, settings.default.max_examples // 6)


def addresses() -> Iterator[tuple[Route, str]]:
    """Every address there is, with the route that it comes from; an unknown number may be any of the first."""
    known = pools()
    fits = fitting(known)
    first = sorted({pk for values in known.values() for pk in values if isinstance(pk, int)})[:2]
    otherwise = {"int": first, "str": ["x"], "slug": ["x"]}
    for route in routes():
        for address in route.addresses(known, otherwise=otherwise, fits=fits):
            yield route, address
    views = {route.written: route for route in routes()}
    for word in (COMMON, "Ghost", "valves", "Zqplace0x"):
        for page in ("search", "api/v1/search", "words/"):
            yield views[page], f"/{page}?q={word}"
        for c, (page, name) in product(range(2), (("people/", "q"), ("conversations/similar", "title"))):
            yield views[f"c/<slug:slug>/{page}"], f"/c/place{c}/{page}?{name}={word}"


# Learnt while looking: an address that answers 405 once shows nothing to anyone, whatever its numbers.
only_for_posting: set[str] = set()


def everywhere(client: Client, viewer: int | None) -> Iterator[tuple[str, str]]:
    """Every address with what stands at it for this viewer, who is a stranger or signed in with the client.

    A view that asks who is there before it looks at an address leads a stranger away from all of them: one is enough.
    """
    led_away = set[str]()
    for route, address in addresses():
        if route.written in only_for_posting or route.written in led_away:
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 405:
            only_for_posting.add(route.written)
        # What the address itself says is said back: only what the house adds is looked at.
        where = answer.headers.get("Location", "")
        if viewer is None and hasattr(route.view, "login_url") and where.startswith("/account/login/"):
            led_away.add(route.written)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, f"{content.decode(errors='replace')} {where}".lower()


def calendars_of(world: World, viewer: int | None) -> Iterator[tuple[str, str]]:
    """What a device of this one finds, whatever it asks for."""
    if viewer is None:
        return
    person = world.persons[viewer]
    DevicePassword.objects.create(person=person, name="A phone", shows="each", digest=digest_of(f"device {person.pk}"))
    said = base64.b64encode(f"x:device {person.pk}".encode()).decode()
    headers = {"authorization": f"Basic {said}", "depth": "1"}
    client, home = Client(), f"/dav/{person.pk}/"
    spaces = Space.objects.order_by("pk").values_list("community__slug", "slug")
    codes = ["~mine", *(place.row.slug for place in world.places), *(f"{one}.{space}" for one, space in spaces)]
    for method, address in (("PROPFIND", home), *product(("GET", "PROPFIND"), (f"{home}{code}/" for code in codes))):
        answer = client.generic(method, address, headers=headers)
        assert answer.status_code in (200, 207, 404), address
        yield f"{method} {address}", answer.content.decode().replace("\r\n ", "").lower()


def look_everywhere(world: World, viewer: int | None) -> None:
    """Open every page as this one: nothing there that is not theirs to see, and what they may read is there."""
    client = Client()
    if viewer is not None:
        client.force_login(world.persons[viewer])
    words, own = forbidden(world, viewer), yours(world, viewer)
    leaks = []
    pages = {}
    for address, body in everywhere(client, viewer):
        pages[address] = body
        excepted = own if address == TAKEN_ALONG else told_beside(world, viewer, address)
        asked = address.lower().partition("?")[2]
        leaks += [
            f"{address}: {what}"
            for word, what in words.items()
            if word in body and word not in asked and word not in excepted
        ]
        leaks += [f"{address}: {what}" for what in let_out(world, viewer, address, body)]
    for at, body in calendars_of(world, viewer):
        leaks += [f"{at}: {what}" for word, what in words.items() if word in body]
        leaks += [f"{at}: {what}" for what in let_out(world, viewer, at, body)]
    assert not leaks, "\n".join(leaks[:20])
    for word in world.words:
        if viewer in word.people:
            assert word.marker in pages[f"/words/{word.pk}/"], f"{word.marker} should be seen by {viewer}"
    for place in world.places:
        for talk in place.talks:
            shown = pages[f"/c/{place.row.slug}/conversations/{talk.pk}/"]
            for said in talk.said:
                if may_enter(place, viewer) and said.fate != "withdrawn" and reads_post(place, talk, said, viewer):
                    assert said.marker in shown, f"{said.marker} should be seen by {viewer}"


@pytest.mark.django_db
@example(plans=(LED, replace(LED, leads=(), sponsors=frozenset({1}))), viewer=1)
# Not shrunk: that would take minutes, and a world is small enough to read.
@example(plans=(CANDID, replace(CANDID, standings=("member", "member", "none", "none"))), viewer=2)
@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plans=st.tuples(communities, communities), viewer=viewers)
def test_what_is_hidden_is_nowhere_in_the_bytes(plans: tuple[CommunityPlan, ...], viewer: int | None) -> None:
    with transaction.atomic():
        for cache in caches.all(initialized_only=True):
            cache.clear()
        look_everywhere(build(plans), viewer)
        transaction.set_rollback(True)


# What of each page is made anew for each request.
ANEW = re.compile(r'(name="(csrfmiddlewaretoken|idempotency_key)" value=)"[^"]*"')


def pages_of(world: World, viewer: int | None) -> dict[str, str]:
    """The pages on which parts stand that are kept for many, and lists that are ready, as this one gets them."""
    client = Client()
    if viewer is not None:
        client.force_login(world.persons[viewer])
    found = {}
    for place in world.places:
        here = f"/c/{place.row.slug}"
        talks = [talk.pk for talk in place.talks]
        asked = [f"{here}/", f"{here}/conversations/", f"{here}/conversations/?show=waiting", f"{here}/topics/valves/"]
        asked += [f"{here}/conversations/{pk}/" for pk in talks]
        api = f"/api/v1/communities/{place.row.slug}/conversations"
        asked += [api, *(f"{api}/{pk}/posts" for pk in talks)]
        for address in asked:
            answer = client.get(address)
            found[address] = f"{answer.status_code} {ANEW.sub('', answer.text)}"
    return found


@pytest.mark.django_db
@settings(max_examples=max(5, EXAMPLES // 4), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plans=st.tuples(communities, communities), order=st.permutations([None, 0, 1, 2, 3]))
def test_what_was_set_for_one_is_given_to_nobody_who_may_not_read_it(
    plans: tuple[CommunityPlan, ...], order: list[int | None]
) -> None:
    with transaction.atomic():
        for cache in caches.all(initialized_only=True):
            cache.clear()
        world = build(plans)
        for viewer in order:
            pages_of(world, viewer)  # whatever one visit marks as seen is marked
        anew = {}
        for viewer in order:
            parts.clear()
            anew[viewer] = pages_of(world, viewer)
        parts.clear()
        for viewer in (*order, *reversed(order)):
            words, pages = forbidden(world, viewer), pages_of(world, viewer)
            leaks = [
                f"{at}: {what}" for at, page in pages.items() for word, what in words.items() if word in page.lower()
            ]
            assert not leaks, "\n".join(leaks[:20])
            assert pages == anew[viewer]
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=max(5, EXAMPLES // 4), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plans=st.tuples(communities, communities))
def test_what_is_hidden_is_in_no_digest(plans: tuple[CommunityPlan, ...]) -> None:
    with transaction.atomic():
        for cache in caches.all(initialized_only=True):
            cache.clear()
        world, now = build(plans), timezone.now()
        for place in world.places:
            issue = make_issue(community=place.row, period=PeriodOfDigests.WEEKLY, on=now.date(), now=now)
            Issue.objects.filter(pk=issue.pk).update(since=now - timedelta(days=40))
            issue.refresh_from_db()
            standings = Membership.objects.current(now).filter(community=place.row, person__claimed_at__isnull=False)
            for standing, letter in Composer(issue, now=now).letters(list(standings.select_related("person"))):
                words = forbidden(world, world.persons.index(standing.person)) | unquotable(world)
                said = f"{letter.subject} {letter.text} {letter.html}".lower()
                assert not [what for word, what in words.items() if word in said]
        transaction.set_rollback(True)


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_no_address_stumbles_over_a_number(stick, rosa, client: Client, number: str) -> None:
    client.force_login(rosa)
    client.raise_request_exception = False
    known = {"slug": ["stick"], "kind": ["post"], "topic": ["valves"], "key": ["domain"], "modules": ["archives"]}
    otherwise = {"int": [number], "str": ["x"], "slug": ["x"], "uuid": [UUID(int=1)]}
    asked = [address for route in routes() for address in route.addresses(known, otherwise=otherwise)]
    assert not [address for address in asked if client.get(address).status_code >= 500]
