"""Drawing, and asking candidly: what a browser makes of what the house signs blindly, and what it refuses."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.months import before
from commonplace.candour.queries import ENOUGH, MODULE, TOKENS, keys_of
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions.holding import hold, release
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Settlement, Withdrawal
from commonplace.lib.blind_signatures import read, verify
from commonplace.people.models import Person
from tests.crowds import somebody

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


def test_a_key_that_differs_from_what_the_browser_was_told_is_refused_and_said_aloud(
    visit: Callable[..., Page], walk_in, axe, no_sideways, key: CandourKey, hal: Person
) -> None:
    page = visit(width=390, dark=True)
    walk_in(page, hal)
    known = json.dumps({"key": "0" * 64, "begun": []})
    page.add_init_script(f"localStorage.setItem({name_of(key)!r}, {known!r})")
    with page.expect_response("**/keys.json"):
        page.goto("/c/stick/")
    told = page.get_by_role("status").filter(has_text="The key of candour is another one here.")
    expect(told).to_contain_text("Compare the keys with others")
    axe(page)
    no_sideways(page)
    told.get_by_role("link", name="Compare the keys").click()
    expect(page.get_by_text(key.spoken)).to_be_visible()
    expect(told).to_be_visible()  # on each page, until one has seen it
    told.get_by_role("button", name="Seen").press("Enter")
    expect(told).to_have_count(0)
    with page.expect_response("**/keys.json"):
        page.goto("/c/stick/")
    page.wait_for_load_state("networkidle")
    expect(told).to_have_count(0)
    assert page.evaluate("name => localStorage.getItem(name)", name_of(key)) == known
    assert not Draw.objects.exists()


def test_the_keys_are_asked_for_without_a_cookie(page: Page, walk_in, key: CandourKey, hal: Person) -> None:
    walk_in(page, hal)
    with page.expect_request("**/keys.json") as asked:
        page.goto("/c/stick/")
    assert "cookie" not in asked.value.all_headers()
    kept(page, key)


ASK = "/c/stick/candour/ask"
MONTH_PASSES = """([before, now]) => {
  const drawn = Object.keys(localStorage).find((name) => name.endsWith(now));
  localStorage.setItem(drawn.replace(now, before), localStorage.getItem(drawn));
  localStorage.removeItem(drawn);
}"""


def test_somebody_asks_candidly_and_goes_on_under_the_same_sign(
    visit: Callable[..., Page],
    walk_in,
    axe,
    no_sideways,
    key: CandourKey,
    table: Space,
    hal: Person,
    rosa: Person,
    ines: Person,
    now,
) -> None:
    page, phone = visit(width=390), visit(dark=True)
    walk_in(page, hal)
    page.goto("/c/stick/")
    kept(page, key)
    page.goto(ASK)
    expect(page.get_by_text("fewer than 12 people’s browsers drew")).to_be_visible()

    Draw.objects.bulk_create(Draw(key=key, person=somebody(), asked=f"{n:064x}") for n in range(ENOUGH - 1))
    CandourKey.objects.filter(pk=key.pk).update(month=before(key.month))
    page.evaluate(MONTH_PASSES, [before(key.month).isoformat(), key.month.isoformat()])
    page.goto("/c/stick/conversations/new")
    page.get_by_role("link", name="Ask candidly").click()
    expect(page.get_by_text("12 people drew last month")).to_be_visible()
    page.get_by_label("In one line").fill("A number that went the right way")
    page.get_by_label("Your words").fill("We told Ledbury it was a success. Nobody looked.")
    expect(page.get_by_text("Look at these once more")).to_contain_text("Ledbury")
    page.get_by_label("Your words").fill("We reported it as a success. Nobody looked.")
    expect(page.get_by_text("Look at these once more")).to_be_hidden()
    page.get_by_label("This device is mine").check()
    expect(page.get_by_role("radio", name="At some hour of the coming day")).to_be_checked()
    page.get_by_role("radio", name="Within the hour").check()
    axe(page)
    no_sideways(page)
    with page.expect_request(f"**{ASK[:-3]}say") as sent:
        page.get_by_role("button", name="Ask candidly").click()
    assert not {"cookie", "referer"} & sent.value.all_headers().keys()
    sign = page.locator("[data-sign]")
    expect(sign).to_have_text(re.compile("^[a-z0-9]{6}$"))
    slip = page.locator("[data-slip] code").inner_text()
    assert re.fullmatch(r"[a-z-]+( [a-z-]+){3}", slip)
    axe(page)
    assert not Conversation.objects.exists()

    write_what_waits(now=now)
    talk = Conversation.objects.get()
    walk_in(phone, rosa)
    phone.goto(f"/c/stick/conversations/{talk.pk}/")
    expect(phone.locator(".post--candid").get_by_text(f"Someone of the community · {talk.alias}")).to_be_visible()
    axe(phone)

    page.goto(f"/c/stick/conversations/{talk.pk}/")
    page.get_by_role("link", name="Reply candidly").click()
    expect(page.get_by_text("You go on under the sign")).to_contain_text(talk.alias)
    page.get_by_label("Your words").fill("One more thing.")
    page.get_by_role("radio", name="Within the hour").check()
    page.get_by_role("button", name="Reply candidly").click()
    expect(sign).to_have_text(talk.alias)
    write_what_waits(now=now)
    assert list(talk.posts.order_by("number").values_list("author", "alias")) == [(None, talk.alias)] * 2

    answer = reply(by=rosa, conversation=talk, text="Ask whom it was counted for.")
    page.evaluate("listed => fetch(listed, { cache: 'reload' })", "/c/stick/candour/news.json")
    page.goto("/c/stick/")
    told = page.get_by_role("status").filter(has_text="There is an answer to what you asked")
    expect(told).to_be_visible()
    axe(page)
    no_sideways(page)
    # Rosa's browser asked for the same, and keeps no sign.
    with phone.expect_response("**/news.json"):
        phone.goto("/c/stick/")
    expect(phone.get_by_text("There is an answer to what you asked")).to_have_count(0)
    told.get_by_role("link", name=talk.title).click()
    with page.expect_navigation():
        page.get_by_role("link", name="Reply candidly").click()
    page.goto("/c/stick/")
    page.wait_for_load_state("networkidle")
    expect(told).to_have_count(0)
    page.goto(f"{ASK}?in={talk.pk}")
    settling = page.locator("#candid-settling")
    settling.get_by_role("radio", name=rosa.name).check()
    settling.get_by_role("radio", name="it helped").check()
    settling.get_by_role("button", name="This settled it").click()
    expect(settling.get_by_role("alert")).to_contain_text("say it in a sentence")
    settling.get_by_label("Tell it").fill("We asked, and it was nobody.")
    settling.get_by_role("button", name="This settled it").click()
    expect(settling.get_by_text("It waits, and is said within the hour")).to_be_visible()
    axe(page)
    no_sideways(page)
    write_what_waits(now=now)
    assert Settlement.objects.get().post == answer
    phone.goto(f"/c/stick/conversations/{talk.pk}/")
    expect(phone.get_by_text(f"· {talk.alias} marked this as what settled it")).to_be_visible()
    expect(phone.get_by_text("We asked, and it was nobody.")).to_be_visible()
    # Another member has the same page, and nothing of it to do; on any device the slip has.
    phone.goto(f"{ASK}?in={talk.pk}")
    expect(phone.locator("#candid-settling")).to_be_hidden()
    entry = phone.get_by_label("The four words that you wrote down")
    for wrong, why in (("abacus", "A slip has four words"), ("abacus abdomen abdominal abide", "Nobody wrote here")):
        entry.fill(wrong)
        phone.get_by_role("button", name="Go on under my sign").click()
        expect(phone.get_by_text(why)).to_be_visible()
    axe(phone)
    entry.fill(f"  {slip.title()} ")
    phone.get_by_role("button", name="Go on under my sign").click()
    expect(phone.locator("#candid-settling")).to_be_visible()
    assert phone.evaluate("JSON.stringify(localStorage)").count(talk.alias) == 0

    held = hold(
        by=ines, kind="post", object_id=talk.posts.get(number=2).pk, community=talk.community, why="Whose was it?"
    )
    page.evaluate("listed => fetch(listed, { cache: 'reload' })", "/c/stick/candour/news.json")
    page.goto("/c/stick/")
    page.get_by_role("status").get_by_role("link", name="What is held of yours").click()
    expect(page.get_by_text("Whose was it?")).to_be_visible()
    page.get_by_label("Why should it be read again?").fill("It was nobody's.")
    page.get_by_role("button", name="Ask for a second look").click()
    expect(page.get_by_text("reaches the stewards within the hour")).to_be_visible()
    axe(page)
    no_sideways(page)
    write_what_waits(now=now)
    held.refresh_from_db()
    assert held.appeal == "It was nobody's."
    release(by=ines, hold=held, why="It may stand.")

    # All of it is held: nobody opens it, and whoever has the slip alone asks for a second look all the same.
    whole = hold(by=ines, kind="conversation", object_id=talk.pk, community=talk.community, why="A look at all of it.")
    phone.goto("/c/stick/candour/held")
    expect(phone.get_by_text("This browser keeps no sign")).to_be_visible()
    entry = phone.get_by_label("The four words that you wrote down")
    entry.fill("abacus abdomen abdominal abide")
    entry.press("Enter")
    expect(phone.get_by_text("Nothing is held back of what was written under the sign of these words")).to_be_visible()
    axe(phone)
    entry.fill(slip)
    entry.press("Enter")
    expect(phone.get_by_text(whole.why)).to_be_visible()
    expect(phone.get_by_role("textbox", name="Why should it be read again?")).to_be_focused()
    phone.keyboard.type("Nobody is named in it.")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("reaches the stewards within the hour").first).to_be_visible()
    axe(phone)
    no_sideways(phone)
    write_what_waits(now=now)
    whole.refresh_from_db()
    assert whole.appeal == "Nobody is named in it."
    release(by=ines, hold=whole, why="It may stand.")

    page.goto(f"{ASK}?in={talk.pk}")
    said = page.get_by_role("listitem").filter(has_text="One more thing.")
    said.get_by_role("button", name="Take it back").click()
    expect(said.get_by_text("It goes within the hour.")).to_be_visible()
    axe(page)
    no_sideways(page)
    write_what_waits(now=now)
    assert list(Withdrawal.objects.values_list("post__number", flat=True)) == [2]


def test_whoever_cannot_ask_is_told_why(
    visit: Callable[..., Page], without_script: Page, walk_in, key: CandourKey, table: Space, hal: Person
) -> None:
    Draw.objects.bulk_create(Draw(key=key, person=somebody(), asked=f"{n:064x}") for n in range(ENOUGH))
    CandourKey.objects.filter(pk=key.pk).update(month=before(key.month))
    for page, why in ((without_script, "This needs script"), (visit(), "This browser has no token left")):
        walk_in(page, hal)
        page.goto(ASK)
        expect(page.get_by_text(why)).to_be_visible()
        expect(page.get_by_label("Your words")).to_be_hidden()
        expect(page.get_by_text("A steward can ask on behalf of someone")).to_be_visible()
