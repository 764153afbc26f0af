"""Whoever is named, answered or has a question settled hears by letter, once, and only of what they may see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions import letters
from commonplace.attention.actions.letters import behind_stop_token, want_no_letters
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.models import NoLetters
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import hold, release
from commonplace.communities.readers import read_on
from commonplace.communities.spaces.actions import change_space
from commonplace.conversations.actions.candid import reply_candidly
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(hal: Person, table: Space) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Which clamp holds?", text="On lead.")


def told() -> list[tuple[str, str]]:
    """Every letter of this kind: to whom, and its subject."""
    read_on()
    return sorted(Letter.objects.filter(kind="notice").values_list("to", "subject"))


def to(person: Person, subject: str) -> tuple[str, str]:
    return address_for_letters(person), subject


def test_who_is_answered_or_named_hears_once(asked, hal, rosa, tomasz) -> None:
    reply(by=rosa, conversation=asked, text=f"The blue one, says @{tomasz.name}. @{hal.name}")
    expected = sorted(
        [
            to(hal, f"{rosa.name} answered you in “Which clamp holds?”."),
            to(tomasz, f"{rosa.name} named you in “Which clamp holds?”."),
        ]
    )
    assert told() == expected
    assert told() == expected


def test_a_candid_answer_is_told_by_its_sign(asked, hal, tomasz) -> None:
    reply_candidly(alias="k7mq2x", conversation=asked, text=f"The blue one, says @{tomasz.name}.", at=timezone.now())
    sign = "Someone of the community · k7mq2x"
    expected = [
        to(hal, f"{sign} answered you in “Which clamp holds?”."),
        to(tomasz, f"{sign} named you in “Which clamp holds?”."),
    ]
    assert told() == sorted(expected)


def test_a_settled_question_reaches_who_asked(asked, hal, rosa, ines) -> None:
    answer = reply(by=rosa, conversation=asked, text="The blue one.")
    read_on()
    Letter.objects.filter(kind="notice").delete()
    settle(by=ines, post=answer)
    assert told() == [to(hal, f"{ines.name} said what settled “Which clamp holds?”.")]


def test_nobody_hears_of_themselves(asked, hal, rosa) -> None:
    answer = reply(by=hal, conversation=asked, text=f"I, @{hal.name}, found one.")
    settle(by=hal, post=answer)
    assert told() == []


def test_nothing_of_what_one_may_not_see(hal, rosa, tomasz, circle, ines, asked) -> None:
    open_conversation(by=ines, space=circle, kind="tip", title="For us", text=f"@{tomasz.name} must not know.")
    post = reply(by=rosa, conversation=asked, text="The blue one.")
    held = hold(by=ines, kind="post", object_id=post.pk, community=asked.community, why="Look")
    assert told() == []
    release(by=ines, hold=held, why="Fine")
    assert told() == [to(hal, f"{rosa.name} answered you in “Which clamp holds?”.")]


def test_not_to_those_who_left_nor_to_what_was_read(asked, hal, rosa, tomasz) -> None:
    post = reply(by=rosa, conversation=asked, text=f"@{tomasz.name} knows.")
    Membership.objects.filter(person=tomasz).update(standing="alumnus")
    mark_read(person=hal, conversation=asked, number=post.number)
    assert told() == []


def test_archives_and_old_news_write_to_nobody(asked, hal, rosa, table) -> None:
    import_posts(
        space=table,
        arrivals=[Arrival(author=rosa, at=timezone.now(), source=f"@{hal.name}", into=asked)],
        origin="test",
    )
    reply(by=rosa, conversation=asked, text="Long ago", at=timezone.now() - timedelta(days=4))
    assert told() == []


def test_not_a_flood(asked, hal, rosa, monkeypatch) -> None:
    monkeypatch.setattr(letters, "MOST_A_DAY", 3)
    for n in range(6):
        reply(by=rosa, conversation=asked, text=f"Once more, {n}")
    assert len(told()) == 3


def test_a_link_in_a_title_is_not_sent_on(hal, rosa, table) -> None:
    asked = open_conversation(by=hal, space=table, kind="question", title="See cheap.example", text="Now")
    reply(by=rosa, conversation=asked, text="No")
    assert told() == [to(hal, f"{rosa.name} answered you.")]


def test_what_is_undone_halfway_is_told_whole(asked, rosa, monkeypatch) -> None:
    reply(by=rosa, conversation=asked, text="The blue one.")

    def dies(*_args, **_more):
        raise RuntimeError("the process dies")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "written_to", lambda *_args, **_more: dies)
        with pytest.raises(RuntimeError):
            read_on()
    assert len(told()) == 1


def test_one_link_stops_them(client: Client, asked, hal, rosa, settings) -> None:
    reply(by=rosa, conversation=asked, text="The blue one.")
    read_on()
    letter = Letter.objects.get(kind="notice")
    # The token tells the second in which it was made.
    token = letter.headers["List-Unsubscribe"].rstrip("/>").rpartition("/")[2]
    assert behind_stop_token(token) == hal
    stop = reverse("stop_letters", args=[token])
    assert letter.headers == {
        "List-Unsubscribe": f"<{settings.BASE_URL}{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert f"{settings.BASE_URL}{stop}" in letter.text
    assert client.get(stop).status_code == 200
    assert not NoLetters.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(NoLetters.objects.values_list("person", flat=True)) == [hal.pk]
    reply(by=rosa, conversation=asked, text="And the red one.")
    assert len(told()) == 1
    assert client.get(reverse("stop_letters", args=["1:forged:x"])).status_code == 404


def test_the_switch_on_ones_own_page(client: Client, hal: Person, stick: Community) -> None:
    client.force_login(hal)
    assert "Write to me no more" in client.get(reverse("my_attention")).text
    answer = client.post(reverse("letters"), {"letters": "no"})
    assert answer.headers["Location"] == reverse("my_attention") + "#letters"
    assert "Write to me again" in client.get(reverse("my_attention")).text
    client.post(reverse("letters"), {"letters": "yes"})
    assert not NoLetters.objects.exists()
    want_no_letters(person=hal)
    want_no_letters(person=hal)
    assert NoLetters.objects.count() == 1


def test_a_space_that_sends_no_words_sends_neither_name_nor_title(asked, hal, rosa, ines, table) -> None:
    change_space(by=ines, space=table, in_letters="notice")
    reply(by=rosa, conversation=asked, text="The blue one.")
    read_on()
    [letter] = Letter.objects.filter(kind="notice")
    for said in (letter.subject, letter.text, letter.html):
        assert [secret for secret in ("Rosa", "clamp", "blue", "The table") if secret in said] == []
    assert letter.subject == "Someone answered you, named you, or settled your question."


def test_a_notice_that_waited_does_not_tell_of_what_was_taken_back(asked, hal, rosa, mailoutbox) -> None:
    kept, gone = (reply(by=rosa, conversation=asked, text=text) for text in ("The blue one.", "Never mind."))
    read_on()
    withdraw(by=rosa, post=gone)
    send_due(now=timezone.now() + timedelta(hours=1))
    notices = Letter.objects.filter(kind="notice").order_by("pk")
    assert [(one.about.split(":")[0], one.fault) for one in notices] == [
        (str(kept.pk), ""),
        (str(gone.pk), Letter.TAKEN_BACK),
    ]
    assert len(mailoutbox) == 1
