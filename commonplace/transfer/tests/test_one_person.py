"""Names of an archive that are probably one person's: stewards join them with one press, and undo it with one."""

import html
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from django.test import Client

from commonplace.communities.inbox import waiting_for
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.conversations.models import Post
from commonplace.people.actions import register
from commonplace.people.models import ArchiveAddress, Merger, Person
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.actions.joining import NotAlike, ask_again, call_two, join_names, tell_apart
from commonplace.transfer.archive import Archive
from commonplace.transfer.counts import KEPT
from commonplace.transfer.likenesses import weighed
from commonplace.transfer.models import Handle, Likeness

START = datetime(2018, 3, 5, 10, tzinfo=UTC)


def letters(*senders: str) -> str:
    """A letter each, every one but the first an answer to the one before."""
    return "".join(
        f"From x@y.example {START + timedelta(days=200 * number):%a %b %d %H:%M:%S %Y}\nFrom: {sender}\n"
        f"Date: {format_datetime(START + timedelta(days=200 * number))}\nSubject: {'Re: ' * bool(number)}Warp\n"
        f"Message-ID: <{number}@loom.example>\n"
        + (f"In-Reply-To: <{number - 1}@loom.example>\n" if number else "")
        + f"\nWords {number}.\n\n"
        for number, sender in enumerate(senders)
    )


WEFT, ADAMSON = "Weft Adamson <weft@mill.example>", "Weft Adamson <adamson@spinnery.example>"
OTHER = "Rosa Quill <rosa@quill.example>"


@pytest.fixture
def loom(db, tmp_path: Path) -> Community:
    (tmp_path / "loom.mbox").write_text(letters(WEFT, OTHER, ADAMSON, WEFT))
    space = house_for("loom").space
    bring_in(archive=Archive([tmp_path / "loom.mbox"]), space=space)
    return space.community


@pytest.fixture
def steward(loom: Community) -> Person:
    person = register(name="Steward", address="steward@example.org", is_confirmed=True)
    admit(person=person, community=loom, standing=Standing.STEWARD)
    return person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def named(name: str) -> int:
    return Person.objects.filter(name=name).count()


def test_the_same_full_name_and_local_part_is_one_person_at_once(db, tmp_path: Path) -> None:
    path = tmp_path / "loom.mbox"
    path.write_text(letters("Weft Adamson <weft@mill.example>", "Weft Adamson <weft@spinnery.example>"))
    bring_in(archive=Archive([path]), space=house_for("loom").space)
    assert named("Weft Adamson") == 1
    assert not Likeness.objects.exists()


def test_the_same_full_name_alone_waits_for_a_steward_with_its_evidence(loom: Community) -> None:
    assert named("Weft Adamson") == 2
    (pair,) = weighed(loom, list(Likeness.objects.waiting()))
    assert (pair.one.letters, pair.other.letters) == (2, 1)
    assert pair.evidence == (
        "The full name is the same.",
        "Both wrote in 2019.",
        "They wrote in 1 conversation together.",
    )
    assert pair.doubts == ("One answered the other 1 time, as two people do.",)


def test_one_press_joins_and_one_undoes(loom: Community, steward: Person) -> None:
    client, page = client_of(steward), "/c/loom/one-person/"
    assert "Join them" in client.get(page).content.decode()
    pair = Likeness.objects.get()
    before = dict(Post.objects.values_list("pk", "author"))
    addresses = dict(ArchiveAddress.objects.values_list("address", "person"))
    client.post(page, {"join": pair.pk})
    assert named("Weft Adamson") == 1
    assert len(set(Post.objects.values_list("author", flat=True))) == 2
    said = client.get(page).content.decode()
    assert "Make them two again" in said
    assert "Join them" not in said
    assert Merger.objects.get().by == steward
    client.post(page, {"undo": pair.pk})
    assert dict(Post.objects.values_list("pk", "author")) == before
    assert dict(ArchiveAddress.objects.values_list("address", "person")) == addresses
    assert "Join them" in client.get(page).content.decode()


def test_two_that_are_two_are_not_asked_about_again(loom: Community, steward: Person, tmp_path: Path) -> None:
    client, page = client_of(steward), "/c/loom/one-person/"
    client.post(page, {"two": Likeness.objects.get().pk})
    assert "Join them" not in client.get(page).content.decode()
    (tmp_path / "more.mbox").write_text(letters(WEFT, OTHER, ADAMSON, WEFT, OTHER, ADAMSON))
    bring_in(archive=Archive([tmp_path / "more.mbox"]), space=loom.spaces.get())
    assert Likeness.objects.count() == 1
    assert not Likeness.objects.waiting().exists()


def test_a_press_is_answered_at_the_pair_that_stands_there_now(loom: Community, steward: Person) -> None:
    client, page = client_of(steward), "/c/loom/one-person/"
    first = Likeness.objects.get()
    for name in ("Enno Brand", "Oda Kern"):
        one, other = (Person.objects.create_user(name=name, claimed_at=None) for _ in range(2))
        for same in (one, other):
            admit(person=same, community=loom, origin="archive")
        Likeness.objects.create(community=loom, one=one, other=other)
    second, third = Likeness.objects.exclude(pk=first.pk).order_by("pk")
    led = lambda pressed: client.post(page, pressed).headers["Location"]  # noqa: E731  # said often
    assert led({"join": second.pk}) == f"{page}#pair-{third.pk}"
    assert f'id="pair-{third.pk}"' in client.get(page).text
    assert led({"two": third.pk}) == f"{page}#pair-{first.pk}"
    assert led({"join": first.pk}) == f"{page}#pairs"
    assert led({"undo": first.pk}) == f"{page}#joined"
    assert led({"undo": second.pk}) == f"{page}#pairs"
    assert client.post(f"{page}?after=x", {"join": first.pk}).headers["Location"] == f"{page}?after=x#pair-{second.pk}"


@pytest.mark.parametrize("deed", ["join", "two"])
def test_what_was_pressed_amiss_is_undone_where_it_is_answered(loom: Community, steward: Person, deed: str) -> None:
    client, page, pair = client_of(steward), "/c/loom/one-person/", Likeness.objects.get()
    before = dict(Post.objects.values_list("pk", "author"))
    answered = client.post(f"{page}?after=x", {deed: pair.pk}, follow=True).text
    undo = re.search(r'<form method="post" action="([^"]+)">', answered[answered.index('class="toasts"') :])
    assert undo is not None
    led = client.post(html.unescape(undo[1]))
    assert led.headers["Location"] == f"{page}?after=x#pair-{pair.pk}"
    assert Likeness.objects.waiting().get() == pair
    assert dict(Post.objects.values_list("pk", "author")) == before
    assert f'id="pair-{pair.pk}"' in client.get(page).text
    # Pressed twice, or by somebody who has no say, it changes nothing.
    assert "That was settled before you answered." in client.post(html.unescape(undo[1]), follow=True).text
    other = register(name="Else", address="else@example.org", is_confirmed=True)
    with pytest.raises(NotAlike):
        ask_again(likeness=pair, by=other)


def test_the_doctor_finds_the_pairs_of_archives_from_before(loom: Community) -> None:
    (kept,) = (one for one in KEPT if one.code == "pairs")
    assert list(kept.wrong(START)) == []
    Likeness.objects.all().delete()
    assert list(kept.wrong(START)) == [loom.pk]
    kept.mend([loom.pk])
    assert Likeness.objects.waiting().count() == 1
    assert list(kept.wrong(START)) == []


def test_no_address_stands_on_the_page(loom: Community, steward: Person) -> None:
    said = client_of(steward).get("/c/loom/one-person/").content.decode()
    for word in ("@", "mill.example", "spinnery", "adamson"):
        assert word not in said.replace("before the @", "")


@pytest.mark.parametrize("who", ["stranger", "member", "steward of another"])
def test_only_stewards_of_the_community_see_it_and_join(loom: Community, who: str) -> None:
    person = register(name=who.title(), address="else@example.org", is_confirmed=True)
    if who == "member":
        admit(person=person, community=loom)
    if who == "steward of another":
        other = house_for("other").space.community
        admit(person=person, community=other, standing=Standing.STEWARD)
    client, pair = client_of(person), Likeness.objects.get()
    for slug in ("loom", "other"):
        assert client.get("/c/loom/one-person/").status_code == 404
        assert client.post(f"/c/{slug}/one-person/", {"join": pair.pk}).status_code == 404
    assert named("Weft Adamson") == 2
    assert Client().get("/c/loom/one-person/").status_code == 302


def test_a_pair_is_joined_once_and_nobody_who_has_claimed_their_name(loom: Community, steward: Person) -> None:
    pair = Likeness.objects.get()
    Person.objects.filter(pk=pair.other_id).update(claimed_at=START)
    with pytest.raises(NotAlike):
        join_names(likeness=pair, by=steward)
    Person.objects.filter(pk=pair.other_id).update(claimed_at=None)
    join_names(likeness=pair, by=steward)
    with pytest.raises(NotAlike):
        join_names(likeness=pair, by=steward)
    pair.refresh_from_db()
    Person.objects.filter(pk=pair.one_id).update(claimed_at=START)
    with pytest.raises(NotAlike):
        tell_apart(likeness=pair, by=steward)


def test_a_name_that_stands_in_two_communities_is_settled_by_whoever_tends_both(
    loom: Community, steward: Person
) -> None:
    """One steward's word would change who wrote what in a community that others tend."""
    pair, other = Likeness.objects.get(), house_for("other").space.community
    admit(person=pair.other, community=other, origin="archive")
    standings = list(Membership.objects.filter(person=steward).select_related("community"))

    def is_asked() -> bool:
        return "alike" in [one.code for one in waiting_for(steward, standings, now=pair.found_at)]

    client = client_of(steward)
    assert ("Weft Adamson" in client.get("/c/loom/one-person/").text, is_asked()) == (False, False)
    assert client.post("/c/loom/one-person/", {"join": pair.pk}).status_code == 404
    for settle in (join_names, call_two):
        with pytest.raises(NotAlike):
            settle(likeness=pair, by=steward)
    admit(person=steward, community=other, standing=Standing.STEWARD)
    assert ("Weft Adamson" in client.get("/c/loom/one-person/").text, is_asked()) == (True, True)
    join_names(likeness=pair, by=steward)
    Membership.objects.filter(person=steward, community=other).update(standing=Standing.MEMBER)
    pair.refresh_from_db()
    with pytest.raises(NotAlike):
        tell_apart(likeness=pair, by=steward)
    Person.objects.filter(pk=steward.pk).update(is_operator=True)
    tell_apart(likeness=pair, by=steward)
    assert named("Weft Adamson") == 2


def test_stewards_are_asked_for_a_month_and_once_for_all(loom: Community, steward: Person) -> None:
    standings = list(Membership.objects.filter(person=steward).select_related("community"))
    now = Likeness.objects.get().found_at
    asked = [one.code for one in waiting_for(steward, standings, now=now + timedelta(days=1))]
    assert asked.count("alike") == 1
    assert "alike" not in [one.code for one in waiting_for(steward, standings, now=now + timedelta(days=31))]


def test_a_later_archive_knows_whom_a_steward_joined(loom: Community, steward: Person, tmp_path: Path) -> None:
    join_names(likeness=Likeness.objects.get(), by=steward)
    (tmp_path / "more.mbox").write_text(letters(WEFT, OTHER, ADAMSON, WEFT, OTHER, ADAMSON))
    bring_in(archive=Archive([tmp_path / "more.mbox"]), space=loom.spaces.get())
    assert named("Weft Adamson") == 1
    assert Handle.objects.filter(name="Weft Adamson").values("person").distinct().count() == 1
    assert len(set(Post.objects.values_list("author", flat=True))) == 2
