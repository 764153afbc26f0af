"""What is offered for a record, what is taken, and who reads it where it is shown."""

import pytest
from django.test import Client

from commonplace.communities.doors import Confidence
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Deed, Space
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.record.actions.choosing import NotOffered, NotThere, show, take
from commonplace.record.kinds import offered_to, standing
from commonplace.record.models import Line
from commonplace.record.queries.lines import told

pytestmark = pytest.mark.django_db


def codes(person: Person) -> list[str]:
    return sorted(one.kind.code for one in offered_to(person).items)


def settled_of(person: Person) -> str:
    return next(one.key for one in offered_to(person, code="settled").items)


def test_what_one_did_is_offered_to_whoever_did_it_and_to_nobody_else(
    answer: Post, hal: Person, leila: Person, stranger: Person
) -> None:
    assert codes(hal) == ["first", "settled"]
    assert codes(leila) == ["first"]
    assert codes(stranger) == []
    with pytest.raises(NotOffered):
        take(by=leila, key=settled_of(hal))


@pytest.mark.parametrize("confidence", [Confidence.CHATHAM, Confidence.SEALED])
def test_nothing_is_offered_of_where_names_are_not_told(
    answer: Post, space: Space, hal: Person, confidence: Confidence
) -> None:
    line = take(by=hal, key=settled_of(hal))
    Space.objects.filter(pk=space.pk).update(confidence=confidence)
    assert codes(hal) == []
    assert standing(hal, {line.kind: [line.ref]}) == {}
    assert told([line], of=hal, to=None) == []


def test_what_is_taken_twice_is_there_once_and_on_no_ledger(answer: Post, hal: Person) -> None:
    before = Deed.objects.count()
    first, second = (take(by=hal, key=settled_of(hal), words=words) for words in ("I knew the hill.", "Else."))
    assert first == second
    assert Line.objects.get().words == "I knew the hill."
    assert Deed.objects.count() == before


def test_torn_names_of_what_is_offered_are_nothing(answer: Post, hal: Person) -> None:
    for key in ("settled-", "settled-x", "nothing-1", "settled-99999999999999999999", "", "-1", "settled-１"):
        with pytest.raises(NotOffered):
            take(by=hal, key=key)


def test_pages_of_what_is_offered_follow_each_other(answer: Post, hal: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonplace.record.kinds.AT_ONCE", 1)
    first = offered_to(hal)
    second = offered_to(hal, after=first.older or "")
    assert [one.kind.code for one in (*first.items, *second.items)] == ["settled", "first"]
    assert second.older is None
    assert offered_to(hal, after="torn").items == first.items
    assert offered_to(hal, after="9999-99-99_1_1").items == first.items


def test_a_line_that_is_shown_is_read_by_members_of_its_community_alone(
    client: Client, answer: Post, stick: Community, hal: Person, leila: Person, stranger: Person
) -> None:
    line = take(by=hal, key=settled_of(hal), words="I knew the hill.")
    page = f"/c/stick/people/{hal.pk}/"
    client.force_login(leila)
    assert "I knew the hill." not in client.get(page).text
    show(by=hal, line=line)
    assert "I knew the hill." in client.get(page).text
    assert not Line.objects.visible_to(stranger).exists()
    assert not Line.objects.visible_to(None).exists()
    leave(person=hal, community=stick)
    assert not Line.objects.visible_to(leila).exists()
    with pytest.raises(NotThere):
        show(by=hal, line=line)
    # It is theirs to take along all the same.
    assert [one.words for one in told([line], of=hal, to=None)] == ["I knew the hill."]


def test_the_page_takes_in_says_shows_and_takes_out(client: Client, answer: Post, hal: Person, leila: Person) -> None:
    client.force_login(hal)
    assert "Nothing is in it yet." in client.get("/me/record/").text
    assert "Which valve first?" in client.get("/me/record/choose").text
    key = settled_of(hal)
    assert client.post(f"/me/record/take/{key}", {"words": "x" * 500}).status_code == 422
    client.post(f"/me/record/take/{key}", {"words": ""})
    line = Line.objects.get()
    assert "An answer of mine settled what somebody had asked." in client.get("/me/record/").text
    client.post(f"/me/record/taken/{line.pk}", {"words": "I knew the hill."})
    client.post(f"/me/record/taken/{line.pk}/show")
    assert "Members there read it on your page" in client.get("/me/record/").text
    client.force_login(leila)
    for way in ("", "/show", "/out"):
        assert client.post(f"/me/record/taken/{line.pk}{way}", {"words": "No."}).status_code == 404
    client.force_login(hal)
    answer = client.post(f"/me/record/taken/{line.pk}/out", follow=True)
    assert not Line.objects.exists()
    undo = answer.text.split('action="/me/record/again', 1)[1].split('"', 1)[0]
    client.post(f"/me/record/again{undo}")
    assert Line.objects.get().words == "I knew the hill."


def test_what_was_withdrawn_stands_behind_nothing(client: Client, answer: Post, hal: Person, leila: Person) -> None:
    line = take(by=hal, key=settled_of(hal), words="I knew the hill.")
    show(by=hal, line=line)
    withdraw(by=hal, post=answer)
    client.force_login(leila)
    assert "I knew the hill." not in client.get(f"/c/stick/people/{hal.pk}/").text
    client.force_login(hal)
    assert "Nobody but you reads this line." in client.get("/me/record/").text
