"""Someone goes for good: what goes, what stays by nobody's name, and who may not go yet."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.joining.actions.inviting import invite, take_invitation
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Invitation, Membership, Space
from commonplace.communities.on_erase import LastStewardAmongOthers
from commonplace.conversations.actions.changing import edit, restore, withdraw
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.actions.moving import move
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify, say_me_too, thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Attachment, Conversation, Post, Revision
from commonplace.files.actions import keep_bytes, keep_face
from commonplace.files.models import StoredFile
from commonplace.letters.actions import post
from commonplace.letters.models import Letter, OneTimeLink
from commonplace.people.actions.erasing import ON_ERASE, erase
from commonplace.people.actions.profile import change_profile
from commonplace.people.mine import MINE, Erasing
from commonplace.people.models import Person
from commonplace.people.one_time_links import one_time_link
from commonplace.search.models import SearchEntry
from commonplace.store.kept import KEPT
from tests.furnished import PIXEL


@pytest.fixture
def talk(hal: Person, table: Space) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="A valve that sings", text="My own words")


def is_counted_right() -> bool:
    return not [(kept.code, pk) for kept in KEPT for pk in kept.wrong(timezone.now())]


def test_words_stay_without_a_name(hal: Person, leila: Person, talk: Conversation) -> None:
    answer = reply(by=leila, conversation=talk, text="Mine")
    thank(by=leila, post=talk.posts.get(number=1))
    erase(person=hal, withdraw=False)
    first = Post.objects.get(conversation=talk, number=1)
    assert (first.author, first.source, first.thanks_count) == (None, "My own words", 1)
    assert Conversation.objects.get().author is None
    assert Post.objects.get(pk=answer.pk).author == leila
    assert not Person.objects.filter(pk=hal.pk).exists()
    entry = SearchEntry.objects.get(kind="post", object_id=first.pk)
    assert (entry.person, f"by{hal.pk}" in entry.marks) == (None, False)
    assert SearchEntry.objects.get(object_id=answer.pk).parent_author_id is None
    assert is_counted_right()


def test_words_go_where_that_is_wished(hal: Person, leila: Person, talk: Conversation) -> None:
    first = talk.posts.get(number=1)
    sheet = keep_bytes(name="notes.txt", data=b"what I heard")
    Attachment.objects.create(post=first, file=sheet, name="notes.txt")
    edit(by=hal, post=first, text="Other words", on_revision=1)
    reply(by=leila, conversation=talk, text="Mine")
    path = str(sheet.content.name)
    erase(person=hal, withdraw=True)
    first.refresh_from_db()
    talk.refresh_from_db()
    assert (first.source, first.html, talk.post_count) == ("", "", 1)
    assert talk.title == "An opening that was withdrawn"
    assert not Revision.objects.exists()
    assert not StoredFile.objects.exists()
    assert is_counted_right()
    assert default_storage.exists(path)  # until the transaction is kept, which no test's is


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_files_go_once_it_is_kept(hal: Person, talk: Conversation) -> None:
    photo = keep_face(upload=SimpleUploadedFile("me.png", PIXEL, "image/png"))
    change_profile(person=hal, photo=photo)
    sheet = keep_bytes(name="notes.txt", data=b"what I heard")
    Attachment.objects.create(post=talk.posts.get(), file=sheet, name="notes.txt")
    erase(person=hal, withdraw=True)
    assert [default_storage.exists(str(one.content.name)) for one in (photo, sheet)] == [False, False]


def test_a_file_that_others_brought_too_stays(hal: Person, leila: Person, talk: Conversation) -> None:
    sheet = keep_bytes(name="notes.txt", data=b"what we heard")
    answer = reply(by=leila, conversation=talk, text="Mine")
    for one in (talk.posts.get(number=1), answer):
        Attachment.objects.create(post=one, file=sheet, name="notes.txt")
    erase(person=hal, withdraw=True)
    assert list(Attachment.objects.values_list("post", "file")) == [(answer.pk, sheet.pk)]


def test_what_was_withdrawn_before_goes_either_way(hal: Person, talk: Conversation) -> None:
    withdraw(by=hal, post=talk.posts.get())
    erase(person=hal, withdraw=False)
    assert Post.objects.get().source == ""
    assert Conversation.objects.get().title != "A valve that sings"


def test_gestures_are_taken_back_and_counted(hal: Person, leila: Person, table: Space) -> None:
    hers = open_conversation(by=leila, space=table, kind="question", title="Hers", text="Hers")
    thank(by=hal, post=hers.posts.get())
    say_me_too(by=hal, conversation=hers)
    amplify(by=hal, conversation=hers, why="Worth an evening")
    erase(person=hal, withdraw=False)
    hers.refresh_from_db()
    assert (hers.me_too_count, hers.posts.get().thanks_count, hers.amplifications.count()) == (0, 0, 0)
    assert is_counted_right()
    assert not deeds_in_force().filter(verb__in=["thanked", "me_too", "amplified"]).exists()


def test_all_that_is_theirs_alone_goes(
    hal: Person, leila: Person, stick: Community, talk: Conversation, client: Client
) -> None:
    keep_draft(by=hal, community=stick, place="opening", words={"text": "Half a thought"})
    invite(by=hal, community=stick, words="You know valves", name="Bea")
    post(to="HAL@example.org", kind="claim", subject="A code", text="Hal, here it is")
    one_time_link(person=hal)
    client.force_login(hal)
    client.get(reverse("me"))
    erase(person=hal, withdraw=False)
    for mine in MINE:
        if mine.erasing is Erasing.GOES:
            assert not mine.all_of(hal).exists(), mine.code
    assert not Letter.objects.filter(to__iexact="hal@example.org").exists()
    assert not OneTimeLink.objects.exists()
    assert client.get(reverse("me")).status_code == 302
    assert is_counted_right()
    stick.refresh_from_db()
    assert stick.people_count == Membership.objects.current().filter(community=stick).count()


def test_what_others_wrote_to_them_names_them_no_more(ines: Person, stick: Community, someone) -> None:
    sent = invite(by=ines, community=stick, words="Come", name="Nour Haddad", address="Nour@example.org")
    other = invite(by=ines, community=stick, words="Come too", name="Nour H")
    nour = someone("Nour Haddad")
    take_invitation(invitation=other.invitation, person=nour)
    greet(by=ines, membership=Membership.objects.get(person=nour), words="Hello Nour")
    erase(person=nour, withdraw=False)
    rows = Invitation.objects.filter(pk__in=[sent.invitation.pk, other.invitation.pk])
    assert list(rows.values_list("name", "address", "taken_by")) == [("", "", None)] * 2


def test_a_name_called_leads_nowhere(hal: Person, leila: Person, talk: Conversation) -> None:
    answer = reply(by=leila, conversation=talk, text="Ask @Hal Brennan or @Leila Haddad.")
    assert f"/people/{hal.pk}" in answer.html
    erase(person=hal, withdraw=False)
    answer.refresh_from_db()
    assert f"/people/{hal.pk}" not in answer.html
    assert f"/people/{leila.pk}" in answer.html
    assert "Hal Brennan" in answer.html


def test_a_move_that_waited_for_their_leave_does_not_happen(
    hal: Person, leila: Person, window: Space, talk: Conversation
) -> None:
    reply(by=leila, conversation=talk, text="Mine")
    asked = move(by=hal, conversation=talk, to=window)
    assert asked.agreed_at is None
    erase(person=hal, withdraw=False)
    asked.refresh_from_db()
    assert (asked.agreed_at, asked.refused_at is not None) == (None, True)


def test_the_last_steward_among_others_may_not_go_yet(ines: Person, hal: Person, stick: Community) -> None:
    with pytest.raises(LastStewardAmongOthers) as refused:
        erase(person=ines, withdraw=True)
    assert refused.value.communities == [stick]
    assert EmailAddress.objects.filter(user=ines).exists()
    leave(person=hal, community=stick)
    erase(person=ines, withdraw=False)
    stick.refresh_from_db()
    assert (stick.founded_by, stick.people_count) == (None, 0)


def test_a_name_of_an_archive_keeps_nobody(ines: Person, unclaimed: Person) -> None:
    erase(person=ines, withdraw=False)
    assert list(Person.objects.all()) == [unclaimed]


def test_whoever_may_not_go_keeps_every_word(ines: Person, table: Space, leila: Person) -> None:
    opened = open_conversation(by=ines, space=table, kind="question", title="A valve that sings", text="My own words")
    thank(by=ines, post=reply(by=leila, conversation=opened, text="Mine"))
    with pytest.raises(LastStewardAmongOthers):
        erase(person=ines, withdraw=True)
    posts = opened.posts.order_by("number")
    assert [(one.thanks_count, hasattr(one, "withdrawal")) for one in posts] == [(0, False), (1, False)]


def test_all_or_nothing(hal: Person, leila: Person, talk: Conversation) -> None:
    class Killed(Exception):
        pass

    def die(*_given: object) -> None:
        raise Killed

    # The first to be registered is the last to be called: all that rooms do is done by then.
    callbacks: list[Callable[..., object]] = ON_ERASE._callbacks
    callbacks.insert(0, die)
    try:
        with pytest.raises(Killed):
            erase(person=hal, withdraw=True)
    finally:
        callbacks.remove(die)
    assert Post.objects.get().source == "My own words"
    assert Person.objects.get(pk=hal.pk).name == "Hal Brennan"
    # What went in the steps before can be given again by whoever is still here.
    restore(by=hal, post=Post.objects.get())
    assert is_counted_right()
    erase(person=hal, withdraw=True)
    erase(person=hal, withdraw=True)
    assert not Person.objects.filter(pk=hal.pk).exists()


def test_guests_that_were_keep_nobody(ines: Person, hal: Person, stick: Community) -> None:
    past = timezone.now() - timedelta(days=1)
    Membership.objects.filter(person=hal).update(standing="guest", until=past)
    erase(person=ines, withdraw=False)
    assert not Membership.objects.filter(person_id=ines.pk).exists()


def test_whoever_talked_to_themselves_is_counted_anew(hal: Person, talk: Conversation) -> None:
    reply(by=hal, conversation=talk, text="And another thing")
    talk.refresh_from_db()
    assert talk.first_reply_at is None
    erase(person=hal, withdraw=False)
    assert is_counted_right()
