"""A letter goes out at seven where each reader is, once to each person, and never without anything in it."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from commonplace.attention.actions.choosing import be_quiet, choose_cadence
from commonplace.attention.actions.following import follow
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.readers import read_on
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.digests.actions import sending
from commonplace.digests.actions.choosing import Said, choose, choose_day, skip
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import make_due, send, send_letters
from commonplace.digests.hours import first_moment, last_moment
from commonplace.digests.models import Delivery, Issue, Period, State
from commonplace.letters.models import Letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def letters() -> dict[str, Letter]:
    """Every digest, by whom it goes to."""
    found = {one.to: one for one in Letter.objects.filter(kind="digest")}
    assert len(found) == Letter.objects.filter(kind="digest").count()
    return found


def letter_to(person: Person) -> Letter:
    return letters()[person.emailaddress_set.get().email]


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


def test_each_gets_it_once_however_often_it_is_run(issue, hal, rosa, tomasz, evening) -> None:
    first = send(issue=issue, now=evening)
    before = {one.pk for one in Letter.objects.all()}
    again = [send(issue=issue, now=evening), send_letters(now=evening + timedelta(minutes=5))]
    assert (first, again) == (4, [0, 0])
    assert {one.pk for one in Letter.objects.all()} == before
    issue.refresh_from_db()
    assert (issue.state, Delivery.objects.count()) == (State.SENT, 4)


@pytest.mark.parametrize("dies_at", range(1, 5))
def test_killed_anywhere_and_run_again(issue, member, evening, monkeypatch, dies_at: int) -> None:
    people = [member(f"Person{n} Ng") for n in range(7)]
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    really, calls = sending.post_all, iter(range(1, 100))

    def dies(*args: object, **more: object) -> None:
        if next(calls) == dies_at:
            raise KeyboardInterrupt
        really(*args, **more)

    monkeypatch.setattr(sending, "post_all", dies)
    with pytest.raises(KeyboardInterrupt):
        send(issue=issue, now=evening)
    assert {one.to for one in Letter.objects.filter(kind="digest")} == set(
        Delivery.objects.filter(issue=issue).values_list("person__emailaddress__email", flat=True)
    )
    send(issue=Issue.objects.get(pk=issue.pk), now=evening)
    assert Counter(Letter.objects.filter(kind="digest").values_list("to", flat=True)).most_common(1)[0][1] == 1
    assert {one.emailaddress_set.get().email for one in people} <= set(letters())


def test_two_workers_at_one_time_write_no_second(issue, tomasz, evening) -> None:
    send(issue=issue, now=evening)
    standing = list(Membership.objects.filter(person=tomasz).select_related("person"))
    composer = sending.Composer(issue, now=evening)
    with pytest.raises(IntegrityError):
        sending._write_to(issue, standing, composer, now=evening)
    assert len(letters()) == Delivery.objects.count()


def test_at_seven_where_the_reader_is(issue, hal, tomasz, leila, thursday) -> None:
    for person, zone in ((hal, "Asia/Tokyo"), (tomasz, "America/Lima"), (leila, "no/such-place")):
        Person.objects.filter(pk=person.pk).update(time_zone=zone)
    seven = {"Asia/Tokyo": thursday - timedelta(hours=9), "America/Lima": thursday + timedelta(hours=5)}
    for zone, person in (("Asia/Tokyo", hal), ("America/Lima", tomasz)):
        send(issue=Issue.objects.get(pk=issue.pk), now=seven[zone] - timedelta(minutes=1))
        assert person.emailaddress_set.get().email not in letters()
        send(issue=Issue.objects.get(pk=issue.pk), now=seven[zone])
        assert person.emailaddress_set.get().email in letters()
    assert leila.emailaddress_set.get().email in letters()


def test_the_letter_may_be_changed_until_the_first_reader_has_it(issue, hal, rosa, ines, thursday) -> None:
    Person.objects.update(time_zone="America/Lima")
    send(issue=issue, now=first_moment(thursday.date()))
    issue.refresh_from_db()
    assert issue.may_be_changed
    send(issue=issue, now=thursday + timedelta(hours=5))
    issue.refresh_from_db()
    assert not issue.may_be_changed


def test_who_wants_it_otherwise_gets_none(issue, stick, hal, tomasz, leila, rosa, evening) -> None:
    choose_cadence(person=hal, community=stick, cadence=Cadence.NEEDS_ME)
    choose_cadence(person=tomasz, community=stick, cadence=Cadence.AT_ONCE)
    be_quiet(person=leila, community=stick, until=evening + timedelta(days=9))
    send(issue=issue, now=evening)
    assert set(letters()) == {"rosa@example.org", "ines@example.org"}


def test_nobody_gets_a_letter_with_nothing_in_it(stick, hal, ines, thursday, evening) -> None:
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    Membership.objects.filter(community=stick).update(joined_at=thursday - timedelta(days=100))
    assert send(issue=issue, now=evening) == 0
    issue.refresh_from_db()
    assert (issue.state, letters()) == (State.SKIPPED, {})


def test_skipped_is_not_sent(issue, ines, evening) -> None:
    skip(by=ines, issue=issue)
    assert send_letters(now=evening) == 0
    assert letters() == {}


def test_edited_or_not_it_goes_at_its_hour(issue, ines, tomasz, evening) -> None:
    choose(by=ines, issue=issue, words=Said("", "It rained at last."), things={})
    send_letters(now=evening)
    assert "\nIt rained at last.\n\nInês Baptista\n" in letter_to(tomasz).text


def test_a_letter_that_is_too_late_is_left(issue, evening) -> None:
    assert send_letters(now=evening + timedelta(days=3)) == 0
    issue.refresh_from_db()
    assert issue.state == State.SKIPPED


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


def test_drafts_are_made_two_days_before_on_the_communitys_day(stick, ines, week, thursday) -> None:
    def made(at: datetime) -> list[tuple[str, object]]:
        make_due(now=at)
        return list(Issue.objects.values_list("period", "on").order_by("pk"))

    begins = first_moment(thursday.date()) - timedelta(days=2)
    assert made(begins - timedelta(minutes=1)) == []
    assert made(begins) == [("weekly", thursday.date())]
    assert made(begins + timedelta(hours=9)) == [("weekly", thursday.date())]
    Issue.objects.all().delete()
    choose_day(by=ines, community=stick, weekday=None)
    assert made(begins) == []
    # Monday’s own hour is over where it began, so it is the next Monday’s.
    choose_day(by=ines, community=stick, weekday=0, at=begins)
    assert made(begins) == []
    monday = thursday.date() + timedelta(days=4)
    assert made(first_moment(monday) - timedelta(hours=1)) == [("weekly", monday)]


def test_a_worker_that_was_away_still_sends_todays(stick, week, hal, thursday) -> None:
    assert send_letters(now=last_moment(thursday.date()) - timedelta(hours=1)) > 0


def test_whoever_wants_it_daily_gets_what_is_new_each_morning(stick, week, tomasz, rosa, table, thursday) -> None:
    choose_cadence(person=tomasz, community=stick, cadence=Cadence.DAILY)
    monday = thursday - timedelta(days=3)
    send_letters(now=monday)
    assert set(letters()) == {"tomasz@example.org"}
    assert "Hours that water ran" not in letter_to(tomasz).text
    assert "step-test" in letter_to(tomasz).text
    assert Issue.objects.get(period=Period.DAILY, began_at__isnull=False).on == monday.date()


def test_one_click_stops_them_and_looking_does_not(client: Client, issue, stick, tomasz, evening) -> None:
    send(issue=issue, now=evening)
    headers = letter_to(tomasz).headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert tomasz.pk in weekly_readers(stick)
    assert client.post(path).status_code == 200
    assert tomasz.pk not in weekly_readers(stick)
    assert client.get(path[:-2] + "xx").status_code == 404


def weekly_readers(stick: Community) -> set[int]:
    from_them = sending.hearing(Cadence.WEEKLY, now=sending.Issue.objects.get().began_at)
    return set(from_them.filter(community=stick).values_list("person_id", flat=True))


def test_the_same_days_give_the_same_draft(stick, week, thursday) -> None:
    def laid() -> list[tuple[object, ...]]:
        issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
        rows = list(issue.items.values_list("section", "kind", "object_id", "place", "is_kept", "why"))
        issue.delete()
        return rows

    assert laid() == laid()
    assert [row[0] for row in laid()] == ["amplified", "unanswered", "settled"]


def test_who_has_left_gets_none(issue, hal, tomasz, someone: Callable[..., Person], evening) -> None:
    Membership.objects.filter(person=hal).update(standing="alumnus")
    Person.objects.filter(pk=tomasz.pk).update(is_active=False)
    send(issue=issue, now=evening)
    assert {"hal@example.org", "tomasz@example.org"} & set(letters()) == set()


def test_a_space_is_told_as_it_is_open_today(
    issue: Issue, week: dict[str, Conversation], table: Space, tomasz, evening
) -> None:
    Space.objects.filter(pk=table.pk).update(visibility="group")
    send(issue=issue, now=evening)
    assert [to for to, one in letters().items() if "step-test" in one.text] == []
