"""A community switches formulas on: what is written then has them, and older posts follow, both ways."""

import pytest
from django.utils import timezone

from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.models import Community, Space
from commonplace.communities.settings.actions.modules import switch
from commonplace.conversations.actions import rereading
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.rereading import render_anew
from commonplace.conversations.models import Conversation, Post, Rereading, Revision
from commonplace.conversations.tests.typed import HERE, NEW, SignIn
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry


def on(rosa: Person, stick: Community, *, on: bool = True) -> None:
    switch(by=rosa, community=stick, code="maths", on=on)


def with_formulas() -> list[bool]:
    return ["<math" in html for html in Post.objects.order_by("pk").values_list("html", flat=True)]


def test_it_is_off_until_a_steward_switches_it_on(
    signed_in: SignIn, hal: Person, rosa: Person, stick: Community, table: Space
) -> None:
    look = {"text": "So $a^2$.", "space": "table"}
    client = signed_in(hal)
    assert "<math" not in client.post(f"{HERE}preview", look).content.decode()
    assert "Formulas" not in client.get(NEW).content.decode()
    client.force_login(rosa)
    assert client.post("/c/stick/settings/modules/maths", {"on": "1"}).status_code == 302
    client.force_login(hal)
    assert "<math" in client.post(f"{HERE}preview", look).content.decode()
    assert "Formulas" in client.get(NEW).content.decode()
    open_conversation(by=hal, space=Space.objects.get(pk=table.pk), kind="tip", title="A", text="So $a^2$, for $5.")
    assert with_formulas() == [True]


def test_older_posts_follow_and_go_back(
    hal: Person, rosa: Person, leila: Person, stick: Community, table: Space, asked: Conversation
) -> None:
    first = reply(by=leila, conversation=asked, text="So $zq^2$, says @Hal Brennan.")
    reply(by=leila, conversation=asked, text="It costs $5 and $10.")
    before = [*Post.objects.order_by("pk").values_list("html", flat=True)]
    assert (render_anew(now=timezone.now()), Rereading.objects.count()) == (0, 0)
    on(rosa, stick)
    assert render_anew(now=timezone.now()) == 2
    assert with_formulas() == [False, True, False]
    first.refresh_from_db()
    assert (first.revision, first.edited_at, Revision.objects.count()) == (1, None, 0)
    assert 'class="mention"' in first.html
    assert "zq^2" in SearchEntry.objects.get(kind="post", object_id=first.pk).body
    assert render_anew(now=timezone.now()) == 0
    on(rosa, stick, on=False)
    render_anew(now=timezone.now())
    assert [*Post.objects.order_by("pk").values_list("html", flat=True)] == before


def test_a_worker_that_dies_is_gone_on_from(
    hal: Person, rosa: Person, stick: Community, table: Space, asked: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        reply(by=hal, conversation=asked, text=f"So $a^{number}$.")
    on(rosa, stick)
    monkeypatch.setattr(rereading, "AT_ONCE", 2)
    monkeypatch.setattr(rereading, "MOST", 2)
    done = []
    for _ in range(4):
        render_anew(now=timezone.now())
        done.append(sum(with_formulas()))
    assert done == [2, 4, 5, 5]
    assert Rereading.objects.get().upto is None


def test_other_communities_are_left_alone(hal: Person, rosa: Person, stick: Community, asked: Conversation) -> None:
    reply(by=hal, conversation=asked, text="So $a^2$.")
    Community.objects.create(slug="other", name="Other", modules=["maths"])
    render_anew(now=timezone.now())
    assert with_formulas() == [False, False]


def test_the_charter_has_formulas_too(signed_in: SignIn, rosa: Person, stick: Community) -> None:
    revise_charter(by=rosa, community=stick, words={"domain": "So $a^2$."}, summary="Sums", on_revision=0)
    client = signed_in(rosa)
    assert "<math" not in client.get("/c/stick/about").content.decode()
    on(rosa, stick)
    assert "<math" in client.get("/c/stick/about").content.decode()
