"""A member who never opens a browser: they ask, answer and leave by mail, and each letter does it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Space
from commonplace.conversations.models import Attachment, Conversation, Post
from commonplace.letters.models import Letter
from commonplace.mail.actions.acting import LEASE
from commonplace.mail.actions.receiving import KEPT_FOR, forget_old
from commonplace.mail.addresses import reply_address, space_address
from commonplace.mail.hooks import LINEAGES, Lineage
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.tests.post import PNG, letter, send
from commonplace.people.farewells import FAREWELLS, Farewell, unsubscribe_address
from commonplace.people.models import Person

OVER = LEASE + timedelta(minutes=1)  # a claim that was made at a moment is over by then


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True


def test_an_answer_by_mail_is_a_post_of_its_writer(asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    (arrival,) = send(letter("Tomasz <TOMASZ@example.org>", to, "We had one.\n\n-- \nTomasz\n+48 123"), to)
    post = Post.objects.get(conversation=asked, number=2)
    assert (post.author, post.source, post.form) == (tomasz, "We had one.", Post.Form.MARKDOWN)
    assert (arrival.outcome, arrival.post, arrival.person) == (Outcome.REPLIED, post, tomasz)
    assert Deed.objects.get(verb="replied", part_id=post.pk).towards == asked.author
    assert Letter.objects.exists() is False


def test_a_letter_to_a_space_begins_a_conversation(table: Space, hal: Person):
    to = space_address(table)
    raw = letter("hal@example.org", to, "Has *anyone* heard it?\n", subject="A valve that sings?")
    (arrival,) = send(raw, to)
    made = Conversation.objects.get()
    assert (made.title, made.space, made.author, made.kind) == ("A valve that sings?", table, hal, "question")
    assert made.posts.get().html == '<p dir="auto">Has <em>anyone</em> heard it?</p>\n'
    assert (arrival.outcome, arrival.community, arrival.post) == (Outcome.OPENED, table.community, made.posts.get())


@pytest.mark.parametrize(
    ("first", "is_marked"),
    [
        ("Half-baked", True),
        ("[HALF-BAKED:]", True),
        ("Na wpół gotowe: proszę nie cytować.", True),
        ("Half of it", False),
    ],
)
def test_a_first_line_says_that_the_rest_is_half_baked(table: Space, hal: Person, first: str, is_marked: bool):
    to = space_address(table)
    send(letter("hal@example.org", to, f"{first}\n\nA whistle, perhaps?", subject="A thought"), to)
    post = Post.objects.get()
    words = "A whistle, perhaps?"
    assert (post.is_half_baked, post.source) == (is_marked, words if is_marked else f"{first}\n\n{words}")


def test_a_letter_without_a_subject_is_called_by_its_first_words(table: Space, hal: Person):
    to = space_address(table)
    send(letter("hal@example.org", to, "We *lost* the key of the pump house again. " * 3, subject=""), to)
    assert Conversation.objects.get().title == (
        "We lost the key of the pump house again. We lost the key of the pump house…"
    )


def test_html_alone_becomes_markdown(table: Space, hal: Person):
    to = space_address(table)
    html = "<p>Three <b>steps</b>:</p><ol><li>open</li><li>listen, see <a href='https://a.example/x'>this</a></li></ol>"
    send(letter("hal@example.org", to, html=html), to)
    source = "Three **steps**:\n\n1. open\n2. listen, see [this](<https://a.example/x>)"
    assert Post.objects.get().source == source


def test_what_is_answered_line_by_line_stays_and_the_rest_of_the_quote_goes(asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    text = (
        f"On Monday, Hal <{to}> wrote:\n> It sings at two.\n\nAt three, here.\n\n> Has anyone had that?\n> --\n"
        f"> https://commons.example/letters/stop/abcdefghijklmnopqrstuvwxyz0123456789/\n"
    )
    send(letter("tomasz@example.org", to, text), to)
    post = Post.objects.get(number=2)
    assert post.source == "On Monday, Hal <…@…> wrote:\n\n> It sings at two.\n\nAt three, here."
    assert b"Has anyone had that?" in bytes(Arrival.objects.get().raw)


def test_nobody_else_is_given_the_signed_ways_in_that_a_program_quotes(settings, asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    stop = f"{settings.BASE_URL}/letters/stop/MQ:1wJmzA:9sW0K_xX1h5uFq8Hc2bX4yGm/"
    text = f"Yes.\nMail {to} or see {stop}\nand {settings.BASE_URL}/stick/conversations/1/ for more."
    send(letter("tomasz@example.org", to, text), to)
    source = Post.objects.get(number=2).source
    assert to not in source
    assert stop not in source
    assert f"{settings.BASE_URL}/stick/conversations/1/" in source


# --- Once ----------------------------------------------------------------------------------------------------------


def test_a_letter_delivered_twice_is_one_post(table: Space, hal: Person):
    to = space_address(table)
    raw = letter("hal@example.org", to, "Once.")
    (first,) = send(raw, to)
    again = b"Received: from elsewhere by here; Tue, 03 Nov 2026 10:00:00 +0000\r\n" + raw.replace(b"\n", b"\r\n")
    (second,) = send(again, to.upper())
    assert (second.pk, Post.objects.count()) == (first.pk, 1)


def test_a_letter_made_anew_on_another_way_is_one_post(table: Space, hal: Person):
    to = space_address(table)
    send(letter("hal@example.org", to, "Ça sings, said once."), to)
    send(letter("hal@example.org", to, html="<p>Ça sings, said once.</p>"), to)
    assert (Arrival.objects.count(), Post.objects.count()) == (2, 1)


def test_other_words_under_the_same_id_are_not_lost(table: Space, hal: Person):
    to = space_address(table)
    send(letter("hal@example.org", to, "The first."), to)
    send(letter("hal@example.org", to, "The second, by a program that counts badly."), to)
    assert Post.objects.count() == 2


def test_whoever_answers_all_answers_once(asked: Conversation, table: Space, tomasz: Person):
    addresses = [reply_address(tomasz, asked), space_address(table)]
    for to in (addresses, addresses[::-1]):
        Arrival.objects.all().delete()
        arrivals = send(letter("tomasz@example.org", ", ".join(to), "To all."), *to)
        assert sorted(one.outcome for one in arrivals) == [Outcome.REPLIED, Outcome.TWICE]
        assert list(asked.posts.order_by("number").values_list("source", flat=True))[1:] == ["To all."]
    assert Conversation.objects.count() == 1
    assert Letter.objects.exists() is False


def test_one_letter_to_two_spaces_is_in_both(table: Space, window: Space, hal: Person):
    to = [space_address(table), space_address(window)]
    send(letter("hal@example.org", ", ".join(to), "For both."), *to)
    assert sorted(Conversation.objects.values_list("space__slug", flat=True)) == ["table", "window"]


def test_an_answer_to_a_letter_goes_into_its_conversation(table: Space, hal: Person, tomasz: Person):
    to = space_address(table)
    send(letter("hal@example.org", to, "Who has a key?", message_id="<ask@a.example>"), to)
    send(
        letter(
            "tomasz@example.org", to, "I have.", message_id="<b@b.example>", headers={"In-Reply-To": "<ask@a.example>"}
        ),
        to,
    )
    send(
        letter(
            "hal@example.org", to, "Thanks.", message_id="<c@a.example>", subject="Another subject",
            headers={"References": "<ask@a.example> <b@b.example> <lost@c.example>"},
        ),
        to,
    )  # fmt: skip
    conversation = Conversation.objects.get()
    posts = list(conversation.posts.order_by("number"))
    assert [post.source for post in posts] == ["Who has a key?", "I have.", "Thanks."]
    assert [post.reply_to for post in posts] == [None, posts[0], posts[1]]


def test_a_letter_that_an_archive_brought_is_answered_in_its_conversation(
    table: Space, asked: Conversation, hal: Person
):
    to, (post,) = space_address(table), asked.posts.all()
    asking = []

    def find(ids, community_id):
        asking.append((ids, community_id))
        return post.pk if "old@list.example" in ids else None

    raw = letter("hal@example.org", to, "Years later.", headers={"In-Reply-To": "<old@list.example>"})
    with LINEAGES.overridden(Lineage("archive", find)):
        send(raw, to)
    assert asking == [(("old@list.example",), table.community_id)]
    assert [one.source for one in asked.posts.order_by("number")][1:] == ["Years later."]


def test_what_one_may_not_read_is_not_answered_either(table: Space, circle: Space, rosa: Person, hal: Person):
    to = space_address(circle)
    send(letter("rosa@example.org", to, "For two.", message_id="<secret@a.example>"), to)
    to = space_address(table)
    raw = letter("hal@example.org", to, "I guess.", subject="Re: x", headers={"In-Reply-To": "<secret@a.example>"})
    send(raw, to)
    assert Conversation.objects.get(space=circle).post_count == 1
    assert Conversation.objects.get(space=table).title == "x"


# --- Files ---------------------------------------------------------------------------------------------------------


def test_files_come_along_by_the_rules_of_the_page(asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    files = [
        ("valve.png", "image/png", PNG),
        ("virus.exe", "application/octet-stream", b"MZ\x90\x00\x03" + b"\x00" * 300),
        ("signature.asc", "application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----"),
    ]
    (arrival,) = send(letter("tomasz@example.org", to, "See the picture.", files=files), to)
    assert arrival.outcome == Outcome.REPLIED
    assert list(Attachment.objects.values_list("name", flat=True)) == ["valve.png"]
    told = Letter.objects.get()
    assert (told.to, told.headers["In-Reply-To"]) == ("tomasz@example.org", "<1@mailer.example>")
    assert "virus.exe" in told.text
    assert "signature.asc" not in told.text


def test_a_picture_says_something_without_words(asked: Conversation, tomasz: Person):
    to = reply_address(tomasz, asked)
    (arrival,) = send(letter("tomasz@example.org", to, "", files=[("valve.png", "image/png", PNG)]), to)
    assert arrival.outcome == Outcome.REPLIED
    assert "<img " in Post.objects.get(number=2).html


# --- Leaving -------------------------------------------------------------------------------------------------------


def test_leaving_by_mail_is_told_to_whoever_keeps_the_letters(stick: Community, hal: Person):
    to, told = unsubscribe_address("leave", hal.pk, stick.pk), []
    keep = Farewell("leave", lambda person, about, at: told.append((person, about)), is_of_community=True)
    with FAREWELLS.overridden(keep):
        (arrival,) = send(letter("whatever@elsewhere.example", to, subject="unsubscribe"), to, mail_from="")
    assert (arrival.outcome, arrival.community, told) == (Outcome.LEFT, stick, [(hal, stick.pk)])


def test_leaving_what_is_gone_says_nothing_to_anybody(stick: Community, hal: Person):
    to = unsubscribe_address("leave", hal.pk, stick.pk + 1)
    (arrival,) = send(letter("whatever@elsewhere.example", to, subject="unsubscribe"), to, mail_from="")
    assert (arrival.outcome, Letter.objects.count()) == (Outcome.GONE, 0)


def test_what_nothing_came_of_is_forgotten_after_a_month(asked: Conversation, tomasz: Person, table: Space):
    now = timezone.now()
    to = reply_address(tomasz, asked)
    send(letter("tomasz@example.org", to, "Stays."), to, now=now)
    send(letter("nobody@elsewhere.example", to, "Goes."), space_address(table), now=now)
    assert forget_old(now=now + KEPT_FOR) == 0
    assert forget_old(now=now + KEPT_FOR + timedelta(minutes=1)) == 1
    assert Arrival.objects.get().outcome == Outcome.REPLIED
