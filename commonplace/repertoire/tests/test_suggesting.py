"""A change is offered, and taken or declined by whoever looks after the resource."""

import pytest
from django.test import Client

from commonplace.repertoire.actions import changing, suggesting, tending
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Suggestion
from commonplace.repertoire.tests.conftest import CARD, HOW

pytestmark = pytest.mark.django_db
LIMIT = Words(CARD.title, CARD.good_for, {"how": HOW, "limits": "Not over 300 mm."})


@pytest.fixture
def offered(card, tomasz) -> Suggestion:
    return suggesting.offer(by=tomasz, resource=card, words=LIMIT, on=1, why="It says no size")


def test_what_is_taken_bears_the_name_of_whoever_offered_it(card, offered, hal, tomasz) -> None:
    here = suggesting.take(by=hal, suggestion=offered)
    revision = here.revisions.get(number=2)
    assert (revision.by, revision.taken_by, revision.summary) == (tomasz, hal, "It says no size")
    offered.refresh_from_db()
    assert (offered.is_taken, offered.revision) == (True, 2)
    with pytest.raises(suggesting.IsSettled):
        suggesting.decline(by=hal, suggestion=offered, answer="No.")


def test_what_others_changed_meanwhile_stays(card, offered, hal) -> None:
    changing.change(by=hal, resource=card, words=Words("Valve card", "", {"how": HOW}), on=1)
    here = suggesting.take(by=hal, suggestion=offered)
    assert (here.title, here.revision) == ("Valve card", 3)
    assert changing.words_now(here).parts == {"how": HOW, "limits": "Not over 300 mm."}


def test_where_both_changed_the_same_part_a_human_weighs_it(card, offered, hal) -> None:
    said = Words(CARD.title, CARD.good_for, {"how": HOW, "limits": "Not over 250 mm."})
    changing.change(by=hal, resource=card, words=said, on=1)
    with pytest.raises(suggesting.Crossed) as crossed:
        suggesting.take(by=hal, suggestion=offered)
    assert crossed.value.args == ("limits",)
    offered.refresh_from_db()
    assert offered.settled_at is None
    suggesting.take_by_hand(by=hal, suggestion=offered)
    offered.refresh_from_db()
    assert offered.revision == 2


def test_it_is_declined_with_a_word_and_not_by_anybody(offered, hal, leila) -> None:
    with pytest.raises(NotTheirs):
        suggesting.decline(by=leila, suggestion=offered, answer="No.")
    suggesting.decline(by=hal, suggestion=offered, answer="It stands on the back already.")
    offered.refresh_from_db()
    assert (offered.is_taken, offered.answer) == (False, "It stands on the back already.")


def test_its_offerer_takes_it_back_while_it_waits(offered, hal, tomasz) -> None:
    with pytest.raises(NotTheirs):
        suggesting.withdraw(by=hal, suggestion=offered)
    suggesting.withdraw(by=tomasz, suggestion=offered)
    assert not Suggestion.objects.exists()


def test_what_it_says_already_is_not_offered(card, tomasz) -> None:
    with pytest.raises(suggesting.NothingOther):
        suggesting.offer(by=tomasz, resource=card, words=CARD, on=1)
    with pytest.raises(suggesting.NothingOther):
        suggesting.offer(by=tomasz, resource=card, words=LIMIT, on=7)


def test_on_pages(client: Client, card, hal, tomasz, leila) -> None:
    here = f"/c/stick/repertoire/{card.pk}/"
    client.force_login(tomasz)
    assert "Suggest a change" in client.get(here).text
    sent = {"title": CARD.title, "good_for": CARD.good_for, "part_how": HOW, "part_limits": "", "on": "1"}
    assert "It says that already." in client.post(f"{here}suggestions/new", sent).text
    answer = client.post(f"{here}suggestions/new", {**sent, "part_limits": "Iron.", "why": "No word on iron"})
    assert answer["Location"] == f"{here}suggestions/"
    assert "No word on iron" in client.get(f"{here}suggestions/").text
    one = f"{here}suggestions/{Suggestion.objects.get().pk}"
    assert client.post(one, {"take": "1"}).status_code == 403
    client.force_login(hal)
    assert "<ins>Iron.</ins>" in client.get(one).text
    assert client.post(one, {"decline": "1"}).status_code == 422
    client.post(one, {"take": "1"})
    assert "taken" in client.get(one).text
    assert "Iron." in client.get(here).text


def test_where_there_are_as_many_revisions_as_anybody_follows_it_waits(
    client: Client, card, offered, hal, monkeypatch
) -> None:
    monkeypatch.setattr(changing, "MOST_REVISIONS", 1)
    client.force_login(hal)
    address = f"/c/stick/repertoire/{card.pk}/suggestions/{offered.pk}"
    assert client.post(address, {"take": "1"}, follow=True).status_code == 200
    offered.refresh_from_db()
    assert offered.settled_at is None


def test_what_is_suggested_where_nobody_looks_after_it_is_told_to_the_stewards(
    client: Client, card, offered, hal, rosa, leila
) -> None:
    tending.hand_to(by=hal, resource=card, to=None)
    told = "nobody looks after it."
    for person, is_told in ((rosa, True), (leila, False)):
        client.force_login(person)
        assert (told in client.get("/c/stick/").text) is is_told
