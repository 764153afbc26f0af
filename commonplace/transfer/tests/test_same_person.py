"""One person in several archives: joined by an address that is confirmed, offered to stewards by a name, told apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Community, Membership
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post
from commonplace.lib.archives.stream import Author, Message, Place, Record, Settled, Thanks
from commonplace.lib.mail.names import nick_key
from commonplace.people.actions.erasing import erase
from commonplace.people.models import ArchiveAddress, Merger, Person
from commonplace.people.tests.test_parting import differences, everything
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.joining import NotAlike, join_names, tell_apart
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.likenesses import weighed
from commonplace.transfer.models import Handle, Likeness
from commonplace.transfer.tests.invented import Invented, message

GENERAL = Place("general", "General")


def moved(stick: Community, *records: Record, source: str = "", title: str = "", by: Person | None = None) -> None:
    read = Invented([GENERAL, *records], title or f"The {source} place")
    move_in(reader=read, community=stick, source=source, by=by)


def ada(key: str = "ada", name: str = "Ada Quill", address: str = "", *, is_verified: bool = True) -> Author:
    return Author(key, name, address, is_verified and bool(address))


def called(name: str) -> list[Person]:
    return list(Person.objects.filter(name=name))


@pytest.mark.parametrize("other", ["ada@wells.example", "Ada@Wells.Example", " ada@wells.example "])
def test_a_confirmed_address_is_one_person_in_every_place(stick: Community, other: str) -> None:
    moved(stick, ada(address="ada@wells.example"), message("m1", "ada"), source="slack")
    moved(stick, ada("7", "ada", other), message("m1", "7", text="There"), source="zulip")
    (person,) = called("Ada Quill")
    assert set(Post.objects.filter(origin__startswith="invented").values_list("author", flat=True)) == {person.pk}
    assert Membership.objects.filter(person=person).count() == 1
    assert Handle.objects.filter(person=person).count() == 2


def test_an_address_that_nobody_confirmed_joins_nobody(stick: Community) -> None:
    moved(stick, ada(address="ada@wells.example"), message("m1", "ada"), source="slack")
    moved(stick, ada("7", "Adam", "ada@wells.example", is_verified=False), message("m1", "7"), source="zulip")
    assert len(called("Ada Quill")) == len(called("Adam")) == 1


def test_two_accounts_with_one_address_are_one(stick: Community) -> None:
    moved(
        stick,
        ada("1", address="ada@wells.example"),
        ada("2", "Ada of old", "ADA@wells.example"),
        message("m1", "1", minutes=5),
        message("m2", "2"),
    )
    (person,) = called("Ada Quill") + called("Ada of old")
    assert Post.objects.filter(author=person).count() == 2
    assert Membership.objects.get(person=person).joined_at == Post.objects.get(source="What m2 says.").written_at


@pytest.fixture
def joined(stick: Community, ines: Person) -> Likeness:
    """Two names that a later export showed to be one person's."""
    moved(stick, ada(address="ada@wells.example"), message("m1", "ada"), source="slack")
    moved(stick, ada("7", "A. Q."), message("m1", "7", text="There"), source="zulip")
    moved(stick, ada("7", "A. Q.", "ada@wells.example"), message("m1", "7", text="There"), source="zulip")
    return Likeness.objects.get()


def test_an_address_that_is_confirmed_later_joins_them_and_a_steward_can_undo_it(
    stick: Community, joined: Likeness, ines: Person, client: Client
) -> None:
    assert (joined.one, joined.merger and joined.merger.by) == (joined.other, None)
    assert called("A. Q.") == []
    assert Handle.objects.filter(person=joined.one).count() == 2
    client.force_login(ines)
    page = f"/c/{stick.slug}/one-person/"
    assert "joined when it moved in, by an address that both places had confirmed" in client.get(page).text
    client.post(page, {"undo": joined.pk})
    assert [len(called(name)) for name in ("Ada Quill", "A. Q.")] == [1, 1]
    assert Post.objects.get(source="There").author == called("A. Q.")[0]
    # What a steward said of the two is remembered: neither the page nor a later export asks or joins again.
    joined.refresh_from_db()
    assert joined.apart_by == ines
    moved(stick, ada("7", "A. Q.", "ada@wells.example"), message("m2", "7"), source="zulip")
    assert len(called("A. Q.")) == 1
    assert not Likeness.objects.waiting().exists()


def test_whoever_said_who_they_are_is_joined_to_nobody(stick: Community, hal: Person) -> None:
    moved(stick, ada(address="ada@wells.example"), message("m1", "ada"), source="slack")
    ArchiveAddress.objects.update(person=hal)
    moved(stick, ada("7", "A. Q."), message("m1", "7"), source="zulip")
    moved(stick, ada("7", "A. Q.", "ada@wells.example"), message("m1", "7"), source="zulip")
    assert len(called("A. Q.")) == 1
    assert not Merger.objects.exists()


def test_of_whoever_was_erased_no_address_is_kept_again(stick: Community) -> None:
    moved(stick, ada(), message("m1", "ada"), source="slack")
    erase(person=called("Ada Quill")[0], withdraw=True)
    moved(stick, ada(address="ada@wells.example"), message("m1", "ada"), message("m2", "ada"), source="slack")
    assert not ArchiveAddress.objects.filter(address="ada@wells.example").exists()


def test_one_name_in_two_archives_is_offered_with_both_places(stick: Community) -> None:
    moved(stick, ada(), message("m1", "ada"), source="slack")
    moved(stick, ada("7"), message("m1", "7"), source="zulip")
    (pair,) = weighed(stick, list(Likeness.objects.waiting()))
    assert pair.evidence == (
        "The full name is the same.",
        "One spoke in “The slack place”, the other in “The zulip place”.",
        "Both wrote in 2019.",
    )


def test_one_word_in_two_archives_is_offered_and_in_one_or_three_it_is_not(stick: Community) -> None:
    moved(stick, ada("1", "warpada77"), ada("2", "Bruno"), ada("3", "Bruno"), ada("4", "Cora8"),
          *(message(f"m{n}", str(n)) for n in range(1, 5)), source="slack")  # fmt: skip
    assert not Likeness.objects.exists()
    moved(stick, ada("1", "WarpAda77"), ada("4", "Cora8"), ada("5", "cora8"),
          *(message(f"m{n}", str(n)) for n in (1, 4, 5)), source="zulip")  # fmt: skip
    (pair,) = weighed(stick, list(Likeness.objects.waiting()))
    assert {side.person.name for side in pair.sides} == {"warpada77", "WarpAda77"}
    assert pair.evidence[0] == "They are called the same, in one word."


@pytest.mark.parametrize(
    ("name", "key"), [("@Warp_Ada", "warp_ada"), ("Ada", ""), ("Ada Quill", ""), ("12345", ""), ("webmaster", "")]
)
def test_a_nick_is_one_word_that_hardly_two_have(name: str, key: str) -> None:
    assert nick_key(name) == key


KEYS = ("m1", "m2", "m3")
MESSAGES = st.builds(
    Message,
    key=st.sampled_from(KEYS),
    place=st.just("general"),
    author=st.sampled_from(["ada", "bruno"]),
    at=st.integers(0, 90).map(lambda minutes: message("x", minutes=minutes).at),
    text=st.sampled_from(["One", "Two"]),
    thread=st.sampled_from(["", "m1"]),
    answers=st.sampled_from(["", *KEYS]),
)
DEEDS = st.one_of(
    st.builds(Thanks, st.sampled_from(KEYS), st.sampled_from(["ada", "bruno"])),
    st.builds(Settled, st.just("m1"), st.sampled_from(KEYS)),
)
ARCHIVES = st.tuples(st.lists(MESSAGES, min_size=1, max_size=4), st.lists(DEEDS, max_size=4))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ARCHIVES, second=ARCHIVES)
def test_a_join_that_is_undone_leaves_every_row_as_it_was(
    stick: Community,
    ines: Person,
    first: tuple[Sequence[Record], Sequence[Record]],
    second: tuple[Sequence[Record], Sequence[Record]],
) -> None:
    with transaction.atomic():
        for source, (said, done) in (("slack", first), ("zulip", second)):
            people = (ada(address=f"ada@{source}.example"), Author("bruno", "Bruno Marsh"))
            moved(stick, *people, *said, *done, source=source)
        before = everything()
        for pair in list(Likeness.objects.waiting()):
            join_names(likeness=pair, by=ines)
            pair.refresh_from_db()
            tell_apart(likeness=pair, by=ines)
            assert differences(before) == []
        transaction.set_rollback(True)


def test_what_happened_after_a_join_stays_with_whom_it_was_kept(stick: Community, ines: Person) -> None:
    moved(stick, ada(), message("m1", "ada"), source="slack")
    moved(stick, ada("7"), message("m1", "7", text="There"), source="zulip")
    pair = Likeness.objects.get()
    kept, other = pair.one, pair.other
    join_names(likeness=pair, by=ines)
    moved(stick, ada("7"), message("m2", "7", text="Since"), source="zulip")
    home = Post.objects.get(source="What m1 says.").conversation
    later = reply(by=kept, conversation=home, text="Here")
    pair.refresh_from_db()
    tell_apart(likeness=pair, by=ines)
    assert Post.objects.get(source="There").author == other
    assert {Post.objects.get(source="Since").author, Post.objects.get(pk=later.pk).author} == {kept}
    with pytest.raises(NotAlike):
        tell_apart(likeness=Likeness.objects.get(), by=ines)


def test_an_archive_opens_no_door_of_a_community_that_whoever_brought_it_does_not_tend(
    stick: Community, ines: Person, hal: Person
) -> None:
    """Whose address stands beside a name may claim it, and with it what that name reads elsewhere."""
    elsewhere = house_for("loom").space.community
    moved(elsewhere, ada(address="ada@wells.example"), message("m1", "ada"), source="slack")
    (theirs,) = called("Ada Quill")
    # First their own address beside a name here, then hers.
    moved(stick, ada("7", "Eve", "eve@door.example"), message("m1", "7"), source="zulip", by=ines)
    moved(stick, ada("7", "Eve", "ada@wells.example"), message("m2", "7"), source="zulip", by=ines)
    # First hers, so that she is somebody here too, then their own.
    moved(stick, ada("8", "Ivo", "ada@wells.example"), message("m3", "8"), source="zulip", by=ines)
    moved(stick, ada("8", "Ivo", "ivo@door.example"), message("m4", "8"), source="zulip", by=ines)
    assert list(theirs.archive_addresses.values_list("address", flat=True)) == ["ada@wells.example"]
    assert (len(called("Eve")), Merger.objects.count()) == (1, 0)


def test_whoever_brought_it_and_tends_both_joins_them(stick: Community, ines: Person) -> None:
    moved(stick, ada(address="ada@wells.example"), message("m1", "ada"), source="slack", by=ines)
    moved(stick, ada("7", "A. Q."), message("m1", "7"), source="zulip", by=ines)
    moved(stick, ada("7", "A. Q.", "ada@wells.example"), message("m1", "7"), source="zulip", by=ines)
    assert (called("A. Q."), Merger.objects.count()) == ([], 1)


def test_an_archive_makes_no_member_of_whoever_has_an_account_elsewhere(
    stick: Community, someone, ines: Person
) -> None:
    zed = someone("Zed Living")
    ArchiveAddress.objects.create(address="zed@wells.example", person=zed)
    moved(stick, ada("9", "Anybody", "zed@wells.example"), message("m1", "9", text="Mine"), source="slack", by=ines)
    assert not Membership.objects.filter(person=zed).exists()
    assert Post.objects.get(source="Mine").author == called("Anybody")[0]
