"""A post as a letter: to whom it goes, from whom it says it is, what it says, and how it is stopped."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.functional import lazystr

from commonplace.communities.membership.actions.standing import remove
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.spaces.actions import change_space
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.files.actions import keep
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter, Pause
from commonplace.letters.pauses import pause_delivery
from commonplace.mail.addresses import ReplyMail, SpaceMail, UnsubscribeMail, behind
from commonplace.mail.tests.letters import STOP, WHY, as_read, letter_to, send
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL, settings.MAIL_DOMAIN = "https://commons.example", "mail.commons.example"
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_IN = "Commons <house@commons.example>", True


def texts(letter: Letter) -> tuple[str, str]:
    got = as_read(letter)
    return tuple(got.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))


def test_a_letter_holds_the_words_and_says_why_and_how_to_stop(answered: Post, hal: Person):
    letter = letter_to(answered, hal)
    text, html = texts(letter)
    assert letter.subject == "Re: A valve that sings at night"
    assert text.startswith(
        "Tomasz Wilk\n\nWe had one. It was the *air valve* uphill, not the one that sang.\n\n"
        f"Read it and answer:\nhttps://commons.example/c/stick/conversations/{answered.conversation_id}/?from=2#p2\n"
    )
    foot = " ".join(text.partition("\n-- \n")[2].split())
    assert foot.startswith(f"The Listening Stick, The table {WHY} Stop these letters: {STOP} ")
    for part in ("air valve</strong>", WHY, f'href="{STOP}"', "Tomasz Wilk", "people here can read this"):
        assert part in html
    assert html.index("We had one") < html.index("Read it and answer") < html.index(STOP)


def test_a_mail_program_is_told_whose_list_it_is_and_how_one_leaves(answered: Post, hal: Person, stick: Community):
    got = as_read(letter_to(answered, hal))
    table = answered.conversation.space
    assert (got["From"].addresses[0].display_name, got["From"].addresses[0].addr_spec) == (
        "Tomasz Wilk",
        "stick.table@mail.commons.example",
    )
    assert behind(got["From"].addresses[0].addr_spec) == SpaceMail(table.pk, stick.pk)
    assert behind(got["Reply-To"]) == ReplyMail(hal.pk, answered.conversation_id)
    assert got["List-Id"] == "<table.stick.mail.commons.example>"
    assert got["List-Post"] == "<mailto:stick.table@mail.commons.example>"
    web, mail = got["List-Unsubscribe"].split(", ")
    assert web == f"<{STOP}>"
    assert behind(mail.removeprefix("<mailto:").partition("?")[0]) == UnsubscribeMail("leave", hal.pk, stick.pk)
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (got["Auto-Submitted"], got["Precedence"]) == ("auto-generated", "list")
    assert got["Archived-At"].endswith(f"/c/stick/conversations/{answered.conversation_id}/?from=2#p2>")


def test_where_no_mail_comes_in_the_house_writes_in_their_name(answered: Post, hal: Person, settings):
    settings.MAIL_IN = False
    got = as_read(letter_to(answered, hal))
    assert got["From"] == "Tomasz Wilk <house@commons.example>"
    assert [got[name] for name in ("Reply-To", "List-Post")] == [None, None]
    assert got["List-Unsubscribe"] == f"<{STOP}>"
    assert "answer this mail" not in texts(Letter.objects.get())[0]


def test_no_address_of_a_member_leaves(answered: Post, hal: Person, rosa: Person, tomasz: Person):
    said = reply(by=rosa, conversation=answered.conversation, reply_to=answered, text=f"Well said, @{tomasz.name}.")
    for letter in send(said, hal, tomasz):
        raw = as_read(letter).as_string()
        raw = raw.replace(letter.to, "", 1)
        assert "@example.org" not in raw


def test_a_name_that_is_an_offer_stands_in_no_letter(answered: Post, hal: Person, tomasz: Person):
    Person.objects.filter(pk=tomasz.pk).update(name="Pills at cheap.example")
    letter = letter_to(answered, hal)
    assert letter.sender_name == "Someone"
    assert "cheap.example" not in letter.text + letter.html + letter.subject


def test_a_name_is_told_as_its_reader_may_know_it(
    window: Space, unclaimed: Person, stranger: Person, hal: Person, stick
):
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    import_posts(
        space=window, origin="archive",
        arrivals=[Arrival(author=unclaimed, at=timezone.now(), source="Long ago.", title="Old")],
    )  # fmt: skip
    post = Post.objects.get(author=unclaimed)
    assert letter_to(post, hal).sender_name == "Old Correspondent"
    outside = letter_to(post, stranger)
    assert outside.sender_name == "someone from the archive"
    assert "Old Correspondent" not in as_read(outside).as_string()


def test_nothing_goes_to_whoever_may_not_read_it(
    circle: Space, rosa: Person, hal: Person, ines: Person, stranger: Person
):
    said = open_conversation(by=ines, space=circle, kind="discussion", title="Quiet", text="Among us.")
    post = said.posts.get()
    assert [letter is not None for letter in send(post, rosa, hal, stranger)] == [True, False, False]


def test_nothing_goes_of_what_is_held_withdrawn_or_merged(
    asked: Conversation, answered: Post, hal: Person, rosa: Person, ines: Person, stick: Community, tomasz: Person
):
    gone = reply(by=hal, conversation=asked, text="Never mind.")
    withdraw(by=hal, post=gone)
    hold(by=ines, kind="post", object_id=answered.pk, community=stick, why="Look.")
    # Not even to its author and the stewards, who read it in the house.
    assert send(gone, hal, rosa, ines) == [None] * 3
    assert send(answered, tomasz, hal, rosa, ines) == [None] * 4
    opening = asked.posts.get(number=1)
    Conversation.objects.filter(pk=asked.pk).update(merged_into=asked)
    assert send(opening, rosa) == [None]
    Conversation.objects.filter(pk=asked.pk).update(merged_into=None)
    hold(by=ines, kind="conversation", object_id=asked.pk, community=stick, why="Look.")
    assert send(opening, rosa, hal, ines) == [None] * 3


@pytest.mark.parametrize("deed", ["withdrawn", "held", "gone", "sealed", "erased"])
def test_what_waited_while_the_mail_server_was_away_is_not_sent_when_it_may_not_be_read_any_more(
    deed: str, answered: Post, hal: Person, ines: Person, tomasz: Person, stick: Community, mailoutbox
):
    letter = letter_to(answered, hal)
    if deed == "withdrawn":
        withdraw(by=tomasz, post=answered)
    elif deed == "held":
        hold(by=ines, kind="post", object_id=answered.pk, community=stick, why="Look.")
    elif deed == "gone":
        remove(by=ines, membership=Membership.objects.get(person=hal, community=stick), words="Go.")
    elif deed == "erased":
        erase(person=tomasz, withdraw=False)
    else:
        change_space(by=ines, space=answered.conversation.space, in_letters="notice")
    send_due(now=timezone.now() + timedelta(hours=1))
    letter.refresh_from_db()
    assert (letter.fault, letter.text, letter.html) == (Letter.TAKEN_BACK, "", "")
    assert [one for one in mailoutbox if one.subject == "Re: A valve that sings at night"] == []


def test_what_may_be_read_is_sent(answered: Post, hal: Person, mailoutbox):
    letter_to(answered, hal)
    assert send_due(now=timezone.now()).sent == 1
    assert mailoutbox[0].subject == "Re: A valve that sings at night"


def test_one_key_is_one_letter_and_nobody_is_written_to_where_letters_come_back(
    answered: Post, hal: Person, rosa: Person
):
    assert letter_to(answered, hal).pk == letter_to(answered, hal).pk
    pause_delivery(address="rosa@example.org", why=Pause.Why.GONE, now=timezone.now())
    assert send(answered, rosa) == [None]
    Person.objects.filter(pk=hal.pk).update(is_active=False)
    hal.refresh_from_db()
    assert send(answered, hal) == [None]


@pytest.mark.parametrize("how", ["chosen", "in confidence"])
def test_a_space_that_sends_no_words_sends_none(how: str, circle: Space, rosa: Person, ines: Person):
    said = open_conversation(by=ines, space=circle, kind="discussion", title="Secret title", text="Secret words.")
    if how == "chosen":
        change_space(by=ines, space=circle, in_letters="notice")
    else:
        Space.objects.filter(pk=circle.pk).update(confidence="sealed")
    letter = letter_to(said.posts.get(), rosa)
    raw = as_read(letter).as_string()
    for secret in ("Secret", "Baptista", "Circle", "circle", WHY, "Reply-To", "List-Post"):
        assert secret not in raw
    assert letter.subject == "There is something new in The Listening Stick"
    assert f"https://commons.example/c/stick/conversations/{said.pk}/?from=1#p1" in letter.text
    assert as_read(letter)["From"] == "The Listening Stick <house@commons.example>"
    assert f"<{STOP}>" in as_read(letter)["List-Unsubscribe"]


def test_it_speaks_the_language_of_its_reader(answered: Post, hal: Person):
    Person.objects.filter(pk=hal.pk).update(language="pl")
    hal.refresh_from_db()
    letter = letter_to(answered, hal)
    assert 'lang="pl"' in letter.html
    assert "Przeczytaj i odpowiedz" in letter.text
    assert translation.get_language() == "en"


def test_why_may_be_said_in_the_reader_s_language_later(answered: Post, hal: Person):
    assert "Because." in send(answered, hal, why=lazystr("Because."))[0].text


def test_a_title_makes_no_header(table: Space, hal: Person, rosa: Person):
    title = '=?utf-8?q?x=0D=0ABcc:_all@example.net?= "<b>" & co'
    said = open_conversation(by=hal, space=table, kind="discussion", title=title, text="Words.")
    letter = letter_to(said.posts.get(), rosa)
    got = as_read(letter)
    assert got["Bcc"] is None
    assert str(got["Subject"]).replace("\u200a", "") == title
    assert "&lt;b&gt;" in letter.html
    assert "<b>" not in letter.html


def test_an_opening_that_says_its_title_says_it_once(table: Space, hal: Person, rosa: Person):
    said = open_conversation(by=hal, space=table, kind="question", title="Who hears PE?", text="Who hears PE?")
    letter = letter_to(said.posts.get(), rosa)
    assert (letter.subject, letter.text.count("Who hears PE?")) == ("Who hears PE?", 1)
    html = re.sub(r"<title>.*?</title>|<div[^>]*display:\s*none.*?</div>", "", letter.html, flags=re.DOTALL)
    assert html.count("Who hears PE?") == 1
    assert "\n\n\n" not in letter.text


def test_files_are_named_with_where_they_are(table: Space, hal: Person, rosa: Person):
    kept = keep(upload=SimpleUploadedFile("flow & rate.txt", b"1 2 3"))
    said = open_conversation(by=hal, space=table, kind="discussion", title="Data", text="Here.", attachments=[kept])
    letter = letter_to(said.posts.get(), rosa)
    [url] = [word.strip("<>") for word in letter.text.split() if "flow" in word and "http" in word]
    assert url.startswith("https://commons.example/")
    assert url.replace("&", "&amp;") in letter.html


def test_a_long_post_goes_on_in_the_house(table: Space, hal: Person, rosa: Person):
    said = open_conversation(by=hal, space=table, kind="discussion", title="Long", text="`a` **b** " * 5900)
    letter = letter_to(said.posts.get(), rosa)
    assert "It goes on in the house:" in letter.text
    assert len(letter.html.encode()) < 100_000 * 2


def test_whoever_asked_can_say_from_the_letter_that_it_helped(answered: Post, hal: Person, rosa: Person, client):
    text, html = texts(letter_to(answered, hal))
    [link] = re.findall(r"https://commons.example(/letters/press/\S+)", text)
    assert f'href="https://commons.example{link}"' in html
    client.post(link)
    assert [one.person for one in answered.thanks.all()] == [hal]
    assert [part for part in texts(letter_to(answered, rosa)) if "/letters/press/" in part] == []


def test_an_opening_and_ones_own_words_ask_nothing(asked: Conversation, hal: Person, rosa: Person):
    own = reply(by=hal, conversation=asked, text="It sang again.")
    for post in (asked.posts.order_by("number")[0], own):
        for reader in (hal, rosa):
            assert [part for part in texts(letter_to(post, reader)) if "/letters/press/" in part] == []
