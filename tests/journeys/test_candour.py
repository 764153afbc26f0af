"""Drawing: what a browser makes of what the house signs blindly, and what it refuses."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.queries import MODULE, TOKENS, keys_of
from commonplace.communities.models import Community
from commonplace.lib.blind_signatures import read, verify
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(stick: Community, now: datetime) -> CandourKey:
    stick.modules = [*stick.modules, MODULE]
    stick.save(update_fields=["modules"])
    keep_keys(now=now)
    found = keys_of(stick, now=now).drawn
    assert found is not None
    return found


def name_of(key: CandourKey) -> str:
    return f"candour /c/stick/candour/keys.json {key.month.isoformat()}"


def kept(page: Page, key: CandourKey) -> dict[str, Any]:
    """What the browser keeps of the month, once it has drawn."""
    page.wait_for_function("name => JSON.parse(localStorage.getItem(name) ?? '{}').tokens", arg=name_of(key))
    found: dict[str, Any] = json.loads(page.evaluate("name => localStorage.getItem(name)", name_of(key)))
    return found


def test_a_browser_draws_by_itself_what_the_house_verifies(
    visit: Callable[..., Page], walk_in, axe, no_sideways, key: CandourKey, hal: Person
) -> None:
    page, phone = visit(), visit(width=390, dark=True)
    old = "candour /c/stick/candour/keys.json 2020-01-01"
    walk_in(page, hal)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(f"if (!sessionStorage.seen) localStorage.setItem({old!r}, '{{}}'); sessionStorage.seen = 1")
    page.goto("/c/stick/")
    drawn = kept(page, key)
    assert drawn["key"] == key.fingerprint
    pairs = [(b64decode(one["prepared"]), b64decode(one["signature"])) for one in drawn["tokens"]]
    assert len({prepared for prepared, _ in pairs}) == TOKENS
    assert all(verify(read(b64decode(key.public)), *pair) for pair in pairs)
    assert page.evaluate("name => localStorage.getItem(name)", old) is None
    assert Draw.objects.get().person_id == hal.pk

    asked.clear()
    page.goto("/c/stick/candour/")
    expect(page.get_by_text(key.spoken)).to_be_visible()
    axe(page)
    no_sideways(page)
    assert [one for one in asked if "keys.json" in one or "vendor/blind" in one] == []

    # On a second device they draw no more; it has none until next month.
    walk_in(phone, hal)
    phone.goto("/c/stick/candour/")
    assert kept(phone, key)["tokens"] == []
    axe(phone)


def test_a_key_that_differs_from_what_the_browser_was_told_is_refused(
    page: Page, walk_in, key: CandourKey, hal: Person
) -> None:
    walk_in(page, hal)
    known = json.dumps({"key": "0" * 64, "begun": []})
    page.add_init_script(f"localStorage.setItem({name_of(key)!r}, {known!r})")
    with page.expect_response("**/keys.json"):
        page.goto("/c/stick/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("name => localStorage.getItem(name)", name_of(key)) == known
    assert not Draw.objects.exists()


def test_the_keys_are_asked_for_without_a_cookie(page: Page, walk_in, key: CandourKey, hal: Person) -> None:
    walk_in(page, hal)
    with page.expect_request("**/keys.json") as asked:
        page.goto("/c/stick/")
    assert "cookie" not in asked.value.all_headers()
    kept(page, key)
