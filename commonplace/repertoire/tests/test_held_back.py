"""What is held back is gone at every door, and so is what is suggested, which is pointed at like a post."""

from collections.abc import Callable

import pytest
from django.test import Client

from commonplace.communities import content
from commonplace.communities.models import Flag, Hold
from commonplace.communities.moderation.actions import appeal, flag, hold, release
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.actions.opening import open_conversation
from commonplace.files.actions import keep_bytes
from commonplace.people.actions.erasing import erase
from commonplace.repertoire.actions import collecting, standing, suggesting, translating
from commonplace.repertoire.actions.adapting import adapt
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.using import Account, tell_use
from commonplace.repertoire.actions.wording import About, Source, Words
from commonplace.repertoire.models import How, Resource, Suggestion, Told
from commonplace.repertoire.tests.conftest import CARD, HOW

pytestmark = pytest.mark.django_db
WORD = "zqheld"
SAID = Words(f"Card {WORD}", WORD, {"how": f"{WORD} how"})


@pytest.fixture
def known(shelve: Callable[..., Resource], window, hal, tomasz) -> dict[str, object]:
    """A card that many pages tell of: its source, a collection, a tree, what it took the place of, other languages."""
    talk = open_conversation(by=hal, space=window, kind="question", title="A card?", text="Words of mine")
    here = shelve(
        space=window,
        words=SAID,
        about=About(topics=("Valves",)),
        source=Source(conversation=talk),
        passages=[Taken(talk.posts.get(), "how")],
        files=[keep_bytes(name=f"{WORD}.csv", data=b"a,b")],
    )
    suggesting.offer(by=tomasz, resource=here, words=Words(SAID.title, WORD, {"how": f"{WORD} other"}), on=1, why=WORD)
    tell_use(by=tomasz, resource=here, account=Account(How.HELPED, WORD, WORD, WORD, Told.MEMBERS))
    path = collecting.collect(by=tomasz, space=window, title="A path")
    collecting.put_in(by=tomasz, collection=path, resource=here)
    # A file that somebody took along is theirs, and held with what they made of it.
    mine = Files(leave_out=[here.files.get().file_id])
    grown = adapt(by=tomasz, parent=here, space=window, words=CARD, changed="Larger boxes", files=mine)
    before = shelve(by=tomasz, space=window, words=Words("An older one", "", {"how": HOW}))
    standing.supersede(by=tomasz, resource=before, successor=here)
    translating.translate(by=tomasz, resource=here, language="pl", words=SAID, number=1)
    return {"here": here, "talk": talk, "path": path, "grown": grown, "before": before}


def test_what_is_held_back_is_gone_at_every_door(client: Client, known, ines, leila, hal, stick) -> None:
    here: Resource = known["here"]  # type: ignore[assignment]
    stick.modules = [*stick.modules, "map"]
    stick.save(update_fields=["modules"])
    at, file = here.url("stick"), here.files.get()
    own = (
        "",
        "revisions/",
        "revisions/1",
        "suggestions/",
        "uses/",
        f"versions/{file.pk}/",
        "again",
        "adapt",
        "?in=pl",
    )
    alone = [*(f"{at}{one}" for one in own), f"/files/kept/{file.file_id}/{file.name}"]
    telling = [
        "/c/stick/repertoire/",
        "/c/stick/repertoire/?kind=template",
        "/c/stick/repertoire/?topic=valves",
        "/c/stick/repertoire/languages",
        known["path"].url("stick"),  # type: ignore[attr-defined]
        known["grown"].url("stick"),  # type: ignore[attr-defined]
        known["before"].url("stick"),  # type: ignore[attr-defined]
        f"/c/stick/conversations/{known['talk'].pk}/",  # type: ignore[attr-defined]
        "/c/stick/map/topics/valves",
        "/search?q=card",
        "/search?q=card&kind=translation",
        "/api/v1/communities/stick/resources",
        "/api/v1/search?q=card",
        "/c/stick/feeds/resources.atom",
    ]

    def read() -> tuple[set[str], set[str]]:
        told = {one for one in telling if WORD in client.get(one).text}
        return {one for one in alone if client.get(one).status_code == 200}, told

    def everybody() -> list[tuple[set[str], set[str]]]:
        client.logout()
        found = [read()]
        client.force_login(leila)
        return [*found, read()]

    open_to, told = (set.union(*both) for both in zip(*everybody(), strict=True))
    assert (open_to, told) == (set(alone), set(telling))
    held = hold(by=ines, kind="resource", object_id=here.pk, community=stick, why="It names a street.")
    assert everybody() == [(set(), set())] * 2
    client.force_login(hal)
    assert "It names a street." in client.get(at).text
    release(by=ines, hold=held, why="It names none.")
    assert client.get(at).status_code == 200


@pytest.fixture
def offered(card, tomasz) -> Suggestion:
    """What Tomasz would have otherwise in Hal's card."""
    words = Words(CARD.title, CARD.good_for, {"how": HOW, "limits": "Ask Mrs Zq."})
    return suggesting.offer(by=tomasz, resource=card, words=words, on=1, why="Whom to ask")


def test_a_suggestion_is_pointed_at_held_and_let_go(client: Client, card, offered, ines, hal, leila, tomasz) -> None:
    here = f"{card.url('stick')}suggestions/"
    one = f"{here}{offered.pk}"
    client.force_login(leila)
    assert f"/c/stick/flag/suggestion/{offered.pk}" in client.get(one).text
    client.post(f"/c/stick/flag/suggestion/{offered.pk}", {"why": "It names somebody"})
    client.force_login(ines)
    asked = client.get("/c/stick/moderation/").text
    assert "Ask Mrs Zq." in asked
    assert HOW[:20] not in asked
    held = hold(by=ines, kind="suggestion", object_id=offered.pk, community=card.community, why="It names somebody.")
    assert not Flag.objects.filter(settled_at=None).exists()
    for person in (leila, hal):
        client.force_login(person)
        assert client.get(one).status_code == 404
        assert client.post(one, {"take": "1"}).status_code == 404
        assert "Whom to ask" not in client.get(here).text + client.get("/c/stick/").text
        assert client.get(card.url("stick")).context["suggested"] == 0
    client.force_login(tomasz)
    shown = client.get(one).text
    assert "It names somebody." in shown
    assert "Ask for a second look" in shown
    assert "held back" in client.get(here).text
    client.post(one, {"take_back": "1"})
    with pytest.raises(suggesting.IsHeld):
        suggesting.withdraw(by=tomasz, suggestion=offered)
    with pytest.raises(suggesting.IsHeld):
        suggesting.take(by=ines, suggestion=offered)
    appeal(by=tomasz, hold=held, words="She agreed.")
    release(by=ines, hold=held, why="She agreed.")
    client.force_login(hal)
    assert "Whom to ask" in client.get(here).text
    assert suggesting.take(by=hal, suggestion=offered).revision == 2


def test_whoever_takes_theirs_back_leaves_nothing_to_look_at(card, offered, leila, tomasz, stick) -> None:
    flag(by=leila, kind="suggestion", object_id=offered.pk, community=stick, why="Look")
    suggesting.withdraw(by=tomasz, suggestion=offered)
    assert not Flag.objects.filter(settled_at=None).exists()
    assert content.describe("suggestion", [offered.pk], tomasz) == {}


def test_whoever_is_erased_leaves_no_word_in_what_is_held(card, offered, ines, tomasz, stick) -> None:
    hold(by=ines, kind="suggestion", object_id=offered.pk, community=stick, why="It names somebody.")
    erase(person=tomasz, withdraw=True)
    left = Suggestion.objects.get()
    assert (left.by, left.why, left.words, Hold.objects.in_force().count()) == (None, "", {}, 1)


def test_a_stranger_and_another_community_find_no_suggestion(client: Client, card, offered, stranger, leila) -> None:
    assert not Suggestion.objects.visible_to(None).exists()
    assert not Suggestion.objects.visible_to(stranger).exists()
    client.force_login(stranger)
    assert client.get(f"/c/stick/flag/suggestion/{offered.pk}").status_code == 404
