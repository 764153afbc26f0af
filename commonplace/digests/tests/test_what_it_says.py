"""A letter says what happened, to each what they may read, in their language, and each thing once."""

from datetime import timedelta

import pytest

from commonplace.attention.actions.following import follow
from commonplace.attention.actions.reading import mark_read
from commonplace.communities.doors import InLetters
from commonplace.communities.models import Membership, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.readers import read_on
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.digests.actions import sending
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import send
from commonplace.digests.models import Issue, Period
from commonplace.digests.tests.outbox import letter_to, letters
from commonplace.letters.models import Letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_letter_says_what_happened(issue, hal, tomasz, newcomer, thursday, evening) -> None:
    send(issue=issue, now=evening)
    text = letter_to(tomasz).text
    for said in (
        "The Listening Stick\n",
        "Worth your attention\n   Hours that water ran\n   Rosa Quispe\n",
        "“Because we keep arguing about targets.” Hal Brennan",
        "Nobody has answered yet\n   Who has a step-test sheet?\n",
        "It has waited 3 days.",
        "Settled, and tried\n   Which clamp holds on lead?\n",
        "Rosa Quispe’s answer settled it.",
        "Has come in\n   Nour Haddad\n",
        "“Leaks under roads”",
    ):
        assert said in text, f"{said}\n\n{text}"
    assert max(map(len, (line for line in text.split("\n") if "http" not in line))) <= 72
    html = letter_to(tomasz).html
    assert len(html.encode()) <= 16 * 1024
    for title in ("Hours that water ran", "Who has a step-test sheet?", "Which clamp holds on lead?", "Nour Haddad"):
        assert title in html
    assert letter_to(tomasz).subject == f"The Listening Stick, {thursday:%A} {thursday.day} {thursday:%B}"
    # Nobody is told of their own coming, or asked to answer themselves.
    assert "Has come in" not in letter_to(newcomer).text


def test_what_is_held_or_withdrawn_falls_out(issue, stick, ines, rosa, week, tomasz, evening) -> None:
    hold(by=ines, kind="conversation", object_id=week["waits"].pk, community=stick, why="Look.")
    withdraw(by=rosa, post=week["worth"].posts.get(number=1))
    send(issue=issue, now=evening)
    # Nor is it in the letter of whoever wrote it, or tends the community.
    for person in (tomasz, rosa, ines):
        assert "step-test" not in letter_to(person).text
        assert "Hours that water ran" not in letter_to(person).text


def test_what_is_held_between_two_rounds_is_in_no_letter_after_that(
    issue, stick, ines, week, member, evening, monkeypatch
) -> None:
    for n in range(4):
        member(f"Person{n} Ng")
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    really = sending.post_all

    def then_held(*args: object, **more: object) -> None:
        really(*args, **more)
        if not stick.memberships.filter(pk=0) and Letter.objects.filter(kind="digest").count() <= 3:
            hold(by=ines, kind="conversation", object_id=week["waits"].pk, community=stick, why="Look.")

    monkeypatch.setattr(sending, "post_all", then_held)
    send(issue=issue, now=evening)
    told = ["step-test" in one.text for one in Letter.objects.filter(kind="digest").order_by("pk")]
    assert told[3:] == [False] * len(told[3:])
    assert len(told) > 3


def test_what_only_a_group_reads_is_in_nobodys_shared_part(circle, rosa, ines, hal, stick, thursday, evening) -> None:
    talk = open_conversation(
        by=ines, space=circle, kind="question", title="Between us two", text="Well.", at=thursday - timedelta(days=2)
    )
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    assert issue.items.filter(kind="conversation").count() == 0
    # What one follows in a group is told to those who sit there.
    reply(by=ines, conversation=talk, text="More.", at=thursday - timedelta(days=1))
    for person in (rosa, hal):
        follow(person=person, conversation=talk)
    send(issue=issue, now=evening)
    assert "Between us two" in letter_to(rosa).text
    assert [to for to, one in letters().items() if "Between us two" in one.text and to != "rosa@example.org"] == []


def test_what_one_follows_is_told_as_far_as_it_is_unread(issue, week, tomasz, rosa, hal, thursday, evening) -> None:
    talk = open_conversation(
        by=hal,
        space=week["waits"].space,
        kind="tip",
        title="Listen low",
        text="At two.",
        at=thursday - timedelta(days=9),
    )
    for day in (2, 1):
        reply(by=rosa, conversation=talk, text="I do.", at=thursday - timedelta(days=day))
    for person in (tomasz, hal):
        follow(person=person, conversation=talk)
    mark_read(person=hal, conversation=talk, number=3)
    mark_read(person=tomasz, conversation=talk, number=2)
    send(issue=issue, now=evening)
    assert "In what you follow\n   Listen low\n   Hal Brennan\n\n   1 post is new to you." in letter_to(tomasz).text
    assert "/?from=3#p3" in letter_to(tomasz).text
    assert "Listen low" not in letter_to(hal).text


def test_questions_in_topics_one_knows_come_first(stick, table, rosa, tomasz, hal, thursday, evening) -> None:
    name_topics(community=stick, names=["valves", "loggers"])
    ago = lambda days: thursday - timedelta(days=days)  # noqa: E731  # said often
    for n, topic in enumerate(["loggers", "loggers", "loggers", "valves"]):
        open_conversation(
            by=rosa, space=table, kind="question", title=f"Waits {n}", text="?", topics=[topic], at=ago(2 + n)
        )
    talk = open_conversation(
        by=tomasz, space=table, kind="tip", title="Old", text="Well.", topics=["valves"], at=ago(90)
    )
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    assert talk
    send(issue=issue, now=evening)
    text = letter_to(tomasz).text
    assert "You have written about" in text
    assert text.index("Waits 3") < text.index("Waits 0") < text.index("Waits 1")
    assert "Waits 2" not in text
    assert "Waits 3" not in letter_to(hal).text


def test_what_needs_one_comes_before_all(issue, week, hal, rosa, tomasz, thursday, evening) -> None:
    asked = open_conversation(
        by=tomasz,
        space=week["waits"].space,
        kind="question",
        title="Which ear?",
        text="?",
        at=thursday - timedelta(days=4),
    )
    reply(by=hal, conversation=asked, text="The left.", at=thursday - timedelta(days=1))
    read_on()
    send(issue=issue, now=evening)
    text = letter_to(tomasz).text
    assert "1. This waits for you\n   Your question has answers: did one of them settle it?\n" in text


def test_an_address_in_a_title_goes_into_nobodys_mail(stick, table, rosa, hal, thursday, evening) -> None:
    open_conversation(
        by=rosa, space=table, kind="question", title="Pills at cheap.example", text="?", at=thursday - timedelta(days=1)
    )
    Membership.objects.filter(person=hal).update(joined_at=thursday - timedelta(days=1), cares_about="cheap.example")
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    send(issue=issue, now=evening)
    assert [one for one in letters().values() if "cheap.example" in one.text + one.html] == []


def test_in_the_readers_language(issue, tomasz, hal, evening) -> None:
    Person.objects.filter(pk=tomasz.pk).update(language="pl")
    send(issue=issue, now=evening)
    assert 'lang="pl"' in letter_to(tomasz).html
    assert 'lang="en"' in letter_to(hal).html
    assert "Worth your attention" not in letter_to(tomasz).text


def test_the_same_days_give_the_same_draft(stick, week, thursday) -> None:
    def laid() -> list[tuple[object, ...]]:
        issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
        rows = list(issue.things().values_list("section", "kind", "object_id", "place", "is_kept", "why"))
        issue.delete()
        return rows

    assert laid() == laid()
    assert [row[0] for row in laid()] == ["amplified", "unanswered", "settled"]


def test_a_space_is_told_as_it_is_open_today(
    issue: Issue, week: dict[str, Conversation], table: Space, tomasz, evening
) -> None:
    Space.objects.filter(pk=table.pk).update(visibility="group")
    send(issue=issue, now=evening)
    assert [to for to, one in letters().items() if "step-test" in one.text] == []


def test_a_space_whose_words_no_letter_carries_is_not_told(week, hal, rosa, table, stick, thursday, evening) -> None:
    reply(by=rosa, conversation=week["settled"], text="Again.", at=thursday - timedelta(days=1))
    asked = open_conversation(
        by=hal, space=table, kind="question", title="Which ear hears more?", text="?", at=thursday - timedelta(days=4)
    )
    reply(by=rosa, conversation=asked, text="The left.", at=thursday - timedelta(days=1))
    read_on()
    Space.objects.filter(pk=table.pk).update(in_letters=InLetters.NOTICE)
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    send(issue=issue, now=evening)
    for one in letters().values():
        assert [
            talk for talk in ("Which ear", "step-test", "Hours that water", "Which clamp") if talk in one.text
        ] == []
