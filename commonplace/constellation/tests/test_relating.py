"""Two communities name each other as related once the stewards of both agree, and either side undoes it."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from commonplace.communities.founding.actions import found
from commonplace.communities.inbox import waiting_for
from commonplace.communities.models import Community, Deed, Membership
from commonplace.constellation.actions import relating
from commonplace.constellation.models import Bond, Relation
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
WHY = "Who listens at night works alone."


@pytest.fixture
def shift(tomasz: Person) -> Community:
    return found(by=tomasz, name="The Lone Shift", slug="shift", domain="Working alone at night")


@pytest.fixture
def asked(stick: Community, shift: Community, ines: Person) -> Relation:
    return relating.ask_to_relate(by=ines, community=stick, other=shift, kind=Bond.DAUGHTER, words=WHY)


def waits(person: Person, now: datetime) -> list[str]:
    standings = list(Membership.objects.current(now).filter(person=person).select_related("community"))
    return [one.code for one in waiting_for(person, standings, now=now) if one.code.startswith("relation")]


def test_nobody_reads_of_it_before_both_have_agreed(
    client: Client, asked: Relation, ines: Person, tomasz: Person, hal: Person, now: datetime
) -> None:
    assert (waits(ines, now), waits(tomasz, now), waits(hal, now)) == ([], ["relation_asked"], [])
    for where in ("/c/stick/about", "/c/shift/about"):
        assert WHY not in client.get(where).text
    client.force_login(hal)
    assert WHY not in client.get("/c/stick/related/").text
    client.force_login(tomasz)
    assert "Yes, we are" in client.get("/c/shift/related/").text
    client.post(f"/c/shift/related/{asked.pk}/agree")
    client.logout()
    assert "Its daughter" in (page := client.get("/c/stick/about").text)
    assert WHY in page
    assert "Its mother" in client.get("/c/shift/about").text
    assert waits(tomasz, now) == []
    deeds = Deed.objects.filter(verb="related").values_list("community__slug", "person")
    assert set(deeds) == {("stick", ines.pk), ("shift", tomasz.pk)}


def test_only_the_stewards_who_were_asked_agree(asked: Relation, ines: Person, tomasz: Person, hal: Person) -> None:
    for other in (ines, hal):
        with pytest.raises(relating.NotASteward):
            relating.agree(by=other, relation=asked)
    relating.agree(by=tomasz, relation=asked)
    with pytest.raises(relating.IsOver):
        relating.agree(by=tomasz, relation=asked)


@pytest.mark.parametrize("slug", ["stick", "shift"])
def test_either_side_undoes_it(
    slug: str, client: Client, asked: Relation, shift: Community, stick: Community, ines: Person, tomasz: Person
) -> None:
    relating.agree(by=tomasz, relation=asked)
    client.force_login({"stick": ines, "shift": tomasz}[slug])
    client.post(f"/c/{slug}/related/{asked.pk}/undo")
    assert not Relation.objects.of(stick).exists()
    client.logout()
    assert WHY not in client.get("/c/stick/about").text + client.get("/c/shift/about").text
    assert client.get("/c/stick/about").status_code == 200
    # And may be asked anew.
    relating.ask_to_relate(by=ines, community=stick, other=shift, kind=Bond.RELATED, words=WHY)


def test_two_are_related_once_whoever_asks(asked: Relation, stick: Community, shift: Community, tomasz: Person) -> None:
    with pytest.raises(relating.RelatedAlready):
        relating.ask_to_relate(by=tomasz, community=shift, other=stick, kind=Bond.RELATED, words=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(one=shift, other=stick, asked=stick, words="")


def test_a_private_community_is_told_to_nobody_who_may_not_know_of_it(
    client: Client, stick: Community, ines: Person, tomasz: Person, hal: Person
) -> None:
    found(by=tomasz, name="Night Bench", slug="bench", visibility="private")
    bench = Community.objects.get(slug="bench")
    with pytest.raises(relating.NotKnown):
        relating.ask_to_relate(by=ines, community=stick, other=bench, kind=Bond.RELATED, words=WHY)
    client.force_login(ines)
    assert "Night Bench" not in client.get("/c/stick/related/").text
    asked = relating.ask_to_relate(by=tomasz, community=bench, other=stick, kind=Bond.RELATED, words=WHY)
    page = client.get("/c/stick/related/").text
    assert "Night Bench" in page
    assert "/c/bench/about" not in page
    relating.agree(by=ines, relation=asked)
    for person in (hal, ines):
        client.force_login(person)
        assert "Night Bench" not in client.get("/c/stick/about").text
    client.force_login(tomasz)
    assert "Night Bench" in client.get("/c/stick/about").text


def test_the_page_asks_and_gives_back_what_was_typed(
    client: Client, stick: Community, shift: Community, ines: Person, hal: Person
) -> None:
    client.force_login(ines)
    here = "/c/stick/related/"
    answer = client.post(here, {"other": str(shift.pk), "how": "mother", "words": ""})
    assert (answer.status_code, "It has no words yet" in answer.text) == (422, True)
    assert client.post(here, {"other": str(10**30), "how": "mother", "words": "So."}).status_code == 422
    client.post(here, {"other": str(shift.pk), "how": "mother", "words": WHY})
    made = Relation.objects.get()
    assert (made.one, made.other, made.kind, made.asked) == (shift, stick, Bond.DAUGHTER, shift)
    client.force_login(hal)
    assert client.post(here, {"other": str(shift.pk), "how": "mother", "words": WHY}).status_code == 404
    assert client.post(f"{here}{made.pk}/undo").status_code == 404


def test_whoever_is_erased_leaves_no_words(asked: Relation, ines: Person, rosa: Person) -> None:
    erase(person=ines, withdraw=True)
    asked.refresh_from_db()
    assert (asked.words, asked.by) == ("", None)
