"""A list keeps its address and its threads: letters name those of the archive, and a steward's page leads there."""

from __future__ import annotations

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.actions.sending import send_as_it_happens
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community, Space
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.envelope import as_mail
from commonplace.letters.models import Letter as Sent
from commonplace.lib.addresses import one_address
from commonplace.mail.models import MailingList
from commonplace.mail.tests.letters import as_read, letter_to
from commonplace.mail.tests.post import letter, send
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.transfer.actions.bringing_back import bring_back
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Import, Letter, SetAside
from commonplace.transfer.tests.made_up import write_archive

pytestmark = pytest.mark.django_db
OLD = "wells@lists.old.example"
ARCHIVE = """From olga@old.example Mon Nov  2 10:00:00 2015
From: Olga <olga@old.example>
Date: Mon, 02 Nov 2015 10:00:00 +0000
Subject: [wells] A pump that stops
Message-ID: <first@old.example>
List-Id: Wells <wells.elsewhere.example>

It stops at noon.

From piotr@old.example Tue Nov  3 10:00:00 2015
From: Piotr <piotr@old.example>
Date: Tue, 03 Nov 2015 10:00:00 +0000
Subject: Re: [wells] A pump that stops
Message-ID: <second@old.example>
In-Reply-To: <first@old.example>
List-Id: Wells <wells.lists.old.example>

Ours too.

From nobody@old.example Wed Nov  4 10:00:00 2015
From: Nobody <nobody@old.example>
Date: Wed, 04 Nov 2015 10:00:00 +0000
Subject: [wells] Without an id

It has none.
"""


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "commons.example", True
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_LISTS = "Commons <house@commons.example>", []


@pytest.fixture
def steward(ines: Person) -> Person:
    """Inês, by an address that letters go to."""
    EmailAddress.objects.filter(user=ines).update(email=one_address("ines@example.org"))
    return ines


@pytest.fixture
def wells(tmp_path: Path, table: Space) -> Import:
    (tmp_path / "wells.mbox").write_text(ARCHIVE)
    run = bring_in(archive=Archive([tmp_path / "wells.mbox"]), space=table).run
    assert run is not None
    return run


def posted(number: int = 2) -> Post:
    return Post.objects.get(number=number, conversation__title__contains="pump")


def test_an_archive_keeps_the_ids_of_its_letters_and_of_its_list(wells: Import) -> None:
    kept = Letter.objects.order_by("sent_at").values_list("message_id", flat=True)
    assert list(kept) == ["<first@old.example>", "<second@old.example>", ""]
    wells.refresh_from_db()
    assert wells.list_id == "wells.lists.old.example"


def test_a_letter_names_those_of_the_archive_beside_ours(wells: Import, hal: Person, rosa: Person) -> None:
    first, second = posted(1), posted(2)
    new = reply(by=hal, conversation=second.conversation, text="Ten years on: a valve.", reply_to=second)
    got = as_read(letter_to(new, rosa))
    assert got["References"].split() == [
        f"<post.{first.pk}@commons.example>",
        "<first@old.example>",
        f"<post.{second.pk}@commons.example>",
        "<second@old.example>",
    ]
    # The last one named is the one that a mailbox of the list holds.
    assert got["In-Reply-To"] == "<second@old.example>"


def test_whoever_was_erased_is_named_by_no_letter_of_theirs(wells: Import, hal: Person, rosa: Person, tmp_path) -> None:
    olga = Person.objects.get(name="Olga")
    erase(person=olga, withdraw=False)
    new = reply(by=hal, conversation=posted().conversation, text="A valve.", reply_to=posted())
    assert "first@old.example" not in str(as_read(letter_to(new, rosa))["References"])
    more = ARCHIVE.replace("<first@old.example>\nList", "<third@old.example>\nList").replace("at noon", "at midnight")
    (tmp_path / "more.mbox").write_text(more)
    bring_in(archive=Archive([tmp_path / "more.mbox"]), space=posted().conversation.space)
    assert Letter.objects.filter(sender__name="", post__isnull=False).count() >= 2
    assert not Letter.objects.filter(message_id="<third@old.example>").exists()


def test_what_comes_in_from_aside_keeps_its_id(stick: Community, table: Space, ines: Person, tmp_path: Path) -> None:
    bring_in(archive=Archive([write_archive(tmp_path / "wells")]), space=table)
    [*rows] = SetAside.objects.order_by("pk")[:3]
    assert all(one.letter.message_id for one in rows)
    bring_back(community=stick, by=ines, pks=[one.pk for one in rows])
    assert Letter.objects.filter(pk__in=[one.letter_id for one in rows], post=None).count() == 0


def test_a_steward_moves_the_list_over_and_everybody_goes_on(
    client: Client, wells: Import, stick: Community, table: Space, steward: Person, hal: Person, rosa: Person
) -> None:
    choose_cadence(person=rosa, community=stick, cadence=Cadence.AT_ONCE)
    client.force_login(steward)
    page = reverse("moving_over", args=["stick"])
    shown = client.get(page).text
    assert 'value="wells.lists.old.example"' in shown
    assert f'value="{OLD}"' in shown
    client.post(page, {"address": OLD, "space": table.pk, "list_id": "wells.lists.old.example"})
    row = MailingList.objects.get()
    # Hal writes as ever, before it has moved: it waits.
    answer = letter("hal@example.org", OLD, "Ten years on: a valve.", headers={"In-Reply-To": "<second@old.example>"})
    send(answer, OLD)
    assert "1 letter waits." in client.get(page).text
    here = reverse("mailing_list", args=["stick", row.pk])
    refused = client.post(here, {"open": "1"}, follow=True)
    assert "Rehearse it first." in refused.text
    client.post(here, {"rehearse": "1"})
    [rehearsal] = Sent.objects.all()
    assert rehearsal.to == OLD
    send(as_mail(rehearsal).message().as_bytes(), OLD, mail_from="")
    told = Sent.objects.exclude(pk=rehearsal.pk)
    assert sorted(told.values_list("to", "kind")) == [("ines@example.org", "post"), ("ines@example.org", "rehearsed")]
    assert client.get(page).text.count("Move over</button>") == 1
    client.post(here, {"open": "1"})
    from_hal = letter("hal@example.org", OLD, "And another thing.", subject="New", message_id="<n@mailer.example>")
    send(from_hal, OLD)
    first = Post.objects.get(author=hal, conversation__title__contains="pump")
    assert (first.reply_to, first.conversation) == (posted(), posted().conversation)
    assert Conversation.objects.get(title="New").space == table
    Sent.objects.all().delete()
    read_on()
    send_as_it_happens(now=timezone.now())
    got = [as_read(one) for one in Sent.objects.filter(to="rosa@example.org", kind="post").order_by("pk")]
    assert [one["List-Id"] for one in got] == ["<wells.lists.old.example>"] * 2
    assert any("<second@old.example>" in str(one["References"]) for one in got)


def test_a_wrong_address_is_said_where_it_was_typed(client: Client, table: Space, steward: Person) -> None:
    client.force_login(steward)
    page = reverse("moving_over", args=["stick"])
    for address, words in (
        ("postmaster@lists.old.example", "No list can have this address"),
        ("stick.table@commons.example", "No list can have this address"),
    ):
        answer = client.post(page, {"address": address, "space": table.pk, "list_id": ""})
        assert (answer.status_code, words in answer.text) == (422, True)
    answer = client.post(page, {"address": OLD, "space": table.pk, "list_id": "no id"})
    assert (answer.status_code, "A List-Id looks like this" in answer.text) == (422, True)
    assert MailingList.objects.count() == 0


def test_only_stewards_come_here(client: Client, table: Space, steward: Person, hal: Person) -> None:
    row = MailingList.objects.create(space=table, address=OLD, by=steward)
    client.force_login(hal)
    assert client.get(reverse("moving_over", args=["stick"])).status_code == 404
    assert client.post(reverse("mailing_list", args=["stick", row.pk]), {"go": "1"}).status_code == 404
    assert MailingList.objects.count() == 1
