"""A letter that comes in answers one that an archive brought: it goes where that stands."""

from __future__ import annotations

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Post
from commonplace.mail.addresses import space_address
from commonplace.mail.tests.post import letter, send
from commonplace.people.models import Person
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.lineage import post_of_letter

ARCHIVE = """From olga@old.example Mon Nov  2 10:00:00 2015
From: Olga <olga@old.example>
Date: Mon, 02 Nov 2015 10:00:00 +0000
Subject: [wells] A pump that stops
Message-ID: <first@old.example>

It stops at noon.

From piotr@old.example Tue Nov  3 10:00:00 2015
From: Piotr <piotr@old.example>
Date: Tue, 03 Nov 2015 10:00:00 +0000
Subject: Re: [wells] A pump that stops
Message-ID: <second@old.example>
In-Reply-To: <first@old.example>

Ours too.
"""


def test_a_letter_continues_what_the_archive_began(settings, tmp_path, stick: Community, table: Space, hal: Person):
    settings.MAIL_DOMAIN = "commons.example"
    (tmp_path / "wells.mbox").write_text(ARCHIVE)
    bring_in(archive=Archive([tmp_path]), space=table)
    second = Post.objects.get(number=2)
    assert post_of_letter(["unknown@a.example", "second@old.example", "first@old.example"], stick.pk) == second.pk
    assert post_of_letter(["unknown@a.example"], stick.pk) is None
    assert post_of_letter(["second@old.example"], stick.pk + 1) is None
    to = space_address(table)
    send(letter("hal@example.org", to, "Ten years on: a valve.", headers={"In-Reply-To": "<second@old.example>"}), to)
    post = Post.objects.get(author=hal)
    assert (post.conversation_id, post.number, post.reply_to) == (second.conversation_id, 3, second)
